/* Recipients and ring-fences that look random and are the same in every run; some allocation keeps them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TESTS_KERNELS_DRAWN_FENCES_H
#define TITIAN_TESTS_KERNELS_DRAWN_FENCES_H

#include "kernels/ringfence.h"
#include "unit/check.h"
#include "unit/kernels/drawn_recipients.h"

enum { FENCES = 4 };

/* Two fences, a third around them, a fourth apart. */
typedef struct {
    drawn_case c;
    size_t members[FENCES][MOST_RECIPIENTS], inner[MOST_RECIPIENTS]; /* inner: the innermost fence; FENCES: none */
    kernel_fence fence[FENCES];
    kernel_fence_found found[FENCES];
    double lambdas[MOST_RECIPIENTS];
    kernel_fences fences;
} fenced_case;

static inline int is_inside(size_t inner, size_t f)
{
    return inner == f || (f == 2 && inner < 2);
}

static inline void set_members(fenced_case *f)
{
    for (size_t k = 0; k < FENCES; k++) {
        f->fence[k].members = f->members[k];
        f->fence[k].n_members = 0;
        for (size_t i = 0; i < f->c.recipients.n; i++)
            if (is_inside(f->inner[i], k))
                f->members[k][f->fence[k].n_members++] = i;
    }
}

/* Shares that an allocation by other scores keeps, so that there is one that does. */
static inline void draw_fences(fenced_case *f, uint64_t *seed)
{
    double others[MOST_RECIPIENTS], kept[MOST_RECIPIENTS];
    kernel_recipients by_others;

    draw_recipients(&f->c, seed);
    by_others = f->c.recipients;
    by_others.score = others;
    for (size_t i = 0; i < f->c.recipients.n; i++) {
        others[i] = pow(10.0, 4.0 * drawn_share(seed));
        f->inner[i] = drawn_below(seed, FENCES + 1);
    }
    assert_int_equal(kernel_allocate(&by_others, f->c.budget, kept, f->c.scratch).status, KERNEL_LEVEL_FOUND);
    set_members(f);
    for (size_t k = 0; k < FENCES; k++) {
        double share = 0.0;

        for (size_t m = 0; m < f->fence[k].n_members; m++)
            share += kept[f->members[k][m]] / f->c.budget;
        share = f->c.budget > 0.0 ? fmin(share, 1.0) : 0.0;
        f->fence[k].least = drawn_share(seed) < 0.5 ? share * (1.0 - 0.2 * drawn_share(seed)) : 0.0;
        f->fence[k].most = drawn_share(seed) < 0.5 ? share + 0.2 * (1.0 - share) * drawn_share(seed) : 1.0;
        if (drawn_share(seed) < 0.1)
            f->fence[k].least = f->fence[k].most = share;
    }
    f->fences = (kernel_fences){f->fence, f->found, FENCES};
}

#endif
