/* The other files of a model.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/shelf.h"

#include <stdlib.h>
#include <string.h>

static titian_status no_memory(titian_error *err)
{
    return titian_fail(err, TITIAN_E_MEMORY, "no memory for the files of a model");
}

static titian_status read_from_folder(
    const titian_shelf *shelf, const char *name, titian_arena *arena, titian_model_bytes *out, titian_error *err)
{
    char *path = NULL, *text = NULL;
    size_t n = 0;
    titian_status status = titian_model_files_inside(&path, shelf->folder, name, err);

    if (status == TITIAN_OK)
        status = titian_model_file_read(&text, &n, path, TITIAN_SHELF_BYTES, err);
    if (status == TITIAN_OK) {
        out->name = titian_arena_text(arena, path);
        out->text = titian_arena_text_n(arena, text, n);
        out->n = n;
        if (out->name == NULL || out->text == NULL)
            status = no_memory(err);
    }
    free(path);
    free(text);
    return status;
}

static titian_status read_from_text(
    const titian_shelf *shelf, const char *name, titian_arena *arena, titian_model_bytes *out, titian_error *err)
{
    for (size_t k = 0; shelf->text != NULL && k < shelf->text->n_files; k++) {
        const titian_model_file *file = &shelf->text->files[k];

        if (strcmp(file->name, name) != 0)
            continue;
        out->name = titian_arena_text(arena, name);
        out->text = titian_arena_text_n(arena, file->text, file->n);
        out->n = file->n;
        return out->name == NULL || out->text == NULL ? no_memory(err) : TITIAN_OK;
    }
    return titian_fail(err, TITIAN_E_FILE, "is not among the files given");
}

int titian_shelf_has(const titian_shelf *shelf, const char *name)
{
    if (shelf->folder != NULL)
        return shelf->folder->yaml != NULL && titian_model_files_has(shelf->folder, name);
    for (size_t k = 0; shelf->text != NULL && k < shelf->text->n_files; k++)
        if (strcmp(shelf->text->files[k].name, name) == 0)
            return 1;
    return 0;
}

titian_status titian_shelf_read(
    titian_shelf *shelf, const char *name, titian_arena *arena, titian_model_bytes *out, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < shelf->n; k++)
        if (strcmp(shelf->names[k], name) == 0) {
            *out = shelf->read[k];
            return TITIAN_OK;
        }
    if (shelf->n == TITIAN_SHELF_FILES)
        return titian_fail(err, TITIAN_E_MODEL, "the model names more than %d files\nname fewer", TITIAN_SHELF_FILES);
    status = shelf->folder != NULL ? read_from_folder(shelf, name, arena, out, err)
                                   : read_from_text(shelf, name, arena, out, err);
    if (status != TITIAN_OK)
        return status;
    shelf->names[shelf->n] = titian_arena_text(arena, name);
    if (shelf->names[shelf->n] == NULL)
        return no_memory(err);
    shelf->read[shelf->n++] = *out;
    return TITIAN_OK;
}
