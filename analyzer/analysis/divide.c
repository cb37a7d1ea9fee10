/* The list of tables of the divide, and who takes part in them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/divide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/threads.h"
#include "kernels/rank.h"

static const char everybody[] = "(all)";

/* What only some tables take. */
enum {
    TAKES_CODE = 1,
    TAKES_TARGET = 2,
    TAKES_LINE = 4,
    TAKES_PARTS = 8,
    TAKES_BY = 16,
    NEEDS_GROUP = 32,
    NEEDS_PARENTS = 64
};

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    int takes;
    titian_status (*fill)(titian_divide *divide, titian_error *err);
} kind;

static const kind kinds[] = {
    {"measures", "each code and group: mean, ends, inequality, quantiles, who is below the target",
        "Time,iCode,Level,Group,Weights,N,N.Left,People,Mean,Least,Greatest,Gap,Ratio,CV,SD.Log,Gini,Theil.T,Theil.L,"
        "GE.2,GE.Minus.1,Atkinson.0.5,Atkinson.1,Atkinson.2,Adjusted.Mean,P10,P50,P90,P90.P10,Lorenz.20,Lorenz.40,"
        "Ratio.20.20,Palma,Target,Share.Below,People.Below,Left.Behind,Line,FGT.0,FGT.1,FGT.2,FGT.1.Share,Note",
        TAKES_CODE | TAKES_TARGET | TAKES_LINE, titian_divide_measures},
    {"parts", "each code: how much of the divide lies between groups, and how much inside them",
        "Time,iCode,Level,Groups,Weights,N,N.Left,Measure,Whole,Between,Within,Overlap,Share.Within,Note",
        TAKES_CODE | NEEDS_GROUP, titian_divide_parts},
    {"deprivation", "deprived in several ways at once, each group: H, A, M0, M1, M2 of Alkire and Foster",
        "Time,iCode,Cutoff,Group,Weights,N,N.Left,People,People.Poor,H,A,M0,M1,M2,Share.M0,Note",
        TAKES_TARGET | TAKES_PARTS, titian_divide_deprivation},
    {"headcounts", "the same, each group and part: who is deprived in it, and what it adds",
        "Time,iCode,Cutoff,Group,Weights,N,N.Left,Part,Line,Weight,Uncensored,Censored,Contribution,Note",
        TAKES_TARGET | TAKES_PARTS, titian_divide_headcounts},
    {"concentration", "each code and group: have those with more of --by more of it?",
        "Time,iCode,Level,By,Group,Weights,N,N.Left,Mean,Concentration,Note", TAKES_CODE | TAKES_BY,
        titian_divide_concentration},
    {"communities", "each unit and code: ranks, distance to the target, people left behind",
        "uCode,uName,Time,iCode,Level,Group,Weights,People,Value,Rank,Rank.Group,Target,Distance,Left.Behind,"
        "Share.Left,Rank.Left,Note",
        TAKES_CODE | TAKES_TARGET, titian_divide_communities},
    {"gaps", "each code: labels of the group two by two, such as urban and rural, in each outermost unit",
        "Time,iCode,Level,Inside,Group,Other,Weights,N,N.Other,Mean,Mean.Other,Gap,Ratio,Note",
        TAKES_CODE | NEEDS_GROUP, titian_divide_gaps},
    {"reconciliation", "each code and unit that others lie in: is their mean the unit's own figure?",
        "Time,iCode,Level,Unit,Name,Weights,N,N.Left,Mean,Own,Difference,Relative,Note", TAKES_CODE | NEEDS_PARENTS,
        titian_divide_reconciliation},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

titian_divide_options titian_divide_options_default(void)
{
    return (titian_divide_options){.stage = TITIAN_RESULT_AGGREGATED,
        .target = TITIAN_MISSING,
        .line = TITIAN_MISSING,
        .fewest = TITIAN_MISSING,
        .cutoff = 1.0 / 3.0};
}

size_t titian_divide_n_tables(void)
{
    return N_KINDS;
}

const char *titian_divide_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_divide_summary(size_t table)
{
    return kinds[table].summary;
}

/* What the tables ask for */

double titian_divide_value(const titian_divide *divide, size_t node, size_t year, size_t unit)
{
    const double value = titian_panel_column(divide->panel, node, year)[unit];

    return divide->options->stage < TITIAN_RESULT_NORMALISED ? value : kernel_round_score(value);
}

const double *titian_divide_people(const titian_divide *divide, size_t year)
{
    return divide->weights == TITIAN_NONE
               ? NULL
               : titian_panel_column(titian_assessment_result(divide->a, TITIAN_RESULT_RAW), divide->weights, year);
}

const titian_node *titian_divide_node(const titian_divide *divide, size_t node)
{
    return titian_framework_node(divide->framework, node);
}

double titian_divide_target(const titian_divide *divide, size_t node)
{
    const double asked = divide->options->target;

    return isnan(asked) ? titian_stage_target(divide->a, divide->options->stage, node) : asked;
}

double titian_divide_line(const titian_divide *divide, size_t node, double line)
{
    return titian_stage_direction(titian_divide_node(divide, node), divide->options->stage) > 0 && line > 0.0
               ? line
               : TITIAN_MISSING;
}

int titian_divide_skips(const titian_divide *divide, size_t node, size_t year)
{
    return titian_stage_leaves_out(divide->a, divide->options->stage, node, year);
}

const char *titian_divide_label(const titian_divide *divide, size_t group)
{
    return group == TITIAN_DIVIDE_ALL ? everybody : divide->labels[group];
}

int titian_divide_next(const titian_divide *divide, size_t *group)
{
    return ++*group < divide->n_groups; /* TITIAN_DIVIDE_ALL is one before 0 */
}

titian_status titian_divide_crowd(titian_divide *divide, titian_crowd *crowd, titian_error *err)
{
    const size_t n = divide->n_units;

    *crowd = (titian_crowd){.divide = divide,
        .x = titian_divide_scratch(divide, n, sizeof *crowd->x, err),
        .weights = titian_divide_scratch(divide, n, sizeof *crowd->weights, err),
        .share = titian_divide_scratch(divide, n, sizeof *crowd->share, err),
        .units = titian_divide_scratch(divide, n, sizeof *crowd->units, err),
        .order = titian_divide_scratch(divide, n, sizeof *crowd->order, err),
        .scratch = titian_divide_scratch(divide, n, sizeof *crowd->scratch, err)};
    return crowd->x && crowd->weights && crowd->share && crowd->units && crowd->order && crowd->scratch
               ? TITIAN_OK
               : TITIAN_E_MEMORY;
}

void titian_divide_gather(const titian_divide *divide, size_t node, size_t year, size_t group, titian_crowd *crowd)
{
    const double *people = titian_divide_people(divide, year);
    const size_t from = group == TITIAN_DIVIDE_ALL ? 0 : divide->first_member[group];
    const size_t end = group == TITIAN_DIVIDE_ALL ? divide->n_communities : divide->first_member[group + 1];
    const size_t *units = group == TITIAN_DIVIDE_ALL ? divide->communities : divide->members;

    crowd->n = crowd->n_left = 0;
    crowd->total = 0.0;
    for (size_t k = from; k < end; k++) {
        const size_t i = units[k];
        const double value = titian_divide_value(divide, node, year, i);
        const double weight = people != NULL ? people[i] : 1.0;

        if (isnan(value))
            continue;
        if (!(weight > 0.0)) {
            crowd->n_left++;
            continue;
        }
        crowd->x[crowd->n] = value;
        crowd->weights[crowd->n] = weight;
        crowd->units[crowd->n++] = i;
        crowd->total += weight;
    }
    crowd->n_all = crowd->n;
    crowd->sample = titian_divide_group_sample(divide, group, year);
    crowd->hidden = crowd->sample == TITIAN_SAMPLE_SMALL;
    if (crowd->hidden)
        crowd->n = 0;
    crowd->given = people != NULL ? crowd->weights : NULL;
    crowd->people = kernel_people_of(crowd->x, crowd->given, crowd->n, crowd->share);
    kernel_ascending(crowd->x, crowd->n, crowd->order, crowd->scratch);
}

/* Cells */

void titian_divide_number(titian_divide *divide, double number)
{
    titian_listing_add_number(divide->listing, isfinite(number) ? number : TITIAN_MISSING);
}

void titian_divide_text(titian_divide *divide, const char *text)
{
    titian_listing_add_text(divide->listing, text);
}

void titian_divide_heads(titian_divide *divide, double people)
{
    titian_divide_number(divide, divide->weights == TITIAN_NONE ? TITIAN_MISSING : people);
}

void titian_divide_key(titian_divide *divide, size_t node, size_t year)
{
    titian_divide_number(divide, titian_panel_year(divide->panel, year));
    titian_divide_text(divide, titian_divide_node(divide, node)->code);
    titian_divide_number(divide, titian_divide_node(divide, node)->level);
}

void titian_divide_size(titian_divide *divide, size_t n, size_t n_left)
{
    titian_divide_text(divide, divide->weights == TITIAN_NONE ? "equal" : divide->options->weights);
    titian_divide_number(divide, (double) n);
    titian_divide_number(divide, (double) n_left);
}

void titian_divide_remark_values(const titian_crowd *crowd, double mean, titian_remarks *remarks)
{
    const double least = crowd->n > 0 ? crowd->x[crowd->order[0]] : TITIAN_MISSING;

    titian_divide_remark_sample(crowd->divide, crowd->sample, remarks);
    if (crowd->hidden)
        return;
    if (crowd->n == 0)
        titian_remark(remarks, "no values");
    else if (!(mean > 0.0))
        titian_remark(remarks, "the mean is not above 0: nothing can be measured against it");
    else if (least < 0.0)
        titian_remark(remarks, "values below 0: Theil, GE and Atkinson are not defined");
    else if (least == 0.0)
        titian_remark(remarks, "a value of 0: Theil L, GE(-1), Atkinson 1 and 2 are not defined; GE(2) is");
    if (crowd->n == 1)
        titian_remark(remarks, "one unit alone: 0 is not equality");
}

void titian_divide_remark_left(const titian_divide *divide, size_t n_left, titian_remarks *remarks)
{
    if (n_left > 0)
        titian_remark(remarks, "%zu left out: %s is missing or not above 0", n_left, divide->options->weights);
}

void *titian_divide_scratch(titian_divide *divide, size_t n, size_t size, titian_error *err)
{
    void *scratch = titian_arena_array(&divide->arena, n, size);

    if (scratch == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for the divide between %zu units", divide->n_units);
    return scratch;
}

/* The request */

static const char *extra_option(const kind *k, const titian_divide_options *o)
{
    if (!(k->takes & TAKES_CODE) && o->code != NULL)
        return "code, but the node whose parts are looked at";
    if (!(k->takes & TAKES_TARGET) && !isnan(o->target))
        return "target";
    if (!(k->takes & TAKES_LINE) && !isnan(o->line))
        return "line of FGT";
    if (!(k->takes & TAKES_BY) && o->by != NULL)
        return "variable to stand in order by";
    if (k->takes & TAKES_PARTS)
        return NULL;
    if (o->node != NULL || o->level != 0)
        return "node or level";
    if (o->lines != NULL)
        return "lines of deprivation";
    return o->cutoff != titian_divide_options_default().cutoff ? "cut-off" : NULL;
}

static titian_status check_options(const kind *k, const titian_divide_options *o, titian_error *err)
{
    const char *extra = extra_option(k, o);

    if (extra != NULL)
        return titian_fail(
            err, TITIAN_E_USAGE, "the table %s takes no %s\nleave it away, or choose another table", k->name, extra);
    if ((k->takes & TAKES_BY) && o->by == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the table %s needs a variable that people stand in order by\nname one of the model: --by INCOME",
            k->name);
    if (!(o->cutoff >= 0.0 && o->cutoff <= 1.0))
        return titian_fail(err, TITIAN_E_USAGE, "the cut-off is a share of the weight, from 0 to 1");
    if (!isnan(o->fewest) && !(o->fewest >= 0.0))
        return titian_fail(
            err, TITIAN_E_USAGE, "the fewest that are shown alone are a number above 0, or 0 to show all");
    return isnan(o->line) || o->line > 0.0
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_USAGE, "the line of FGT is above 0: gaps are shares of it");
}

/* Does anybody have a number of a variable in the run? */
static int anybody_has(const titian_divide *divide, size_t variable)
{
    const titian_panel *raw = titian_assessment_result(divide->a, TITIAN_RESULT_RAW);

    for (size_t year = 0; year < titian_panel_n_years(raw); year++)
        for (size_t i = 0; i < titian_panel_n_units(raw); i++)
            if (!isnan(titian_panel_column(raw, variable, year)[i]))
                return 1;
    return 0;
}

/* What counts observations, and how many are enough: as asked for, else as the model has it. A model's rule waits for
 * data that count them: it does not hide everything where none do. */
static titian_status find_sample(titian_divide *divide, titian_error *err)
{
    const titian_divide_options *o = divide->options;
    const titian_divide_rules *rules = &titian_assessment_recipe(divide->a)->divide;
    titian_status status = TITIAN_OK;

    divide->fewest = isnan(o->fewest) ? rules->min_sample : o->fewest;
    divide->few_below = rules->few_below;
    divide->counted_by = o->sample != NULL ? o->sample : rules->sample != NULL ? rules->sample : o->weights;
    if (divide->fewest > 0.0 && divide->counted_by == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "units with fewer than %g of what?\nname a variable of the model: --sample SAMPLE, or --weights POP",
            divide->fewest);
    status = titian_ask_variable(divide->a, divide->counted_by, &divide->sample, err);
    if (status != TITIAN_OK || divide->sample == TITIAN_NONE || anybody_has(divide, divide->sample))
        return status;
    divide->fewest = isnan(o->fewest) ? 0.0 : divide->fewest;
    divide->few_below = 0.0;
    return TITIAN_OK;
}

static titian_status open_divide(titian_divide *divide, titian_error *err)
{
    const titian_divide_options *o = divide->options;
    titian_status status = titian_ask_stage(divide->a, o->stage, &divide->panel, err);

    if (status == TITIAN_OK)
        status = titian_ask_nodes(divide->a, o->stage, o->code, &divide->first_node, &divide->end_node, err);
    if (status == TITIAN_OK)
        status = titian_ask_variable(divide->a, o->weights, &divide->weights, err);
    if (status == TITIAN_OK)
        status = titian_ask_variable(divide->a, o->by, &divide->by, err);
    if (status != TITIAN_OK)
        return status;
    divide->n_units = titian_panel_n_units(divide->panel);
    divide->n_years = titian_panel_n_years(divide->panel);
    status = find_sample(divide, err);
    return status == TITIAN_OK ? titian_divide_find_groups(divide, err) : status;
}

/* What the table needs is there. */
static titian_status begin(titian_divide *divide, size_t table, titian_error *err)
{
    titian_status status = check_options(&kinds[table], divide->options, err);

    if (status == TITIAN_OK)
        status = open_divide(divide, err);
    if (status == TITIAN_OK && (kinds[table].takes & NEEDS_GROUP) && divide->group == NULL)
        status = titian_fail(err, TITIAN_E_USAGE,
            "the table %s needs a group\nname a Group row of framework.csv whose labels say which units belong "
            "together, --group COUNTRY, or give a units file with a column parent_unit",
            kinds[table].name);
    if (status == TITIAN_OK && (kinds[table].takes & NEEDS_PARENTS) && divide->parent == NULL)
        status = titian_fail(err, TITIAN_E_USAGE,
            "the table %s needs units that lie in others\ngive a units file with a column parent_unit",
            kinds[table].name);
    if (status != TITIAN_OK)
        return status;
    divide->columns = kinds[table].columns;
    divide->listing = titian_listing_new(divide->columns);
    return divide->listing != NULL ? TITIAN_OK
                                   : titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of the divide");
}

static titian_divide divide_of(const titian_assessment *a, const titian_divide_options *options)
{
    return (titian_divide){
        .a = a,
        .framework = titian_assessment_recipe(a)->framework,
        .options = options,
        .arena = TITIAN_ARENA_EMPTY,
    };
}

titian_status titian_divide_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_divide_options *options, titian_error *err)
{
    const titian_divide_options usual = titian_divide_options_default();
    titian_divide divide = divide_of(a, options != NULL ? options : &usual);
    titian_status status = begin(&divide, table, err);

    *out = NULL;
    if (status == TITIAN_OK)
        status = kinds[table].fill(&divide, err);
    if (status == TITIAN_OK)
        status = titian_listing_check(divide.listing, err);
    if (status == TITIAN_OK) {
        *out = divide.listing;
        divide.listing = NULL;
    }
    titian_listing_free(divide.listing);
    titian_arena_free(&divide.arena);
    return status;
}

