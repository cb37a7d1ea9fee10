/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/selection.h"

enum { ROWS = 64, CODE = 96, GIVEN_STEP = 16 };

typedef struct {
    titian_node nodes[ROWS];
    size_t parents[ROWS];
    titian_extra extras[ROWS];
    size_t n_nodes, n_extras;
    char codes[ROWS][CODE], sources[ROWS][CODE];
    size_t n_codes;
} draft;

static void add_node(draft *d, const char *code, const char *sources, int level)
{
    d->nodes[d->n_nodes] = (titian_node){.code = code,
        .name = code,
        .level = level,
        .weight = 1,
        .row = d->n_nodes,
        .line = d->n_nodes + 2,
        .direction = 1,
        .low = TITIAN_MISSING,
        .high = TITIAN_MISSING,
        .target = TITIAN_MISSING,
        .denominator = TITIAN_NONE,
        .denominator_scale = 1,
        .max_age = -1,
        .unit = "",
        .source = "",
        .source_codes = sources,
        .licence = "",
        .description = "",
        .url = "",
        .why = ""};
    d->n_nodes++;
}

static void add_word(draft *d, const char *word, size_t n)
{
    char *code = d->codes[d->n_codes], *sources = d->sources[d->n_codes], *c = NULL;
    titian_plausible plausible = {.given = 0};
    const char *unit = "";
    int inside = 0; /* the brackets of a selection */
    const titian_extra_kind kind = word[0] == 'g'   ? TITIAN_EXTRA_GROUP
                                   : word[0] == 'd' ? TITIAN_EXTRA_DENOMINATOR
                                                    : TITIAN_EXTRA_OTHER;

    d->n_codes++;
    snprintf(code, CODE, "%.*s", (int) (n - 2), word + 2);
    c = strchr(code, '@');
    if (c != NULL) {
        *c = '\0';
        unit = c + 1;
        c = strchr(unit, '@');
    }
    if (c != NULL) {
        *c = '\0';
        plausible.given = 1;
        plausible.low = strtod(c + 1, &c);
        plausible.high = strtod(c + 1, NULL);
    }
    c = strchr(code, '=');
    if (c != NULL) {
        *c = '\0';
        snprintf(sources, CODE, "%s", c + 1);
        for (c = sources; *c != '\0'; c++) {
            inside = *c == '[' || (inside && *c != ']');
            if (*c == ',' && !inside)
                *c = ' ';
        }
    }
    if (word[0] == 'i') {
        add_node(d, code, sources, 1);
        d->nodes[d->n_nodes - 1].unit = unit;
        d->nodes[d->n_nodes - 1].plausible = plausible;
    } else {
        d->extras[d->n_extras++] = (titian_extra){.kind = kind,
            .code = code,
            .name = code,
            .unit = unit,
            .source = "",
            .source_codes = sources,
            .licence = "",
            .description = "",
            .max_age = -1,
            .plausible = plausible};
    }
}

titian_framework *given_framework(const char *words)
{
    draft *d = calloc(1, sizeof *d);
    titian_framework *framework = NULL;
    titian_framework_parts parts;
    size_t k;

    assert_non_null(d);
    for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
        size_t n = titian_source_word(words);

        add_word(d, words, n);
        words += n;
    }
    for (k = 0; k < d->n_nodes; k++)
        d->parents[k] = d->n_nodes;
    d->parents[d->n_nodes] = TITIAN_NONE;
    add_node(d, "INDEX", "", 2);
    parts = (titian_framework_parts){d->nodes, d->parents, d->n_nodes, d->extras, d->n_extras};
    assert_int_equal(titian_framework_new(&framework, &parts, NULL), TITIAN_OK);
    free(d);
    return framework;
}

void given_listen(const titian_error *problem, void *context)
{
    given *g = context;

    if (g->n_said % GIVEN_STEP == 0) {
        g->said = realloc(g->said, (g->n_said + GIVEN_STEP) * sizeof *g->said);
        assert_non_null(g->said);
    }
    g->said[g->n_said++] = *problem;
}

