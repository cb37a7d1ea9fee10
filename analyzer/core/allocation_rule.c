/* The table of rules. A number here says where it is from and how well that is known; a model may give its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <titian/allocation_rule.h>

#include <stdio.h>
#include <string.h>

#include <titian/panel.h>
#include <titian/quote.h>
#include <titian/suggest.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#define VERIFIED TITIAN_KNOWN_VERIFIED
#define UNVERIFIED TITIAN_KNOWN_UNVERIFIED
#define PROPOSED TITIAN_KNOWN_PROPOSED
#define FACTOR(name, summary, power, known, source)                                                                  \
    {                                                                                                                \
        name, summary, power, known, source, NULL, 0                                                                 \
    }
#define SUM_OF(name, summary, power, known, source, parts)                                                           \
    {                                                                                                                \
        name, summary, power, known, source, parts, COUNT(parts)                                                     \
    }

static const char ours[] = "proposal of this project, docs/allocation.md";
static const char ida_19[] = "page of IDA on its allocation, which cites IDA19, annex 2";
static const char ida_18[] = "IDA18 to IDA20, as the literature reports it";
static const char adf[] = "African Development Fund, performance-based allocation, as the literature reports it";
static const char asdb[] = "Asian Development Fund, performance-based allocation, as the literature reports it";
static const char ifad[] = "IFAD, performance-based allocation system of 2017, as the literature reports it";
static const char acaps[] = "INFORM Severity Index, data of HDX";

static const titian_rule_factor titian_factors[] = {
    FACTOR("population", "people", 0.5, PROPOSED, ours),
    FACTOR("need", "shortfall under the target", 1.0, PROPOSED, ours),
    FACTOR("income", "gross national income per head", -0.125, PROPOSED, "the income exponent of IDA, taken over"),
    FACTOR("aid", "1 + shortfall of present aid", 0.5, PROPOSED, ours),
    FACTOR("capacity", "absorptive capacity: advises on the modality, so 0 here", 0.0, PROPOSED, ours),
};
static const titian_rule_factor capacity_factors[] = {
    FACTOR("need", "shortfall under the target", 1.0, PROPOSED, ours),
    FACTOR("capacity", "absorptive capacity; 0 is need only: show both", 0.5, PROPOSED, ours),
    FACTOR("population", "people", 0.6, PROPOSED, ours),
    FACTOR("income", "gross national income per head", -0.25, PROPOSED, ours),
};
static const titian_rule_part cpr[] = {
    {"cpia_abc", "mean of clusters A to C of the CPIA", 0.24, VERIFIED, ida_19},
    {"cpia_d", "cluster D of the CPIA: governance", 0.68, VERIFIED, ida_19},
    {"portfolio", "portfolio performance rating", 0.08, VERIFIED, ida_19},
};
static const titian_rule_factor ida_factors[] = {
    SUM_OF("performance", "country performance rating", 3.0, UNVERIFIED, ida_18, cpr),
    FACTOR("population", "people", 1.0, UNVERIFIED, ida_18),
    FACTOR("income", "gross national income per head", -0.125, UNVERIFIED, ida_18),
};
static const titian_rule_part cpa[] = {
    {"cpia_abc", "mean of clusters A to C of the CPIA", 0.26, UNVERIFIED, adf},
    {"cpia_d", "cluster D of the CPIA: governance", 0.58, UNVERIFIED, adf},
    {"portfolio", "portfolio performance", 0.16, UNVERIFIED, adf},
};
static const titian_rule_factor afdf_factors[] = {
    SUM_OF("performance", "country performance assessment", 4.0, UNVERIFIED, adf, cpa),
    FACTOR("population", "people", 1.0, UNVERIFIED, adf),
    FACTOR("income", "gross national income per head", -0.125, UNVERIFIED, adf),
};
static const titian_rule_factor adb_factors[] = {
    FACTOR("policy", "policy and institutional rating: 0.7 x 2", 1.4, UNVERIFIED, asdb),
    FACTOR("governance", "governance rating: 1.0 x 2", 2.0, UNVERIFIED, asdb),
    FACTOR("portfolio", "portfolio performance rating: 0.3 x 2", 0.6, UNVERIFIED, asdb),
    FACTOR("population", "people", 0.6, UNVERIFIED, asdb),
    FACTOR("income", "gross national income per head", -0.25, UNVERIFIED, asdb),
};
static const titian_rule_part ifad_performance[] = {
    {"portfolio", "portfolio and disbursement (PAD)", 0.65, UNVERIFIED, ifad},
    {"rural_sector", "rural sector performance (RSP)", 0.35, UNVERIFIED, ifad},
};
static const titian_rule_factor ifad_factors[] = {
    FACTOR("rural_population", "rural people", 0.405, UNVERIFIED, ifad),
    FACTOR("income", "gross national income per head", -0.265, UNVERIFIED, ifad),
    FACTOR("ivi", "IFAD vulnerability index", 0.95, UNVERIFIED, ifad),
    SUM_OF("performance", "country performance", 1.0, UNVERIFIED, ifad, ifad_performance),
};
static const titian_rule_part severity_parts[] = {
    {"impact", "impact of the crisis", 0.2, VERIFIED, acaps},
    {"conditions", "conditions of people affected", 0.5, VERIFIED, acaps},
    {"complexity", "complexity of the crisis", 0.3, VERIFIED, acaps},
};
static const titian_rule_factor severity_factors[] = {
    SUM_OF("severity", "severity, 1 to 5", 1.0, PROPOSED, ours, severity_parts),
    FACTOR("population", "people", 1.0, PROPOSED, ours),
};
static const titian_rule_factor head_factors[] = {
    FACTOR("population", "people", 1.0, PROPOSED, "by definition"),
};

static const titian_allocation_rule rules[] = {
    {"titian", "", "need by people^0.5, a little more for poorer and under-aided countries", "", titian_factors,
        COUNT(titian_factors)},
    {"need_capacity", "", "need by absorptive capacity^0.5, people^0.6 and income^-0.25", "", capacity_factors,
        COUNT(capacity_factors)},
    {"ida", "IDA PBA; World Bank IDA", "World Bank IDA: performance^3, people, income^-0.125",
        "an equal base amount for each country, reported as SDR 15 million a year from IDA18 (not verified): key "
        "base; top-ups for fragility: key floors",
        ida_factors, COUNT(ida_factors)},
    {"afdf", "AfDF PBA; AfDB PBA; African Development Fund",
        "African Development Fund: performance^4, people, income^-0.125",
        "an infrastructure index to the power -0.25 was added later (not verified): a factor of the model",
        afdf_factors, COUNT(afdf_factors)},
    {"adb", "ADB PBA; AsDB; AsDB PBA; AsDF; AsDF PBA; Asian Development Fund",
        "Asian Development Fund: (policy^0.7 governance portfolio^0.3)^2, people^0.6, income^-0.25", "", adb_factors,
        COUNT(adb_factors)},
    {"ifad", "IFAD PBAS; IFAD PBA", "IFAD: rural people^0.405, income^-0.265, vulnerability^0.95, performance", "",
        ifad_factors, COUNT(ifad_factors)},
    {"severity", "INFORM Severity; INFORM Severity Index", "severity as INFORM weighs it, times people",
        "INFORM publishes a severity and no rule of money: the product with people is ours; a page of ACAPS prints "
        "weights of 30, 70 and 30, which add up to 130",
        severity_factors, COUNT(severity_factors)},
    {"equal_head", "equal per head; equal per capita", "the same for every person", "", head_factors,
        COUNT(head_factors)},
    {"equal_country", "equal per country", "the same for every country", "", NULL, 0},
};

static const struct {
    const char *name, *summary;
} forms[TITIAN_N_RETURNS] = {
    [TITIAN_RETURNS_PROPORTIONAL] = {"proportional", "amounts are as scores"},
    [TITIAN_RETURNS_SATURATE] = {"saturate",
        "score (1 - exp(-amount / scale)): money where it brings most, up to an end"},
    [TITIAN_RETURNS_LOG] = {"log", "score ln(1 + amount / scale): money where it brings most, without an end"},
};

static const char *const known_names[TITIAN_N_KNOWN] = {"verified", "not verified", "proposal", "given"};

/* The key of the priority block without which the measure is missing everywhere. */
static const struct {
    const char *name, *key;
} measures[TITIAN_N_MEASURES] = {
    [TITIAN_MEASURE_NEED] = {"need", "target"},
    [TITIAN_MEASURE_POPULATION] = {"population", "population"},
    [TITIAN_MEASURE_CAPACITY] = {"capacity", "absorption"},
    [TITIAN_MEASURE_VULNERABILITY] = {"vulnerability", "vulnerability"},
    [TITIAN_MEASURE_AID] = {"aid", "aid"},
};

