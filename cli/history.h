/* Earlier years: a run over those up to the index year, which pace and peers rest on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CLI_HISTORY_H
#define TITIAN_CLI_HISTORY_H

#include "session.h"

/** The years up to the session's index year, from the first that can be scored; years that cannot are noted. With
 *  --years the run has them already.
 *  @param owned  to be freed by the caller; NULL where the session's own assessment has the years, and where none can
 *                be scored
 *  @return what to look at: the one or the other; NULL: there are no earlier years */
const titian_assessment *cli_history_run(titian_assessment **owned, const cli_session *s);

#endif
