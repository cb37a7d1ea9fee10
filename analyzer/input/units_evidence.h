/* What the codes and names met in data files say about whose they are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_UNITS_EVIDENCE_H
#define TITIAN_INPUT_UNITS_EVIDENCE_H

#include <titian/names.h>

#include "input/roll.h"

typedef struct {
    int countries;     /* 1: units are countries */
    int stands;        /* 1: codes as they are written are right, so nothing has to be matched */
    size_t one, other; /* two units that stand although they are one country; TITIAN_NONE: there are none */
    size_t
        stranger; /* a unit that stands among countries although no list has its code; TITIAN_NONE: there is none */
    size_t n_strangers;
    size_t named; /* where units are not taken for countries: one whose code is the name of one, if most have such
                     codes or those of countries; TITIAN_NONE */
    size_t n_named;
} titian_evidence;

/** Weigh what was met. By evidence units are countries when what speaks for it outnumbers what speaks against it four
 * to one. For it speak three-letter codes of countries that no name beside them contradicts, other codes with the
 * name of their country or aggregate beside them, and names; against it, what no list has. Codes of aggregates, of
 * two letters or of numbers say nothing without a name. Texts of countries stand as they are written where all files
 * are in titian's own forms, unless some unit is an aggregate or has no code, or a country of the units files goes by
 * another text elsewhere. Cost: O(n); at once for more units than there are countries
 */
titian_evidence titian_units_weigh(
    const titian_roll *met, const titian_gazetteer *names, const titian_match_rules *rules);

#endif
