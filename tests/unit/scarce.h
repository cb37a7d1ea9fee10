/* Lack of memory at will, for one test program: link it with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc and the functions below stand in the place of the C library's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_SCARCE_H
#define TITIAN_TESTS_SCARCE_H

#include <stddef.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Requests for memory until one fails; negative: none does. That one alone fails. */
static long scarce_after = -1;

static int scarce_now(void)
{
    return scarce_after >= 0 && scarce_after-- == 0;
}

void *__wrap_malloc(size_t size)
{
    return scarce_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return scarce_now() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return scarce_now() ? NULL : __real_realloc(old, size);
}

#endif
