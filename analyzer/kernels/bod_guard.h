/* Kernels of the benefit of the doubt: GLPK kept quiet and kept from ending the program.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_BOD_GUARD_H
#define TITIAN_KERNELS_BOD_GUARD_H

#include <titian/status.h>

typedef titian_status (*bod_work_fn)(void *context, titian_error *err);

/** Do work that calls GLPK. GLPK prints nothing meanwhile; when it would abort the program, this returns instead, and
 *  whatever `work` was doing is left where it was: memory it allocated itself must hang on `context`. GLPK's
 *  environment, which belongs to the thread, is freed at the end, with every GLPK object in it, unless it was there
 *  before; a caller who uses GLPK too loses its own error and terminal hooks.
 *  @return what `work` returned; TITIAN_E_INTERNAL with GLPK's own words when it gave up; TITIAN_E_MEMORY */
titian_status bod_guarded(bod_work_fn work, void *context, titian_error *err) TITIAN_CHECKED;

#endif
