/* The workbook being written: what it is made of, where everything lives in it, and the only way to put something
 * into a cell.
 *
 * How a sheet is written
 *   - One file per sheet, one function `write_NAME(book *b)`, one row in the table of workbook.c.
 *   - A sheet begins with book_open, which sets the title (row 1), the purpose (row 2) and the note with the link
 * back to Contents (row 3), protects the sheet and hands out the worksheet. It ends with its table (book_table).
 *   - Cells are written through put_number, put_text, put_link and the three put_formula functions alone. A formula
 *     always carries titian's own result: the engine's number, or the same arithmetic done in C.
 *   - Nothing returns an error: the first failure is kept in the book (book_fail), every later call does nothing, and
 *     titian_workbook_write reports it. A sheet function therefore reads as if nothing could fail.
 *
 * Two kinds of sheets
 *   - Unit sheets (Data_Used, Data_Year, Scores, Scores_Calc, Priority_Calc, Allocation_Units, Quality): one row per
 * assessed unit in the order of the data, the SAME row on every one of them: row_of_unit(i). Header in UNIT_HEADER,
 * data from UNIT_FIRST; the two rows above the header hold names in words (UNIT_NAMES) and live numbers (UNIT_LIVE).
 *   - List sheets (all others): header in LIST_HEADER, data from LIST_FIRST.
 * Rows and columns are counted from 0 in C, as in libxlsxwriter; row 5 in C is row 6 on paper.
 * Nodes stand in node order on every matrix: column COL_NODE + node on Scores; indicators likewise on Data_Used and
 * Data_Year; so the children of a node are one unbroken range on Scores.
 *
 * Missing: "" in a formula's result, a blank cell for a value; NaN in C means both. Texts that come from data or
 * models are written as strings and never become formulas, whatever they begin with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_BOOK_H
#define TITIAN_REPORTS_WORKBOOK_BOOK_H

#include <stddef.h>

#include <xlsxwriter.h>

#include <titian/assessment.h>
#include <titian/status.h>
#include <titian/workbook.h>

#include "workbook/sheets.h"
#include "workbook/style.h"

/* ---- layout ---- */

enum {
    ROW_TITLE = 0, /* every sheet */
    ROW_PURPOSE = 1,
    ROW_NOTE = 2, /* how to filter, what is frozen, link to Contents */

    LIST_AUX = 3, /* list sheets: a line of their own, or left empty */
    LIST_HEADER = 4,
    LIST_FIRST = 5,

    UNIT_NAMES = 3, /* unit sheets: the column in words */
    UNIT_LIVE = 4,  /* Scores: weight in use; Data_Used: in use, 1 or 0; Priority_Calc: weight of the part */
    UNIT_SHARE = 5, /* Scores, Data_Year: share of the index; Data_Used: unit of measurement */
    UNIT_HEADER = 6,
    UNIT_FIRST = 7,

    COL_CODE = 0, /* unit sheets */
    COL_NAME = 1,
    COL_NODE = 2 /* first of the nodes */
};

/** Columns of Scores after the nodes: use scores_col(b, SCORES_RANK). */
typedef enum {
    SCORES_COVERAGE,   /* share of effective weight observed, 0..1 */
    SCORES_AGE_SHARE,  /* age of the data as a share of the age allowed, 0..1 */
    SCORES_CONFIDENCE, /* 0..1 */
    SCORES_GROUPS,     /* nodes of the screening level with enough data */
    SCORES_ENOUGH,     /* 1 where screening finds enough data, else 0 */
    SCORES_RANKED,     /* 1 or 0: enough data and an index score */
    SCORES_KEY,        /* index rounded to 9 decimals where ranked, else "" */
    SCORES_RANK,       /* 1 = highest, ties share the lowest number; "" where not ranked */
    SCORES_BAND,       /* the band in words; "" where not ranked */
    N_SCORES_COLUMNS
} scores_column;

