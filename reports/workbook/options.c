/* Options of methods in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/options.h"

#include <math.h>
#include <string.h>

#include <titian/number.h>

number_text plain_number(double x)
{
    number_text n;

    titian_number_text(x, n.text);
    return n;
}

int option_is_given(const titian_param *param, const titian_option *option)
{
    switch (param->kind) {
    case TITIAN_PARAM_TABLE:
        return option->table != NULL;
    case TITIAN_PARAM_TEXT:
    case TITIAN_PARAM_ROWS:
    case TITIAN_PARAM_SET:
    case TITIAN_PARAM_GROUP:
        return option->text != NULL && option->text[0] != '\0';
    case TITIAN_PARAM_NUMBER:
    case TITIAN_PARAM_COUNT:
        return !isnan(option->number);
    case TITIAN_PARAM_FLAG:
    case TITIAN_PARAM_CHOICE:
    case TITIAN_PARAM_RANGE:
    case TITIAN_PARAM_LIST:
        break;
    }
    return 1;
}

/* Word number `at` of a list separated by spaces. */
static void grow_choice(book *b, grown *g, const char *choices, size_t at)
{
    const char *word = choices;

    for (; at > 0 && *word != '\0'; at--) {
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    grow(b, g, "%.*s", (int) strcspn(word, " "), word);
}

void grow_option_value(book *b, grown *g, const titian_param *param, const titian_option *option)
{
    switch (param->kind) {
    case TITIAN_PARAM_FLAG:
        grow(b, g, "%s", option->number != 0 ? "yes" : "no");
        break;
    case TITIAN_PARAM_CHOICE:
        grow_choice(b, g, param->choices, (size_t) option->number);
        break;
    case TITIAN_PARAM_RANGE:
        grow(b, g, "%s to %s", plain_number(option->number).text, plain_number(option->upper).text);
        break;
    case TITIAN_PARAM_LIST:
        for (size_t k = 0; k < option->n_list; k++)
            grow(b, g, "%s%s", k > 0 ? ", " : "", plain_number(option->list[k]).text);
        break;
    case TITIAN_PARAM_TABLE:
        grow(b, g, "%s", option->table->file);
        break;
    case TITIAN_PARAM_TEXT:
    case TITIAN_PARAM_ROWS:
    case TITIAN_PARAM_SET:
    case TITIAN_PARAM_GROUP:
        grow(b, g, "%s", option->text);
        break;
    case TITIAN_PARAM_NUMBER:
    case TITIAN_PARAM_COUNT:
        grow(b, g, "%s", plain_number(option->number).text);
        break;
    }
}
