/* Large pages for large blocks: cells of many columns are written in turn, and codes are found anywhere in their
 * index. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_CORE_LARGE_H
#define TITIAN_CORE_LARGE_H

#include <stddef.h>

/** Ask the system to take a block of so many bytes from large pages. A wish: nothing depends on it but speed. */
void titian_large(void *block, size_t size);

#endif
