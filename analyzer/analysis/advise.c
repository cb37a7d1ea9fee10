/* Advice: the list of tables, what is asked, and the unit at hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/advise.h"

#include <math.h>
#include <string.h>

#include "analysis/assessment.h"
#include "kernels/order.h"

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    titian_status (*fill)(titian_advice *w, titian_error *err);
} kind;

static const kind kinds[TITIAN_ADVICE_N_TABLES] = {
    [TITIAN_ADVICE_GAINS] = {"gains",
        "each indicator: what a point, a step and the feasible rise would add to the index",
        "uCode,iCode,iName,Area,Value,Unit,Score,Share,Gain.Point,Step,Gain.Step,Gap,Gain.Gap,Pace,N.Changes,Years,"
        "Score.To,Value.To,Gain,Effort,Cost,Gain.Per.Effort,Order,Note",
        titian_advice_gains},
    [TITIAN_ADVICE_PATH] = {"path",
        "the cheapest rises that reach the target, at the pace of similar units and without that limit",
        "uCode,Within,Method,Target,Band,Index,Index.To,Reached,Cost.All,iCode,iName,Score,Score.To,Value,Value.To,"
        "Cost,Note",
        titian_advice_path},
    [TITIAN_ADVICE_AREAS] = {"areas",
        "each area: score, similar units, gap, and what its feasible rises would add together",
        "uCode,iCode,iName,Share,Score,Rank,N,Median,Difference,Target,Gap,Gain,Gain.Gap,N.Indicators,N.Scores",
        titian_advice_areas},
    [TITIAN_ADVICE_STANDING] = {"standing",
        "strengths and weaknesses: indicators farthest above and below similar units",
        "uCode,Kind,Order,iCode,iName,Area,Score,Median,Difference,Rank,N", titian_advice_standing},
    [TITIAN_ADVICE_PEERS] = {"peers", "others to learn from: units that stood where it stands, and have risen since",
        "uCode,Order,Peer,Peer.Name,T.Then,Score.Then,T.Now,Score.Now,Rise,Per.Year,Area,Area.Name,Area.Rise,Note",
        titian_advice_peers},
};

titian_advice_options titian_advice_options_default(void)
{
    return (titian_advice_options){
        .target = TITIAN_MISSING, .years = 5.0, .quantile = 0.75, .near = 0.1, .number = 5};
}

size_t titian_advice_n_tables(void)
{
    return TITIAN_ADVICE_N_TABLES;
}

const char *titian_advice_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_advice_summary(size_t table)
{
    return kinds[table].summary;
}

/* ---- what the tables ask for ---- */

void *titian_advice_room(titian_advice *w, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(&w->arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory to advise %zu units", w->n_units);
    return room;
}

const titian_node *titian_advice_node(const titian_advice *w, size_t node)
{
    return titian_framework_node(w->framework, node);
}

const double *titian_advice_scores(const titian_advice *w, size_t node)
{
    return titian_panel_column(w->scores, node, w->year);
}

size_t titian_advice_area(const titian_advice *w, size_t indicator)
{
    size_t node = indicator;

    while (node < w->first_area)
        node = titian_advice_node(w, node)->parent;
    return node;
}

int titian_advice_is_peer(const titian_advice *w, size_t unit)
{
    return unit != w->unit && (w->group == TITIAN_NONE || strcmp(titian_panel_label(w->scores, w->group, unit),
                                                              titian_panel_label(w->scores, w->group, w->unit)) == 0);
}

double titian_advice_target(const titian_advice *w, const char **name)
{
    *name = "";
    if (!isnan(w->options.target))
        return w->options.target;
    for (size_t b = 0; b < w->recipe->n_bands; b++) {
        const titian_band *band = &w->recipe->bands[b];

        if (band->from <= w->index && !(band->above && band->from == w->index))
            continue;
        *name =
            band->name; /* a billionth more than the bound, so that rounding does not leave it in the band below */
        return band->from + 1e-9 * fmax(1.0, fabs(band->from));
    }
    return TITIAN_MISSING;
}

void titian_advice_number(titian_advice *w, double number)
{
    titian_listing_add_number(w->listing, number);
}

void titian_advice_text(titian_advice *w, const char *text)
{
    titian_listing_add_text(w->listing, text);
}

/* ---- the index again ---- */

titian_status titian_advice_replay(titian_advice *w, const double *scores, double *index, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t j = 0; j < w->n_indicators; j++)
        if (w->counts[j])
            titian_panel_column_mut(w->replay.flow.panel, j, 0)[w->place] = scores[j];
    status = titian_replay_walk(&w->replay, err);
    *index = titian_panel_column(w->replay.flow.scores, w->root, 0)[w->place];
    return status;
}

