/* Numbers as text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/number.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* printf writes the point of the user's locale, of one byte or more; strtod reads the same one. */
static void mend_point(char *text)
{
    const size_t digits = strspn(text, "+-0123456789");
    const size_t point = strcspn(text + digits, "0123456789e");

    if (point == 0)
        return;
    text[digits] = '.';
    memmove(text + digits + 1, text + digits + point, strlen(text + digits + point) + 1);
}

void titian_number_text(double x, char out[32])
{
    /* Up to 15 digits survive the way into a double and back, and %g drops trailing zeros; so the first of 15, 16
     * and 17 digits that reads back as x is the shortest. Below DBL_MIN fewer digits can do. */
    const int least = fabs(x) < DBL_MIN ? 1 : 15;

    out[0] = '\0';
    if (!isfinite(x))
        return;
    for (int digits = least; digits <= 17; digits++) {
        (void) snprintf(out, 32, "%.*g", digits, x);
        if (strtod(out, NULL) == x)
            break;
    }
    mend_point(out);
}

const char *titian_number_fixed(double x, int decimals, char out[32])
{
    if (!isfinite(x) || fabs(x) >= 1e15) {
        titian_number_text(x, out);
        return out;
    }
    (void) snprintf(out, 32, "%.*f", decimals, x);
    if (out[0] == '-' && strpbrk(out, "123456789") == NULL)
        memmove(out, out + 1, strlen(out)); /* nothing is left of it, so neither is its sign */
    mend_point(out);
    return out;
}

const char *titian_number_rounded(double x, char out[32])
{
    out[0] = '\0';
    if (!isfinite(x))
        return out;
    if (fabs(x) >= 1e6 && fabs(x) < 1e15)
        return titian_number_fixed(x, 0, out);
    (void) snprintf(out, 32, "%.6g", x);
    mend_point(out);
    return out;
}
