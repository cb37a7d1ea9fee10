/* Write beside, then rename.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
        cli_say(voice, "%.200s: this is not an ordinary file, so it cannot be replaced\ngive the name of a new file",
            path);
        return CLI_FILE;
    }
    if (!replace) {
        cli_say(voice, "%.200s: the file exists\nadd --force to replace it, or give another name", path);
        return CLI_USAGE;
    }
    return CLI_DONE;
}

static cli_exit say_failure(const char *path, cli_voice *voice)
{
    cli_say(voice, "%.200s: cannot be written: %s", path, strerror(errno));
    return CLI_FILE;
}

/* The rights a new file would have, which mkstemp does not give. */
static int usual_rights(int descriptor)
{
    const mode_t mask = umask(0);

    (void) umask(mask);
    return fchmod(descriptor, 0666 & ~mask);
}

/* Names of the target and of the file beside it. @return 0, or -1 when there is no memory */
static int name_files(cli_output *output)
{
    size_t size;

    output->target = realpath(output->path, NULL);
    if (output->target == NULL)
        output->target = strdup(output->path);
    if (output->target == NULL)
        return -1;
    size = strlen(output->target) + sizeof ".XXXXXX";
    output->beside = malloc(size);
    if (output->beside == NULL)
        return -1;
    (void) snprintf(output->beside, size, "%s.XXXXXX", output->target);
    return 0;
}

cli_exit cli_output_open(cli_output *output, const char *path, int replace, cli_voice *voice)
{
    const cli_exit allowed = cli_output_allowed(path, replace, voice);
    cli_exit code = CLI_FILE;
    int descriptor;

    *output = (cli_output){.path = path};
    if (allowed != CLI_DONE)
        return allowed;
    if (name_files(output) != 0) {
        cli_say(voice, "there is not enough memory");
        return CLI_INTERNAL;
    }
    descriptor = mkstemp(output->beside);
    if (descriptor >= 0 && usual_rights(descriptor) == 0)
        output->file = fdopen(descriptor, "w");
    if (output->file != NULL)
        return CLI_DONE;
    code = say_failure(path, voice);
    if (descriptor >= 0) {
        (void) close(descriptor);
    } else {
        free(output->beside);
        output->beside = NULL; /* nothing was made, so there is nothing to take away */
    }
    return code;
}

cli_exit cli_output_finish(cli_output *output, cli_voice *voice)
{
    const int closed = fclose(output->file);

    output->file = NULL;
    if (closed != 0 || rename(output->beside, output->target) != 0)
        return say_failure(output->path, voice);
    free(output->beside);
    output->beside = NULL;
    return CLI_DONE;
}

void cli_output_drop(cli_output *output)
{
    if (output->file != NULL)
        (void) fclose(output->file);
    if (output->beside != NULL)
        (void) unlink(output->beside);
    free(output->beside);
    free(output->target);
    *output = (cli_output){.path = NULL};
}
