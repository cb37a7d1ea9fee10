/* Earlier years.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

const titian_assessment *cli_history_run(titian_assessment **owned, const cli_session *s)
{
    const titian_panel *scores = titian_assessment_result(s->assessment, TITIAN_RESULT_AGGREGATED);
    titian_run_options options = titian_run_options_default();
    titian_error err = {.message = ""};

    *owned = NULL;
    if (titian_panel_n_years(scores) > 1)
        return s->assessment;
    options.last_year = titian_panel_year(scores, 0);
    options.keep = 1u << TITIAN_RESULT_AGGREGATED;
    for (size_t year = 0; *owned == NULL && titian_panel_year(s->panel, year) < options.last_year; year++) {
        options.first_year = titian_panel_year(s->panel, year);
        if (titian_run(owned, titian_assessment_recipe(s->assessment), s->panel, &options, &err) == TITIAN_OK &&
            year > 0)
            cli_note(s->voice, "years before %d cannot be scored, and are no part of what others' pace rests on",
                options.first_year);
    }
    return *owned;
}
