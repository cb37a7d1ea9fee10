/* Small files that a command names beside the data.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "beside.h"

#include <stdlib.h>

#include "find.h"

cli_exit cli_efforts_load(titian_efforts **out, const cli_arguments *arguments, cli_voice *voice)
{
    const char *name = arguments->value[CLI_OPTION_EFFORTS];
    titian_problems problems = {.say = cli_hear, .context = voice};
    titian_status status = TITIAN_OK;
    titian_error err;
    char *path = NULL;
    cli_exit code = CLI_DONE;

    *out = NULL;
    if (name == NULL)
        return CLI_DONE;
    code = cli_find(&path, CLI_MODELS, name, voice);
    if (code != CLI_DONE)
        return code;
    status = titian_efforts_read(out, path, &problems, &err);
    free(path);
    return cli_settle(voice, status, &problems, &err);
}