const char *titian_standing_name(titian_standing known)
{
    return known < TITIAN_N_KNOWN ? known_names[known] : "";
}

size_t titian_allocation_n_rules(void)
{
    return COUNT(rules);
}

const titian_allocation_rule *titian_allocation_rule_at(size_t rule)
{
    return &rules[rule];
}

const char *titian_allocation_rule_name(size_t rule)
{
    return rules[rule].name;
}

static char folded(char c)
{
    static const char large[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", small[] = "abcdefghijklmnopqrstuvwxyz";
    const char *at = c != '\0' ? strchr(large, c) : NULL;

    return at != NULL ? small[at - large] : c == ' ' || c == '_' ? '-' : c;
}

/* Is a name one of the spellings of a list, "a; b"? */
static int is_among(const char *spellings, const char *name)
{
    const char *at = spellings;

    while (*at != '\0') {
        const size_t n = strcspn(at, ";");
        size_t k = 0;

        while (k < n && name[k] != '\0' && folded(at[k]) == folded(name[k]))
            k++;
        if (k == n && name[k] == '\0')
            return 1;
        at += n + strspn(at + n, "; ");
    }
    return 0;
}

size_t titian_allocation_rule_find(const char *name)
{
    for (size_t k = 0; k < COUNT(rules); k++)
        if (is_among(rules[k].name, name) || is_among(rules[k].also, name))
            return k;
    return TITIAN_NONE;
}

titian_status titian_allocation_rule_choose(size_t *out, const char *name, titian_error *err)
{
    const size_t found = titian_allocation_rule_find(name);
    const char *names[COUNT(rules)];
    char all[TITIAN_ERROR_TEXT] = "", quoted[TITIAN_QUOTED];
    size_t n = 0, near;

    if (found != TITIAN_NONE) {
        *out = found;
        return TITIAN_OK;
    }
    for (size_t k = 0; k < COUNT(rules); k++) {
        names[k] = rules[k].name;
        n += (size_t) snprintf(all + n, sizeof all - n, "%s%s", k > 0 ? ", " : "", names[k]);
    }
    near = titian_suggest(name, names, COUNT(rules));
    return titian_fail(err, TITIAN_E_USAGE, "there is no rule %s\n%s%s%sthere are %s",
        titian_quote_text(quoted, name, strlen(name)), near != TITIAN_NONE ? "did you mean \"" : "",
        near != TITIAN_NONE ? names[near] : "", near != TITIAN_NONE ? "\"? " : "", all);
}

const char *titian_returns_name(size_t returns)
{
    return returns < TITIAN_N_RETURNS ? forms[returns].name : "";
}

const char *titian_returns_summary(size_t returns)
{
    return returns < TITIAN_N_RETURNS ? forms[returns].summary : "";
}

size_t titian_returns_find(const char *name)
{
    for (size_t k = 0; k < TITIAN_N_RETURNS; k++)
        if (strcmp(forms[k].name, name) == 0)
            return k;
    return TITIAN_NONE;
}

const char *titian_measure_name(titian_measure measure)
{
    return measures[measure].name;
}

const char *titian_measure_key(titian_measure measure)
{
    return measures[measure].key;
}

titian_measure titian_measure_find(const char *factor)
{
    titian_measure measure = 0;

    while (measure < TITIAN_N_MEASURES && strcmp(measures[measure].name, factor) != 0)
        measure++;
    return measure;
}
