/* The divide block: which figures of communities rest on too few observations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/build.h"

enum { COUNTS = 1u << TITIAN_ROW_OTHER | 1u << TITIAN_ROW_DENOMINATOR };

titian_status titian_build_divide(
    const titian_build *b, const titian_yaml_divide *from, titian_divide_rules *out, titian_error *err)
{
    const titian_rule count = {.fallback = 0.0, .least = 0.0, .most = 1e12};

    *out = (titian_divide_rules){.sample = NULL};
    if (from == NULL)
        return TITIAN_OK;
    out->min_sample = titian_build_number(b, "divide.min_sample", from->min_sample, count);
    out->few_below = titian_build_number(b, "divide.few_below", from->few_below, count);
    if (from->sample == NULL) {
        titian_faults_say(b->faults, titian_build_place(b, "divide"),
            "a sample of what?\nadd sample: the row of framework.csv that counts each unit's observations");
        return TITIAN_OK;
    }
    if (from->few_below != NULL && out->few_below <= out->min_sample)
        titian_faults_say(b->faults, titian_build_place(b, "divide.few_below"),
            "few_below is %g, and figures of fewer than %g are not shown\nwrite a number above min_sample, or take "
            "it "
            "out",
            out->few_below, out->min_sample);
    (void) titian_build_code(b, "divide.sample", from->sample, COUNTS);
    out->sample = titian_build_text(b, from->sample);
    return out->sample != NULL ? TITIAN_OK : titian_build_no_memory(err);
}
