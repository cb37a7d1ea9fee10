/* reports/workbook: how sure the ranks are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/reports/pages.h"

#include <math.h>

#include "workbook/priority.h"
#include "workbook/rank_ranges.h"

enum { FACTORS = 8 }; /* the first line of the first table of Sensitivity */

static int holds(const char *text, const char *part)
{
    return text != NULL && strstr(text, part) != NULL;
}

/* A book with every analysis, nothing written yet. */
static void open_all(pages *p)
{
    pages_open(p);
    pages_priority(p);
    pages_vary(p);
    pages_book(p);
}

/* The unit on a line of Rank_Ranges. */
static size_t unit_on(const pages *p, size_t k)
{
    return (size_t) number_at(p, SHEET_RANK_RANGES, (lxw_row_t) (LIST_FIRST + k), ranges_col(p->b, RANGES_LINE)) - 1;
}

static double figure(const pages *p, size_t k, ranges_column which)
{
    return number_at(p, SHEET_RANK_RANGES, (lxw_row_t) (LIST_FIRST + k), ranges_col(p->b, which));
}

static void what_was_not_run_is_left_out(void **state)
{
    static const sheet_id lacking[] = {SHEET_UNCERTAINTY, SHEET_RANK_RANGES, SHEET_RANK_SHARES, SHEET_SENSITIVITY};
    pages p;

    (void) state;
    pages_open(&p);
    pages_priority(&p);
    pages_book(&p);
    for (size_t k = 0; k < sizeof lacking / sizeof *lacking; k++)
        assert_false(book_has(p.b, lacking[k]));
    assert_int_equal(priority_col(p.b, PRIORITY_NEED), priority_col(p.b, PRIORITY_SCORE) + 1);
    write_priority(p.b);
    write_summary(p.b);
    assert_string_equal(text_at(&p, SHEET_PRIORITY, LIST_HEADER, priority_col(p.b, PRIORITY_NEED)), "Need");
    assert_true(holds(text_at(&p, SHEET_SUMMARY, LIST_AUX + 1, 0), "no ranges of ranks"));
    pages_close(&p);
    open_all(&p);
    assert_int_equal(priority_col(p.b, PRIORITY_NEED), priority_col(p.b, PRIORITY_SCORE) + 4);
    pages_close(&p);
}

static void ranges_are_the_numbers_of_the_analysis_by_rank(void **state)
{
    pages p;

    (void) state;
    open_all(&p);
    write_rank_ranges(p.b);
    assert_true(book_good(p.b));
    assert_true(p.b->n_ranked >= 4);
    for (size_t k = 0; k < p.b->n_ranked; k++) {
        const size_t unit = unit_on(&p, k), index = titian_uncertainty_n_nodes(p.uncertainty) - 1;
        const double low = titian_uncertainty_rank_quantile(p.uncertainty, index, unit, 0.05),
                     high = titian_uncertainty_rank_quantile(p.uncertainty, index, unit, 0.95);

        assert_near(figure(&p, k, RANGES_RANK), (double) unit_state(p.b, unit)->rank, 0);
        assert_true(k == 0 || figure(&p, k, RANGES_RANK) >= figure(&p, k - 1, RANGES_RANK));
        assert_near(figure(&p, k, RANGES_LOW), low, 0);
        assert_near(figure(&p, k, RANGES_HIGH), high, 0);
        assert_near(figure(&p, k, RANGES_WIDTH), high - low + 1, 0);
        assert_near(figure(&p, k, RANGES_LEAD), titian_uncertainty_lead(p.uncertainty, unit), 0);
        assert_near(figure(&p, k, RANGES_FIRST), titian_uncertainty_first(p.uncertainty, unit), 0);
        assert_near(figure(&p, k, RANGES_SCORE_MEAN), titian_uncertainty_score(p.uncertainty, index, unit).mean, 0);
        /* the bar of the chart ends half a place past either end, its colour changes at the median */
        assert_near(figure(&p, k, RANGES_START), low - 0.5, 0);
        assert_near(figure(&p, k, RANGES_START) + figure(&p, k, RANGES_BELOW), figure(&p, k, RANGES_MEDIAN), 1e-12);
        assert_near(figure(&p, k, RANGES_START) + figure(&p, k, RANGES_BELOW) + figure(&p, k, RANGES_ABOVE),
            high + 0.5, 1e-12);
    }
    pages_close(&p);
}

