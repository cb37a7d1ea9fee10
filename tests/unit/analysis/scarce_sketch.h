/* What is computed while every allocation fails in its turn: a tree, and data for it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_UNIT_ANALYSIS_SCARCE_SKETCH_H
#define TITIAN_UNIT_ANALYSIS_SCARCE_SKETCH_H

#include "unit/stages/sketch.h"

extern const char scarce_tree[];
extern const char scarce_gaps[];  /* two years, with gaps, a denominator of 0 and a score that must be raised */
extern const char scarce_whole[]; /* one year, without gaps */

#endif