/* Piece by piece */

enum { LEAST_PIECE = 1 << 12, MOST_PIECE = 1 << 14, PIECES = 64 };

static titian_status hand_over(titian_divide *divide, titian_error *err)
{
    titian_status status = titian_listing_check(divide->listing, err);

    if (status == TITIAN_OK)
        status = divide->take(divide->listing, divide->context, err);
    titian_listing_clear(divide->listing);
    return status;
}

typedef struct {
    titian_divide *tables;
    size_t begin, piece, n;
    titian_divide_row_fn put;
    const void *of;
} telling;

static void put_piece(void *of, size_t table, size_t thread)
{
    const telling *t = of;
    const size_t first = t->begin + table * t->piece, left = first < t->n ? t->n - first : 0;

    (void) thread;
    for (size_t k = 0; k < (left < t->piece ? left : t->piece); k++)
        t->put(&t->tables[table], first + k, t->of);
}

/* One table for each thread, which puts a piece of rows in it; then they are handed over in order. */
static titian_status tell_rows(
    titian_divide *tables, size_t n_tables, size_t n, titian_divide_row_fn put, const void *of, titian_error *err)
{
    /* few pieces: each time all threads wait for the last one */
    const size_t wish = n / PIECES, piece = wish < LEAST_PIECE ? LEAST_PIECE : wish > MOST_PIECE ? MOST_PIECE : wish;
    titian_status status = TITIAN_OK;

    for (size_t begin = 0; begin < n && status == TITIAN_OK; begin += n_tables * piece) {
        titian_share(n_tables, n_tables, put_piece, &(telling){tables, begin, piece, n, put, of});
        for (size_t t = 0; t < n_tables && begin + t * piece < n && status == TITIAN_OK; t++)
            status = hand_over(&tables[t], err);
    }
    return status;
}

