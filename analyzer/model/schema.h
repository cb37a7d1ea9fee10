/* What a model.yaml may hold: the structures libcyaml fills, and the schema by which it does. The options of a stage
 * are not listed here: they are the union of the parameters in the stage's method table.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_SCHEMA_H
#define TITIAN_MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <cyaml/cyaml.h>

#include <titian/method.h>
#include <titian/status.h>

#include "core/arena.h"

/* In all of these NULL means "not given", for an array: not given or empty. Numbers, whole ones too, are read as
 * doubles: libcyaml's integers take 010 for eight. */
typedef struct {
    char *group;
    char **labels;
    unsigned n_labels;
    char *reason;
    double *value, *grace;
} titian_yaml_condition;

typedef struct {
    char *name;
    double *from, *above; /* one of the two */
} titian_yaml_band;

typedef struct {
    char *variable;
    double *low, *high;
} titian_yaml_scaled;

typedef struct {
    titian_yaml_scaled *variables;
    unsigned n_variables;
    double *weak_below, *strong_from;
} titian_yaml_absorption;

typedef struct {
    char *variable, *group;
    double *years;
} titian_yaml_aid;

typedef struct {
    double *need, *people, *vulnerability, *aid, *confidence;
} titian_yaml_weights;

typedef struct {
    double *target, *alpha, *level;
    titian_yaml_condition *eligible;
    unsigned n_eligible;
    char *population;
    double *people_reference;
    titian_yaml_condition *vulnerability;
    unsigned n_vulnerability;
    titian_yaml_aid *aid;
    titian_yaml_absorption *absorption;
    double *absorption_penalty, *age_discount;
    titian_yaml_weights *weights;
} titian_yaml_priority;

typedef struct {
    char *name, *variable, *source;
    double *power, *weight, *otherwise;
} titian_yaml_allocated;

typedef struct {
    char *name;
    titian_yaml_condition members; /* its group and labels alone */
    double *least, *most;
} titian_yaml_fence;

typedef struct {
    char *list, *reason;
    bool *excludes;
    double *grace;
} titian_yaml_gate;

typedef struct {
    char *variable;
    double *down, *up;
} titian_yaml_swing;

typedef struct {
    char *form;
    double *scale, *scale_per_head;
} titian_yaml_returns;

typedef struct {
    char *share, *of, *per_head_of, *note;
} titian_yaml_aid_estimate;

typedef struct {
    double *budget, *unit, *base, *base_share, *floor, *floor_share, *cap, *cap_share, *cap_per_head, *minimum,
        *assess_first, *orphan, *darling;
    char *currency, *rule, *present_aid;
    titian_yaml_allocated *factors;
    titian_yaml_condition *floors, *caps;
    titian_yaml_fence *fences;
    titian_yaml_gate *lists;
    unsigned n_factors, n_floors, n_caps, n_fences, n_lists;
    titian_yaml_swing *previous;
    titian_yaml_returns *returns;
    titian_yaml_aid_estimate *present_aid_estimate;
} titian_yaml_allocation;

/* The units that an exception to weights is for. */
typedef struct {
    char **missing;
    unsigned n_missing;
    titian_yaml_condition units; /* its group and labels alone */
} titian_yaml_where;

/* An option as given: a pointer to a double (NUMBER, COUNT), an int (FLAG), two doubles (RANGE), n doubles (LIST) or
 * a text (all others). */
typedef struct {
    void *value;
    unsigned n; /* LIST alone */
} titian_yaml_option;

typedef struct titian_yaml_alternative titian_yaml_alternative;

/* A stage's block, or one entry of a stage that is a list. Behind it stand the options of the stage's schema. */
typedef struct {
    char *method;
    double *level; /* lists alone, like node */
    char *node;
    double *max_age;          /* screen alone */
    titian_yaml_where *where; /* weigh alone */
    char *name;               /* vary alone, like alternatives */
    titian_yaml_alternative *alternatives;
    unsigned n_alternatives;
    titian_yaml_option options[];
} titian_yaml_entry;

/* Entries lie entry_size bytes apart: see titian_schema_entry. */
typedef struct {
    titian_yaml_entry *entries;
    unsigned n;
} titian_yaml_list;

/* Blocks of stages: those of the model, or those that an alternative gives anew. */
typedef struct {
    titian_yaml_entry *stage[TITIAN_STAGE_AGGREGATE];
    titian_yaml_list
        list[TITIAN_STAGE_VARY]; /* from TITIAN_STAGE_AGGREGATE on: stages that each node chooses for itself */
} titian_yaml_stages;

typedef struct {
    char *factor;
    char **in;
    unsigned n_in;
} titian_yaml_requirement;

struct titian_yaml_alternative {
    char *name;
    double *probability;
    titian_yaml_requirement *when;
    unsigned n_when;
    titian_yaml_stages stages;
};

typedef struct {
    double *replications, *seed, *top;
    double *quantiles;
    unsigned n_quantiles;
    titian_yaml_list vary;
} titian_yaml_uncertainty;

/* How units of data files are matched. */
typedef struct {
    char *units;
    char **include;
    unsigned n_include;
} titian_yaml_match;

typedef struct {
    char *period, *censored, *brackets;
    char **vintages;
    unsigned n_vintages;
} titian_yaml_data;

typedef struct {
    char *sample;
    double *min_sample, *few_below;
} titian_yaml_divide;

typedef struct {
    char *title, *edition, *description, *citation, *framework;
    double *year;
    titian_yaml_condition *units;
    unsigned n_units;
    titian_yaml_match *match;
    char **order;
    unsigned n_order;
    titian_yaml_stages stages;
    titian_yaml_band *bands;
    unsigned n_bands;
    titian_yaml_priority *priority;
    titian_yaml_allocation *allocation;
    titian_yaml_data *data;
    titian_yaml_divide *divide;
    titian_yaml_uncertainty *uncertainty;
} titian_yaml_model;

/* The options of one stage: the union over its methods. */
typedef struct {
    const char **names; /* n_options, each once */
    size_t n_options;
    size_t entry_size; /* bytes of a titian_yaml_entry with that many options */
} titian_schema_stage;

typedef struct {
    cyaml_schema_value_t model; /* of a titian_yaml_model */
    titian_schema_stage stage[TITIAN_N_STAGES];
} titian_schema;

enum { TITIAN_SCHEMA_FIELDS = 128 }; /* most keys of one block */

/** Build the schema from the method tables; it lives as long as the arena.
 *  @return TITIAN_E_INTERNAL when two methods of a stage give one option shapes that do not agree */
TITIAN_CHECKED titian_status titian_schema_build(titian_schema *out, titian_arena *arena, titian_error *err);

/** Entry k of a list of a stage's blocks. */
const titian_yaml_entry *titian_schema_entry(
    const titian_schema *schema, titian_stage stage, const titian_yaml_list *list, size_t k);

#endif
