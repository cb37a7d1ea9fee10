/* Whole data files, whatever their header says they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <titian/input.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const titian_input_text text = {"fuzz.csv", (const char *) data, size};
    const titian_framework *framework = titian_model_recipe(given_model())->framework;
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err;
    const titian_status status = titian_input_parse(&panel, &ledger, framework, &text, 1, NULL, &problems, &err);

    given_check_result(status, panel, &problems, &err);
    HOLDS(ledger != NULL);
    given_check_ledger(ledger);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
    return 0;
}
