/* The look of the workbook.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/style.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The same widths in every office program: Liberation Sans stands in where Arial is absent. */
static const char font[] = "Arial";

enum { LEFT = LXW_ALIGN_LEFT, MID = LXW_ALIGN_CENTER, RIGHT = LXW_ALIGN_RIGHT };
enum { BOLD = 1, WRAP = 2, FILL_HEAD = 4, RULE = 8, INPUT = 16, LOW = 32 };

typedef struct {
    double size;
    int ink;
    int align;
    unsigned flags;
    const char *number; /* NULL: general; "score" follows the range of scores, "amount" the unit of money */
} look;

static const look looks[STYLE_N] = {
    [STYLE_TITLE] = {16, STYLE_NAVY, LEFT, BOLD, NULL},
    [STYLE_SUBTITLE] = {11, STYLE_GREY, LEFT, 0, NULL},
    [STYLE_HEADING] = {12, STYLE_NAVY, LEFT, BOLD | LOW, NULL},
    [STYLE_NOTE] = {10, STYLE_GREY, LEFT, 0, NULL},
    [STYLE_BANNER] = {10, STYLE_INK, LEFT, BOLD, NULL},
    [STYLE_HEADER] = {10, 0xFFFFFF, LEFT, BOLD | WRAP | FILL_HEAD, NULL},
    [STYLE_HEADER_MID] = {10, 0xFFFFFF, MID, BOLD | WRAP | FILL_HEAD, NULL},
    [STYLE_PLAIN] = {10, STYLE_INK, LEFT, 0, NULL},
    [STYLE_PLAIN_BOLD] = {10, STYLE_INK, LEFT, BOLD, NULL},
    [STYLE_TEXT] = {10, STYLE_INK, LEFT, RULE, NULL},
    [STYLE_WRAP] = {10, STYLE_INK, LEFT, WRAP | RULE, NULL},
    [STYLE_BOLD] = {10, STYLE_INK, LEFT, BOLD | RULE, NULL},
    [STYLE_BOLD_WRAP] = {10, STYLE_INK, LEFT, BOLD | WRAP | RULE, NULL},
    [STYLE_CENTRE_WRAP] = {10, STYLE_INK, MID, WRAP | RULE, NULL},
    [STYLE_CENTRE] = {10, STYLE_INK, MID, RULE, NULL},
    [STYLE_LINK] = {10, STYLE_INPUT_INK, LEFT, 0, NULL},
    [STYLE_LINK_CELL] = {10, STYLE_INPUT_INK, LEFT, RULE, NULL},
    [STYLE_YEAR] = {10, STYLE_INK, MID, RULE, "0"},
    [STYLE_RANK] = {10, STYLE_INK, MID, RULE, "0"},
    [STYLE_COUNT] = {10, STYLE_INK, RIGHT, RULE, "#,##0"},
    [STYLE_VALUE] = {10, STYLE_INK, RIGHT, RULE, NULL},
    [STYLE_VALUE_0] = {10, STYLE_INK, RIGHT, RULE, "#,##0"},
    [STYLE_VALUE_1] = {10, STYLE_INK, RIGHT, RULE, "#,##0.0"},
    [STYLE_VALUE_3] = {10, STYLE_INK, RIGHT, RULE, "#,##0.000"},
    [STYLE_VALUE_5] = {10, STYLE_INK, RIGHT, RULE, "0.00000"},
    [STYLE_TYPED] = {10, STYLE_INK, RIGHT, RULE, NULL},
    [STYLE_SCORE] = {10, STYLE_INK, RIGHT, RULE, "score"},
    [STYLE_SCORE_BOLD] = {10, STYLE_INK, RIGHT, BOLD | RULE, "score"},
    [STYLE_POINTS] = {10, STYLE_INK, RIGHT, RULE, "0.0"},
    [STYLE_AMOUNT] = {10, STYLE_INK, RIGHT, RULE, "amount"},
    [STYLE_SHARE] = {10, STYLE_INK, RIGHT, RULE, "0%"},
    [STYLE_SHARE_FINE] = {10, STYLE_INK, RIGHT, RULE, "0.00%"},
    [STYLE_DECIMAL] = {10, STYLE_INK, RIGHT, RULE, "0.000"},
    [STYLE_DECIMAL2] = {10, STYLE_INK, RIGHT, RULE, "0.00"},
    [STYLE_AGE] = {10, STYLE_INK, RIGHT, RULE, "0.0"},
    [STYLE_INPUT] = {10, STYLE_INPUT_INK, RIGHT, INPUT, NULL},
    [STYLE_INPUT_MONEY] = {10, STYLE_INPUT_INK, RIGHT, INPUT, "amount"},
    [STYLE_INPUT_SHARE] = {10, STYLE_INPUT_INK, RIGHT, INPUT, "0%"},
    [STYLE_INPUT_TEXT] = {10, STYLE_INPUT_INK, LEFT, INPUT, NULL},
    [STYLE_INPUT_BIG] = {14, STYLE_INPUT_INK, LEFT, BOLD | INPUT, NULL},
};

