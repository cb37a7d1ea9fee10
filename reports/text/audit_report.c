/* The audit as a report to read: short sections, a verdict in each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/audit_reports.h>

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <titian/number.h>

enum { MOST_LINES = 12, LINE = 110 };

/* One report on its way. */
typedef struct {
    const titian_assessment *a;
    const titian_audit_options *options;
    FILE *to;
    const titian_listing *table; /* of the section being written */
} report;

typedef void section_fn(report *r);

static double number(const report *r, size_t row, const char *column)
{
    const size_t k = titian_listing_find(r->table, column);

    assert(k != TITIAN_NONE);
    return titian_listing_cell(r->table, row, k).number;
}

static const char *text(const report *r, size_t row, const char *column)
{
    const size_t k = titian_listing_find(r->table, column);

    assert(k != TITIAN_NONE);
    return titian_listing_cell(r->table, row, k).text;
}

static size_t n_rows(const report *r)
{
    return titian_listing_n_rows(r->table);
}

/* A number to `decimals` places, "-" when missing. */
static void put(report *r, double x, int decimals, int width)
{
    char digits[32];

    (void) fprintf(r->to, " %*s", width, isnan(x) ? "-" : titian_number_fixed(x, decimals, digits));
}

static void put_availability(report *r)
{
    const titian_framework *framework = titian_assessment_recipe(r->a)->framework;
    const char *index = titian_framework_node(framework, titian_framework_root(framework))->code;
    size_t n = 0, n_whole = 0, n_poor = 0;
    double sum = 0.0;

    for (size_t row = 0; row < n_rows(r); row++) {
        const double share = number(r, row, "Frc.Avail");

        if (strcmp(text(r, row, "iCode"), index) != 0)
            continue;
        n++;
        sum += share;
        n_whole += share >= 1.0 ? 1 : 0;
        n_poor += share < r->options->availability ? 1 : 0;
    }
    (void) fprintf(r->to, "  %zu unit%s, on average with", n, n == 1 ? "" : "s");
    put(r, n > 0 ? 100.0 * sum / (double) n : TITIAN_MISSING, 1, 0);
    (void) fprintf(r->to, " %% of the indicators; with all of them: %zu; with less than", n_whole);
    put(r, 100.0 * r->options->availability, 0, 0);
    (void) fprintf(r->to, " %%: %zu.\n", n_poor);
}

/* What a flag means, in words. */
static const struct {
    const char *flag, *means;
} meanings[] = {
    {"sparse", "too few units have a value"},
    {"constant", "the same for every unit: tells nothing"},
    {"skewed", "skewness beyond 2 and kurtosis beyond 3.5"},
    {"collinear", "two siblings say the same: counted twice"},
    {"negative", "two siblings pull against each other"},
    {"against_parent", "runs against the node it is part of"},
    {"weak", "hardly linked with the node it is part of"},
};

static void put_flagged(report *r, size_t k)
{
    size_t n = 0;

    for (size_t row = 0; row < n_rows(r); row++) {
        const char *other = text(r, row, "Other");

        if (strcmp(text(r, row, "Flag"), meanings[k].flag) != 0)
            continue;
        if (n++ == 0)
            (void) fprintf(r->to, "  %s: %s\n", meanings[k].flag, meanings[k].means);
        if (n > MOST_LINES)
            continue;
        (void) fprintf(r->to, "    %s%s%s", text(r, row, "iCode"), other[0] != '\0' ? " - " : "", other);
        put(r, number(r, row, "Value"), 2, 0);
        (void) putc('\n', r->to);
    }
    if (n > MOST_LINES)
        (void) fprintf(r->to, "    and %zu more\n", n - MOST_LINES);
}

static void put_flags(report *r)
{
    if (n_rows(r) == 0)
        (void) fputs("  Nothing stands out.\n", r->to);
    for (size_t k = 0; k < sizeof meanings / sizeof *meanings; k++)
        put_flagged(r, k);
}

