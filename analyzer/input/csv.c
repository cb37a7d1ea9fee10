/* Reading, splitting and taking blocks of text. Blocks are read one behind the other and their records told one
 * behind the other, but between the two each is split by itself: that is what several threads share. Whoever has
 * nothing in hand takes the step that is farthest ahead: what is told is in order, and no thread waits while there is
 * work. SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/csv.h"

#include <pthread.h>
#include <stdlib.h>

#include <omp.h>

#include "input/csv_block.h"
#include "input/csv_splitter.h"

enum {
    BLOCK_BYTES = 1 << 15, /* its text, fields and numbers stay in the cache of one core */
    MOST_THREADS = 16      /* more would wait for those who read and tell */
};

typedef enum { EMPTY, READ, SPLITTING, SPLIT } stage;

typedef struct {
    titian_csv_block block;
    stage stage;
} seat;

/* Blocks on their way; each has the seat of its number. */
typedef struct {
    titian_csv_cutter cutter;
    titian_csv_splitter *splitter;
    seat *seats;
    size_t n_seats;
    size_t n_read, n_told; /* blocks */
    int reading, telling;  /* 1: a thread is at it */
    int all_read, over;
    titian_status status;
    pthread_mutex_t lock;
    pthread_cond_t changed;
} conveyor;

static seat *seat_of(conveyor *c, size_t number)
{
    return &c->seats[number % c->n_seats];
}

/* The lock is held by whoever calls a step, and by nobody while it works. */
static void tell(conveyor *c)
{
    seat *s = seat_of(c, c->n_told);
    titian_status status;

    c->telling = 1;
    pthread_mutex_unlock(&c->lock);
    status = titian_csv_splitter_take(c->splitter, &s->block);
    pthread_mutex_lock(&c->lock);
    c->telling = 0;
    c->n_told++;
    s->stage = EMPTY;
    c->status = status;
    c->over = status != TITIAN_OK || s->block.is_last;
}

static void split(conveyor *c, seat *s)
{
    int failed;

    s->stage = SPLITTING;
    pthread_mutex_unlock(&c->lock);
    failed = titian_csv_block_split(&s->block);
    pthread_mutex_lock(&c->lock);
    s->stage = SPLIT;
    if (failed)
        titian_csv_block_fail(&s->block, c->cutter.name);
}

static void read_next(conveyor *c)
{
    seat *s = seat_of(c, c->n_read);

    c->reading = 1;
    pthread_mutex_unlock(&c->lock);
    titian_csv_cutter_next(&c->cutter, &s->block);
    pthread_mutex_lock(&c->lock);
    c->reading = 0;
    c->n_read++;
    s->stage = READ;
    c->all_read = s->block.is_last;
}

/* The first block that nobody has split; NULL when there is none. */
static seat *to_split(conveyor *c)
{
    size_t k;

    for (k = c->n_told; k < c->n_read; k++) {
        if (seat_of(c, k)->stage == READ)
            return seat_of(c, k);
    }
    return NULL;
}

static void work(conveyor *c)
{
    pthread_mutex_lock(&c->lock);
    while (!c->over) {
        seat *s = NULL;

        if (!c->telling && c->n_told < c->n_read && seat_of(c, c->n_told)->stage == SPLIT)
            tell(c);
        else if ((s = to_split(c)) != NULL)
            split(c, s);
        else if (!c->reading && !c->all_read && c->n_read - c->n_told < c->n_seats)
            read_next(c);
        else {
            pthread_cond_wait(&c->changed, &c->lock);
            continue;
        }
        pthread_cond_broadcast(&c->changed);
    }
    pthread_mutex_unlock(&c->lock);
}

/* A text of one block is not worth a second thread. */
static int threads_for(const conveyor *c, int wish)
{
    const int n = wish > 0 ? wish : omp_get_max_threads();

    if (c->all_read)
        return 1;
    return n < MOST_THREADS ? n : MOST_THREADS;
}

static void run(conveyor *c, int wish)
{
    int n;

    pthread_mutex_lock(&c->lock);
    read_next(c);
    pthread_mutex_unlock(&c->lock);
    n = threads_for(c, wish);
    c->n_seats = n > 1 ? 2 * (size_t) n : 1;
    if (n == 1) {
        work(c);
        return;
    }
#pragma omp parallel num_threads(n)
    work(c);
}

titian_status titian_csv_stream(const char *name, titian_bytes *bytes, const titian_csv_pace *pace,
    const titian_csv_listener *listener, titian_error *err)
{
    conveyor c = {.cutter = {.bytes = bytes,
                      .name = name,
                      .size = pace->block > 0 ? pace->block : BLOCK_BYTES,
                      .separator = listener->separator},
        .n_seats = 2 * (size_t) MOST_THREADS,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .changed = PTHREAD_COND_INITIALIZER};
    size_t k;

    c.splitter = titian_csv_splitter_new(name, listener, err);
    c.seats = calloc(c.n_seats, sizeof *c.seats);
    if (c.splitter != NULL && c.seats != NULL)
        run(&c, pace->threads);
    else
        c.status = titian_fail_at(err, TITIAN_E_MEMORY, name, 0, 0, "no memory to read this file");
    for (k = 0; c.seats != NULL && k < c.n_seats; k++)
        titian_csv_block_free(&c.seats[k].block);
    free(c.seats);
    free(c.cutter.rest);
    titian_csv_splitter_free(c.splitter);
    pthread_cond_destroy(&c.changed);
    pthread_mutex_destroy(&c.lock);
    return c.status;
}

titian_status titian_csv_read(
    const char *name, const char *text, size_t length, const titian_csv_listener *listener, titian_error *err)
{
    const titian_csv_pace pace = {.threads = 1};
    titian_bytes *bytes = titian_bytes_of(text, length);
    titian_status status;

    if (bytes == NULL)
        return titian_fail_at(err, TITIAN_E_MEMORY, name, 0, 0, "no memory to read this text");
    status = titian_csv_stream(name, bytes, &pace, listener, err);
    titian_bytes_free(bytes);
    return status;
}

titian_status titian_csv_parse(
    const char *name, const char *text, size_t length, titian_record_fn take, void *context, titian_error *err)
{
    const titian_csv_listener listener = {.take = take, .context = context};

    return titian_csv_read(name, text, length, &listener, err);
}
