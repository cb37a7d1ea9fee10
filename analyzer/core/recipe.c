/* What recipes say of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/recipe.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *summary;
} parts[TITIAN_N_PARTS] = {
    [TITIAN_PART_NEED] = {"need", "shortfall of the areas under the target, to the power alpha"},
    [TITIAN_PART_PEOPLE] = {"people", "population times average shortfall, on a log scale against a fixed reference"},
    [TITIAN_PART_VULNERABILITY] = {"vulnerability", "status: least developed, land-locked, small island"},
    [TITIAN_PART_AID] = {"aid", "how far present aid stays under that of eligible peers"},
    [TITIAN_PART_CONFIDENCE] = {"confidence", "how much of the weight is observed, and how recently"},
};

const char *titian_part_name(titian_part part)
{
    return part < TITIAN_N_PARTS ? parts[part].name : "";
}

const char *titian_part_summary(titian_part part)
{
    return part < TITIAN_N_PARTS ? parts[part].summary : "";
}

int titian_condition_holds(const titian_condition *condition, const titian_panel *panel, size_t unit)
{
    const size_t group = titian_panel_find_group(panel, condition->group);
    const char *label = NULL;

    if (group == TITIAN_NONE)
        return 0;
    label = titian_panel_label(panel, group, unit);
    for (size_t k = 0; k < condition->n_labels; k++)
        if (strcmp(label, condition->labels[k]) == 0)
            return 1;
    return 0;
}

const titian_choice *titian_recipe_choice(const titian_recipe *recipe, titian_stage stage, size_t indicator)
{
    const titian_choice *own = recipe->own[stage];

    return own != NULL && own[indicator].method != NULL ? &own[indicator] : &recipe->choice[stage];
}

size_t titian_recipe_exceptions(const titian_recipe *recipe, size_t node, size_t *n)
{
    size_t first = 0, behind = recipe->n_exceptions;

    while (first < behind) {
        const size_t middle = first + (behind - first) / 2;

        if (recipe->exceptions[middle].node < node)
            first = middle + 1;
        else
            behind = middle;
    }
    *n = 0;
    while (first + *n < recipe->n_exceptions && recipe->exceptions[first + *n].node == node)
        (*n)++;
    return first;
}

TITIAN_PRINTF(4, 5) static size_t append(char *text, size_t size, size_t used, const char *format, ...)
{
    va_list args;
    int n = 0;

    va_start(args, format);
    n = used < size ? vsnprintf(text + used, size - used, format, args) : 0;
    va_end(args);
    return n > 0 ? used + (size_t) n : used;
}

const char *titian_exception_text(const titian_recipe *recipe, size_t exception, char *text, size_t size)
{
    const titian_weigh_exception *e = &recipe->exceptions[exception];
    size_t used = 0;

    for (size_t k = 0; k < e->n_missing; k++)
        used = append(text, size, used, "%s%s", k == 0 ? "no score for " : ", ",
            titian_framework_node(recipe->framework, e->missing[k])->code);
    if (e->group == NULL)
        return text;
    used = append(text, size, used, "%s%s: ", used > 0 ? "; " : "", e->group->group);
    for (size_t k = 0; k < e->group->n_labels; k++)
        used = append(text, size, used, "%s%s", k == 0 ? "" : ", ", e->group->labels[k]);
    return text;
}

titian_modality titian_modality_of(const titian_priority_rules *rules, double absorption)
{
    if (isnan(absorption))
        return TITIAN_MODALITY_UNKNOWN;
    if (absorption < rules->absorption_weak)
        return TITIAN_MODALITY_WEAK;
    return absorption >= rules->absorption_strong ? TITIAN_MODALITY_STRONG : TITIAN_MODALITY_MIDDLE;
}

const char *titian_modality_name(titian_modality modality)
{
    static const char *const names[TITIAN_N_MODALITIES] = {
        "", "technical assistance", "project with support", "system finance"};

    return (unsigned) modality < TITIAN_N_MODALITIES ? names[modality] : "";
}
