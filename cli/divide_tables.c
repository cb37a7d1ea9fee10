/* The tables of the divide that a workbook shows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "divide_tables.h"

#include <string.h>

static titian_status make(titian_listing **out, const char *name, const titian_assessment *a,
    const titian_divide_options *options, titian_error *err)
{
    size_t table = 0;

    while (strcmp(titian_divide_name(table), name) != 0)
        table++;
    return titian_divide_make(out, a, table, options, err);
}

int cli_some_unit_lies_in_another(const titian_assessment *a)
{
    const titian_panel *data = titian_assessment_data(a);

    for (size_t i = 0; i < titian_panel_n_units(data); i++)
        if (titian_panel_unit(data, i)->parent != TITIAN_NONE)
            return 1;
    return 0;
}

titian_status cli_divide_tables_make(
    cli_divide_tables *out, const titian_assessment *a, const titian_divide_options *options, titian_error *err)
{
    const titian_framework *framework = titian_assessment_recipe(a)->framework;
    titian_divide_options o = *options;
    titian_status status = TITIAN_OK;

    *out = (cli_divide_tables){.parts = NULL};
    if (o.code == NULL)
        o.code = titian_framework_node(framework, titian_framework_root(framework))->code;
    status = make(&out->measures, "measures", a, &o, err);
    o.line = TITIAN_MISSING;
    if (status == TITIAN_OK)
        status = make(&out->communities, "communities", a, &o, err);
    o.target = TITIAN_MISSING;
    if (status == TITIAN_OK && (o.group != NULL || cli_some_unit_lies_in_another(a)))
        status = make(&out->parts, "parts", a, &o, err);
    return status;
}

void cli_divide_tables_free(cli_divide_tables *tables)
{
    titian_listing_free(tables->communities);
    titian_listing_free(tables->measures);
    titian_listing_free(tables->parts);
    *tables = (cli_divide_tables){.parts = NULL};
}
