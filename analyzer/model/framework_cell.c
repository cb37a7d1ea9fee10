/* The columns of framework.csv.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/framework_cell.h"

#include <math.h>
#include <string.h>

#include "input/kept.h"
#include "model/words.h"

enum {
    FOR_INDICATOR = 1u << TITIAN_ROW_INDICATOR,
    FOR_TREE = FOR_INDICATOR | 1u << TITIAN_ROW_AGGREGATE,
    FOR_DATA = FOR_INDICATOR | 1u << TITIAN_ROW_DENOMINATOR | 1u << TITIAN_ROW_OTHER,
    FOR_ANY = (1u << TITIAN_N_ROW_TYPES) - 1
};

static const char *const type_words[] = {"Indicator", "Aggregate", "Group", "Denominator", "Other"};
static const char *const scale_words[] = {"linear", "log"};

struct column_spec;
typedef int (*cell_reader)(const titian_cell *cell, const struct column_spec *spec, titian_row *row);

static int read_text(const titian_cell *cell, const struct column_spec *spec, titian_row *row);
static int read_code(const titian_cell *cell, const struct column_spec *spec, titian_row *row);
static int read_number(const titian_cell *cell, const struct column_spec *spec, titian_row *row);
static int read_whole(const titian_cell *cell, const struct column_spec *spec, titian_row *row);
static int read_direction(const titian_cell *cell, const struct column_spec *spec, titian_row *row);
static int read_word(const titian_cell *cell, const struct column_spec *spec, titian_row *row);

/* A column; `offset` is the member of titian_row that it fills. */
typedef struct column_spec {
    const char *name;
    int required;
    unsigned used; /* bits of the types of row that use it */
    cell_reader read;
    size_t offset;
    double least, most;       /* of a number */
    const char *const *words; /* of a word */
    size_t n_words;
} column_spec;

#define AT(member) offsetof(titian_row, member)

static const column_spec specs[TITIAN_N_COLUMNS] = {
    [TITIAN_COLUMN_CODE] = {"iCode", 1, FOR_ANY, read_code, AT(code), 0, 0, NULL, 0},
    [TITIAN_COLUMN_NAME] = {"iName", 0, FOR_ANY, read_text, AT(name), 0, 0, NULL, 0},
    [TITIAN_COLUMN_TYPE] = {"Type", 1, FOR_ANY, read_word, AT(type), 0, 0, type_words, TITIAN_N_ROW_TYPES},
    [TITIAN_COLUMN_LEVEL] = {"Level", 1, FOR_TREE, read_whole, AT(level), 1, TITIAN_MOST_LEVELS, NULL, 0},
    [TITIAN_COLUMN_PARENT] = {"Parent", 1, FOR_TREE, read_text, AT(parent), 0, 0, NULL, 0},
    [TITIAN_COLUMN_WEIGHT] = {"Weight", 1, FOR_TREE, read_number, AT(weight), 0, HUGE_VAL, NULL, 0},
    [TITIAN_COLUMN_DIRECTION] = {"Direction", 0, FOR_TREE, read_direction, AT(direction), 0, 0, NULL, 0},
    [TITIAN_COLUMN_UNIT] = {"Unit", 0, FOR_ANY, read_text, AT(unit), 0, 0, NULL, 0},
    [TITIAN_COLUMN_TARGET] = {"Target", 0, FOR_INDICATOR, read_number, AT(target), -HUGE_VAL, HUGE_VAL, NULL, 0},
    [TITIAN_COLUMN_DENOMINATOR] = {"Denominator", 0, FOR_INDICATOR, read_text, AT(denominator), 0, 0, NULL, 0},
    [TITIAN_COLUMN_DENOMINATOR_SCALE] = {"DenominatorScale", 0, FOR_INDICATOR, read_number, AT(denominator_scale), 0,
        HUGE_VAL, NULL, 0},
    [TITIAN_COLUMN_LOW] = {"Low", 0, FOR_INDICATOR, read_number, AT(low), -HUGE_VAL, HUGE_VAL, NULL, 0},
    [TITIAN_COLUMN_HIGH] = {"High", 0, FOR_INDICATOR, read_number, AT(high), -HUGE_VAL, HUGE_VAL, NULL, 0},
    [TITIAN_COLUMN_SCALE] = {"Scale", 0, FOR_INDICATOR, read_word, AT(scale), 0, 0, scale_words, 2},
    [TITIAN_COLUMN_MAX_AGE] = {"MaxAge", 0, FOR_DATA, read_whole, AT(max_age), 0, TITIAN_MOST_AGE, NULL, 0},
    [TITIAN_COLUMN_SOURCE] = {"Source", 0, FOR_ANY, read_text, AT(source), 0, 0, NULL, 0},
    [TITIAN_COLUMN_SOURCE_CODE] = {"SourceCode", 0, FOR_DATA | 1u << TITIAN_ROW_GROUP, read_text, AT(source_codes), 0,
        0, NULL, 0},
    [TITIAN_COLUMN_LICENCE] = {"Licence", 0, FOR_ANY, read_text, AT(licence), 0, 0, NULL, 0},
    [TITIAN_COLUMN_DESCRIPTION] = {"Description", 0, FOR_ANY, read_text, AT(description), 0, 0, NULL, 0},
    [TITIAN_COLUMN_URL] = {"Url", 0, FOR_ANY, read_text, AT(url), 0, 0, NULL, 0},
    [TITIAN_COLUMN_WHY] = {"Why", 0, FOR_ANY, read_text, AT(why), 0, 0, NULL, 0},
    [TITIAN_COLUMN_PLAUSIBLE_LOW] = {"PlausibleLow", 0, FOR_DATA, read_number, AT(plausible_low), -HUGE_VAL, HUGE_VAL,
        NULL, 0},
    [TITIAN_COLUMN_PLAUSIBLE_HIGH] = {"PlausibleHigh", 0, FOR_DATA, read_number, AT(plausible_high), -HUGE_VAL,
        HUGE_VAL, NULL, 0},
};

