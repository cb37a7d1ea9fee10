/* The sheets of an allocation: where its columns stand, and what of it follows Parameters.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_ALLOCATION_H
#define TITIAN_REPORTS_WORKBOOK_ALLOCATION_H

#include "workbook/book.h"

/** Columns of Allocation_Units, in the order of the data; the factors of the rule stand behind them, from
 * ALLOC_FACTOR on. */
typedef enum {
    ALLOC_DECISION = COL_NODE, /* in words, a value */
    ALLOC_AMOUNT,              /* a multiple of M_unit */
    ALLOC_SHARE,               /* of the budget */
    ALLOC_PER_HEAD,
    ALLOC_LOWER, /* quantiles 0.05 and 0.95 of the exact amount over the replications, values */
    ALLOC_UPPER,
    ALLOC_BINDS, /* in words: floor, cap or nothing */
    ALLOC_WHY,   /* in words, a value */
    ALLOC_EXACT, /* before rounding */
    ALLOC_SCORE,
    ALLOC_BASE,
    ALLOC_LOW,  /* floor and cap of the whole amount */
    ALLOC_HIGH, /* the budget where there is no cap */
    ALLOC_IN,   /* one of the numbers below */
    ALLOC_GROUP_FLOOR,
    ALLOC_GROUP_CAP,
    ALLOC_PEOPLE,
    ALLOC_PREVIOUS,
    ALLOC_WHOLE,     /* whole units of money in the exact amount */
    ALLOC_REMAINDER, /* what is left, in units */
    ALLOC_ORDER,     /* of remainders, 1 = largest */
    ALLOC_KEY,       /* units of money; -1: out */
    ALLOC_PLACE,     /* on Allocation, 1 = largest amount */
    ALLOC_FACTOR
} allocation_column;

/** How a unit stands. */
enum { ALLOC_IS_OUT, ALLOC_IS_IN, ALLOC_IS_FIRST, ALLOC_IS_SET };

enum { ALLOCATION_STEPS = 64 }; /* halvings on Allocation_Calc */

/** Columns behind the factors where returns fall: the line of a unit, and where it meets 0 and the budget. */
enum { RETURNS_SCALE, RETURNS_SLOPE, RETURNS_OFFSET, RETURNS_BEGINS, RETURNS_ALL, N_ALLOC_RETURNS };

/** 1: amounts are formulas; 0: with fences or a minimum grant they are values. */
int allocation_is_live(const book *b);
/** Count the factors; settings of an allocation, where it is live. */
void allocation_add_settings(book *b);

/** Name and power of each of b->n_factors factors of the rule. */
const char *allocation_factor(const book *b, size_t k);
/** Its value for the nth unit, from 0, of those that are not out. */
double allocation_value(const book *b, size_t k, size_t nth);
double allocation_power(const book *b, size_t k);

/** Figures of a unit as the engine has them; 0 where it takes no part. */
typedef struct {
    int in; /* as ALLOC_IN */
    double amount, exact, score, base, low, high;
    double slope, offset; /* the amount is offset + level x slope between low and high */
} allocated;
allocated allocation_of(const book *b, size_t unit);
/** A quantile of the exact amount over the replications; missing for who is out, or where none were run. */
double allocation_quantile(const book *b, size_t unit, double p);
/** What decides its amount, in words: floor, cap or "". */
const char *allocation_binds(const book *b, size_t unit);
/** The units that are not out, the largest amount first: *n of them, to be freed; NULL when there is no memory (the
 *  book has then failed). */
size_t *allocation_order(book *b, size_t *n);

/** People of a unit, as the sheet has them. */
double allocation_people(const book *b, size_t unit);

/** Does each further unit of money do less? Then the line of a unit stands behind the factors; else it is made of
 * score and base. */
int allocation_returns_fall(const book *b);
/** How many columns there are behind the factors, and where one of them stands. */
size_t allocation_n_returns(const book *b);
int allocation_returns_column(const book *b, int which);
/** The columns of Allocation_Units that are slope and offset of the amount in the level. */
int allocation_slope(const book *b);
int allocation_offset(const book *b);
/** Slope and offset of a unit of which everything else is known. */
void allocation_draw_line(const book *b, size_t unit, allocated *a);
/** The level by what the engine has for lambda. */
double allocation_level_of(const book *b, double lambda);
/** Where returns fall: levels between which the budget can be shared out. */
void allocation_level_ends(const book *b, double *low, double *high);
/** What the level is, for the reader. */
const char *allocation_level_says(const book *b);
/** The columns behind the factors: cells of a unit, and heads; none in proportion to scores. */
void allocation_put_returns(book *b, size_t unit, const allocated *a);
void allocation_put_returns_heads(book *b, column *columns);

/** The cell of Allocation_Calc that holds the level: in proportion to scores, the money for each unit of score. */
ref allocation_level(void);
/** A column of Allocation_Units from another sheet. */
ref allocation_range(const book *b, int column);

#endif
