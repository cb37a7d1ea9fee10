/* Contents: what each sheet holds, and how to read the workbook.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/rank_ranges.h"
#include "workbook/words.h"

enum { CONTENTS_SHEET, CONTENTS_PURPOSE, CONTENTS_MADE_OF, N_CONTENTS };

static const column columns[N_CONTENTS] = {
    {"Sheet", 18, STYLE_HEADER}, {"What it answers", 82, STYLE_HEADER}, {"Made of", 56, STYLE_HEADER}};

static const char formulas[] = "formulas";
static const char words_alone[] = "words";
static const char computed[] = "values, for the model's own inputs; a line says when they are stale";

static const char *const made_of[N_SHEETS] = {
    [SHEET_SUMMARY] = formulas,
    [SHEET_CONTENTS] = words_alone,
    [SHEET_YEARS] = "values; formulas for differences",
    [SHEET_MOVERS] = "values of replications; formulas for differences and verdicts",
    [SHEET_DECOMPOSITION] = "one input cell (the choice), values, and formulas for sums",
    [SHEET_PARAMETERS] = "input cells, and formulas that check them",
    [SHEET_PRIORITY] = formulas,
    [SHEET_ASSESS_FIRST] = formulas,
    [SHEET_ALLOCATION] = formulas,
    [SHEET_FAIRNESS] = "formulas for money, the rest as values",
    [SHEET_FAIRNESS_MEASURES] = computed,
    [SHEET_RULE_EFFECTS] = computed,
    [SHEET_AID_PEERS] = computed,
    [SHEET_OVERRIDES] = computed,
    [SHEET_HEATMAP] = formulas,
    [SHEET_PROFILE] = "one input cell (the choice), and formulas",
    [SHEET_GAP] = formulas,
    [SHEET_GAP_UNIT] = "one input cell (the choice), and formulas",
    [SHEET_WHAT_HELPS] = "formulas for scores and gains; pace, effort and order as values; a line says when stale",
    [SHEET_WHAT_HELPS_PATHS] = "values in words; formulas for ranks and scores; a line says when they are stale",
    [SHEET_OWN_PRIORITY] = "formulas for base and own scores; bounds as values; a line says when they are stale",
    [SHEET_OWN_WEIGHTS] = "values, as submitted; formulas for scores",
    [SHEET_UNCERTAINTY] = computed,
    [SHEET_RANK_RANGES] = computed,
    [SHEET_RANK_SHARES] = computed,
    [SHEET_SENSITIVITY] = computed,
    [SHEET_COMMUNITIES] = computed,
    [SHEET_DIVIDE] = computed,
    [SHEET_GAP_PEERS] = formulas,
    [SHEET_DATA_USED] = "values, as the data give them",
    [SHEET_DATA_YEAR] = "values, as the data give them",
    [SHEET_SCORES] = formulas,
    [SHEET_SCORES_CALC] = formulas,
    [SHEET_PRIORITY_CALC] = formulas,
    [SHEET_ALLOCATION_UNITS] = "formulas, and who takes part as values",
    [SHEET_ALLOCATION_CALC] = formulas,
    [SHEET_BENCHMARKS] = "values, as the data give them; formulas for scores and means",
    [SHEET_QUALITY] = "formulas, and counts as values",
    [SHEET_INDICATORS] = "words; formulas for weights and use",
    [SHEET_FILES] = "counts as values, and sums",
    [SHEET_METHODOLOGY] = words_alone,
};

/* What the reader should know before reading: a word or a mark, and what it means. */
static const struct {
    const char *mark, *meaning;
    unsigned needs; /* NEEDS_ bits */
} marks[] = {
    {"Yellow cell",
        "An input: the only cells that can be typed into. They stand on Parameters; the choice of "
        "Profile and of Gap_Unit is one too.",
        NEEDS_INDEX},
    {"Yellow cell", "An input: the unit that the chart of Decomposition shows.", NEEDS_SPLIT},
    {"Moved up, moved down",
        "The change is larger than 1.645 standard deviations of the difference of both years, when what the model "
        "calls uncertain is drawn again and again, once for both.",
        NEEDS_MOVERS},
    {"No new data",
        "The value of one year stands for both: that does not say that nothing changed, and no change is given.",
        NEEDS_CHANGES},
    {"Part",
        "What an indicator contributed to the change. The parts of a unit add up to its change without a remainder.",
        NEEDS_SPLIT},
    {"New data, revision",
        "Observations of years that one edition alone has, and others of the same years: of series that give a value "
        "in both editions.",
        NEEDS_EDITIONS},
    {"Coverage", "Series that give a value in one edition alone, and how gaps are filled.", NEEDS_EDITIONS},
    {"Left behind", "People below the target, each counted by the share of the target that is lacking.",
        NEEDS_DIVIDE},
    {"STALE",
        "At least one input is no longer the model's. Formulas follow the inputs at once; words and counts written "
        "as values still tell of the model.",
        NEEDS_INDEX},
    {"{share} range",
        "Between which ranks a unit stands in that share of many runs, each with the uncertain assumptions drawn "
        "anew. The number before it is the rank by the model's own assumptions.",
        NEEDS_UNCERTAINTY},
    {"Tier",
        "How sure it is that a unit belongs among the first priorities: robust in 90 % or more of the runs, likely "
        "from 50 %, contested from 10 %, else not priority.",
        NEEDS_UNCERTAINTY | NEEDS_PRIORITY},
    {"Empty cell", "No value, or too few data for a score. It never means zero.", 0},
    {"Rank",
        "1 is the highest; equal scores share the lowest number. Near neighbours do not really differ: read bands "
        "first.",
        0},
    {"Band", "A range of scores with fixed bounds (Parameters), so that it means the same in every edition.",
        NEEDS_INDEX},
    {"Coverage", "Share of the index, by weight, that rests on data; the rest has none.", NEEDS_INDEX},
    {"Confidence", "Coverage, less what old data cost: 100 % means that every value is there and of the index year.",
        NEEDS_INDEX},
    {"Filter",
        "Press the button in the head of a column to filter by it; choose \"Clear filter\" there to see all "
        "lines again.",
        0},
    {"Protection",
        "Sheets are protected without a password, against slips of the hand: Review, Unprotect Sheet. Every "
        "formula can be read as it is.",
        0},
};

