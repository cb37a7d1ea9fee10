/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input/value.h"

#include <stdio.h>
#include <string.h>

#include "input/number.h"
#include "input/text.h"

enum { LONGEST = TITIAN_VALUE_CORE, MOST_EXPONENT = 100000 };

/* Characters that people and programs write for plain ones. '^' stands for a superscript, '~' for a dash that is no
 * minus, '\'' for every mark that only ever stands between thousands, 'D' for one that is only ever decimal. */
static const struct {
    const char *written;
    char plain;
} twins[] = {
    {"\xC2\xA0", ' '},      /* no-break space */
    {"\xE2\x80\xAF", ' '},  /* narrow no-break space */
    {"\xE2\x80\x89", ' '},  /* thin space */
    {"\xE2\x80\x87", ' '},  /* figure space */
    {"\xE2\x88\x92", '-'},  /* minus sign */
    {"\xEF\xBC\x8D", '-'},  /* full-width hyphen-minus */
    {"\xEF\xBC\x8B", '+'},  /* full-width plus */
    {"\xE2\x80\x93", '~'},  /* en dash */
    {"\xE2\x80\x94", '~'},  /* em dash */
    {"\xE2\x89\xA4", '<'},  /* at most: a bound like the other */
    {"\xE2\x89\xA5", '>'},  /* at least */
    {"\xE2\x80\x99", '\''}, /* right single quotation mark */
    {"\xD9\xAC", '\''},     /* Arabic thousands separator */
    {"\xD9\xAB", 'D'},      /* Arabic decimal separator */
    {"\xEF\xBC\x8E", '.'},  /* full-width full stop */
    {"\xEF\xBC\x8C", ','},  /* full-width comma */
    {"\xEF\xBC\x85", '%'},  /* full-width per cent sign */
    {"\xD9\xAA", '%'},      /* Arabic per cent sign */
    {"\xC2\xB9", '^'},      /* superscript digits and daggers are footnote marks */
    {"\xC2\xB2", '^'},
    {"\xC2\xB3", '^'},
    {"\xE2\x80\xA0", '^'},
    {"\xE2\x80\xA1", '^'},
};

/* Words and signs for a missing value, all letters small. */
static const struct {
    const char *word;
    titian_missing kind;
} words[] = {
    {"..", TITIAN_MISSING_UNKNOWN},
    {"...", TITIAN_MISSING_UNKNOWN},
    {"\xE2\x80\xA6", TITIAN_MISSING_UNKNOWN},
    {"n/a", TITIAN_MISSING_UNKNOWN},
    {"n.a.", TITIAN_MISSING_UNKNOWN},
    {"na", TITIAN_MISSING_UNKNOWN},
    {"nan", TITIAN_MISSING_UNKNOWN},
    {"#n/a", TITIAN_MISSING_UNKNOWN},
    {"null", TITIAN_MISSING_UNKNOWN},
    {":", TITIAN_MISSING_UNKNOWN},
    {"-", TITIAN_MISSING_DASH},
    {"\xE2\x80\x93", TITIAN_MISSING_DASH},
    {"\xE2\x80\x94", TITIAN_MISSING_DASH},
    {"x", TITIAN_MISSING_NOT_APPLICABLE},
    {"new", TITIAN_MISSING_NEW},
};

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A digit of another script: full-width, Arabic-Indic or its eastern form. @return bytes taken, 0 when it is none */
static size_t foreign_digit(const unsigned char *s, size_t n, char *digit)
{
    if (n >= 2 && s[0] == 0xD9 && s[1] >= 0xA0 && s[1] <= 0xA9)
        *digit = "0123456789"[s[1] - 0xA0];
    else if (n >= 2 && s[0] == 0xDB && s[1] >= 0xB0 && s[1] <= 0xB9)
        *digit = "0123456789"[s[1] - 0xB0];
    else if (n >= 3 && s[0] == 0xEF && s[1] == 0xBC && s[2] >= 0x90 && s[2] <= 0x99)
        *digit = "0123456789"[s[2] - 0x90];
    else
        return 0;
    return s[0] == 0xEF ? 3 : 2;
}