style_kind style_for(style_kind kind, double value)
{
    double size = fabs(value);

    if (kind != STYLE_VALUE || !isfinite(value))
        return kind;
    if (size >= 1000 || size == floor(size))
        return STYLE_VALUE_0;
    if (size < 0.01)
        return size >= 0.0001 ? STYLE_VALUE_5 : STYLE_VALUE;
    return size >= 10 ? STYLE_VALUE_1 : STYLE_VALUE_3;
}

int style_decimals(const style *s, style_kind kind)
{
    switch (kind) {
    case STYLE_COUNT:
    case STYLE_VALUE_0:
        return 0;
    case STYLE_VALUE_1:
        return 1;
    case STYLE_VALUE_3:
        return 3;
    case STYLE_VALUE_5:
        return 5;
    case STYLE_AMOUNT:
    case STYLE_INPUT_MONEY:
        return s->amount_decimals;
    default:
        return -1;
    }
}

static void dress_surroundings(lxw_format *f, unsigned flags)
{
    format_set_align(f, flags & FILL_HEAD ? LXW_ALIGN_VERTICAL_CENTER
                        : flags & LOW     ? LXW_ALIGN_VERTICAL_BOTTOM
                                          : LXW_ALIGN_VERTICAL_TOP);
    if (flags & FILL_HEAD) {
        format_set_pattern(f, LXW_PATTERN_SOLID);
        format_set_bg_color(f, STYLE_NAVY);
    }
    if (flags & RULE) {
        format_set_bottom(f, LXW_BORDER_THIN);
        format_set_bottom_color(f, STYLE_LINE);
    }
    if (flags & INPUT) {
        format_set_pattern(f, LXW_PATTERN_SOLID);
        format_set_bg_color(f, STYLE_INPUT_FILL);
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, STYLE_INPUT_INK);
        format_set_unlocked(f);
    }
}

static void dress(lxw_format *f, const look *l, const style *s)
{
    format_set_font_name(f, font);
    format_set_font_size(f, l->size);
    format_set_font_color(f, (lxw_color_t) l->ink);
    format_set_align(f, (uint8_t) l->align);
    if (l->align != MID && l->flags & (RULE | FILL_HEAD))
        format_set_indent(f, 1); /* a number keeps its distance from a text to its right */
    if (l->flags & BOLD)
        format_set_bold(f);
    if (l->flags & WRAP)
        format_set_text_wrap(f);
    dress_surroundings(f, l->flags);
    if (l->number == NULL)
        return;
    if (strcmp(l->number, "score") == 0)
        format_set_num_format(f, s->score_text);
    else if (strcmp(l->number, "amount") == 0)
        format_set_num_format(f, s->amount_text);
    else
        format_set_num_format(f, l->number);
}

/* Column widths are counted in digits of the default font: make that ours. */
static void set_default_font(lxw_workbook *book)
{
    lxw_format *f = STAILQ_FIRST(book->formats);

    if (f == NULL)
        return;
    format_set_font_name(f, font);
    format_set_font_size(f, 10);
}

