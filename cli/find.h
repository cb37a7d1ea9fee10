/* Where models and data are: as named by the user, else among those shipped with the program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_FIND_H
#define TITIAN_CLI_FIND_H

#include <stddef.h>

#include "say.h"

/** What is shipped: a folder beside the program for each. */
typedef enum { CLI_MODELS, CLI_DATASETS } cli_shelf;

/** Path of a model or data file or folder: an existing path wins; then the folders listed in TITIAN_MODELS (models
 *  alone); then what is shipped. Data named "-" are those of standard input. Says what is lacking.
 *  @param out  to be freed with free(); NULL unless the result is CLI_DONE */
cli_exit cli_find(char **out, cli_shelf shelf, const char *name, cli_voice *voice);

/** Beginning of the paths of what is shipped, with a slash at its end. To be freed with free(); NULL when it cannot
 * be found. */
char *cli_shipped(cli_shelf shelf);

/** What may be given as data without a path: "countries, communities/brazil". They are the folders on the shelf that
 *  describe themselves (datapackage.json), and where such a one holds folders, these.
 *  @param out  is cut where it is too short; "none" when nothing is shipped */
enum { CLI_DATASETS_TEXT = 256 };
void cli_datasets(char out[CLI_DATASETS_TEXT], cli_voice *voice);

/** Names on a shelf, in byte order, each once. Free with cli_names_free. */
typedef struct {
    char **names, **paths; /* n of each */
    size_t n;
} cli_names;
cli_exit cli_list(cli_names *out, cli_shelf shelf, cli_voice *voice);
void cli_names_free(cli_names *names);

#endif
