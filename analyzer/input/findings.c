/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/findings.h"

#include <stdarg.h>
#include <stdio.h>

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

enum { TEXT = 2 * TITIAN_ERROR_TEXT };

static void fill(char text[TEXT], const char *format, va_list args)
{
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): the checker does not see va_start in the caller */
    if (vsnprintf(text, TEXT, format, args) < 0)
        text[0] = '\0';
}

void titian_findings_error(titian_findings *findings, size_t line, size_t column, const char *format, ...)
{
    char text[TEXT];
    titian_error problem;
    va_list args;

    va_start(args, format);
    fill(text, format, args);
    va_end(args);
    titian_fail_at(&problem, TITIAN_E_DATA, findings->file, line, column, "%s", text);
    problem.in_sheet = findings->in_sheet;
    titian_findings_take(findings, &problem);
}

void titian_findings_warning(titian_findings *findings, size_t line, size_t column, const char *format, ...)
{
    char text[TEXT];
    titian_error problem;
    va_list args;

    if (findings->warnings_here++ >= DESCRIBED)
        return;
    va_start(args, format);
    fill(text, format, args);
    va_end(args);
    titian_fail_at(&problem, TITIAN_OK, findings->file, line, column, "%s", text);
    problem.warning = 1;
    problem.in_sheet = findings->in_sheet;
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
