/* The analysis of weights as CSV.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/smaa_reports.h>

#include <errno.h>
#include <string.h>

#include <titian/number.h>

#include "text/csv_text.h"

/* What a table is made of. */
typedef struct {
    const titian_assessment *a;
    const titian_smaa *s;
    size_t top;
    FILE *to;
} writing;

/* A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    int needs_shares, shows_limits;
    void (*write)(const writing *w);
} kind;

static const char *unit_code(const writing *w, size_t k)
{
    const titian_panel *scores = titian_assessment_result(w->a, TITIAN_RESULT_AGGREGATED);

    return titian_panel_unit(scores, titian_smaa_unit(w->s, k)->unit)->code;
}

static const char *element_code(const writing *w, size_t element)
{
    return titian_framework_node(titian_assessment_recipe(w->a)->framework, titian_smaa_element(w->s, element))->code;
}

static void put_number(const writing *w, double x)
{
    char text[32];

    titian_number_text(x, text);
    (void) fprintf(w->to, ",%s", text);
}

static void put_ranks(const writing *w, const size_t *ranks, size_t n)
{
    for (size_t k = 0; k < n; k++)
        (void) fprintf(w->to, ",%zu", ranks[k]);
}

/* An estimate has its standard error beside it. */
static int is_sampled(const writing *w)
{
    return titian_smaa_n_draws(w->s) > 0;
}

static void put_estimate(const writing *w, double x, double error)
{
    put_number(w, x);
    if (is_sampled(w))
        put_number(w, error);
}

static void put_share(const writing *w, double share)
{
    put_estimate(w, share, titian_smaa_error(w->s, share));
}

/* Names of the summary's columns; those of errors stand behind what they are errors of. */
static void put_summary_header(const writing *w)
{
    if (is_sampled(w))
        (void) fprintf(w->to,
            "uCode,Rank,First,FirstError,ExpectedRank,ExpectedRankError,Holistic,HolisticError,Top%zu,Top%zuError,",
            w->top, w->top);
    else
        (void) fprintf(w->to, "uCode,Rank,First,ExpectedRank,Holistic,Top%zu,", w->top);
    (void) fputs("Best,Worst,Confidence,Gaps", w->to);
    for (size_t e = 0; e < titian_smaa_n_elements(w->s); e++) {
        (void) fputs(",W.", w->to);
        titian_csv_put_text(element_code(w, e), w->to);
    }
    (void) putc('\n', w->to);
}

static void write_summary(const writing *w)
{
    const size_t m = titian_smaa_n_elements(w->s), n = titian_smaa_n_units(w->s);

    put_summary_header(w);
    for (size_t k = 0; k < n; k++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(w->s, k);
        const double *central = titian_smaa_central(w->s, k);
        const double error = titian_smaa_rank_error(w->s, k);

        titian_csv_put_text(unit_code(w, k), w->to);
        put_ranks(w, &u->rank, 1);
        put_share(w, u->first);
        put_estimate(w, u->expected_rank, error);
        put_estimate(w, u->holistic, n > 1 ? error / (double) (n - 1) : 0.0);
        put_share(w, titian_smaa_within(w->s, k, w->top));
        put_ranks(w, (size_t[]){u->best, u->worst}, 2);
        put_number(w, u->confidence);
        put_ranks(w, &u->n_gaps, 1);
        for (size_t e = 0; e < m; e++)
            put_number(w, central[e]);
        (void) putc('\n', w->to);
    }
}

static void write_ranks(const writing *w)
{
    const size_t n = titian_smaa_n_units(w->s);

    (void) fprintf(w->to, "uCode,Rank,Share%s\n", is_sampled(w) ? ",Error" : "");
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r < n; r++) {
            const double share = titian_smaa_acceptability(w->s, k)[r];

            if (!(share > 0.0))
                continue;
            titian_csv_put_text(unit_code(w, k), w->to);
            put_ranks(w, (size_t[]){r + 1}, 1);
            put_share(w, share);
            (void) putc('\n', w->to);
        }
}

static void write_pairwise(const writing *w)
{
    const size_t n = titian_smaa_n_units(w->s);

    (void) fprintf(w->to, "uCode,Over,Share%s\n", is_sampled(w) ? ",Error" : "");
    for (size_t k = 0; k < n; k++)
        for (size_t other = 0; other < n; other++) {
            if (other == k)
                continue;
            titian_csv_put_text(unit_code(w, k), w->to);
            (void) putc(',', w->to);
            titian_csv_put_text(unit_code(w, other), w->to);
            put_share(w, titian_smaa_pairwise(w->s, k)[other]);
            (void) putc('\n', w->to);
        }
}

static void write_bounds(const writing *w)
{
    (void) fputs("uCode,Rank,Best,Worst,BestReached,WorstReached,Gaps\n", w->to);
    for (size_t k = 0; k < titian_smaa_n_units(w->s); k++) {
        const titian_smaa_unit_state *u = titian_smaa_unit(w->s, k);

        titian_csv_put_text(unit_code(w, k), w->to);
        put_ranks(w, (size_t[]){u->rank, u->best, u->worst, u->best_reached, u->worst_reached, u->n_gaps}, 6);
        (void) putc('\n', w->to);
    }
}

static void write_weights(const writing *w)
{
    (void) fputs("iCode,Weight,Lower,Upper\n", w->to);
    for (size_t e = 0; e < titian_smaa_n_elements(w->s); e++) {
        titian_csv_put_text(element_code(w, e), w->to);
        put_number(w, titian_smaa_weight(w->s, e));
        put_number(w, titian_smaa_low(w->s, e));
        put_number(w, titian_smaa_high(w->s, e));
        (void) putc('\n', w->to);
    }
}

static const kind kinds[] = {
    {"summary", "each unit: share of weights that put it first, expected rank, central weights", 1, 1, write_summary},
    {"ranks", "each unit and rank: share of weights that give it", 1, 0, write_ranks},
    {"pairwise", "each pair of units: share of weights that put the one above the other", 1, 0, write_pairwise},
    {"bounds", "each unit: best and worst rank; for any number of weights", 0, 1, write_bounds},
    {"weights", "each element: its weight in the model, and what the bounds leave it", 0, 0, write_weights},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

size_t titian_smaa_n_tables(void)
{
    return N_KINDS;
}

const char *titian_smaa_table_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_smaa_table_summary(size_t table)
{
    return kinds[table].summary;
}

int titian_smaa_table_needs_shares(size_t table)
{
    return kinds[table].needs_shares;
}

int titian_smaa_table_shows_limits(size_t table)
{
    return kinds[table].shows_limits;
}

size_t titian_smaa_table_find(const char *name)
{
    for (size_t k = 0; k < N_KINDS; k++)
        if (strcmp(kinds[k].name, name) == 0)
            return k;
    return TITIAN_NONE;
}

titian_status titian_smaa_csv_write(
    const titian_assessment *a, const titian_smaa *s, size_t table, size_t top, FILE *to, titian_error *err)
{
    const writing w = {a, s, top, to};

    if (kinds[table].needs_shares && titian_smaa_n_units(s) > 0 && titian_smaa_acceptability(s, 0) == NULL)
        return titian_fail(err, TITIAN_E_USAGE, "the table \"%s\" needs shares of ranks", kinds[table].name);
    errno = 0;
    kinds[table].write(&w);
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the table could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}
