/* Two ways to the same numbers: four at a time where the processor can (AVX2), else one by one. Neither has a branch
 * for a digit or for the point, whose places are different from field to field. SPDX-License-Identifier:
 * GPL-3.0-or-later */
#include "input/number_row.h"

#include <float.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define FOUR_AT_A_TIME 1
#endif

#include <titian/panel.h>

#include "input/number.h"

enum {
    SHORT = 8, /* bytes of a number that is read in one go */
    GROUP = 3  /* digits behind a mark of thousands */
};

static uint64_t load(const char *text)
{
    uint64_t bytes;

    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

/* Bytes of eight digits as a number, the last byte being the last digit: pairs, fours and all are put together by one
 * multiplication each. */
static uint64_t join(uint64_t bytes)
{
    bytes = bytes * 10 + (bytes >> 8);
    return ((bytes & UINT64_C(0x000000FF000000FF)) * (100 + (UINT64_C(1000000) << 32)) +
               ((bytes >> 16) & UINT64_C(0x000000FF000000FF)) * (1 + (UINT64_C(10000) << 32))) >>
           32;
}

/* A number of 1 to 8 bytes in one go. The bytes are moved up until the last one is the highest, with zeros in front;
 * the digits before a point are moved over it. The subtraction finds the first point; what it takes for one above
 * that is no digit either. @return how many digits stand behind the point, -1 when these bytes are no digits */
static int read_short(const char *s, size_t n, uint64_t *whole)
{
    /* by which bytes are moved up: quicker than by a shift whose width is not known beforehand */
    static const uint64_t up[SHORT + 1] = {0, UINT64_C(1) << 56, UINT64_C(1) << 48, UINT64_C(1) << 40,
        UINT64_C(1) << 32, UINT64_C(1) << 24, UINT64_C(1) << 16, UINT64_C(1) << 8, 1};
    const uint64_t ones = UINT64_C(0x0101010101010101), high_bits = UINT64_C(0x8080808080808080);
    uint64_t bytes = (load(s) ^ '0' * ones) * up[n], other, points, first, before, behind;

    other = bytes ^ ('.' ^ '0') * ones;
    points = (other - ones) & ~other & high_bits;
    first = points & (0 - points); /* the high bit of its byte */
    before = bytes & ((first >> 7) - 1);
    behind = bytes & (0 - (first << 1));
    bytes = points != 0 ? before << 8 | behind : bytes;
    if (n == (points != 0) || ((bytes | (bytes + 6 * ones)) & 0xF0 * ones) != 0)
        return -1;
    *whole = join(bytes);
    return SHORT - 1 - (__builtin_ctzll(points | UINT64_C(1) << 63) >> 3);
}

static double read_one(titian_field field, int *is_doubtful)
{
    /* seven digits behind a point at most; a double holds all of these exactly */
    static const double powers[SHORT] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    const size_t negative = field.length > 0 && *field.text == '-';
    const char *text = field.text + negative;
    const size_t n = field.length - negative;
    uint64_t whole = 0;
    double value;
    int n_places = field.length - 1 < SHORT ? GROUP : 0;

    if (n - 1 >= SHORT || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__ || FLT_EVAL_METHOD != 0)
        value = titian_number_long(text, n);
    else if ((n_places = read_short(text, n, &whole)) >= 0)
        value = (double) (int64_t) whole / powers[n_places];
    else
        return TITIAN_MISSING;
    *is_doubtful |= n_places == GROUP;
    return negative ? -value : value;
}

int titian_number_row_singly(double *numbers, const titian_field *fields, size_t n)
{
    int is_doubtful = 0;

    for (size_t f = 0; f < n; f++)
        numbers[f] = read_one(fields[f], &is_doubtful);
    return is_doubtful;
}

#ifdef FOUR_AT_A_TIME

#define WIDE __attribute__((target("avx2")))

/* As above. The first of two bytes counts ten times, the first of two pairs a hundred times, and so on. */
WIDE static inline __m256i join_four(__m256i bytes)
{
    const __m256i pairs = _mm256_maddubs_epi16(bytes, _mm256_set1_epi16(1 << 8 | 10));
    const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(1 << 16 | 100));

    return _mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(fours, 32));
}

/* Whole numbers below 2^52, exactly: as the last bits of 2^52 and something. */
WIDE static inline __m256d double_four(__m256i whole)
{
    const __m256i two_to_52 = _mm256_set1_epi64x(INT64_C(0x4330000000000000));

    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(whole, two_to_52)), _mm256_castsi256_pd(two_to_52));
}

