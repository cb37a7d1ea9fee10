/* One process alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "team.h"

#include <stddef.h>

void cli_team_begin(int *argc, char ***argv)
{
    (void) argc;
    (void) argv;
}

const titian_team *cli_team(void)
{
    return NULL;
}

int cli_team_leads(void)
{
    return 1;
}

int cli_team_end(int code)
{
    return code;
}
