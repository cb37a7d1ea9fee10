/* The whole job with every request for memory refused in its turn: the right status, a message, nothing leaked (which
 * the sanitizer and valgrind see), the files of before as they were.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/scarce.h"
#include "unit/survive/job.h"

/* The other ways in which the program asks. */
char *__real_realpath(const char *path, char *resolved);
char *__wrap_realpath(const char *path, char *resolved);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);
int __wrap_asprintf(char **out, const char *format, ...);

char *__wrap_realpath(const char *path, char *resolved)
{
    if (!scarce_now())
        return __real_realpath(path, resolved);
    errno = ENOMEM;
    return NULL;
}

char *__wrap_strndup(const char *text, size_t n)
{
    const size_t length = strnlen(text, n);
    char *copy = __wrap_malloc(length + 1);

    if (copy == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *__wrap_strdup(const char *text)
{
    return __wrap_strndup(text, strlen(text));
}

int __wrap_asprintf(char **out, const char *format, ...)
{
    va_list args;
    int n = -1;

    va_start(args, format);
    if (!scarce_now())
        n = vasprintf(out, format, args);
    va_end(args);
    return n;
}

enum { EVERY = 2000 }; /* of the first so many; then ever fewer */

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_is_old_or_whole(const char *path, const char *whole, size_t n_whole)
{
    size_t n = 0;
    char *bytes = job_read(path, &n);

    assert_non_null(bytes);
    assert_true((n == 3 && memcmp(bytes, "old", 3) == 0) || (n == n_whole && memcmp(bytes, whole, n) == 0));
    free(bytes);
}

/* Refuse the k-th request. @return 1 when the job did not get so far */
static int refuse(const job *j, job_end end, long k)
{
    titian_error err = {.code = TITIAN_OK};
    titian_status status;
    int refused;

    scarce_after = k;
    status = job_run(j, end, &err);
    refused = scarce_after < 0;
    scarce_after = -1;
    /* libcsv asks again for less, and may get it; a path that is not known in full is used as it is */
    if (status != TITIAN_OK) {
        assert_true(refused);
        if (status != TITIAN_E_MEMORY)
            fail_msg("request %ld: %s: %s", k, err.file, err.message);
        assert_int_equal(err.code, status);
        assert_true(err.message[0] != '\0');
    }
    return !refused;
}

static void refuse_each(job_end end)
{
    job j;
    size_t n_scores = 0, n_book = 0;
    char *scores = NULL, *book = NULL;
    long k = 0;

    job_open(&j);
    assert_int_equal(job_run(&j, JOB_BOOK, NULL), TITIAN_OK);
    scores = job_read(j.scores, &n_scores);
    book = job_read(j.book, &n_book);
    for (;; k += k < EVERY ? 1 : 1 + k / 50) {
        put(j.scores, "old");
        put(j.book, "old");
        if (refuse(&j, end, k))
            break;
        assert_is_old_or_whole(j.scores, scores, n_scores);
        assert_is_old_or_whole(j.book, book, n_book);
    }
    print_message("%ld requests for memory\n", k);
    assert_true(k > 300);
    free(scores);
    free(book);
    job_close(&j);
}

static void the_job_survives_the_failure_of_any_allocation(void **state)
{
    (void) state;
    refuse_each(JOB_SCORES);
}

static void so_does_the_workbook_at_its_end(void **state)
{
    (void) state;
    refuse_each(JOB_BOOK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_job_survives_the_failure_of_any_allocation),
        cmocka_unit_test(so_does_the_workbook_at_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
