/* The files of a model: which of them a path means, and their bytes. No file outside the model's folder is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_MODEL_FILES_H
#define TITIAN_MODEL_FILES_H

#include <stddef.h>

#include <titian/status.h>

enum { TITIAN_FRAMEWORK_BYTES = 64 * 1024 * 1024 }; /* largest framework.csv */

/** What a path given by the user stands for. Texts are the holder's: titian_model_files_free. */
typedef struct {
    char *folder; /* of the model: "." for a bare file name */
    char *yaml;   /* path of model.yaml; NULL for a framework alone */
    char *csv;    /* path of the framework; NULL until it is known by name */
} titian_model_files;

/** Find out what a path stands for.
 *  @return TITIAN_E_FILE when there is nothing, TITIAN_E_MODEL when it is no model */
TITIAN_CHECKED titian_status titian_model_files_find(titian_model_files *out, const char *path, titian_error *err);
void titian_model_files_free(titian_model_files *files);

/** Set files->csv from the name that model.yaml gives: a plain file name, of a file inside the folder even when
 *  links are followed. Otherwise TITIAN_E_MODEL, and csv stays NULL. */
TITIAN_CHECKED titian_status titian_model_files_framework(
    titian_model_files *files, const char *name, titian_error *err);

/** Path of another file of the model, as above. @param path  to be freed with free() */
TITIAN_CHECKED titian_status titian_model_files_inside(
    char **path, const titian_model_files *files, const char *name, titian_error *err);

/** Is there anything of that name in the model's folder? Whether it can be read is another question. */
int titian_model_files_has(const titian_model_files *files, const char *name);

/** Read a regular file of at most `most` bytes. @param text  to be freed with free() */
TITIAN_CHECKED titian_status titian_model_file_read(
    char **text, size_t *n, const char *path, size_t most, titian_error *err);

/** Is a name that of a file in the model's own folder, as a text? */
int titian_model_name_is_plain(const char *name);

#endif
