/* A simulation as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/advice_reports.h>

#include <errno.h>
#include <math.h>
#include <string.h>

#include <titian/number.h>

enum { MOST_OTHERS = 20 };

typedef struct {
    const titian_simulation *s;
    const titian_assessment *before, *after;
    const titian_recipe *recipe;
    const titian_panel *scores[2];
    size_t year, root;
    FILE *to;
} writing;

static void write_settings(const writing *w)
{
    (void) fprintf(w->to, "What if, in %d\n", titian_panel_year(w->scores[0], w->year));
    for (size_t k = 0; k < titian_simulation_n_settings(w->s); k++) {
        const titian_setting *setting = titian_simulation_setting(w->s, k);
        char before[32], after[32];

        (void) titian_number_rounded(setting->before, before);
        (void) titian_number_rounded(setting->after, after);
        if (setting->unit != TITIAN_NONE)
            (void) fprintf(w->to, "  %s %s: %s -> %s\n", titian_panel_unit(w->scores[0], setting->unit)->code,
                setting->code, before[0] != '\0' ? before : "no value", after);
        else
            (void) fprintf(w->to, "  weight of %s: %s -> %s, for all units\n", setting->code, before, after);
    }
}

/* "48.23 -> 49.10 (+0.87)". @return text */
static const char *both(double before, double after, int decimals, char text[112])
{
    char one[32], other[32], change[32];

    (void) snprintf(text, 112, "%s -> %s", isnan(before) ? "none" : titian_number_fixed(before, decimals, one),
        isnan(after) ? "none" : titian_number_fixed(after, decimals, other));
    if (!isnan(before) && !isnan(after))
        (void) snprintf(text + strlen(text), 112 - strlen(text), " (%s%s)", after > before ? "+" : "",
            titian_number_fixed(after - before, decimals, change));
    return text;
}

static double as_number(size_t rank)
{
    return rank > 0 ? (double) rank : TITIAN_MISSING;
}

static void write_priority(const writing *w, size_t unit)
{
    const titian_priority_state *before = titian_assessment_priority(w->before, unit);
    const titian_priority_state *after = titian_assessment_priority(w->after, unit);
    char text[112];

    if (before == NULL || after == NULL || (before->rank == 0 && after->rank == 0))
        return;
    (void) fprintf(w->to, "  priority  %s\n", both(before->score, after->score, 2, text));
    (void) fprintf(w->to, "  its rank  %s\n", both(as_number(before->rank), as_number(after->rank), 0, text));
}

static const char *band_of(const writing *w, const titian_unit_state *state)
{
    return state->band != TITIAN_NONE ? w->recipe->bands[state->band].name : "none";
}

static void write_unit(const writing *w, size_t unit)
{
    const titian_unit *about = titian_panel_unit(w->scores[0], unit);
    const titian_unit_state *before = titian_assessment_unit(w->before, unit, w->year);
    const titian_unit_state *after = titian_assessment_unit(w->after, unit, w->year);
    char text[112];

    (void) fprintf(w->to, "\n%s %s\n", about->code, about->name);
    (void) fprintf(w->to, "  score     %s\n",
        both(titian_panel_column(w->scores[0], w->root, w->year)[unit],
            titian_panel_column(w->scores[1], w->root, w->year)[unit], 4, text));
    (void) fprintf(w->to, "  rank      %s\n", both(as_number(before->rank), as_number(after->rank), 0, text));
    if (w->recipe->n_bands > 0)
        (void) fprintf(w->to, "  band      %s -> %s\n", band_of(w, before), band_of(w, after));
    write_priority(w, unit);
    if (!after->ranked)
        (void) fprintf(w->to, "  not ranked: %s\n", after->why_not);
}

static void write_others(const writing *w)
{
    const size_t n = titian_panel_n_units(w->scores[0]);
    size_t n_scores = 0, n_ranks = 0;
    char text[112];

    (void) fprintf(w->to, "\nOther units\n");
    for (size_t i = 0; i < n; i++) {
        const double was = titian_panel_column(w->scores[0], w->root, w->year)[i];
        const double is = titian_panel_column(w->scores[1], w->root, w->year)[i];
        const size_t before = titian_assessment_unit(w->before, i, w->year)->rank;
        const size_t after = titian_assessment_unit(w->after, i, w->year)->rank;

        if (titian_simulation_is_set(w->s, i))
            continue;
        n_scores += (size_t) (isnan(was) != isnan(is) || (!isnan(was) && was != is));
        if (before == after)
            continue;
        if (n_ranks++ < MOST_OTHERS)
            (void) fprintf(w->to, "  %s %s: rank %s\n", titian_panel_unit(w->scores[0], i)->code,
                titian_panel_unit(w->scores[0], i)->name, both(as_number(before), as_number(after), 0, text));
    }
    if (n_ranks > MOST_OTHERS)
        (void) fprintf(w->to, "  ... and %zu more; --table units has all\n", n_ranks - MOST_OTHERS);
    (void) fprintf(w->to, "  %zu with another score, %zu with another rank\n", n_scores, n_ranks);
}

static const char *cell(const titian_listing *table, size_t row, size_t column, char text[32])
{
    const titian_item item = titian_listing_cell(table, row, column);

    return item.text != NULL ? item.text : titian_number_rounded(item.number, text);
}

static titian_status write_moved(const writing *w, titian_error *err)
{
    titian_listing *table = NULL;
    size_t k = 0;
    titian_status status = TITIAN_OK;

    while (strcmp(titian_simulation_name(k), "moved") != 0)
        k++;
    status = titian_simulation_make(&table, w->s, k, err);
    if (status != TITIAN_OK)
        return status;
    if (titian_listing_n_rows(table) == 0)
        (void) fprintf(w->to, "\nNothing else moved: scales and weights are fixed, and are what they were.\n");
    else
        (void) fprintf(w->to, "\nMoved though nobody set it\n");
    for (size_t row = 0; row < titian_listing_n_rows(table); row++) {
        char n[32], most[32];
        const char *by = cell(table, row, 3, most);

        (void) fprintf(w->to, "  %s %s: %s unit%s%s%s; %s\n", cell(table, row, 0, n), cell(table, row, 1, n),
            cell(table, row, 2, n), titian_listing_cell(table, row, 2).number == 1.0 ? "" : "s",
            by[0] != '\0' ? ", at most by " : "", by, cell(table, row, 4, n));
    }
    titian_listing_free(table);
    return TITIAN_OK;
}

titian_status titian_simulation_write(const titian_simulation *s, FILE *to, titian_error *err)
{
    writing w = {.s = s, .before = titian_simulation_before(s), .after = titian_simulation_after(s), .to = to};
    titian_status status = TITIAN_OK;

    w.recipe = titian_assessment_recipe(w.before);
    w.scores[0] = titian_assessment_result(w.before, TITIAN_RESULT_AGGREGATED);
    w.scores[1] = titian_assessment_result(w.after, TITIAN_RESULT_AGGREGATED);
    w.year = titian_panel_n_years(w.scores[0]) - 1;
    w.root = titian_framework_root(w.recipe->framework);
    errno = 0;
    write_settings(&w);
    for (size_t i = 0; i < titian_panel_n_units(w.scores[0]); i++)
        if (titian_simulation_is_set(s, i))
            write_unit(&w, i);
    write_others(&w);
    status = write_moved(&w, err);
    if (status == TITIAN_OK && (fflush(to) != 0 || ferror(to)))
        status = titian_fail(err, TITIAN_E_FILE, "the simulation could not be written whole: %s", strerror(errno));
    return status;
}
