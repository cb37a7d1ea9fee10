/* The look of the workbook: cell formats, colours, fixed colour scales, protection and print set-up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_REPORTS_WORKBOOK_STYLE_H
#define TITIAN_REPORTS_WORKBOOK_STYLE_H

#include <titian/recipe.h>
#include <titian/status.h>
#include <xlsxwriter.h>

/** What a cell is for; each has one format. Only the INPUT ones are unlocked. */
typedef enum {
    STYLE_TITLE,       /* A1 of every sheet */
    STYLE_SUBTITLE,    /* the line below it */
    STYLE_HEADING,     /* above a block within a sheet */
    STYLE_NOTE,        /* how to use the sheet: small talk in grey */
    STYLE_BANNER,      /* the line that says whether parameters were changed */
    STYLE_HEADER,      /* head of a text column */
    STYLE_HEADER_MID,  /* head of a number column */
    STYLE_PLAIN,       /* one line of text outside a table */
    STYLE_PLAIN_BOLD,  /* the same, to be seen first */
    STYLE_TEXT,        /* text in a table; from here on cells have a faint rule below */
    STYLE_WRAP,        /* text over several lines */
    STYLE_BOLD,        /* a label */
    STYLE_BOLD_WRAP,   /* the same over several lines */
    STYLE_CENTRE_WRAP, /* words over several lines above a narrow column */
    STYLE_CENTRE,      /* a short word or mark */
    STYLE_LINK,        /* a hyperlink */
    STYLE_LINK_CELL,   /* the same in a table */
    STYLE_YEAR,        /* 2023 */
    STYLE_RANK,        /* 12, centred */
    STYLE_COUNT,       /* 1,234 */
    STYLE_VALUE,       /* a measured value of any size: style_for chooses one of the next three where they fit */
    STYLE_VALUE_0,     /* 1,234 */
    STYLE_VALUE_1,     /* 66.4 */
    STYLE_VALUE_3,     /* -0.231 */
    STYLE_VALUE_5,     /* 0.00231 */
    STYLE_TYPED,       /* a number as it was typed: beside an input */
    STYLE_SCORE,       /* score points; decimals follow the range of scores */
    STYLE_SCORE_BOLD,  /* the same for the index itself */
    STYLE_POINTS,      /* 0..100 whatever the range of scores: the priority score */
    STYLE_AMOUNT,      /* 1,234.5: money; decimals follow the unit that amounts are multiples of */
    STYLE_SHARE,       /* 67% */
    STYLE_SHARE_FINE,  /* 3.13% */
    STYLE_DECIMAL,     /* 0.231 */
    STYLE_DECIMAL2,    /* 0.23 */
    STYLE_AGE,         /* 1.4 years */
    STYLE_INPUT,       /* number typed by the reader */
    STYLE_INPUT_MONEY, /* amount of money typed by the reader */
    STYLE_INPUT_SHARE, /* share typed by the reader */
    STYLE_INPUT_TEXT,  /* word typed by the reader */
    STYLE_INPUT_BIG,   /* the drop-down of Profile */
    STYLE_N
} style_kind;

/** The colours; text on its ground has a contrast of at least 4.5 to 1 everywhere. */
enum {
    STYLE_INK = 0x1A1A1A,
    STYLE_GREY = 0x595959,
    STYLE_NAVY = 0x12355B,       /* heads and titles */
    STYLE_LINE = 0xD3DCE6,       /* rules */
    STYLE_INPUT_FILL = 0xFFF6D6, /* ground of input cells */
    STYLE_INPUT_INK = 0x00457A,
    STYLE_BLUE = 0x0072B2, /* Okabe and Ito's colours, in the order for chart series */
    STYLE_ORANGE = 0xE69F00,
    STYLE_GREEN = 0x009E73,
    STYLE_PINK = 0xCC79A7,
    STYLE_SKY = 0x56B4E9,
    STYLE_VERMILION = 0xD55E00,
    STYLE_SCALE_LOW = 0xFFFFFF, /* three steps of blue: dark text stays readable on each */
    STYLE_SCALE_MIDDLE = 0xBDD7E7,
    STYLE_SCALE_HIGH = 0x6BAED6,
    STYLE_SCALE_SHORT = 0xF5B36B /* the other way: short of something */
};

/** Formats of one workbook, owned by it. Plain; made by style_init. */
typedef struct {
    lxw_format *format[STYLE_N];
    lxw_format *stale;      /* put over the banner when it says that parameters were changed */
    double low, high;       /* range of the scores: where colour scales and axes begin and end */
    int given;              /* 1: the range is the method's; 0: it is that of this run's scores */
    const char *axis_label; /* number format for axes of scores */
    const char *score_text; /* number format of a score */
    int amount_decimals;    /* of money */
    char amount_text[16];   /* number format of it */
} style;

