/* Kernels: loops compiled several times, for processors with wider vectors too; the program takes the widest at
 * start. Results are the same to the last bit: nothing is contracted or re-ordered. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#ifndef TITIAN_KERNELS_CLONES_H
#define TITIAN_KERNELS_CLONES_H

/* Sanitizers are not ready yet when the choice is made. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define KERNEL_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KERNEL_SANITIZED 1
#endif

/** Before the definition of a static function: others have names that clang 14 does not resolve. Its name may not be
 *  that of another in a program: clang 14 makes the function that chooses visible to all. Without effect where the
 *  choice cannot be made. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(KERNEL_SANITIZED)
#define KERNEL_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define KERNEL_CLONES
#endif

#endif
