/* What settles how files are read, as the ledger has it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_INPUT_SETTINGS_H
#define TITIAN_INPUT_SETTINGS_H

#include <titian/input.h>

/** Take down every option that can change what is read, where it is not the default.
 *  @param options  NULL: the defaults @param names  the lists in use */
TITIAN_CHECKED titian_status titian_settings_note(
    titian_ledger *ledger, const titian_input_options *options, const titian_gazetteer *names, titian_error *err);

#endif
