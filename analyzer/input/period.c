/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/period.h"

#include <string.h>

#include "input/number.h"
#include "input/text.h"

enum { LONGEST = 24, MOST_DAY = 31, MONTHS = 12 };

static size_t count_digits(const char *s)
{
    return strspn(s, "0123456789");
}

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* What stands between two years: "/", "-", a dash, with blanks around it or without. @return its length, 0 */
static size_t between(const char *s)
{
    size_t blanks = strspn(s, " "), n = 0;

    if (s[blanks] == '/' || s[blanks] == '-')
        n = 1;
    else if (strncmp(s + blanks, "\xE2\x80\x93", 3) == 0 || strncmp(s + blanks, "\xE2\x80\x94", 3) == 0)
        n = 3;
    if (n == 0)
        return 0;
    n += blanks;
    return n + strspn(s + n, " ");
}

static titian_span years(const char *s)
{
    titian_span span = {0, 0};
    int is_hyphen;
    size_t n;

    if (count_digits(s) != 4)
        return span;
    span.first = span.last = titian_year_parse(s, 4);
    if (s[4] == '\0' || span.first == 0)
        return span;
    n = between(s + 4);
    is_hyphen = memchr(s + 4, '-', n) != NULL;
    s += 4 + n;
    if (n > 0 && count_digits(s) == 4 && s[4] == '\0')
        span.last = titian_year_parse(s, 4);
    else if (n > 0 && count_digits(s) == 2 && s[2] == '\0' && !(is_hyphen && two_digits(s) <= MONTHS)) /* "2010-11" */
        span.last = span.first / 100 * 100 + two_digits(s) + (span.first % 100 == 99 && two_digits(s) == 0 ? 100 : 0);
    else
        span.last = 0;
    return span.last >= span.first ? span : (titian_span){0, 0};
}

/* Day and month, as many digits as they have: 1 to 31 each, and not both above 12. */
static int is_day_and_month(const char *a, size_t n_a, const char *b, size_t n_b)
{
    const int x = n_a == 2 ? two_digits(a) : a[0] - '0', y = n_b == 2 ? two_digits(b) : b[0] - '0';

    return x >= 1 && y >= 1 && x <= MOST_DAY && y <= MOST_DAY && (x <= MONTHS || y <= MONTHS);
}

static int date(const char *s)
{
    const char *part[3];
    size_t n[3], k;
    char mark = '\0';

    for (k = 0; k < 3; k++) {
        part[k] = s;
        n[k] = count_digits(s);
        s += n[k];
        if (n[k] == 0 || (k < 2 && *s != '/' && *s != '-' && *s != '.') || (k == 1 && *s != mark))
            return 0;
        mark = *s;
        s += k < 2 ? 1 : 0;
    }
    if (*s != '\0' && *s != ' ' && *s != 'T') /* a time of day may follow */
        return 0;
    if (n[0] == 4 && n[1] <= 2 && n[2] <= 2 && is_day_and_month(part[1], n[1], part[2], n[2]))
        return titian_year_parse(part[0], 4);
    if (n[2] == 4 && n[0] <= 2 && n[1] <= 2 && is_day_and_month(part[0], n[0], part[1], n[1]))
        return titian_year_parse(part[2], 4);
    return 0;
}

titian_span titian_period_parse(titian_field field)
{
    char text[LONGEST + 1];
    const char *s = text;
    titian_span span;

    field = titian_field_trim(field);
    if (field.length > LONGEST)
        return (titian_span){0, 0};
    memcpy(text, field.text, field.length);
    text[field.length] = '\0';
    span.first = span.last = date(text);
    if (span.first != 0)
        return span;
    if (strncmp(s, "FY", 2) == 0 || strncmp(s, "CY", 2) == 0)
        s += 2 + strspn(s + 2, " ");
    return years(s);
}

int titian_period_year(titian_period rule, titian_field field)
{
    const titian_span span = rule == TITIAN_PERIOD_REFUSE ? (titian_span){0, 0} : titian_period_parse(field);

    return rule == TITIAN_PERIOD_END ? span.last : span.first;
}

const char *titian_period_mend(titian_field field, const char *otherwise)
{
    if (titian_period_parse(field).first == 0)
        return otherwise;
    return "give --period=end for the year in which it ends, or --period=start; or write a year of four digits";
}
