/* The areas of an index, the peers of a unit, and the order of units.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/areas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t area_first(const book *b, size_t *n_areas)
{
    int level = b->rules->on ? b->rules->level : 2;
    int top = titian_framework_n_levels(b->framework);

    if (level >= top && top > 1)
        level = top - 1;
    return titian_framework_level(b->framework, level, n_areas);
}

double area_mean(const book *b, size_t node, const unsigned char *in)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < b->n_units; i++) {
        double x = node_value(b, node, i);

        if (isnan(x) || (in != NULL && !in[i]))
            continue;
        sum += x;
        n++;
    }
    return n > 0 ? sum / (double) n : TITIAN_MISSING;
}

double area_best(const book *b, size_t node)
{
    double best = TITIAN_MISSING;

    for (size_t i = 0; i < b->n_units; i++)
        best = fmax(best, node_value(b, node, i)); /* fmax takes the number where the other is missing */
    return best;
}

/* Has a group at least three different labels? A mark of yes or no has two. */
static int makes_peers(const book *b, const char *group)
{
    const char *seen[2] = {NULL, NULL};
    size_t n = 0;

    for (size_t i = 0; i < b->n_units; i++) {
        const char *label = book_label(b, group, i);

        if (*label == '\0' || (n > 0 && strcmp(label, seen[0]) == 0) || (n > 1 && strcmp(label, seen[1]) == 0))
            continue;
        if (n == 2)
            return 1;
        seen[n++] = label;
    }
    return 0;
}

size_t peer_groups(const book *b, size_t extra[2])
{
    size_t n = 0;

    for (size_t k = 0; n < 2 && k < titian_framework_n_extras(b->framework); k++) {
        const titian_extra *e = titian_framework_extra(b->framework, k);

        if (e->kind == TITIAN_EXTRA_GROUP && makes_peers(b, e->code))
            extra[n++] = k;
    }
    return n;
}

static size_t index_rank(const book *b, size_t unit)
{
    return unit_state(b, unit)->rank;
}

static size_t priority_rank(const book *b, size_t unit)
{
    return priority_state(b, unit)->rank;
}

typedef struct {
    size_t rank, unit;
} place;

static int by_rank(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static size_t *order_by(book *b, size_t (*rank_of)(const book *b, size_t unit), size_t *n)
{
    place *places = calloc(b->n_units + 1, sizeof *places);
    size_t *order = calloc(b->n_units + 1, sizeof *order);

    *n = 0;
    if (places == NULL || order == NULL) {
        book_fail(b, TITIAN_E_MEMORY, "no memory for the order of %zu units", b->n_units);
        free(places);
        free(order);
        return NULL;
    }
    for (size_t i = 0; i < b->n_units; i++)
        if (rank_of(b, i) > 0)
            places[(*n)++] = (place){rank_of(b, i), i};
    qsort(places, *n, sizeof *places, by_rank);
    for (size_t k = 0; k < *n; k++)
        order[k] = places[k].unit;
    free(places);
    return order;
}

size_t *units_in_order(book *b, size_t *n)
{
    return order_by(b, b->rules->on ? priority_rank : index_rank, n);
}

size_t *units_by_index(book *b, size_t *n)
{
    return order_by(b, index_rank, n);
}

static unsigned char *new_marks(book *b)
{
    unsigned char *marks = calloc(b->n_units + 1, 1);

    if (marks == NULL)
        book_fail(b, TITIAN_E_MEMORY, "no memory for %zu units", b->n_units);
    return marks;
}

unsigned char *units_eligible(book *b)
{
    unsigned char *marks = new_marks(b);

    for (size_t i = 0; marks != NULL && i < b->n_units; i++)
        marks[i] = priority_state(b, i) != NULL && priority_state(b, i)->eligible;
    return marks;
}

unsigned char *units_ranked(book *b)
{
    unsigned char *marks = new_marks(b);

    for (size_t i = 0; marks != NULL && i < b->n_units; i++)
        marks[i] = unit_state(b, i)->ranked != 0;
    return marks;
}

/* MATCH reads * ? ~ as wildcards, ignores case, and finds the first of two. */
int units_are_named(const book *b)
{
    for (size_t i = 0; i < b->n_units; i++) {
        const char *name = book_unit(b, i)->name;

        if (strpbrk(name, "*?~") != NULL || strlen(name) > 250)
            return 0;
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(book_unit(b, k)->name, name) == 0)
                return 0;
    }
    return 1;
}
