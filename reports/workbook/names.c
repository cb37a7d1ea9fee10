/* Inputs by name: the defined names of weights and goalposts, and the settings of the model as input cells.
 * Names are English and stable whatever the language of the workbook: they are its interface.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/names.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "workbook/allocation.h"
#include "workbook/formula_methods.h"
#include "workbook/method_inputs.h"

/* ---- defined names ---- */

/* A code as it may stand in a name: letters, digits and `_`. */
static void make_stem(char *out, size_t size, const char *code)
{
    size_t n = 0;

    for (; code[n] != '\0' && n + 1 < size; n++) {
        const char c = code[n];
        const int plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

        out[n] = plain ? c : '_';
    }
    out[n] = '\0';
}

static int stem_is_taken(const book *b, size_t n, const char *stem)
{
    for (size_t k = 0; k < n; k++)
        if (strcasecmp(b->stems[k], stem) == 0)
            return 1;
    return 0;
}

/* A.B, A-B and a_b would be one name in Excel, which also ignores case: later ones get a number. */
void names_make_stems(book *b)
{
    b->stems = calloc(b->n_nodes + 1, sizeof *b->stems);
    if (b->stems == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the names of %zu nodes", b->n_nodes);
        return;
    }
    for (size_t node = 0; node < b->n_nodes; node++) {
        char stem[64];
        char tried[80];

        make_stem(stem, sizeof stem, titian_framework_node(b->framework, node)->code);
        snprintf(tried, sizeof tried, "%s", stem);
        for (unsigned k = 2; stem_is_taken(b, node, tried); k++)
            snprintf(tried, sizeof tried, "%s_%u", stem, k);
        memcpy(b->stems[node], tried, sizeof tried);
    }
}

static ref named(const char *before, const char *stem, const char *after)
{
    ref r;

    snprintf(r.text, sizeof r.text, "%s%s%s", before, stem, after);
    return r;
}

ref name_weight(const book *b, size_t node)
{
    return named("W_", b->stems[node], "");
}

ref name_worst(const book *b, size_t node)
{
    return named("GP_", b->stems[node], "_worst");
}

ref name_best(const book *b, size_t node)
{
    return named("GP_", b->stems[node], "_best");
}

ref name_target(const book *b, size_t node)
{
    return named("GP_", b->stems[node], "_target");
}

/* ---- settings ---- */

/* What a setting is but for its name and label, which may need a number or a code. */
typedef struct {
    double value, least, most;
    int whole, share;
    const char *note;
} terms;

static setting *last_setting(book *b)
{
    return book_good(b) && b->n_settings > 0 ? &b->settings[b->n_settings - 1] : NULL;
}

void names_add(book *b, const setting *s)
{
    setting *more = realloc(b->settings, (b->n_settings + 1) * sizeof *more);

    if (more == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the settings of the workbook");
        return;
    }
    b->settings = more;
    b->settings[b->n_settings++] = *s;
}

static setting *add_setting(book *b, const char *name, const terms *t)
{
    setting s = {
        .value = t->value, .least = t->least, .most = t->most, .whole = t->whole, .share = t->share, .note = t->note};

    snprintf(s.name, sizeof s.name, "%s", name);
    names_add(b, &s);
    return last_setting(b);
}

static void label_setting(setting *s, const char *format, ...) TITIAN_PRINTF(2, 3);
static void label_setting(setting *s, const char *format, ...)
{
    char label[512];
    va_list args;

    if (s == NULL)
        return;
    va_start(args, format);
    vsnprintf(label, sizeof label, format, args);
    va_end(args);
    text_clean(s->label, sizeof s->label, label, sizeof s->label);
}

/* A further condition on an input. */
static void test_setting(setting *s, const char *format, ...) TITIAN_PRINTF(2, 3);
static void test_setting(setting *s, const char *format, ...)
{
    va_list args;

    if (s == NULL)
        return;
    va_start(args, format);
    vsnprintf(s->test, sizeof s->test, format, args);
    va_end(args);
}

static void add_plain(book *b, const char *name, const char *label, const terms *t)
{
    label_setting(add_setting(b, name, t), "%s", label);
}

/* Options of the screening method that are inputs, where it has them. */
static const struct {
    const char *option, *name, *label, *note;
    int share, of_groups;
} screen_settings[] = {
    {"min_coverage", "C_unit", "Least coverage of a unit to be ranked",
        "share of its data that must be observed; below it a unit is scored but not ranked", 1, 0},
    {"indicator_coverage", "C_indicator", "Least coverage of an indicator to be used",
        "share of units with a value; an indicator below it is left out and its weight shared among its siblings", 1,
        0},
    {"group_coverage", "C_group", "Least coverage of a group to count as covered",
        "share of the group's weight that must be observed", 1, 1},
    {"min_groups", "C_groups", "Least number of covered groups for a unit to be ranked", "", 0, 1},
};

