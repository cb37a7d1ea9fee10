/* Preloaded: lets one request for memory fail, of the program or of a library in it. TITIAN_SCARCE is its number from
 * 1; the file TITIAN_SCARCE_COUNT, where it is set, is told at the end how many there were. libxlsxwriter 1.1.4 and
 * minizip are spared: they do not look whether they got what they asked for, and there is nothing titian can do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_long n_requests;
static long refused; /* 0: none */

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("TITIAN_SCARCE");

    n_requests = 0;
    refused = text != NULL ? strtol(text, NULL, 10) : 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("TITIAN_SCARCE_COUNT");
    const long n = n_requests;
    FILE *file = path != NULL ? fopen(path, "w") : NULL;

    if (file == NULL)
        return;
    (void) fprintf(file, "%ld\n", n);
    (void) fclose(file);
}

static int is_spared(const void *caller)
{
    Dl_info about;

    return dladdr(caller, &about) != 0 && about.dli_fname != NULL &&
           (strstr(about.dli_fname, "xlsxwriter") != NULL || strstr(about.dli_fname, "minizip") != NULL);
}

static int is_refused(const void *caller)
{
    if (is_spared(caller) || ++n_requests != refused)
        return 0;
    errno = ENOMEM;
    return 1;
}

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t n, size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

__attribute__((visibility("default"))) void *realloc(void *old, size_t size)
{
    return is_refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
