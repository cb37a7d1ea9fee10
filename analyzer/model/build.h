/* What the builders of the recipe share: the files of the model, where things go, and the checks that every block of
 * model.yaml needs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_BUILD_H
#define TITIAN_MODEL_BUILD_H

#include <stddef.h>

#include <titian/recipe.h>
#include <titian/values.h>

#include "core/arena.h"
#include "model/faults.h"
#include "model/framework_csv.h"
#include "model/schema.h"
#include "model/shelf.h"
#include "model/yaml_place.h"

/** Builders say faults of meaning and go on; they fail for want of memory alone. */
typedef struct {
    const titian_yaml *yaml; /* NULL: a framework alone, with the defaults */
    const titian_schema *schema;
    const titian_rows *rows;
    titian_arena *arena; /* everything built lives here */
    titian_faults *faults;
    titian_shelf *shelf;
} titian_build;

/** What an entry of a stage is for, that each node chooses for itself; a later word is more specific. */
typedef enum { TITIAN_FOR_NOTHING, TITIAN_FOR_OTHERS, TITIAN_FOR_LEVEL, TITIAN_FOR_NODE } titian_for;
typedef struct {
    titian_for what; /* NOTHING: the entry is at fault */
    int level;
    size_t row; /* of the node */
} titian_target;

/** An entry of weigh that is for some units alone, by row of framework.csv. */
typedef struct {
    titian_target target;
    size_t entry;    /* of weigh, from 1 */
    size_t *missing; /* n_missing rows */
    size_t n_missing;
    const titian_condition *group; /* NULL: none */
    titian_choice choice;
} titian_built_exception;

/** A stage that each node chooses for itself, by row of framework.csv. */
typedef struct {
    const char *path;       /* of the list, in model.yaml */
    titian_choice *choice;  /* of each row */
    titian_for *chosen_for; /* likewise: what the entry is for that the choice is from */
    titian_built_exception *exceptions;
    size_t n_exceptions;
} titian_built_list;

/** The factors of the uncertainty block. `node` of a factor is a row of framework.csv, and choices of alternatives
 *  stand by row, until titian_build_nodes. */
typedef struct {
    titian_factor *factors;            /* those of the recipe, to be changed */
    titian_alternative **alternatives; /* likewise, of each factor; NULL: none */
    titian_built_list **weighing;      /* likewise: of weigh where an alternative has it */
    size_t n;
} titian_built_factors;

/** Choices by row of framework.csv, until the framework says which row is which node. */
typedef struct {
    titian_built_list list[TITIAN_N_STAGES];    /* from TITIAN_STAGE_AGGREGATE on */
    titian_choice *own[TITIAN_STAGE_AGGREGATE]; /* of each row, without a method where it says nothing; NULL: no
                                                   column names the stage */
    titian_weight_set *sets;                    /* weights of each row */
    size_t n_sets;
    int own_at_fault;       /* 1: cells of own choices were at fault, which was said */
    unsigned char *lacking; /* of each row: bits of titian_need that its methods lack, which was said */
    titian_built_factors vary;
} titian_built;

/** What a number must be. */
typedef struct {
    double fallback; /* where the key is not given */
    double least, most;
    int whole; /* 1: a whole number */
    int open;  /* 1: above `least`, not equal to it */
} titian_rule;
/** Years of grace for who has left a dated list. */
extern const titian_rule titian_build_grace;

enum { TITIAN_PATH = 160 };
/** Path of a value in model.yaml, see titian_yaml_place. */
typedef struct {
    char text[TITIAN_PATH];
} titian_path;
titian_path titian_path_of(const char *format, ...) TITIAN_PRINTF(1, 2);

titian_place titian_build_place(const titian_build *b, const char *path);

/** The number given, or the rule's fallback; a number against the rule is said and gives the fallback. */
double titian_build_number(const titian_build *b, const char *path, const double *given, titian_rule rule);

/** The same anywhere. @param name  of the value, for messages */
double titian_build_number_at(
    const titian_build *b, titian_place place, const char *name, const double *given, titian_rule rule);

