/* kernels/bod_basis, bod_guard, and what of bod_lp the tests of kernels/bod do not reach.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/check.h"

#include <limits.h>

#include "kernels/bod_basis.h"
#include "kernels/bod_guard.h"
#include "kernels/bod_lp.h"

enum { N = 8 };

/* A basis over arrays of its own. */
typedef struct {
    bod_basis basis;
    bod_real matrix[N * N], factors[N * N], work[2 * N], b[N];
    size_t rows[N];
} equations;

static void open_equations(equations *e, size_t n)
{
    *e = (equations){.basis = {.n = n}};
    e->basis.matrix = e->matrix;
    e->basis.factors = e->factors;
    e->basis.work = e->work;
    e->basis.rows = e->rows;
}

/* Hilbert's matrix of order 8 has a condition number of 1.5e10. The right sides are those of x = 1, 2 .. 8. */
static void ill_conditioned_equations_keep_their_digits(void **state)
{
    equations e;

    (void) state;
    open_equations(&e, N);
    for (size_t k = 0; k < N * N; k++)
        e.matrix[k] = 840840.0L / (bod_real) (k / N + k % N + 1); /* whole but for 11 and 13 .. 15: still symmetric */
    assert_int_equal(bod_basis_factor(&e.basis), 1);
    for (size_t way = 0; way < 2; way++) {
        for (size_t r = 0; r < N; r++) {
            e.b[r] = 0.0L;
            for (size_t c = 0; c < N; c++)
                e.b[r] += e.matrix[c * N + r] * (bod_real) (c + 1);
        }
        if (way == 0)
            bod_basis_solve(&e.basis, e.b, e.b);
        else
            bod_basis_solve_transposed(&e.basis, e.b, e.b);
        for (size_t r = 0; r < N; r++)
            assert_near((double) e.b[r], (double) (r + 1), 1e-5); /* 1e-8 with 64-bit mantissas, 1e-5 with 53 */
    }
}

static void rows_are_exchanged_where_they_must_be(void **state)
{
    equations e;

    (void) state;
    open_equations(&e, 3);
    e.matrix[2] = 2.0L; /* by columns: 0 0 2, 3 0 1, 0 5 0 */
    e.matrix[3] = 3.0L;
    e.matrix[5] = 1.0L;
    e.matrix[7] = 5.0L;
    assert_int_equal(bod_basis_factor(&e.basis), 1);
    e.b[0] = 6.0L;
    e.b[1] = 15.0L;
    e.b[2] = 4.0L;
    bod_basis_solve(&e.basis, e.b, e.b);
    assert_near((double) e.b[0], 1.0, 1e-15);
    assert_near((double) e.b[1], 2.0, 1e-15);
    assert_near((double) e.b[2], 3.0, 1e-15);
    e.b[0] = 6.0L; /* 2 y3, 3 y1 + y3, 5 y2 */
    e.b[1] = 6.0L;
    e.b[2] = 10.0L;
    bod_basis_solve_transposed(&e.basis, e.b, e.b);
    assert_near((double) e.b[0], 1.0, 1e-15);
    assert_near((double) e.b[1], 2.0, 1e-15);
    assert_near((double) e.b[2], 3.0, 1e-15);
}

static void singular_equations_are_told(void **state)
{
    equations e;

    (void) state;
    open_equations(&e, 2);
    assert_int_equal(bod_basis_factor(&e.basis), 0);
    e.matrix[0] = e.matrix[2] = 0.1L;
    e.matrix[1] = e.matrix[3] = 0.3L;
    assert_int_equal(bod_basis_factor(&e.basis), 0);
}

static titian_status return_what_it_is_told(void *context, titian_error *err)
{
    (void) err;
    return *(const titian_status *) context;
}

/* GLPK aborts the program on a row that is not there. */
static titian_status ask_for_the_impossible(void *context, titian_error *err)
{
    glp_prob *lp = glp_create_prob();

    (void) context;
    (void) err;
    (void) glp_get_row_lb(lp, 7);
    fail_msg("GLPK has not complained");
    return TITIAN_OK;
}

