/* kernels/transform: values from scores. Scores of the published scales are those of the goldens (log 0.05 .. 20: 1
 * has 50; 20 .. 0.5: 0.5 has 100), the rest by hand. SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include "kernels/transform.h"

static void a_score_leads_back_to_its_value(void **state)
{
    const kernel_goalposts users = {0.0, 95.0, 0, 1, 0.0, 100.0}, firms = {0.05, 20.0, 1, 1, 0.0, 100.0};
    const kernel_goalposts price = {20.0, 0.5, 1, 1, 0.0, 100.0}, turned = {10.0, 2.0, 0, 0, 1.0, 5.0};

    (void) state;
    assert_near(kernel_goalpost_value(100.0 * 66.0 / 95.0, &users), 66.0, 1e-12);
    assert_near(kernel_goalpost_value(50.0, &firms), 1.0, 1e-12);
    assert_near(kernel_goalpost_value(100.0, &price), 0.5, 0.0);
    assert_near(kernel_goalpost_value(0.0, &price), 20.0, 1e-12);
    assert_near(kernel_goalpost_value(2.0, &turned), 8.0, 1e-12);
    assert_near(kernel_goalpost_value(6.0, &turned), 0.0, 1e-12); /* beyond the post, on the same line */
    assert_true(isnan(kernel_goalpost_value((double) NAN, &users)));
}

static void back_and_forth_changes_nothing(void **state)
{
    const kernel_goalposts posts[] = {
        {0.0, 95.0, 0, 0, 0.0, 100.0}, {0.05, 20.0, 1, 0, 1.0, 100.0}, {20.0, 0.5, 1, 0, 0.0, 10.0}};

    (void) state;
    for (size_t k = 0; k < 3; k++)
        for (int i = 1; i <= 9; i++) {
            const double x = 0.1 * i * i * i;
            double score = x;

            kernel_goalpost_scores(&score, 1, &posts[k]);
            assert_near(kernel_goalpost_value(score, &posts[k]), x, 1e-12 * (1.0 + x));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_leads_back_to_its_value),
        cmocka_unit_test(back_and_forth_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
