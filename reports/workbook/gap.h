/* The sheets of gaps: which units are compared as peers, and where the figures of peers stand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_GAP_H
#define TITIAN_REPORTS_WORKBOOK_GAP_H

#include "workbook/book.h"

enum {
    GAP_MOST_GROUPS = 20
}; /* a label with more values than this makes no peers here: Gap_Peers is one page wide */

/** Groups of peers, and for each node and group the median score, the best one and whose that is. */
typedef struct {
    size_t extra;                       /* the row of labels beside the tree; TITIAN_NONE: everybody is a peer */
    const char *name;                   /* of that row: "Region" */
    const char *label[GAP_MOST_GROUPS]; /* borrowed */
    size_t n;                           /* groups, at least 1 */
    double *median, *best;              /* [node][group]; missing where nobody has a score */
    size_t *who;                        /* [node][group] unit; TITIAN_NONE likewise */
} gap_peers;

/** Find them. @return NULL without memory: the book has then failed */
gap_peers *gap_open(book *b);
void gap_free(gap_peers *peers);

/** The group of a unit; TITIAN_NONE where it has no label. */
size_t gap_group(const book *b, const gap_peers *peers, size_t unit);

/** What Gap_Peers has of a node and a group. */
typedef enum { GAP_MEDIAN, GAP_BEST, GAP_WHO, N_GAP_FIGURES } gap_figure;
ref gap_cell(const book *b, size_t node, size_t group, gap_figure figure);
/** A node's line there, of all groups: its first and last cell. */
ref gap_line(const book *b, const gap_peers *peers, size_t node);

/** The best score that an indicator can have, or the target of an area: as it stands in formulas, and its value. */
typedef struct {
    char text[96];
    double value;
} gap_goal;
gap_goal gap_goal_of(const book *b, size_t node);

/** The cells of Gap that hold the number of each unit's group, from 1, in the order of the data. */
ref gap_groups(const book *b);

#endif
