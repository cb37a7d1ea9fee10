/* Kernels of the benefit of the doubt: GLPK kept in hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernels/bod_guard.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <glpk.h>

typedef struct {
    jmp_buf back;
    char words[160]; /* the first thing GLPK said */
} guard;

static void give_up(void *info)
{
    guard *g = info;

    longjmp(g->back, 1);
}

/* GLPK's terminal: nothing passes, the first line is kept. */
static int keep_words(void *info, const char *text)
{
    guard *g = info;

    if (g->words[0] == '\0') {
        (void) snprintf(g->words, sizeof g->words, "%s", text);
        g->words[strcspn(g->words, "\r\n")] = '\0';
    }
    return 1;
}

static titian_status run(guard *g, bod_work_fn work, void *context, titian_error *err)
{
    if (setjmp(g->back) == 0)
        return work(context, err);
    return titian_fail(err, TITIAN_E_INTERNAL, "the linear-programming library gave up: %s", g->words);
}

titian_status bod_guarded(bod_work_fn work, void *context, titian_error *err)
{
    const int opened = glp_init_env(); /* 0: opened now; 1: was open */
    int output = GLP_ON;
    titian_status status = TITIAN_OK;
    guard g;

    if (opened > 1)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the linear-programming library");
    memset(&g, 0, sizeof g);
    output = glp_term_out(GLP_OFF);
    glp_term_hook(keep_words, &g);
    glp_error_hook(give_up, &g);
    status = run(&g, work, context, err);
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    (void) glp_term_out(output);
    if (opened == 0)
        (void) glp_free_env();
    return status;
}
