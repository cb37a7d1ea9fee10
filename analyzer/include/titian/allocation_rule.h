/* Rules that share a budget out, as rows: scores of recipients are products of factors to powers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TITIAN_ALLOCATION_RULE_H
#define TITIAN_ALLOCATION_RULE_H

#include <stddef.h>

#include <titian/export.h>
#include <titian/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How well a number of a rule is known. */
typedef enum {
    TITIAN_KNOWN_VERIFIED,   /* read in the publication named */
    TITIAN_KNOWN_UNVERIFIED, /* as the literature reports it; the publication itself was not seen */
    TITIAN_KNOWN_PROPOSED,   /* nobody publishes it: a proposal of this project */
    TITIAN_KNOWN_GIVEN,      /* given by the model or by who asks */
    TITIAN_N_KNOWN
} titian_standing;
/** Word for it ("verified"). */
TITIAN_API const char *titian_standing_name(titian_standing known);

/** A part of a factor that is a weighted sum. */
typedef struct {
    const char *name;         /* unique within the rule, factors included */
    const char *summary;      /* what is measured, in words */
    double weight;            /* >= 0 */
    titian_standing standing; /* of the weight */
    const char *source;
} titian_rule_part;

/** A factor: the sum of its parts, or what its name says, to a power. */
typedef struct {
    const char *name;
    const char *summary;
    double power;
    titian_standing standing; /* of the power */
    const char *source;
    const titian_rule_part *parts; /* n_parts; none: the factor is one variable, or is measured by the run */
    size_t n_parts;
} titian_rule_factor;

typedef struct {
    const char *name;    /* in model.yaml and on the command line */
    const char *also;    /* other spellings, as those who publish or write about it have them, "; " between; "" */
    const char *summary; /* one line */
    const char *beyond;  /* what the published rule has that is no factor, and which key stands for it; "" */
    const titian_rule_factor *factors;
    size_t n_factors; /* 0: everybody has the same score */
} titian_allocation_rule;

/** The rules there are; the first is the default. */
TITIAN_API size_t titian_allocation_n_rules(void);
TITIAN_API const titian_allocation_rule *titian_allocation_rule_at(size_t rule);
/** Name of a rule, for lists of names. */
TITIAN_API const char *titian_allocation_rule_name(size_t rule);
/** A rule by its name or another spelling of it, in letters of either case (ASCII), hyphen, blank and underscore
 * alike: ida, IDA-PBA, "IDA PBA". TITIAN_NONE (panel.h) when there is none. */
TITIAN_API size_t titian_allocation_rule_find(const char *name);
/** The same, where one must be found.
 *  @param out  left as it is on failure
 *  @return TITIAN_E_USAGE when there is none; the mend names the nearest one, and all there are */
TITIAN_API TITIAN_CHECKED titian_status titian_allocation_rule_choose(
    size_t *out, const char *name, titian_error *err);

/** What a unit makes of money, s being its score by the rule. */
typedef enum {
    TITIAN_RETURNS_PROPORTIONAL, /* amounts are as scores */
    TITIAN_RETURNS_SATURATE,     /* s (1 - exp(-amount / scale)): the budget goes where it brings most in all */
    TITIAN_RETURNS_LOG,          /* s ln(1 + amount / scale): likewise, without an end */
    TITIAN_N_RETURNS
} titian_returns;
/** Name of a form of returns in model.yaml and on the command line ("saturate"), and in a line what it is. */
TITIAN_API const char *titian_returns_name(size_t returns);
TITIAN_API const char *titian_returns_summary(size_t returns);
/** A form by name; TITIAN_NONE (panel.h) when there is none. */
TITIAN_API size_t titian_returns_find(const char *name);

/** What the run itself measures, so that a factor of this name needs no variable. */
typedef enum {
    TITIAN_MEASURE_NEED,          /* shortfall under the target to the power alpha, 0..1: the priority step */
    TITIAN_MEASURE_POPULATION,    /* the priority step's variable */
    TITIAN_MEASURE_CAPACITY,      /* absorptive capacity, 0..1 */
    TITIAN_MEASURE_VULNERABILITY, /* 1 + the vulnerability part: from 1 to 2 */
    TITIAN_MEASURE_AID,           /* 1 + the aid shortfall: from 1 to 2 */
    TITIAN_N_MEASURES
} titian_measure;
/** Name of the factor that is measured so, and the key of the priority block that it rests on. */
TITIAN_API const char *titian_measure_name(titian_measure measure);
TITIAN_API const char *titian_measure_key(titian_measure measure);
/** A measure by the name of a factor; TITIAN_N_MEASURES when there is none. */
TITIAN_API titian_measure titian_measure_find(const char *factor);

#ifdef __cplusplus
}
#endif
#endif