titian_status titian_advice_with(titian_advice *w, size_t indicator, double score, double *index, titian_error *err)
{
    memcpy(w->scratch, w->now, w->n_indicators * sizeof *w->scratch);
    w->scratch[indicator] = score;
    return titian_advice_replay(w, w->scratch, index, err);
}

/* ---- the unit at hand ---- */

static titian_status open_replay(titian_advice *w, titian_error *err)
{
    const size_t unit = w->unit, n = w->compares ? w->n_units : 1, first = w->compares ? 0 : unit;
    titian_replay *r = &w->replay;
    titian_status status = TITIAN_OK;

    w->place = w->compares ? unit : 0;
    *r = (titian_replay){.mark = {NULL, 0}};
    w->is_open = 1;
    status = titian_replay_open(r, w->a, w->year, w->year, w->compares ? NULL : &unit, 1, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t j = 0; j < w->n_indicators; j++) {
        memcpy(titian_panel_column_mut(r->flow.panel, j, 0), titian_advice_scores(w, j) + first, n * sizeof(double));
        r->flow.included[j] = titian_assessment_indicator(w->a, j, w->year)->included ? 1 : 0;
    }
    return TITIAN_OK;
}

static void close_replay(titian_advice *w)
{
    if (w->is_open)
        titian_replay_close(&w->replay);
    w->is_open = 0;
}

/* What each node is of the unit's own index: what it lacks gives its share to its siblings. */
static titian_status find_shares(titian_advice *w, titian_error *err)
{
    unsigned char *included = titian_advice_room(w, w->n_nodes, 1, err);
    double *weights = titian_advice_room(w, w->n_nodes, sizeof *weights, err);

    if (included == NULL || weights == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = w->n_nodes; k-- > 0;) {
        const size_t parent = titian_advice_node(w, k)->parent;

        included[k] = !isnan(titian_advice_scores(w, k)[w->unit]) && (parent == TITIAN_NONE || included[parent]);
    }
    (void) titian_assessment_unit_weights(w->a, w->unit, w->year, weights);
    titian_framework_effective_weights(w->framework, weights, included, w->share);
    return TITIAN_OK;
}

/* The best score of a scale: of the range that the method has, else the best of all units. */
static double top_of(const titian_advice *w, size_t j)
{
    const titian_choice *choice = titian_recipe_choice(w->recipe, TITIAN_STAGE_NORMALISE, j);
    const size_t range = titian_method_param(choice->method, "range");
    const double *scores = titian_advice_scores(w, j);
    double top = scores[w->unit];

    for (size_t i = 0; i < w->n_units && range == TITIAN_NONE; i++)
        top = scores[i] > top ? scores[i] : top;
    return range != TITIAN_NONE ? fmax(top, choice->option[range].upper) : top;
}

static titian_status take_unit(titian_advice *w, size_t unit, titian_error *err)
{
    titian_status status = TITIAN_OK;

    w->unit = unit;
    w->index = titian_advice_scores(w, w->root)[unit];
    status = find_shares(w, err);
    if (status == TITIAN_OK)
        status = open_replay(w, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t j = 0; j < w->n_indicators; j++) {
        w->now[j] = titian_advice_scores(w, j)[unit];
        w->counts[j] = w->share[j] > 0.0 && !isnan(w->now[j]) ? 1 : 0;
        w->top[j] = w->counts[j] ? top_of(w, j) : TITIAN_MISSING;
    }
    titian_advice_find_reach(w);
    return TITIAN_OK;
}

/* ---- the request ---- */

static titian_status check_options(const titian_advice_options *o, titian_error *err)
{
    if (!(o->years > 0.0) || !isfinite(o->years))
        return titian_fail(err, TITIAN_E_USAGE, "the horizon is not a number of years above 0\ngive 5, for example");
    if (!(o->quantile >= 0.0 && o->quantile <= 1.0))
        return titian_fail(err, TITIAN_E_USAGE, "the quantile of the pace is not within 0 and 1\n0.75 is usual");
    if (!(o->near > 0.0) || !isfinite(o->near))
        return titian_fail(
            err, TITIAN_E_USAGE, "units are similar within a share of the scale above 0\n0.1 is usual");
    return o->number > 0 ? TITIAN_OK
                         : titian_fail(err, TITIAN_E_USAGE, "a list of none tells nothing\nask for 1 or more");
}

static titian_status find_group(titian_advice *w, titian_error *err)
{
    w->group = w->options.group != NULL ? titian_panel_find_group(w->scores, w->options.group) : TITIAN_NONE;
    if (w->options.group == NULL || w->group != TITIAN_NONE)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "the data hold no group \"%.60s\"\nname a Group row of framework.csv, such as one of regions",
        w->options.group);
}

