/* Methods in words: defaults and bounds of options, and every method as Markdown, all from the engine's tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_METHODS_TEXT_H
#define TITIAN_CLI_METHODS_TEXT_H

#include <titian/method.h>

enum { CLI_PARAM_TEXT = 400 };

/** "default 5", "default [0, 100]", "must be given", "may be left out". @return text */
const char *cli_param_default(const titian_param *param, char text[CLI_PARAM_TEXT]);
/** "from 0 to 1", "one of: weight count", "a file"; "" where anything goes. @return text */
const char *cli_param_bounds(const titian_param *param, char text[CLI_PARAM_TEXT]);

/** Print every stage and method to stdout, as the chapters of docs/methods.md. */
void cli_methods_markdown(void);

#endif