/* One line per node: from the first row of each component. */
static void put_components(report *r)
{
    for (size_t row = 0; row < n_rows(r);) {
        const char *node = text(r, row, "Node");
        const double first = number(r, row, "Share");
        double n_kept = 0.0, last = 0.0, together = 0.0;

        (void) fprintf(r->to, "  %-16s", node);
        for (; row < n_rows(r) && strcmp(text(r, row, "Node"), node) == 0; row++) {
            const double component = number(r, row, "Component");

            if (component > last && number(r, row, "Kept") > 0.0) {
                n_kept = component;
                together = number(r, row, "Cumulative");
            }
            last = component;
        }
        if (isnan(first)) {
            (void) fputs(" no components: a constant child, or too few units with all\n", r->to);
            continue;
        }
        (void) fputs(" first component", r->to);
        put(r, 100.0 * first, 0, 3);
        (void) fprintf(r->to, " %%; %s", n_kept > 1.0 ? "several dimensions:" : "one dimension:");
        put(r, n_kept, 0, 0);
        (void) fputs(" above eigenvalue 1 explain", r->to);
        put(r, 100.0 * together, 0, 0);
        (void) fputs(" %\n", r->to);
    }
}

static void put_reliability(report *r)
{
    for (size_t row = 0; row < n_rows(r); row++) {
        if (number(r, row, "K") < 2.0)
            continue;
        (void) fprintf(r->to, "  %-16s alpha", text(r, row, "Node"));
        put(r, number(r, row, "Alpha"), 2, 5);
        (void) fputs(" over", r->to);
        put(r, number(r, row, "K"), 0, 3);
        (void) fputs(" elements of level", r->to);
        put(r, number(r, row, "Level"), 0, 0);
        if (text(r, row, "Verdict")[0] != '\0')
            (void) fprintf(r->to, ": %s", text(r, row, "Verdict"));
        (void) putc('\n', r->to);
    }
}

/* How far importance is from weight, in words. */
static const char *balance(double ratio)
{
    if (isnan(ratio))
        return "";
    return ratio > 1.5    ? "  counts for more than its weight"
           : ratio < 0.67 ? "  counts for less than its weight"
                          : "";
}

static void put_importance(report *r)
{
    const titian_framework *framework = titian_assessment_recipe(r->a)->framework;
    const int top = titian_framework_n_levels(framework);

    (void) fputs("  element          of               weight importance Shapley  (% of the whole)\n", r->to);
    for (size_t row = 0; row < n_rows(r); row++) {
        const size_t node = titian_framework_find(framework, text(r, row, "iCode"));

        if (titian_framework_node(framework, node)->level == 1 && top > 2)
            continue; /* the table has them */
        (void) fprintf(r->to, "  %-16s %-16s", text(r, row, "iCode"), text(r, row, "Of"));
        put(r, 100.0 * number(r, row, "Weight"), 1, 6);
        put(r, 100.0 * number(r, row, "Importance"), 1, 10);
        put(r, 100.0 * number(r, row, "Shapley"), 1, 7);
        (void) fprintf(r->to, "%s\n", balance(number(r, row, "Importance.Weight")));
    }
}

/* The rows that move ranks most, one after another: a table of this size needs no sorting. */
static size_t next_removal(const report *r, double below, size_t after)
{
    size_t best = TITIAN_NONE;
    double most = -1.0;

    for (size_t row = 0; row < n_rows(r); row++) {
        const double shift = number(r, row, "MeanAbsDiff");

        if (isnan(shift) || shift > below || (shift == below && (after == TITIAN_NONE || row <= after)))
            continue;
        if (shift > most) {
            most = shift;
            best = row;
        }
    }
    return best;
}

static void put_removal(report *r)
{
    double below = HUGE_VAL;
    size_t row = TITIAN_NONE;
    char digits[32];

    (void) fputs("  Without it, ranks shift by so many places on average (at most):\n", r->to);
    for (int n = 0; n < MOST_LINES; n++) {
        row = next_removal(r, below, row);
        if (row == TITIAN_NONE)
            return;
        below = number(r, row, "MeanAbsDiff");
        (void) fprintf(r->to, "    %-16s", text(r, row, "iCode"));
        (void) fprintf(r->to, " %6s", titian_number_fixed(below, 2, digits));
        (void) fprintf(r->to, " (%s)\n", titian_number_fixed(number(r, row, "MaxAbsDiff"), 0, digits));
    }
}

