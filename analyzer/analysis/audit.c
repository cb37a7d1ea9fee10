/* The audit's list of tables, and how one is made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/audit.h"

#include <string.h>

static const titian_audit_kind kinds[] = {
    {"framework", "the elements of the index and the rows beside it, as they were read", TITIAN_RESULT_RAW,
        "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,Scale,Target,Denominator,Unit",
        titian_audit_framework},
    {"lineage", "each element and the elements above it", TITIAN_RESULT_RAW, "iCode,Level,Above,Above.Level",
        titian_audit_lineage},
    {"statistics", "each indicator: range, middle, spread, skewness, kurtosis, counts", TITIAN_RESULT_RAW,
        "iCode,Min,Max,Mean,Median,Std,Skew,Kurt,Q1,Q3,N.Avail,N.NonZero,N.Unique,N.Same,Frc.Avail,Frc.NonZero,"
        "Frc.Unique,Frc.Same,Flag.Avail,Flag.NonZero,Flag.Unique,Flag.SkewKurt",
        titian_audit_statistics},
    {"availability", "each unit and node: how many of its indicators there are", TITIAN_RESULT_RAW,
        "uCode,iCode,Level,N,N.Avail,N.Zero,Frc.Avail,Weight.Avail", titian_audit_availability},
    {"denominators", "correlation of each indicator with each denominator", TITIAN_RESULT_RAW,
        "iCode,Denominator,Correlation,P,N", titian_audit_denominators},
    {"screening", "each unit: gaps and zeros before screening, and what became of it", TITIAN_RESULT_RAW,
        "uCode,N,N.Missing,N.Zero,Frc.Avail,Frc.NonZero,Flag.Avail,Flag.NonZero,Verdict,Why", titian_audit_screening},
    {"treatment", "each indicator: skewness and kurtosis before and after each step of treatment",
        TITIAN_RESULT_TREATED,
        "iCode,Pass0,Skew0,Kurt0,Step1,N.Low,N.High,Low,High,Pass1,Skew1,Kurt1,Step2,Pass2,Skew2,Kurt2,Lambda",
        titian_audit_treatment},
    {"treated", "each value that treatment has changed, before and after", TITIAN_RESULT_TREATED,
        "iCode,uCode,Before,After,Winsorised,Transform", titian_audit_treated},
    {"cells", "each value: observed, carried or imputed, by which rule, of which year", TITIAN_RESULT_NORMALISED,
        "uCode,iCode,Value,Kind,Rule,Year,Treated", titian_audit_cells},
    {"correlations", "each pair of siblings, of others on a level, and of node and ancestor",
        TITIAN_RESULT_NORMALISED, "Var1,Var2,Level1,Level2,Relation,Correlation,P,N", titian_audit_correlations},
    {"flags", "what to look at: negative, collinear and weak links, sparse and skewed data", TITIAN_RESULT_NORMALISED,
        "Flag,iCode,Other,Value,Limit,P", titian_audit_flags},
    {"pca", "each node: principal components of its children, with loadings", TITIAN_RESULT_NORMALISED,
        "Node,N,Component,Eigenvalue,Share,Cumulative,Kept,iCode,Loading", titian_audit_pca},
    {"factors", "each node: loadings of its children on rotated factors", TITIAN_RESULT_NORMALISED,
        "Node,N,Factor,Share,iCode,Loading", titian_audit_factors},
    {"factor_scores", "each unit and node: scores on components and rotated factors", TITIAN_RESULT_NORMALISED,
        "uCode,Node,Factor,Component,Rotated,Composite", titian_audit_factor_scores},
    {"reliability", "each node and level below it: Cronbach's alpha", TITIAN_RESULT_NORMALISED,
        "Node,Level,K,Alpha,Verdict", titian_audit_reliability},
    {"importance", "what each element accounts for in its parent and the index, beside its weight",
        TITIAN_RESULT_NORMALISED, "iCode,Of,Weight,Ratio,Linear,Importance,Importance.Weight,Shapley,R2,N",
        titian_audit_importance},
    {"optimised", "weights for wanted correlations: what was wanted and what was reached", TITIAN_RESULT_NORMALISED,
        "iCode,Of,Weight,Wanted,Share,Correlation,Objective,Settled", titian_audit_optimised},
    {"bod", "weights by the benefit of the doubt: each unit's, and how they came about", TITIAN_RESULT_NORMALISED,
        "uCode,Node,iCode,Score,Unique,Kind,Weight,Share", titian_audit_bod},
    {"removal", "what leaving out each element does to the ranks", TITIAN_RESULT_NORMALISED,
        "iCode,Level,N,MeanAbsDiff,MaxAbsDiff,N.Moved,Note", titian_audit_removal},
    {"shifts", "the same for each unit", TITIAN_RESULT_NORMALISED, "iCode,uCode,Score,Nominal,Rank,RankDiff",
        titian_audit_shifts},
    {"clusters", "groups of units alike, by hierarchical clustering", TITIAN_RESULT_NORMALISED,
        "uCode,Cluster,N.Clusters,Silhouette", titian_audit_clusters},
    {"outliers", "values far outside the quartiles of their indicator", TITIAN_RESULT_RAW,
        "iCode,uCode,Value,Z,Fence,Beyond,Kind", titian_audit_outliers},
    {"peers", "the units most like each unit", TITIAN_RESULT_NORMALISED, "uCode,Place,Peer,Distance,N",
        titian_audit_peers},
    {"strengths", "in which indicators each unit stands best, and in which worst", TITIAN_RESULT_NORMALISED,
        "uCode,Kind,Place,iCode,iName,Parent,Rank,N,Value,Unit", titian_audit_strengths},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

static const char *const correlations[] = {"pearson", "spearman", "kendall"};

const char *titian_correlation_name(titian_correlation kind)
{
    return kind < TITIAN_N_CORRELATIONS ? correlations[kind] : "";
}

titian_correlation titian_correlation_find(const char *name)
{
    int kind = 0;

    while (kind < TITIAN_N_CORRELATIONS && strcmp(correlations[kind], name) != 0)
        kind++;
    return (titian_correlation) kind;
}

titian_audit_options titian_audit_options_default(void)
{
    return (titian_audit_options){.stage = TITIAN_N_RESULTS,
        .correlation = TITIAN_CORRELATION_PEARSON,
        .collinear = 0.92,
        .weak = 0.3,
        .significance = 0.05,
        .availability = 0.65,
        .n_peers = 5,
        .n_strengths = 5};
}

size_t titian_audit_n_tables(void)
{
    return N_KINDS;
}

const char *titian_audit_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_audit_summary(size_t table)
{
    return kinds[table].summary;
}

titian_result titian_audit_stage(size_t table)
{
    return kinds[table].stage;
}

size_t titian_audit_find(const char *name)
{
    for (size_t k = 0; k < N_KINDS; k++)
        if (strcmp(kinds[k].name, name) == 0)
            return k;
    return TITIAN_NONE;
}

/* The cells */