/** Does a code belong to a row of one of these types (bits of titian_row_type)? If not, that is said.
 *  Rows that could not be read to the end are not judged by. @return 1 or 0 */
int titian_build_code(const titian_build *b, const char *path, const char *code, unsigned types);

int titian_build_code_at(
    const titian_build *b, titian_place place, const char *name, const char *code, unsigned types);

/** Copy of a text; "" for NULL. @return NULL when there is no memory */
const char *titian_build_text(const titian_build *b, const char *text);

TITIAN_CHECKED titian_status titian_build_no_memory(titian_error *err);

/** Conditions on units. @param out  n of them, in the arena */
TITIAN_CHECKED titian_status titian_build_conditions(const titian_build *b, const char *path,
    const titian_yaml_condition *from, size_t n, const titian_condition **out, titian_error *err);

/** The same where the values keep another rule than 0 to 1. */
TITIAN_CHECKED titian_status titian_build_valued_conditions(const titian_build *b, const char *path,
    const titian_yaml_condition *from, size_t n, const titian_rule *value, const titian_condition **out,
    titian_error *err);

/** How units are matched; `from` NULL: by evidence. */
TITIAN_CHECKED titian_status titian_build_match(
    const titian_build *b, const titian_yaml_match *from, titian_match_rules *out, titian_error *err);

TITIAN_CHECKED titian_status titian_build_condition(const titian_build *b, const char *path,
    const titian_yaml_condition *from, titian_condition *out, titian_error *err);

/** A stage's choice: method and options, checked against the method's row.
 *  @param entry  NULL: the default method with its default options */
TITIAN_CHECKED titian_status titian_build_choice(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_entry *entry, titian_choice *out, titian_error *err);

/** The divide block; `from` NULL: none, every figure is shown. */
TITIAN_CHECKED titian_status titian_build_divide(
    const titian_build *b, const titian_yaml_divide *from, titian_divide_rules *out, titian_error *err);

/** The priority block; `from` NULL: none, the parameters at their defaults. */
TITIAN_CHECKED titian_status titian_build_priority(
    const titian_build *b, const titian_yaml_priority *from, titian_priority_rules *out, titian_error *err);

/** The allocation block; `from` NULL: none, the parameters at their defaults.
 *  @param priority  of the same model: what a factor without a variable may rest on */
TITIAN_CHECKED titian_status titian_build_allocation(const titian_build *b, const titian_yaml_allocation *from,
    const titian_priority_rules *priority, titian_allocation_rules *out, titian_error *err);

/** What a parameter of the priority step that is one number must be: by its key in the priority block, or that of a
 *  weight in its weights. */
titian_rule titian_priority_rule(const char *parameter);
/** The key of the priority block without which such a parameter is not used, when it is not there; else NULL. */
const char *titian_priority_lacks(const titian_priority_rules *rules, const char *parameter);

/** An option as a cell of framework.csv gives it: set that option of a choice.
 *  @param option  must be one of the method's; what cannot be read is said */
TITIAN_CHECKED titian_status titian_build_option_text(const titian_build *b, titian_place place,
    const titian_param *param, const char *text, titian_option *out, titian_error *err);
/** Say which options of a choice must be given and are not, and which do not go together. */
void titian_build_choice_check(const titian_build *b, titian_place place, const titian_choice *choice);
/** Say that an option names a level of the tree that there is not. */
void titian_build_level(const titian_build *b, titian_place place, const titian_param *param, double number);
/** Was an option given in an entry of a stage? @param entry  NULL: no */
int titian_build_given(const titian_build *b, titian_stage stage, const titian_yaml_entry *entry, const char *name);
/** Say that a screening asks for more groups than there are. */
void titian_build_min_groups(const titian_build *b, titian_place place, const titian_choice *screen);
/** The method of a row: its own, or the stage's. @param own  of each row, or NULL */
const titian_method *titian_build_method_of(const titian_choice *choice, const titian_choice *own, size_t row);
/** Say what rows lack that the methods of a stage need of them, and was not said before.
 *  @param own  of each row, or NULL  @param lacking  of each row; bits of titian_need */
void titian_build_needs(
    const titian_build *b, const titian_choice *choice, const titian_choice *own, unsigned char *lacking);
