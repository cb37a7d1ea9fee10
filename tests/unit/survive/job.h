/* The main job: a model and data from files, run, scores and workbook to files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_TEST_SURVIVE_JOB_H
#define TITIAN_TEST_SURVIVE_JOB_H

#include <stddef.h>

#include <titian/status.h>

enum { JOB_PATH = 64 };

/** A folder with a model in it, data, and what the job writes. */
typedef struct {
    char folder[JOB_PATH], model[JOB_PATH], data[JOB_PATH], scores[JOB_PATH], book[JOB_PATH];
} job;

/** How far the job goes. */
typedef enum { JOB_SCORES, JOB_BOOK } job_end;

/** Make the folder, with the small model of tests/cli. Away with it: job_close, which fails when anything else is
 * there than what the job may write. */
void job_open(job *j);
void job_close(const job *j);

/** Do it. No memory is held afterwards. */
titian_status job_run(const job *j, job_end end, titian_error *err);

/** Bytes of a file, to be freed; NULL when there is none. */
char *job_read(const char *path, size_t *n);

#endif
