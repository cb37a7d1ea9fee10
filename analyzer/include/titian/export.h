/* Visibility and compiler hints used by every public header.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_EXPORT_H
#define TITIAN_EXPORT_H

#if defined(__GNUC__)
#define TITIAN_API __attribute__((visibility("default")))
#define TITIAN_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define TITIAN_CHECKED __attribute__((warn_unused_result))
#else
#define TITIAN_API
#define TITIAN_PRINTF(text, first)
#define TITIAN_CHECKED
#endif

#endif