/** Make the formats. The workbook's default font is changed too, so that column widths fit what they hold.
 *  @param low,high  range of the scores, low < high
 *  @param money     what amounts of money are multiples of, > 0
 *  @return TITIAN_E_MEMORY */
TITIAN_CHECKED titian_status style_init(
    style *s, lxw_workbook *book, double low, double high, double money, titian_error *err);

/** The format for a value: STYLE_VALUE becomes the one with as many decimals as the size deserves, every other stays.
 *  Not a number format with conditions: programs differ in what they make of a negative number there. */
style_kind style_for(style_kind kind, double value);

/** Decimals of a format that sets thousands apart. @return -1 for every other one */
int style_decimals(const style *s, style_kind kind);

/** Range of the scores that a recipe makes: that of its normalisation. @return 0 when the method has no fixed range;
 *  then low and high are left alone */
int style_score_range(const titian_recipe *recipe, double *low, double *high);

/** No sheet is printed smaller than this share of its size: it gets more pages across instead. Text of 10 points is
 *  then read as 5.5 points. */
#define STYLE_LEAST_SCALE 0.55

/** How a sheet is printed. A4 (Letter will do), fitted into as few pages across as STYLE_LEAST_SCALE allows; the page
 *  number at the foot and nothing else. Over several pages the lines above the repeated rows stay off the paper, for
 *  they would be cut, and the sheet's title stands in the margin. */
typedef struct {
    int landscape;
    int one_page;       /* 1: all on one page; 0: as long as it needs */
    int dense;          /* 1: rows without a height of their own are as low as a line of text: of long sheets */
    int small;          /* 1: no larger than it must be: of sheets that are looked up, not read */
    int keep_top;       /* 1: what stands above the repeated rows is on paper also over several pages across */
    unsigned least;     /* pages across, where a sheet is to have more than it needs; 0: no matter */
    lxw_row_t last_row; /* of the print area, which starts at A1 */
    lxw_col_t last_col;
    lxw_row_t repeat_from, repeat_to; /* rows printed on every page; 0, 0 = none */
    lxw_col_t repeat_cols;            /* columns A .. printed on every page; 0 = none */
    lxw_row_t break_at;               /* row that begins a new page; 0 = none. On sheets of one page across */
} style_page;

/** Set up the printing of a sheet. The widths of its columns must have been set.
 *  @param title  for the margin of a sheet of several pages across */
TITIAN_CHECKED lxw_error style_print(lxw_worksheet *sheet, const style_page *page, const char *title);

/** Lock every cell but the inputs, without a password; filters and column widths stay usable. Excel's green corners
 *  for what is meant here (a code or label of digits kept as a text, a formula unlike its neighbour) are turned off.
 */
TITIAN_CHECKED lxw_error style_protect(lxw_worksheet *sheet);

/** A block of cells, corners included. */
typedef struct {
    lxw_row_t first_row;
    lxw_col_t first_col;
    lxw_row_t last_row;
    lxw_col_t last_col;
} style_area;

/** Three blues at low, middle and high of the range of scores: fixed points, so a colour means the same each year. */
TITIAN_CHECKED lxw_error style_score_scale(lxw_worksheet *sheet, const style *s, const style_area *area);

/** The same from `low` to `high`, white and blue. */
TITIAN_CHECKED lxw_error style_blue_scale(lxw_worksheet *sheet, const style_area *area, double low, double high);

/** Differences: orange at -reach, white at 0, blue at reach. */
TITIAN_CHECKED lxw_error style_two_sided_scale(lxw_worksheet *sheet, const style_area *area, double reach);

/** Bars inside the cells from `low` to `high`, the number still shown. */
TITIAN_CHECKED lxw_error style_data_bar(lxw_worksheet *sheet, const style_area *area, double low, double high);

/** The banner turns orange when its text begins with "STALE". */
TITIAN_CHECKED lxw_error style_banner(lxw_worksheet *sheet, const style *s, lxw_row_t row, lxw_col_t col);

/** Widths of columns that follow each other, in characters; `widths` ends with 0. */
TITIAN_CHECKED lxw_error style_widths(lxw_worksheet *sheet, lxw_col_t first, const double *widths);

/** Width of a column so far; 0 where none was set. */
double style_width_now(const lxw_worksheet *sheet, lxw_col_t col);

/** Width that a line of text at 10 points needs, in characters as columns count them, kept between the limits. */
double style_width_of(const char *text, double least, double most);

/** Lines that a text takes in a column of that width: at least 1. */
unsigned style_lines_of(const char *text, double width);

/** Height of a row of so many lines at 10 points: said outright, since not every program fits rows when it opens. */
double style_height_of(unsigned lines);

#endif
