/* kernels/present: missing, infinite and ordinary numbers told apart, also past the width of a vector.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <float.h>
#include <math.h>

#include "kernels/present.h"

enum { N = 37 };

static void the_first_infinite_number_is_found(void **state)
{
    double x[N];
    unsigned char marks[N];

    (void) state;
    for (size_t k = 0; k < N; k++)
        x[k] = k % 3 == 0 ? (double) NAN : k % 3 == 1 ? DBL_MAX : -DBL_MAX;
    assert_int_equal(kernel_mark_present(x, N, 1, 0, marks), N);
    assert_int_equal(kernel_mark_present(x, 0, 1, 0, marks), 0);
    for (size_t at = N; at-- > 0;) {
        x[at] = at % 2 == 0 ? (double) INFINITY : -(double) INFINITY;
        assert_int_equal(kernel_mark_present(x, N, 1, 0, marks), at);
    }
}

static void what_is_there_is_said_and_what_is_dropped_is_missing(void **state)
{
    double x[N];
    unsigned char keep[N], said[N];

    (void) state;
    for (size_t k = 0; k < N; k++) {
        x[k] = k % 5 == 0 ? (double) NAN : (double) k;
        keep[k] = k % 7 != 3;
    }
    assert_int_equal(kernel_mark_present(x, N, 4, 9, said), N);
    for (size_t k = 0; k < N; k++)
        assert_int_equal(said[k], k % 5 == 0 ? 9 : 4);
    kernel_keep(x, keep, N);
    for (size_t k = 0; k < N; k++)
        if (k % 5 == 0 || k % 7 == 3)
            assert_true(isnan(x[k]));
        else
            assert_true(x[k] == (double) k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_infinite_number_is_found),
        cmocka_unit_test(what_is_there_is_said_and_what_is_dropped_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
