/* What recipes say of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/recipe.h>

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
