/* What the tests of models share: one attempt at reading a model, with every problem it told of.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_UNIT_MODEL_ATTEMPT_H
#define TESTS_UNIT_MODEL_ATTEMPT_H

#include <stddef.h>

#include <titian/model.h>

#include "model/faults.h"

enum { MOST_HEARD = 256 };

typedef struct {
    titian_model *model; /* NULL on failure */
    titian_status status;
    titian_error error;
    titian_problems problems; /* counts all */
    titian_error heard[MOST_HEARD];
    size_t n_heard; /* at most MOST_HEARD are kept */
} attempt;

/** A framework without faults: indicators a, b under P; c under Q; both under TOP; group grp, denominator pop, other
 *  ctx. Lines 2 to 10. */
extern const char sound_framework[];
/** A model.yaml without faults that gives every key there is, but those of an allocation. */
extern const char sound_yaml[];
/** One whose block allocation gives every key of it. */
extern const char allocating_yaml[];

/** Read texts; yaml NULL for none. Freed with let_go. */
attempt *attempt_parse(const char *yaml, const char *csv);
attempt *attempt_bytes(const char *yaml, size_t n_yaml, const char *csv, size_t n_csv);
attempt *attempt_load(const char *path);
/** Read texts and two more files of the model's folder. */
attempt *attempt_files(
    const char *yaml, const char *csv, const titian_model_file *first, const titian_model_file *second);
void let_go(attempt *a);

/** The sound framework with the first occurrence of a text in it replaced. To be freed. */
char *framework_with(const char *old, const char *new);

/** Fail unless an error was told at line and column of a file ("model.yaml", "framework.csv") whose message holds a
 *  text, and with a mend. */
void assert_fault(const attempt *a, const char *file, size_t line, size_t column, const char *text);
/** The same for a warning. */
void assert_warning(const attempt *a, const char *file, size_t line, size_t column, const char *text);
/** Fail unless these faults, and no others, were told; and the reading failed. */
void assert_n_faults(const attempt *a, size_t n);
/** Fail unless the reading succeeded without a fault. */
void assert_sound(const attempt *a);
/** Does the mend of the fault at a place hold a text? */
void assert_mend(const attempt *a, const char *file, size_t line, const char *text);

/** Take out the first @ of a text. @return where it stood */
titian_place take_mark(char *text, const char *file);

/** One fault in model.yaml, at the place that an @ marks in the text: message and mend hold texts. Read without the
 *  @, checked, let go. */
void refuse_marked(const char *yaml, const char *csv, const char *text, const char *mend);

/** One fault in model.yaml beside the sound framework: read, checked, let go. */
void assert_yaml_fault(const char *yaml, size_t line, size_t column, const char *text);

/** One fault in framework.csv where a text of the sound framework is replaced: read, checked, let go. */
void assert_change(const char *old, const char *new, size_t line, size_t column, const char *text);

#endif
