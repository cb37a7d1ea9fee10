/* Every allocation of the reading of a model fails once: the status says so, and nothing leaks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "unit/model/attempt.h"

/* The linker sends the engine's allocations here: --wrap. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t countdown; /* the allocation that fails; 0: none does */

static int fails(void)
{
    return countdown > 0 && --countdown == 0;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

/* Fail the first allocation, the second, and so on, until none is left to fail. */
static void fail_each(const char *yaml, const char *csv, titian_status last)
{
    static const char breaks[] = "indicator,unit,year,action,factor,overlap,note\n"
                                 "a,,2020,link,,ctx,\"new, better\"\nb,KEN,2019,drop,,,\na,*,2015,link,2,,\n";
    const titian_model_file file = {"breaks.csv", breaks, sizeof breaks - 1};
    const titian_model_text text = {
        .yaml = yaml, .n_yaml = strlen(yaml), .csv = csv, .n_csv = strlen(csv), .files = &file, .n_files = 1};
    titian_status status = TITIAN_E_MEMORY;
    int left = 0;

    for (size_t k = 1; left == 0; k++) {
        titian_model *model = NULL;
        titian_error err = {.code = TITIAN_OK};

        countdown = k;
        status = titian_model_parse(&model, &text, NULL, &err);
        left = countdown > 0;
        countdown = 0;
        if (!left && status != last) { /* libcsv asks again for less, and may get it */
            assert_int_equal(status, TITIAN_E_MEMORY);
            assert_int_equal(err.code, TITIAN_E_MEMORY);
            assert_true(err.message[0] != '\0');
        }
        assert_true((model != NULL) == (status == TITIAN_OK));
        if (model != NULL) {
            const titian_recipe *recipe = titian_model_recipe(model);

            assert_int_equal(recipe->n_breaks, 3); /* by year */
            assert_int_equal(recipe->breaks[0].year, 2015);
            assert_null(recipe->breaks[0].unit);
            assert_string_equal(recipe->breaks[1].unit, "KEN");
            assert_string_equal(recipe->breaks[2].note, "new, better");
        }
        titian_model_free(model);
    }
    assert_int_equal(status, last);
}

static void want_of_memory_is_told_wherever_it_strikes(void **state)
{
    (void) state;
    fail_each(sound_yaml, sound_framework, TITIAN_OK);
}

static void so_it_is_in_an_allocation_block(void **state)
{
    (void) state;
    fail_each(allocating_yaml, sound_framework, TITIAN_OK);
}

static void want_of_memory_beside_faults_does_no_harm(void **state)
{
    char *changed = framework_with("1,P,2,-1", "1,X,-2,-1");

    (void) state;
    fail_each("titel: x\nunits: [{group: x, in: [a, b]}]\nbands: [{name: a, from: 1}]\n", changed, TITIAN_E_MODEL);
    free(changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(want_of_memory_is_told_wherever_it_strikes),
        cmocka_unit_test(so_it_is_in_an_allocation_block),
        cmocka_unit_test(want_of_memory_beside_faults_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
