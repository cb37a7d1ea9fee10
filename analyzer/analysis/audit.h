/* What the tables of the audit share: the values looked at, and a table that grows cell by cell.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ANALYSIS_AUDIT_H
#define TITIAN_ANALYSIS_AUDIT_H

#include <titian/audit.h>

#include "core/arena.h"
#include "kernels/association.h"
#include "kernels/block.h"

/** One audit at work: what is read, and the table that is filled. */
typedef struct {
    const titian_assessment *a;
    const titian_framework *framework;
    const titian_audit_options *options;
    size_t year; /* as an index into the results */
    size_t n_units, n_nodes, n_indicators;
    const titian_panel *scores;
    const double *values; /* [node][unit]: indicators at the stage looked at, then the scores of aggregates */
    double *scratch;      /* for kernel_associate */
    size_t *order;
    titian_audit_table *table;
    titian_arena arena;
} titian_audit;

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    titian_result stage; /* by default */
    const char *columns; /* names, separated by commas */
    titian_status (*fill)(titian_audit *audit, titian_error *err);
} titian_audit_kind;

/* Append a cell. Running out of memory is remembered; titian_audit_make looks at the end. Texts are borrowed. */
void titian_audit_text(titian_audit *audit, const char *text);
void titian_audit_number(titian_audit *audit, double number);
void titian_audit_count(titian_audit *audit, size_t count);

/** n elements of zeroed scratch, or NULL: then the error is filled in. */
void *titian_audit_scratch(titian_audit *audit, size_t n, size_t size, titian_error *err);

const titian_node *titian_audit_node(const titian_audit *audit, size_t node);
const double *titian_audit_values(const titian_audit *audit, size_t node);
const char *titian_audit_code(const titian_audit *audit, size_t node);
const char *titian_audit_unit(const titian_audit *audit, size_t unit);
/** The children of a node as a block. */
kernel_block titian_audit_children(const titian_audit *audit, size_t node);
/** Is `above` on the way from a node to the root? A node is not above itself. */
int titian_audit_is_under(const titian_audit *audit, size_t node, size_t above);
/** Correlation of two nodes by the kind that was asked for. */
kernel_association titian_audit_associate(const titian_audit *audit, size_t x, size_t y);

/* The tables; see the list in audit.c. */
titian_status titian_audit_statistics(titian_audit *audit, titian_error *err);
titian_status titian_audit_availability(titian_audit *audit, titian_error *err);
titian_status titian_audit_outliers(titian_audit *audit, titian_error *err);
titian_status titian_audit_correlations(titian_audit *audit, titian_error *err);
titian_status titian_audit_flags(titian_audit *audit, titian_error *err);
titian_status titian_audit_pca(titian_audit *audit, titian_error *err);
titian_status titian_audit_reliability(titian_audit *audit, titian_error *err);
titian_status titian_audit_importance(titian_audit *audit, titian_error *err);
titian_status titian_audit_removal(titian_audit *audit, titian_error *err);
titian_status titian_audit_shifts(titian_audit *audit, titian_error *err);
titian_status titian_audit_clusters(titian_audit *audit, titian_error *err);
titian_status titian_audit_peers(titian_audit *audit, titian_error *err);
titian_status titian_audit_shares(titian_audit *audit, titian_error *err);

#endif
