/* Names of a request, looked up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/ask.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/suggest.h>

enum { NAMES_SAID = 440 }; /* bytes of what there is instead, in a message */

/* What there is, as far as it fits. */
static titian_status refuse(const char *what, const char *name, const char *const *names, size_t n, titian_error *err)
{
    char there[NAMES_SAID] = "";
    size_t used = 0, k = 0;

    for (; k < n && used + strlen(names[k]) + sizeof ", ..." < sizeof there; k++)
        used += (size_t) snprintf(there + used, sizeof there - used, "%s%s", k > 0 ? ", " : "", names[k]);
    return titian_fail(err, TITIAN_E_USAGE, "there is no %s \"%s\"\n%s%s%s", what, name,
        k > 0 ? "write one that there is: " : "there is none at all", there, k > 0 && k < n ? ", ..." : "");
}

titian_status titian_ask_unknown(
    const char *what, const char *name, const char *const *names, size_t n, titian_error *err)
{
    const size_t near = titian_suggest(name, names, n);

    if (near == TITIAN_NONE)
        return refuse(what, name, names, n, err);
    return titian_fail(err, TITIAN_E_USAGE, "there is no %s \"%s\"\ndid you mean \"%s\"?", what, name, names[near]);
}

titian_status titian_ask_blame(
    const titian_error *what, const char *file, size_t line, size_t column, titian_error *err)
{
    const titian_status status = what->code == TITIAN_E_USAGE ? TITIAN_E_DATA : what->code;

    return titian_fail_at(err, status, file, line, column, "%s\n%s", what->message, what->mend);
}

/* Names that something has, each by its position. */
typedef struct {
    const char *what;
    const char *(*name)(const void *of, size_t k);
    const void *of;
    size_t n;
} name_list;

static titian_status unknown_in(const name_list *list, const char *name, titian_error *err)
{
    const char **names = malloc((list->n > 0 ? list->n : 1) * sizeof *names);
    titian_status status = TITIAN_OK;

    if (names == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for %zu names", list->n);
    for (size_t k = 0; k < list->n; k++)
        names[k] = list->name(list->of, k);
    status = titian_ask_unknown(list->what, name, names, list->n, err);
    free(names);
    return status;
}

static const char *name_of_node(const void *framework, size_t k)
{
    return titian_framework_node(framework, k)->code;
}

/* Indicators, then what else holds numbers. */
static const char *name_of_variable(const void *framework, size_t k)
{
    const size_t n_indicators = titian_framework_n_indicators(framework);
    size_t extra = 0;

    if (k < n_indicators)
        return titian_framework_node(framework, k)->code;
    for (k -= n_indicators;; extra++)
        if (titian_framework_extra(framework, extra)->kind != TITIAN_EXTRA_GROUP && k-- == 0)
            return titian_framework_extra(framework, extra)->code;
}

static size_t count_variables(const titian_framework *framework)
{
    size_t n = titian_framework_n_indicators(framework);

    for (size_t k = 0; k < titian_framework_n_extras(framework); k++)
        n += titian_framework_extra(framework, k)->kind != TITIAN_EXTRA_GROUP ? 1 : 0;
    return n;
}

static const char *name_of_group(const void *panel, size_t k)
{
    return titian_panel_group(panel, k);
}

titian_status titian_ask_stage(
    const titian_assessment *a, titian_result stage, const titian_panel **out, titian_error *err)
{
    *out = titian_assessment_result(a, stage);
    if (*out != NULL)
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE, "the stage \"%s\" was not kept in this run", titian_result_name(stage));
}

titian_status titian_ask_nodes(
    const titian_assessment *a, titian_result stage, const char *code, size_t *first, size_t *end, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    const size_t n = stage == TITIAN_RESULT_AGGREGATED ? titian_framework_n_nodes(framework)
                                                       : titian_framework_n_indicators(framework);
    const size_t node = code != NULL ? titian_framework_find(framework, code) : TITIAN_NONE;
    const name_list codes = {"code in the model", name_of_node, framework, n};

    if (code == NULL || node < n) {
        *first = code != NULL ? node : 0;
        *end = code != NULL ? node + 1 : n;
        return TITIAN_OK;
    }
    if (node == TITIAN_NONE)
        return unknown_in(&codes, code, err);
    return titian_fail(err, TITIAN_E_USAGE,
        "%s is no indicator, and only indicators have values at the stage \"%s\"\ntake the stage \"aggregated\"",
        code, titian_result_name(stage));
}

titian_status titian_ask_variable(const titian_assessment *a, const char *name, size_t *out, titian_error *err)
{
    const titian_panel *raw = titian_assessment_result(a, TITIAN_RESULT_RAW);
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    const name_list variables = {"variable in the model", name_of_variable, framework, count_variables(framework)};
    size_t k = 0;

    *out = TITIAN_NONE;
    if (name == NULL)
        return TITIAN_OK;
    if (raw == NULL)
        return titian_fail(
            err, TITIAN_E_USAGE, "the stage \"raw\", where the variable %s is, was not kept in this run", name);
    *out = titian_panel_find_variable(raw, name);
    if (*out != TITIAN_NONE)
        return TITIAN_OK;
    while (k < variables.n && strcmp(name_of_variable(framework, k), name) != 0)
        k++;
    if (k == variables.n)
        return unknown_in(&variables, name, err);
    return titian_fail(err, TITIAN_E_USAGE, "the variable %s was not kept in this run", name);
}

titian_status titian_ask_group(const titian_assessment *a, const char *name, size_t *out, titian_error *err)
{
    const titian_panel *data = titian_assessment_data(a);
    const name_list groups = {"group in the model", name_of_group, data, titian_panel_n_groups(data)};

    *out = name != NULL ? titian_panel_find_group(data, name) : TITIAN_NONE;
    return name == NULL || *out != TITIAN_NONE ? TITIAN_OK : unknown_in(&groups, name, err);
}

int titian_stage_direction(const titian_node *node, titian_result stage)
{
    return stage < TITIAN_RESULT_NORMALISED ? node->direction : 1;
}

double titian_stage_target(const titian_assessment *a, titian_result stage, size_t node)
{
    const titian_recipe *recipe = titian_assessment_recipe(a);
    const titian_node *n = titian_framework_node(recipe->framework, node);

    if (node >= titian_framework_n_indicators(recipe->framework))
        return recipe->priority.on ? recipe->priority.target : TITIAN_MISSING;
    if (stage >= TITIAN_RESULT_TREATED || (stage == TITIAN_RESULT_RAW && n->denominator != TITIAN_NONE))
        return TITIAN_MISSING; /* on another scale than Target is */
    return n->target;
}

int titian_stage_leaves_out(const titian_assessment *a, titian_result stage, size_t node, size_t year)
{
    return node < titian_framework_n_indicators(titian_assessment_recipe(a)->framework) &&
           stage > TITIAN_RESULT_SCREENED && !titian_assessment_indicator(a, node, year)->included;
}

void titian_remark(titian_remarks *remarks, const char *format, ...)
{
    const size_t used = strlen(remarks->text), left = sizeof remarks->text - used;
    const char *between = used > 0 ? "; " : "";
    char one[256];
    va_list arguments;

    va_start(arguments, format);
    (void) vsnprintf(one, sizeof one, format, arguments);
    va_end(arguments);
    (void) snprintf(remarks->text + used, left, "%s%s", between, one);
}