/** Columns of Priority_Calc. */
typedef enum {
    CALC_CODE,
    CALC_NAME,
    CALC_REGION,   /* in words */
    CALC_STATUS,   /* LDC, LLDC, SIDS ...: the lines of vulnerability that hold */
    CALC_ELIGIBLE, /* 1 or 0, decided by the engine from labels */
    CALC_REASON,   /* in words */
    CALC_BY_RULES, /* 1 or 0: eligible by the rules alone, whatever was decided by hand */
    CALC_RANKED,   /* 1 or 0, from Scores */
    CALC_NEED,     /* Need_alpha, 0..1 */
    CALC_NEED_1,   /* average shortfall, 0..1 */
    CALC_POPULATION,
    CALC_PEOPLE,                             /* readiness-poor people */
    CALC_AID,                                /* mean of the last years */
    CALC_BENCHMARK,                          /* median of peers that are eligible by the rules */
    CALC_ABSORPTION,                         /* 0..1 */
    CALC_MODALITY,                           /* in words */
    CALC_PART,                               /* the five parts in the order of titian_part: CALC_PART + part, 0..1 */
    CALC_SCORE = CALC_PART + TITIAN_N_PARTS, /* 0..100, "" unless eligible and ranked */
    CALC_KEY,                                /* score rounded to 9 decimals */
    CALC_RANK,                               /* priority rank, ties share the lowest number */
    CALC_ORDER,                              /* 1, 2, 3 ...: unique, the line on Priority */
    CALC_ASSESS_FIRST,                       /* 1: eligible, too few data to rank */
    CALC_ASSESS_ORDER,                       /* 1, 2, 3 ...: the line on Assess_First */
    CALC_WEAK_AT_1,                          /* position of the weakest node among those of the priority level */
    CALC_WEAK_AT_2,
    CALC_WEAKEST_1, /* its name */
    CALC_WEAKEST_2,
    CALC_NOTE, /* in words: which parts lack data */
    N_CALC_COLUMNS
} calc_column;

/** Columns of Priority, some of which a workbook may lack: data from LIST_FIRST, one line per eligible unit, blank
 * ("") past the last line in use. */
typedef enum {
    PRIORITY_RANK,
    PRIORITY_NAME,
    PRIORITY_CODE,
    PRIORITY_REGION,
    PRIORITY_STATUS,
    PRIORITY_INDEX,
    PRIORITY_BAND,
    PRIORITY_SCORE,
    PRIORITY_RANGE, /* these three with uncertainty alone: use priority_col */
    PRIORITY_FIRST,
    PRIORITY_TIER,
    PRIORITY_NEED,
    PRIORITY_PEOPLE,
    PRIORITY_VULNERABILITY,
    PRIORITY_AID,
    PRIORITY_CONFIDENCE,
    PRIORITY_MODALITY,
    PRIORITY_WEAKEST_1,
    PRIORITY_WEAKEST_2,
    PRIORITY_WHY,
    PRIORITY_NOTE,
    PRIORITY_LINE, /* of the unit on Priority_Calc, 1 = first: what the other columns look up */
    N_PRIORITY_COLUMNS
} priority_column;

/** Columns of Assess_First: as Priority, one line per eligible unit. */
typedef enum {
    ASSESS_NUMBER,
    ASSESS_NAME,
    ASSESS_CODE,
    ASSESS_REGION,
    ASSESS_STATUS,
    ASSESS_COVERAGE,
    ASSESS_GROUPS, /* areas with enough data */
    ASSESS_POPULATION,
    ASSESS_NEED, /* over the areas that have a score: an indication, not a rank */
    ASSESS_LINE,
    N_ASSESS_COLUMNS
} assess_column;

/** Columns of the node table of Parameters (one line per node, in node order: node_row(b, node)). */
typedef enum {
    NODE_CODE,
    NODE_NAME,
    NODE_WEIGHT,       /* input, name W_<code> */
    NODE_WEIGHT_MODEL, /* the model's */
    NODE_WORST,        /* input where the indicator is scored by goalposts, name GP_<code>_worst */
    NODE_BEST,         /* input, name GP_<code>_best; GP_<code>_target where it is scored against a target */
    NODE_WORST_MODEL,
    NODE_BEST_MODEL,
    NODE_FIRST, /* statistics of the indicator's values that its scores need */
    NODE_SECOND,
    NODE_LEAST,         /* aggregates: input, least coverage for a score, 0..1 */
    NODE_LEAST_MODEL,   /* the model's */
    NODE_FLOOR,         /* aggregates whose method has a floor: input, score points */
    NODE_FLOOR_MODEL,   /* the model's */
    NODE_LEVEL,         /* 1 = indicator */
    NODE_PARENT,        /* code */
    NODE_METHOD,        /* how an indicator is scored, how an aggregate is made, in words */
    NODE_WEIGHING,      /* aggregates: where the weights of its parts come from, in words */
    NODE_AVAILABLE,     /* indicators: assessed units with a value */
    NODE_COVERAGE,      /* indicators: the same as a share, 0..1 */
    NODE_IN_USE,        /* 1 or 0, live */
    NODE_WEIGHT_IN_USE, /* weight where in use, else 0, live */
    NODE_EFFECTIVE,     /* share of the index, 0..1, live */
    NODE_CHECK,         /* "ok", or what is wrong with the inputs of this line */
    N_NODE_COLUMNS
} node_column;

