/* model.yaml, beside a framework and two files that its methods may name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <string.h>

static const char judgements[] = "Code,A,B\nA,1,3\nB,1/3,1\n";
static const char points[] = "Code,one,two\nP,60,50\nQ,40,50\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const titian_model_file files[] = {
        {"judgements.csv", judgements, strlen(judgements)}, {"points.csv", points, strlen(points)}};
    const titian_model_text text = {.yaml = (const char *) data,
        .n_yaml = size,
        .csv = given_framework,
        .n_csv = strlen(given_framework),
        .files = files,
        .n_files = sizeof files / sizeof *files};
    titian_problems problems = given_listener();
    titian_model *model = NULL;
    titian_error err = {.code = TITIAN_OK};
    const titian_status status = titian_model_parse(&model, &text, &problems, &err);

    given_check_result(status, model, &problems, &err);
    titian_model_free(model);
    return 0;
}