static titian_status tell_by_threads(
    titian_divide *divide, size_t n, titian_divide_row_fn put, const void *of, titian_error *err)
{
    const size_t n_tables = titian_threads_for(n);
    titian_divide *tables = titian_divide_scratch(divide, n_tables, sizeof *tables, err);
    titian_status status = tables != NULL ? TITIAN_OK : TITIAN_E_MEMORY;

    if (status == TITIAN_OK && titian_listing_n_rows(divide->listing) > 0) /* rows before these */
        status = hand_over(divide, err);
    for (size_t t = 0; t < n_tables && status == TITIAN_OK; t++) {
        tables[t] = *divide;
        tables[t].arena = (titian_arena) TITIAN_ARENA_EMPTY;
        tables[t].listing = titian_listing_new(divide->columns);
        if (tables[t].listing == NULL)
            status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of the divide");
    }
    if (status == TITIAN_OK)
        status = tell_rows(tables, n_tables, n, put, of, err);
    for (size_t t = 0; tables != NULL && t < n_tables; t++)
        titian_listing_free(tables[t].listing);
    return status;
}

titian_status titian_divide_rows(
    titian_divide *divide, size_t n, titian_divide_row_fn put, const void *of, titian_error *err)
{
    if (divide->take != NULL)
        return tell_by_threads(divide, n, put, of, err);
    for (size_t row = 0; row < n; row++)
        put(divide, row, of);
    return TITIAN_OK;
}

titian_status titian_divide_tell(const titian_assessment *a, size_t table, const titian_divide_options *options,
    titian_divide_take_fn take, void *context, titian_error *err)
{
    const titian_divide_options usual = titian_divide_options_default();
    titian_divide divide = divide_of(a, options != NULL ? options : &usual);
    titian_status status = begin(&divide, table, err);

    divide.take = take;
    divide.context = context;
    if (status == TITIAN_OK)
        status = kinds[table].fill(&divide, err);
    if (status == TITIAN_OK)
        status = hand_over(&divide, err);
    titian_listing_free(divide.listing);
    titian_arena_free(&divide.arena);
    return status;
}
