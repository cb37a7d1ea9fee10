/* The schema of a model.yaml.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/schema.h"

#include <string.h>

enum {
    POINTER = CYAML_FLAG_POINTER,
    OPTIONAL = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
    NUMBER = CYAML_FLAG_POINTER | CYAML_FLAG_STRICT,
    OPTIONAL_NUMBER = CYAML_FLAG_POINTER | CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL
};

static const cyaml_schema_value_t text_entry = {CYAML_VALUE_STRING(POINTER, char *, 0, CYAML_UNLIMITED)};
static const cyaml_schema_value_t number_entry = {CYAML_VALUE_FLOAT(CYAML_FLAG_STRICT, double)};

/* Conditions: which units are assessed, which are eligible and why not, how vulnerable. */
#define CONDITION_GROUP CYAML_FIELD_STRING_PTR("group", POINTER, titian_yaml_condition, group, 0, CYAML_UNLIMITED)
#define CONDITION_LABELS                                                                                             \
    CYAML_FIELD_SEQUENCE_COUNT(                                                                                      \
        "in", POINTER, titian_yaml_condition, labels, n_labels, &text_entry, 1, CYAML_UNLIMITED)

static const cyaml_schema_field_t unit_fields[] = {CONDITION_GROUP, CONDITION_LABELS, CYAML_FIELD_END};
static const cyaml_schema_field_t eligible_fields[] = {CONDITION_GROUP, CONDITION_LABELS,
    CYAML_FIELD_STRING_PTR("reason", OPTIONAL, titian_yaml_condition, reason, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("grace", OPTIONAL_NUMBER, titian_yaml_condition, grace), CYAML_FIELD_END};
static const cyaml_schema_field_t vulnerability_fields[] = {CONDITION_GROUP, CONDITION_LABELS,
    CYAML_FIELD_FLOAT_PTR("value", NUMBER, titian_yaml_condition, value), CYAML_FIELD_END};
static const cyaml_schema_value_t unit_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_condition, unit_fields)};
static const cyaml_schema_value_t eligible_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_condition, eligible_fields)};
static const cyaml_schema_value_t vulnerability_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_condition, vulnerability_fields)};

static const cyaml_schema_field_t band_fields[] = {
    CYAML_FIELD_STRING_PTR("name", POINTER, titian_yaml_band, name, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("from", OPTIONAL_NUMBER, titian_yaml_band, from),
    CYAML_FIELD_FLOAT_PTR("above", OPTIONAL_NUMBER, titian_yaml_band, above), CYAML_FIELD_END};
static const cyaml_schema_value_t band_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_band, band_fields)};

/* The priority step. */
static const cyaml_schema_field_t scaled_fields[] = {
    CYAML_FIELD_STRING_PTR("variable", POINTER, titian_yaml_scaled, variable, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("low", NUMBER, titian_yaml_scaled, low),
    CYAML_FIELD_FLOAT_PTR("high", NUMBER, titian_yaml_scaled, high), CYAML_FIELD_END};
static const cyaml_schema_value_t scaled_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_scaled, scaled_fields)};

