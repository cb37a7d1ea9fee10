/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/status_word.h"

#include <string.h>

#include "input/text.h"

/* P (provisional), B (break in the series), D (another definition), G (experimental), J (derogation), S (strike), V
 * (not validated) and W (holds what belongs elsewhere) are observations all the same. */
static const titian_status_word sdmx[] = {
    {"A", TITIAN_SENSE_OBSERVED}, {"observed", TITIAN_SENSE_OBSERVED}, {"P", TITIAN_SENSE_OBSERVED},
    {"B", TITIAN_SENSE_OBSERVED}, {"D", TITIAN_SENSE_OBSERVED}, {"G", TITIAN_SENSE_OBSERVED},
    {"J", TITIAN_SENSE_OBSERVED}, {"S", TITIAN_SENSE_OBSERVED}, {"V", TITIAN_SENSE_OBSERVED},
    {"W", TITIAN_SENSE_OBSERVED}, {"E", TITIAN_SENSE_ESTIMATED}, {"estimated", TITIAN_SENSE_ESTIMATED},
    {"F", TITIAN_SENSE_ESTIMATED},                            /* forecast */
    {"I", TITIAN_SENSE_ESTIMATED},                            /* imputed */
    {"U", TITIAN_SENSE_WEAK}, {"M", TITIAN_SENSE_MISSING},    /* cannot exist */
    {"O", TITIAN_SENSE_MISSING}, {"L", TITIAN_SENSE_MISSING}, /* not collected */
    {"H", TITIAN_SENSE_MISSING},                              /* holiday */
    {"K", TITIAN_SENSE_MISSING},                              /* within another category */
    {"Q", TITIAN_SENSE_MISSING},                              /* suppressed */
};

static const titian_status_word nature[] = {
    {"C", TITIAN_SENSE_OBSERVED},
    {"CA", TITIAN_SENSE_OBSERVED},
    {"G", TITIAN_SENSE_OBSERVED},
    {"E", TITIAN_SENSE_ESTIMATED},
    {"M", TITIAN_SENSE_ESTIMATED},
    {"N", TITIAN_SENSE_MISSING},
    {"NA", TITIAN_SENSE_MISSING},
};

static const titian_status_word itu[] = {{"ITU estimate", TITIAN_SENSE_ESTIMATED}};

const titian_status_list titian_status_sdmx = {sdmx, sizeof sdmx / sizeof *sdmx, TITIAN_SENSE_UNKNOWN, 0};
const titian_status_list titian_status_nature = {nature, sizeof nature / sizeof *nature, TITIAN_SENSE_UNKNOWN, 0};
const titian_status_list titian_status_itu = {itu, sizeof itu / sizeof *itu, TITIAN_SENSE_OBSERVED, 1};

titian_sense titian_status_sense(const titian_status_list *list, titian_field word)
{
    size_t k;

    word = titian_field_trim(word);
    for (k = 0; k < list->n && word.length > 0; k++) {
        const size_t n = strlen(list->words[k].word);
        const titian_field read = {word.text, list->beginnings && word.length > n ? n : word.length};

        if (titian_field_is(read, list->words[k].word))
            return list->words[k].sense;
    }
    return word.length > 0 ? list->others : TITIAN_SENSE_OBSERVED;
}
