/* Faults of a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/faults.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/message.h"

enum { PATIENCE = 1000000 };

titian_faults titian_faults_start(titian_problems *listener)
{
    return (titian_faults){.listener = listener, .patience = PATIENCE};
}

static titian_error make(titian_status code, titian_place place, const char *format, va_list args)
{
    titian_error error;

    titian_message_fill(&error, code, format, args);
    titian_error_place(&error, place.file, place.line, place.column);
    return error;
}

static void name_asker(const titian_faults *faults, titian_error *error)
{
    const size_t n = strlen(error->message);

    if (faults->asker != NULL)
        (void) snprintf(error->message + n, sizeof error->message - n, " (%s)", faults->asker);
}

static void hear(titian_faults *faults, const titian_error *error)
{
    if (faults->n_errors++ == 0)
        faults->first = *error;
    titian_problem(faults->listener, error);
}

void titian_faults_say(titian_faults *faults, titian_place place, const char *format, ...)
{
    titian_error error;
    va_list args;

    va_start(args, format);
    error = make(TITIAN_E_MODEL, place, format, args);
    va_end(args);
    name_asker(faults, &error);
    hear(faults, &error);
}

void titian_faults_warn(titian_faults *faults, titian_place place, const char *format, ...)
{
    titian_error error;
    va_list args;

    va_start(args, format);
    error = make(TITIAN_OK, place, format, args);
    va_end(args);
    error.warning = 1;
    name_asker(faults, &error);
    titian_problem(faults->listener, &error);
}

titian_status titian_faults_take(titian_faults *faults, const titian_error *found, titian_error *err)
{
    titian_error error = *found;

    if (found->code == TITIAN_E_DATA || found->code == TITIAN_E_MODEL) {
        error.code = TITIAN_E_MODEL;
        hear(faults, &error);
        return TITIAN_OK;
    }
    if (found->code == TITIAN_E_FILE)
        hear(faults, &error);
    if (err != NULL)
        *err = *found;
    return found->code;
}

titian_status titian_faults_result(const titian_faults *faults, titian_error *err)
{
    const titian_error *first = &faults->first;

    if (faults->n_errors == 0)
        return TITIAN_OK;
    if (faults->n_errors == 1) {
        if (err != NULL)
            *err = *first;
        return TITIAN_E_MODEL;
    }
    return titian_fail_at(err, TITIAN_E_MODEL, first->file, first->line, first->column,
        "%s (the first of %zu faults)\n%s", first->message, faults->n_errors, first->mend);
}
