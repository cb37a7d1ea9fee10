/* Checkpoints.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "checkpoint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "team.h"

/* What such a file begins with, so that no other is ever replaced. */
static const char mark[] = "titian checkpoint\n";
enum { MARK = sizeof mark - 1 };

static cli_exit say_unreadable(const char *path, cli_voice *voice)
{
    cli_say_of(voice, path, "cannot be read: %s", strerror(errno));
    return CLI_FILE;
}

/* All bytes of a file. @return NULL when it cannot be read; errno says why */
static unsigned char *read_all(FILE *file, size_t *n)
{
    unsigned char *bytes = NULL;
    size_t room = 0;

    *n = 0;
    for (size_t got = 1; got > 0; *n += got) {
        if (*n == room) {
            unsigned char *more = realloc(bytes, room = room > 0 ? 2 * room : 65536);

            if (more == NULL)
                break;
            bytes = more;
        }
        got = fread(bytes + *n, 1, room - *n, file);
        if (got == 0 && !ferror(file))
            return bytes;
    }
    free(bytes);
    return NULL;
}

static cli_exit take(cli_checkpoint *c, FILE *file)
{
    size_t n = 0;

    c->bytes = read_all(file, &n);
    if (c->bytes == NULL)
        return say_unreadable(c->path, c->voice);
    if (n < MARK || memcmp(c->bytes, mark, MARK) != 0) {
        cli_say_of(c->voice, c->path, "this file is no checkpoint, and is not replaced\ngive the name of a new file");
        return CLI_USAGE;
    }
    c->kept = c->bytes + MARK;
    c->n_kept = n - MARK;
    cli_note(c->voice, "going on from %s", cli_quote(c->path).text);
    return CLI_DONE;
}

/* Can a file be written there? Better known now than when there is something to lose. */
static cli_exit try_place(const cli_checkpoint *c)
{
    titian_whole_file *output = NULL;
    const cli_exit code = cli_output_open(&output, c->path, 1, c->voice);

    titian_whole_file_free(output);
    return code;
}

cli_exit cli_checkpoint_open(cli_checkpoint *checkpoint, const char *path, cli_voice *voice)
{
    FILE *file = NULL;
    cli_exit code = CLI_DONE;

    *checkpoint = (cli_checkpoint){.path = path, .voice = voice};
    if (path == NULL)
        return CLI_DONE;
    if (cli_team_leads()) /* which alone writes */
        code = try_place(checkpoint);
    if (code != CLI_DONE)
        return code;
    file = fopen(path, "rb");
    if (file == NULL)
        return errno == ENOENT ? CLI_DONE : say_unreadable(path, voice);
    code = take(checkpoint, file);
    (void) fclose(file);
    return code;
}

int cli_checkpoint_write(const cli_checkpoint *checkpoint, const unsigned char *bytes, size_t n)
{
    titian_whole_file *output = NULL;
    cli_exit code = cli_output_open(&output, checkpoint->path, 1, checkpoint->voice);

    if (code == CLI_DONE) {
        (void) fwrite(mark, 1, MARK, titian_whole_file_stream(output));
        (void) fwrite(bytes, 1, n, titian_whole_file_stream(output));
        code = cli_output_finish(output, checkpoint->voice); /* which sees whether they could be written */
    }
    titian_whole_file_free(output);
    return code == CLI_DONE ? 0 : -1;
}

void cli_checkpoint_remove(const cli_checkpoint *checkpoint)
{
    if (checkpoint->path != NULL)
        (void) unlink(checkpoint->path);
}

void cli_checkpoint_close(cli_checkpoint *checkpoint)
{
    free(checkpoint->bytes);
    checkpoint->bytes = checkpoint->kept = NULL;
}
