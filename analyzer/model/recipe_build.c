/* The recipe: everything of model.yaml but the priority block.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/build.h"
#include "model/framework_check.h"
#include "model/words.h"

static const titian_stage default_order[TITIAN_STAGE_AGGREGATE] = {
    TITIAN_STAGE_DENOMINATE, TITIAN_STAGE_SCREEN, TITIAN_STAGE_IMPUTE, TITIAN_STAGE_TREAT, TITIAN_STAGE_NORMALISE};

/* Stage of a word of `order`; TITIAN_STAGE_AGGREGATE when it is none, which is said. */
static titian_stage find_stage(const titian_build *b, const char *word, size_t entry)
{
    const char *names[TITIAN_STAGE_AGGREGATE];

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        names[stage] = titian_stage_name(stage);
        if (strcmp(word, names[stage]) == 0)
            return stage;
    }
    titian_faults_say(b->faults, titian_build_place(b, titian_path_of("order[%zu]", entry).text),
        "unknown stage %s\n%swrite each of these once: %s (aggregate is always last and not named)",
        titian_quote(word).text, titian_near(b->faults, word, names, TITIAN_STAGE_AGGREGATE).text,
        titian_list(names, TITIAN_STAGE_AGGREGATE).text);
    return TITIAN_STAGE_AGGREGATE;
}

static void build_order(const titian_build *b, const titian_yaml_model *from, titian_stage *order)
{
    size_t n_seen[TITIAN_STAGE_AGGREGATE] = {0}, n_unknown = 0;

    memcpy(order, default_order, sizeof default_order);
    if (from->n_order == 0)
        return;
    for (size_t k = 0; k < from->n_order; k++) {
        const titian_stage stage = find_stage(b, from->order[k], k);

        if (stage == TITIAN_STAGE_AGGREGATE)
            n_unknown++;
        else if (n_seen[stage]++ > 0)
            titian_faults_say(b->faults, titian_build_place(b, titian_path_of("order[%zu]", k).text),
                "stage %s stands in the order twice\nname each stage once", from->order[k]);
        else if (k < TITIAN_STAGE_AGGREGATE)
            order[k] = stage;
    }
    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++)
        if (n_seen[stage] == 0 && n_unknown == 0)
            titian_faults_say(b->faults, titian_build_place(b, "order"),
                "stage %s is not in the order\nname all five stages; a stage with method none does nothing",
                titian_stage_name(stage));
}

/* At least so many nodes of the level must count: are there so many? */
void titian_build_min_groups(const titian_build *b, titian_place place, const titian_choice *screen)
{
    const size_t level_at = titian_method_param(screen->method, "group_level");
    const size_t least_at = titian_method_param(screen->method, "min_groups");
    size_t n_nodes = 0;

    if (level_at == TITIAN_NONE || least_at == TITIAN_NONE || !b->rows->whole)
        return;
    for (size_t k = 0; k < b->rows->n_rows; k++)
        n_nodes += b->rows->rows[k].type <= TITIAN_ROW_AGGREGATE &&
                   b->rows->rows[k].level == (int) screen->option[level_at].number;
    if (screen->option[level_at].number >= 1.0 && n_nodes > 0 && screen->option[least_at].number > (double) n_nodes)
        titian_faults_say(b->faults, place,
            "min_groups is %s, but level %s has %zu nodes\nlower min_groups, or no unit can be ranked",
            titian_figure(screen->option[least_at].number).text, titian_figure(screen->option[level_at].number).text,
            n_nodes);
}

static titian_status build_stages(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_error *err)
{
    const titian_rule age = {.fallback = 0.0, .least = 0.0, .most = TITIAN_MOST_AGE, .whole = 1};
    const titian_yaml_entry *screen = from->stages.stage[TITIAN_STAGE_SCREEN];

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        titian_status status = titian_build_choice(
            b, stage, titian_stage_name(stage), from->stages.stage[stage], &out->choice[stage], err);

        if (status != TITIAN_OK)
            return status;
    }
    out->carry.max_age = (int) titian_build_number(b, "screen.max_age", screen != NULL ? screen->max_age : NULL, age);
    titian_build_min_groups(b, titian_build_place(b, "screen.min_groups"), &out->choice[TITIAN_STAGE_SCREEN]);
    return TITIAN_OK;
}

/* A band's name: there is one, and no other band has it. @return 0, -1 when there is no memory */
static int check_band_name(const titian_build *b, const char *name, size_t k, titian_index *names)
{
    const titian_path path = titian_path_of("bands[%zu].name", k);

    if (name[0] == '\0')
        titian_faults_say(b->faults, titian_build_place(b, path.text),
            "a band without a name\nwrite the word that reports show for it");
    else if (titian_index_find(names, name, strlen(name)) != TITIAN_NONE)
        titian_faults_say(b->faults, titian_build_place(b, path.text),
            "two bands have the name %s\ngive each band a name of its own", titian_quote(name).text);
    return titian_index_add(names, name, strlen(name), k);
}

