/* What every command on MODEL and DATA does: find and load the model, read the data, run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_SESSION_H
#define TITIAN_CLI_SESSION_H

#include <stdio.h>

#include <titian/assessment.h>
#include <titian/input.h>
#include <titian/listing.h>
#include <titian/model.h>
#include <titian/records.h>
#include <titian/run.h>

#include "command.h"
#include "mappings.h"

/** Everything one command holds. Start with zeros, end with cli_session_close. */
typedef struct {
    titian_model *model;
    titian_model_about about; /* of the model */
    titian_panel *panel;
    titian_ledger *ledger;
    titian_records *lists, *overrides; /* of --lists and --overrides; NULL: not given */
    titian_gazetteer *names;           /* what codes and names of countries stand for */
    titian_assessment *assessment;
    titian_framework *every_code; /* of data read without a model; else NULL */
    int vintages;                 /* 1: --vintages was given */
    int first_year, last_year;    /* index years asked for; 0, 0: the model's, else the last in the data */
    cli_mappings mappings;        /* of data in other forms */
    titian_input_options manner;  /* how data are read where files leave it open */
    cli_voice *voice;
} cli_session;

/** Load the model and read the data. Says every problem. The ledger is there after faulty data too.
 *  Operands are MODEL DATA...; --year, --years, --map, --lists and --overrides are read here. */
cli_exit cli_session_open(cli_session *s, const cli_arguments *arguments, cli_voice *voice);

/** Read data alone: every code in it, under its own name. Operands, --year and --map as above; the first is passed
 * over. */
cli_exit cli_session_open_data(cli_session *s, const cli_arguments *arguments, cli_voice *voice);

/** Read a small table beside the data. Says what is wrong. @param path  NULL: not given, *out stays as it is */
cli_exit cli_records(titian_records **out, titian_records_kind kind, const char *path, cli_voice *voice);

/** The dated lists: of --lists, else those among the data; NULL: none. */
const titian_records *cli_session_lists(const cli_session *s);

/** Run the recipe over the data, with the labels that dated lists give in the last index year.
 *  @param keep  bits of titian_run_options */
cli_exit cli_session_run(cli_session *s, unsigned keep);

/** What a command will ask of a run, and nothing else: fields of titian_run_options of the same names. */
typedef struct {
    unsigned keep, leave;
    const char *const *variables;
    size_t n_variables;
    int spends; /* 1: not the values of the data afterwards */
} cli_wants;
/** The same of such a run. */
cli_exit cli_session_run_for(cli_session *s, const cli_wants *wants);

/** The code of a unit of the data given by its code or its whole name; the word itself when it is neither.
 *  @param word  NULL: not given, and NULL is returned */
const char *cli_session_unit(const cli_session *s, const char *word);

/** Say the notes of the assessment, up to a few unless the voice says all. */
void cli_session_say_notes(const cli_session *s);

/** Note what keeps the decisions of --overrides, where it was given, and which of them do nothing.
 *  @param keeps     who does, and the verb: "every replication keeps"
 *  @param of_money  0: no budget is shared out, so that amounts set by hand do nothing */
void cli_session_say_by_hand(const cli_session *s, const char *keeps, int of_money);

void cli_session_close(cli_session *s);

/** Writes what a command has to say of an assessment. @param what  the command's own request */
typedef cli_exit (*cli_write_fn)(const cli_session *s, const void *what, FILE *to);

/** The end of a command that makes a table: write it when it was made, and free it.
 *  @param status  of the making; @param table  NULL where it failed. @return the first failure */
titian_status cli_put_table(titian_status status, titian_listing *table, FILE *to, titian_error *err);

/** Write to the file of --output, whole and only with --force over another one, or to stdout. */
cli_exit cli_session_deliver(
    const cli_session *s, const cli_arguments *arguments, cli_write_fn write, const void *what);

/** Writes a workbook of an assessment. */
typedef cli_exit (*cli_book_fn)(const cli_session *s, const void *what, const char *path, int replace);

/** A whole command that ends in a workbook, of the name that --output gives: open the session, run it keeping `keep`,
 * say the notes, and write. */
cli_exit cli_session_write_book(
    const cli_arguments *arguments, cli_voice *voice, unsigned keep, cli_book_fn write, const void *what);

/** A whole command that ends in text: open the session, run it keeping `keep`, say the notes, and deliver
 *  it. In a team the first process alone has the
 *  file; what the others write leads nowhere. */
cli_exit cli_session_write(
    const cli_arguments *arguments, cli_voice *voice, unsigned keep, cli_write_fn write, const void *what);
/** The same after a run for what the command asks of it. */
cli_exit cli_session_write_for(
    const cli_arguments *arguments, cli_voice *voice, const cli_wants *wants, cli_write_fn write, const void *what);

#endif
