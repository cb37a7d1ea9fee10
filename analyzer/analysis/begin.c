/* The start of a run.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/begin.h"

#include "stages/table.h"
#include "stages/weigh.h"

titian_status titian_begin(titian_flow *flow, const titian_slice *slice, titian_error *err)
{
    titian_status status = TITIAN_OK;

    flow->n_units = slice->n_units;
    flow->n_years = slice->n_years;
    status = titian_flow_open(flow, err);
    if (status == TITIAN_OK)
        status = titian_weigh_known(flow, err);
    if (status == TITIAN_OK)
        status = titian_stage_at(TITIAN_STAGE_WEIGH)->run(flow, NULL, err);
    return status == TITIAN_OK ? titian_carry(flow, slice, err) : status;
}
