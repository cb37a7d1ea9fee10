/* The uncertainty block of model.yaml: its numbers, and the factors with their names, methods and places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/uncertainty_build.h"

#include <stdio.h>
#include <string.h>

#include "model/words.h"

enum { MOST_QUANTILES = 32 };

static const double default_quantiles[] = {0.05, 0.5, 0.95};

const titian_yaml_entry *titian_uncertain_entry(const titian_uncertain *u, size_t factor)
{
    return titian_schema_entry(u->b->schema, TITIAN_STAGE_VARY, u->from, factor);
}

titian_path titian_uncertain_path(size_t factor, const char *key)
{
    return titian_path_of("uncertainty.vary[%zu]%s%s", factor, key != NULL ? "." : "", key != NULL ? key : "");
}

titian_place titian_uncertain_place(const titian_uncertain *u, size_t factor, const char *key)
{
    return titian_build_place(u->b, titian_uncertain_path(factor, key).text);
}

/* ---- numbers ---- */

static void build_numbers(const titian_build *b, const titian_yaml_uncertainty *from, titian_uncertainty_rules *out)
{
    const titian_rule replications = {.fallback = 1000.0, .least = 1.0, .most = 1e9, .whole = 1};
    const titian_rule seed = {.fallback = 1.0, .least = 0.0, .most = 9007199254740992.0, .whole = 1}; /* 2^53 */
    const titian_rule top = {.fallback = 10.0, .least = 1.0, .most = 1e9, .whole = 1};

    out->replications = (size_t) titian_build_number(b, "uncertainty.replications", from->replications, replications);
    out->seed = (uint64_t) titian_build_number(b, "uncertainty.seed", from->seed, seed);
    out->top = (size_t) titian_build_number(b, "uncertainty.top", from->top, top);
}

static titian_status build_quantiles(
    const titian_build *b, const titian_yaml_uncertainty *from, titian_uncertainty_rules *out, titian_error *err)
{
    const titian_rule rule = {.fallback = 0.0, .least = 0.0, .most = 1.0};
    double *quantiles = titian_arena_array(b->arena, from->n_quantiles, sizeof *quantiles);

    out->quantiles = default_quantiles;
    out->n_quantiles = sizeof default_quantiles / sizeof *default_quantiles;
    if (from->n_quantiles == 0)
        return TITIAN_OK;
    if (quantiles == NULL)
        return titian_build_no_memory(err);
    if (from->n_quantiles > MOST_QUANTILES)
        titian_faults_say(b->faults, titian_build_place(b, "uncertainty.quantiles"),
            "there are %u quantiles\nkeep at most %d of them", from->n_quantiles, (int) MOST_QUANTILES);
    for (size_t k = 0; k < from->n_quantiles; k++) {
        const titian_place place = titian_build_place(b, titian_path_of("uncertainty.quantiles[%zu]", k).text);
        const size_t n_before = b->faults->n_errors;

        quantiles[k] = titian_build_number_at(b, place, "a quantile", &from->quantiles[k], rule);
        if (k > 0 && b->faults->n_errors == n_before && quantiles[k] <= from->quantiles[k - 1])
            titian_faults_say(b->faults, place,
                "the quantile %s does not lie above the one before it (%s)\n"
                "write the quantiles from low to high, each once",
                titian_figure(quantiles[k]).text, titian_figure(from->quantiles[k - 1]).text);
    }
    out->quantiles = quantiles;
    out->n_quantiles = from->n_quantiles;
    return TITIAN_OK;
}

/* ---- names ---- */

void titian_uncertain_name(const titian_uncertain *u, const char *path, const char *what, const char *name)
{
    if (name[0] == '\0')
        titian_faults_say(u->b->faults, titian_build_place(u->b, path),
            "an %s without a name\nwrite the word that tables and messages show for it", what);
    else if (name[strcspn(name, ",\"\n\t")] != '\0')
        titian_faults_say(u->b->faults, titian_build_place(u->b, path),
            "the name %s holds a comma, a quotation mark, a tab or a line break\n"
            "write it without: names stand in lists and in tables",
            titian_quote(name).text);
}

/* Names that were given. @return 0, -1 when there is no memory */
static int take_names(const titian_uncertain *u, titian_index *names)
{
    for (size_t k = 0; k < u->vary->n; k++) {
        const char *name = titian_uncertain_entry(u, k)->name;
        const titian_path path = titian_uncertain_path(k, "name");
        size_t other;

        if (name == NULL)
            continue;
        titian_uncertain_name(u, path.text, "entry", name);
        other = titian_index_find(names, name, strlen(name));
        if (other != TITIAN_NONE && name[0] != '\0')
            titian_faults_say(u->b->faults, titian_build_place(u->b, path.text),
                "entry %zu of vary has the name of entry %zu, %s\ngive each entry a name of its own", k + 1,
                other + 1, titian_quote(name).text);
        u->vary->factors[k].name = titian_build_text(u->b, name);
        if (u->vary->factors[k].name == NULL ||
            (other == TITIAN_NONE && titian_index_add(names, name, strlen(name), k) != 0))
            return -1;
    }
    return 0;
}

