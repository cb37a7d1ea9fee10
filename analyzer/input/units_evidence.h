/* What the codes and names met in data files say about whose they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_UNITS_EVIDENCE_H
#define TITIAN_INPUT_UNITS_EVIDENCE_H

#include <titian/names.h>

#include "input/roll.h"

typedef struct {
    int countries; /* 1: units are countries */
    int stands;    /* 1: codes as they are written are right, so nothing has to be matched */
} titian_evidence;

/** Weigh what was met. By evidence units are countries when the codes and names that speak for it outnumber those that
 *  speak against it ten to one: for it speak three-letter codes of countries that no name beside them contradicts, other
 *  codes with the country's name beside them, and names; against it, what no list has. Aggregates, and codes of two
 *  letters or of numbers without a name, say nothing. Cost: O(n) for countries; a quick no for many units */
titian_evidence titian_units_weigh(
    const titian_roll *met, const titian_names *names, const titian_match_rules *rules);

#endif