void titian_audit_text(titian_audit *audit, const char *text)
{
    titian_listing_add_text(audit->table, text);
}

void titian_audit_number(titian_audit *audit, double number)
{
    titian_listing_add_number(audit->table, number);
}

void titian_audit_count(titian_audit *audit, size_t count)
{
    titian_audit_number(audit, (double) count);
}

/* What the tables ask for */

void *titian_audit_scratch(titian_audit *audit, size_t n, size_t size, titian_error *err)
{
    void *scratch = titian_arena_array(&audit->arena, n, size);

    if (scratch == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for the audit of %zu units", audit->n_units);
    return scratch;
}

const titian_node *titian_audit_node(const titian_audit *audit, size_t node)
{
    return titian_framework_node(audit->framework, node);
}

const double *titian_audit_values(const titian_audit *audit, size_t node)
{
    return audit->values + node * audit->n_units;
}

const char *titian_audit_code(const titian_audit *audit, size_t node)
{
    return titian_audit_node(audit, node)->code;
}

const char *titian_audit_unit(const titian_audit *audit, size_t unit)
{
    return titian_panel_unit(audit->scores, unit)->code;
}

kernel_block titian_audit_children(const titian_audit *audit, size_t node)
{
    const titian_node *n = titian_audit_node(audit, node);

    return (kernel_block){titian_audit_values(audit, n->first_child), audit->n_units, audit->n_units, n->n_children};
}

int titian_audit_is_under(const titian_audit *audit, size_t node, size_t above)
{
    return titian_framework_is_under(audit->framework, node, above);
}

kernel_association titian_audit_associate_columns(const titian_audit *audit, const double *x, const double *y)
{
    static const kernel_correlation_kind same[] = {KERNEL_PEARSON, KERNEL_SPEARMAN, KERNEL_KENDALL};

    return kernel_associate(same[audit->options->correlation], x, y, audit->n_units, audit->scratch, audit->order);
}

kernel_association titian_audit_associate(const titian_audit *audit, size_t x, size_t y)
{
    return titian_audit_associate_columns(audit, titian_audit_values(audit, x), titian_audit_values(audit, y));
}

titian_result titian_audit_before(const titian_audit *audit, titian_stage stage)
{
    const titian_recipe *recipe = titian_assessment_recipe(audit->a);
    titian_result result = TITIAN_RESULT_RAW;

    for (size_t k = 0; k < TITIAN_STAGE_AGGREGATE && recipe->order[k] != stage; k++)
        result = (titian_result) (recipe->order[k] + 1);
    return result;
}

/* The making */

static titian_status start(titian_audit *audit, titian_result stage, titian_error *err)
{
    const titian_panel *panel = titian_assessment_result(audit->a, stage);
    const size_t n = audit->n_units;
    double *values = NULL;

    if (panel == NULL)
        return titian_fail(
            err, TITIAN_E_USAGE, "the stage \"%s\" was not kept in this run", titian_result_name(stage));
    values = titian_audit_scratch(audit, audit->n_nodes * n, sizeof *values, err);
    audit->scratch = titian_audit_scratch(audit, kernel_association_scratch(n), sizeof *audit->scratch, err);
    audit->order = titian_audit_scratch(audit, 2 * n, sizeof *audit->order, err);
    if (values == NULL || audit->scratch == NULL || audit->order == NULL)
        return TITIAN_E_MEMORY;
    for (size_t node = 0; node < audit->n_nodes; node++)
        memcpy(values + node * n,
            titian_panel_column(node < audit->n_indicators ? panel : audit->scores, node, audit->year),
            n * sizeof *values);
    for (size_t j = 0; j < audit->n_indicators; j++)
        for (size_t i = 0; stage > TITIAN_RESULT_SCREENED && i < n; i++)
            if (!titian_assessment_indicator(audit->a, j, audit->year)->included)
                values[j * n + i] = TITIAN_MISSING; /* left out: its values bear on nothing */
    audit->values = values;
    audit->panel = panel;
    audit->stage = stage;
    return TITIAN_OK;
}

/* Keep the rows of one unit. */
static titian_status keep_unit(const titian_audit *audit, const char *name, const char *unit, titian_error *err)
{
    const size_t column = titian_listing_find(audit->table, "uCode");
    size_t at = 0;
    const titian_status status = titian_assessment_find_unit(audit->a, unit, &at, err);

    if (status != TITIAN_OK)
        return status;
    if (column == TITIAN_NONE)
        return titian_fail(err, TITIAN_E_USAGE, "the table \"%s\" is not about units\nleave the unit out", name);
    titian_listing_keep(audit->table, column, unit);
    return TITIAN_OK;
}

titian_status titian_audit_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_audit_options *options, titian_error *err)
{
    const titian_audit_options usual = titian_audit_options_default();
    titian_audit audit = {
        .a = a,
        .framework = titian_assessment_recipe(a)->framework,
        .options = options != NULL ? options : &usual,
        .scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED),
        .table = titian_listing_new(kinds[table].columns),
        .arena = TITIAN_ARENA_EMPTY,
    };
    titian_status status = TITIAN_OK;

    *out = NULL;
    if (audit.table == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of the audit");
    audit.year = titian_panel_n_years(audit.scores) - 1;
    audit.n_units = titian_panel_n_units(audit.scores);
    audit.n_nodes = titian_framework_n_nodes(audit.framework);
    audit.n_indicators = titian_framework_n_indicators(audit.framework);
    status = start(&audit, audit.options->stage != TITIAN_N_RESULTS ? audit.options->stage : kinds[table].stage, err);
    if (status == TITIAN_OK)
        status = kinds[table].fill(&audit, err);
    if (status == TITIAN_OK)
        status = titian_listing_check(audit.table, err);
    if (status == TITIAN_OK && audit.options->unit != NULL)
        status = keep_unit(&audit, kinds[table].name, audit.options->unit, err);
    if (status == TITIAN_OK) {
        *out = audit.table;
        audit.table = NULL;
    }
    titian_listing_free(audit.table);
    titian_arena_free(&audit.arena);
    return status;
}
