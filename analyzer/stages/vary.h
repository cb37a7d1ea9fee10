/* How an assumption is uncertain: each method takes some numbers between 0 and 1 and changes a copy of the recipe or
 * of the data by them. The methods stand in families, one file each; vary.c walks them. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#ifndef TITIAN_STAGES_VARY_H
#define TITIAN_STAGES_VARY_H

#include <stdint.h>

#include "core/arena.h"
#include "stages/table.h"

/** The first thing in the way of the data that a factor changes. */
typedef enum {
    TITIAN_TOUCHES_DATA,     /* values as read, before the first stage */
    TITIAN_TOUCHES_STAGE,    /* a stage before aggregation: of its alternatives, its option stage, or its row */
    TITIAN_TOUCHES_WEIGHTS,  /* weights, aggregation */
    TITIAN_TOUCHES_PRIORITY, /* the priority step alone, or how a budget is shared out */
} titian_touch;

/** What one replication changes. The arrays are the worker's; titian_change_reset puts the recipe's values there. */
typedef struct {
    double *factor;       /* [node] by which the weight of a node is multiplied */
    double *lows, *highs; /* [indicator] goalposts */
    double *scratch;      /* [node], of no meaning between two methods */
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
    /* of methods that change weights: those of the model, or of the alternatives drawn, as far as they are known
     * before the data, [node]; and what the method made of them by `prepare` */
    const double *weights;
    const void *prepared;
} titian_site;

/** How many numbers between 0 and 1 a factor takes. */
typedef size_t (*titian_vary_count_fn)(const titian_site *site);
/** What is worked out once for many replications: it depends on the weights alone. @param arena  holds it */
typedef titian_status (*titian_vary_prepare_fn)(
    const titian_site *site, titian_arena *arena, const void **out, titian_error *err);
/** Change the copy by them. */
typedef titian_status (*titian_vary_fn)(
    const titian_site *site, const double *u, titian_change *change, titian_error *err);

/** Which weights and goalposts can move: 1 for those, the others are left as they are. */
typedef struct {
    unsigned char *weights;      /* [node] */
    unsigned char *lows, *highs; /* [indicator] */
} titian_reach;
typedef void (*titian_vary_reach_fn)(const titian_site *site, titian_reach *reach);

/** What a factor is to draw, in a word; as a number too where it is one, else missing. */
typedef struct {
    const char *text;
    double number;
} titian_wish;

/** What the number drawn stands for, in a word. */
typedef const char *(*titian_vary_word_fn)(const titian_site *site, double number);
/** The number that the model as it stands has there; missing: none. */
typedef double (*titian_vary_nominal_fn)(const titian_site *site);
/** From what a factor is to draw back to the number between 0 and 1 that draws it: the middle of its share.
 *  @param change  what the factors before this one have drawn
 *  @return TITIAN_E_USAGE when it cannot be drawn */
typedef titian_status (*titian_vary_place_fn)(
    const titian_site *site, const titian_change *change, const titian_wish *wish, double *u, titian_error *err);

typedef struct {
    titian_method about;
    titian_touch touches;
    titian_stage stage; /* that is touched where neither alternatives nor an option say it */
    titian_vary_count_fn count;
    titian_vary_fn apply;
    titian_vary_reach_fn reach;     /* NULL: moves neither weights nor goalposts */
    titian_vary_word_fn word;       /* NULL: its number says it */
    titian_vary_nominal_fn nominal; /* NULL: it is not about one number */
    titian_vary_place_fn place;     /* NULL: what it draws cannot be given in a word */
    titian_vary_prepare_fn prepare; /* NULL: nothing */
} titian_vary_row;

/* The families, each ending with a row without apply. */
extern const titian_vary_row titian_vary_choices[], titian_vary_weights[], titian_vary_numbers[], titian_vary_data[];

const titian_vary_row *titian_vary_row_at(size_t row);
const titian_factor *titian_site_factor(const titian_site *site);

/** The factor that draws the power of a factor of the allocation's rule; TITIAN_NONE: that power is certain. */
size_t titian_vary_power(const titian_recipe *recipe, const char *factor);

/** The number in the middle of an alternative's share of those that are open; missing when it is not open itself.
 *  @param change  what factors before this one have drawn; NULL: nothing, then all are open */
double titian_vary_middle(const titian_factor *factor, const titian_change *change, size_t alternative);

#endif
