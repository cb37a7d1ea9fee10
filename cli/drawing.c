/* Seeds, threads, designs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawing.h"

enum { MOST_THREADS = 1024 };

cli_exit cli_drawing_read(cli_drawing *drawing, const cli_arguments *arguments, cli_voice *voice)
{
    size_t replications = 0, seed = 0, threads = 0;
    cli_exit code = cli_option_count(arguments, CLI_OPTION_REPLICATIONS, 1, UINT32_MAX, &replications, voice);

    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_SEED, 0, (size_t) 1 << 53, &seed, voice);
    if (code == CLI_DONE)
        code = cli_option_count(arguments, CLI_OPTION_THREADS, 1, MOST_THREADS, &threads, voice);
    *drawing = (cli_drawing){.replications = replications,
        .seed = seed,
        .has_seed = arguments->value[CLI_OPTION_SEED] != NULL,
        .threads = (int) threads,
        .path = arguments->value[CLI_OPTION_DESIGN]};
    if (code != CLI_DONE || drawing->path == NULL || arguments->value[CLI_OPTION_REPLICATIONS] == NULL)
        return code;
    cli_say(voice, "\"--design\" says how many replications there are\ntake \"--replications\" away");
    return CLI_USAGE;
}

cli_exit cli_drawing_open(cli_drawing *drawing, const cli_session *s)
{
    titian_problems problems = {.say = cli_hear, .context = s->voice};
    titian_error err;
    titian_status status = TITIAN_OK;

    if (drawing->path == NULL)
        return CLI_DONE;
    cli_progress(s->voice, "reading the design");
    status = titian_design_read(&drawing->design, s->assessment, drawing->path, &problems, &err);
    if (status == TITIAN_OK)
        drawing->replications = titian_design_n(drawing->design);
    return cli_settle(s->voice, status, &problems, &err);
}

void cli_drawing_close(cli_drawing *drawing)
{
    titian_design_free(drawing->design);
    drawing->design = NULL;
}