static size_t plain_character(const char *s, size_t n, char *plain)
{
    size_t k, length = foreign_digit((const unsigned char *) s, n, plain);

    if (length > 0)
        return length;
    for (k = 0; k < sizeof twins / sizeof *twins; k++) {
        length = strlen(twins[k].written);
        if (n >= length && memcmp(s, twins[k].written, length) == 0) {
            *plain = twins[k].plain;
            return length;
        }
    }
    /* what stands for something here must not come in by itself */
    *plain = *s == '^' || *s == '~' || *s == 'D' || (unsigned char) *s < 0x20 ? '?' : *s;
    return 1;
}

/* The field in plain characters. @return 0 when it is too long to be a value */
static int make_plain(titian_value *v, titian_field field)
{
    size_t i = 0;

    while (i < field.length) {
        if (v->length == LONGEST)
            return 0;
        if ((unsigned char) field.text[i] < 0x80 && strchr("^~D", field.text[i]) == NULL && field.text[i] >= 0x20)
            v->core[v->length++] = field.text[i++];
        else
            i += plain_character(field.text + i, field.length - i, &v->core[v->length++]);
    }
    return 1;
}

static void cut_front(titian_value *v, size_t n)
{
    v->length -= n;
    memmove(v->core, v->core + n, v->length);
}

static void trim(titian_value *v)
{
    size_t n = 0;

    while (v->length > 0 && v->core[v->length - 1] == ' ')
        v->length--;
    while (n < v->length && v->core[n] == ' ')
        n++;
    cut_front(v, n);
}

/* Is c a letter that statistics offices put behind a value? Not b, k, m, g and t: they may stand for a million and
 * the like. */
static int is_flag(char c)
{
    return c >= 'a' && c <= 'z' && strchr("bkmgt", c) == NULL;
}

/* Length of the footnote mark at the end: "*", a superscript, "a/", "[a]", "(1)", " e". *letter is what it says. */
static size_t note_at_end(const titian_value *v, char *letter)
{
    const char *end = v->core + v->length;
    size_t n = 0;

    *letter = '\0';
    if (end[-1] == '*' || end[-1] == '^')
        return 1;
    if (v->length > 2 && end[-1] == '/' && is_letter(end[-2])) {
        *letter = end[-2];
        return 2;
    }
    if (v->length > 2 && is_flag(end[-1]) && end[-2] == ' ') {
        *letter = end[-1];
        return 1;
    }
    if (end[-1] != ')' && end[-1] != ']')
        return 0;
    for (n = 1; n < v->length && n < 4 && (is_letter(end[-1 - (ptrdiff_t) n]) || is_digit(end[-1 - (ptrdiff_t) n]));
         n++)
        ;
    if (n == 1 || n + 1 >= v->length || end[-1 - (ptrdiff_t) n] != (end[-1] == ')' ? '(' : '['))
        return 0;
    *letter = n == 2 ? end[-2] : '\0';
    return n + 1;
}

/* Signs behind the digits. */
static void cut_end(titian_value *v)
{
    char letter;

    while (v->length > 1) {
        size_t n = note_at_end(v, &letter);

        if (n > 0) {
            v->n_notes++;
            v->is_estimate |= letter == 'e' || letter == 'f' || letter == 'i';
        } else if (v->core[v->length - 1] == '%' && !v->has_percent) {
            v->has_percent = 1;
            n = 1;
        } else {
            break;
        }
        v->length -= n;
        trim(v);
    }
}

static size_t count_digits(const char *s)
{
    return strspn(s, "0123456789");
}

static size_t count_letters(const char *s)
{
    size_t n = 0;

    while (is_letter(s[n]))
        n++;
    return n;
}

