/* What the tables of the divide share: the people of a code in a year, all or those of a group.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_DIVIDE_H
#define TITIAN_ANALYSIS_DIVIDE_H

#include <titian/divide.h>

#include "analysis/ask.h"
#include "core/arena.h"
#include "core/listing.h"
#include "kernels/inequality.h"

/** One table at work. */
typedef struct titian_divide {
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_divide_options *options;
    const titian_panel *panel; /* of the stage: variable k is node k for the nodes looked at */
    size_t n_units, n_years;
    size_t first_node, end_node; /* the nodes looked at */
    size_t weights, by;          /* variables of the raw panel; TITIAN_NONE: none */
    size_t sample;               /* the variable whose small values hide a unit; TITIAN_NONE: none */
    size_t n_groups;             /* 0: there are no groups */
    size_t *group;               /* of each unit; TITIAN_NONE for a total; NULL: there are no groups */
    const char **labels;         /* of each group, in alphabetical order, "(none)" last */
    size_t *communities;         /* the units that take part: all but totals, in which others lie; ascending */
    size_t n_communities;
    size_t *members, *first_member; /* the same, group by group; first_member: n_groups + 1 */
    size_t *parent;                 /* of each unit of the data: the unit it lies in; NULL: none lies in any */
    unsigned char *is_total;        /* each unit of the data */
    size_t n_data;                  /* units of the data */
    const char *columns;            /* of the listing */
    titian_listing *listing;
    titian_divide_take_fn take; /* takes the listing piece by piece; NULL: it stays whole */
    void *context;
    titian_arena arena;
} titian_divide;

/** "All units together", where a group is asked for. */
#define TITIAN_DIVIDE_ALL TITIAN_NONE

/** Those who take part: they have a value, and people. */
typedef struct {
    kernel_people people;
    double *x, *weights, *share; /* n each */
    const double *given;         /* weights; NULL: units count alike */
    size_t *units;               /* n: which units they are */
    size_t *order;               /* n: ascending in x */
    size_t *scratch;             /* n */
    size_t n, n_all;             /* n: 0 where the group is hidden; n_all: what it would be */
    int hidden;                  /* 1: the group is too small to be shown */
    const titian_divide *divide;
    size_t n_left; /* n_left: have a value, but no people above 0 */
    double total;  /* people; n where units count alike */
} titian_crowd;

/** Room for every unit. @return TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status titian_divide_crowd(titian_divide *divide, titian_crowd *crowd, titian_error *err);
/** Gather a node's values in a year. @param group  TITIAN_DIVIDE_ALL: of all units */
void titian_divide_gather(const titian_divide *divide, size_t node, size_t year, size_t group, titian_crowd *crowd);

/** A unit's value. A score is rounded as ranks are: noise in its last places puts nobody below a line. */
double titian_divide_value(const titian_divide *divide, size_t node, size_t year, size_t unit);
/** People of each unit in a year; NULL: units count alike. */
const double *titian_divide_people(const titian_divide *divide, size_t year);
const titian_node *titian_divide_node(const titian_divide *divide, size_t node);
/** The target asked for, else the model's; missing: there is none. */
double titian_divide_target(const titian_divide *divide, size_t node);
/** A line below which values fall short: missing where it is not above 0, or less is better at the stage. */
double titian_divide_line(const titian_divide *divide, size_t node, double line);
/** Is a node's row left away in a year, since screening took it out? */
int titian_divide_skips(const titian_divide *divide, size_t node, size_t year);
/** Label of a group; "(all)" for all. */
const char *titian_divide_label(const titian_divide *divide, size_t group);
/** Groups one after another: TITIAN_DIVIDE_ALL, 0, 1, ... @return 0 at the end */
int titian_divide_next(const titian_divide *divide, size_t *group);

/** Append a number; one that is not finite is missing. */
void titian_divide_number(titian_divide *divide, double number);
void titian_divide_text(titian_divide *divide, const char *text);
/** Appends one row of many to a table. Rows may be put by several threads, each to a table of its own. */
typedef void (*titian_divide_row_fn)(titian_divide *to, size_t row, const void *of);
/** Append n rows, and hand them over on the way where the table is told in pieces. */
TITIAN_CHECKED titian_status titian_divide_rows(
    titian_divide *divide, size_t n, titian_divide_row_fn put, const void *of, titian_error *err);
/** A number of people: missing where units count alike. */
void titian_divide_heads(titian_divide *divide, double people);
/** The columns Time,iCode,Level. */
void titian_divide_key(titian_divide *divide, size_t node, size_t year);
/** The columns Weights,N,N.Left. */
void titian_divide_size(titian_divide *divide, size_t n, size_t n_left);
/** Say why some measures of the crowd are missing, or say nothing. @param mean  of the crowd */
void titian_divide_remark_values(const titian_crowd *crowd, double mean, titian_remarks *remarks);
/** Find which units are communities and which are totals, and the groups: those asked for, else what units lie in. */
TITIAN_CHECKED titian_status titian_divide_find_groups(titian_divide *divide, titian_error *err);
/** Is a unit, or a group as a whole, too small to be shown alone? A unit whose sample is not known is. */
int titian_divide_is_small(const titian_divide *divide, size_t unit, size_t year);
int titian_divide_group_is_small(const titian_divide *divide, size_t group, size_t year);
/** Say that something is hidden for that. */
void titian_divide_remark_hidden(const titian_divide *divide, titian_remarks *remarks);
/** The outermost unit of the data that one of them lies in; itself where it lies in none. */
size_t titian_divide_top(const titian_divide *divide, size_t data_unit);

/** Say who was left out. */
void titian_divide_remark_left(const titian_divide *divide, size_t n_left, titian_remarks *remarks);

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_divide_scratch(titian_divide *divide, size_t n, size_t size, titian_error *err);

/* The tables; see the list in divide.c. */
titian_status titian_divide_measures(titian_divide *divide, titian_error *err);
titian_status titian_divide_parts(titian_divide *divide, titian_error *err);
titian_status titian_divide_deprivation(titian_divide *divide, titian_error *err);
titian_status titian_divide_headcounts(titian_divide *divide, titian_error *err);
titian_status titian_divide_concentration(titian_divide *divide, titian_error *err);
titian_status titian_divide_communities(titian_divide *divide, titian_error *err);
titian_status titian_divide_gaps(titian_divide *divide, titian_error *err);
titian_status titian_divide_reconciliation(titian_divide *divide, titian_error *err);

#endif