/** Columns of the settings table of Parameters (one line per setting, from LIST_FIRST). */
typedef enum {
    SETTING_NAME,  /* defined name, as formulas use it */
    SETTING_LABEL, /* what it is, in words */
    SETTING_VALUE, /* input */
    SETTING_MODEL, /* the model's */
    SETTING_LEAST,
    SETTING_MOST,
    SETTING_CHECK,
    SETTING_NOTE,
    N_SETTING_COLUMNS
} setting_column;

/* Defined names of the settings, each present only where the model has it:
 *   C_unit, C_indicator, C_group, C_groups      least coverage of a unit, an indicator, a group; least groups
 *   S_low, S_high, S_mean, S_sd ...             options of the method that scores indicators
 *   S_<code>_low ...                            the same for indicators with a choice of their own, by the first one
 *   L2_decimals, L3_alpha ...                   options of the method that makes the aggregates of a level
 *   AG_<code>_alpha ...                         the same for nodes made otherwise, by the first one
 *   BAND_2, BAND_3 ...                          where the second, third ... band begins
 *   T_target, P_alpha                           the target and the power of the shortfall
 *   P_people_reference, P_age_discount, P_kappa, P_weak_below, P_strong_from
 *   PW_need, PW_people, PW_vulnerability, PW_aid, PW_confidence   weights of the parts
 *   V_1, V_2 ...                                vulnerability of each line of the model
 *   A_1_low, A_1_high, A_2_low ...              goalposts of the absorption variables
 *   M_budget, M_unit, M_power_1, M_power_2 ...  an allocation: budget, unit, powers of the factors in their order
 *   M_scale or M_scale_per_head                 where the returns of its money fall
 *   M_base, M_floor, M_cap, M_..._share, M_cap_per_head, M_assess_first, M_down, M_up   its bounds
 * Beside them: P_changed, the number of inputs that differ from the model's, and P_state, the banner's text. */

/** One input cell of the settings table. */
typedef struct {
    char name[96];   /* defined name */
    char label[160]; /* in words */
    const char *note;
    double value, least, most; /* the model's value and its bounds; infinite where open */
    char word[256];            /* "": a number; else a word */
    const char *words;         /* which words there are, separated by spaces; NULL: the codes of the units */
    int whole;                 /* 1: a whole number */
    int share;                 /* 1: shown in per cent */
    char test[256];            /* a further condition on the inputs, as a formula: "S_high>S_low"; "" none */
} setting;

/** What a workbook about two years is made of. */
typedef struct {
    titian_comparison_options span;
    const titian_movers *movers; /* NULL: none */
    /* titian_comparison_make: the changes of the node, a row for each unit; the parts; their sums by cause; and what
     * is common to both years, a row for each unit */
    titian_listing *change, *parts, *causes, *common;
    size_t node;    /* whose scores they are of */
    size_t year[2]; /* first and last, as positions among the index years */
} book_changes;

/** What a workbook about two editions is made of. */
typedef struct {
    const titian_listing *blocks, *parts; /* titian_editions_make: of the first edition's units */
    const titian_listing *common;         /* titian_common_make; NULL: left out */
    const titian_ledger *ledger;          /* of the second edition; the book has that of the first */
    int year[2];
    int same_data; /* 1: both were read from the same files */
} book_editions;