static void what_the_work_returns_is_returned(void **state)
{
    const titian_status statuses[] = {TITIAN_OK, TITIAN_E_NUMERIC, TITIAN_E_MEMORY};

    (void) state;
    for (size_t k = 0; k < 3; k++) {
        titian_status status = statuses[k];

        assert_int_equal(bod_guarded(return_what_it_is_told, &status, NULL), statuses[k]);
    }
}

static void an_abort_in_glpk_is_a_status_in_its_own_words(void **state)
{
    titian_error err;

    (void) state;
    for (size_t k = 0; k < 2; k++) { /* and GLPK can be used again afterwards */
        assert_int_equal(bod_guarded(ask_for_the_impossible, NULL, &err), TITIAN_E_INTERNAL);
        assert_non_null(strstr(err.message, "the linear-programming library gave up: "));
        assert_non_null(strstr(err.message, "7"));
    }
}

static void glpk_is_left_as_it_was_found(void **state)
{
    titian_status status = TITIAN_OK;

    (void) state;
    assert_int_equal(bod_guarded(return_what_it_is_told, &status, NULL), TITIAN_OK);
    assert_int_equal(glp_init_env(), 0); /* not open before, not open after */
    assert_int_equal(bod_guarded(return_what_it_is_told, &status, NULL), TITIAN_OK);
    assert_int_equal(glp_init_env(), 1); /* open before, open after */
    assert_int_equal(glp_term_out(GLP_ON), GLP_ON);
    assert_int_equal(glp_free_env(), 0);
}

static void more_than_glpk_can_count_is_refused(void **state)
{
    const bod_programme programme = {.n_rows = INT_MAX, .n_pool = 1};
    bod_solver solver;
    titian_error err;

    (void) state;
    assert_int_equal(bod_solver_open(&solver, &programme, &err), TITIAN_E_MEMORY);
    bod_solver_close(&solver);
}

/* Maximise 3 p1 + 2 p2 with p1 + p2 <= 4, p1 + 3 p2 <= 6, p1 <= 3: 11 at (3, 1). The first constraint counts as pool.
 */
static titian_status solve_the_textbook(void *context, titian_error *err)
{
    const double pool[] = {1.0, 1.0, 1.0, 3.0, 1.0, 0.0}, costs[] = {4.0, 6.0, 3.0};
    double right[] = {3.0, 2.0}, scales[] = {1.0, 1.0};
    const bod_programme programme = {
        .n_rows = 2, .n_pool = 3, .pool = pool, .pool_cost = costs, .right = right, .row_scale = scales};
    bod_solver *solver = context;

    assert_int_equal(bod_solver_open(solver, &programme, err), TITIAN_OK);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(bod_solver_solve(solver, err), TITIAN_OK);
        assert_near(solver->value, 11.0, 1e-14);
        assert_near(solver->price[0], 3.0, 1e-14);
        assert_near(solver->price[1], 1.0, 1e-14);
        assert_near(solver->slack[1], 0.0, 1e-14);
        assert_int_equal(bod_solver_unique(solver), 1);
        scales[k % 2] = 1024.0; /* scales are of no account */
    }
    scales[0] = scales[1] = 1.0;
    right[0] = 1.0;
    right[1] = 3.0; /* from (0, 2) to (3, 1) all are as good */
    assert_int_equal(bod_solver_solve(solver, err), TITIAN_OK);
    assert_near(solver->value, 6.0, 1e-14);
    assert_int_equal(bod_solver_unique(solver), 0);
    bod_solver_end(solver);
    return TITIAN_OK;
}

static void a_textbook_programme_is_solved_whatever_its_scales(void **state)
{
    bod_solver solver;

    (void) state;
    assert_int_equal(bod_guarded(solve_the_textbook, &solver, NULL), TITIAN_OK);
    bod_solver_close(&solver);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ill_conditioned_equations_keep_their_digits),
        cmocka_unit_test(rows_are_exchanged_where_they_must_be),
        cmocka_unit_test(singular_equations_are_told),
        cmocka_unit_test(what_the_work_returns_is_returned),
        cmocka_unit_test(an_abort_in_glpk_is_a_status_in_its_own_words),
        cmocka_unit_test(glpk_is_left_as_it_was_found),
        cmocka_unit_test(more_than_glpk_can_count_is_refused),
        cmocka_unit_test(a_textbook_programme_is_solved_whatever_its_scales),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
