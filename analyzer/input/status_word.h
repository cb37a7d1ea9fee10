/* Words by which publishers say what a value is: observed, estimated, of little use, or none at all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_STATUS_WORD_H
#define TITIAN_INPUT_STATUS_WORD_H

#include <stddef.h>

#include "input/csv.h"

typedef enum {
    TITIAN_SENSE_OBSERVED,
    TITIAN_SENSE_ESTIMATED,
    TITIAN_SENSE_WEAK,    /* observed, but of low reliability: remarked on once per file */
    TITIAN_SENSE_MISSING, /* the publisher says that there is no value */
    TITIAN_SENSE_UNKNOWN
} titian_sense;

typedef struct {
    const char *word;
    titian_sense sense;
} titian_status_word;

/** A list of words: one publisher's, or that of a mapping. */
typedef struct {
    const titian_status_word *words;
    size_t n;
    titian_sense others; /* of words that are not in the list */
    int beginnings;      /* 1: a word of the list stands for every text that begins with it */
} titian_status_list;

/** OBS_STATUS of SDMX (code list CL_OBS_STATUS 2.2), and the words "observed" and "estimated". */
extern const titian_status_list titian_status_sdmx;
/** "Nature" of the SDG database: C and CA of the country, G of global monitoring, E estimated, M modelled, N none. */
extern const titian_status_list titian_status_nature;
/** Sources of ITU: those that begin with "ITU estimate" are estimates. */
extern const titian_status_list titian_status_itu;

/** What a word means, letter case apart; an empty one is an observation. */
titian_sense titian_status_sense(const titian_status_list *list, titian_field word);

#endif
