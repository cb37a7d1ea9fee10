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
    const titian_choice *normalise = &out->choice[TITIAN_STAGE_NORMALISE];

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        titian_status status =
            titian_build_choice(b, stage, titian_stage_name(stage), from->stage[stage], &out->choice[stage], err);

        if (status != TITIAN_OK)
            return status;
    }
    out->carry.max_age = (int) titian_build_number(b, "screen.max_age", screen != NULL ? screen->max_age : NULL, age);
    check_min_groups(b, &out->choice[TITIAN_STAGE_SCREEN]);
    if (b->rows->whole && strcmp(normalise->method->name, "goalposts") == 0)
        titian_rows_need_goalposts(b->rows, normalise->method->name, b->faults);
    return TITIAN_OK;
}

/* Which levels an entry of `aggregate` is for: one, or all that no other entry names (then 0). -1: at fault. */
static int level_of_entry(const titian_build *b, const titian_yaml_entry *entry, size_t k)
{
    const titian_path path = titian_path_of("aggregate[%zu].level", k);
    const int n_levels = b->rows->n_levels;
    const titian_rule rule = {.fallback = -1.0, .least = 2.0, .most = TITIAN_MOST_LEVELS, .whole = 1};
    int level;

    if (entry->level == NULL)
        return 0;
    level = (int) titian_build_number(b, path.text, entry->level, rule);
    if (level > n_levels) {
        if (b->rows->whole)
            titian_faults_say(b->faults, titian_build_place(b, path.text),
                "there is no level %d; the tree has %d levels\nwrite a level from 2 to %d", level, n_levels,
                n_levels);
        return -1;
    }
    return level;
}

/* Choices of `aggregate` by level; entry 0 is for the levels that no entry names. */
static titian_status build_aggregation(
    const titian_build *b, const titian_yaml_model *from, titian_choice *by_level, titian_error *err)
{
    const size_t n = (size_t) b->rows->n_levels + 1;
    size_t *taken = titian_arena_array(b->arena, n, sizeof *taken); /* entry from 1 that is for a level */
    titian_status status = TITIAN_OK;

    if (taken == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < from->n_aggregate; k++) {
        const titian_yaml_entry *entry = titian_schema_entry(b->schema, from, k);
        const titian_path path = titian_path_of("aggregate[%zu]", k);
        const int level = level_of_entry(b, entry, k);
        titian_choice choice;

        status = titian_build_choice(b, TITIAN_STAGE_AGGREGATE, path.text, entry, &choice, err);
        if (status != TITIAN_OK)
            return status;
        if (level < 0)
            continue;
        if (taken[level] != 0) {
            titian_faults_say(b->faults, titian_build_place(b, path.text),
                "entry %zu of aggregate is for the same levels as entry %zu\nkeep one of the two, or give one "
                "another "
                "level",
                k + 1, taken[level]);
            continue;
        }
        taken[level] = k + 1;
        by_level[level] = choice;
    }
    if (taken[0] == 0)
        status = titian_build_choice(b, TITIAN_STAGE_AGGREGATE, "aggregate", NULL, &by_level[0], err);
    for (size_t level = 1; level < n; level++)
        if (taken[level] == 0)
            by_level[level] = by_level[0];
    return status;
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

static titian_status build_bands(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_error *err)
{
    titian_band *bands = titian_arena_array(b->arena, from->n_bands, sizeof *bands);
    titian_index names = TITIAN_INDEX_EMPTY;
    titian_status status = bands != NULL ? TITIAN_OK : TITIAN_E_MEMORY;

    for (size_t k = 0; k < from->n_bands && status == TITIAN_OK; k++) {
        bands[k].from = *from->bands[k].from;
        bands[k].name = titian_build_text(b, from->bands[k].name);
        if (bands[k].name == NULL || check_band_name(b, bands[k].name, k, &names) != 0)
            status = TITIAN_E_MEMORY;
        else if (k > 0 && bands[k].from <= bands[k - 1].from)
            titian_faults_say(b->faults, titian_build_place(b, titian_path_of("bands[%zu].from", k).text),
                "band %s begins at %s, not above the one before it (%s)\nwrite the bands from low to high",
                titian_quote(bands[k].name).text, titian_figure(bands[k].from).text,
                titian_figure(bands[k - 1].from).text);
    }
    out->bands = bands;
    out->n_bands = from->n_bands;
    titian_index_free(&names);
    return status != TITIAN_OK ? titian_build_no_memory(err) : TITIAN_OK;
}

titian_status titian_build_recipe(const titian_build *b, const titian_yaml_model *from, titian_recipe *out,
    titian_choice **by_level, titian_error *err)
{
    static const titian_yaml_model nothing = {.title = NULL};
    titian_status status = TITIAN_OK;

    from = from != NULL ? from : &nothing;
    *by_level = titian_arena_array(b->arena, (size_t) b->rows->n_levels + 1, sizeof **by_level);
    if (*by_level == NULL)
        return titian_build_no_memory(err);
    build_order(b, from, out->order);
    status = titian_build_conditions(b, "units", from->units, from->n_units, &out->assessed, err);
    out->n_assessed = from->n_units;
    if (status == TITIAN_OK)
        status = build_stages(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_aggregation(b, from, *by_level, err);
    if (status == TITIAN_OK)
        status = build_bands(b, from, out, err);
    if (status == TITIAN_OK)
        status = titian_build_priority(b, from->priority, &out->priority, err);
    return status;
}

titian_status titian_build_nodes(const titian_build *b, const titian_framework *framework,
    const titian_choice *by_level, titian_recipe *out, titian_error *err)
{
    const size_t n = titian_framework_n_nodes(framework), n_indicators = titian_framework_n_indicators(framework);
    double *weights = titian_arena_array(b->arena, n, sizeof *weights);
    double *lows = titian_arena_array(b->arena, n_indicators, sizeof *lows);
    double *highs = titian_arena_array(b->arena, n_indicators, sizeof *highs);
    titian_choice *aggregation = titian_arena_array(b->arena, n, sizeof *aggregation);

    if (weights == NULL || lows == NULL || highs == NULL || aggregation == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < n; k++) {
        const titian_node *node = titian_framework_node(framework, k);

        weights[k] = node->weight;
        aggregation[k] = by_level[node->level];
        if (k < n_indicators) {
            lows[k] = node->low;
            highs[k] = node->high;
        }
    }
    out->framework = framework;
    out->weights = weights;
    out->lows = lows;
    out->highs = highs;
    out->aggregation = aggregation;
    return TITIAN_OK;
}