static void put_cluster(report *r, double cluster)
{
    size_t n = 0, width = 0;

    for (size_t row = 0; row < n_rows(r); row++)
        n += number(r, row, "Cluster") == cluster ? 1 : 0;
    (void) fputs("  group", r->to);
    put(r, cluster, 0, 0);
    (void) fprintf(r->to, ", %zu units:", n);
    for (size_t row = 0; row < n_rows(r); row++) {
        if (number(r, row, "Cluster") != cluster)
            continue;
        if (width > LINE - 30) {
            (void) fputs(" ...", r->to);
            break;
        }
        width += strlen(text(r, row, "uCode")) + 1;
        (void) fprintf(r->to, " %s", text(r, row, "uCode"));
    }
    (void) putc('\n', r->to);
}

static void put_clusters(report *r)
{
    double sum = 0.0;

    if (n_rows(r) == 0) {
        (void) fputs("  Too few units to tell groups apart.\n", r->to);
        return;
    }
    for (size_t row = 0; row < n_rows(r); row++)
        sum += number(r, row, "Silhouette");
    sum /= (double) n_rows(r);
    (void) fputs("  Mean silhouette", r->to);
    put(r, sum, 2, 0);
    (void) fprintf(r->to, ": %s\n",
        sum >= 0.5    ? "the groups are clear"
        : sum >= 0.25 ? "the groups are weak"
                      : "no clear groups; do not read much into them");
    for (size_t k = 1; (double) k <= number(r, 0, "N.Clusters"); k++)
        put_cluster(r, (double) k);
}

static void put_outliers(report *r)
{
    size_t n_far = 0;

    for (size_t row = 0; row < n_rows(r); row++)
        n_far += strcmp(text(r, row, "Kind"), "far") == 0 ? 1 : 0;
    (void) fprintf(r->to,
        "  %zu values lie more than 1.5 interquartile ranges outside the quartiles, %zu of them more than 3.\n",
        n_rows(r), n_far);
}

static const struct {
    const char *table, *heading;
    section_fn *write;
} sections[] = {
    {"availability", "Availability of data", put_availability},
    {"flags", "Flags", put_flags},
    {"pca", "Dimensions", put_components},
    {"reliability", "Reliability", put_reliability},
    {"importance", "Importance beside weight", put_importance},
    {"removal", "Removal", put_removal},
    {"outliers", "Outliers", put_outliers},
    {"clusters", "Groups of units", put_clusters},
};

static titian_status write_section(report *r, size_t k, titian_error *err)
{
    titian_listing *table = NULL;
    const titian_status status =
        titian_audit_make(&table, r->a, titian_audit_find(sections[k].table), r->options, err);

    if (status != TITIAN_OK)
        return status;
    (void) fprintf(r->to, "\n%s (--table %s)\n", sections[k].heading, sections[k].table);
    r->table = table;
    sections[k].write(r);
    titian_listing_free(table);
    return TITIAN_OK;
}

titian_status titian_audit_report_write(
    const titian_assessment *a, const titian_audit_options *options, FILE *to, titian_error *err)
{
    const titian_audit_options usual = titian_audit_options_default();
    const titian_model_about *about = titian_assessment_about(a);
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    report r = {.a = a, .options = options != NULL ? options : &usual, .to = to};
    titian_status status = TITIAN_OK;

    errno = 0;
    (void) fprintf(to, "Coherence audit: %s, %d\n", about != NULL ? about->title : "",
        titian_panel_year(scores, titian_panel_n_years(scores) - 1));
    for (size_t k = 0; status == TITIAN_OK && k < sizeof sections / sizeof *sections; k++)
        status = write_section(&r, k, err);
    if (status == TITIAN_OK && (fflush(to) != 0 || ferror(to)))
        return titian_fail(err, TITIAN_E_FILE, "the audit could not be written whole: %s", strerror(errno));
    return status;
}