static void a_unit_that_is_not_eligible_has_no_priority_range_and_no_tier(void **state)
{
    size_t n = 0;
    pages p;

    (void) state;
    open_all(&p);
    write_rank_ranges(p.b);
    for (size_t k = 0; k < p.b->n_ranked; k++) {
        const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k);

        if (priority_state(p.b, unit_on(&p, k))->eligible)
            continue;
        n++;
        assert_true(isnan(figure(&p, k, RANGES_FIRST)));
        assert_string_equal(text_at(&p, SHEET_RANK_RANGES, row, ranges_col(p.b, RANGES_PRIORITY_RANGE)), "");
        assert_int_equal(kind_at(&p, SHEET_RANK_RANGES, row, ranges_col(p.b, RANGES_TIER)), BLANK_CELL);
    }
    assert_int_equal(n, 1);
    pages_close(&p);
}

static void a_range_of_one_place_is_written_once(void **state)
{
    size_t narrow = 0, wide = 0;
    pages p;

    (void) state;
    open_all(&p);
    write_rank_ranges(p.b);
    for (size_t k = 0; k < p.b->n_ranked; k++) {
        const char *words =
            text_at(&p, SHEET_RANK_RANGES, (lxw_row_t) (LIST_FIRST + k), ranges_col(p.b, RANGES_RANGE));
        const int same = round(figure(&p, k, RANGES_LOW)) == round(figure(&p, k, RANGES_HIGH));

        assert_int_equal(holds(words, "–"), !same);
        narrow += (size_t) same;
        wide += (size_t) !same;
    }
    assert_true(narrow > 0 && wide > 0);
    pages_close(&p);
}

static void shares_of_ranks_and_of_bands_add_up_to_one(void **state)
{
    pages p;

    (void) state;
    open_all(&p);
    write_rank_shares(p.b);
    assert_true(book_good(p.b));
    for (size_t k = 0; k < p.b->n_ranked; k++) {
        double ranks = 0, bands = 0;

        for (size_t c = 0; c < p.b->n_ranked + 2; c++) {
            const double share = number_at(&p, SHEET_RANK_SHARES, (lxw_row_t) (LIST_FIRST + k), (lxw_col_t) (4 + c));

            ranks += c < p.b->n_ranked && !isnan(share) ? share : 0;
            bands += c >= p.b->n_ranked && !isnan(share) ? share : 0;
        }
        assert_near(ranks, 1, 1e-12);
        assert_near(bands, 1, 1e-12);
    }
    assert_string_equal(text_at(&p, SHEET_RANK_SHARES, LIST_HEADER, 4), "Rank 1");
    assert_string_equal(
        text_at(&p, SHEET_RANK_SHARES, LIST_HEADER, (lxw_col_t) (4 + p.b->n_ranked + 1)), "Band: =high");
    pages_close(&p);
}

static void no_estimate_stands_without_its_interval(void **state)
{
    static const lxw_col_t columns[] = {1, 4};
    size_t n_below = 0;
    pages p;

    (void) state;
    open_all(&p);
    write_sensitivity(p.b);
    assert_true(book_good(p.b));
    for (lxw_row_t row = FACTORS; row < FACTORS + 3; row++)
        for (size_t k = 0; k < 2; k++) {
            const double estimate = number_at(&p, SHEET_SENSITIVITY, row, columns[k]),
                         low = number_at(&p, SHEET_SENSITIVITY, row, (lxw_col_t) (columns[k] + 1)),
                         high = number_at(&p, SHEET_SENSITIVITY, row, (lxw_col_t) (columns[k] + 2));
            double up = 0, down = 0;

            assert_true(low <= estimate && estimate <= high);
            n_below += estimate < 0 || low < 0;
            for (size_t part = 0; part < 5; part++) {
                const double x = number_at(&p, SHEET_SENSITIVITY, row, (lxw_col_t) (9 + 5 * k + part));

                up += x > 0 ? x : 0;
                down += x < 0 ? x : 0;
            }
            /* the stacks reach the ends of the interval on either side of 0 */
            assert_near(up, fmax(0, high), 1e-12);
            assert_near(down, fmin(0, low), 1e-12);
        }
    assert_true(n_below > 0);
    pages_close(&p);
}

