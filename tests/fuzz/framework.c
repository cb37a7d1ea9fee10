/* framework.csv, alone: the model is then the defaults.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const titian_model_text text = {.csv = (const char *) data, .n_csv = size};
    titian_problems problems = given_listener();
    titian_model *model = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_model_parse(&model, &text, &problems, &err);

    given_check_result(status, model, &problems, &err);
    titian_model_free(model);
    return 0;
}
