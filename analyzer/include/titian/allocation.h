/* A budget shared out among the units of a run: who takes part and why, how much each has and what decides it, how
 * fair that is, and which projects it buys; as tables. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ALLOCATION_H
#define TITIAN_ALLOCATION_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/listing.h>
#include <titian/records.h>
#include <titian/status.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is asked for beside the model's allocation block. Everything is borrowed. Dated lists and what somebody has
 * decided by hand are those of the run. */
typedef struct titian_allocation_options {
    double budget;    /* > 0; TITIAN_MISSING, the default: the model's */
    const char *rule; /* NULL, the default: the model's. With another, the model's powers and weights do not count */
    const char *within; /* code of a unit: shared out among the units that lie in it and hold no others; default NULL:
                           among all */
    const char *returns;            /* NULL, the default: the model's; "proportional" switches them off */
    double scale;                   /* of returns, money, > 0; TITIAN_MISSING, the default: the model's */
    const titian_records *projects; /* of the table "projects" alone, which needs them; default NULL */
    size_t most_projects;           /* of one unit, >= 1; default 1000: all */
    /* of the table "robust" alone: how its replications are run; default NULL: as the model says. Its `allocation` is
     * not looked at */
    const titian_uncertainty_options *draws;
} titian_allocation_options;
TITIAN_API titian_allocation_options titian_allocation_options_default(void);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_allocation_n_tables(void);
TITIAN_API const char *titian_allocation_name(size_t table);
TITIAN_API const char *titian_allocation_summary(size_t table);
/** Does a table run replications? Then it takes long, and titian_allocation_options.draws says how. */
TITIAN_API int titian_allocation_draws(size_t table);

/** Share the budget out and make one table of it, for the last index year of the run.
 *  Amounts are base_i + min(max(lambda s_i, floor_i), cap_i) with one lambda, or one for each ring-fence that binds,
 * or those that bring most with the returns of <titian/allocation_rule.h>, found exactly; rounded by largest
 * remainders to the model's unit, so that they add up to the budget. A unit that is not eligible changes nothing for
 * the others, nor does the order of units but among equal remainders.
 *  @param out      owned by the caller; the assessment and what the options hold are borrowed and must outlive it
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE without a budget, for a unit in which none lies, for a rule that is none, for a run that
 * did not keep TITIAN_RESULT_RAW, for lists, overrides or projects that lack; TITIAN_E_MODEL when the rule needs what
 * the model does not have; TITIAN_E_DATA for a list that the model names and no row is of, and a project that is of
 * no unit, with its place; TITIAN_E_NUMERIC when floors exceed the budget, caps do not use it, or rules contradict
 * each other, with the figures; TITIAN_E_MEMORY Formulas and sources: docs/allocation.md. Cost: O(n log n) for each
 * unit that drops out for want of a minimum */
TITIAN_API TITIAN_CHECKED titian_status titian_allocation_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_allocation_options *options, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