/** What a workbook is about: with zeros, one index year. All borrowed. */
typedef struct {
    const titian_workbook_analyses *analyses; /* NULL: none */
    const book_changes *changes;
    const book_editions *editions;
    int divide_alone; /* 1: the divide of the analyses, and nothing else */
    size_t most_rows; /* of a sheet; 0: as many as Excel has */
    const char *rest; /* name of the file that has the lines which a sheet has not; NULL: none is written */
} book_subject;

/** The workbook. Fields are read by the sheets and changed by book.c alone. */
struct book {
    lxw_workbook *file;
    lxw_worksheet *sheets[N_SHEETS]; /* NULL where book_has is 0 */
    style style;                     /* formats and colours: style.format[STYLE_...] */

    const titian_assessment *a;
    const titian_recipe *recipe;
    const titian_framework *framework;
    const titian_priority_rules *rules; /* &recipe->priority; rules->on */
    const titian_model_about *about;    /* never NULL */
    const titian_ledger *ledger;        /* never NULL */
    titian_workbook_analyses analyses;
    const book_changes *changes;   /* NULL: the workbook is not about two years */
    const book_editions *editions; /* NULL: nor about two editions */
    int divide_alone;              /* 1: it is about the divide alone */
    size_t most_rows;              /* of a sheet */
    const char *rest;              /* where the lines are that do not fit in one; NULL: nowhere */
    const titian_panel *data;      /* as read from files: every year */
    const titian_panel *raw;       /* TITIAN_RESULT_RAW: index years, after the latest-value rule */
    const titian_panel *used;      /* what normalisation works on: Data_Used */
    const titian_panel *scores;    /* TITIAN_RESULT_AGGREGATED: variables are the nodes */
    const double *weights;         /* of nodes in that year, relative to siblings: given or found */
    size_t year;                   /* the last index year, as an index into raw, used and scores */
    int index_year;                /* the same as a year */
    size_t n_units, n_nodes, n_indicators, root;

    setting *settings;
    size_t n_settings;
    size_t n_factors, factor_units; /* of an allocation: factors of its rule, units that are not out */
    char (*stems)[80];              /* code of each node as it stands in defined names */

    const struct formula_normaliser *
        *scored_by;                            /* [indicator] its scores by formula; NULL: values, see values_note */
    const struct formula_aggregator **made_by; /* [node] likewise; NULL for indicators */
    size_t *rule;                              /* [node] the first node with the same choice, see method_inputs.h */
    size_t *calc, n_calc;                      /* [node] its first column on Scores_Calc, from 0; how many in all */
    int drops_live;                            /* 1: units without enough data have no scores, by formula */
    int ranked_live;                           /* 1: who is ranked is a formula; 0: a value */
    int enough_live;                           /* 1: so is what screening counts of units; 0: values */
    sheet_id counted_on;     /* screening counted the numbers of this sheet: Data_Year or Data_Used */
    double *shown;           /* [indicator][unit]: Data_Used */
    unsigned char *observed; /* [indicator][unit] 1: rests on a value read from a file */
    unsigned char *returns;  /* [indicator] 1: in use, or can come into use when Parameters change */
    char values_note[2048];  /* what is written as values and why, one sentence each; "" when all is live */
    const double *effective; /* n_nodes shares of the index, after screening */
    size_t n_ranked;         /* units with a rank: lines on Rank_Ranges and Rank_Shares */
    size_t n_eligible;       /* eligible units: lines on Priority and Assess_First; 0 without a priority block */

    titian_status status; /* of the first failure */
    titian_error error;
};

/** Row of a unit on every unit sheet. */
lxw_row_t row_of_unit(size_t unit);
/** Last such row (the header when there are no units). */
lxw_row_t last_unit_row(const book *b);
/** Column of a node on Scores; of an indicator on Data_Used and Data_Year too. */
lxw_col_t node_col(size_t node);
/** Column of a figure after the nodes on Scores. */
lxw_col_t scores_col(const book *b, scores_column figure);
/** Column, on Data_Used and Data_Year, of a row beside the tree (labels of groups, population, aid ...); `extra` as
 * in titian_framework_extra. Labels are texts, others numbers of the index year. */
lxw_col_t extra_col(const book *b, size_t extra);
/** Column of a helper of a node on Scores_Calc: 0 .. as many as live.c gave it. */
lxw_col_t calc_col(const book *b, size_t node, size_t helper);
/** Line of a node on Parameters. */
lxw_row_t node_row(const book *b, size_t node);