static void height(book *b, lxw_worksheet *sheet, lxw_row_t row, unsigned lines)
{
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, row, style_height_of(lines), NULL), "a row height");
}

static void put_sheets(book *b, lxw_worksheet *sheet, lxw_row_t *row)
{
    for (int id = 0; id < N_SHEETS; id++) {
        const sheet_row *about = book_sheet_row((sheet_id) id);
        const char *made = made_of[id] == computed && !book_meets(b, NEEDS_INDEX) ? "values" : made_of[id];
        const unsigned first = style_lines_of(about->purpose, columns[CONTENTS_PURPOSE].width),
                       second = style_lines_of(made, columns[CONTENTS_MADE_OF].width);

        if (!book_has(b, (sheet_id) id))
            continue;
        put_link(b, sheet, *row, CONTENTS_SHEET, (sheet_id) id, about->name);
        put_text(b, sheet, *row, CONTENTS_SHEET, about->name, STYLE_LINK_CELL); /* link stays */
        put_text(b, sheet, *row, CONTENTS_PURPOSE, about->purpose, STYLE_WRAP);
        put_text(b, sheet, *row, CONTENTS_MADE_OF, made, STYLE_WRAP);
        height(b, sheet, *row, first > second ? first : second);
        ++*row;
    }
}

static void put_marks(book *b, lxw_worksheet *sheet, lxw_row_t *row)
{
    put_text(b, sheet, *row, 0, "How to read it", STYLE_HEADING);
    if (book_good(b))
        book_check(b, worksheet_set_row(sheet, *row, 28, NULL), "a row height");
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        if (!book_meets(b, marks[k].needs))
            continue;
        ++*row;
        put_text(b, sheet, *row, CONTENTS_SHEET,
            (marks[k].needs & NEEDS_UNCERTAINTY) == 0 ? marks[k].mark : ranges_label(b, marks[k].mark).text,
            STYLE_BOLD);
        put_text(b, sheet, *row, CONTENTS_PURPOSE, marks[k].meaning, STYLE_WRAP);
        height(b, sheet, *row, style_lines_of(marks[k].meaning, columns[CONTENTS_PURPOSE].width));
    }
}

void write_contents(book *b)
{
    lxw_worksheet *sheet = book_open(b, SHEET_CONTENTS, "Press a name to go to its sheet.");
    lxw_row_t row = LIST_FIRST;
    style_page page = {.one_page = 1, .last_col = N_CONTENTS - 1};

    put_sheets(b, sheet, &row);
    const table t = {"tblContents", LIST_HEADER, row - 1, 0, columns, N_CONTENTS};

    book_widths(b, sheet, columns, N_CONTENTS);
    book_table(b, sheet, &t);
    put_marks(b, sheet, &row);
    worksheet_freeze_panes(sheet, LIST_FIRST, 0);
    page.last_row = row;
    book_print(b, sheet, &page);
}