const char *titian_row_type_word(int type)
{
    return type >= 0 && type < TITIAN_N_ROW_TYPES ? type_words[type] : "row";
}

const char *titian_column_name(titian_column column)
{
    return specs[column].name;
}

int titian_column_required(titian_column column)
{
    return specs[column].required;
}

int titian_column_used(titian_column column, int type)
{
    return (specs[column].used >> type & 1u) != 0;
}

titian_row titian_row_empty(size_t line)
{
    return (titian_row){.code = "",
        .name = "",
        .parent = "",
        .unit = "",
        .denominator = "",
        .source = "",
        .source_codes = "",
        .licence = "",
        .description = "",
        .url = "",
        .why = "",
        .weight = TITIAN_MISSING,
        .target = TITIAN_MISSING,
        .low = TITIAN_MISSING,
        .high = TITIAN_MISSING,
        .plausible_low = TITIAN_MISSING,
        .plausible_high = TITIAN_MISSING,
        .denominator_scale = 1.0,
        .type = TITIAN_N_ROW_TYPES,
        .scale = TITIAN_SCALE_LINEAR,
        .max_age = -1,
        .line = line};
}

int titian_field_is_empty(const titian_field *field)
{
    return field->length == 0 || (field->length == 2 && memcmp(field->text, "NA", 2) == 0);
}

int titian_cell_read(const titian_cell *cell, titian_row *row)
{
    const column_spec *spec = &specs[cell->column];

    return spec->read(cell, spec, row);
}

static void *member(titian_row *row, const column_spec *spec)
{
    return (unsigned char *) row + spec->offset;
}

static void mark(const titian_cell *cell, titian_row *row)
{
    row->faulty |= 1u << cell->column;
}

static int read_text(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    const char *text = titian_arena_text_n(cell->arena, cell->field->text, cell->field->length);

    if (text == NULL)
        return -1;
    *(const char **) member(row, spec) = text;
    return 0;
}

static int is_code_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