/* Bits other than 0 when some number has three places, and when some field is too long for one go. */
typedef struct {
    __m256i doubtful, longer;
} remarks;

/* As read_short, with the sign made a zero in front. A field that is empty or longer gives TITIAN_MISSING. */
WIDE static inline __m256d read_four(const titian_field *f, remarks *r)
{
    const __m256i zero = _mm256_setzero_si256(), one = _mm256_set1_epi64x(1), low = _mm256_set1_epi64x(0xFF);
    const __m256i nines = _mm256_set1_epi8(9), zeros = _mm256_set1_epi8('0');
    const __m256i length =
        _mm256_set_epi64x((int64_t) f[3].length, (int64_t) f[2].length, (int64_t) f[1].length, (int64_t) f[0].length);
    __m256i bytes = _mm256_set_epi64x(
        (int64_t) load(f[3].text), (int64_t) load(f[2].text), (int64_t) load(f[1].text), (int64_t) load(f[0].text));
    __m256i longer = _mm256_cmpgt_epi64(length, _mm256_set1_epi64x(SHORT)), minus, first, whole, before, behind, good;
    __m256d value;

    bytes = _mm256_xor_si256(bytes, zeros);
    minus = _mm256_cmpeq_epi64(_mm256_and_si256(bytes, low), _mm256_set1_epi64x('-' ^ '0'));
    bytes = _mm256_andnot_si256(_mm256_and_si256(minus, low), bytes);
    bytes = _mm256_sllv_epi64(bytes, _mm256_sub_epi64(_mm256_set1_epi64x(64), _mm256_slli_epi64(length, 3)));
    first = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('.' ^ '0'));
    first = _mm256_and_si256(first, _mm256_sub_epi64(zero, first)); /* the low bit of its byte */
    whole = _mm256_cmpeq_epi64(first, zero);                        /* there is no point */
    before = _mm256_and_si256(bytes, _mm256_sub_epi64(first, one));
    behind = _mm256_andnot_si256(_mm256_sub_epi64(_mm256_slli_epi64(first, 8), one), bytes);
    bytes = _mm256_or_si256(behind, _mm256_sllv_epi64(before, _mm256_andnot_si256(whole, _mm256_set1_epi64x(8))));
    good = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, nines), nines);
    good = _mm256_cmpeq_epi64(good, _mm256_set1_epi64x(-1));
    good = _mm256_andnot_si256(longer, good);
    /* what is -1 where a sign is, and -1 where no point is, leaves more than 1 where there is a digit */
    good = _mm256_and_si256(good, _mm256_cmpgt_epi64(_mm256_sub_epi64(_mm256_add_epi64(length, minus), whole), one));
    r->longer = _mm256_or_si256(r->longer, longer);
    r->doubtful = _mm256_or_si256(
        r->doubtful, _mm256_and_si256(good, _mm256_cmpeq_epi64(first, _mm256_set1_epi64x(INT64_C(1) << 32))));
    /* a digit 1 in the place of the point is, read likewise, the power of ten to divide by */
    first = _mm256_or_si256(first, _mm256_and_si256(whole, _mm256_set1_epi64x(INT64_C(1) << 56)));
    value = _mm256_div_pd(double_four(join_four(bytes)), double_four(join_four(first)));
    value = _mm256_xor_pd(value, _mm256_castsi256_pd(_mm256_slli_epi64(minus, 63)));
    return _mm256_blendv_pd(_mm256_set1_pd(TITIAN_MISSING), value, _mm256_castsi256_pd(good));
}

/* At least four; the last ones perhaps twice. */
WIDE static int read_by_four(double *numbers, const titian_field *fields, size_t n)
{
    remarks r = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    int is_doubtful = 0;

    for (size_t f = 0; f + 4 < n; f += 4)
        _mm256_storeu_pd(numbers + f, read_four(fields + f, &r));
    _mm256_storeu_pd(numbers + n - 4, read_four(fields + n - 4, &r));
    for (size_t f = 0; f < n && !_mm256_testz_si256(r.longer, r.longer); f++) {
        if (fields[f].length > SHORT)
            numbers[f] = read_one(fields[f], &is_doubtful);
    }
    return is_doubtful || !_mm256_testz_si256(r.doubtful, r.doubtful);
}

int titian_number_row(double *numbers, const titian_field *fields, size_t n)
{
    return n >= 4 && __builtin_cpu_supports("avx2") ? read_by_four(numbers, fields, n)
                                                    : titian_number_row_singly(numbers, fields, n);
}

#else

int titian_number_row(double *numbers, const titian_field *fields, size_t n)
{
    return titian_number_row_singly(numbers, fields, n);
}

#endif
