/* What libyaml says of text that is no YAML, in users' words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_YAML_SYNTAX_H
#define TITIAN_MODEL_YAML_SYNTAX_H

#include <yaml.h>

#include "model/faults.h"

/** Say why a parser stopped, with line and column.
 *  @param text  the n bytes it was reading: libyaml gives bad bytes by offset alone */
void titian_yaml_syntax(
    titian_faults *faults, const char *name, const yaml_parser_t *parser, const char *text, size_t n);

#endif
