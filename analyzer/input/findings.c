/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/findings.h"

#include <stdarg.h>

#include "core/message.h"

enum { DESCRIBED = 1000 }; /* problems of one file that are told one by one */

void titian_findings_begin(titian_findings *findings, const char *file)
{
    findings->file = file;
    findings->in_sheet = 0;
    findings->errors_here = 0;
    findings->warnings_here = 0;
}

void titian_findings_end(titian_findings *findings)
{
    if (findings->errors_here > DESCRIBED)
        titian_problem_at(findings->problems, TITIAN_E_DATA, findings->file, 0, 0,
            "%zu more problems in this file are not listed", findings->errors_here - DESCRIBED);
    if (findings->errors_here > 0)
        findings->n_files++;
    findings->file = "";
    findings->errors_here = 0;
    findings->warnings_here = 0;
}

void titian_findings_take(titian_findings *findings, const titian_error *problem)
{
    if (findings->n_errors++ == 0)
        findings->first = *problem;
    if (problem->code == TITIAN_E_FILE)
        findings->unreadable = 1;
    if (findings->errors_here++ < DESCRIBED)
        titian_problem(findings->problems, problem);
}

/* A problem in the file in work. */
static titian_error make(
    const titian_findings *findings, titian_status code, size_t line, size_t column, const char *format, va_list args)
{
    titian_error problem;

    titian_message_fill(&problem, code, format, args);
    titian_error_place(&problem, findings->file, line, column);
    problem.in_sheet = findings->in_sheet;
    return problem;
}

void titian_findings_error(titian_findings *findings, size_t line, size_t column, const char *format, ...)
{
    titian_error problem;
    va_list args;

    va_start(args, format);
    problem = make(findings, TITIAN_E_DATA, line, column, format, args);
    va_end(args);
    titian_findings_take(findings, &problem);
}

void titian_findings_warning(titian_findings *findings, size_t line, size_t column, const char *format, ...)
{
    titian_error problem;
    va_list args;

    if (findings->warnings_here++ >= DESCRIBED)
        return;
    va_start(args, format);
    problem = make(findings, TITIAN_OK, line, column, format, args);
    va_end(args);
    problem.warning = 1;
    titian_problem(findings->problems, &problem);
}

titian_status titian_findings_result(const titian_findings *findings, titian_error *err)
{
    titian_status status = findings->unreadable ? TITIAN_E_FILE : TITIAN_E_DATA;

    if (findings->n_errors == 0)
        return TITIAN_OK;
    if (findings->problems == NULL && err != NULL) {
        *err = findings->first;
        err->code = status;
        return status;
    }
    if (findings->n_files == 0)
        return titian_fail(err, status, "nothing was computed");
    return titian_fail(err, status, "%zu problem%s in %zu file%s; nothing was computed", findings->n_errors,
        findings->n_errors == 1 ? "" : "s", findings->n_files, findings->n_files == 1 ? "" : "s");
}