enum { N_SCREEN_SETTINGS = sizeof screen_settings / sizeof *screen_settings };

static void add_screen_settings(book *b)
{
    const titian_choice *choice = &b->recipe->choice[TITIAN_STAGE_SCREEN];
    const double level = option_number(choice, "group_level");
    size_t n_groups = 0;

    if (level >= 1)
        (void) titian_framework_level(b->framework, (int) level, &n_groups);
    for (size_t k = 0; k < N_SCREEN_SETTINGS; k++) {
        const titian_param *param = NULL;
        size_t at = TITIAN_NONE;

        if (choice->method != NULL)
            at = titian_method_param(choice->method, screen_settings[k].option);
        if (at == TITIAN_NONE || (screen_settings[k].of_groups && level < 1))
            continue;
        param = &choice->method->params[at];
        terms t = {choice->option[at].number, param->least, param->most, param->kind == TITIAN_PARAM_COUNT,
            screen_settings[k].share, screen_settings[k].note};

        if (t.whole && screen_settings[k].of_groups)
            t.most = (double) n_groups;

        add_plain(b, screen_settings[k].name, screen_settings[k].label, &t);
    }
}

static void add_bands(book *b)
{
    for (size_t k = 1; k < b->recipe->n_bands; k++) {
        const int above = b->recipe->bands[k].above;
        const terms t = {b->recipe->bands[k].from, -(double) INFINITY, (double) INFINITY, 0, 0,
            above ? "index score that must be exceeded; keep the bands in rising order"
                  : "index score from which the band begins; keep the bands in rising order"};
        char name[32];

        snprintf(name, sizeof name, "BAND_%zu", k + 1);
        label_setting(add_setting(b, name, &t), "Band \"%s\" %s", b->recipe->bands[k].name, above ? "above" : "from");
        if (k > 1)
            test_setting(last_setting(b), "BAND_%zu>BAND_%zu", k + 1, k);
    }
}

static void add_need(book *b)
{
    const titian_priority_rules *r = b->rules;
    const terms target = {
        r->target, 0, (double) INFINITY, 0, 0, "score that counts as enough; need is what lacks to it"};
    const terms alpha = {r->alpha, 0, (double) INFINITY, 0, 0,
        "0: share of areas under the target; 1: average shortfall; 2: stresses the deepest shortfalls"};

    add_plain(b, "T_target", "Target score", &target);
    test_setting(last_setting(b), "T_target>0");
    add_plain(b, "P_alpha", "Power of the shortfall (alpha)", &alpha);
}

static void add_part_weights(book *b)
{
    for (int part = 0; part < TITIAN_N_PARTS; part++) {
        const terms t = {b->rules->weight[part], 0, (double) INFINITY, 0, 0,
            "relative to the other parts; a part without data shares its weight among the others"};
        char name[48];

        snprintf(name, sizeof name, "PW_%s", titian_part_name((titian_part) part));
        label_setting(
            add_setting(b, name, &t), "Weight in the priority score: %s", titian_part_name((titian_part) part));
        test_setting(last_setting(b), "PW_need+PW_people+PW_vulnerability+PW_aid+PW_confidence>0");
    }
}

static void add_confidence(book *b)
{
    const terms discount = {
        b->rules->age_discount, 0, 1, 0, 1, "share of confidence lost when every value is as old as is allowed"};

    add_plain(b, "P_age_discount", "Confidence lost to old data", &discount);
}

static void add_people(book *b)
{
    const terms people = {b->rules->people_reference, 0, (double) INFINITY, 0, 0,
        "so many people below the target give the people part its highest value, 1"};

    if (b->rules->population != NULL)
        add_plain(b, "P_people_reference", "People that score 1 in the people part", &people);
    if (b->rules->population != NULL)
        test_setting(last_setting(b), "P_people_reference>0");
}

/* Name of a row beside the tree or of an indicator, for people; its code where there is none. */
static const char *name_of(const book *b, const char *code)
{
    const size_t extra = titian_framework_find_extra(b->framework, code);
    const size_t node = titian_framework_find(b->framework, code);

    if (extra != TITIAN_NONE)
        return titian_framework_extra(b->framework, extra)->name;
    return node != TITIAN_NONE ? book_node(b, node)->name : code;
}