/* "1-Feb", "Jan-15", "1-2-2024", "31.12.2024", "1/2/24" */
static int is_date(const char *s)
{
    size_t a = count_digits(s), letters = 0, b;
    const char *rest = s + a;

    if (a > 0 && a <= 2 && (*rest == '-' || *rest == '/'))
        letters = count_letters(rest + 1);
    if (letters >= 3 && letters <= 5)
        return 1;
    letters = count_letters(s);
    if (letters >= 3 && letters <= 5 && (s[letters] == '-' || s[letters] == '/'))
        return count_digits(s + letters + 1) > 0;
    if (a == 0 || a > 4 || (*rest != '-' && *rest != '/' && *rest != '.'))
        return 0;
    b = count_digits(rest + 1);
    if (b == 0 || b > 2 || rest[1 + b] != *rest)
        return 0;
    rest += 2 + b;
    b = count_digits(rest);
    return (a == 4 ? b <= 2 : a <= 2 && (b == 2 || b == 4)) && b > 0 && (rest[b] == '\0' || rest[b] == ' ');
}

/* "1-2", "10 to 20", "5~6" */
static int is_range(const char *s)
{
    size_t n = strspn(s, "0123456789.,'");

    if (n == 0)
        return 0;
    s += n + strspn(s + n, " %");
    if (strncmp(s, "to ", 3) == 0)
        s += 2;
    else if (*s == '-' || *s == '~' || *s == '/')
        s++;
    else
        return 0;
    s += strspn(s, " ");
    n = strspn(s, "0123456789.,'");
    return n > 0 && s[n] == '\0';
}

/* Where the exponent begins; the length of the core when it has none. */
static size_t find_exponent(const titian_value *v)
{
    size_t e = strcspn(v->core, "eE"), at = e + 1;

    if (e == v->length || e == 0)
        return v->length;
    at += v->core[at] == '+' || v->core[at] == '-' ? 1 : 0;
    return is_digit(v->core[at]) && at + count_digits(v->core + at) == v->length ? e : v->length;
}

/* What the marks of the core say of which of them is decimal. @return 0 when the core is no number in any way */
static int look_at_marks(titian_value *v)
{
    const size_t end = find_exponent(v), first = v->core[0] == '-' || v->core[0] == '+' ? 1 : 0;
    size_t i, n[2] = {0, 0}, last = 0, n_thin = 0, n_digits = 0, before;

    for (i = first; i < end; i++) {
        const char c = v->core[i];

        if (c == '.' || c == ',') {
            n[c == ',']++;
            last = i;
        } else if (c == ' ' || c == '\'' || c == 'D') {
            n_thin++;
        } else if (is_digit(c)) {
            n_digits++;
        } else {
            return 0;
        }
    }
    v->has_mark = n[0] + n[1] > 0;
    if (n_digits == 0 || !v->has_mark)
        return n_digits > 0;
    if (n[0] > 0 && n[1] > 0) {
        v->shows = v->core[last];
        return 1;
    }
    if (n[0] + n[1] > 1) {
        v->shows = v->core[last] == '.' ? ',' : '.';
        return 1;
    }
    before = last - first;
    v->is_doubtful =
        n_thin == 0 && end == v->length && end - last == 4 && before >= 1 && before <= 3 && v->core[first] != '0';
    v->shows = v->is_doubtful ? '\0' : v->core[last];
    return 1;
}

static int is_missing(titian_value *v, titian_field field)
{
    size_t k;

    for (k = 0; k < sizeof words / sizeof *words; k++) {
        if (titian_field_is(field, words[k].word)) {
            v->kind = TITIAN_VALUE_MISSING;
            v->missing = words[k].kind;
            return 1;
        }
    }
    return 0;
}

static void take_brackets(titian_value *v)
{
    const char first = v->core[0], last = v->length > 2 ? v->core[v->length - 1] : '\0';

    if ((first != '(' || last != ')') && (first != '[' || last != ']'))
        return;
    v->bracket = first;
    v->length--;
    cut_front(v, 1);
    trim(v);
}

