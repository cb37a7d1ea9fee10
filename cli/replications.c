/* Tables of replications.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "replications.h"

#include <inttypes.h>

#include <titian/text_reports.h>

#include "waiting.h"

enum { AT_A_TIME = 64 };

static titian_status write_some(
    titian_replication *r, size_t table, const uint64_t span[2], FILE *to, titian_error *err)
{
    titian_listing *listing = NULL;
    titian_status status = titian_replication_make(&listing, r, table, span[0], span[1] - span[0], err);

    if (status == TITIAN_OK && span[0] == 0)
        status = titian_listing_csv_write(listing, to, err);
    else if (status == TITIAN_OK)
        status = titian_listing_csv_add(listing, to, err);
    titian_listing_free(listing);
    return status;
}

/* @return how many were written */
static uint64_t write_all(const cli_session *s, titian_replication *r, size_t table, uint64_t n, FILE *to,
    titian_status *status, titian_error *err)
{
    cli_waiting waiting = cli_waiting_begin("replications", s->voice);
    uint64_t done = 0;

    while (done < n && *status == TITIAN_OK && !cli_waiting_interrupted()) {
        const uint64_t span[] = {done, n - done > AT_A_TIME ? done + AT_A_TIME : n};

        *status = write_some(r, table, span, to, err);
        done = span[1];
        (void) cli_waiting_tell(done, n, &waiting);
    }
    cli_waiting_end(&waiting);
    return done;
}

cli_exit cli_replications_write(
    const cli_session *s, size_t table, const titian_uncertainty_options *options, FILE *to)
{
    const uint64_t n = options->replications > 0 ? options->replications
                                                 : titian_assessment_recipe(s->assessment)->uncertainty.replications;
    titian_replication *r = NULL;
    titian_error err;
    titian_status status = titian_replication_new(&r, s->assessment, options, &err);
    uint64_t done = 0;

    if (status == TITIAN_OK)
        done = write_all(s, r, table, n, to, &status, &err);
    titian_replication_free(r);
    if (status != TITIAN_OK)
        return cli_fail(s->voice, &err);
    if (done == n)
        return CLI_DONE;
    cli_waiting_say_ended(s->voice, done, n);
    return CLI_ENDED;
}