/* Where a band begins; what is wrong with that is said. */
static void read_bound(const titian_build *b, const titian_yaml_band *from, size_t k, titian_band *bands)
{
    const titian_place place = titian_build_place(b, titian_path_of("bands[%zu]", k).text);

    bands[k].above = from->above != NULL;
    bands[k].from = from->above != NULL ? *from->above : from->from != NULL ? *from->from : 0.0;
    if (from->above != NULL && from->from != NULL)
        titian_faults_say(b->faults, place,
            "band %s begins both from %s and above %s\n"
            "keep from where the bound belongs to the band, above where it belongs to the one before",
            titian_quote(bands[k].name).text, titian_figure(*from->from).text, titian_figure(*from->above).text);
    else if (from->above == NULL && from->from == NULL)
        titian_faults_say(b->faults, place,
            "band %s does not say where it begins\nadd from: and the lowest score in it, or above: and a score that "
            "it must exceed",
            titian_quote(bands[k].name).text);
    else if (k > 0 && bands[k].from <= bands[k - 1].from)
        titian_faults_say(b->faults,
            titian_build_place(b, titian_path_of("bands[%zu].%s", k, bands[k].above ? "above" : "from").text),
            "band %s begins at %s, not above the one before it (%s)\nwrite the bands from low to high",
            titian_quote(bands[k].name).text, titian_figure(bands[k].from).text,
            titian_figure(bands[k - 1].from).text);
}

static titian_status build_bands(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_error *err)
{
    titian_band *bands = titian_arena_array(b->arena, from->n_bands, sizeof *bands);
    titian_index names = TITIAN_INDEX_EMPTY;
    titian_status status = bands != NULL ? TITIAN_OK : TITIAN_E_MEMORY;

    for (size_t k = 0; k < from->n_bands && status == TITIAN_OK; k++) {
        bands[k].name = titian_build_text(b, from->bands[k].name);
        if (bands[k].name == NULL || check_band_name(b, bands[k].name, k, &names) != 0)
            status = TITIAN_E_MEMORY;
        else
            read_bound(b, &from->bands[k], k, bands);
    }
    out->bands = bands;
    out->n_bands = from->n_bands;
    titian_index_free(&names);
    return status != TITIAN_OK ? titian_build_no_memory(err) : TITIAN_OK;
}

const titian_method *titian_build_method_of(const titian_choice *choice, const titian_choice *own, size_t row)
{
    return own != NULL && own[row].method != NULL ? own[row].method : choice->method;
}

void titian_build_needs(
    const titian_build *b, const titian_choice *choice, const titian_choice *own, unsigned char *lacking)
{
    for (size_t k = 0; k < b->rows->n_rows && b->rows->whole; k++) {
        const titian_method *method = titian_build_method_of(choice, own, k);
        const unsigned needs = method->needs & ~(unsigned) lacking[k];
        const size_t n_before = b->faults->n_errors;

        titian_rows_need(b->rows, &b->rows->rows[k], needs, method->name, b->faults);
        if (b->faults->n_errors > n_before)
            lacking[k] |= (unsigned char) needs;
    }
}

/* What methods need of framework.csv must be there for each indicator that uses them. */
static titian_status check_needs(
    const titian_build *b, const titian_recipe *recipe, titian_built *built, titian_error *err)
{
    built->lacking = titian_arena_array(b->arena, b->rows->n_rows, sizeof *built->lacking);
    if (built->lacking == NULL)
        return titian_build_no_memory(err);
    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++)
        titian_build_needs(b, &recipe->choice[stage], built->own[stage], built->lacking);
    return TITIAN_OK;
}

titian_status titian_build_recipe(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_built *built, titian_error *err)
{
    static const titian_yaml_model nothing = {.title = NULL};
    titian_status status = TITIAN_OK;

    from = from != NULL ? from : &nothing;
    build_order(b, from, out->order);
    status = titian_build_conditions(b, "units", from->units, from->n_units, &out->assessed, err);
    out->n_assessed = from->n_units;
    if (status == TITIAN_OK)
        status = titian_build_match(b, from->match, &out->match, err);
    if (status == TITIAN_OK)
        status = build_stages(b, from, out, err);
    if (status == TITIAN_OK)
        status = titian_build_own(b, out, built, err);
    if (status == TITIAN_OK)
        status = titian_build_sets(b, built, err);
    if (status == TITIAN_OK)
        status = titian_build_breaks(b, out, err);
    for (titian_stage stage = TITIAN_STAGE_AGGREGATE; stage <= TITIAN_STAGE_WEIGH && status == TITIAN_OK; stage++)
        status = titian_build_list(
            b, stage, titian_stage_name(stage), &from->stages.list[stage], &built->list[stage], err);
    if (status == TITIAN_OK)
        status = build_bands(b, from, out, err);
    if (status == TITIAN_OK)
        status = titian_build_priority(b, from->priority, &out->priority, err);
    if (status == TITIAN_OK)
        status = titian_build_allocation(b, from->allocation, &out->priority, &out->allocation, err);
    if (status == TITIAN_OK)
        status = titian_build_divide(b, from->divide, &out->divide, err);
    if (status == TITIAN_OK)
        status = check_needs(b, out, built, err);
    if (status == TITIAN_OK)
        titian_build_exceptions_check(
            b, &built->list[TITIAN_STAGE_WEIGH], built->list[TITIAN_STAGE_AGGREGATE].choice);
    if (status == TITIAN_OK)
        status = titian_build_uncertainty(b, from->uncertainty, out, built, err);
    return status;
}

