/* A file that appears under its name only when it is whole: whatever happens on the way, the file that was there
 * before stays as it is. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_WHOLE_FILE_H
#define TITIAN_WHOLE_FILE_H

#include <stdio.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct titian_whole_file titian_whole_file; /* opaque */

/** Begin a file beside its target, under the name of the target with ".titian-part" behind it. What an earlier run
 * left there when it was killed is taken away.
 *  @param path     where a link leads, what it points to is replaced, not the link
 *  @param replace  1: an existing file is replaced at the end, in one step; 0: that is an error
 *  @return TITIAN_E_FILE when it cannot be written there, or while another process writes the same file;
 *  TITIAN_E_MEMORY; *out is then NULL */
TITIAN_API TITIAN_CHECKED titian_status titian_whole_file_open(
    titian_whole_file **out, const char *path, int replace, titian_error *err);

/** Where to write to. What writing meets with is also seen by titian_whole_file_finish. Borrowed. */
TITIAN_API FILE *titian_whole_file_stream(titian_whole_file *file);
/** The name it has until it is whole, for writers that open files themselves. Borrowed. */
TITIAN_API const char *titian_whole_file_part(const titian_whole_file *file);

/** Put the file in its place, once all of it is on the disk.
 *  @return TITIAN_E_FILE when writing failed, now or before; TITIAN_E_USAGE when the target has come to exist
 * meanwhile and is not to be replaced */
TITIAN_API TITIAN_CHECKED titian_status titian_whole_file_finish(titian_whole_file *file, titian_error *err);

/** Leave no trace of a file that was not finished. NULL allowed. */
TITIAN_API void titian_whole_file_free(titian_whole_file *file);

#ifdef __cplusplus
}
#endif
#endif