/** The indicators under a node (itself for an indicator): they are adjacent, since nodes stand in level order. */
void descendants(const book *b, size_t node, size_t *first, size_t *n);

/** A setting by its defined name; NULL when this model has none of that name. */
const setting *book_setting(const book *b, const char *name);
/** The model's value of a setting; NaN when there is none of that name. */
double setting_value(const book *b, const char *name);

/** A reference or a defined name, as it stands in a formula. */
typedef struct {
    char text[96];
} ref;
/** Defined names of a node's inputs. */
ref name_weight(const book *b, size_t node); /* W_A1_STRT */
ref name_worst(const book *b, size_t node);  /* GP_A1_STRT_worst */
ref name_best(const book *b, size_t node);   /* GP_A1_STRT_best */
ref name_target(const book *b, size_t node); /* GP_A1_STRT_target */

/** Values of the last index year. */
double node_value(const book *b, size_t node, size_t unit);      /* score points; NaN when missing */
double used_value(const book *b, size_t indicator, size_t unit); /* as on Data_Used */
double extra_value(const book *b, size_t extra, size_t unit);    /* number of the index year beside the tree */
const titian_node *book_node(const book *b, size_t node);
const titian_unit_state *unit_state(const book *b, size_t unit);
const titian_indicator_state *indicator_state(const book *b, size_t indicator);
const titian_priority_state *priority_state(const book *b, size_t unit); /* NULL without a priority block */
const titian_unit *book_unit(const book *b, size_t unit);                /* code and name of an assessed unit */
/** Label of an assessed unit in a group; "" where it has none or the group is unknown. NULL group gives "". */
const char *book_label(const book *b, const char *group, size_t unit);

/** 1 where anything under a node has a weight in use, else 0; its weight there, else 0. */
double in_use(const book *b, size_t node);
double weight_in_use(const book *b, size_t node);
/** A score as ranks and bands compare it: to nine decimals, halves away from zero. */
double round_score(double score);

/** 1: the same method with the same options. */
int same_choice(const titian_choice *one, const titian_choice *other);
/** 1: a stage's method has this name. */
int method_is(const titian_choice *choice, const char *name);
/** Number of a method's option; NaN when the method has none of that name. */
double option_number(const titian_choice *choice, const char *name);

/* ---- references; use .text in the argument list: put_formula(..., "=%s*2", cell(SHEET_SCORES, 6, 2).text) ---- */

ref cell(sheet_id sheet, lxw_row_t row, lxw_col_t col);                                          /* Scores!C7 */
ref fixed(sheet_id sheet, lxw_row_t row, lxw_col_t col);                                         /* Scores!$C$7 */
ref range(sheet_id sheet, lxw_row_t row, lxw_col_t col, lxw_row_t row_2, lxw_col_t col_2);       /* Scores!C7:D9 */
ref fixed_range(sheet_id sheet, lxw_row_t row, lxw_col_t col, lxw_row_t row_2, lxw_col_t col_2); /* all with $ */
/** Scores!C$7: the row stands fast. */
ref row_fixed(sheet_id sheet, lxw_row_t row, lxw_col_t col);
/** A column of a unit sheet from the first unit to the last: Scores!$C$7:$C$201. */
ref unit_range(const book *b, sheet_id sheet, lxw_col_t col);
/** A column of the node table of Parameters for n nodes from `first` on. */
ref range_of_nodes(const book *b, node_column kind, size_t first, size_t n);

/* ---- cells ---- */

/** A number; a blank cell for a missing one. */
void put_number(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, double value, style_kind look);
/** A text, never a formula; NULL and "" give a blank cell. Texts over Excel's 32,767 characters are cut. */
void put_text(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *text, style_kind look);
/** A text made by printf. */
void put_textf(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, style_kind look, const char *text, ...)
    TITIAN_PRINTF(6, 7);
/** A link to the top of another sheet of the book. */
void put_link(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, sheet_id to, const char *text);
/** A link to a web address; written as plain text unless it begins with http:// or https:// and is short enough. */
void put_url(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *url, style_kind look);