/* As many as a multiple of the unit has, 6 at most. */
static void set_money(style *s, double unit)
{
    double scaled = unit;

    s->amount_decimals = 0;
    while (s->amount_decimals < 6 && fabs(scaled - round(scaled)) > 1e-9 * scaled) {
        s->amount_decimals++;
        scaled = unit * pow(10, s->amount_decimals);
    }
    snprintf(s->amount_text, sizeof s->amount_text, "#,##0%s%.*s", s->amount_decimals > 0 ? "." : "",
        s->amount_decimals, "000000");
}

titian_status style_init(style *s, lxw_workbook *book, double low, double high, double money, titian_error *err)
{
    int whole = high - low > 10;

    *s = (style){.low = low, .high = high};
    s->score_text = whole ? "0.0" : "0.000";
    s->axis_label = whole ? "0" : "0.0";
    set_money(s, money);
    set_default_font(book);
    for (int k = 0; k < STYLE_N; k++) {
        s->format[k] = workbook_add_format(book);
        if (s->format[k] == NULL)
            return titian_fail(err, TITIAN_E_MEMORY, "no memory for the formats of the workbook");
        dress(s->format[k], &looks[k], s);
    }
    format_set_underline(s->format[STYLE_LINK], LXW_UNDERLINE_SINGLE);
    format_set_underline(s->format[STYLE_LINK_CELL], LXW_UNDERLINE_SINGLE);
    s->stale = workbook_add_format(book);
    if (s->stale == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the formats of the workbook");
    format_set_pattern(s->stale, LXW_PATTERN_SOLID);
    format_set_bg_color(s->stale, STYLE_ORANGE);
    format_set_font_color(s->stale, LXW_COLOR_BLACK);
    return TITIAN_OK;
}

int style_score_range(const titian_recipe *recipe, double *low, double *high)
{
    const titian_choice *c = &recipe->choice[TITIAN_STAGE_NORMALISE];

    for (size_t k = 0; c->method != NULL && k < c->method->n_params; k++) {
        if (c->method->params[k].kind != TITIAN_PARAM_RANGE)
            continue;
        *low = c->option[k].number;
        *high = c->option[k].upper;
        return 1;
    }
    return 0;
}

/* What a line of 10 points needs. */
static const double dense_height = 12.0;

/* What is between the margins across, in points: of Letter where that is the narrower paper, else of A4. */
static const double across_landscape = 734, across_portrait = 537;
/* The same down, of the paper that is shorter. */
static const double down_landscape = 523, down_portrait = 720;

double style_width_now(const lxw_worksheet *sheet, lxw_col_t col)
{
    const lxw_col_options *own = col < sheet->col_options_max ? sheet->col_options[col] : NULL;

    return own != NULL ? own->width : 0;
}

/* Points across that columns take at full size: 7 pixels for each character and 5 beside them. */
static double points_of(const lxw_worksheet *sheet, lxw_col_t first, lxw_col_t last)
{
    double points = 0;

    for (lxw_col_t col = first; col <= last; col++) {
        const double width = style_width_now(sheet, col);

        points += width > 0 ? 0.75 * floor(7 * width + 5.5) : 48;
    }
    return points;
}

/* Pages across that keep the print as large as it must be; columns stay whole and the repeated ones stand on each. */
static unsigned pages_across(const lxw_worksheet *sheet, const style_page *page)
{
    const double room = (page->landscape ? across_landscape : across_portrait) / STYLE_LEAST_SCALE;
    const double repeated = page->repeat_cols > 0 ? points_of(sheet, 0, (lxw_col_t) (page->repeat_cols - 1)) : 0;
    double used = repeated;
    unsigned pages = 1;

    for (lxw_col_t col = page->repeat_cols; col <= page->last_col && !page->one_page; col++) {
        const double width = points_of(sheet, col, col);

        if (used > repeated && used + width > room) {
            pages++;
            used = repeated;
        }
        used += width;
    }
    return pages > page->least ? pages : page->least;
}

static double points_down(lxw_worksheet *sheet, const style_page *page, lxw_row_t first, lxw_row_t last)
{
    double points = 0;

    for (lxw_row_t at = first; at <= last; at++) {
        const lxw_row *row = lxw_worksheet_find_row(sheet, at);

        points += row != NULL && row->height_changed ? row->height : page->dense ? dense_height : LXW_DEF_ROW_HEIGHT;
    }
    return points;
}

/* Pages down at the least size: programs that fit a sheet into these print it about so small. */
static unsigned pages_down(lxw_worksheet *sheet, const style_page *page, lxw_row_t first)
{
    const double room = (page->landscape ? down_landscape : down_portrait) / STYLE_LEAST_SCALE;
    const double repeated = page->repeat_to > 0 ? points_down(sheet, page, page->repeat_from, page->repeat_to) : 0;
    unsigned pages = 1;
    double used = 0;

    for (lxw_row_t row = first; row <= page->last_row; row++) {
        const double height = points_down(sheet, page, row, row);

        if (used + height > room) {
            pages++;
            used = repeated;
        }
        used += height;
    }
    return pages;
}

/* Programs leave out breaks where they fit a sheet into pages: so its scale is said, with a little to spare. */
static lxw_error break_page(lxw_worksheet *sheet, const style_page *page)
{
    const double room = page->landscape ? across_landscape : across_portrait;
    const double scale = floor(97 * room / points_of(sheet, 0, page->last_col));
    lxw_row_t breaks[] = {page->break_at, 0};

    worksheet_set_print_scale(sheet, (uint16_t) fmin(100, fmax(scale, 10)));
    return worksheet_set_h_pagebreaks(sheet, breaks);
}

static void set_paper(lxw_worksheet *sheet, const style_page *page)
{
    worksheet_set_paper(sheet, 9); /* A4 */
    if (page->landscape)
        worksheet_set_landscape(sheet);
    else
        worksheet_set_portrait(sheet);
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.5);
    if (page->dense)
        worksheet_set_default_row(sheet, dense_height, LXW_FALSE);
}

