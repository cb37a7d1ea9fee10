/* Methods: what a row of a stage's table says of itself, and a choice of a row with its options filled in.
 * The model reader, `titian methods`, the documentation and the property tests walk these; nothing else lists them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_METHOD_H
#define TITIAN_METHOD_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    TITIAN_PARAM_NUMBER, /* a double within [least, most] */
    TITIAN_PARAM_COUNT,  /* a whole number within [least, most] */
    TITIAN_PARAM_FLAG,   /* true or false; number is 1 or 0 */
    TITIAN_PARAM_CHOICE, /* one of `choices`; number is its position, from 0 */
    TITIAN_PARAM_RANGE,  /* [lower, upper], lower < upper, both within [least, most]; number and upper */
    TITIAN_PARAM_GROUP,  /* code of a Group row of the framework; text */
    TITIAN_PARAM_TEXT,   /* any text */
    TITIAN_PARAM_ROWS, /* at most `most` codes of rows of framework.csv, of the types `choices`, with blanks between;
                          text */
    TITIAN_PARAM_LIST, /* at least one number, each within [least, most]; list and n_list. No default: NaN must be
                          given, anything else may be left out (n_list 0) */
    TITIAN_PARAM_SET,  /* NAME of a column Weight.NAME of framework.csv; text; number is its position among the sets,
                          -1 when not given */
    TITIAN_PARAM_TABLE /* a CSV file in the model's folder, of the shape `choices`; table */
} titian_param_kind;

/** A CSV file of the model, read and checked: one number per row and column. */
typedef struct {
    const char *file; /* path, for messages */
    size_t n_rows, n_columns;
    const char *const *rows, *const *columns; /* what each row and column is for */
    const size_t *lines;                      /* line of each row in the file */
    const double *cells;                      /* cells[row * n_columns + column]; TITIAN_MISSING where empty */
} titian_table;

/** One option of a method. A NaN default means "has no default: must be given". */
typedef struct {
    const char *name; /* key in model.yaml */
    titian_param_kind kind;
    double fallback, fallback_upper; /* default; the second for RANGE alone */
    double least, most;              /* bounds, inclusive; INFINITY where open */
    const char *choices; /* CHOICE: "weight count", separated by spaces; ROWS: "Denominator Other"; TABLE: its shape,
                            "matrix" (node by node) or "votes" (expert, code, points); else NULL */
    const char *summary; /* one line with its unit */
} titian_param;

/** What a method says of itself. Rows are static; all texts are plain ASCII or UTF-8, never NULL. */
typedef struct {
    const char *name;    /* word in model.yaml */
    const char *summary; /* one line, no full stop */
    const char *formula; /* as a reader would write it on paper */
    const char *source;  /* publication */
    const char *use;     /* when to use it, and when not */
    const titian_param *params;
    size_t n_params;
    unsigned needs; /* bits of titian_need: what framework.csv must give for each indicator it is used on */
} titian_method;

/** What a method may need of framework.csv; the model reader says where it is lacking. */
typedef enum { TITIAN_NEEDS_GOALPOSTS = 1, TITIAN_NEEDS_TARGET = 2 } titian_need;

enum { TITIAN_MAX_PARAMS = 14 };

/** Value of one option, in the order of the method's params. */
typedef struct {
    double number, upper;
    const char *text; /* owned by the model; NULL unless GROUP, TEXT, ROWS or SET */
    const double *list;
    size_t n_list;
    const titian_table *table; /* NULL unless TABLE */
} titian_option;

/** A method with its options, as validated. */
typedef struct {
    const titian_method *method;
    size_t row; /* its row in the stage's table */
    titian_option option[TITIAN_MAX_PARAMS];
} titian_choice;

/** The stages whose methods a model chooses. */
typedef enum {
    TITIAN_STAGE_DENOMINATE,
    TITIAN_STAGE_SCREEN,
    TITIAN_STAGE_IMPUTE,
    TITIAN_STAGE_TREAT,
    TITIAN_STAGE_NORMALISE,
    /* from here on each node has a choice of its own. Weights are found beside aggregation, node by node: weighing is
     * no step of the order and has no panel as its result */
    TITIAN_STAGE_AGGREGATE,
    TITIAN_STAGE_WEIGH,
    /* how an assumption is uncertain (titian/uncertainty.h): a table of methods like the others, but no step of a run
     */
    TITIAN_STAGE_VARY,
    TITIAN_N_STAGES
} titian_stage;

/** Word for a stage in model.yaml ("screen"), for its result ("screened"), and one line on what it does. */
TITIAN_API const char *titian_stage_name(titian_stage stage);
TITIAN_API const char *titian_stage_result(titian_stage stage);
TITIAN_API const char *titian_stage_summary(titian_stage stage);

/** May framework.csv give an indicator its own choice at a stage? */
TITIAN_API int titian_stage_by_indicator(titian_stage stage);

/** Methods of a stage. Row 0 is the default. @return NULL from _method past the last row or stage */
TITIAN_API size_t titian_n_methods(titian_stage stage);
TITIAN_API const titian_method *titian_method_at(titian_stage stage, size_t row);
/** Row of a method by name; TITIAN_NONE (panel.h) when there is none. */
TITIAN_API size_t titian_method_find(titian_stage stage, const char *name);

/** A choice of a row with every option at its default. */
TITIAN_API titian_choice titian_choice_default(titian_stage stage, size_t row);
/** Position of an option in its method; TITIAN_NONE when the method has none of that name. */
TITIAN_API size_t titian_method_param(const titian_method *method, const char *name);

#ifdef __cplusplus
}
#endif
#endif