/* Choices by row become choices by node, of the first n nodes; no choices stay none. */
static titian_status by_node(const titian_build *b, const titian_framework *framework, const titian_choice *by_row,
    size_t n, const titian_choice **out, titian_error *err)
{
    titian_choice *choices = NULL;

    *out = NULL;
    if (by_row == NULL)
        return TITIAN_OK;
    *out = choices = titian_arena_array(b->arena, n, sizeof *choices);
    if (choices == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n; k++)
        choices[k] = by_row[titian_framework_node(framework, k)->row];
    return TITIAN_OK;
}

/* The choices of the recipe, or of an alternative: of indicators' own, and of nodes. */
static titian_status own_by_node(const titian_build *b, const titian_framework *framework,
    const titian_choice *const own[TITIAN_STAGE_AGGREGATE], const titian_choice *out[TITIAN_STAGE_AGGREGATE],
    titian_error *err)
{
    const size_t n_indicators = titian_framework_n_indicators(framework);
    titian_status status = TITIAN_OK;

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE && status == TITIAN_OK; stage++)
        status = by_node(b, framework, own[stage], n_indicators, &out[stage], err);
    return status;
}

static titian_status alternative_by_node(const titian_build *b, const titian_framework *framework,
    const titian_built_list *weighing, titian_alternative *a, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(framework);
    titian_status status = own_by_node(b, framework, a->own, a->own, err);

    if (status == TITIAN_OK)
        status = by_node(b, framework, a->aggregation, n, &a->aggregation, err);
    if (status == TITIAN_OK)
        status = by_node(b, framework, a->weighing, n, &a->weighing, err);
    if (status == TITIAN_OK)
        status = titian_build_node_exceptions(b, framework, weighing, &a->exceptions, &a->n_exceptions, err);
    return status;
}

/* Node of a row of framework.csv; TITIAN_NONE stays so. */
static size_t node_of_row(const titian_framework *framework, size_t row)
{
    size_t node = 0;

    if (row == TITIAN_NONE)
        return TITIAN_NONE;
    while (titian_framework_node(framework, node)->row != row)
        node++;
    return node;
}

static titian_status factors_by_node(
    const titian_build *b, const titian_framework *framework, const titian_built *built, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t f = 0; f < built->vary.n && status == TITIAN_OK; f++) {
        titian_factor *factor = &built->vary.factors[f];

        factor->node = node_of_row(framework, factor->node);
        for (size_t k = 0; k < factor->n_alternatives && status == TITIAN_OK; k++)
            status =
                alternative_by_node(b, framework, &built->vary.weighing[f][k], &built->vary.alternatives[f][k], err);
    }
    return status;
}

static titian_status build_weights(
    const titian_build *b, const titian_framework *framework, titian_recipe *out, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(framework), n_indicators = titian_framework_n_indicators(framework);
    double *weights = titian_arena_array(b->arena, n, sizeof *weights);
    double *lows = titian_arena_array(b->arena, n_indicators, sizeof *lows);
    double *highs = titian_arena_array(b->arena, n_indicators, sizeof *highs);

    if (weights == NULL || lows == NULL || highs == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        const titian_node *node = titian_framework_node(framework, k);

        weights[k] = node->weight;
        if (k < n_indicators) {
            lows[k] = node->low;
            highs[k] = node->high;
        }
    }
    out->weights = weights;
    out->lows = lows;
    out->highs = highs;
    return TITIAN_OK;
}

titian_status titian_build_nodes(const titian_build *b, const titian_framework *framework, const titian_built *built,
    titian_recipe *out, titian_error *err)
{
    const titian_built_list *weighing = &built->list[TITIAN_STAGE_WEIGH];
    const size_t n = titian_framework_n_nodes(framework);
    titian_status status = build_weights(b, framework, out, err);

    out->framework = framework;
    if (status == TITIAN_OK)
        status = by_node(b, framework, built->list[TITIAN_STAGE_AGGREGATE].choice, n, &out->aggregation, err);
    if (status == TITIAN_OK)
        status = by_node(b, framework, weighing->choice, n, &out->weighing, err);
    if (status == TITIAN_OK)
        status = titian_build_node_exceptions(b, framework, weighing, &out->exceptions, &out->n_exceptions, err);
    if (status == TITIAN_OK)
        status = own_by_node(b, framework, (const titian_choice *const *) built->own, out->own, err);
    if (status == TITIAN_OK)
        status = factors_by_node(b, framework, built, err);
    return status == TITIAN_OK ? titian_build_node_sets(b, framework, built, out, err) : status;
}