lxw_error style_print(lxw_worksheet *sheet, const style_page *page, const char *title)
{
    const unsigned across = pages_across(sheet, page);
    const lxw_row_t first = across > 1 && !page->keep_top ? page->repeat_from : 0;
    const unsigned down = page->one_page ? 1 : page->small ? pages_down(sheet, page, first) : 0;
    lxw_error e = LXW_NO_ERROR;
    char header[128];

    set_paper(sheet, page);
    worksheet_fit_to_pages(sheet, (uint16_t) across, (uint16_t) down);
    if (page->break_at > 0 && across == 1)
        e = break_page(sheet, page);
    if (e == LXW_NO_ERROR)
        e = worksheet_print_area(sheet, first, 0, page->last_row, page->last_col);
    if (e == LXW_NO_ERROR && page->repeat_to > 0)
        e = worksheet_repeat_rows(sheet, page->repeat_from, page->repeat_to);
    if (e == LXW_NO_ERROR && page->repeat_cols > 0)
        e = worksheet_repeat_columns(sheet, 0, (lxw_col_t) (page->repeat_cols - 1));
    if (e == LXW_NO_ERROR)
        e = worksheet_set_footer(sheet, "&C&P");
    if (e == LXW_NO_ERROR && across > 1) {
        snprintf(header, sizeof header, "&L%s", title);
        e = worksheet_set_header(sheet, header);
    }
    return e;
}

lxw_error style_protect(lxw_worksheet *sheet)
{
    static const uint8_t meant[] = {LXW_IGNORE_NUMBER_STORED_AS_TEXT, LXW_IGNORE_FORMULA_DIFFERS,
        LXW_IGNORE_FORMULA_RANGE, LXW_IGNORE_EMPTY_CELL_REFERENCE, LXW_IGNORE_CALCULATED_COLUMN};
    lxw_protection allowed = {.format_columns = 1, .format_rows = 1, .autofilter = 1, .sort = 1};
    lxw_error e = LXW_NO_ERROR;

    worksheet_protect(sheet, NULL, &allowed);
    for (size_t k = 0; k < sizeof meant && e == LXW_NO_ERROR; k++)
        e = worksheet_ignore_errors(sheet, meant[k], "A1:XFD1048576");
    return e;
}

lxw_error style_score_scale(lxw_worksheet *sheet, const style *s, const style_area *area)
{
    return style_blue_scale(sheet, area, s->low, s->high);
}

