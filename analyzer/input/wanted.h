/* What a framework wants from data files: its series, and the codes under which files may carry them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_WANTED_H
#define TITIAN_INPUT_WANTED_H

#include <stddef.h>

#include <titian/framework.h>
#include <titian/status.h>

#include "core/arena.h"
#include "core/index.h"
#include "input/csv.h"

/** One series: a variable of the panel or, behind the variables, a group of labels. */
typedef struct {
    const char *code; /* in the framework; borrowed */
    const char *kind; /* "indicator", "denominator", "figure" or "label", for messages */
    int is_label;
    const char *unit;                  /* of measurement, as the framework has it; "" */
    const titian_plausible *plausible; /* NULL: any value is */
} titian_series;

/** A code leads to a chain of links, for one column may serve several rows of a framework. */
typedef struct {
    size_t series;
    size_t next;           /* link of the same code, or TITIAN_NONE */
    const char *code;      /* as the framework writes it, without its selection */
    const char *selection; /* the whole word, CODE[SEX=F]; NULL: no breakdown is asked for */
} titian_link;

typedef struct {
    titian_series *series;
    size_t n_variables, n_groups; /* variables come first */
    size_t n_series;              /* all, with the parents behind the groups */
    size_t parent; /* series of the unit that a unit lies in; TITIAN_NONE: the model has a row of its own for it */
    titian_link *links; /* grow while files are read (titian_wanted_chain) */
    size_t n_links, room;
    titian_arena *store;        /* of links: those of before stay where they are, for copies of this structure */
    titian_index exact, folded; /* code -> first link; folded: in small letters */
    titian_index selected;      /* code -> first link that asks for a breakdown of it */
    titian_arena arena;
} titian_wanted;

/** Indicators in node order, then Denominator and Other rows, then Group rows; behind them the column parent_unit (or
 *  Parent), which says what a unit lies in, unless the model names that column itself. Fill a zeroed one; free it
 * always. */
TITIAN_CHECKED titian_status titian_wanted_fill(
    titian_wanted *wanted, const titian_framework *framework, titian_error *err);
void titian_wanted_free(titian_wanted *wanted);

/** First link of a code, matched byte for byte; TITIAN_NONE when nobody wants it as it is. */
size_t titian_wanted_find(const titian_wanted *wanted, titian_field code);
/** First link that asks for a breakdown of a code; TITIAN_NONE when there is none. */
size_t titian_wanted_selected(const titian_wanted *wanted, titian_field code);
/** 1 when somebody wants a code, as it is or some breakdown of it. */
int titian_wanted_knows(const titian_wanted *wanted, titian_field code);
/** Begin a chain with the series of a link, or put it at the chain's end unless it is there.
 *  @param chain  TITIAN_NONE for a new one; receives its first link
 *  @return 0, or -1 when there is no memory */
int titian_wanted_chain(titian_wanted *wanted, size_t *chain, size_t link);
/** A wanted code that differs from this one in letter case alone, or this one where only breakdowns of it are wanted;
 *  NULL when there is none. */
const char *titian_wanted_near(const titian_wanted *wanted, titian_field code);
/** The variables' codes as "A, B, C and 12 more", cut to fit. @return out */
const char *titian_wanted_list(char *out, size_t size, const titian_wanted *wanted);

#endif
