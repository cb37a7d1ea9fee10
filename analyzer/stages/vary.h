/* How an assumption is uncertain: each method takes some numbers between 0 and 1 and changes a copy of the recipe or
 * of the data by them. The methods stand in families, one file each; vary.c walks them. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#ifndef TITIAN_STAGES_VARY_H
#define TITIAN_STAGES_VARY_H

#include <stdint.h>

#include "stages/table.h"

/** The first thing in the way of the data that a factor changes. */
typedef enum {
    TITIAN_TOUCHES_DATA,     /* values as read, before the first stage */
    TITIAN_TOUCHES_STAGE,    /* a stage before aggregation: of its alternatives, its option stage, or its row */
    TITIAN_TOUCHES_WEIGHTS,  /* weights, aggregation */
    TITIAN_TOUCHES_PRIORITY, /* the priority step alone */
} titian_touch;

/** What one replication changes. The arrays are the worker's; titian_change_reset puts the recipe's values there. */
typedef struct {
    double *factor;       /* [node] by which the weight of a node is multiplied */
    double *lows, *highs; /* [indicator] goalposts */
    size_t *alternative;  /* [factor] the alternative drawn; TITIAN_NONE for other methods */
    double *number;       /* [factor] the number drawn, of the methods that draw one; else missing */
    titian_choice choice[TITIAN_STAGE_AGGREGATE]; /* of the stages before aggregation */
    titian_priority_rules priority;
    titian_panel *panel; /* the data of the index years, to be changed in place; NULL before it is known */
    size_t imputation;   /* draw of multiple imputation that is taken; 0: as the recipe says */
} titian_change;

/** A factor and what it is applied to. */
typedef struct {
    const titian_recipe *recipe;
    const titian_panel *panel; /* the data of the index years: assessed units x index years */
    size_t factor;             /* its position in the recipe */
} titian_site;

/** How many numbers between 0 and 1 a factor takes. */
typedef size_t (*titian_vary_count_fn)(const titian_site *site);
/** Change the copy by them. */
typedef titian_status (*titian_vary_fn)(
    const titian_site *site, const double *u, titian_change *change, titian_error *err);

typedef struct {
    titian_method about;
    titian_touch touches;
    titian_stage stage; /* that is touched where neither alternatives nor an option say it */
    titian_vary_count_fn count;
    titian_vary_fn apply;
} titian_vary_row;

/* The families, each ending with a row without apply. */
extern const titian_vary_row titian_vary_choices[], titian_vary_weights[], titian_vary_numbers[], titian_vary_data[];

const titian_vary_row *titian_vary_row_at(size_t row);
const titian_factor *titian_site_factor(const titian_site *site);

#endif
