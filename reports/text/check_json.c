/* What a check found, as JSON by jansson. Each function gives a new value, or NULL when there is no memory; a NULL
 * put into another value is remembered and ends in one failure. SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/check_report.h>

#include <errno.h>
#include <math.h>
#include <string.h>

#include <jansson.h>

#include <titian/version.h>

/* Something could not be made for lack of memory. */
typedef struct {
    int failed;
} making;

static void put(making *m, json_t *object, const char *key, json_t *value)
{
    m->failed |= json_object_set_new(object, key, value) != 0;
}

static void add(making *m, json_t *array, json_t *value)
{
    m->failed |= json_array_append_new(array, value) != 0;
}

/* Bytes that are not UTF-8, which a path may hold, become "?". */
static json_t *text(const char *words)
{
    char copy[TITIAN_ERROR_TEXT];
    json_t *value = json_string(words);

    if (value != NULL)
        return value;
    for (size_t k = 0; k < sizeof copy; k++) {
        copy[k] = (unsigned char) words[k] < 0x80 ? words[k] : '?';
        if (words[k] == '\0')
            return json_string(copy);
    }
    copy[sizeof copy - 1] = '\0';
    return json_string(copy);
}

static json_t *count(size_t n)
{
    return json_integer((json_int_t) n);
}

static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *make_model(making *m, const titian_model_about *about)
{
    json_t *model = json_object();

    put(m, model, "title", text(about->title));
    put(m, model, "edition", text(about->edition));
    put(m, model, "path", text(about->path));
    put(m, model, "sha256", text(about->sha256));
    return model;
}

static json_t *make_rows(making *m, const titian_row_count *rows)
{
    json_t *of_kind = json_object(), *lines = json_array();

    for (size_t k = 0; k < rows->n_ranges; k++) {
        json_t *range = json_array();

        add(m, range, count(rows->ranges[k].first));
        add(m, range, count(rows->ranges[k].last));
        add(m, lines, range);
    }
    put(m, of_kind, "rows", count(rows->n));
    put(m, of_kind, "lines", lines);
    put(m, of_kind, "not_listed", count(rows->n - rows->n_listed));
    return of_kind;
}

/* Fields of wanted codes: those without a value by kind, and values that were more than a plain number. */
static json_t *make_cells(making *m, const titian_ledger_file *f)
{
    json_t *cells = json_object(), *missing = json_object();

    for (int kind = 0; kind < TITIAN_N_MISSING; kind++)
        put(m, missing, titian_missing_name((titian_missing) kind), count(f->n_missing[kind]));
    put(m, cells, "missing", missing);
    put(m, cells, "percent", count(f->n_percent));
    put(m, cells, "notes", count(f->n_notes));
    put(m, cells, "censored", count(f->n_censored));
    put(m, cells, "bracketed", count(f->n_bracketed));
    return cells;
}

static json_t *make_settings(making *m, const titian_ledger *ledger)
{
    json_t *settings = json_object();

    for (size_t k = 0; k < titian_ledger_n_settings(ledger); k++)
        put(m, settings, titian_ledger_setting(ledger, k).name, text(titian_ledger_setting(ledger, k).words));
    return settings;
}

static json_t *make_file(making *m, const titian_ledger_file *f)
{
    json_t *file = json_object(), *kinds = json_object();

    put(m, file, "path", text(f->path));
    put(m, file, "form", f->form[0] != '\0' ? text(f->form) : json_null());
    put(m, file, "sha256", text(f->sha256));
    put(m, file, "bytes", count(f->n_bytes));
    put(m, file, "vintage", f->vintage > 0 ? count(f->vintage) : json_null());
    put(m, file, "header_line", f->header_line > 0 ? count(f->header_line) : json_null());
    put(m, file, "encoding", f->separator != '\0' ? text(f->encoding) : json_null());
    put(m, file, "separator", f->separator != '\0' ? json_stringn(&f->separator, 1) : json_null());
    put(m, file, "decimal", f->separator != '\0' ? json_stringn(&f->decimal, 1) : json_null());
    put(m, file, "rows", count(f->n_rows));
    for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
        put(m, kinds, titian_row_kind_name((titian_row_kind) kind), make_rows(m, &f->rows[kind]));
    put(m, file, "kinds", kinds);
    put(m, file, "cells", make_cells(m, f));
    put(m, file, "values", count(f->n_values));
    put(m, file, "columns_aside", count(f->n_columns_aside));
    put(m, file, "revised", count(f->n_revised));
    put(m, file, "revisions", count(f->n_revisions));
    return file;
}

static json_t *make_files(making *m, const titian_ledger *ledger)
{
    json_t *files = json_array();

    for (size_t k = 0; k < titian_ledger_n_files(ledger); k++)
        add(m, files, make_file(m, titian_ledger_at(ledger, k)));
    return files;
}

