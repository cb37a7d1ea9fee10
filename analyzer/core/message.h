/* The text of a message: what is wrong, and the mend.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_MESSAGE_H
#define TITIAN_CORE_MESSAGE_H

#include <stdarg.h>

#include <titian/status.h>

/** Fill an error with a code and a text, the rest zeros. Where the format holds a newline, the mend begins behind
 *  that one, and newlines of the arguments begin none; else behind the first newline of the text, which was made
 *  elsewhere. Both are tamed as titian_text_tame does it; characters that a format has cut in two are left out. */
void titian_message_fill(titian_error *err, titian_status code, const char *format, va_list args);

/** Give it a place. @param file  copied, cut when it is too long; NULL: none */
void titian_error_place(titian_error *err, const char *file, size_t line, size_t column);

#endif
