/* The framework: the tree of an index as flat arrays, and the rows beside it (groups, denominators, context).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_FRAMEWORK_H
#define TITIAN_FRAMEWORK_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/panel.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { TITIAN_SCALE_LINEAR, TITIAN_SCALE_LOG } titian_scale;

/** What a value can be: one that is read and lies outside is an error. All zero: anything is plausible. */
typedef struct {
    int given;        /* 0: neither bound is */
    double low, high; /* TITIAN_MISSING: no such bound; in the unit of the values */
} titian_plausible;

/** A node of the tree. Nodes are numbered from the indicators up: 0 .. n_indicators-1 are the indicators, the root is
 *  last; within a level, the children of a node are adjacent and in the order of framework.csv. Texts are owned by
 * the framework and never NULL. */
typedef struct {
    const char *code, *name;
    int level;                      /* 1 = indicator */
    size_t parent;                  /* TITIAN_NONE for the root */
    size_t first_child, n_children; /* 0 children for an indicator */
    double weight;                  /* relative to siblings, >= 0 */
    size_t row;                     /* position in framework.csv, from 0: the order for output */
    size_t line;                    /* line in framework.csv */
    /* indicators only */
    int direction;    /* 1 or -1 */
    double low, high; /* goalposts: value scoring worst and best; TITIAN_MISSING when not given */
    titian_scale scale;
    double target;            /* TITIAN_MISSING when not given */
    size_t denominator;       /* index into the extra rows, or TITIAN_NONE */
    double denominator_scale; /* > 0 */
    int max_age;              /* years; -1: the model's */
    titian_plausible plausible;
    const char *unit, *source, *source_codes, *licence, *description, *url, *why;
} titian_node;

/** A row beside the tree. */
typedef enum { TITIAN_EXTRA_GROUP, TITIAN_EXTRA_DENOMINATOR, TITIAN_EXTRA_OTHER } titian_extra_kind;
typedef struct {
    titian_extra_kind kind;
    const char *code, *name, *unit, *source, *source_codes, *licence, *description;
    size_t line;
    int max_age; /* years; -1: the model's */
    titian_plausible plausible;
} titian_extra;

/** What a framework is made of; see titian_framework_new. Node fields parent, first_child, n_children are ignored. */
typedef struct {
    const titian_node *nodes; /* in file order */
    const size_t *parents;    /* position of each node's parent in `nodes`; TITIAN_NONE for the root */
    size_t n_nodes;
    const titian_extra *extras; /* denominators of nodes are positions here */
    size_t n_extras;
} titian_framework_parts;

typedef struct titian_framework titian_framework; /* opaque */

/** Put valid parts into level order and copy every text. The parts must form one tree without level jumps: the model
 *  reader has checked that and said what was wrong; here a broken promise is TITIAN_E_INTERNAL. */
TITIAN_API TITIAN_CHECKED titian_status titian_framework_new(
    titian_framework **out, const titian_framework_parts *parts, titian_error *err);
TITIAN_API void titian_framework_free(titian_framework *framework);

TITIAN_API size_t titian_framework_n_nodes(const titian_framework *framework);
TITIAN_API size_t titian_framework_n_indicators(const titian_framework *framework);
/** Highest level: that of the root. */
TITIAN_API int titian_framework_n_levels(const titian_framework *framework);
TITIAN_API const titian_node *titian_framework_node(const titian_framework *framework, size_t node);
/** Index of the root: n_nodes - 1. */
TITIAN_API size_t titian_framework_root(const titian_framework *framework);
TITIAN_API size_t titian_framework_find(const titian_framework *framework, const char *code);
/** As titian_framework_find; else the only node whose code ends in a dot and these letters: INET for F2.INET. For
 * what a user types. */
TITIAN_API size_t titian_framework_find_named(const titian_framework *framework, const char *name);
/** Is `above` on the way from a node to the root? A node is not above itself. */
TITIAN_API int titian_framework_is_under(const titian_framework *framework, size_t node, size_t above);
/** First node and number of nodes of a level; nodes of a level are adjacent. */
TITIAN_API size_t titian_framework_level(const titian_framework *framework, int level, size_t *n_nodes);

TITIAN_API size_t titian_framework_n_extras(const titian_framework *framework);
TITIAN_API const titian_extra *titian_framework_extra(const titian_framework *framework, size_t extra);
TITIAN_API size_t titian_framework_find_extra(const titian_framework *framework, const char *code);

/** Share of each node in the whole: the product over its path of weight / sum of siblings' weights.
 *  @param weights  n_nodes weights in node order
 *  @param included n_indicators flags, or NULL for all: an indicator left out gives its weight to its siblings, an
 *                  aggregate with nothing left in it likewise
 *  @param out      n_nodes shares; the root has 1; a node left out has 0
 *  Source: COINr get_eff_weights; docs/methods.md "Effective weight". Cost: O(n_nodes). */
TITIAN_API void titian_framework_effective_weights(
    const titian_framework *framework, const double *weights, const unsigned char *included, double *out);

#ifdef __cplusplus
}
#endif
#endif
