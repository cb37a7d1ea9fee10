/* Processes that work together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/team.h"

#include <stdlib.h>

/* What each has to say. */
typedef struct {
    titian_status status;
    uint64_t block;
    titian_error error;
} outcome;

static titian_status hear_all(const titian_team *team, outcome *mine, outcome *all)
{
    if (team->gather(team->context, mine, all, sizeof *mine) != 0)
        return TITIAN_E_INTERNAL;
    for (int k = 0; k < team->size && team->rank == 0; k++)
        if (all[k].status != TITIAN_OK && (mine->status == TITIAN_OK || all[k].block < mine->block))
            *mine = all[k];
    return team->broadcast(team->context, mine, sizeof *mine) == 0 ? TITIAN_OK : TITIAN_E_INTERNAL;
}

titian_status titian_team_agree(const titian_team *team, titian_status status, uint64_t block, titian_error *err)
{
    outcome mine = {.status = status, .block = block};
    outcome *all = team != NULL ? calloc((size_t) team->size, sizeof *all) : NULL;

    if (team == NULL)
        return status;
    if (status != TITIAN_OK && err != NULL)
        mine.error = *err;
    if (all == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for what %d processes have to say", team->size);
    if (hear_all(team, &mine, all) != TITIAN_OK)
        mine.status = titian_fail(&mine.error, TITIAN_E_INTERNAL, "the other processes could not be heard");
    free(all);
    if (mine.status != TITIAN_OK && err != NULL)
        *err = mine.error;
    return mine.status;
}