/* Three colours at three points. */
static lxw_error three_colours(
    lxw_worksheet *sheet, const style_area *area, const double points[3], const lxw_color_t colours[3])
{
    lxw_conditional_format scale = {
        .type = LXW_CONDITIONAL_3_COLOR_SCALE,
        .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .min_value = points[0],
        .mid_value = points[1],
        .max_value = points[2],
        .min_color = colours[0],
        .mid_color = colours[1],
        .max_color = colours[2],
    };

    return worksheet_conditional_format_range(
        sheet, area->first_row, area->first_col, area->last_row, area->last_col, &scale);
}

lxw_error style_blue_scale(lxw_worksheet *sheet, const style_area *area, double low, double high)
{
    return three_colours(sheet, area, (double[]){low, (low + high) / 2, high},
        (lxw_color_t[]){STYLE_SCALE_LOW, STYLE_SCALE_MIDDLE, STYLE_SCALE_HIGH});
}

lxw_error style_two_sided_scale(lxw_worksheet *sheet, const style_area *area, double reach)
{
    return three_colours(sheet, area, (double[]){-reach, 0.0, reach},
        (lxw_color_t[]){STYLE_SCALE_SHORT, STYLE_SCALE_LOW, STYLE_SCALE_HIGH});
}

lxw_error style_data_bar(lxw_worksheet *sheet, const style_area *area, double low, double high)
{
    lxw_conditional_format bar = {
        .type = LXW_CONDITIONAL_DATA_BAR,
        .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
        .min_value = low,
        .max_value = high,
        .bar_color = STYLE_SCALE_MIDDLE,
        .bar_solid = LXW_TRUE,
        .data_bar_2010 = LXW_TRUE,
    };

    return worksheet_conditional_format_range(
        sheet, area->first_row, area->first_col, area->last_row, area->last_col, &bar);
}

lxw_error style_banner(lxw_worksheet *sheet, const style *s, lxw_row_t row, lxw_col_t col)
{
    char word[] = "STALE";
    lxw_conditional_format stale = {
        .type = LXW_CONDITIONAL_TYPE_TEXT,
        .criteria = LXW_CONDITIONAL_CRITERIA_TEXT_BEGINS_WITH,
        .value_string = word,
        .format = s->stale,
    };

    return worksheet_conditional_format_cell(sheet, row, col, &stale);
}

lxw_error style_widths(lxw_worksheet *sheet, lxw_col_t first, const double *widths)
{
    for (lxw_col_t k = 0; widths[k] > 0; k++) {
        lxw_col_t at = (lxw_col_t) (first + k);
        lxw_error e = worksheet_set_column(sheet, at, at, widths[k], NULL);

        if (e != LXW_NO_ERROR)
            return e;
    }
    return LXW_NO_ERROR;
}

/* Widths of the letters from space to ~ in thousandths of the font size: those of Arial and Liberation Sans. */
static const unsigned short letters[] = {278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278,
    278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722,
    667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333,
    500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

static double letter(unsigned char c)
{
    if ((c & 0xC0u) == 0x80u)
        return 0; /* the rest of a character of several bytes */
    return c >= ' ' && c <= '~' ? letters[c - ' '] / 1000.0 : 0.6;
}

static double width_of(const char *text, size_t n)
{
    double em = 0;

    for (size_t k = 0; k < n; k++)
        em += letter((unsigned char) text[k]);
    return em / 0.525; /* 10 points are 13.3 pixels, and a column counts in digits of 7 */
}

double style_width_of(const char *text, double least, double most)
{
    double width = width_of(text, strlen(text)) + 1.5;

    return width < least ? least : width > most ? most : width;
}

unsigned style_lines_of(const char *text, double width)
{
    double room = width - 2, used = 0; /* less the indent */
    unsigned lines = 1;

    while (*text != '\0') {
        size_t n = strcspn(text, " \n");
        double word = width_of(text, n);

        if (used > 0 && used + word > room) {
            lines++;
            used = 0;
        }
        for (; word > room && room > 1; word -= room)
            lines++;
        used += word + width_of(" ", 1);
        text += n;
        if (*text == '\n') {
            lines++;
            used = 0;
        }
        text += *text != '\0';
    }
    return lines;
}

double style_height_of(unsigned lines)
{
    double height = 13.0 * lines + 2.5;

    return height < 409 ? height : 409; /* Excel's most */
}
