/* Models from files: which file a path means, and that none outside the model's folder is read.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "input/file.h"
#include "unit/model/attempt.h"

/* A folder for one test, and the files in it. */
typedef struct {
    char path[64];
    char names[8][96];
    size_t n;
} folder;

static char *place(const folder *f, const char *name)
{
    static char path[192];

    (void) snprintf(path, sizeof path, "%s/%s", f->path, name);
    return path;
}

static void put(folder *f, const char *name, const char *text)
{
    FILE *file = fopen(place(f, name), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    (void) snprintf(f->names[f->n++], sizeof f->names[0], "%s", name);
}

static void put_link(folder *f, const char *name, const char *target)
{
    assert_int_equal(symlink(target, place(f, name)), 0);
    (void) snprintf(f->names[f->n++], sizeof f->names[0], "%s", name);
}

static int open_folder(void **state)
{
    folder *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    (void) snprintf(f->path, sizeof f->path, P_tmpdir "/titian-model-XXXXXX");
    *state = f;
    return mkdtemp(f->path) != NULL ? 0 : -1;
}

static int close_folder(void **state)
{
    folder *f = *state;

    for (size_t k = 0; k < f->n; k++)
        (void) remove(place(f, f->names[k]));
    (void) rmdir(f->path);
    free(f);
    return 0;
}

static void a_folder_stands_for_its_two_files(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", sound_yaml);
    put(f, "framework.csv", sound_framework);
    a = attempt_load(f->path);
    assert_sound(a);
    assert_string_equal(titian_model_describe(a->model)->title, "A model");
    assert_string_equal(titian_model_describe(a->model)->path, place(f, "model.yaml"));
    assert_string_equal(titian_model_describe(a->model)->framework_path, place(f, "framework.csv"));
    let_go(a);
    a = attempt_load(place(f, ""));
    assert_sound(a);
    let_go(a);
}

static void the_fingerprint_is_of_the_bytes_of_both_files(void **state)
{
    folder *f = *state;
    char both[4096], digits[65];
    attempt *a = NULL;

    put(f, "model.yaml", "title: x\n");
    put(f, "framework.csv", sound_framework);
    (void) snprintf(both, sizeof both, "title: x\n%s", sound_framework);
    titian_sha256(both, strlen(both), digits);
    a = attempt_load(f->path);
    assert_sound(a);
    assert_string_equal(titian_model_describe(a->model)->sha256, digits);
    let_go(a);
}

static void a_yaml_file_may_be_named_by_itself(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "edition-2020.yaml", "title: Old\nframework: old.csv\n");
    put(f, "new.yml", "title: New\nframework: old.csv\n");
    put(f, "old.csv", sound_framework);
    a = attempt_load(place(f, "edition-2020.yaml"));
    assert_sound(a);
    assert_string_equal(titian_model_describe(a->model)->title, "Old");
    assert_string_equal(titian_model_describe(a->model)->framework_path, place(f, "old.csv"));
    let_go(a);
    a = attempt_load(place(f, "new.yml"));
    assert_sound(a);
    let_go(a);
}

static void a_framework_may_be_named_by_itself(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "iMeta.csv", sound_framework);
    a = attempt_load(place(f, "iMeta.csv"));
    assert_sound(a);
    assert_string_equal(titian_model_describe(a->model)->title, "Whole");
    assert_string_equal(titian_model_describe(a->model)->path, place(f, "iMeta.csv"));
    let_go(a);
}

static void a_folder_without_model_yaml_is_told_what_to_do(void **state)
{
    folder *f = *state;
    attempt *a = attempt_load(f->path);

    assert_int_equal(a->status, TITIAN_E_MODEL);
    assert_non_null(strstr(a->error.message, "no model.yaml"));
    let_go(a);
    put(f, "framework.csv", sound_framework);
    a = attempt_load(f->path);
    assert_n_faults(a, 1);
    assert_non_null(strstr(a->error.message, "has a framework.csv, but no model.yaml"));
    assert_non_null(strstr(a->error.mend, place(f, "framework.csv")));
    let_go(a);
}

static void a_path_to_nothing_is_a_file_error(void **state)
{
    folder *f = *state;
    attempt *a = attempt_load(place(f, "nothing.yaml"));

    assert_int_equal(a->status, TITIAN_E_FILE);
    assert_null(a->model);
    assert_string_equal(a->error.file, place(f, "nothing.yaml"));
    assert_int_equal(a->problems.n_errors, 1);
    let_go(a);
}