static json_t *make_problems(making *m, const titian_check_found *found)
{
    json_t *problems = json_array();

    for (size_t k = 0; k < found->n_problems; k++) {
        const titian_error *p = &found->problems[k];
        json_t *problem = json_object();

        put(m, problem, "kind", text(p->warning ? "note" : "error"));
        put(m, problem, "file", p->file[0] != '\0' ? text(p->file) : json_null());
        put(m, problem, "line", p->line > 0 ? count(p->line) : json_null());
        put(m, problem, "column", p->column > 0 ? count(p->column) : json_null());
        put(m, problem, "message", text(p->message));
        put(m, problem, "mend", text(p->mend));
        add(m, problems, problem);
    }
    return problems;
}

static json_t *make_indicator(making *m, const titian_assessment *a, size_t j, size_t year)
{
    const titian_node *node = titian_framework_node(titian_assessment_recipe(a)->framework, j);
    const titian_indicator_state *state = titian_assessment_indicator(a, j, year);
    json_t *indicator = json_object();

    put(m, indicator, "code", text(node->code));
    put(m, indicator, "name", text(node->name));
    put(m, indicator, "included", json_boolean(state->included));
    put(m, indicator, "units", count(state->n_available));
    put(m, indicator, "coverage", number(state->coverage));
    put(m, indicator, "share", number(state->effective_weight));
    put(m, indicator, "mean_age", number(state->mean_age));
    return indicator;
}

static json_t *make_unit(making *m, const titian_unit *unit, const titian_unit_state *state)
{
    json_t *not_ranked = json_object();

    put(m, not_ranked, "code", text(unit->code));
    put(m, not_ranked, "name", text(unit->name));
    put(m, not_ranked, "why", text(state->why_not));
    return not_ranked;
}

static void put_assessment(making *m, json_t *all, const titian_assessment *a)
{
    const titian_panel *data = titian_assessment_data(a);
    const titian_panel *scores = titian_assessment_result(a, TITIAN_RESULT_AGGREGATED);
    const size_t n_units = titian_panel_n_units(scores), year = titian_panel_n_years(scores) - 1;
    json_t *indicators = json_array(), *not_ranked = json_array(), *notes = json_array();

    for (size_t j = 0; j < titian_framework_n_indicators(titian_assessment_recipe(a)->framework); j++)
        add(m, indicators, make_indicator(m, a, j, year));
    for (size_t i = 0; i < n_units; i++)
        if (!titian_assessment_unit(a, i, year)->ranked)
            add(m, not_ranked, make_unit(m, titian_panel_unit(scores, i), titian_assessment_unit(a, i, year)));
    for (size_t k = 0; k < titian_assessment_n_notes(a); k++)
        add(m, notes, text(titian_assessment_note(a, k)));
    put(m, all, "units_in_data", count(titian_panel_n_units(data)));
    put(m, all, "units_assessed", count(n_units));
    put(m, all, "first_year", json_integer(titian_panel_year(data, 0)));
    put(m, all, "last_year", json_integer(titian_panel_year(data, titian_panel_n_years(data) - 1)));
    put(m, all, "index_year", json_integer(titian_panel_year(scores, year)));
    put(m, all, "indicators", indicators);
    put(m, all, "not_ranked", not_ranked);
    put(m, all, "notes", notes);
}

titian_status titian_check_json_write(const titian_check_found *found, FILE *to, titian_error *err)
{
    making m = {0};
    json_t *all = json_object();
    titian_status status = TITIAN_OK;
    size_t n_errors = 0;

    for (size_t k = 0; k < found->n_problems; k++)
        n_errors += found->problems[k].warning ? 0 : 1;
    put(&m, all, "titian", text(TITIAN_VERSION));
    put(&m, all, "sound", json_boolean(found->assessment != NULL && n_errors == 0));
    put(&m, all, "model", found->about != NULL ? make_model(&m, found->about) : json_null());
    put(&m, all, "settings", found->ledger != NULL ? make_settings(&m, found->ledger) : json_object());
    put(&m, all, "files", found->ledger != NULL ? make_files(&m, found->ledger) : json_array());
    put(&m, all, "problems", make_problems(&m, found));
    if (found->assessment != NULL)
        put_assessment(&m, all, found->assessment);
    errno = 0;
    if (m.failed || all == NULL)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for what was found");
    else if (json_dumpf(all, to, JSON_INDENT(2)) != 0 || putc('\n', to) == EOF || fflush(to) != 0)
        status = titian_fail(err, TITIAN_E_FILE, "the findings could not be written whole: %s", strerror(errno));
    json_decref(all);
    return status;
}
