/* What a run kept, damaged: the input is a list of edits of a sound one. Such bytes are refused or gone on with, and
 * every table can be made of what comes of it. The first byte says whether the fingerprint is mended afterwards, so
 * that what stands behind it is reached too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include <titian/uncertainty.h>

#include "analysis/uncertainty_body.h"

typedef struct {
    unsigned char *bytes;
    size_t n, times;
} kept;

/* Something is kept before the first round and behind it, which is eight blocks. One replication more is all that is
 * left to do, for every input. */
enum { REPLICATIONS = 8 * 128 + 1, TIMES = 2 };
/* Bytes of an edit: its place, then what is put there. */
enum { EDIT = 11, PLACE = 3 };

static int keep(const unsigned char *bytes, size_t n, void *context)
{
    kept *k = context;

    free(k->bytes);
    k->bytes = malloc(n);
    HOLDS(k->bytes != NULL);
    memcpy(k->bytes, bytes, n);
    k->n = n;
    k->times++;
    return 0;
}

static titian_uncertainty_options usual(void)
{
    titian_uncertainty_options options = titian_uncertainty_options_default();

    options.threads = 1;
    options.replications = REPLICATIONS;
    return options;
}

/* What was kept last, taken down once. */
static const kept *sound(void)
{
    static kept k;
    titian_uncertainty_options options = usual();
    titian_uncertainty *u = NULL;

    if (k.bytes != NULL)
        return &k;
    options.keep_every = 1e-9;
    options.keep = keep;
    options.context = &k;
    HOLDS(titian_uncertainty_run(&u, given_assessment(), &options, NULL) == TITIAN_OK);
    titian_uncertainty_free(u);
    HOLDS(k.bytes != NULL && k.times == TIMES);
    return &k;
}

static void make_tables(const titian_uncertainty *u)
{
    for (size_t t = 0; t < titian_uncertainty_n_tables(); t++) {
        titian_listing *listing = NULL;

        if (titian_uncertainty_table_pairs(t))
            continue;
        HOLDS(titian_uncertainty_make(&listing, u, t, NULL) == TITIAN_OK);
        titian_listing_free(listing);
    }
}

static void resume(const kept *k)
{
    titian_uncertainty_options options = usual();
    titian_uncertainty *u = NULL;
    titian_error err = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    options.kept = k->bytes;
    options.n_kept = k->n;
    status = titian_uncertainty_run(&u, given_assessment(), &options, &err);
    given_check_result(status, u, NULL, &err);
    if (status == TITIAN_OK)
        make_tables(u);
    titian_uncertainty_free(u);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const kept *from = sound();
    kept k = {.bytes = malloc(from->n), .n = from->n};
    const int mends = size > 0 && data[0] % 4 != 0;

    HOLDS(k.bytes != NULL);
    memcpy(k.bytes, from->bytes, from->n);
    if (size > 1 && data[0] % 8 == 1)
        k.n = from->n * data[1] / 256; /* cut off */
    for (size_t at = 1; at + EDIT <= size; at += EDIT) {
        const size_t place = ((size_t) data[at] << 16 | (size_t) data[at + 1] << 8 | data[at + 2]) % from->n;
        const size_t room = from->n - place, n = EDIT - PLACE;

        memcpy(k.bytes + place, data + at + PLACE, n < room ? n : room);
    }
    if (mends)
        titian_uncertainty_seal(k.bytes, k.n);
    resume(&k);
    free(k.bytes);
    return 0;
}
