/* A program that the library is part of may have set a locale: scores and workbook have the same bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/survive/job.h"

static void check_locale(const job *j, const char *locale, char *const bytes[2], const size_t n[2])
{
    const char *const paths[] = {j->scores, j->book};
    titian_error err = {.code = TITIAN_OK};
    titian_status status;

    assert_non_null(setlocale(LC_ALL, locale));
    status = job_run(j, JOB_BOOK, &err);
    (void) setlocale(LC_ALL, "C");
    if (status != TITIAN_OK)
        fail_msg("%s: %s: %s", locale, err.file, err.message);
    for (int k = 0; k < 2; k++) {
        size_t m = 0;
        char *found = job_read(paths[k], &m);

        assert_int_equal(m, n[k]);
        assert_memory_equal(found, bytes[k], m);
        free(found);
    }
}

static void a_locale_with_a_decimal_comma_changes_no_byte(void **state)
{
    static const char german[] = "de_DE.UTF-8";
    size_t n[2] = {0, 0};
    char *bytes[2];
    job j;

    (void) state;
    if (setlocale(LC_ALL, german) == NULL)
        skip();
    (void) setlocale(LC_ALL, "C");
    job_open(&j);
    assert_int_equal(job_run(&j, JOB_BOOK, NULL), TITIAN_OK);
    bytes[0] = job_read(j.scores, &n[0]);
    bytes[1] = job_read(j.book, &n[1]);
    check_locale(&j, german, bytes, n);
    free(bytes[0]);
    free(bytes[1]);
    job_close(&j);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_locale_with_a_decimal_comma_changes_no_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
