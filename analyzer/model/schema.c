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
    CYAML_FIELD_STRING_PTR("reason", OPTIONAL, titian_yaml_condition, reason, 0, CYAML_UNLIMITED), CYAML_FIELD_END};
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

/* The keys at the top: those before the stages and those behind them. */
static const cyaml_schema_field_t head_fields[] = {
    CYAML_FIELD_STRING_PTR("title", OPTIONAL, titian_yaml_model, title, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("edition", OPTIONAL, titian_yaml_model, edition, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("description", OPTIONAL, titian_yaml_model, description, 0, CYAML_UNLIMITED),
    CYAML_FIELD_STRING_PTR("citation", OPTIONAL, titian_yaml_model, citation, 0, CYAML_UNLIMITED),
    CYAML_FIELD_FLOAT_PTR("year", OPTIONAL_NUMBER, titian_yaml_model, year),
    CYAML_FIELD_STRING_PTR("framework", OPTIONAL, titian_yaml_model, framework, 0, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT("units", OPTIONAL, titian_yaml_model, units, n_units, &unit_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_SEQUENCE_COUNT(
        "order", OPTIONAL, titian_yaml_model, order, n_order, &text_entry, 1, CYAML_UNLIMITED)};
static const cyaml_schema_field_t tail_fields[] = {
    CYAML_FIELD_SEQUENCE_COUNT("bands", OPTIONAL, titian_yaml_model, bands, n_bands, &band_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_MAPPING_PTR("priority", OPTIONAL, titian_yaml_model, priority, priority_fields)};

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

static void gather_own(gathering *g, titian_stage stage)
{
    const cyaml_schema_field_t method =
        CYAML_FIELD_STRING_PTR("method", OPTIONAL, titian_yaml_entry, method, 0, CYAML_UNLIMITED);
    const cyaml_schema_field_t level = CYAML_FIELD_FLOAT_PTR("level", OPTIONAL_NUMBER, titian_yaml_entry, level);
    const cyaml_schema_field_t node =
        CYAML_FIELD_STRING_PTR("node", OPTIONAL, titian_yaml_entry, node, 0, CYAML_UNLIMITED);
    const cyaml_schema_field_t max_age =
        CYAML_FIELD_FLOAT_PTR("max_age", OPTIONAL_NUMBER, titian_yaml_entry, max_age);

    const cyaml_schema_field_t where =
        CYAML_FIELD_MAPPING_PTR("where", OPTIONAL, titian_yaml_entry, where, where_fields);

    g->field[g->n++] = method;
    if (stage >= TITIAN_STAGE_AGGREGATE) {
        g->field[g->n++] = level;
        g->field[g->n++] = node;
    }
    if (stage == TITIAN_STAGE_SCREEN)
        g->field[g->n++] = max_age;
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
        if (strcmp(g->field[k].key, param->name) == 0)
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

static titian_status gather(gathering *g, titian_stage stage, titian_error *err)
{
    gather_own(g, stage);
    for (size_t row = 0; row < titian_n_methods(stage); row++) {
        const titian_method *method = titian_method_at(stage, row);

        for (size_t k = 0; k < method->n_params; k++)
            if (gather_option(g, &method->params[k]) != 0)
                return titian_fail(err, TITIAN_E_INTERNAL, "option %s of %s %s does not agree with its namesakes",
                    method->params[k].name, titian_stage_name(stage), method->name);
    }
    return TITIAN_OK;
}

/* The block of one stage: its schema in `value`, its options in `out`. */
static titian_status build_stage(
    titian_schema_stage *out, cyaml_schema_value_t *value, titian_stage stage, titian_arena *arena, titian_error *err)
{
    titian_status status = TITIAN_OK;
    gathering g = {.n = 0};
    cyaml_schema_field_t *fields = NULL;

    status = gather(&g, stage, err);
    if (status != TITIAN_OK)
        return status;
    fields = titian_arena_array(arena, g.n + 1, sizeof *fields); /* the last one's key stays NULL: the end */
    out->n_options = g.n - g.n_own;
    out->names = titian_arena_array(arena, out->n_options, sizeof *out->names);
    if (fields == NULL || out->names == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the schema of a model");
    memcpy(fields, g.field, g.n * sizeof *fields);
    for (size_t k = 0; k < out->n_options; k++)
        out->names[k] = fields[g.n_own + k].key;
    out->entry_size = offsetof(titian_yaml_entry, options) + out->n_options * sizeof(titian_yaml_option);
    *value = (cyaml_schema_value_t){.type = CYAML_MAPPING,
        .flags = CYAML_FLAG_DEFAULT,
        .data_size = (uint32_t) out->entry_size,
        .mapping = {.fields = fields}};
    return TITIAN_OK;
}

/* The key of a stage at the top: a block, or a list of blocks where each node chooses. */
static cyaml_schema_field_t stage_field(titian_stage stage, const cyaml_schema_value_t *block)
{
    const size_t list = offsetof(titian_yaml_model, list) + (size_t) stage * sizeof(titian_yaml_list);
    cyaml_schema_field_t field = {.key = titian_stage_name(stage)};

    if (stage >= TITIAN_STAGE_AGGREGATE) {
        field.data_offset = (uint32_t) (list + offsetof(titian_yaml_list, entries));
        field.count_offset = (uint32_t) (list + offsetof(titian_yaml_list, n));
        field.count_size = sizeof((titian_yaml_list *) NULL)->n;
        field.value = (cyaml_schema_value_t){.type = CYAML_SEQUENCE,
            .data_size = block->data_size,
            .sequence = {.entry = block, .min = 1, .max = CYAML_UNLIMITED}};
    } else {
        field.data_offset =
            (uint32_t) (offsetof(titian_yaml_model, stage) + (size_t) stage * sizeof(titian_yaml_entry *));
        field.value = *block;
    }
    field.value.flags = (enum cyaml_flag) OPTIONAL;
    return field;
}

titian_status titian_schema_build(titian_schema *out, titian_arena *arena, titian_error *err)
{
    enum { N_HEAD = sizeof head_fields / sizeof *head_fields, N_TAIL = sizeof tail_fields / sizeof *tail_fields };
    cyaml_schema_field_t *fields =
        titian_arena_array(arena, N_HEAD + TITIAN_N_STAGES + N_TAIL + 1, sizeof *fields); /* the last one: the end */
    cyaml_schema_value_t *blocks = titian_arena_array(arena, TITIAN_N_STAGES, sizeof *blocks);

    if (fields == NULL || blocks == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the schema of a model");
    memcpy(fields, head_fields, sizeof head_fields);
    memcpy(fields + N_HEAD + TITIAN_N_STAGES, tail_fields, sizeof tail_fields);
    for (titian_stage stage = 0; stage < TITIAN_N_STAGES; stage++) {
        titian_status status = build_stage(&out->stage[stage], &blocks[stage], stage, arena, err);

        if (status != TITIAN_OK)
            return status;
        fields[N_HEAD + stage] = stage_field(stage, &blocks[stage]);
    }
    out->model = (cyaml_schema_value_t){CYAML_VALUE_MAPPING(POINTER, titian_yaml_model, fields)};
    return TITIAN_OK;
}

const titian_yaml_entry *titian_schema_entry(
    const titian_schema *schema, const titian_yaml_model *model, titian_stage stage, size_t k)
{
    const unsigned char *first = (const unsigned char *) model->list[stage].entries;

    return (const void *) (first + k * schema->stage[stage].entry_size);
}
