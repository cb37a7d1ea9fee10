/* Models: reads and validates model.yaml and framework.csv, and gives out the recipe.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_H
#define TITIAN_MODEL_H

#include <titian/export.h>
#include <titian/recipe.h>
#include <titian/status.h>
#include <titian/values.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct titian_model titian_model; /* opaque: owns recipe, framework and texts */

/** Read and check a model.
 *  @param path      a folder holding model.yaml, a .yaml file, or a framework .csv (which runs with the defaults)
 *  @param problems  told of every fault that can be found; NULL allowed
 *  @param err       the first error, or a summary when there are several
 *  @return TITIAN_E_MODEL when anything is wrong, TITIAN_E_FILE when it cannot be read; *out is then NULL */
TITIAN_API TITIAN_CHECKED titian_status titian_model_load(
    titian_model **out, const char *path, titian_problems *problems, titian_error *err);
/** The same from memory (fuzzers, tests). Texts need not end in NUL; yaml may be NULL for the defaults.
 *  @param yaml_name,csv_name  names used in messages */
typedef struct {
    const char *name, *text;
    size_t n;
} titian_model_file;
typedef struct {
    const char *yaml_name, *yaml;
    size_t n_yaml;
    const char *csv_name, *csv;
    size_t n_csv;
    const titian_model_file *files; /* the other files of the folder, which options of methods name */
    size_t n_files;
} titian_model_text;
TITIAN_API TITIAN_CHECKED titian_status titian_model_parse(
    titian_model **out, const titian_model_text *text, titian_problems *problems, titian_error *err);
TITIAN_API void titian_model_free(titian_model *model);

TITIAN_API const titian_recipe *titian_model_recipe(const titian_model *model);
TITIAN_API const titian_model_about *titian_model_describe(const titian_model *model);
/** How data for the model are read: its block `data`, for titian_input_options. */
TITIAN_API const titian_value_rules *titian_model_values(const titian_model *model);
/** Which of the files are newer, for titian_input_options: the model's. */
TITIAN_API titian_vintage_names titian_model_vintages(const titian_model *model);

#ifdef __cplusplus
}
#endif
#endif