static titian_status find_areas(titian_advice *w, titian_error *err)
{
    const int n_levels = titian_framework_n_levels(w->framework);
    const int usual = w->recipe->priority.on ? w->recipe->priority.level : 2;
    const int level = w->options.level != 0 ? w->options.level : usual;

    if (level < 1 || level > n_levels)
        return titian_fail(err, TITIAN_E_USAGE, "the model has no level %d\nits levels are 1 to %d", level, n_levels);
    w->first_area = titian_framework_level(w->framework, level, &w->n_areas);
    return TITIAN_OK;
}

static titian_status take_efforts(titian_advice *w, titian_error *err)
{
    const titian_efforts *efforts = w->options.efforts;

    for (size_t j = 0; j < w->n_indicators; j++)
        w->cost[j] = 1.0;
    for (size_t k = 0; efforts != NULL && k < titian_efforts_n(efforts); k++) {
        const titian_effort *effort = titian_efforts_at(efforts, k);
        const size_t node = titian_framework_find(w->framework, effort->code);

        if (node == TITIAN_NONE || node >= w->n_indicators)
            return titian_fail_at(err, TITIAN_E_DATA, titian_efforts_file(efforts), effort->line, 1,
                "the model has no indicator \"%.60s\"\ncorrect the code, or take the row out", effort->code);
        w->cost[node] = effort->cost;
    }
    for (size_t j = 0; j < w->n_indicators && efforts != NULL; j++)
        if (titian_efforts_find(efforts, titian_advice_node(w, j)->code) == NULL)
            return titian_fail_at(err, TITIAN_E_DATA, titian_efforts_file(efforts), 0, 0,
                "there is no row for %s\nadd one, with the effort that it takes", titian_advice_node(w, j)->code);
    return TITIAN_OK;
}

static titian_status open_advice(titian_advice *w, titian_error *err)
{
    const titian_panel *past =
        w->history != NULL ? titian_assessment_result(w->history, TITIAN_RESULT_AGGREGATED) : NULL;
    const size_t m = w->n_indicators, n_past = past != NULL ? titian_panel_n_years(past) : 1;
    titian_status status = check_options(&w->options, err);

    if (status == TITIAN_OK && past != NULL && titian_panel_n_units(past) != w->n_units)
        status = titian_fail(err, TITIAN_E_USAGE, "the history is of other units\nrun the same recipe and data");
    w->cost = titian_advice_room(w, m, sizeof *w->cost, err);
    w->changes = titian_advice_room(w, w->n_units * n_past, sizeof *w->changes, err);
    w->counts = titian_advice_room(w, m, 1, err);
    w->now = titian_advice_room(w, 4 * m, sizeof *w->now, err);
    w->share = titian_advice_room(w, w->n_nodes, sizeof *w->share, err);
    if (w->cost == NULL || w->changes == NULL || w->counts == NULL || w->now == NULL || w->share == NULL)
        return TITIAN_E_MEMORY;
    w->top = w->now + m;
    w->reach = w->now + 2 * m;
    w->scratch = w->now + 3 * m;
    if (status == TITIAN_OK)
        status = find_group(w, err);
    if (status == TITIAN_OK)
        status = find_areas(w, err);
    return status == TITIAN_OK ? take_efforts(w, err) : status;
}

/* ---- the units ---- */

static titian_status refuse_unit(const titian_advice *w, size_t unit, titian_error *err)
{
    const char *why = titian_assessment_unit(w->a, unit, w->year)->why_not;

    return titian_fail(err, TITIAN_E_USAGE,
        "unit %s has no index score to be raised%s%.200s\nhelp with data comes first: \"titian explain\" shows the "
        "gaps",
        w->options.unit, why[0] != '\0' ? ": " : "", why);
}

/* Units with a rank in the priority step, first to last; ties in the order of the data. */
static titian_status ask_by_priority(titian_advice *w, titian_error *err)
{
    double *keys = titian_advice_room(w, w->n_units, sizeof *keys, err);
    size_t n = 0;

    if (keys == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < w->n_units; i++) {
        const size_t rank = w->recipe->priority.on ? titian_assessment_priority(w->a, i)->rank : 0;

        keys[i] = rank > 0 ? (double) rank : (double) INFINITY;
        n += rank > 0 ? 1 : 0;
    }
    kernel_sort_index(keys, w->n_units, w->asked);
    w->n_asked = n;
    return TITIAN_OK;
}