/* The method's name where none was given; "noise 2" where that is taken. @return 0, -1 when there is no memory */
static int make_names(const titian_uncertain *u, titian_index *names)
{
    for (size_t k = 0; k < u->vary->n; k++) {
        const titian_yaml_entry *entry = titian_uncertain_entry(u, k);
        const char *method = entry->method != NULL ? entry->method : titian_method_at(TITIAN_STAGE_VARY, 0)->name;
        char name[96];

        if (entry->name != NULL)
            continue;
        (void) snprintf(name, sizeof name, "%.80s", method);
        for (size_t next = 2; titian_index_find(names, name, strlen(name)) != TITIAN_NONE; next++)
            (void) snprintf(name, sizeof name, "%.64s %zu", method, next);
        u->vary->factors[k].name = titian_build_text(u->b, name);
        if (u->vary->factors[k].name == NULL || titian_index_add(names, name, strlen(name), k) != 0)
            return -1;
    }
    return 0;
}

static titian_status build_names(const titian_uncertain *u, titian_error *err)
{
    titian_index names = TITIAN_INDEX_EMPTY;
    const int failed = take_names(u, &names) != 0 || make_names(u, &names) != 0;

    titian_index_free(&names);
    return failed ? titian_build_no_memory(err) : TITIAN_OK;
}

/* ---- factors ---- */

static void build_place(const titian_uncertain *u, size_t k, titian_factor *out)
{
    const titian_yaml_entry *entry = titian_uncertain_entry(u, k);
    const titian_rows *rows = u->b->rows;
    const titian_rule level = {.least = 1.0,
        .most = rows->whole && rows->n_levels > 1 ? rows->n_levels - 1 : TITIAN_MOST_LEVELS,
        .whole = 1};

    out->level = (int) titian_build_number(u->b, titian_uncertain_path(k, "level").text, entry->level, level);
    out->node = TITIAN_NONE;
    if (entry->node != NULL &&
        titian_build_code(u->b, titian_uncertain_path(k, "node").text, entry->node, 1u << TITIAN_ROW_AGGREGATE))
        out->node = titian_rows_find(rows, entry->node);
    if (entry->level != NULL && entry->node != NULL)
        titian_faults_say(u->b->faults, titian_uncertain_place(u, k, "node"),
            "%s names a level and a node\nkeep one of the two: the elements of a level, or the children of a node",
            titian_quote(out->name).text);
}

static titian_status build_factor(const titian_uncertain *u, size_t k, titian_error *err)
{
    const titian_yaml_entry *entry = titian_uncertain_entry(u, k);
    const titian_path path = titian_uncertain_path(k, NULL);
    titian_factor *out = &u->vary->factors[k];
    const size_t n_before = u->b->faults->n_errors;
    const int nothing = entry->method == NULL && entry->alternatives == NULL;
    titian_status status =
        titian_build_choice(u->b, TITIAN_STAGE_VARY, path.text, nothing ? NULL : entry, &out->how, err);

    if (nothing)
        titian_faults_say(u->b->faults, titian_build_place(u->b, path.text),
            "%s says not how it varies\nadd method: and one of those that \"titian methods vary\" lists, or "
            "alternatives:",
            titian_quote(out->name).text);
    build_place(u, k, out);
    if (status == TITIAN_OK)
        status = titian_build_alternatives(u, k, err);
    u->good[k] = u->b->faults->n_errors == n_before;
    return status;
}

static titian_status build_factors(titian_uncertain *u, titian_error *err)
{
    const titian_build *b = u->b;
    titian_status status = TITIAN_OK;
    size_t n = u->from->n;

    if (n > TITIAN_MOST_FACTORS) {
        titian_faults_say(b->faults, titian_build_place(b, "uncertainty.vary"),
            "vary has %zu entries\nkeep at most %d of them", n, (int) TITIAN_MOST_FACTORS);
        n = TITIAN_MOST_FACTORS;
    }
    u->vary->factors = titian_arena_array(b->arena, n, sizeof *u->vary->factors);
    u->vary->alternatives = titian_arena_array(b->arena, n, sizeof(titian_alternative *));
    u->vary->weighing = titian_arena_array(b->arena, n, sizeof(titian_built_list *));
    u->vary->n = n;
    u->good = titian_arena_array(b->arena, n, 1);
    if (u->vary->factors == NULL || u->vary->alternatives == NULL || u->vary->weighing == NULL || u->good == NULL)
        return titian_build_no_memory(err);
    status = build_names(u, err);
    for (size_t k = 0; k < n && status == TITIAN_OK; k++)
        status = build_factor(u, k, err);
    u->sound = b->faults->n_errors == 0;
    for (size_t k = 0; k < n && status == TITIAN_OK; k++)
        if (u->good[k])
            titian_uncertain_check(u, k);
    if (status == TITIAN_OK)
        titian_uncertain_exceptions(u);
    return status == TITIAN_OK && u->sound ? titian_uncertain_draws(u, err) : status;
}

titian_status titian_build_uncertainty(const titian_build *b, const titian_yaml_uncertainty *from,
    titian_recipe *recipe, titian_built *built, titian_error *err)
{
    static const titian_yaml_uncertainty nothing = {.replications = NULL};
    titian_uncertainty_rules *out = &recipe->uncertainty;
    titian_uncertain u = {.b = b, .recipe = recipe, .built = built, .vary = &built->vary};
    titian_status status = TITIAN_OK;

    out->on = from != NULL;
    from = from != NULL ? from : &nothing;
    u.from = &from->vary;
    build_numbers(b, from, out);
    status = build_quantiles(b, from, out, err);
    if (status == TITIAN_OK)
        status = build_factors(&u, err);
    out->factors = built->vary.factors;
    out->n_factors = built->vary.n;
    return status;
}