static void a_file_of_another_kind_is_no_model(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.txt", "title: x\n");
    a = attempt_load(place(f, "model.txt"));
    assert_n_faults(a, 1);
    assert_non_null(strstr(a->error.mend, "a .yaml file, or a framework .csv"));
    let_go(a);
}

static void a_framework_that_is_not_there_is_a_file_error(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", "framework: other.csv\ntitel: x\n");
    a = attempt_load(f->path);
    assert_int_equal(a->status, TITIAN_E_FILE);
    assert_fault(a, "model.yaml", 2, 1, "unknown key \"titel\"");
    assert_fault(a, "other.csv", 0, 0, "cannot be read");
    assert_int_equal(a->problems.n_errors, 2);
    assert_string_equal(a->error.file, place(f, "other.csv"));
    assert_true(a->error.mend[0] != '\0');
    let_go(a);
}

static void a_framework_outside_the_folder_is_refused_by_name(void **state)
{
    static const char *const names[] = {"../framework.csv", "/etc/passwd", "..", ".", "a/b.csv", "\"\""};

    (void) state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        char text[80];

        (void) snprintf(text, sizeof text, "title: x\nframework: %s\n", names[k]);
        assert_yaml_fault(text, 2, 12, "framework is ");
    }
}

static void a_link_out_of_the_folder_is_refused(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", "framework: linked.csv\n");
    put_link(f, "linked.csv", "/etc/passwd");
    a = attempt_load(f->path);
    assert_n_faults(a, 1);
    assert_non_null(strstr(a->error.message, "a link that leads out of the model's folder"));
    let_go(a);
}

static void a_link_within_the_folder_is_followed(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", "framework: linked.csv\n");
    put(f, "framework.csv", sound_framework);
    put_link(f, "linked.csv", "framework.csv");
    a = attempt_load(f->path);
    assert_sound(a);
    let_go(a);
}

static void a_framework_outside_does_not_hide_other_faults(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", "framework: ../x.csv\ntreat: {method: cut}\npriority: {target: 0}\n");
    a = attempt_load(f->path);
    assert_fault(a, "model.yaml", 1, 12, "framework is");
    assert_fault(a, "model.yaml", 2, 17, "unknown method \"cut\"");
    assert_fault(a, "model.yaml", 3, 20, "target is 0");
    assert_n_faults(a, 3);
    let_go(a);
}

static void what_is_no_plain_file_is_not_read(void **state)
{
    folder *f = *state;
    attempt *a = NULL;

    put(f, "model.yaml", "framework: pipe.csv\n");
    assert_int_equal(mkfifo(place(f, "pipe.csv"), 0600), 0);
    (void) snprintf(f->names[f->n++], sizeof f->names[0], "pipe.csv");
    a = attempt_load(f->path);
    assert_int_equal(a->status, TITIAN_E_FILE);
    assert_non_null(strstr(a->error.message, "not a plain file"));
    let_go(a);
}

static void faults_of_both_files_are_told_with_their_paths(void **state)
{
    folder *f = *state;
    char *changed = framework_with("1,P,2,-1", "1,P,-2,-1");
    attempt *a = NULL;

    put(f, "model.yaml", "title: x\nyear: 12\n");
    put(f, "framework.csv", changed);
    a = attempt_load(f->path);
    assert_fault(a, "model.yaml", 2, 7, "year is 12");
    assert_fault(a, "framework.csv", 3, 6, "Weight is -2");
    assert_n_faults(a, 2);
    assert_string_equal(a->heard[0].file, place(f, "framework.csv"));
    let_go(a);
    free(changed);
}

/* Block of YAML number k, from 0, of docs/models.md. To be freed. */
static char *documented(int k)
{
    char *text = NULL, *begin = NULL, *end = NULL, *block = NULL;
    size_t n = 0;

    assert_int_equal(titian_file_read(&text, &n, TITIAN_TEST_SOURCE_DIR "/docs/models.md", NULL), TITIAN_OK);
    for (begin = text; k >= 0; k--) {
        begin = strstr(begin, "```yaml\n");
        assert_non_null(begin);
        begin += strlen("```yaml\n");
    }
    end = strstr(begin, "```");
    assert_non_null(end);
    block = strndup(begin, (size_t) (end - begin));
    assert_non_null(block);
    free(text);
    return block;
}

