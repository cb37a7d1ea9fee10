/* What the fuzz targets share: a model, data for it, and what must hold of whatever a parser hands back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_FUZZ_GIVEN_H
#define TITIAN_FUZZ_GIVEN_H

#include <stddef.h>
#include <stdint.h>

#include <titian/assessment.h>
#include <titian/ledger.h>
#include <titian/model.h>
#include <titian/status.h>

/** What a fuzzer calls. @return 0 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Ends the program with the condition where it does not hold, in every build. */
#define HOLDS(condition) ((condition) ? (void) 0 : given_broken(#condition, __FILE__, __LINE__))
_Noreturn void given_broken(const char *condition, const char *file, int line);

/** A small index with every type of row and uncertain assumptions: model.yaml and framework.csv. */
extern const char given_yaml[], given_framework[];
/** Data for it. */
extern const char given_data[];

/** The model, made once; and its assessment of the data. Both live to the end. */
const titian_model *given_model(void);
const titian_assessment *given_assessment(void);

/** A listener that looks at each problem: it has a message that is UTF-8 and one line, and so has its mend. */
titian_problems given_listener(void);

/** What must hold at the end: something is handed out exactly when the status is TITIAN_OK; otherwise the status is
 * one that input can bring about, and err or a problem told says why. */
void given_check_result(
    titian_status status, const void *handed_out, const titian_problems *problems, const titian_error *err);
/** The rows of every file add up. */
void given_check_ledger(const titian_ledger *ledger);

#endif
