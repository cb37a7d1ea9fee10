/* What the files of the simulation share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_SIMULATION_H
#define TITIAN_ANALYSIS_SIMULATION_H

#include <titian/simulation.h>

#include "core/arena.h"

struct titian_simulation {
    const titian_assessment *before;
    titian_assessment *after;
    titian_panel *panel; /* the data with the values set; those of before where none is */
    titian_recipe recipe;
    double *weights; /* n_nodes of that recipe */
    size_t year;     /* the last index year */
    titian_setting *settings;
    size_t n_settings;
    unsigned char *touched;   /* [unit] 1: a value was set */
    unsigned char *reweighed; /* [node] 1: the weight of a child was set */
    titian_arena arena;
};

#endif