static const cyaml_schema_field_t absorption_fields[] = {
    CYAML_FIELD_SEQUENCE_COUNT(
        "variables", POINTER, titian_yaml_absorption, variables, n_variables, &scaled_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("weak_below", OPTIONAL_NUMBER, titian_yaml_absorption, weak_below),
    CYAML_FIELD_FLOAT_PTR("strong_from", OPTIONAL_NUMBER, titian_yaml_absorption, strong_from), CYAML_FIELD_END};

static const cyaml_schema_field_t aid_fields[] = {
    CYAML_FIELD_STRING_PTR("variable", POINTER, titian_yaml_aid, variable, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("group", OPTIONAL, titian_yaml_aid, group, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("years", OPTIONAL_NUMBER, titian_yaml_aid, years), CYAML_FIELD_END};

static const cyaml_schema_field_t weight_fields[] = {
    CYAML_FIELD_FLOAT_PTR("need", OPTIONAL_NUMBER, titian_yaml_weights, need),
    CYAML_FIELD_FLOAT_PTR("people", OPTIONAL_NUMBER, titian_yaml_weights, people),
    CYAML_FIELD_FLOAT_PTR("vulnerability", OPTIONAL_NUMBER, titian_yaml_weights, vulnerability),
    CYAML_FIELD_FLOAT_PTR("aid", OPTIONAL_NUMBER, titian_yaml_weights, aid),
    CYAML_FIELD_FLOAT_PTR("confidence", OPTIONAL_NUMBER, titian_yaml_weights, confidence), CYAML_FIELD_END};

static const cyaml_schema_field_t priority_fields[] = {
    CYAML_FIELD_FLOAT_PTR("target", OPTIONAL_NUMBER, titian_yaml_priority, target),
    CYAML_FIELD_FLOAT_PTR("alpha", OPTIONAL_NUMBER, titian_yaml_priority, alpha),
    CYAML_FIELD_FLOAT_PTR("level", OPTIONAL_NUMBER, titian_yaml_priority, level),
    CYAML_FIELD_SEQUENCE_COUNT(
        "eligible", OPTIONAL, titian_yaml_priority, eligible, n_eligible, &eligible_entry, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("population", OPTIONAL, titian_yaml_priority, population, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("people_reference", OPTIONAL_NUMBER, titian_yaml_priority, people_reference),
    CYAML_FIELD_SEQUENCE_COUNT("vulnerability", OPTIONAL, titian_yaml_priority, vulnerability, n_vulnerability,
        &vulnerability_entry, 0, CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING_PTR("aid", OPTIONAL, titian_yaml_priority, aid, aid_fields),
    CYAML_FIELD_MAPPING_PTR("absorption", OPTIONAL, titian_yaml_priority, absorption, absorption_fields),
    CYAML_FIELD_FLOAT_PTR("absorption_penalty", OPTIONAL_NUMBER, titian_yaml_priority, absorption_penalty),
    CYAML_FIELD_FLOAT_PTR("age_discount", OPTIONAL_NUMBER, titian_yaml_priority, age_discount),
    CYAML_FIELD_MAPPING_PTR("weights", OPTIONAL, titian_yaml_priority, weights, weight_fields), CYAML_FIELD_END};

/* The allocation of a budget. */
#define ALLOCATION_NUMBER(key) CYAML_FIELD_FLOAT_PTR(#key, OPTIONAL_NUMBER, titian_yaml_allocation, key)
#define ALLOCATION_LIST(key, entry)                                                                                  \
    CYAML_FIELD_SEQUENCE_COUNT(#key, OPTIONAL, titian_yaml_allocation, key, n_##key, entry, 0, CYAML_UNLIMITED)
#define ALLOCATION_TEXT(key) CYAML_FIELD_STRING_PTR(#key, OPTIONAL, titian_yaml_allocation, key, 0, CYAML_UNLIMITED)

static const cyaml_schema_field_t allocated_fields[] = {
    CYAML_FIELD_STRING_PTR("name", POINTER, titian_yaml_allocated, name, 1, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("variable", OPTIONAL, titian_yaml_allocated, variable, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("power", OPTIONAL_NUMBER, titian_yaml_allocated, power),
    CYAML_FIELD_FLOAT_PTR("weight", OPTIONAL_NUMBER, titian_yaml_allocated, weight),
    CYAML_FIELD_FLOAT_PTR("otherwise", OPTIONAL_NUMBER, titian_yaml_allocated, otherwise),
    CYAML_FIELD_STRING_PTR("source", OPTIONAL, titian_yaml_allocated, source, 0, CYAML_UNLIMITED), CYAML_FIELD_END};
static const cyaml_schema_value_t allocated_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_allocated, allocated_fields)};

static const cyaml_schema_field_t fence_fields[] = {
    CYAML_FIELD_STRING_PTR("name", POINTER, titian_yaml_fence, name, 1, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("group", POINTER, titian_yaml_fence, members.group, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "in", POINTER, titian_yaml_fence, members.labels, members.n_labels, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("least", OPTIONAL_NUMBER, titian_yaml_fence, least),
    CYAML_FIELD_FLOAT_PTR("most", OPTIONAL_NUMBER, titian_yaml_fence, most), CYAML_FIELD_END};
static const cyaml_schema_value_t fence_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_fence, fence_fields)};

static const cyaml_schema_field_t gate_fields[] = {
    CYAML_FIELD_STRING_PTR("list", POINTER, titian_yaml_gate, list, 1, CYAML_UNLIMITED),
    CYAML_FIELD_BOOL_PTR("excludes", OPTIONAL, titian_yaml_gate, excludes),
    CYAML_FIELD_FLOAT_PTR("grace", OPTIONAL_NUMBER, titian_yaml_gate, grace),
    CYAML_FIELD_STRING_PTR("reason", OPTIONAL, titian_yaml_gate, reason, 0, CYAML_UNLIMITED), CYAML_FIELD_END};
static const cyaml_schema_value_t gate_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_gate, gate_fields)};

static const cyaml_schema_field_t swing_fields[] = {
    CYAML_FIELD_STRING_PTR("variable", POINTER, titian_yaml_swing, variable, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("down", OPTIONAL_NUMBER, titian_yaml_swing, down),
    CYAML_FIELD_FLOAT_PTR("up", OPTIONAL_NUMBER, titian_yaml_swing, up), CYAML_FIELD_END};

static const cyaml_schema_field_t returns_fields[] = {
    CYAML_FIELD_STRING_PTR("form", POINTER, titian_yaml_returns, form, 1, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("scale", OPTIONAL_NUMBER, titian_yaml_returns, scale),
    CYAML_FIELD_FLOAT_PTR("scale_per_head", OPTIONAL_NUMBER, titian_yaml_returns, scale_per_head), CYAML_FIELD_END};

static const cyaml_schema_field_t aid_estimate_fields[] = {
    CYAML_FIELD_STRING_PTR("share", POINTER, titian_yaml_aid_estimate, share, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("of", POINTER, titian_yaml_aid_estimate, of, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("per_head_of", OPTIONAL, titian_yaml_aid_estimate, per_head_of, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("note", POINTER, titian_yaml_aid_estimate, note, 1, CYAML_UNLIMITED), CYAML_FIELD_END};

static const cyaml_schema_field_t allocation_fields[] = {ALLOCATION_NUMBER(budget), ALLOCATION_TEXT(currency),
    ALLOCATION_NUMBER(unit), ALLOCATION_TEXT(rule), ALLOCATION_LIST(factors, &allocated_entry),
    ALLOCATION_NUMBER(base), ALLOCATION_NUMBER(base_share), ALLOCATION_NUMBER(floor), ALLOCATION_NUMBER(floor_share),
    ALLOCATION_NUMBER(cap), ALLOCATION_NUMBER(cap_share), ALLOCATION_NUMBER(cap_per_head),
    ALLOCATION_LIST(floors, &vulnerability_entry), ALLOCATION_LIST(caps, &vulnerability_entry),
    ALLOCATION_NUMBER(minimum), ALLOCATION_NUMBER(assess_first), ALLOCATION_NUMBER(orphan),
    ALLOCATION_NUMBER(darling),
    CYAML_FIELD_MAPPING_PTR("previous", OPTIONAL, titian_yaml_allocation, previous, swing_fields),
    CYAML_FIELD_MAPPING_PTR("returns", OPTIONAL, titian_yaml_allocation, returns, returns_fields),
    ALLOCATION_LIST(fences, &fence_entry), ALLOCATION_LIST(lists, &gate_entry), ALLOCATION_TEXT(present_aid),
    CYAML_FIELD_MAPPING_PTR(
        "present_aid_estimate", OPTIONAL, titian_yaml_allocation, present_aid_estimate, aid_estimate_fields),
    CYAML_FIELD_END};

/* Small samples of communities. */
static const cyaml_schema_field_t divide_fields[] = {
    CYAML_FIELD_STRING_PTR("sample", OPTIONAL, titian_yaml_divide, sample, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("min_sample", OPTIONAL_NUMBER, titian_yaml_divide, min_sample),
    CYAML_FIELD_FLOAT_PTR("few_below", OPTIONAL_NUMBER, titian_yaml_divide, few_below), CYAML_FIELD_END};

/* How data are read. */
static const cyaml_schema_field_t data_fields[] = {
    CYAML_FIELD_STRING_PTR("period", OPTIONAL, titian_yaml_data, period, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("censored", OPTIONAL, titian_yaml_data, censored, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("brackets", OPTIONAL, titian_yaml_data, brackets, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "vintages", OPTIONAL, titian_yaml_data, vintages, n_vintages, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};

/* What an alternative asks of factors before it. */
static const cyaml_schema_field_t requirement_fields[] = {
    CYAML_FIELD_STRING_PTR("factor", POINTER, titian_yaml_requirement, factor, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("in", POINTER, titian_yaml_requirement, in, n_in, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};
static const cyaml_schema_value_t requirement_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_requirement, requirement_fields)};

/* The keys of an alternative beside the stages. */
static const cyaml_schema_field_t alternative_fields[] = {
    CYAML_FIELD_STRING_PTR("name", POINTER, titian_yaml_alternative, name, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("probability", OPTIONAL_NUMBER, titian_yaml_alternative, probability),
    CYAML_FIELD_SEQUENCE_COUNT(
        "when", OPTIONAL, titian_yaml_alternative, when, n_when, &requirement_entry, 1, CYAML_UNLIMITED)};

/* The keys of the uncertainty block beside vary. */
static const cyaml_schema_field_t uncertainty_fields[] = {
    CYAML_FIELD_FLOAT_PTR("replications", OPTIONAL_NUMBER, titian_yaml_uncertainty, replications),
    CYAML_FIELD_FLOAT_PTR("seed", OPTIONAL_NUMBER, titian_yaml_uncertainty, seed),
    CYAML_FIELD_SEQUENCE_COUNT(
        "quantiles", OPTIONAL, titian_yaml_uncertainty, quantiles, n_quantiles, &number_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("top", OPTIONAL_NUMBER, titian_yaml_uncertainty, top)};

static const cyaml_schema_field_t match_fields[] = {
    CYAML_FIELD_STRING_PTR("units", OPTIONAL, titian_yaml_match, units, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "include", OPTIONAL, titian_yaml_match, include, n_include, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};

/* The keys at the top: those before the stages and those behind them. */
static const cyaml_schema_field_t head_fields[] = {
    CYAML_FIELD_STRING_PTR("title", OPTIONAL, titian_yaml_model, title, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("edition", OPTIONAL, titian_yaml_model, edition, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("description", OPTIONAL, titian_yaml_model, description, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("citation", OPTIONAL, titian_yaml_model, citation, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("year", OPTIONAL_NUMBER, titian_yaml_model, year),
    CYAML_FIELD_STRING_PTR("framework", OPTIONAL, titian_yaml_model, framework, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("units", OPTIONAL, titian_yaml_model, units, n_units, &unit_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING_PTR("match", OPTIONAL, titian_yaml_model, match, match_fields),
    CYAML_FIELD_SEQUENCE_COUNT(
        "order", OPTIONAL, titian_yaml_model, order, n_order, &text_entry, 1, CYAML_UNLIMITED)};
static const cyaml_schema_field_t tail_fields[] = {
    CYAML_FIELD_SEQUENCE_COUNT("bands", OPTIONAL, titian_yaml_model, bands, n_bands, &band_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING_PTR("priority", OPTIONAL, titian_yaml_model, priority, priority_fields),
    CYAML_FIELD_MAPPING_PTR("allocation", OPTIONAL, titian_yaml_model, allocation, allocation_fields),
    CYAML_FIELD_MAPPING_PTR("divide", OPTIONAL, titian_yaml_model, divide, divide_fields),
    CYAML_FIELD_MAPPING_PTR("data", OPTIONAL, titian_yaml_model, data, data_fields)};

enum {
    N_HEAD = sizeof head_fields / sizeof *head_fields,
    N_TAIL = sizeof tail_fields / sizeof *tail_fields,
    N_ALTERNATIVE = sizeof alternative_fields / sizeof *alternative_fields,
    N_UNCERTAINTY = sizeof uncertainty_fields / sizeof *uncertainty_fields
};

/* Under weigh: the units that have weights of their own. */
static const cyaml_schema_field_t where_fields[] = {CYAML_FIELD_SEQUENCE_COUNT("missing", OPTIONAL, titian_yaml_where,
                                                        missing, n_missing, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("group", OPTIONAL, titian_yaml_where, units.group, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "in", OPTIONAL, titian_yaml_where, units.labels, units.n_labels, &text_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};

/* How each kind of option is read. Words are read as text, for two methods may give one option different words. */
static cyaml_schema_value_t value_of_kind(titian_param_kind kind)
{
    const cyaml_schema_value_t number = {CYAML_VALUE_FLOAT(OPTIONAL_NUMBER, double)};
    const cyaml_schema_value_t flag = {CYAML_VALUE_BOOL(OPTIONAL, int)};
    const cyaml_schema_value_t range = {CYAML_VALUE_SEQUENCE_FIXED(OPTIONAL, double, &number_entry, 2)};
    const cyaml_schema_value_t list = {CYAML_VALUE_SEQUENCE(OPTIONAL, double, &number_entry, 1, CYAML_UNLIMITED)};
    const cyaml_schema_value_t text = {CYAML_VALUE_STRING(OPTIONAL, char *, 0, CYAML_UNLIMITED)};

    if (kind == TITIAN_PARAM_FLAG)
        return flag;
    if (kind == TITIAN_PARAM_RANGE)
        return range;
    if (kind == TITIAN_PARAM_LIST)
        return list;
    return kind == TITIAN_PARAM_NUMBER || kind == TITIAN_PARAM_COUNT ? number : text;
}

/* The keys of a stage's block while they are gathered. */
typedef struct {
    cyaml_schema_field_t field[TITIAN_SCHEMA_FIELDS];
    size_t n_own, n; /* keys of the block itself come first, options behind them */
} gathering;

/* @param alternative  schema of one, for entries of vary */
static void gather_own(gathering *g, titian_stage stage, const cyaml_schema_value_t *alternative)
{
    const cyaml_schema_field_t method =
        CYAML_FIELD_STRING_PTR("method", OPTIONAL, titian_yaml_entry, method, 0, CYAML_UNLIMITED);
    const cyaml_schema_field_t level = CYAML_FIELD_FLOAT_PTR("level", OPTIONAL_NUMBER, titian_yaml_entry, level);
    const cyaml_schema_field_t node =
        CYAML_FIELD_STRING_PTR("node", OPTIONAL, titian_yaml_entry, node, 0, CYAML_UNLIMITED);
    const cyaml_schema_field_t max_age =
        CYAML_FIELD_FLOAT_PTR("max_age", OPTIONAL_NUMBER, titian_yaml_entry, max_age);
    const cyaml_schema_field_t name =
        CYAML_FIELD_STRING_PTR("name", OPTIONAL, titian_yaml_entry, name, 0, CYAML_UNLIMITED);
    const cyaml_schema_field_t alternatives = CYAML_FIELD_SEQUENCE_COUNT(
        "alternatives", OPTIONAL, titian_yaml_entry, alternatives, n_alternatives, alternative, 1, CYAML_UNLIMITED);

    const cyaml_schema_field_t where =
        CYAML_FIELD_MAPPING_PTR("where", OPTIONAL, titian_yaml_entry, where, where_fields);

    if (stage == TITIAN_STAGE_VARY)
        g->field[g->n++] = name;
    g->field[g->n++] = method;
    if (stage >= TITIAN_STAGE_AGGREGATE) {
        g->field[g->n++] = level;
        g->field[g->n++] = node;
    }
    if (stage == TITIAN_STAGE_SCREEN)
        g->field[g->n++] = max_age;
    if (stage == TITIAN_STAGE_VARY)
        g->field[g->n++] = alternatives;
    if (stage == TITIAN_STAGE_WEIGH)
        g->field[g->n++] = where;
    g->n_own = g->n;
}

/* Add an option, or check that it agrees with one of the same name. @return 0; -1 when it does not, or for want of
 * room */
static int gather_option(gathering *g, const titian_param *param)
{
    const cyaml_schema_value_t value = value_of_kind(param->kind);
    const size_t slot = g->n - g->n_own;
    size_t at;

    for (size_t k = 0; k < g->n; k++)
        if (g->field[k].key[0] == param->name[0] &&
            strcmp(g->field[k].key, param->name) == 0) /* most differ at once */
            return k >= g->n_own && g->field[k].value.type == value.type ? 0 : -1;
    if (g->n + 1 >= TITIAN_SCHEMA_FIELDS)
        return -1;
    at = offsetof(titian_yaml_entry, options) + slot * sizeof(titian_yaml_option);
    g->field[g->n++] = (cyaml_schema_field_t){.key = param->name,
        .data_offset = (uint32_t) (at + offsetof(titian_yaml_option, value)),
        .count_offset = (uint32_t) (at + offsetof(titian_yaml_option, n)),
        .count_size = sizeof((titian_yaml_option *) NULL)->n,
        .value = value};
    return 0;
}

/* Add the options of every method of the stage. */
static titian_status gather(gathering *g, titian_stage stage, titian_error *err)
{
    const titian_method *method = NULL;

    for (size_t row = 0; (method = titian_method_at(stage, row)) != NULL; row++) {
        for (size_t k = 0; k < method->n_params; k++)
            if (gather_option(g, &method->params[k]) != 0)
                return titian_fail(err, TITIAN_E_INTERNAL, "option %s of %s %s does not agree with its namesakes",
                    method->params[k].name, titian_stage_name(stage), method->name);
    }
    return TITIAN_OK;
}

/* The blocks of all stages while the schema is built; vary stands last, since it holds the others. */
typedef struct {
    titian_schema *schema;
    titian_arena *arena;
    cyaml_schema_value_t *block; /* by stage */
    const cyaml_schema_value_t *alternative;
} building;

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the schema of a model");
}

/* The block of one stage: its schema among the blocks, its options in the schema of the model. */
static titian_status build_stage(const building *g, titian_stage stage, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_schema_stage *out = &g->schema->stage[stage];
    gathering all = {.n = 0};
    cyaml_schema_field_t *fields = NULL;

    gather_own(&all, stage, g->alternative);
    status = gather(&all, stage, err);
    if (status != TITIAN_OK)
        return status;
    fields = titian_arena_array(g->arena, all.n + 1, sizeof *fields); /* the last one's key stays NULL: the end */
    out->n_options = all.n - all.n_own;
    out->names = titian_arena_array(g->arena, out->n_options, sizeof *out->names);
    if (fields == NULL || out->names == NULL)
        return no_memory(err);
    memcpy(fields, all.field, all.n * sizeof *fields);
    for (size_t k = 0; k < out->n_options; k++)
        out->names[k] = fields[all.n_own + k].key;
    out->entry_size = offsetof(titian_yaml_entry, options) + out->n_options * sizeof(titian_yaml_option);
    g->block[stage] = (cyaml_schema_value_t){
        .type = CYAML_MAPPING, .data_size = (uint32_t) out->entry_size, .mapping = {.fields = fields}};
    return TITIAN_OK;
}

/* A key that holds a list of a stage's blocks. @param at  where its titian_yaml_list stands */
static cyaml_schema_field_t list_field(const char *key, size_t at, const cyaml_schema_value_t *block)
{
    return (cyaml_schema_field_t){.key = key,
        .data_offset = (uint32_t) (at + offsetof(titian_yaml_list, entries)),
        .count_offset = (uint32_t) (at + offsetof(titian_yaml_list, n)),
        .count_size = sizeof((titian_yaml_list *) NULL)->n,
        .value = {.type = CYAML_SEQUENCE,
            .flags = (enum cyaml_flag) POINTER,
            .data_size = block->data_size,
            .sequence = {.entry = block, .min = 1, .max = CYAML_UNLIMITED}}};
}

/* The key of a stage: a block, or a list of blocks where each node chooses. @param at  where the
 * titian_yaml_stages stand */
static cyaml_schema_field_t stage_field(titian_stage stage, size_t at, const cyaml_schema_value_t *block)
{
    const size_t list = at + offsetof(titian_yaml_stages, list) + (size_t) stage * sizeof(titian_yaml_list);
    const size_t own = at + offsetof(titian_yaml_stages, stage) + (size_t) stage * sizeof(titian_yaml_entry *);
    cyaml_schema_field_t field = {.key = titian_stage_name(stage), .data_offset = (uint32_t) own, .value = *block};

    if (stage >= TITIAN_STAGE_AGGREGATE)
        field = list_field(field.key, list, block);
    field.value.flags = (enum cyaml_flag) OPTIONAL;
    return field;
}

/* Fields of a block that holds stages: those before them, the stages, those behind them, the end.
 * @return NULL when there is no memory */
static cyaml_schema_field_t *fields_with_stages(
    const building *g, const cyaml_schema_field_t *before, size_t n_before, size_t at, size_t n_behind)
{
    cyaml_schema_field_t *fields =
        titian_arena_array(g->arena, n_before + TITIAN_STAGE_VARY + n_behind + 1, sizeof *fields);

    if (fields == NULL)
        return NULL;
    memcpy(fields, before, n_before * sizeof *fields);
    for (titian_stage stage = 0; stage < TITIAN_STAGE_VARY; stage++)
        fields[n_before + stage] = stage_field(stage, at, &g->block[stage]);
    return fields;
}

/* An entry of a list of alternatives. */
static titian_status build_alternative(building *g, titian_error *err)
{
    cyaml_schema_field_t *fields =
        fields_with_stages(g, alternative_fields, N_ALTERNATIVE, offsetof(titian_yaml_alternative, stages), 0);
    cyaml_schema_value_t *entry = titian_arena_alloc(g->arena, sizeof *entry);

    if (fields == NULL || entry == NULL)
        return no_memory(err);
    *entry = (cyaml_schema_value_t){CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, titian_yaml_alternative, fields)};
    g->alternative = entry;
    return TITIAN_OK;
}

/* All keys at the top. */
static titian_status build_model(const building *g, titian_error *err)
{
    cyaml_schema_field_t *inner = titian_arena_array(g->arena, N_UNCERTAINTY + 2, sizeof *inner);
    cyaml_schema_field_t *fields =
        fields_with_stages(g, head_fields, N_HEAD, offsetof(titian_yaml_model, stages), N_TAIL + 1);

    if (inner == NULL || fields == NULL)
        return no_memory(err);
    memcpy(inner, uncertainty_fields, sizeof uncertainty_fields);
    inner[N_UNCERTAINTY] = list_field(
        titian_stage_name(TITIAN_STAGE_VARY), offsetof(titian_yaml_uncertainty, vary), &g->block[TITIAN_STAGE_VARY]);
    memcpy(fields + N_HEAD + TITIAN_STAGE_VARY, tail_fields, sizeof tail_fields);
    fields[N_HEAD + TITIAN_STAGE_VARY + N_TAIL] = (cyaml_schema_field_t) CYAML_FIELD_MAPPING_PTR(
        "uncertainty", OPTIONAL, titian_yaml_model, uncertainty, inner);
    g->schema->model = (cyaml_schema_value_t){CYAML_VALUE_MAPPING(POINTER, titian_yaml_model, fields)};
    return TITIAN_OK;
}

titian_status titian_schema_build(titian_schema *out, titian_arena *arena, titian_error *err)
{
    building g = {.schema = out, .arena = arena};
    titian_status status = TITIAN_OK;

    g.block = titian_arena_array(arena, TITIAN_N_STAGES, sizeof *g.block);
    if (g.block == NULL)
        return no_memory(err);
    for (titian_stage stage = 0; stage < TITIAN_STAGE_VARY && status == TITIAN_OK; stage++)
        status = build_stage(&g, stage, err);
    if (status == TITIAN_OK)
        status = build_alternative(&g, err);
    if (status == TITIAN_OK)
        status = build_stage(&g, TITIAN_STAGE_VARY, err);
    return status == TITIAN_OK ? build_model(&g, err) : status;
}

const titian_yaml_entry *titian_schema_entry(
    const titian_schema *schema, titian_stage stage, const titian_yaml_list *list, size_t k)
{
    const unsigned char *first = (const unsigned char *) list->entries;

    return (const void *) (first + k * schema->stage[stage].entry_size);
}
