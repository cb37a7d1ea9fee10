/* Models: from files or texts to a recipe.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/model.h>

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "input/file.h"
#include "model/build.h"
#include "model/faults.h"
#include "model/framework_check.h"
#include "model/model_files.h"
#include "model/words.h"
#include "model/yaml_check.h"
#include "model/yaml_text.h"

struct titian_model {
    titian_arena arena; /* owns all texts and arrays below but the framework */
    titian_framework *framework;
    titian_recipe recipe;
    titian_model_about about;
    titian_value_rules values;
    titian_vintage_names vintages;
};

/* The two texts of a model and what was read from them, until the model is whole. */
typedef struct {
    titian_model *model;
    titian_faults faults;
    titian_schema schema;
    titian_yaml *yaml;
    titian_yaml_model *values; /* NULL: not given, or of a shape that cannot be read */
    titian_rows rows;
    titian_shelf shelf;
    int readable; /* 0: model.yaml is no YAML, so nothing can follow from it */
} making;

static titian_status start(making *m, titian_problems *problems, titian_error *err)
{
    *m = (making){.faults = titian_faults_start(problems), .readable = 1};
    m->model = calloc(1, sizeof *m->model);
    if (m->model == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a model");
    return titian_schema_build(&m->schema, &m->model->arena, err);
}

/* Give back everything but a model that was handed out. */
static void finish(making *m)
{
    titian_yaml_free_values(m->values, &m->schema.model);
    titian_yaml_free(m->yaml);
    titian_rows_free(&m->rows);
    titian_model_free(m->model);
}

/* Read model.yaml as far as it can be read. */
static titian_status read_yaml(making *m, const titian_model_bytes *yaml, titian_error *err)
{
    const size_t n_before = m->faults.n_errors;
    void *values = NULL;
    titian_status status = titian_yaml_new(&m->yaml, yaml->name, yaml->text, yaml->n, &m->faults, err);

    if (status != TITIAN_OK || m->yaml == NULL) {
        m->readable = 0;
        return status;
    }
    if (!titian_yaml_check(m->yaml, &m->schema.model, "the model", &m->faults))
        return TITIAN_OK;
    status = titian_yaml_read(&values, &m->schema.model, yaml, m->faults.n_errors > n_before, &m->faults, err);
    m->values = values;
    return status;
}

/* The name of the framework that model.yaml gives, default framework.csv. NULL when it is no plain name: then that
 * was said. */
static const char *framework_name(making *m)
{
    const char *name = m->yaml != NULL ? titian_yaml_text(m->yaml, "framework") : NULL;

    if (name == NULL || (name[0] == '\0' && m->values == NULL)) /* not given; given without a value, which was said */
        return "framework.csv";
    if (titian_model_name_is_plain(name))
        return name;
    titian_faults_say(&m->faults, titian_yaml_place(m->yaml, "framework"),
        "framework is %s\nwrite the name of a file in the model's own folder; no other file is read",
        titian_quote(name).text);
    return NULL;
}

static titian_status read_framework(making *m, const titian_model_bytes *csv, titian_error *err)
{
    titian_status status = titian_rows_read(&m->rows, csv, &m->model->arena, &m->faults, err);

    if (status == TITIAN_OK)
        status = titian_rows_check(&m->rows, &m->model->arena, &m->faults, err);
    return status;
}

/* SHA-256 of all texts, one behind the other. */
static titian_status fingerprint(
    making *m, const titian_model_bytes *yaml, const titian_model_bytes *csv, titian_error *err)
{
    const titian_shelf *shelf = &m->shelf;
    char *text = titian_arena_alloc(&m->model->arena, 65), *all = NULL;
    size_t n = yaml->n + csv->n, at = 0;

    for (size_t k = 0; k < shelf->n; k++)
        n += shelf->read[k].n;
    all = malloc(n + 1);
    for (size_t k = 0; text != NULL && all != NULL && k < shelf->n + 2; k++) {
        const titian_model_bytes *bytes = k == 0 ? yaml : k == 1 ? csv : &shelf->read[k - 2];

        if (bytes->n > 0)
            memcpy(all + at, bytes->text, bytes->n);
        at += bytes->n;
    }
    if (text != NULL && all != NULL)
        titian_sha256(all, n, text);
    m->model->about.sha256 = text;
    free(all);
    return text != NULL && all != NULL ? TITIAN_OK : titian_build_no_memory(err);
}

/* Title, edition and so on; the title is the root's name where none is given. */
static titian_status describe(making *m, const titian_build *b, const titian_model_bytes *yaml, titian_error *err)
{
    const titian_rule year = {.fallback = 0.0, .least = 1000.0, .most = 2999.0, .whole = 1};
    const titian_yaml_model *v = m->values;
    titian_model_about *about = &m->model->about;
    const char *title = v != NULL ? v->title : NULL;

    if (title == NULL && m->model->framework != NULL)
        title = titian_framework_node(m->model->framework, titian_framework_root(m->model->framework))->name;
    about->title = titian_build_text(b, title);
    about->edition = titian_build_text(b, v != NULL ? v->edition : NULL);
    about->description = titian_build_text(b, v != NULL ? v->description : NULL);
    about->citation = titian_build_text(b, v != NULL ? v->citation : NULL);
    about->framework_path = titian_build_text(b, m->rows.file);
    about->path = yaml->text != NULL ? titian_build_text(b, yaml->name) : about->framework_path;
    about->year = (int) titian_build_number(b, "year", v != NULL ? v->year : NULL, year);
    return about->title == NULL || about->edition == NULL || about->description == NULL || about->citation == NULL ||
                   about->framework_path == NULL || about->path == NULL
               ? titian_build_no_memory(err)
               : TITIAN_OK;
}

/* Build the recipe, or say why not. Faults of both files are known by now; without any, the framework is made. */
static titian_status build(making *m, const titian_model_bytes *yaml, titian_error *err)
{
    const titian_build b = {.yaml = m->yaml,
        .schema = &m->schema,
        .rows = &m->rows,
        .arena = &m->model->arena,
        .faults = &m->faults,
        .shelf = &m->shelf};
    titian_recipe *recipe = &m->model->recipe;
    titian_built built = {.own = {NULL}};
    titian_status status = TITIAN_OK;

    if (m->values != NULL || m->faults.n_errors == 0)
        status = titian_build_recipe(&b, m->values, recipe, &built, err);
    if (m->values != NULL)
        m->model->values = titian_build_data(&b, m->values->data);
    if (m->values != NULL && status == TITIAN_OK)
        status = titian_build_vintages(&b, m->values->data, &m->model->vintages, err);
    if (status == TITIAN_OK && m->faults.n_errors == 0)
        status = titian_rows_framework(&m->model->framework, &m->rows, &m->model->arena, err);
    if (status == TITIAN_OK)
        status = describe(m, &b, yaml, err);
    if (status == TITIAN_OK)
        status = titian_faults_result(&m->faults, err);
    if (status == TITIAN_OK)
        status = titian_build_nodes(&b, m->model->framework, &built, recipe, err);
    return status;
}

/* From both texts to the model; model.yaml has been read. Without a framework its other faults are still said. */
static titian_status make(
    titian_model **out, making *m, const titian_model_bytes *yaml, const titian_model_bytes *csv, titian_error *err)
{
    titian_status status = TITIAN_OK;

    if (csv->text != NULL)
        status = read_framework(m, csv, err);
    else
        m->rows.file = csv->name;

    if (status == TITIAN_OK)
        status = build(m, yaml, err);
    if (status == TITIAN_OK)
        status = fingerprint(m, yaml, csv, err);
    if (status == TITIAN_OK) {
        *out = m->model;
        m->model = NULL;
    }
    return status;
}

titian_status titian_model_parse(
    titian_model **out, const titian_model_text *text, titian_problems *problems, titian_error *err)
{
    const titian_model_bytes yaml = {text->yaml_name != NULL ? text->yaml_name : "model.yaml",
        text->yaml != NULL && text->n_yaml == 0 ? "" : text->yaml, text->yaml != NULL ? text->n_yaml : 0};
    const titian_model_bytes csv = {text->csv_name != NULL ? text->csv_name : "framework.csv",
        text->csv != NULL ? text->csv : "", text->csv != NULL ? text->n_csv : 0};
    titian_status status = TITIAN_OK;
    making m;

    *out = NULL;
    status = start(&m, problems, err);
    m.shelf.text = text;
    if (status == TITIAN_OK && yaml.text != NULL)
        status = read_yaml(&m, &yaml, err);
    if (status == TITIAN_OK && m.readable)
        (void) framework_name(&m);
    if (status == TITIAN_OK)
        status = make(out, &m, &yaml, &csv, err);
    finish(&m);
    return status;
}

/* Faults of the model's files are problems like any other; what cannot be read at all ends the reading. */
static titian_status tell(making *m, titian_status status, const titian_error *found, titian_error *err)
{
    return status == TITIAN_OK ? TITIAN_OK : titian_faults_take(&m->faults, found, err);
}

/* Read model.yaml of the files, then find the framework it names. */
static titian_status load_yaml(
    making *m, titian_model_files *files, char **text, titian_model_bytes *yaml, titian_error *err)
{
    titian_error found = {.code = TITIAN_OK};
    const char *name = NULL;
    titian_status status = titian_model_file_read(text, &yaml->n, files->yaml, TITIAN_YAML_BYTES, &found);

    if (status != TITIAN_OK)
        return tell(m, status, &found, err);
    yaml->name = files->yaml;
    yaml->text = *text;
    status = read_yaml(m, yaml, err);
    if (status != TITIAN_OK || !m->readable)
        return status;
    name = framework_name(m);
    if (name == NULL)
        return TITIAN_OK;
    return tell(m, titian_model_files_framework(files, name, &found), &found, err);
}

titian_status titian_model_load(titian_model **out, const char *path, titian_problems *problems, titian_error *err)
{
    titian_status status = TITIAN_OK;
    titian_model_files files = {.folder = NULL};
    titian_model_bytes yaml = {.text = NULL}, csv = {.name = "framework.csv"};
    titian_error found = {.code = TITIAN_OK};
    char *yaml_text = NULL, *csv_text = NULL;
    making m;

    *out = NULL;
    status = start(&m, problems, err);
    m.shelf.folder = &files;
    if (status == TITIAN_OK)
        status = tell(&m, titian_model_files_find(&files, path, &found), &found, err);
    if (status == TITIAN_OK && files.yaml != NULL && m.faults.n_errors == 0)
        status = load_yaml(&m, &files, &yaml_text, &yaml, err);
    if (status == TITIAN_OK && files.csv != NULL) {
        csv.name = files.csv;
        status = tell(
            &m, titian_model_file_read(&csv_text, &csv.n, files.csv, TITIAN_FRAMEWORK_BYTES, &found), &found, err);
        csv.text = csv_text;
    }
    if (status == TITIAN_OK)
        status = make(out, &m, &yaml, &csv, err);
    finish(&m);
    titian_model_files_free(&files);
    free(yaml_text);
    free(csv_text);
    return status;
}

void titian_model_free(titian_model *model)
{
    if (model == NULL)
        return;
    titian_framework_free(model->framework);
    titian_arena_free(&model->arena);
    free(model);
}

const titian_recipe *titian_model_recipe(const titian_model *model)
{
    return &model->recipe;
}

const titian_model_about *titian_model_describe(const titian_model *model)
{
    return &model->about;
}

const titian_value_rules *titian_model_values(const titian_model *model)
{
    return &model->values;
}

titian_vintage_names titian_model_vintages(const titian_model *model)
{
    return model->vintages;
}