static void every_sheet_with_ranges_says_whether_they_are_stale(void **state)
{
    static const sheet_id sheets[] = {SHEET_SUMMARY, SHEET_PRIORITY, SHEET_PROFILE, SHEET_UNCERTAINTY,
        SHEET_RANK_RANGES, SHEET_RANK_SHARES, SHEET_SENSITIVITY};
    pages p;

    (void) state;
    open_all(&p);
    for (size_t k = 0; k < sizeof sheets / sizeof *sheets; k++) {
        size_t n = 0;

        book_sheet_row(sheets[k])->write(p.b);
        for (lxw_row_t row = 0; row < 12; row++)
            for (lxw_col_t col = 0; col < 40; col++)
                if (kind_at(&p, sheets[k], row, col) == FORMULA_CELL &&
                    holds(formula_at(&p, sheets[k], row, col), "LEFT(P_state,5)=\"STALE\",\"STALE: ranges"))
                    n++;
        assert_int_equal(n, 1);
    }
    pages_close(&p);
}

static void priority_and_profile_find_ranges_by_the_line_of_the_unit(void **state)
{
    char wanted[128];
    pages p;

    (void) state;
    open_all(&p);
    write_priority(p.b);
    snprintf(wanted, sizeof wanted, "MATCH($V6,%s,0)", ranges_range(p.b, RANGES_LINE).text);
    assert_int_equal(priority_col(p.b, PRIORITY_LINE), 21);
    assert_true(holds(formula_at(&p, SHEET_PRIORITY, LIST_FIRST, priority_col(p.b, PRIORITY_RANGE)), wanted));
    assert_true(holds(formula_at(&p, SHEET_PRIORITY, LIST_FIRST, priority_col(p.b, PRIORITY_TIER)), wanted));
    write_profile(p.b);
    assert_true(holds(text_at(&p, SHEET_PROFILE, 6, 0), "(90 % range "));
    pages_close(&p);
}

static void texts_of_factors_never_become_formulas(void **state)
{
    size_t n = 0;
    pages p;

    (void) state;
    open_all(&p);
    write_uncertainty(p.b);
    write_sensitivity(p.b);
    assert_true(book_good(p.b));
    assert_string_equal(text_at(&p, SHEET_SENSITIVITY, FACTORS, 0), "=weights");
    assert_int_equal(kind_at(&p, SHEET_SENSITIVITY, FACTORS, 0), STRING_CELL);
    for (lxw_row_t row = 0; row < 80; row++)
        n += kind_at(&p, SHEET_UNCERTAINTY, row, 0) == STRING_CELL &&
             strcmp(text_at(&p, SHEET_UNCERTAINTY, row, 0), "=weights") == 0;
    assert_int_equal(n, 1);
    pages_close(&p);
}

static void a_model_without_priority_has_ranges_of_the_index_alone(void **state)
{
    pages p;

    (void) state;
    pages_open(&p);
    pages_vary(&p);
    pages_book(&p);
    for (int id = 0; id < N_SHEETS; id++)
        if (book_has(p.b, (sheet_id) id))
            book_sheet_row((sheet_id) id)->write(p.b);
    assert_true(book_good(p.b));
    assert_int_equal(ranges_col(p.b, RANGES_SCORE), ranges_col(p.b, RANGES_LEAD) + 1);
    for (lxw_row_t row = 0; row < 80; row++)
        assert_false(holds(text_at(&p, SHEET_UNCERTAINTY, row, 0), "priority"));
    pages_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_not_run_is_left_out),
        cmocka_unit_test(ranges_are_the_numbers_of_the_analysis_by_rank),
        cmocka_unit_test(a_unit_that_is_not_eligible_has_no_priority_range_and_no_tier),
        cmocka_unit_test(a_range_of_one_place_is_written_once),
        cmocka_unit_test(shares_of_ranks_and_of_bands_add_up_to_one),
        cmocka_unit_test(no_estimate_stands_without_its_interval),
        cmocka_unit_test(every_sheet_with_ranges_says_whether_they_are_stale),
        cmocka_unit_test(priority_and_profile_find_ranges_by_the_line_of_the_unit),
        cmocka_unit_test(texts_of_factors_never_become_formulas),
        cmocka_unit_test(a_model_without_priority_has_ranges_of_the_index_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