static titian_status find_asked(titian_advice *w, titian_error *err)
{
    const double *index = titian_advice_scores(w, w->root);
    titian_status status = TITIAN_OK;

    w->asked = titian_advice_room(w, w->n_units, sizeof *w->asked, err);
    if (w->asked == NULL)
        return TITIAN_E_MEMORY;
    if (w->options.unit != NULL) {
        status = titian_assessment_find_unit(w->a, w->options.unit, &w->asked[0], err);
        w->n_asked = 1;
        return status == TITIAN_OK && isnan(index[w->asked[0]]) ? refuse_unit(w, w->asked[0], err) : status;
    }
    if (w->options.by_priority)
        return ask_by_priority(w, err);
    for (size_t i = 0; i < w->n_units; i++)
        if (!isnan(index[i]))
            w->asked[w->n_asked++] = i;
    return TITIAN_OK;
}

/* ---- the tables ---- */

/* Those that are wanted. */
typedef struct {
    titian_listing *listing[TITIAN_ADVICE_N_TABLES]; /* NULL: not wanted */
} tables;

static titian_status fill_all(titian_advice *w, const tables *t, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES && status == TITIAN_OK; k++) {
        w->listing = t->listing[k];
        if (w->listing != NULL)
            status = kinds[k].fill(w, err);
    }
    return status;
}

static titian_status advise(titian_advice *w, const tables *t, titian_error *err)
{
    titian_status status = find_asked(w, err);

    if (status != TITIAN_OK)
        return status;
    w->paces = titian_advice_room(w, w->n_asked * w->n_indicators, sizeof *w->paces, err);
    if (w->paces == NULL)
        return TITIAN_E_MEMORY;
    status = titian_advice_find_paces(w, err);
    if (status == TITIAN_OK && w->n_asked > 1)
        status = titian_advice_sort_scores(w, err);
    for (w->nth = 0; w->nth < w->n_asked && status == TITIAN_OK; w->nth++) {
        const titian_arena_mark mark = titian_arena_here(&w->arena);

        status = take_unit(w, w->asked[w->nth], err);
        if (status == TITIAN_OK)
            status = fill_all(w, t, err);
        close_replay(w);
        titian_arena_rewind(&w->arena, mark);
    }
    return status;
}

static titian_status make_tables(tables *t, const titian_assessment *a, const titian_assessment *history,
    const titian_advice_options *options, titian_error *err)
{
    titian_advice w = {.a = a,
        .history = history,
        .recipe = a->recipe,
        .framework = a->recipe->framework,
        .scores = a->results[TITIAN_RESULT_AGGREGATED],
        .options = options != NULL ? *options : titian_advice_options_default(),
        .n_units = a->n_units,
        .n_indicators = a->n_indicators,
        .n_nodes = a->n_nodes,
        .year = a->n_years - 1,
        .root = titian_framework_root(a->recipe->framework),
        .compares = titian_replay_compares(a->recipe)};
    titian_status status = open_advice(&w, err);

    if (status == TITIAN_OK)
        status = advise(&w, t, err);
    for (size_t k = 0; k < TITIAN_ADVICE_N_TABLES && status == TITIAN_OK; k++)
        if (t->listing[k] != NULL)
            status = titian_listing_check(t->listing[k], err);
    titian_arena_free(&w.arena);
    return status;
}

/* @param out  of the tables from first to last; those of the others are not touched */
static titian_status make_some(titian_listing **out, size_t first, size_t last, const titian_assessment *a,
    const titian_assessment *history, const titian_advice_options *options, titian_error *err)
{
    tables t = {.listing = {NULL}};
    titian_status status = TITIAN_OK;

    for (size_t k = first; k <= last; k++) {
        out[k - first] = NULL;
        t.listing[k] = titian_listing_new(kinds[k].columns);
        if (t.listing[k] == NULL && status == TITIAN_OK)
            status = titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of advice");
    }
    if (status == TITIAN_OK)
        status = make_tables(&t, a, history, options, err);
    for (size_t k = first; k <= last; k++)
        if (status == TITIAN_OK)
            out[k - first] = t.listing[k];
        else
            titian_listing_free(t.listing[k]);
    return status;
}

titian_status titian_advice_make(titian_listing **out, const titian_assessment *a, const titian_assessment *history,
    size_t table, const titian_advice_options *options, titian_error *err)
{
    return make_some(out, table, table, a, history, options, err);
}

titian_status titian_advice_make_all(titian_listing **out, const titian_assessment *a,
    const titian_assessment *history, const titian_advice_options *options, titian_error *err)
{
    return make_some(out, 0, TITIAN_ADVICE_N_TABLES - 1, a, history, options, err);
}
