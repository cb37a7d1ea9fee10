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
static void check_min_groups(const titian_build *b, const titian_choice *screen)
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
        titian_faults_say(b->faults, titian_build_place(b, "screen.min_groups"),
            "min_groups is %s, but level %s has %zu nodes\nlower min_groups, or no unit can be ranked",
            titian_figure(screen->option[least_at].number).text, titian_figure(screen->option[level_at].number).text,
            n_nodes);
}

static titian_status build_stages(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_error *err)
{
    const titian_rule age = {.fallback = 0.0, .least = 0.0, .most = TITIAN_MOST_AGE, .whole = 1};
    const titian_yaml_entry *screen = from->stage[TITIAN_STAGE_SCREEN];

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        titian_status status =
            titian_build_choice(b, stage, titian_stage_name(stage), from->stage[stage], &out->choice[stage], err);

        if (status != TITIAN_OK)
            return status;
    }
    out->carry.max_age = (int) titian_build_number(b, "screen.max_age", screen != NULL ? screen->max_age : NULL, age);
    check_min_groups(b, &out->choice[TITIAN_STAGE_SCREEN]);
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

/* What methods need of framework.csv must be there for each indicator that uses them. */
static void check_needs(const titian_build *b, const titian_recipe *recipe, const titian_built *built)
{
    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE && b->rows->whole; stage++)
        for (size_t k = 0; k < b->rows->n_rows; k++) {
            const titian_choice *choice = built->own[stage] != NULL ? &built->own[stage][k] : &recipe->choice[stage];

            titian_rows_need(b->rows, &b->rows->rows[k], choice->method->needs, choice->method->name, b->faults);
        }
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
        status = build_stages(b, from, out, err);
    if (status == TITIAN_OK)
        status = titian_build_own(b, out, built, err);
    if (status == TITIAN_OK)
        status = titian_build_sets(b, built, err);
    for (titian_stage stage = TITIAN_STAGE_AGGREGATE; stage < TITIAN_N_STAGES && status == TITIAN_OK; stage++)
        status = titian_build_list(b, from, stage, built, err);
    if (status == TITIAN_OK)
        status = build_bands(b, from, out, err);
    if (status == TITIAN_OK)
        status = titian_build_priority(b, from->priority, &out->priority, err);
    if (status == TITIAN_OK)
        check_needs(b, out, built);
    if (status == TITIAN_OK)
        titian_build_exceptions_check(b, built);
    return status;
}

/* Choices by row become choices by node. */
static const titian_choice *by_node(
    const titian_build *b, const titian_framework *framework, const titian_choice *by_row, size_t n)
{
    titian_choice *choices = titian_arena_array(b->arena, n, sizeof *choices);

    for (size_t k = 0; choices != NULL && k < n; k++)
        choices[k] = by_row[titian_framework_node(framework, k)->row];
    return choices;
}

titian_status titian_build_nodes(const titian_build *b, const titian_framework *framework, const titian_built *built,
    titian_recipe *out, titian_error *err)
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
    out->framework = framework;
    out->weights = weights;
    out->lows = lows;
    out->highs = highs;
    out->aggregation = by_node(b, framework, built->node[TITIAN_STAGE_AGGREGATE], n);
    out->weighing = by_node(b, framework, built->node[TITIAN_STAGE_WEIGH], n);
    if (out->aggregation == NULL || out->weighing == NULL)
        return titian_build_no_memory(err);
    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        if (built->own[stage] == NULL)
            continue;
        out->own[stage] = by_node(b, framework, built->own[stage], n_indicators);
        if (out->own[stage] == NULL)
            return titian_build_no_memory(err);
    }
    if (titian_build_node_exceptions(b, framework, built, out, err) != TITIAN_OK)
        return TITIAN_E_MEMORY;
    return titian_build_node_sets(b, framework, built, out, err);
}