static void add_vulnerability(book *b)
{
    for (size_t k = 0; k < b->rules->n_vulnerability; k++) {
        const titian_condition *line = &b->rules->vulnerability[k];
        const int is_mark = line->n_labels == 1 && strcmp(line->labels[0], "1") == 0; /* a yes, by itself */
        const terms t = {line->value, 0, 1, 0, 0, "the largest value of the lines that hold counts"};
        char name[32];

        snprintf(name, sizeof name, "V_%zu", k + 1);
        label_setting(add_setting(b, name, &t), "Vulnerability: %s%s%s", name_of(b, line->group),
            is_mark || line->n_labels == 0 ? "" : " = ", is_mark || line->n_labels == 0 ? "" : line->labels[0]);
    }
}

static void add_absorption(book *b)
{
    const titian_priority_rules *r = b->rules;
    const terms weak = {r->absorption_weak, 0, 1, 0, 0, "below it: technical assistance and regional facilities"};
    const terms strong = {r->absorption_strong, 0, 1, 0, 0, "from it on: budget support and system finance"};
    const terms kappa = {r->absorption_penalty, 0, 1, 0, 0,
        "0: absorption advises on the modality alone; 1: the score is multiplied by it"};

    if (r->n_absorption == 0)
        return;
    add_plain(b, "P_weak_below", "Absorption is weak below", &weak);
    add_plain(b, "P_strong_from", "Absorption is strong from", &strong);
    test_setting(last_setting(b), "P_strong_from>=P_weak_below");
    add_plain(b, "P_kappa", "Penalty for weak absorption (kappa)", &kappa);
    for (size_t k = 0; k < r->n_absorption; k++) {
        const terms low = {
            r->absorption[k].low, -(double) INFINITY, (double) INFINITY, 0, 0, "value that counts as 0"};
        const terms high = {
            r->absorption[k].high, -(double) INFINITY, (double) INFINITY, 0, 0, "value that counts as 1"};
        char name[32];

        snprintf(name, sizeof name, "A_%zu_low", k + 1);
        label_setting(add_setting(b, name, &low), "Absorption: %s, low", name_of(b, r->absorption[k].variable));
        snprintf(name, sizeof name, "A_%zu_high", k + 1);
        label_setting(add_setting(b, name, &high), "Absorption: %s, high", name_of(b, r->absorption[k].variable));
        test_setting(last_setting(b), "A_%zu_high<>A_%zu_low", k + 1, k + 1);
    }
}

void names_make_settings(book *b)
{
    add_screen_settings(b);
    method_inputs_add(b);
    add_bands(b);
    add_confidence(b);
    if (b->rules->on) {
        add_need(b);
        add_part_weights(b);
        add_people(b);
        add_vulnerability(b);
        add_absorption(b);
    }
    allocation_add_settings(b);
}

const setting *book_setting(const book *b, const char *name)
{
    for (size_t k = 0; k < b->n_settings; k++)
        if (strcmp(b->settings[k].name, name) == 0)
            return &b->settings[k];
    return NULL;
}

double setting_value(const book *b, const char *name)
{
    const setting *s = book_setting(b, name);

    return s == NULL ? TITIAN_MISSING : s->value;
}

/* ---- telling Excel ---- */

static void define(book *b, const char *name, lxw_row_t row, lxw_col_t col)
{
    char formula[128];

    if (!book_good(b))
        return;
    snprintf(formula, sizeof formula, "=%s", fixed(SHEET_PARAMETERS, row, col).text);
    book_check(b, workbook_define_name(b->file, name, formula), name);
}

void names_define(book *b)
{
    if (!book_good(b))
        return;
    for (size_t k = 0; k < b->n_settings; k++)
        define(b, b->settings[k].name, (lxw_row_t) (LIST_FIRST + k), SETTING_VALUE);
    for (size_t node = 0; node < b->n_nodes; node++) {
        define(b, name_weight(b, node).text, node_row(b, node), NODE_WEIGHT);
        if (names_typed(b, node) & TYPED_TARGET)
            define(b, name_target(b, node).text, node_row(b, node), NODE_BEST);
        if (!(names_typed(b, node) & TYPED_POSTS))
            continue;
        define(b, name_worst(b, node).text, node_row(b, node), NODE_WORST);
        define(b, name_best(b, node).text, node_row(b, node), NODE_BEST);
    }
    define(b, "P_changed", LIST_AUX, SETTING_LABEL);
    define(b, "P_state", LIST_AUX, SETTING_VALUE);
}

unsigned names_typed(const book *b, size_t node)
{
    if (node >= b->n_indicators || b->scored_by[node] == NULL || b->scored_by[node]->typed == NULL)
        return 0;
    return b->scored_by[node]->typed(choice_of_indicator(b, node));
}
