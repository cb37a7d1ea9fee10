/* May it be written, and was it?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

cli_exit cli_output_allowed(const char *path, int replace, cli_voice *voice)
{
    struct stat about;

    if (path[0] == '\0') {
        cli_say(voice, "the name of the file is empty\ngive a name behind -o");
        return CLI_USAGE;
    }
    if (stat(path, &about) != 0)
        return CLI_DONE;
    if (!S_ISREG(about.st_mode)) {
        cli_say_of(
            voice, path, "this is not an ordinary file, so it cannot be replaced\ngive the name of a new file");
        return CLI_FILE;
    }
    if (!replace) {
        cli_say_of(voice, path, "the file exists\nadd --force to replace it, or give another name");
        return CLI_USAGE;
    }
    return CLI_DONE;
}

int cli_output_is_workbook(const char *path)
{
    const size_t n = path != NULL ? strlen(path) : 0;

    return n > 5 && strcasecmp(path + n - 5, ".xlsx") == 0;
}

cli_exit cli_output_open(titian_whole_file **out, const char *path, int replace, cli_voice *voice)
{
    const cli_exit allowed = cli_output_allowed(path, replace, voice);
    titian_error err;

    *out = NULL;
    if (allowed != CLI_DONE)
        return allowed;
    return titian_whole_file_open(out, path, replace, &err) == TITIAN_OK ? CLI_DONE : cli_fail(voice, &err);
}

cli_exit cli_output_finish(titian_whole_file *output, cli_voice *voice)
{
    titian_error err;

    return titian_whole_file_finish(output, &err) == TITIAN_OK ? CLI_DONE : cli_fail(voice, &err);
}
