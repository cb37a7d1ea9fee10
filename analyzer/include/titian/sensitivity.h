/* Sensitivity: how much of the movement under uncertain assumptions each of them accounts for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SENSITIVITY_H
#define TITIAN_SENSITIVITY_H

#include <titian/listing.h>
#include <titian/uncertainty.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { TITIAN_FIRST_JANSEN, TITIAN_FIRST_CENTRED, TITIAN_FIRST_SALTELLI } titian_first_estimator;

typedef struct {
    uint64_t rows;     /* rows of the design in all, >= 1; 0: the model's replications. Split over the replicates, and
                          rounded up so that each has a power of two */
    size_t replicates; /* independent scramblings, from which the intervals come; >= 2 */
    uint64_t seed;     /* of `has_seed` */
    int has_seed;      /* 0: the model's seed */
    int threads;       /* 0: as many as the machine has */
    int random;        /* 1: random numbers in place of a scrambled Sobol' sequence */
    int second;        /* 1: second order too; twice the runs */
    int shapley;       /* 1: Shapley effects too; as many runs again */
    double level;      /* of the intervals, such as 0.95 */
    titian_first_estimator first; /* of first order indices */
    titian_progress_fn progress;
    void *context;           /* of progress */
    const titian_team *team; /* NULL: this process alone */
    /* a design of the caller's own: [row of A, all rows; of B; of A with factor j from B, for each factor j][number
     * of the draw]; rows says how many, replicates does not count: intervals are by bootstrap. NULL: none */
    const double *draws;
} titian_sensitivity_options;

/** 16 replicates, scrambled Sobol' points, Saltelli's first order centred, intervals of 0.95. */
TITIAN_API titian_sensitivity_options titian_sensitivity_options_default(void);

typedef struct titian_sensitivity titian_sensitivity; /* opaque */

/** Variance-based indices of the mean absolute shift of ranks, and of each ranked unit's score and rank on the index.
 *  @param nominal  borrowed; must outlive the result
 *  @return TITIAN_E_MODEL without a block `uncertainty`; TITIAN_E_NUMERIC when a run cannot be computed
 *  Source: Saltelli et al. 2010; Jansen 1999; docs/methods.md "Sensitivity". Cost: rows x (factors + 2) runs. */
TITIAN_API TITIAN_CHECKED titian_status titian_sensitivity_run(titian_sensitivity **out,
    const titian_assessment *nominal, const titian_sensitivity_options *options, titian_error *err);
TITIAN_API void titian_sensitivity_free(titian_sensitivity *s);

TITIAN_API uint64_t titian_sensitivity_rows(const titian_sensitivity *s);
/** Did progress end it before all rows were done? */
TITIAN_API int titian_sensitivity_ended(const titian_sensitivity *s);
TITIAN_API uint64_t titian_sensitivity_runs(const titian_sensitivity *s);
TITIAN_API uint64_t titian_sensitivity_seed(const titian_sensitivity *s);
/** Of the intervals, such as 0.95. */
TITIAN_API double titian_sensitivity_level(const titian_sensitivity *s);
TITIAN_API const titian_assessment *titian_sensitivity_nominal(const titian_sensitivity *s);
TITIAN_API size_t titian_sensitivity_n_factors(const titian_sensitivity *s);

/** What the indices are about. */
typedef enum { TITIAN_OUTPUT_SHIFT, TITIAN_OUTPUT_SCORE, TITIAN_OUTPUT_RANK } titian_output_kind;
typedef struct {
    titian_output_kind kind;
    size_t unit; /* of SCORE and RANK: a ranked one */
} titian_output;

/** An estimate with its interval; all missing where the output does not move. */
typedef struct {
    double estimate, error, low, high;
} titian_index;

TITIAN_API double titian_sensitivity_variance(const titian_sensitivity *s, titian_output output);
TITIAN_API titian_index titian_sensitivity_first(const titian_sensitivity *s, titian_output output, size_t factor);
TITIAN_API titian_index titian_sensitivity_total(const titian_sensitivity *s, titian_output output, size_t factor);
/** Missing unless asked for, like the next. */
TITIAN_API titian_index titian_sensitivity_second(
    const titian_sensitivity *s, titian_output output, size_t factor, size_t other);
/** Share of the variance. */
TITIAN_API titian_index titian_sensitivity_shapley(const titian_sensitivity *s, titian_output output, size_t factor);
/** What a factor without any effect would seem to have, by chance. */
TITIAN_API titian_index titian_sensitivity_dummy(const titian_sensitivity *s, titian_output output, int total);
/** Is the total index of a factor above what chance gives? */
TITIAN_API int titian_sensitivity_matters(const titian_sensitivity *s, titian_output output, size_t factor);
/** In words, for the shift of ranks: "converged ...", "not converged: raise replications to about N". Owned by s. */
TITIAN_API const char *titian_sensitivity_verdict(const titian_sensitivity *s);
TITIAN_API int titian_sensitivity_converged(const titian_sensitivity *s);

/** One factor drawn, all others as the model has them. For an alternative or a number: its name; else "". */
typedef struct {
    size_t factor;
    const char *value;
    double shift; /* mean absolute shift of ranks; for "": the mean over 256 draws; missing where the index cannot be
                     computed when this factor alone is drawn so, like the next */
    double largest; /* largest shift of any unit; of those draws */
    size_t unit;    /* which one; TITIAN_NONE when none moves */
} titian_alone;
TITIAN_API size_t titian_sensitivity_n_alone(const titian_sensitivity *s);
TITIAN_API const titian_alone *titian_sensitivity_alone(const titian_sensitivity *s, size_t k);

/* As tables. */
/** Name of a table, what it shows, its number by name (TITIAN_NONE). */
TITIAN_API size_t titian_sensitivity_n_tables(void);
TITIAN_API const char *titian_sensitivity_table_name(size_t table);
TITIAN_API const char *titian_sensitivity_table_summary(size_t table);
TITIAN_API size_t titian_sensitivity_table_find(const char *name);
/** Does a table need second order, or Shapley effects? */
TITIAN_API int titian_sensitivity_table_second(size_t table);
TITIAN_API int titian_sensitivity_table_shapley(size_t table);
TITIAN_API TITIAN_CHECKED titian_status titian_sensitivity_make(
    titian_listing **out, const titian_sensitivity *s, size_t table, titian_error *err);

#ifdef __cplusplus
}
#endif
#endif
