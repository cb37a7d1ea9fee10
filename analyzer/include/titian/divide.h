/* The divide: how unequally something is spread over people, how much of that lies inside groups, and who is left
 * behind, as tables. Units are communities and groups their countries, or countries and their regions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_DIVIDE_H
#define TITIAN_DIVIDE_H

#include <stddef.h>

#include <titian/assessment.h>
#include <titian/export.h>
#include <titian/lines.h>
#include <titian/listing.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Groups that need no row of the model: the unit that a unit lies in, and the outermost one above it, which is the
 * unit itself where it lies in none. A row of the model with such a code comes first. */
#define TITIAN_GROUP_PARENT "parent_unit"
#define TITIAN_GROUP_TOP "top_unit"

/** A mean of units that is further than this share from the figure of the unit they lie in is remarked on. */
#define TITIAN_DIVIDE_FAR 0.05

/** What is looked at. A unit in which others lie is a total: it takes no part in any table but "reconciliation".
 * Texts and lines are borrowed. Every value of a stage counts, carried and imputed ones too; a stage before
 * TITIAN_RESULT_IMPUTED has none that are imputed. */
typedef struct {
    titian_result stage; /* whose values; default TITIAN_RESULT_AGGREGATED: scores of all nodes; else indicators */
    const char *code;    /* one code of the tree; NULL, the default: all. Not in the tables of deprivation */
    const char *group;   /* a group of the model, whose labels say which units belong together; TITIAN_GROUP_PARENT or
                            TITIAN_GROUP_TOP; NULL, the default: TITIAN_GROUP_PARENT where some unit lies in another,
                            else   none. Units without a label are a group of their own, "(none)" */
    const char *weights; /* variable of the model that holds each unit's people; NULL, the default: units count
                            alike. A unit without a value above 0 takes no part, and is counted in N.Left */
    double target;       /* unit of the values; TITIAN_MISSING, the default: the model's own, see docs/divide.md */
    double line;         /* > 0, of FGT in the table "measures"; TITIAN_MISSING, the default: the target */
    const char
        *sample;   /* variable of the model that counts a unit's observations; NULL, the default: that of weights */
    double fewest; /* > 0: units with fewer of these, or without a number, are not shown alone in the table
                      "communities", nor groups with fewer in all in the tables of groups; they count in all totals.
                      TITIAN_MISSING, the default: all are shown */
    /* of the tables of deprivation alone */
    const char *node;          /* whose parts are looked at; NULL, the default: the index */
    int level;                 /* the nodes of this level under it; 0, the default: its children */
    double cutoff;             /* share of the weight in which the poor are deprived, 0..1; 0: any deprivation;
                                  default 1/3 */
    const titian_lines *lines; /* of codes, which may have weights; NULL, the default: the targets */
    /* of the table "concentration" alone, which needs it */
    const char *by; /* variable by which people stand in order, income say */
} titian_divide_options;
TITIAN_API titian_divide_options titian_divide_options_default(void);

/** The tables that can be had: their names and what each tells. */
TITIAN_API size_t titian_divide_n_tables(void);
TITIAN_API const char *titian_divide_name(size_t table);
TITIAN_API const char *titian_divide_summary(size_t table);

/** Make one table of a run, for each of its index years. What cannot be computed is missing in its row, with a
 * remark.
 *  @param out      owned by the caller; the assessment and the options' texts and lines are borrowed and must outlive
 *                  it
 *  @param options  NULL: the defaults
 *  @return TITIAN_E_USAGE when the run did not keep the stage or (for variables) TITIAN_RESULT_RAW, for a code, group
 *          or variable that is none, for an option that the table does not take or that lacks, and for parts without
 *          a line or of which less is better; TITIAN_E_MEMORY
 *  Formulas and sources: docs/divide.md. */
TITIAN_API TITIAN_CHECKED titian_status titian_divide_make(titian_listing **out, const titian_assessment *a,
    size_t table, const titian_divide_options *options, titian_error *err);

/** Takes some rows of a table: a listing with its columns, which is gone afterwards.
 *  @return what is to be returned in the end; anything but TITIAN_OK ends the table */
typedef titian_status (*titian_divide_take_fn)(const titian_listing *rows, void *context, titian_error *err);

/** The same table in pieces of some thousand rows, in order: a million communities never stand in memory as one.
 * `take` gets one piece at least, which has no rows where the table has none. Nothing is told before the request is
 * found to be without fault.
 *  @return as titian_divide_make, or what `take` returned */
TITIAN_API TITIAN_CHECKED titian_status titian_divide_tell(const titian_assessment *a, size_t table,
    const titian_divide_options *options, titian_divide_take_fn take, void *context, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
