/* One allocation at work, for the files that make it and its tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_ALLOCATION_H
#define TITIAN_ANALYSIS_ALLOCATION_H

#include <stddef.h>
#include <stdint.h>

#include <titian/allocation.h>

#include "core/arena.h"
#include "core/listing.h"
#include "kernels/viable.h"

/** Where a unit stands. */
typedef enum { TITIAN_MONEY_IN, TITIAN_MONEY_OUT, TITIAN_MONEY_ASSESS } titian_decision;

/** A part of a factor, once it is known what measures it. */
typedef struct {
    const char *name;
    double weight;
    titian_standing standing; /* of the weight */
    const char *source;
    size_t variable;        /* in the raw panel; TITIAN_NONE: the run measures it */
    titian_measure measure; /* then */
    double otherwise;       /* for who has no value; missing: none */
} titian_money_part;

typedef struct {
    const char *name;
    double power;
    titian_standing standing; /* of the power */
    const char *source;
    const titian_money_part *parts;
    size_t n_parts;
    const double *values; /* n: the sum of the parts */
    size_t drawn;         /* factor of the uncertainty block that its power is; TITIAN_NONE: the power is certain */
} titian_money_factor;

/** Why a bound is where it is; "" for none. */
typedef struct {
    const char *floor, *cap;
} titian_bound_names;

typedef struct {
    const titian_assessment *a;
    const titian_allocation_options *options;
    const titian_allocation_rules *rules;
    const titian_allocation_rule *rule;
    const titian_panel *raw;
    size_t year, n; /* last index year; units */
    int index_year;
    double budget;
    titian_returns returns;
    double scale, scale_per_head; /* of returns that fall: one of them, the other missing */

    titian_money_factor *factors;
    size_t n_factors, n_used;
    double *columns, *powers; /* of those that count, for kernel_power_scores */
    double *formula;          /* [unit] what they make of a unit, whether it takes part or not */
    int without_hand;         /* 1: decisions by hand are left out altogether */
    int by_rules;             /* 1: as if nobody had decided anything by hand */

    size_t within;             /* unit of the data in which those lie who take part; TITIAN_NONE: all may */
    unsigned char *holds;      /* [unit of the data] 1: others lie in it; NULL with within TITIAN_NONE */
    titian_decision *decision; /* [unit], like what follows */
    const char **why;
    double *score, *base, *low, *high, *least; /* as kernel_recipients and kernel_minimum have them */
    titian_bound_names *names;
    size_t *set;            /* row of the overrides that fixes the amount, or TITIAN_NONE */
    double *people;         /* missing where not known */
    double *scales;         /* of returns; 1 where it does not matter */
    double *slope, *offset; /* lines of amounts in lambda, as kernel_recipients have them; returns alone */

    kernel_fence *fences; /* inner before outer */
    const titian_allocation_fence **fence_rules;
    kernel_fence_found *found;
    size_t n_fences;
    size_t *fence, *around; /* innermost of each unit; next around each fence; n_fences for none */

    double *exact, *lambdas; /* [unit] */
    double *amounts;         /* [unit] multiples of the unit */
    double *unset; /* [unit] the same without overrides, missing where there is no such; NULL: there are none */
    size_t n_assess, n_in;
    unsigned char *dropped; /* [unit] 1: it would have less than the minimum */

    titian_listing *listing;
    int short_of_memory; /* 1: a text could not be kept */
    titian_arena arena;
} titian_money;

/** Scores and bounds that the budget is shared out by, and where the amounts go: [unit] each. */
typedef struct {
    double *score, *base, *low, *high, *least;
    double *slope, *offset;    /* written where returns fall */
    kernel_fence_found *found; /* of each fence */
    double *exact, *lambdas;
    size_t *dropped; /* n_dropped units that would have less than the minimum */
    size_t n_dropped;
    double *scratch; /* TITIAN_MONEY_SCRATCH doubles for each unit */
} titian_sharing;