static given start(const char *words)
{
    given g = {.framework = given_framework(words)};

    g.problems.say = given_listen;
    return g;
}

/* `by_path`: the words behind are paths; else names and texts in turn. */
static void read_all(given *g, const titian_input_options *options, int by_path, va_list args)
{
    titian_input_text texts[ROWS];
    const char *paths[ROWS];
    titian_input_options all = *options;
    size_t n = 0;

    for (paths[0] = va_arg(args, const char *); paths[n] != NULL; paths[n] = va_arg(args, const char *)) {
        if (!by_path) {
            const char *text = va_arg(args, const char *);

            texts[n] = (titian_input_text){paths[n], text, strlen(text)};
        }
        n++;
    }
    all.mappings = (const titian_mapping *const *) g->mappings;
    all.n_mappings = g->n_mappings;
    g->problems.context = g;
    if (by_path)
        g->status = titian_input_read(&g->panel, &g->ledger, g->framework, paths, n, &all, &g->problems, &g->err);
    else
        g->status = titian_input_parse(&g->panel, &g->ledger, g->framework, texts, n, &all, &g->problems, &g->err);
    g->problems.context = NULL; /* g may move now */
}

given given_texts(const char *words, int year, ...)
{
    given g = start(words);
    va_list args;

    va_start(args, year);
    read_all(&g, &(titian_input_options){.year = year}, 0, args);
    va_end(args);
    given_adds_up(&g);
    return g;
}

given given_vintages(const char *words, ...)
{
    given g = start(words);
    va_list args;

    va_start(args, words);
    read_all(&g, &(titian_input_options){.vintages = 1}, 0, args);
    va_end(args);
    given_adds_up(&g);
    return g;
}

given given_mapped(const char *words, const char *const *mappings, ...)
{
    given g = start(words);
    va_list args;

    g.problems.context = &g;
    for (; mappings[g.n_mappings] != NULL; g.n_mappings++) {
        char name[20];

        snprintf(name, sizeof name, "%zu.map.yaml", g.n_mappings + 1);
        assert_int_equal(titian_mapping_parse(&g.mappings[g.n_mappings], name, mappings[g.n_mappings],
                             strlen(mappings[g.n_mappings]), &g.problems, &g.err),
            TITIAN_OK);
    }
    va_start(args, mappings);
    read_all(&g, &(titian_input_options){.year = 0}, 0, args);
    va_end(args);
    given_adds_up(&g);
    return g;
}

given given_paths(const char *words, int year, ...)
{
    given g = start(words);
    va_list args;

    va_start(args, year);
    read_all(&g, &(titian_input_options){.year = year}, 1, args);
    va_end(args);
    given_adds_up(&g);
    return g;
}

static given read_one(const char *words, const titian_input_options *options, const titian_input_text *one)
{
    given g = start(words);

    g.problems.context = &g;
    g.status = titian_input_parse(&g.panel, &g.ledger, g.framework, one, 1, options, &g.problems, &g.err);
    g.problems.context = NULL;
    given_adds_up(&g);
    return g;
}

given given_bytes(const char *words, const char *name, const char *text, size_t length)
{
    return read_one(words, NULL, &(const titian_input_text){name, text, length});
}

given given_manner(const char *words, const titian_input_options *options, const char *text, size_t length)
{
    return read_one(words, options, &(const titian_input_text){"a.csv", text, length});
}

void given_free(given *g)
{
    titian_panel_free(g->panel);
    titian_ledger_free(g->ledger);
    titian_framework_free(g->framework);
    for (; g->n_mappings > 0; g->n_mappings--)
        titian_mapping_free(g->mappings[g->n_mappings - 1]);
    free(g->said);
}

typedef struct {
    size_t variable, year, unit;
    int found;
} place;

