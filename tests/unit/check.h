/* What every cmocka program needs before <cmocka.h>, and a few words it lacks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_CHECK_H
#define TITIAN_TESTS_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/** x within so much of what is expected; both missing is equal too. */
#define assert_near(x, expected, within)                                                                             \
    do {                                                                                                             \
        const double near_x_ = (x), near_e_ = (expected);                                                            \
        if (!(isnan(near_x_) && isnan(near_e_)) && !(fabs(near_x_ - near_e_) <= (within)))                           \
            fail_msg("%.17g is not %.17g within %g", near_x_, near_e_, (double) (within));                           \
    } while (0)

#endif
