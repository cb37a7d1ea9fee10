/* Parameters, first table: the settings, one line each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workbook/parameters.h"

/* Value of a bound; blank where open. */
static void put_bound(book *b, lxw_row_t row, lxw_col_t col, double bound, const setting *s)
{
    put_number(b, b->sheets[SHEET_PARAMETERS], row, col, bound,
        s->share    ? STYLE_SHARE
        : s->amount ? STYLE_AMOUNT
                    : STYLE_TYPED);
}

static int is_word(const setting *s)
{
    return s->word[0] != '\0';
}

/* One of the words, or the code of a unit, to the letter. */
static void grow_word_test(book *b, grown *test, const setting *s, const char *value)
{
    grow(b, test, "OR(FALSE");
    for (const char *word = s->words; word != NULL && *word != '\0'; word += strspn(word, " ")) {
        const size_t n = strcspn(word, " ");

        grow(b, test, ",%s=\"%.*s\"", value, (int) n, word);
        word += n;
    }
    if (s->words == NULL)
        grow(b, test, ",SUMPRODUCT(--EXACT(%s,%s))=1", unit_range(b, SHEET_DATA_USED, COL_CODE).text, value);
    grow(b, test, ")");
}

static void put_setting_check(book *b, lxw_row_t row, const setting *s)
{
    grown test = {.length = 0};
    const ref value = here(row, SETTING_VALUE);

    if (is_word(s))
        grow_word_test(b, &test, s, value.text);
    else
        grow(b, &test, "ISNUMBER(%s)", value.text);
    if (isfinite(s->least) && !is_word(s))
        grow(b, &test, ",%s>=%s", value.text, here(row, SETTING_LEAST).text);
    if (isfinite(s->most) && !is_word(s))
        grow(b, &test, ",%s<=%s", value.text, here(row, SETTING_MOST).text);
    if (s->whole)
        grow(b, &test, ",INT(%s)=%s", value.text, value.text);
    if (s->test[0] != '\0')
        grow(b, &test, ",%s", s->test);
    put_formula_text(b, AT(b->sheets[SHEET_PARAMETERS], row, SETTING_CHECK, STYLE_CENTRE), "ok",
        "=IF(AND(%s),\"ok\",\"out of bounds\")", test.text);
}

/* A word to choose from a list: of the setting's words, or of the codes of units. */
static void put_word(book *b, lxw_row_t row, const setting *s)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    char source[128];

    if (s->words == NULL)
        snprintf(source, sizeof source, "%s", unit_range(b, SHEET_DATA_USED, COL_CODE).text);
    else
        snprintf(source, sizeof source, "\"%s\"", s->words);
    for (char *c = source; s->words != NULL && *c != '\0'; c++)
        *c = *c == ' ' ? ',' : *c;
    put_text(b, sheet, row, SETTING_VALUE, s->word, STYLE_INPUT_TEXT);
    put_text(b, sheet, row, SETTING_MODEL, s->word, STYLE_CENTRE);
    book_offer_list(b, sheet, row, SETTING_VALUE, source);
}

static void put_amount(book *b, lxw_row_t row, const setting *s)
{
    put_input(b, row, SETTING_VALUE, s->value, s);
    validate(b, (block){row, SETTING_VALUE, row, SETTING_VALUE}, s);
    put_bound(b, row, SETTING_MODEL, s->value, s);
    put_bound(b, row, SETTING_LEAST, s->least, s);
    put_bound(b, row, SETTING_MOST, s->most, s);
}

static void put_setting(book *b, size_t k)
{
    lxw_worksheet *sheet = b->sheets[SHEET_PARAMETERS];
    const setting *s = &b->settings[k];
    const lxw_row_t row = (lxw_row_t) (LIST_FIRST + k);

    put_text(b, sheet, row, SETTING_NAME, s->name, STYLE_TEXT);
    put_text(b, sheet, row, SETTING_LABEL, s->label, STYLE_TEXT);
    if (is_word(s))
        put_word(b, row, s);
    else
        put_amount(b, row, s);
    put_setting_check(b, row, s);
    put_text(b, sheet, row, SETTING_NOTE, s->note, STYLE_NOTE);
}

static const column setting_columns[N_SETTING_COLUMNS] = {
    [SETTING_NAME] = {"Name", 22, STYLE_HEADER},
    [SETTING_LABEL] = {"Setting", 46, STYLE_HEADER},
    [SETTING_VALUE] = {"Value", 14, STYLE_HEADER_MID},
    [SETTING_MODEL] = {"Model's value", 14, STYLE_HEADER_MID},
    [SETTING_LEAST] = {"Least", 12, STYLE_HEADER_MID},
    [SETTING_MOST] = {"Most", 12, STYLE_HEADER_MID},
    [SETTING_CHECK] = {"Check", 14, STYLE_HEADER_MID},
    [SETTING_NOTE] = {"Note", 14, STYLE_HEADER},
};

void put_settings(book *b)
{
    const table t = {.name = "tblSettings",
        .header = LIST_HEADER,
        .last = (lxw_row_t) (LIST_FIRST + b->n_settings - 1),
        .columns = setting_columns,
        .n_columns = N_SETTING_COLUMNS};

    book_widths(b, b->sheets[SHEET_PARAMETERS], setting_columns, N_SETTING_COLUMNS);
    for (size_t k = 0; k < b->n_settings; k++)
        put_setting(b, k);
    book_table(b, b->sheets[SHEET_PARAMETERS], &t);
}
