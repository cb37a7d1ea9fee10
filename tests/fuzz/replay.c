/* Where no fuzzer drives a target: every file that is named, and every file of the folders that are named, is an
 * input. fuzz_NAME FILE-OR-FOLDER... SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input/file.h"

static const char *current = ""; /* what is replayed */

/* An input that ends the program is named. */
static void name_current(int signal_number)
{
    (void) write(STDERR_FILENO, current, strlen(current));
    (void) write(STDERR_FILENO, "\n", 1);
    (void) signal(signal_number, SIG_DFL);
    (void) raise(signal_number);
}

static size_t replay_file(const char *path)
{
    char *text = NULL;
    uint8_t *exact = NULL;
    size_t n = 0;

    HOLDS(titian_file_read(&text, &n, path, NULL) == TITIAN_OK);
    exact = malloc(n > 0 ? n : 1); /* no NUL behind it: reading past the end is seen */
    HOLDS(exact != NULL);
    memcpy(exact, text, n);
    free(text);
    (void) LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return 1;
}

static size_t replay_folder(const char *path)
{
    struct dirent **entries = NULL;
    const int n = scandir(path, &entries, NULL, alphasort);
    size_t done = 0;

    for (int k = 0; k < n; k++) {
        char *file = NULL;

        HOLDS(asprintf(&file, "%s/%s", path, entries[k]->d_name) >= 0);
        if (entries[k]->d_name[0] != '.') {
            current = file;
            done += replay_file(file);
        }
        current = "";
        free(file);
        free(entries[k]);
    }
    free(entries);
    return done;
}

int main(int argc, char **argv)
{
    size_t done = 0;

    (void) signal(SIGABRT, name_current);
    for (int k = 1; k < argc; k++) {
        struct stat about;

        if (stat(argv[k], &about) == 0) /* nothing may have been found yet */
            done += S_ISDIR(about.st_mode) ? replay_folder(argv[k]) : replay_file(argv[k]);
    }
    HOLDS(done > 0);
    (void) printf("%zu inputs\n", done);
    return 0;
}