/** Row of a method of a stage by its word, TITIAN_NONE when there is none, which is said. */
size_t titian_build_method(const titian_build *b, titian_stage stage, titian_place place, const char *name);
/** Say that a method has no option of a name. */
void titian_build_foreign(
    const titian_build *b, titian_stage stage, titian_place place, const char *option, const char *method);

/** A CSV of the model's folder as a table of a shape, "matrix" or "votes"; *out is NULL when it is at fault, which
 *  was said. */
TITIAN_CHECKED titian_status titian_build_table(const titian_build *b, titian_place place, const char *name,
    const char *shape, const titian_table **out, titian_error *err);

/** Choices of indicators' own, by the columns STAGE.OPTION of framework.csv. */
TITIAN_CHECKED titian_status titian_build_own(
    const titian_build *b, const titian_recipe *recipe, titian_built *out, titian_error *err);
/** The same for one stage. @param model  what an empty cell means
 *  @param out  of each row, without a method where it says nothing; NULL where no column names the stage */
TITIAN_CHECKED titian_status titian_build_own_stage(
    const titian_build *b, titian_stage stage, const titian_choice *model, titian_choice **out, titian_error *err);

/** The register of breaks, where the model's folder has one. */
TITIAN_CHECKED titian_status titian_build_breaks(const titian_build *b, titian_recipe *out, titian_error *err);

/** Named sets of weights: of rows, then of nodes. */
TITIAN_CHECKED titian_status titian_build_sets(const titian_build *b, titian_built *out, titian_error *err);
TITIAN_CHECKED titian_status titian_build_node_sets(const titian_build *b, const titian_framework *framework,
    const titian_built *built, titian_recipe *out, titian_error *err);

/** A stage that each node chooses for itself: entries for a node, for a level, and one for all others.
 *  @param path  of the list, in model.yaml */
TITIAN_CHECKED titian_status titian_build_list(const titian_build *b, titian_stage stage, const char *path,
    const titian_yaml_list *from, titian_built_list *out, titian_error *err);

/** An entry of weigh, `k` from 0, that is for some units alone: what is wrong with it is said. */
TITIAN_CHECKED titian_status titian_build_exception(const titian_build *b, const titian_yaml_entry *entry, size_t k,
    const titian_target *target, const titian_choice *choice, titian_built_list *out, titian_error *err);
/** Say which nodes have exceptions and a method of aggregation that cannot take them. */
void titian_build_exceptions_check(
    const titian_build *b, const titian_built_list *weighing, const titian_choice *aggregation);
/** Exceptions of each node, in their order. */
TITIAN_CHECKED titian_status titian_build_node_exceptions(const titian_build *b, const titian_framework *framework,
    const titian_built_list *weighing, const titian_weigh_exception **out, size_t *n_out, titian_error *err);

/** The uncertainty block, when all else is built; `from` NULL: none, the numbers at their defaults. */
TITIAN_CHECKED titian_status titian_build_uncertainty(const titian_build *b, const titian_yaml_uncertainty *from,
    titian_recipe *recipe, titian_built *built, titian_error *err);

/** The block data; `from` NULL: none. Words that are not known are said. */
titian_value_rules titian_build_data(const titian_build *b, const titian_yaml_data *from);
/** Its list of vintages. Names that cannot be a file's, and those that stand twice, are said. */
TITIAN_CHECKED titian_status titian_build_vintages(
    const titian_build *b, const titian_yaml_data *from, titian_vintage_names *out, titian_error *err);

/** Everything of the recipe that stands in model.yaml. What belongs to nodes is in `built`: see titian_build_nodes.
 *  @param from  NULL: the defaults */
TITIAN_CHECKED titian_status titian_build_recipe(
    const titian_build *b, const titian_yaml_model *from, titian_recipe *out, titian_built *built, titian_error *err);

/** Fit a recipe without faults to its framework: weights, goalposts and choices for each node. */
TITIAN_CHECKED titian_status titian_build_nodes(const titian_build *b, const titian_framework *framework,
    const titian_built *built, titian_recipe *out, titian_error *err);

#endif
