/* What commands that draw have in common: the seed, the threads, a design in place of random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_DRAWING_H
#define TITIAN_CLI_DRAWING_H

#include <stdint.h>

#include <titian/design.h>

#include "session.h"

/** Start with zeros, end with cli_drawing_close. */
typedef struct {
    uint64_t replications; /* 0: the model's */
    uint64_t seed;
    int has_seed;
    int threads; /* 0: not given */
    const char *path;
    titian_design *design; /* NULL: none */
} cli_drawing;

/** Read --replications, --seed, --threads and --design as far as a command has them. */
cli_exit cli_drawing_read(cli_drawing *drawing, const cli_arguments *arguments, cli_voice *voice);

/** Read the design, where one is given, once the model is known. Says what is wrong with it. */
cli_exit cli_drawing_open(cli_drawing *drawing, const cli_session *s);
void cli_drawing_close(cli_drawing *drawing);

#endif
