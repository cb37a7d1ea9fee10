/* Rows below a sound header: the first byte says of which layout. A second file repeats the first: nothing in it is
 * new, and nothing of it contradicts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include <titian/input.h>

static const char *const headers[] = {
    "unit_code,year,indicator_code,value,status\n",
    "uCode,uName,Time,A,B,C,G,D,POP\n",
    "unit_code,unit_name,G,POP\n",
    "iso3,name,year,indicator,value\n",
};
enum { N_HEADERS = sizeof headers / sizeof *headers };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const titian_framework *framework = titian_model_recipe(given_model())->framework;
    const char *header = headers[size > 0 ? data[0] % N_HEADERS : 0];
    const size_t n = strlen(header), n_rows = size > 0 ? size - 1 : 0;
    titian_problems problems = given_listener();
    titian_panel *panel = NULL;
    titian_ledger *ledger = NULL;
    titian_error err;
    titian_status status = TITIAN_OK;
    char *text = malloc(n + n_rows + 1);

    HOLDS(text != NULL);
    memcpy(text, header, n);
    if (n_rows > 0)
        memcpy(text + n, data + 1, n_rows);
    const titian_input_text texts[] = {{"one.csv", text, n + n_rows}, {"two.csv", text, n + n_rows}};
    status = titian_input_parse(&panel, &ledger, framework, texts, 2, NULL, &problems, &err);
    given_check_result(status, panel, &problems, &err);
    given_check_ledger(ledger);
    if (status == TITIAN_OK)
        HOLDS(titian_ledger_at(ledger, 1)->n_values == 0);
    titian_panel_free(panel);
    titian_ledger_free(ledger);
    free(text);
    return 0;
}