/* The example of docs/models.md, with a framework that has what it names. */
static void the_example_of_the_documentation_is_a_model(void **state)
{
    char csv[2048] = "iCode,Type,Level,Parent,Weight,Direction,Low,High\n"
                     "un_member,Group,,,,,,\ndac_recipient,Group,,,,,,\nldc,Group,,,,,,\nlldc,Group,,,,,,\n"
                     "income_group,Group,,,,,,\nPOP,Denominator,,,,,,\nODA,Other,,,,,,\nGE,Other,,,,,,\n"
                     "TOP,Aggregate,3,,,,,\n";
    char *text = documented(0);
    attempt *a = NULL;

    (void) state;
    for (int k = 0; k < 7; k++)
        (void) snprintf(csv + strlen(csv), sizeof csv - strlen(csv),
            "P%d,Aggregate,2,TOP,1,,,\ni%d,Indicator,1,P%d,1,1,0,1\n", k, k, k);
    a = attempt_parse(text, csv);
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    let_go(a);
    free(text);
}

/* A file of models/ddri. To be freed. */
static char *of_ddri(const char *name)
{
    char path[512], *text = NULL;
    size_t n = 0;

    (void) snprintf(path, sizeof path, TITIAN_TEST_SOURCE_DIR "/models/ddri/%s", name);
    assert_int_equal(titian_file_read(&text, &n, path, NULL), TITIAN_OK);
    return text;
}

/* The worked example of uncertainty, in place of the block that models/ddri has. */
static void the_uncertainty_of_the_documentation_fits_the_model_it_is_of(void **state)
{
    char *yaml = of_ddri("model.yaml"), *csv = of_ddri("framework.csv"), *block = documented(1);
    char *own = strstr(yaml, "\nuncertainty:"), *all = malloc(strlen(yaml) + strlen(block) + 1);
    attempt *a = NULL;

    (void) state;
    assert_non_null(own);
    assert_non_null(all);
    own[1] = '\0';
    (void) strcat(strcpy(all, yaml), block);
    a = attempt_parse(all, csv);
    assert_sound(a);
    assert_int_equal(a->problems.n_warnings, 0);
    assert_int_equal(titian_model_recipe(a->model)->uncertainty.n_factors, 16);
    let_go(a);
    free(all);
    free(yaml);
    free(csv);
    free(block);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void every_shipped_model_is_sound(void **state)
{
    struct dirent **entries = NULL;
    const int n = scandir(TITIAN_TEST_SOURCE_DIR "/models", &entries, is_visible, alphasort);

    (void) state;
    assert_true(n > 0);
    for (int k = 0; k < n; k++) {
        char path[512];
        struct stat about;

        (void) snprintf(path, sizeof path, TITIAN_TEST_SOURCE_DIR "/models/%s", entries[k]->d_name);
        if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
            attempt *a = attempt_load(path);

            assert_sound(a);
            let_go(a);
        }
        free(entries[k]);
    }
    free(entries);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, open_folder, close_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_folder_stands_for_its_two_files),
        IN_FOLDER(the_fingerprint_is_of_the_bytes_of_both_files),
        IN_FOLDER(a_yaml_file_may_be_named_by_itself),
        IN_FOLDER(a_framework_may_be_named_by_itself),
        IN_FOLDER(a_folder_without_model_yaml_is_told_what_to_do),
        IN_FOLDER(a_path_to_nothing_is_a_file_error),
        IN_FOLDER(a_file_of_another_kind_is_no_model),
        IN_FOLDER(a_framework_that_is_not_there_is_a_file_error),
        cmocka_unit_test(a_framework_outside_the_folder_is_refused_by_name),
        IN_FOLDER(a_link_out_of_the_folder_is_refused),
        IN_FOLDER(a_link_within_the_folder_is_followed),
        IN_FOLDER(a_framework_outside_does_not_hide_other_faults),
        IN_FOLDER(what_is_no_plain_file_is_not_read),
        IN_FOLDER(faults_of_both_files_are_told_with_their_paths),
        cmocka_unit_test(the_example_of_the_documentation_is_a_model),
        cmocka_unit_test(the_uncertainty_of_the_documentation_fits_the_model_it_is_of),
        cmocka_unit_test(every_shipped_model_is_sound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
