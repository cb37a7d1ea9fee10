/* Advice to one unit as text, from its tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/advice_reports.h>

#include <errno.h>
#include <math.h>
#include <string.h>

#include <titian/number.h>

typedef struct {
    const titian_assessment *a, *history;
    const titian_advice_options *options;
    const titian_listing *table; /* the one at hand */
    int finer;                   /* decimals more than usual, where the whole scale is 0 to 1 */
    FILE *to;
} writing;

static titian_item item(const writing *w, size_t row, const char *column)
{
    return titian_listing_cell(w->table, row, titian_listing_find(w->table, column));
}

static const char *text(const writing *w, size_t row, const char *column)
{
    return item(w, row, column).text;
}

static double number(const writing *w, size_t row, const char *column)
{
    return item(w, row, column).number;
}

/* A number with so many decimals; "-" where it is missing */
static const char *fixed(const writing *w, size_t row, const char *column, int decimals, char out[32])
{
    const double x = number(w, row, column);

    return isnan(x) ? "-" : titian_number_fixed(x, decimals + w->finer, out);
}

static const char *rounded(const writing *w, size_t row, const char *column, char out[32])
{
    const double x = number(w, row, column);

    return isnan(x) ? "-" : titian_number_rounded(x, out);
}

static titian_status open_table(writing *w, const char *name, titian_listing **table, titian_error *err)
{
    size_t k = 0;
    titian_status status = TITIAN_OK;

    while (strcmp(titian_advice_name(k), name) != 0)
        k++;
    status = titian_advice_make(table, w->a, w->history, k, w->options, err);
    w->table = *table;
    return status;
}

/* ---- the parts ---- */

static int decimals_for(const double *index, size_t n)
{
    double most = 0.0;

    for (size_t i = 0; i < n; i++)
        most = fabs(index[i]) > most ? fabs(index[i]) : most;
    return most > 1.0 ? 0 : 2;
}

static void write_head(writing *w, size_t unit)
{
    const titian_panel *scores = titian_assessment_result(w->a, TITIAN_RESULT_AGGREGATED);
    const titian_recipe *recipe = titian_assessment_recipe(w->a);
    const size_t year = titian_panel_n_years(scores) - 1;
    const titian_unit_state *state = titian_assessment_unit(w->a, unit, year);
    const double *index = titian_panel_column(scores, titian_framework_root(recipe->framework), year);
    char at[32];

    w->finer = decimals_for(index, titian_panel_n_units(scores));
    (void) fprintf(w->to, "What would help %s (%s) most, %d\n", titian_panel_unit(scores, unit)->name,
        titian_panel_unit(scores, unit)->code, titian_panel_year(scores, year));
    titian_number_fixed(index[unit], 2 + w->finer, at);
    (void) fprintf(w->to, "  index %s", at[0] != '\0' ? at : "none");
    if (state->rank > 0)
        (void) fprintf(w->to, ", rank %zu", state->rank);
    else
        (void) fprintf(w->to, ", not ranked: %s", state->why_not);
    if (state->band != TITIAN_NONE)
        (void) fprintf(w->to, ", band %s", recipe->bands[state->band].name);
    (void) fputc('\n', w->to);
}

static void write_gain(const writing *w, size_t row)
{
    char order[32], gain[32], from[32], to[32], pace[32], n[32];
    const char *effort = text(w, row, "Effort");

    (void) fprintf(w->to, "  %2s  %-10s %-42s +%s\n", rounded(w, row, "Order", order), text(w, row, "iCode"),
        text(w, row, "iName"), fixed(w, row, "Gain", 2, gain));
    (void) fprintf(w->to, "      score %s -> %s", fixed(w, row, "Score", 1, from), fixed(w, row, "Score.To", 1, to));
    if (!isnan(number(w, row, "Value.To")))
        (void) fprintf(w->to, ", value %s -> %s %s", rounded(w, row, "Value", from), rounded(w, row, "Value.To", to),
            text(w, row, "Unit"));
    (void) fprintf(w->to, "; pace %s points a year, from %s changes%s%s\n", fixed(w, row, "Pace", 2, pace),
        rounded(w, row, "N.Changes", n), effort[0] != '\0' ? "; effort: " : "", effort);
}

static void write_gains(const writing *w)
{
    const size_t n = titian_listing_n_rows(w->table);
    size_t n_shown = 0, n_unknown = 0;
    char years[32];

    (void) fprintf(w->to, "\nIndicators, by the gain of the index that is feasible in %s years, for its effort\n",
        titian_number_rounded(w->options->years, years));
    if (w->options->efforts == NULL)
        (void) fprintf(w->to, "  no efforts were given: a point of each indicator counts as costing the same\n");
    for (size_t row = 0; row < n; row++) {
        if (number(w, row, "Gain") > 0.0 && n_shown++ < 2 * w->options->number)
            write_gain(w, row);
        n_unknown += (size_t) (isnan(number(w, row, "Score")) != 0);
    }
    if (n_shown == 0)
        (void) fprintf(w->to, "  none: no pace of similar units is known, or it is 0; --table gains says why\n");
    if (n_unknown > 0)
        (void) fprintf(w->to, "  %zu indicator%s no score: data come first there\n", n_unknown,
            n_unknown == 1 ? " has" : "s have");
}

