/* Ten lines that stand on an installed titian.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <titian/method.h>
#include <titian/text_reports.h>
#include <titian/version.h>

int main(void)
{
    char text[32];
    titian_number_text(0.1, text);
    return printf("%s %s %s\n", TITIAN_VERSION, text, titian_method_at(TITIAN_STAGE_NORMALISE, 0)->name) < 0;
}