static int read_code(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    int good = cell->field->length <= TITIAN_MOST_CODE;

    for (size_t k = 0; k < cell->field->length; k++)
        good = good && is_code_letter(cell->field->text[k]);
    if (!good) {
        titian_faults_say(cell->faults, cell->place,
            "%s cannot be a code\nuse letters a-z and A-Z, digits, \".\", \"_\" or \"-\", at most %d of them; the "
            "name "
            "for people goes into iName",
            titian_quote(cell->field->text).text, TITIAN_MOST_CODE);
        mark(cell, row);
    }
    return read_text(cell, spec, row);
}

/* The number of a cell within its column's bounds. @return 0, -1 when the fault was said */
static int parse_number(const titian_cell *cell, const column_spec *spec, titian_row *row, double *number)
{
    const char *name = spec->name;
    const titian_number_kind kind = titian_kept_number(cell->record, *cell->field, number);
    char advice[TITIAN_KEPT_ADVICE];

    if (titian_kept_is_twofold(cell->record, *cell->field))
        titian_faults_say(cell->faults, cell->place, "%s %s %s", name, titian_quote(cell->field->text).text,
            titian_kept_advice(advice, *cell->field));
    else if (kind != TITIAN_NUMBER_OK && titian_number_is_written(cell->field->text, cell->field->length))
        titian_faults_say(cell->faults, cell->place, "%s %s is too large to be computed with\nwrite a smaller number",
            name, titian_quote(cell->field->text).text);
    else if (kind != TITIAN_NUMBER_OK)
        titian_faults_say(cell->faults, cell->place,
            "%s %s is not a number\nwrite digits, with a %s for decimals and nothing between thousands; leave the "
            "cell empty if there is no value",
            name, titian_quote(cell->field->text).text, cell->record->separator == ',' ? "point" : "point or comma");
    else if (*number < spec->least || *number > spec->most)
        titian_faults_say(cell->faults, cell->place, "%s is %s\nit must be %s", name, titian_figure(*number).text,
            titian_bounds(spec->least, spec->most).text);
    else
        return 0;
    mark(cell, row);
    return -1;
}

static int read_number(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    double number = 0.0;

    if (parse_number(cell, spec, row, &number) != 0)
        return 0;
    if (cell->column == TITIAN_COLUMN_DENOMINATOR_SCALE && number <= 0.0) {
        titian_faults_say(cell->faults, cell->place,
            "%s is 0\nwrite the number the denominator is divided by, such as 1000000 for \"per million\"",
            spec->name);
        mark(cell, row);
        return 0;
    }
    *(double *) member(row, spec) = number;
    return 0;
}

static int read_whole(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    double number = 0.0;

    if (parse_number(cell, spec, row, &number) != 0)
        return 0;
    if (number != floor(number)) {
        titian_faults_say(cell->faults, cell->place, "%s is %s, not a whole number\nwrite a whole number %s",
            spec->name, titian_figure(number).text, titian_bounds(spec->least, spec->most).text);
        mark(cell, row);
        return 0;
    }
    *(int *) member(row, spec) = (int) number;
    return 0;
}

static int read_direction(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    double number = 0.0;

    if (titian_kept_number(cell->record, *cell->field, &number) == TITIAN_NUMBER_OK && fabs(number) == 1.0) {
        *(int *) member(row, spec) = (int) number;
        return 0;
    }
    titian_faults_say(cell->faults, cell->place,
        "Direction is %s\nwrite 1 where more is better, -1 where less is better",
        titian_quote(cell->field->text).text);
    mark(cell, row);
    return 0;
}

static int read_word(const titian_cell *cell, const column_spec *spec, titian_row *row)
{
    for (size_t k = 0; k < spec->n_words; k++)
        if (strcmp(cell->field->text, spec->words[k]) == 0) {
            *(int *) member(row, spec) = (int) k;
            return 0;
        }
    titian_faults_say(cell->faults, cell->place, "unknown %s %s\n%sknown words: %s", spec->name,
        titian_quote(cell->field->text).text,
        titian_near(cell->faults, cell->field->text, spec->words, spec->n_words).text,
        titian_list(spec->words, spec->n_words).text);
    mark(cell, row);
    return 0;
}
