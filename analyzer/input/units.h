/* Whom rows are about, when units are not simply what is written: countries under the codes and names of several
 * publishers, or units by their names alone.
 *
 * Files are read once with codes as they are written. What was met then is the evidence: titian_units_decide says
 * whether that reading stands, or what the codes and names are to stand for in a second one. So nothing depends on
 * the order of files, and files that agree on their codes are read once and cost nothing more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_UNITS_H
#define TITIAN_INPUT_UNITS_H

#include <stddef.h>

#include <titian/names.h>
#include <titian/status.h>

#include "input/csv.h"
#include "input/findings.h"
#include "input/roll.h"

/** What a row says of its unit; a column is 0 where the file has none. */
typedef struct {
    titian_field code, name;
    size_t code_column, name_column;
    int is_published;     /* 1: in a form of some publisher's, whose codes are its own */
    int groups_lack_code; /* 1: in files of this form, a name without code is that of a group, if of no country */
} titian_who;

typedef enum {
    TITIAN_VERDICT_UNIT,
    TITIAN_VERDICT_ASIDE,   /* an aggregate or a territory of the past */
    TITIAN_VERDICT_REFUSED, /* has been told */
    TITIAN_VERDICT_BY_NAME  /* the code says nothing; each row's name decides (not handed out) */
} titian_verdict_kind;

/** What a code or name stands for. */
typedef struct {
    titian_verdict_kind kind;
    const char *text; /* as it is written */
    const char *code; /* of the unit or aggregate */
    const char *name; /* that the lists give it; NULL: none */
    size_t unit;      /* number in the roll; TITIAN_NONE until the caller fills it in */
} titian_verdict;

typedef struct titian_units titian_units; /* opaque */

/** How rows are to be matched, from what a reading as written has met.
 *  @param out    NULL when that reading stands; else owned by the caller
 *  @param names     the lists; borrowed for the life of *out
 *  @param findings  remarks on two codes of one country that are read as two units, and on codes that no list has */
TITIAN_CHECKED titian_status titian_units_decide(titian_units **out, const titian_roll *met,
    const titian_gazetteer *names, const titian_match_rules *rules, titian_findings *findings, titian_error *err);
void titian_units_free(titian_units *units);
/** Remark on how many texts stand for units of other codes, and on the first few. */
void titian_units_remark(const titian_units *units, titian_findings *findings);

/** What a row's code and name stand for; fields are trimmed, and not both empty. What cannot be matched is told once
 *  for each text. Cost: a look-up for a text met before.
 *  @param out  borrowed; `unit` may be filled in */
TITIAN_CHECKED titian_status titian_units_judge(titian_verdict **out, titian_units *units, const titian_who *who,
    size_t line, titian_findings *findings, titian_error *err);

#endif
