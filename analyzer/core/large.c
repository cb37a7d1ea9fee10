/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/large.h"

#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>

enum { LARGE_PAGE = 1 << 21 };

void titian_large(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    const size_t before = (LARGE_PAGE - (uintptr_t) block % LARGE_PAGE) % LARGE_PAGE;
    const int reason = errno;

    if (size < before + LARGE_PAGE)
        return;
    (void) madvise((unsigned char *) block + before, (size - before) / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
    errno = reason;
#else
    (void) block;
    (void) size;
#endif
}