static void write_path_head(const writing *w, size_t row)
{
    const int at_pace = strcmp(text(w, row, "Within"), "pace") == 0;
    char target[32], index[32];

    if (text(w, row, "Method")[0] == '\0') {
        (void) fprintf(w->to, "\nNo path: %s\n", text(w, row, "Note"));
        return;
    }
    (void) fprintf(w->to, "\nCheapest path to %s%s%s%s, %s (%s)\n", fixed(w, row, "Target", 2, target),
        text(w, row, "Band")[0] != '\0' ? " (" : "", text(w, row, "Band"), text(w, row, "Band")[0] != '\0' ? ")" : "",
        at_pace ? "no farther than the pace of similar units leads" : "up to the best scores",
        text(w, row, "Method"));
    (void) fprintf(w->to, "  %s %s%s%s\n",
        strcmp(text(w, row, "Reached"), "yes") == 0 ? "reaches" : "OUT OF REACH: all together reach",
        fixed(w, row, "Index.To", 2, index), text(w, row, "Note")[0] != '\0' ? "; " : "", text(w, row, "Note"));
}

static void write_path(const writing *w)
{
    for (size_t row = 0; row < titian_listing_n_rows(w->table); row++) {
        char from[32], to[32], value[32];

        if (row == 0 || strcmp(text(w, row, "Within"), text(w, row - 1, "Within")) != 0)
            write_path_head(w, row);
        if (text(w, row, "iCode")[0] == '\0')
            continue;
        (void) fprintf(w->to, "  %-10s %-42s %s -> %s", text(w, row, "iCode"), text(w, row, "iName"),
            fixed(w, row, "Score", 1, from), fixed(w, row, "Score.To", 1, to));
        if (!isnan(number(w, row, "Value.To")))
            (void) fprintf(w->to, ", value %s", rounded(w, row, "Value.To", value));
        (void) fputc('\n', w->to);
    }
}

static void write_areas(const writing *w)
{
    (void) fprintf(w->to, "\nAreas                                            score  median  rank   feasible gain\n");
    for (size_t row = 0; row < titian_listing_n_rows(w->table); row++) {
        char score[32], median[32], rank[32], gain[32];

        (void) fprintf(w->to, "  %-6s %-38.38s %7s %7s %5s %9s\n", text(w, row, "iCode"), text(w, row, "iName"),
            fixed(w, row, "Score", 1, score), fixed(w, row, "Median", 1, median), rounded(w, row, "Rank", rank),
            fixed(w, row, "Gain", 2, gain));
    }
}

static void write_standing(const writing *w)
{
    for (size_t row = 0; row < titian_listing_n_rows(w->table); row++) {
        const char *what = text(w, row, "Kind");
        char score[32], median[32];

        if (row == 0 || strcmp(what, text(w, row - 1, "Kind")) != 0)
            (void) fprintf(w->to, "\n%s, beside the median of similar units\n",
                strcmp(what, "strength") == 0 ? "Strengths" : "Weaknesses");
        (void) fprintf(w->to, "  %-10s %-42s %6s beside %6s\n", text(w, row, "iCode"), text(w, row, "iName"),
            fixed(w, row, "Score", 1, score), fixed(w, row, "Median", 1, median));
    }
}

static void write_peers(const writing *w)
{
    (void) fprintf(w->to, "\nOthers to learn from: they stood where it stands, and have risen since\n");
    for (size_t row = 0; row < titian_listing_n_rows(w->table); row++) {
        char then[32], from[32], now[32], to[32];

        if (text(w, row, "Peer")[0] == '\0') {
            (void) fprintf(w->to, "  none: %s\n", text(w, row, "Note"));
            continue;
        }
        (void) fprintf(w->to, "  %s %s: %s in %s, %s in %s", text(w, row, "Peer"), text(w, row, "Peer.Name"),
            fixed(w, row, "Score.Then", 1, from), rounded(w, row, "T.Then", then), fixed(w, row, "Score.Now", 1, to),
            rounded(w, row, "T.Now", now));
        if (text(w, row, "Area")[0] != '\0')
            (void) fprintf(
                w->to, "; most in %s (+%s)", text(w, row, "Area.Name"), fixed(w, row, "Area.Rise", 1, from));
        (void) fputc('\n', w->to);
    }
}

static titian_status write_part(writing *w, const char *name, void (*write)(const writing *w), titian_error *err)
{
    titian_listing *table = NULL;
    const titian_status status = open_table(w, name, &table, err);

    if (status == TITIAN_OK)
        write(w);
    titian_listing_free(table);
    return status;
}

titian_status titian_advice_write(const titian_assessment *a, const titian_assessment *history,
    const titian_advice_options *options, FILE *to, titian_error *err)
{
    static const struct {
        const char *table;
        void (*write)(const writing *w);
    } parts[] = {{"gains", write_gains}, {"path", write_path}, {"areas", write_areas}, {"standing", write_standing},
        {"peers", write_peers}};
    writing w = {.a = a, .history = history, .options = options, .to = to};
    size_t unit = 0;
    titian_status status = options->unit != NULL
                               ? titian_assessment_find_unit(a, options->unit, &unit, err)
                               : titian_fail(err, TITIAN_E_USAGE, "advice as text is for one unit\nname it");

    errno = 0;
    if (status == TITIAN_OK)
        write_head(&w, unit);
    for (size_t k = 0; k < sizeof parts / sizeof *parts && status == TITIAN_OK; k++)
        status = write_part(&w, parts[k].table, parts[k].write, err);
    if (status != TITIAN_OK)
        return status;
    (void) fprintf(to,
        "\nThis ranks gains of the index, not of welfare: what is adopted on paper raises scores at once.\n"
        "Effort and pace are guides; a country's own priorities come first.\n");
    if (fflush(to) != 0 || ferror(to))
        return titian_fail(err, TITIAN_E_FILE, "the advice could not be written whole: %s", strerror(errno));
    return TITIAN_OK;
}