static place find(const given *g, const char *variable, int year, const char *unit)
{
    place p;

    assert_non_null(g->panel);
    p.variable = titian_panel_find_variable(g->panel, variable);
    p.year = titian_panel_find_year(g->panel, year);
    p.unit = titian_panel_find_unit(g->panel, unit);
    p.found = p.variable != TITIAN_NONE && p.year != TITIAN_NONE && p.unit != TITIAN_NONE;
    return p;
}

double given_value(const given *g, const char *variable, int year, const char *unit)
{
    const place p = find(g, variable, year, unit);

    return p.found ? titian_panel_column(g->panel, p.variable, p.year)[p.unit] : TITIAN_MISSING;
}

titian_mark given_mark(const given *g, const char *variable, int year, const char *unit)
{
    const place p = find(g, variable, year, unit);

    return p.found ? titian_panel_marks(g->panel, p.variable, p.year)[p.unit] : TITIAN_MARK_MISSING;
}

titian_source given_source(const given *g, const char *variable, int year, const char *unit)
{
    const place p = find(g, variable, year, unit);

    assert_true(p.found);
    return titian_panel_source(g->panel, p.variable, p.year, p.unit);
}

const char *given_label(const given *g, const char *group, const char *unit)
{
    size_t u, k;

    assert_non_null(g->panel);
    k = titian_panel_find_group(g->panel, group);
    u = titian_panel_find_unit(g->panel, unit);
    assert_true(k != TITIAN_NONE && u != TITIAN_NONE);
    return titian_panel_label(g->panel, k, u);
}

const char *given_name(const given *g, const char *unit)
{
    size_t u;

    assert_non_null(g->panel);
    u = titian_panel_find_unit(g->panel, unit);
    assert_true(u != TITIAN_NONE);
    return titian_panel_unit(g->panel, u)->name;
}

void given_says(const given *g, size_t k, const char *text)
{
    char said[2 * TITIAN_ERROR_TEXT + TITIAN_ERROR_FILE + 128], at[64] = "";
    const titian_error *e = NULL;

    assert_true(k < g->n_said);
    e = &g->said[k];
    if (e->line > 0 && e->column > 0)
        snprintf(at, sizeof at, ":%zu:%zu", e->line, e->column);
    else if (e->line > 0)
        snprintf(at, sizeof at, ":%zu", e->line);
    snprintf(said, sizeof said, "%s%s%s%s%s | %s", e->warning ? "warning: " : "", e->file, at,
        e->file[0] != '\0' ? ": " : "", e->message, e->mend);
    assert_string_equal(said, text);
}

void given_is_clean(const given *g)
{
    size_t k;

    for (k = 0; k < g->n_said; k++)
        fail_msg("%s:%zu:%zu: %s", g->said[k].file, g->said[k].line, g->said[k].column, g->said[k].message);
    assert_int_equal(g->status, TITIAN_OK);
    assert_non_null(g->panel);
}

void given_adds_up(const given *g)
{
    size_t k;

    for (k = 0; g->ledger != NULL && k < titian_ledger_n_files(g->ledger); k++) {
        const titian_ledger_file *f = titian_ledger_at(g->ledger, k);

        size_t n = 0, kind;

        for (kind = 0; kind < TITIAN_N_ROW_KINDS; kind++) {
            size_t listed = 0, r, last = 0;

            for (r = 0; r < f->rows[kind].n_ranges; r++) {
                assert_true(f->rows[kind].ranges[r].first > last);
                assert_true(f->rows[kind].ranges[r].last >= f->rows[kind].ranges[r].first);
                last = f->rows[kind].ranges[r].last;
                listed++;
            }
            assert_true(f->rows[kind].n_listed >= listed);
            assert_true(f->rows[kind].n_listed <= f->rows[kind].n);
            n += f->rows[kind].n;
        }
        assert_int_equal(f->n_rows, n);
    }
    assert_int_equal(g->status == TITIAN_OK, g->panel != NULL);
    if (g->status != TITIAN_E_USAGE)
        assert_int_equal(g->status == TITIAN_OK, g->problems.n_errors == 0);
}
