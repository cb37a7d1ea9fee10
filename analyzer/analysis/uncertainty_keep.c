/* Uncertainty: keeping what has been done, and going on from there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
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

/* A text by which a run is known again: everything that its results depend on but the number of replications. */
static char *identity(const titian_uncertainty *u)
{
    char draws[65];
    const titian_model_about *about = titian_assessment_about(u->nominal);
    const titian_ledger *ledger = titian_assessment_ledger(u->nominal);
    const size_t n_files = ledger != NULL ? titian_ledger_n_files(ledger) : 0;
    const size_t room = 512 + 80 * n_files;
    char *text = malloc(room);
    int at = 0;

    if (text == NULL)
        return NULL;
    identify_draws(u, draws);
    at = snprintf(text, room,
        "titian " TITIAN_VERSION " %s year %d seed %" PRIu64 " top %zu pairs %d units %zu design %s",
        about != NULL ? about->sha256 : "",
        titian_panel_year(titian_assessment_result(u->nominal, TITIAN_RESULT_AGGREGATED), u->nominal->n_years - 1),
        u->options.seed, u->options.top, u->options.pairs, u->watch.n_units, draws);
    for (size_t k = 0; k < n_files && at > 0 && (size_t) at < room; k++)
        at += snprintf(text + at, room - (size_t) at, " %s", titian_ledger_at(ledger, k)->sha256);
    return text;
}

typedef struct {
    uint64_t identity_size, tally_size, next; /* next block to be done */
} keep_head;

titian_status titian_uncertainty_keep(const titian_uncertainty *u, uint64_t next, titian_error *err)
{
    char *text = identity(u);
    const keep_head head = {text != NULL ? strlen(text) : 0, titian_tally_size(u->total), next};
    const size_t n = sizeof head + head.identity_size + head.tally_size;
    unsigned char *bytes = malloc(n);
    titian_status status = TITIAN_OK;

    if (text == NULL || bytes == NULL) {
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory to keep what has been done");
    } else {
        memcpy(bytes, &head, sizeof head);
        memcpy(bytes + sizeof head, text, head.identity_size);
        titian_tally_save(u->total, bytes + sizeof head + head.identity_size);
        if (u->options.keep(bytes, n, u->options.context) != 0)
            status = titian_fail(err, TITIAN_E_FILE, "what has been done so far could not be kept");
    }
    free(bytes);
    free(text);
    return status;
}

titian_status titian_uncertainty_resume(titian_uncertainty *u, titian_tally *into, uint64_t *next, titian_error *err)
{
    char *text = identity(u);
    keep_head head = {0, 0, 0};
    titian_status status = TITIAN_OK;

    if (text == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory to go on with what was kept");
    if (u->options.n_kept >= sizeof head)
        memcpy(&head, u->options.kept, sizeof head);
    if (head.identity_size != strlen(text) || head.tally_size != titian_tally_size(into) ||
        u->options.n_kept != sizeof head + head.identity_size + head.tally_size ||
        memcmp(u->options.kept + sizeof head, text, head.identity_size) != 0 ||
        head.next * u->watch.block > u->options.replications) {
        status = titian_fail_at(err, TITIAN_E_USAGE, u->options.kept_name != NULL ? u->options.kept_name : "", 0, 0,
            "what was kept here is of another run: the model, the data, the year, the seed, the draws, the length of "
            "the list or the version differ\ngive another file, or take this one away to begin anew");
    } else {
        titian_tally_load(into, u->options.kept + sizeof head + head.identity_size);
        *next = head.next;
    }
    free(text);
    return status;
}
