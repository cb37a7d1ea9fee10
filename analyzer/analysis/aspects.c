/* What the method of a model is made of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/aspects.h"

#include <math.h>
#include <string.h>

#include "stages/table.h"

/* A part of a recipe. A stage may be about one of the table, others have none. */
typedef struct {
    const char *name; /* NULL: that of the stage */
    titian_stage stage;
    int (*differs)(const titian_recipe *one, const titian_recipe *other, titian_stage stage);
    void (*take)(titian_recipe *to, const titian_recipe *from, titian_stage stage);
} aspect;

static int other_number(double a, double b)
{
    return isnan(a) != isnan(b) || (!isnan(a) && a != b);
}

/* ---- what framework.csv says of rows ---- */

static const char *denominator_of(const titian_framework *framework, const titian_node *node)
{
    return node->denominator != TITIAN_NONE ? titian_framework_extra(framework, node->denominator)->code : "";
}

static int node_differs(const titian_framework *one, const titian_framework *other, size_t k)
{
    const titian_node *a = titian_framework_node(one, k), *b = titian_framework_node(other, k);

    return a->direction != b->direction || a->scale != b->scale || a->max_age != b->max_age ||
           other_number(a->target, b->target) || other_number(a->denominator_scale, b->denominator_scale) ||
           strcmp(denominator_of(one, a), denominator_of(other, b)) != 0;
}

static int framework_differs(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    const titian_framework *a = one->framework, *b = other->framework;

    (void) stage;
    for (size_t k = 0; k < titian_framework_n_indicators(a); k++)
        if (node_differs(a, b, k))
            return 1;
    for (size_t k = 0; k < titian_framework_n_extras(a); k++) {
        const titian_extra *extra = titian_framework_extra(a, k);
        const size_t at = titian_framework_find_extra(b, extra->code);

        if (at == TITIAN_NONE || titian_framework_extra(b, at)->max_age != extra->max_age)
            return 1;
    }
    return 0;
}

static void take_framework(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    (void) stage;
    to->framework = from->framework;
}

/* ---- stages ---- */

static int stage_differs(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    if (!titian_choice_same(&one->choice[stage], &other->choice[stage]))
        return 1;
    for (size_t j = 0; j < titian_framework_n_indicators(one->framework); j++)
        if (!titian_choice_same(titian_recipe_choice(one, stage, j), titian_recipe_choice(other, stage, j)))
            return 1;
    return 0;
}

static void take_stage(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    to->choice[stage] = from->choice[stage];
    to->own[stage] = from->own[stage];
}

static int aggregation_differs(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    (void) stage;
    for (size_t k = titian_framework_n_indicators(one->framework); k < titian_framework_n_nodes(one->framework); k++)
        if (!titian_choice_same(&one->aggregation[k], &other->aggregation[k]))
            return 1;
    return 0;
}

static void take_aggregation(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    (void) stage;
    to->aggregation = from->aggregation;
}

static int order_differs(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    (void) stage;
    return memcmp(one->order, other->order, sizeof one->order) != 0;
}

static void take_order(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    (void) stage;
    memcpy(to->order, from->order, sizeof to->order);
}

/* ---- breaks, and who is assessed ---- */

static int break_differs(const titian_break *a, const titian_break *b)
{
    const char *const texts[][2] = {{a->variable, b->variable}, {a->unit, b->unit}, {a->overlap, b->overlap}};

    for (size_t k = 0; k < TITIAN_COUNT_OF(texts); k++)
        if ((texts[k][0] == NULL) != (texts[k][1] == NULL) ||
            (texts[k][0] != NULL && strcmp(texts[k][0], texts[k][1]) != 0))
            return 1;
    return a->year != b->year || a->action != b->action || other_number(a->factor, b->factor) ||
           other_number(a->offset, b->offset);
}

static int breaks_differ(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    (void) stage;
    if (one->n_breaks != other->n_breaks)
        return 1;
    for (size_t k = 0; k < one->n_breaks; k++)
        if (break_differs(&one->breaks[k], &other->breaks[k]))
            return 1;
    return 0;
}

static void take_breaks(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    (void) stage;
    to->breaks = from->breaks;
    to->n_breaks = from->n_breaks;
}

static int condition_differs(const titian_condition *a, const titian_condition *b)
{
    if (strcmp(a->group, b->group) != 0 || a->n_labels != b->n_labels)
        return 1;
    for (size_t k = 0; k < a->n_labels; k++)
        if (strcmp(a->labels[k], b->labels[k]) != 0)
            return 1;
    return 0;
}

static int assessed_differ(const titian_recipe *one, const titian_recipe *other, titian_stage stage)
{
    (void) stage;
    if (one->n_assessed != other->n_assessed)
        return 1;
    for (size_t k = 0; k < one->n_assessed; k++)
        if (condition_differs(&one->assessed[k], &other->assessed[k]))
            return 1;
    return 0;
}

static void take_assessed(titian_recipe *to, const titian_recipe *from, titian_stage stage)
{
    (void) stage;
    to->assessed = from->assessed;
    to->n_assessed = from->n_assessed;
}

/* ---- the list ---- */

static const aspect aspects[] = {
    {"framework", TITIAN_N_STAGES, framework_differs, take_framework},
    {"breaks", TITIAN_N_STAGES, breaks_differ, take_breaks},
    {"assessed", TITIAN_N_STAGES, assessed_differ, take_assessed},
    {"order", TITIAN_N_STAGES, order_differs, take_order},
    {NULL, TITIAN_STAGE_DENOMINATE, stage_differs, take_stage},
    {NULL, TITIAN_STAGE_SCREEN, stage_differs, take_stage},
    {NULL, TITIAN_STAGE_TREAT, stage_differs, take_stage},
    {NULL, TITIAN_STAGE_NORMALISE, stage_differs, take_stage},
    {NULL, TITIAN_STAGE_AGGREGATE, aggregation_differs, take_aggregation},
};

titian_aspects titian_aspects_that_differ(const titian_recipe *one, const titian_recipe *other)
{
    titian_aspects found = {.n = 0};

    for (size_t row = 0; row < TITIAN_COUNT_OF(aspects) && one != other; row++)
        if (aspects[row].differs(one, other, aspects[row].stage))
            found.row[found.n++] = (unsigned char) row;
    return found;
}

const char *titian_aspect_name(size_t row)
{
    return aspects[row].name != NULL ? aspects[row].name : titian_stage_name(aspects[row].stage);
}

void titian_aspect_take(titian_recipe *to, const titian_recipe *from, size_t row)
{
    aspects[row].take(to, from, aspects[row].stage);
}