/** Where a formula goes and what it looks like. */
typedef struct {
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_col_t col;
    style_kind look;
} spot;
#define AT(sheet, row, col, look) ((spot){(sheet), (lxw_row_t) (row), (lxw_col_t) (col), (look)})

/** A formula whose result is a number; NaN means that it gives "". `formula` is printf text that begins with `=`; a
 *  text from data or models inside it must go through quoted(). */
void put_formula(book *b, spot at, double result, const char *formula, ...) TITIAN_PRINTF(4, 5);
/** A formula whose result is a text. */
void put_formula_text(book *b, spot at, const char *result, const char *formula, ...) TITIAN_PRINTF(4, 5);
/** An array formula (Ctrl+Shift+Enter) whose result is a number; it may not be missing. */
void put_formula_array(book *b, spot at, double result, const char *formula, ...) TITIAN_PRINTF(4, 5);

/** A text as it stands inside a formula: quoted, quotes doubled, cut to Excel's 255 characters. */
typedef struct {
    char text[2 * 255 + 3];
} quoted_text;
quoted_text quoted(const char *text);

/** Copy a text without what XML cannot hold and broken UTF-8, cut to `most` UTF-16 units. @return its length */
size_t text_clean(char *out, size_t size, const char *text, size_t most);

/** 1: `_x0041_` begins here, which Excel reads as a character. */
int text_is_escape(const char *c);

/** A formula or a text grown piece by piece: begin with {0}; a text too long for a cell fails the book. */
typedef struct {
    char text[8192];
    size_t length;
} grown;
void grow(book *b, grown *g, const char *format, ...) TITIAN_PRINTF(3, 4);

/* ---- sheets as a whole ---- */

/** Begin a sheet: title, purpose, note (may be ""), link to Contents, protection without password.
 *  @return the worksheet, never NULL once the book stands */
lxw_worksheet *book_open(book *b, sheet_id id, const char *note);

/** A column of a table. */
typedef struct {
    const char *header; /* book_table makes repeated ones unique */
    double width;       /* characters; 0 leaves it */
    style_kind look;    /* of the header: STYLE_HEADER or STYLE_HEADER_MID */
} column;

/** Make a real Excel table with filter buttons of cells that are already written (header cells are written here).
 *  @param name  of the table: tblScores ...
 *  @param last  last row; with no data row the table is left out and the headers alone are written */
typedef struct {
    const char *name;
    lxw_row_t header, last;
    lxw_col_t first;
    const column *columns;
    size_t n_columns;
} table;
void book_table(book *b, lxw_worksheet *sheet, const table *t);

/** Let a cell be chosen from a list: a reference to cells, or "one,other" with its quotes; up to 250 characters. */
void book_offer_list(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col, const char *source);

/** Column widths alone, from column A. */
void book_widths(book *b, lxw_worksheet *sheet, const column *columns, size_t n_columns);

/** What P_state says while nothing on Parameters was changed. */
#define BOOK_STATE_CURRENT "Inputs on Parameters are the model's: every figure is as titian computed it."

/** The banner: says whether the inputs on Parameters are the model's; begins with "STALE" when they are not. Formulas
 *  follow the inputs; a number written as a value does not. */
void put_banner(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col);

/** What put_currency says. */
#define BOOK_VALUES_CURRENT                                                                                          \
    "Ranges of ranks are current: computed for the model's own inputs, which Parameters holds."
#define BOOK_VALUES_STALE                                                                                            \
    "STALE: ranges of ranks were computed for the model's own weights, goalposts and parameters; Parameters "        \
    "differs."

/** The banner of what is written as values for the model's own inputs: begins with "STALE" when Parameters differ.
 *  Only where there is uncertainty or sensitivity. */
void put_currency(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col);

/** The banner of a sheet of values that the engine computed for the model's own inputs: begins with "STALE" when
 *  Parameters differ. */
void put_stale(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t col);

/** Print set-up as style_print, with the failure kept. */
void book_print(book *b, lxw_worksheet *sheet, const style_page *page);

/** Check a libxlsxwriter result. */
void book_check(book *b, lxw_error error, const char *doing);
/** Keep a failure, the first one only. */
void book_fail(book *b, titian_status status, const char *format, ...) TITIAN_PRINTF(3, 4);
/** 1 while nothing has failed. */
int book_good(const book *b);

#endif
