/* How near two words are: what titian_suggest is made of, for those who have no array of words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_NEAR_H
#define TITIAN_CORE_NEAR_H

#include <stddef.h>
#include <stdint.h>

enum { TITIAN_NEAR_LONGEST = 63, TITIAN_NEAR_COUNTS = 4 }; /* bytes of a word; words of eight counts */

/** A word made ready to be compared: in small letters (ASCII), and how many of which letters it has. */
typedef struct {
    char text[TITIAN_NEAR_LONGEST];
    size_t n;
    uint64_t counts[TITIAN_NEAR_COUNTS]; /* a byte for each letter; signs share them */
} titian_near_word;

/** @return 0 when the text is empty or too long, and never near */
int titian_near_prepare(titian_near_word *word, const char *text, size_t n);

/** A slip of the finger gets less than this wrong. */
size_t titian_near_enough(const titian_near_word *word);

/** Optimal string alignment distance: letters added, lost, changed, or two neighbours swapped.
 *  @return `most` when it is not less than that. Cost: O(n most), most often far less */
size_t titian_near_distance(const titian_near_word *a, const titian_near_word *b, size_t most);

#endif