void titian_value_read(titian_value *out, titian_field field)
{
    field = titian_field_trim(field);
    memset(out, 0, sizeof *out);
    out->kind = TITIAN_VALUE_OTHER;
    if (field.length == 0)
        out->kind = TITIAN_VALUE_MISSING;
    if (field.length == 0 || is_missing(out, field) || !make_plain(out, field))
        return;
    trim(out);
    take_brackets(out);
    if (out->length > 1 && (out->core[0] == '<' || out->core[0] == '>')) {
        out->bound = out->core[0];
        cut_front(out, out->core[1] == '=' ? 2 : 1);
        trim(out);
    }
    cut_end(out);
    if (out->bracket == '\0')
        take_brackets(out);
    out->core[out->length] = '\0';
    if (out->length == 0 && field.length > 0)
        return;
    if (is_date(out->core))
        out->kind = TITIAN_VALUE_DATE;
    else if (look_at_marks(out))
        out->kind = TITIAN_VALUE_NUMBER;
    else if (is_range(out->core))
        out->kind = TITIAN_VALUE_RANGE;
}

/* The digits before the decimal mark, without marks of thousands. @return length written, 0 when a mark is misplaced
 */
static size_t take_whole(char *out, const char *s, size_t n)
{
    size_t i, group = 0, written = 0;
    char mark = '\0';

    for (i = 0; i < n; i++) {
        if (is_digit(s[i])) {
            out[written++] = s[i];
            group++;
            continue;
        }
        if ((mark == '\0' ? group == 0 || group > 3 : group != 3 || s[i] != mark))
            return 0;
        mark = s[i];
        group = 0;
    }
    return mark != '\0' && group != 3 ? 0 : written;
}

/* What stands behind the E; beyond the bound any number is too large or nothing. */
static long read_exponent(const char *s)
{
    const int negative = *s == '-';
    long exponent = 0;

    for (s += *s == '+' || *s == '-' ? 1 : 0; is_digit(*s) && exponent < MOST_EXPONENT; s++)
        exponent = 10 * exponent + (*s - '0');
    return negative ? -exponent : exponent;
}

/* The core as "-123.45" and its exponent apart. @return 0, -1 */
static int take_core(const titian_value *v, char decimal, char *out, long *exponent)
{
    const size_t end = find_exponent(v), first = v->core[0] == '-' || v->core[0] == '+' ? 1 : 0;
    const char *at = NULL;
    size_t i, n = 0, whole;

    for (i = first; i < end && at == NULL; i++)
        at = v->core[i] == decimal || v->core[i] == 'D' ? v->core + i : NULL;
    if (v->core[0] == '-')
        out[n++] = '-';
    whole = at != NULL ? (size_t) (at - v->core) - first : end - first;
    if (whole > 0) {
        const size_t written = take_whole(out + n, v->core + first, whole);

        if (written == 0)
            return -1;
        n += written;
    }
    if (at != NULL)
        out[n++] = '.';
    for (i = first + whole + 1; at != NULL && i < end; i++) {
        if (!is_digit(v->core[i]))
            return -1;
        out[n++] = v->core[i];
    }
    out[n] = '\0';
    *exponent = end < v->length ? read_exponent(v->core + end + 1) : 0;
    return 0;
}

int titian_value_number(const titian_value *value, char decimal, int power, double *out)
{
    char text[TITIAN_VALUE_CORE + 32];
    long exponent = 0;
    size_t n;

    if (take_core(value, decimal, text, &exponent) != 0)
        return -1;
    n = strlen(text);
    if (exponent + power != 0)
        n += (size_t) snprintf(text + n, sizeof text - n, "e%ld", exponent + power);
    return titian_number_parse(text, n, out) == TITIAN_NUMBER_OK ? 0 : -1;
}

int titian_value_text(const titian_value *value, char decimal, char out[TITIAN_VALUE_CORE + 16])
{
    long exponent = 0;
    double number;

    if (titian_value_number(value, decimal, 0, &number) != 0 || take_core(value, decimal, out, &exponent) != 0)
        return -1;
    if (exponent != 0)
        snprintf(out + strlen(out), 9, "e%ld", exponent);
    return 0;
}
