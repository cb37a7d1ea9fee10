/* The public header under the name that the rooms of the engine use.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_SUGGEST_H
#define TITIAN_CORE_SUGGEST_H

#include <titian/suggest.h>

#endif
