/* Uncertainty: keeping what has been done, and going on from there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <titian/version.h>

#include "analysis/assessment.h"
#include "analysis/uncertainty_body.h"
#include "input/file.h"

/* The fingerprint of a design of the caller's; "none". */
static void identify_draws(const titian_uncertainty *u, char out[65])
{
    const size_t n = (size_t) u->options.replications * titian_replicator_n_uniforms(u->replicator);

    (void) snprintf(out, 65, "none");
    if (u->options.draws != NULL)
        titian_sha256((const char *) u->options.draws, n * sizeof *u->options.draws, out);
}

/* The fingerprint of what lists and decisions by hand, files that no ledger has, make of the units: their scores by
 * the model itself, and what priorities of replications begin with. @return 0; -1: no memory */
static int identify_units(const titian_uncertainty *u, char out[65])
{
    enum { N_STATES = 3 + TITIAN_N_PARTS };
    const titian_watch *w = &u->watch;
    const size_t n_scores = w->n_nodes * w->n_units;
    double *all = calloc(n_scores + N_STATES * w->n_units + 1, sizeof *all), *at = all;

    if (all == NULL)
        return -1;
    memcpy(at, w->scores, n_scores * sizeof *at);
    at += n_scores;
    for (size_t i = 0; u->nominal->priority != NULL && i < w->n_units; i++) {
        const titian_priority_state *state = &u->nominal->priority[i];

        *at++ = (double) state->rank;
        *at++ = state->population;
        *at++ = state->absorption;
        memcpy(at, state->part, sizeof state->part);
        at += TITIAN_N_PARTS;
    }
    titian_sha256((const char *) all, (size_t) (at - all) * sizeof *all, out);
    free(all);
    return 0;
}

/* A text by which a run is known again: everything that its results depend on but the number of replications. */
static char *identity(const titian_uncertainty *u)
{
    char draws[65], units[65];
    const titian_model_about *about = titian_assessment_about(u->nominal);
    const titian_ledger *ledger = titian_assessment_ledger(u->nominal);
    const size_t n_files = ledger != NULL ? titian_ledger_n_files(ledger) : 0;
    const size_t room = 640 + 80 * n_files;
    char *text = identify_units(u, units) == 0 ? malloc(room) : NULL;
    int at = 0;

    if (text == NULL)
        return NULL;
    identify_draws(u, draws);
    at = snprintf(text, room,
        "titian " TITIAN_VERSION " %s year %d seed %" PRIu64 " top %zu pairs %d units %zu %s design %s",
        about != NULL ? about->sha256 : "",
        titian_panel_year(titian_assessment_result(u->nominal, TITIAN_RESULT_AGGREGATED), u->nominal->n_years - 1),
        u->options.seed, u->options.top, u->options.pairs, u->watch.n_units, units, draws);
    for (size_t k = 0; k < n_files && at > 0 && (size_t) at < room; k++)
        at += snprintf(text + at, room - (size_t) at, " %s", titian_ledger_at(ledger, k)->sha256);
    return text;
}

/* What is kept: this, the identity, the tally. */
typedef struct {
    char seal[65];                            /* fingerprint of all that stands behind it */
    uint64_t identity_size, tally_size, next; /* next block to be done */
} keep_head;

static void find_seal(char out[65], const unsigned char *bytes, size_t n)
{
    const size_t behind = offsetof(keep_head, identity_size);

    titian_sha256((const char *) bytes + behind, n - behind, out);
}

void titian_uncertainty_seal(unsigned char *bytes, size_t n)
{
    if (n >= sizeof(keep_head))
        find_seal((char *) bytes + offsetof(keep_head, seal), bytes, n);
}

static int is_sealed(const unsigned char *bytes, size_t n)
{
    char seal[65];

    find_seal(seal, bytes, n);
    return memcmp(seal, bytes + offsetof(keep_head, seal), sizeof seal) == 0;
}

titian_status titian_uncertainty_keep(const titian_uncertainty *u, uint64_t next, titian_error *err)
{
    char *text = identity(u);
    const keep_head head = {"", text != NULL ? strlen(text) : 0, titian_tally_size(u->total), next};
    const size_t n = sizeof head + head.identity_size + head.tally_size;
    unsigned char *bytes = malloc(n);
    titian_status status = TITIAN_OK;

    if (text == NULL || bytes == NULL) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to keep what has been done");
    } else {
        memcpy(bytes, &head, sizeof head);
        memcpy(bytes + sizeof head, text, head.identity_size);
        titian_tally_save(u->total, bytes + sizeof head + head.identity_size);
        titian_uncertainty_seal(bytes, n);
        if (u->options.keep(bytes, n, u->options.context) != 0)
            status = titian_fail(err, TITIAN_E_FILE, "what has been done so far could not be kept");
    }
    free(bytes);
    free(text);
    return status;
}

/* Is it of this run? Without that nothing in it means anything. */
static int is_of_this_run(
    const titian_uncertainty *u, const keep_head *head, const char *identity_text, const titian_tally *tally)
{
    return head->identity_size == strlen(identity_text) && head->tally_size == titian_tally_size(tally) &&
           u->options.n_kept == sizeof *head + head->identity_size + head->tally_size &&
           memcmp(u->options.kept + sizeof *head, identity_text, head->identity_size) == 0 &&
           head->next <= u->options.replications / u->watch.block;
}

/* Take the tally over. @return 0, or -1 where it cannot be what a run has kept */
static int take_tally(const titian_uncertainty *u, titian_tally *into, const keep_head *head)
{
    if (!is_sealed(u->options.kept, u->options.n_kept))
        return -1;
    titian_tally_load(into, u->options.kept + sizeof *head + head->identity_size);
    if (titian_tally_is_sound(into) && into->n == head->next * u->watch.block)
        return 0;
    titian_tally_clear(into);
    return -1;
}

titian_status titian_uncertainty_resume(titian_uncertainty *u, titian_tally *into, uint64_t *next, titian_error *err)
{
    const char *name = u->options.kept_name != NULL ? u->options.kept_name : "";
    char *text = identity(u);
    keep_head head = {.next = 0};
    titian_status status = TITIAN_OK;

    if (text == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to go on with what was kept");
    if (u->options.n_kept >= sizeof head)
        memcpy(&head, u->options.kept, sizeof head);
    if (!is_of_this_run(u, &head, text, into))
        status = titian_fail_at(err, TITIAN_E_USAGE, name, 0, 0,
            "what was kept here is of another run: the model, the data, the year, the seed, the draws, the length of "
            "the list, dated lists, decisions by hand or the version differ\ngive another file, or take this one "
            "away to begin anew");
    else if (take_tally(u, into, &head) != 0)
        status = titian_fail_at(err, TITIAN_E_USAGE, name, 0, 0,
            "what was kept here has been damaged since\ntake the file away to begin anew");
    else
        *next = head.next;
    free(text);
    return status;
}
