/* The analyses that a workbook shows: run them all, as the model's block `uncertainty` says.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_ANALYSES_H
#define TITIAN_CLI_ANALYSES_H

#include <titian/advise.h>
#include <titian/allocation.h>
#include <titian/own.h>
#include <titian/sensitivity.h>
#include <titian/smaa.h>
#include <titian/uncertainty.h>
#include <titian/workbook.h>

#include "divide_tables.h"
#include "session.h"

/** What is asked for. */
typedef struct {
    int wanted;          /* 0: none */
    size_t replications; /* 0: the model's, and a design of at most 512 rows */
    size_t seed;         /* of has_seed */
    int has_seed;
    int threads;
    titian_allocation_options allocation;
    titian_efforts *efforts;         /* of the advice; owned */
    titian_submissions *submissions; /* owned */
    titian_own_options own;
} cli_analyses_request;

/** The analyses; NULL where one was not run. */
typedef struct {
    titian_uncertainty *uncertainty;
    titian_sensitivity *sensitivity;
    titian_smaa *limits;
    cli_divide_tables divide;              /* where some unit lies in another */
    titian_workbook_allocation allocation; /* where its amounts are not NULL */
    titian_listing *amounts, *factors, *fairness, *distances, *steps, *orphans, *overrides; /* owned; what it shows */
    titian_workbook_advice advice;                /* where its gains are not NULL */
    titian_listing *help[TITIAN_ADVICE_N_TABLES]; /* owned; what it shows: the tables of titian/advise.h */
    titian_workbook_own own;                      /* where its scores are not NULL */
    titian_listing *scores, *elements, *reasons;  /* owned; what it shows */
} cli_analyses;

/** Read --replications, --seed and --threads, --budget, --efforts, --submissions and --box; --replications 0 asks for
 * none but an allocation, what would help, and own priorities.
 *  @param out  to be freed by cli_analyses_request_free, after a failure too */
cli_exit cli_analyses_read(cli_analyses_request *out, const cli_arguments *arguments, cli_voice *voice);

/** Run what is asked for; nothing where the model has no such block. After Ctrl-C those begun are ended and the
 * others left out. @param out  to be freed by cli_analyses_free, after a failure too */
cli_exit cli_analyses_run(cli_analyses *out, const cli_session *s, const cli_analyses_request *request);
void cli_analyses_free(cli_analyses *analyses);
void cli_analyses_request_free(cli_analyses_request *request);

#endif
