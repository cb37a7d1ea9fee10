/* A sketch: a small framework, its data and a recipe, written down as text, and what a run of them gives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_SKETCH_H
#define TITIAN_TESTS_SKETCH_H

#include "unit/check.h"

#include <titian/run.h>

enum { SKETCH_NODES = 64, SKETCH_ROWS = 16, SKETCH_UNITS = 64, SKETCH_YEARS = 32 };

/** Everything a run needs. The recipe's arrays are those below, so tests may change them between runs. */
typedef struct {
    titian_framework *framework;
    titian_panel *panel;
    titian_recipe recipe;
    double weights[SKETCH_NODES], lows[SKETCH_NODES], highs[SKETCH_NODES];
    titian_choice aggregation[SKETCH_NODES], weighing[SKETCH_NODES];
    titian_run_options options;
    titian_assessment *a; /* of the last sketch_run */
    titian_error error;   /* of the last run that failed */
} sketch;

/** Read a sketch.
 *  @param tree  lines "CODE PARENT WEIGHT [direction D] [goalposts LOW HIGH] [target VALUE] [log]
 *               [per DENOMINATOR SCALE] [age YEARS]"; the root has the parent "-"; and lines "group|denominator|other
 * CODE [age YEARS]"
 *  @param data  lines "UNIT YEAR NAME VALUE NAME VALUE ..."; "-" is missing, "5~" is an estimate; a group's value is
 *               its label. Units and years are taken in the order of their first appearance */
void sketch_open(sketch *s, const char *tree, const char *data);
/** The same, with the panel made by hand: units U00, U01 ..., one year 2020, all missing. */
void sketch_open_units(sketch *s, const char *tree, size_t n_units);
void sketch_close(sketch *s);

/** Choose a method; set options of it. From TITIAN_STAGE_AGGREGATE on: of every node. */
void sketch_choose(sketch *s, titian_stage stage, const char *method);
void sketch_number(sketch *s, titian_stage stage, const char *option, double number);
void sketch_range(sketch *s, titian_stage stage, double lower, double upper);
void sketch_group(sketch *s, titian_stage stage, const char *group);
/** Texts and lists are borrowed. */
void sketch_text(sketch *s, titian_stage stage, const char *option, const char *text);
void sketch_list(sketch *s, titian_stage stage, const char *option, const double *list, size_t n);

/** Switch the priority step on, with numbers as a model has them by default: eligible by the group dac, people by
 * POP, aid by ODA over three years. Tests change what they are about. */
void sketch_priority(sketch *s);

/** Run and say how it went (s->error holds why not); run and expect success; run and expect a status. */
titian_status sketch_try(sketch *s);
void sketch_run(sketch *s);
void sketch_fails(sketch *s, titian_status status);

size_t sketch_unit(const sketch *s, const char *unit);
size_t sketch_year(const sketch *s, int year);
size_t sketch_node(const sketch *s, const char *code);
/** A cell of a kept result. */
double sketch_value(const sketch *s, titian_result result, const char *variable, const char *unit, int year);
int sketch_mark(const sketch *s, titian_result result, const char *variable, const char *unit, int year);
const titian_unit_state *sketch_state(const sketch *s, const char *unit, int year);
/** Does a note hold all of these words, given as one text with blanks between? */
int sketch_notes(const sketch *s, const char *words);

#endif
