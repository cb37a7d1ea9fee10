/* What a request names, looked up in a run, with the nearest name where there is none; and remarks on rows of tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ASK_H
#define TITIAN_ANALYSIS_ASK_H

#include <titian/assessment.h>
#include <titian/names.h>

/** Say that a name is none of those there are, with the nearest. @return TITIAN_E_USAGE */
titian_status titian_ask_unknown(
    const char *what, const char *name, const char *const *names, size_t n, titian_error *err);

/** The unit of a code, as the data have it. A name, another code of a listed country and what is nearly a code or a
 *  name are refused, with the unit that they most likely mean.
 *  @param mend  what to do where no unit is near
 *  @return TITIAN_E_USAGE when there is none; TITIAN_E_MEMORY. Cost: a look into a dictionary; O(units) to suggest */
TITIAN_CHECKED titian_status titian_ask_unit(
    const titian_panel *panel, const char *word, const char *mend, size_t *unit, titian_error *err);

/** The same of an assessed unit: for one that the model does not assess that is said. */
TITIAN_CHECKED titian_status titian_ask_assessed(
    const titian_assessment *a, const char *code, const char *mend, size_t *unit, titian_error *err);

/** The unit of a listed country, by any of its codes and names. @return TITIAN_NONE when there is none */
size_t titian_ask_listed(const titian_gazetteer *names, const titian_panel *panel, const char *word);

/** The same fault, where a row of a file asked. @return TITIAN_E_DATA for TITIAN_E_USAGE, others as they are */
titian_status titian_ask_blame(
    const titian_error *what, const char *file, size_t line, size_t column, titian_error *err);

/** The panel of a stage. @return TITIAN_E_USAGE when the run did not keep it */
TITIAN_CHECKED titian_status titian_ask_stage(
    const titian_assessment *a, titian_result stage, const titian_panel **out, titian_error *err);

/** The nodes that have values at a stage, or the one of a code: those from *first up to *end.
 *  @param code  NULL: all
 *  @return TITIAN_E_USAGE for a code that is none, or has no values there; TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_ask_nodes(
    const titian_assessment *a, titian_result stage, const char *code, size_t *first, size_t *end, titian_error *err);

/** A variable of the model beside or in the tree, in the panel TITIAN_RESULT_RAW.
 *  @param name  NULL: *out is TITIAN_NONE
 *  @return TITIAN_E_USAGE for a name that is none, and when the raw panel was not kept; TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_ask_variable(
    const titian_assessment *a, const char *name, size_t *out, titian_error *err);

/** A group of the data. @param name  NULL: *out is TITIAN_NONE. @return as above */
TITIAN_CHECKED titian_status titian_ask_group(
    const titian_assessment *a, const char *name, size_t *out, titian_error *err);

/** Which way is better at a stage: the indicator's direction until normalisation has turned it. @return 1 or -1 */
int titian_stage_direction(const titian_node *node, titian_result stage);

/** The model's target: of an indicator in the unit of its data, of areas the one of the priority step. Missing where
 *  there is none, or values are on another scale than it is. */
double titian_stage_target(const titian_assessment *a, titian_result stage, size_t node);

/** Was an indicator left out by screening? Its values bear on nothing from then on, though the panels have them. */
int titian_stage_leaves_out(const titian_assessment *a, titian_result stage, size_t node, size_t year);

/** Remarks on a row, one behind the other. */
typedef struct {
    char text[512];
} titian_remarks;
void titian_remark(titian_remarks *remarks, const char *format, ...) TITIAN_PRINTF(2, 3);

#endif
