/* "Did you mean ...?": the nearest known word, for people only; nothing is ever decided by it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_SUGGEST_H
#define TITIAN_SUGGEST_H

#include <stddef.h>

#include <titian/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Position of the known word nearest to `word` (ASCII case ignored), when it is near enough to be a slip of the
 *  finger: at most a third of its letters wrong. TITIAN_NONE (panel.h) otherwise. Words over 63 bytes are never
 *  near. */
TITIAN_API size_t titian_suggest(const char *word, const char *const *known, size_t n_known);

#ifdef __cplusplus
}
#endif
#endif