enum { TITIAN_MONEY_SCRATCH = 17 };

/** Scratch that lives as long as the table is made. NULL when there is no memory, which is in err. */
void *titian_money_room(titian_money *m, size_t n, size_t size, titian_error *err);
/** A text that lives as long. Running out of memory gives "", is remembered, and said at the end. */
TITIAN_PRINTF(2, 3) const char *titian_money_text(titian_money *m, const char *format, ...);

/* The steps, in their order. */
/** Factors of the rule with what measures them, and their values. */
TITIAN_CHECKED titian_status titian_money_find_factors(titian_money *m, titian_error *err);
/** Who takes part, and why. */
TITIAN_CHECKED titian_status titian_money_gate(titian_money *m, titian_error *err);
/** Scores, base, floors and caps of everybody, before amounts are set by hand. */
TITIAN_CHECKED titian_status titian_money_bound(titian_money *m, titian_error *err);
/** The fences, of who takes part or has an amount set. */
TITIAN_CHECKED titian_status titian_money_fence(titian_money *m, titian_error *err);
/** Set what is fixed by hand, solve and round. @param amounts  receives them: m->amounts or m->unset */
TITIAN_CHECKED titian_status titian_money_solve(titian_money *m, double **amounts, titian_error *err);

/** Does a factor count? One whose power is uncertain does, even where the model has 0 for it. */
int titian_money_counts(const titian_money_factor *factor);
/** The sum of its parts. @param need  in place of what the run measured */
double titian_money_factor_value(const titian_money *m, const titian_money_factor *factor, size_t unit, double need);
/** Does what the run measures as need enter a factor? */
int titian_money_needs(const titian_money_factor *factor);
/** Recipients by their scores; where returns fall, by the lines that titian_money_share has found. */
kernel_recipients titian_money_recipients(const titian_money *m, const titian_sharing *sharing);
/** What one more unit of money would bring, where returns fall; else lambda itself. */
double titian_money_marginal(const titian_money *m, double lambda);
/** Those of the allocation itself. */
kernel_recipients titian_money_solved(const titian_money *m);
/** Share the budget out, exactly. Takes no memory. */
kernel_fenced titian_money_share(const titian_money *m, titian_sharing *sharing);

/** A sum of amounts, or a difference, without what adding them up has lost: a multiple of the unit. */
double titian_money_whole(const titian_money *m, double sum);

/** All of these, for m->rule. */
TITIAN_CHECKED titian_status titian_money_allocate(titian_money *m, titian_error *err);
/** An allocation that is still to be made: nothing but what is asked for. Its arena is the caller's to free. */
TITIAN_CHECKED titian_status titian_money_open(
    titian_money *m, const titian_assessment *a, const titian_allocation_options *options, titian_error *err);

/* Tables. */
TITIAN_CHECKED titian_status titian_money_table_amounts(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_factors(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_parameters(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_compare(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_overrides(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_fairness(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_distances(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_tradeoff(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_steps(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_orphans(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_projects(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_robust(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_regret(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_candidates(titian_money *m, titian_error *err);
TITIAN_CHECKED titian_status titian_money_table_rules(titian_money *m, titian_error *err);

/** Latest value of a variable of the model as the raw panel of the last index year has it.
 *  @param variable  TITIAN_NONE: missing */
double titian_money_value(const titian_money *m, size_t variable, size_t unit);

/** How present aid is estimated, in words: "DA / 100 x GDP x POP; note"; "" where it is not. */
const char *titian_money_aid_words(titian_money *m);

/** In words how it is decided over a unit: in, out, assess first, set, dropped. */
const char *titian_money_decision_of(const titian_money *m, size_t unit);

/* Cells. */
void titian_money_number(titian_money *m, double number);
void titian_money_word(titian_money *m, const char *text);
/** uCode, uName, Time. */
void titian_money_key(titian_money *m, size_t unit);

#endif
