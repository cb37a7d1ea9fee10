/* What a method of varying asks of its options, of the rest of the model and of the other factors: one row each.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/uncertainty_build.h"
#include "model/words.h"
#include "stages/table.h"
#include "stages/weigh.h"

enum { CONTEXT = 1u << TITIAN_ROW_DENOMINATOR | 1u << TITIAN_ROW_OTHER };

/* A factor that is checked. */
typedef struct {
    const titian_uncertain *u;
    size_t k;
    titian_factor *about;
    const titian_yaml_entry *entry;
} site;

static const char *text_of(const titian_choice *how, const char *option)
{
    const char *text = titian_option_of(how, option)->text;

    return text != NULL ? text : "";
}

/* The word of an option that is a choice. */
static titian_word word_of(const titian_choice *how, const char *option)
{
    const size_t k = titian_method_param(how->method, option);
    const char *at = how->method->params[k].choices;
    titian_word word = {""};

    for (size_t n = (size_t) how->option[k].number; n > 0; n--)
        at += strcspn(at, " ") + 1;
    (void) snprintf(word.text, sizeof word.text, "%.*s", (int) strcspn(at, " "), at);
    return word;
}

static int has(const site *s, const char *option)
{
    return text_of(&s->about->how, option)[0] != '\0';
}

/* Say a fault of the factor at one of its keys; NULL: at its entry. */
#define SAY(s, key, ...)                                                                                             \
    titian_faults_say((s)->u->b->faults, titian_uncertain_place((s)->u, (s)->k, (key)), __VA_ARGS__)

static const char *method_of(const site *s)
{
    return s->about->how.method->name;
}

/* ---- codes ---- */

/* One code of a list: a node with a weight. */
static void check_code(const site *s, const char *code, size_t n)
{
    const titian_rows *rows = s->u->b->rows;
    const titian_place place = titian_uncertain_place(s->u, s->k, "codes");
    char word[TITIAN_MOST_CODE + 2];

    n = n < sizeof word ? n : sizeof word - 1; /* no row has a code of that length */
    memcpy(word, code, n);
    word[n] = '\0';
    if (titian_build_code_at(
            s->u->b, place, "codes", word, 1u << TITIAN_ROW_INDICATOR | 1u << TITIAN_ROW_AGGREGATE) &&
        rows->whole && rows->rows[titian_rows_find(rows, word)].parent[0] == '\0')
        titian_faults_say(s->u->b->faults, place,
            "%s is the root of the tree, whose weight means nothing\nname elements below it",
            titian_quote(word).text);
}

/* Check the codes. @return how many there are */
static size_t check_codes(const site *s)
{
    static const char between[] = " ,"; /* as the method reads them */
    const char *at = text_of(&s->about->how, "codes");
    size_t n = 0;

    for (size_t length; (length = strcspn(at += strspn(at, between), between)) > 0; at += length, n++)
        check_code(s, at, length);
    if (n == 0 && titian_build_given(s->u->b, TITIAN_STAGE_VARY, s->entry, "codes"))
        SAY(s, "codes", "codes names nothing\nwrite codes of framework.csv, with blanks between them: %s",
            s->u->b->rows->n_codes[TITIAN_ROW_INDICATOR] > 0 ? s->u->b->rows->codes[TITIAN_ROW_INDICATOR][0] : "A B");
    return n;
}

static int is_source(const titian_rows *rows, const char *text)
{
    for (size_t k = 0; k < rows->n_rows; k++)
        if (rows->rows[k].type == TITIAN_ROW_INDICATOR && strstr(rows->rows[k].source, text) != NULL)
            return 1;
    return 0;
}

static void check_family(const site *s)
{
    const char *source = text_of(&s->about->how, "source");
    const int by_codes = titian_build_given(s->u->b, TITIAN_STAGE_VARY, s->entry, "codes");

    (void) check_codes(s);
    if (!by_codes && source[0] == '\0')
        SAY(s, NULL,
            "method family needs codes or source\nadd codes: with the codes of its elements, or source: with "
            "a text that their Source holds");
    else if (by_codes && source[0] != '\0')
        SAY(s, "source", "method family has codes and source\nkeep one of the two");
    else if (!by_codes && s->u->b->rows->whole && !is_source(s->u->b->rows, source))
        SAY(s, "source",
            "no indicator's Source holds %s\nwrite a part of a text in the column Source of %s, in the same letters",
            titian_quote(source).text, s->u->b->rows->file);
}

static void check_removal(const site *s)
{
    if (check_codes(s) > 0 && (s->about->level != 0 || s->about->node != TITIAN_NONE))
        SAY(s, "codes", "method removal has codes and %s\nkeep one of the two",
            s->about->level != 0 ? "a level" : "a node");
}

/* ---- shares among siblings ---- */

/* Is a factor about the children of a row? */
static int is_about(const site *s, size_t row)
{
    const titian_row *about = &s->u->b->rows->rows[row];

    if (about->type != TITIAN_ROW_AGGREGATE)
        return 0;
    if (s->about->node != TITIAN_NONE)
        return s->about->node == row;
    return s->about->level == 0 || about->level == s->about->level + 1;
}

/* Say that weights are not known before the data, which methods that draw shares anew ask for. @return 1 when that
 * was said */
static int refuse_weighing(const site *s, const titian_choice *weighing)
{
    const titian_rows *rows = s->u->b->rows;

    for (size_t row = 0; row < rows->n_rows && weighing != NULL; row++)
        if (is_about(s, row) && titian_weigh_looks(weighing[row].row)) {
            SAY(s, "method",
                "%s draws shares around known weights, but those of the children of %s come from the data by %s\n"
                "vary them by noise, or name a level or node whose weights are known",
                method_of(s), titian_quote(rows->rows[row].code).text, weighing[row].method->name);
            return 1;
        }
    return 0;
}

/* May a draw leave a stage as the model has it? */
static int is_model_used(const titian_uncertain *u, titian_stage stage)
{
    for (size_t f = 0; f < u->vary->n; f++) {
        const titian_factor *factor = &u->vary->factors[f];
        size_t n = 0;

        for (size_t k = 0; k < factor->n_alternatives; k++)
            n += (factor->alternatives[k].replaces & 1u << stage) != 0;
        if (n > 0 && n == factor->n_alternatives)
            return 0;
    }
    return 1;
}

static void check_shares(const site *s)
{
    const titian_uncertain *u = s->u;

    if (!u->sound)
        return;
    if (is_model_used(u, TITIAN_STAGE_WEIGH) && refuse_weighing(s, u->built->list[TITIAN_STAGE_WEIGH].choice))
        return;
    for (size_t f = 0; f < u->vary->n; f++)
        for (size_t k = 0; k < u->vary->factors[f].n_alternatives; k++)
            if (refuse_weighing(s, u->vary->factors[f].alternatives[k].weighing))
                return;
}

/* ---- goalposts ---- */

typedef int (*method_fn)(const titian_method *method);

static int uses(const titian_rows *rows, const titian_choice *choice, const titian_choice *own, method_fn is_it)
{
    for (size_t k = 0; k < rows->n_rows; k++)
        if (rows->rows[k].type == TITIAN_ROW_INDICATOR && is_it(titian_build_method_of(choice, own, k)))
            return 1;
    return 0;
}

/* Is some indicator treated by such a method, in the model or in an alternative? */
static int any_uses(const titian_uncertain *u, method_fn is_it)
{
    const titian_rows *rows = u->b->rows;

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE; stage++) {
        if (is_model_used(u, stage) && uses(rows, &u->recipe->choice[stage], u->built->own[stage], is_it))
            return 1;
        for (size_t f = 0; f < u->vary->n; f++)
            for (size_t k = 0; k < u->vary->factors[f].n_alternatives; k++) {
                const titian_alternative *a = &u->vary->factors[f].alternatives[k];

                if ((a->replaces & 1u << stage) != 0 && uses(rows, &a->choice[stage], a->own[stage], is_it))
                    return 1;
            }
    }
    return 0;
}

static int needs_goalposts(const titian_method *method)
{
    return (method->needs & TITIAN_NEEDS_GOALPOSTS) != 0;
}

/* The factor before this one that varies by the same method and fulfils a condition; TITIAN_NONE. */
static size_t rival(const site *s, int (*is_same)(const titian_choice *a, const titian_choice *b))
{
    for (size_t f = 0; f < s->k; f++)
        if (s->u->good[f] && s->u->vary->factors[f].how.row == s->about->how.row &&
            is_same(&s->u->vary->factors[f].how, &s->about->how))
            return f;
    return TITIAN_NONE;
}

static void refuse_rival(const site *s, size_t other, const char *what)
{
    if (other != TITIAN_NONE)
        SAY(s, NULL, "%s and %s both vary %s\nkeep one of the two entries",
            titian_quote(s->u->vary->factors[other].name).text, titian_quote(s->about->name).text, what);
}

/* Ends: 0 both, 1 low, 2 high. */
static int same_ends(const titian_choice *a, const titian_choice *b)
{
    const double one = titian_option_number(a, "ends"), other = titian_option_number(b, "ends");

    return one == 0.0 || other == 0.0 || one == other;
}

static void check_goalposts(const site *s)
{
    if (s->u->sound && !any_uses(s->u, needs_goalposts))
        SAY(s, "method",
            "no indicator is normalised by goalposts, in the model or in an alternative\n"
            "take the entry out, or write normalise: {method: goalposts}");
    refuse_rival(s, rival(s, same_ends), "the goalposts");
}

/* ---- a number within a range ---- */

static int is_whole(const titian_option *range)
{
    return range->number == floor(range->number) && range->upper == floor(range->upper);
}

static void check_whole(const site *s)
{
    const titian_option *range = titian_option_of(&s->about->how, "range");

    if (titian_option_number(&s->about->how, "whole") > 0.5 && !is_whole(range))
        SAY(s, "range", "range runs from %s to %s, but only whole numbers are to be drawn\nwrite two whole numbers",
            titian_figure(range->number).text, titian_figure(range->upper).text);
}

/* Is the range within the bounds of what it is for? If not, that is said. */
static int is_within(const site *s, const char *of, titian_rule rule)
{
    const titian_option *range = titian_option_of(&s->about->how, "range");

    if (range->number >= rule.least && range->upper <= rule.most && !(rule.open && range->number == rule.least))
        return 1;
    SAY(s, "range", "range runs from %s to %s, but %s must be %s%s\nwrite a range within that",
        titian_figure(range->number).text, titian_figure(range->upper).text, of, rule.open ? "above " : "",
        rule.open ? titian_figure(rule.least).text : titian_bounds(rule.least, rule.most).text);
    return 0;
}

static titian_stage stage_of(const site *s)
{
    return (titian_stage) titian_option_number(&s->about->how, "stage");
}

static void refuse_option(const site *s, const titian_choice *choice, const char *name)
{
    const char *numbers[TITIAN_MAX_PARAMS];
    size_t n = 0;

    for (size_t k = 0; k < choice->method->n_params; k++)
        if (choice->method->params[k].kind <= TITIAN_PARAM_COUNT)
            numbers[n++] = choice->method->params[k].name;
    SAY(s, "option", "method %s of %s has no option %s that is a number\n%svary one of its own numbers: %s",
        choice->method->name, titian_stage_name(stage_of(s)), titian_quote(name).text,
        titian_near(s->u->b->faults, name, numbers, n).text, n > 0 ? titian_list(numbers, n).text : "(it has none)");
}

/* Both ends of the range must be such that the choice stands with them. */
static void check_ends(const site *s, const titian_choice *choice, size_t k)
{
    const titian_option *range = titian_option_of(&s->about->how, "range");
    const titian_place place = titian_uncertain_place(s->u, s->k, "range");
    const size_t n_before = s->u->b->faults->n_errors;

    for (int end = 0; end < 2 && s->u->b->faults->n_errors == n_before; end++) {
        titian_choice at_end = *choice;

        at_end.option[k].number = end == 0 ? range->number : range->upper;
        titian_build_level(s->u->b, place, &choice->method->params[k], at_end.option[k].number);
        titian_build_min_groups(s->u->b, place, &at_end);
        titian_build_choice_check(s->u->b, place, &at_end);
    }
}

/* A choice that the option may be drawn for. @return 0 when it does not do, which is said */
static int check_choice(const site *s, const titian_choice *choice)
{
    const char *name = text_of(&s->about->how, "option");
    const size_t k = titian_method_param(choice->method, name);
    const titian_param *param = NULL;
    const size_t n_before = s->u->b->faults->n_errors;

    if (k == TITIAN_NONE || choice->method->params[k].kind > TITIAN_PARAM_COUNT) {
        refuse_option(s, choice, name);
        return 0;
    }
    param = &choice->method->params[k];
    if (param->kind == TITIAN_PARAM_COUNT)
        s->about->how.option[titian_method_param(s->about->how.method, "whole")].number = 1.0;
    if (is_within(s, name, (titian_rule){.least = param->least, .most = param->most}))
        check_ends(s, choice, k);
    return s->u->b->faults->n_errors == n_before;
}

static int same_option(const titian_choice *a, const titian_choice *b)
{
    return titian_option_number(a, "stage") == titian_option_number(b, "stage") &&
           strcmp(text_of(a, "option"), text_of(b, "option")) == 0;
}

/* An option of the model, or of an alternative, reaches those indicators that have no settings of their own. */
static void refuse_own(const site *s)
{
    const titian_rows *rows = s->u->b->rows;
    const titian_choice *own = s->u->built->own[stage_of(s)];
    int reached = !rows->whole;

    if (own == NULL)
        return;
    for (size_t k = 0; k < rows->n_rows && !reached; k++)
        reached = rows->rows[k].type == TITIAN_ROW_INDICATOR && own[k].method == NULL;
    if (!reached)
        SAY(s, "option",
            "every indicator has settings of its own for %s, which an option of the model does not reach\n"
            "take the entry out, or leave the cells of some indicators empty",
            titian_stage_name(stage_of(s)));
}

static void check_option(const site *s)
{
    const titian_uncertain *u = s->u;
    const titian_stage stage = stage_of(s);

    refuse_rival(s, rival(s, same_option), "the same option");
    refuse_own(s);
    if (!u->sound || (is_model_used(u, stage) && !check_choice(s, &u->recipe->choice[stage])))
        return;
    for (size_t f = 0; f < u->vary->n; f++)
        for (size_t k = 0; k < u->vary->factors[f].n_alternatives; k++) {
            const titian_alternative *a = &u->vary->factors[f].alternatives[k];

            if ((a->replaces & 1u << stage) != 0 && !check_choice(s, &a->choice[stage]))
                return;
        }
    check_whole(s);
}

/* ---- the priority step ---- */

static int same_parameter(const titian_choice *a, const titian_choice *b)
{
    return titian_option_number(a, "parameter") == titian_option_number(b, "parameter");
}

static void check_priority(const site *s)
{
    const titian_word parameter = word_of(&s->about->how, "parameter");
    const titian_priority_rules *rules = &s->u->recipe->priority;
    const char *lacks = titian_priority_lacks(rules, parameter.text);

    if (!rules->on)
        SAY(s, "method",
            "the model has no priority block whose parameters could vary\nadd the block, or take the "
            "entry out");
    else if (lacks != NULL)
        SAY(s, "parameter",
            "%s is not used, since the priority block has no key %s\nadd %s, or vary another parameter",
            parameter.text, lacks, lacks);
    else if (is_within(s, parameter.text, titian_priority_rule(parameter.text)))
        check_whole(s);
    refuse_rival(s, rival(s, same_parameter), parameter.text);
}

static int same_power(const titian_choice *a, const titian_choice *b)
{
    return strcmp(text_of(a, "factor"), text_of(b, "factor")) == 0;
}

/* Has the model's rule a factor of that name, or the model one of its own? */
static int is_factor_of_money(const titian_allocation_rules *rules, const char *name)
{
    const titian_allocation_rule *rule = titian_allocation_rule_at(rules->rule);

    for (size_t k = 0; k < rule->n_factors; k++)
        if (strcmp(rule->factors[k].name, name) == 0)
            return 1;
    for (size_t k = 0; k < rules->n_factors; k++)
        if (strcmp(rules->factors[k].name, name) == 0 && !isnan(rules->factors[k].power))
            return 1;
    return 0;
}

static void check_allocation(const site *s)
{
    const titian_allocation_rules *rules = &s->u->recipe->allocation;
    const char *name = text_of(&s->about->how, "factor");
    const titian_rule power = {.least = -100.0, .most = 100.0};

    if (!is_factor_of_money(rules, name))
        SAY(s, has(s, "factor") ? "factor" : NULL,
            "the rule %s has no factor %s whose power could vary\nadd factor: and one of its factors (\"titian "
            "allocate --table rules\" lists them), or one that the allocation block gives a power",
            titian_allocation_rule_name(rules->rule), titian_quote(name).text);
    else if (is_within(s, "a power", power))
        check_whole(s);
    refuse_rival(s, rival(s, same_power), name);
}

/* ---- data ---- */

static void check_variable(const site *s, const char *option, unsigned types)
{
    if (has(s, option))
        (void) titian_build_code(
            s->u->b, titian_uncertain_path(s->k, option).text, text_of(&s->about->how, option), types);
}

static void check_indicator(const site *s)
{
    check_variable(s, "indicator", 1u << TITIAN_ROW_INDICATOR);
}

/* An interval has two ends. */
static void check_interval(const site *s)
{
    const int low = has(s, "low"), high = has(s, "high");

    if (low != high)
        SAY(s, low ? "low" : "high", "%s is given without %s\nadd %s: and the variable that holds the other end",
            low ? "low" : "high", low ? "high" : "low", low ? "high" : "low");
    if (!low && !high && titian_build_given(s->u->b, TITIAN_STAGE_VARY, s->entry, "coverage"))
        SAY(s, "coverage", "coverage is given without low and high\ntake it out, or add the ends of the interval");
}

static void check_error(const site *s)
{
    const titian_choice *how = &s->about->how;
    const int columns = has(s, "se") || has(s, "low") || has(s, "high");

    check_indicator(s);
    check_variable(s, "se", CONTEXT);
    check_variable(s, "low", CONTEXT);
    check_variable(s, "high", CONTEXT);
    check_interval(s);
    if (!columns && titian_option_number(how, "sd") == 0.0 && titian_option_number(how, "share") == 0.0)
        SAY(s, NULL, "method error does not say how large errors are\nadd one of: sd, share, se, low and high");
    if (columns && !has(s, "indicator") && s->u->b->rows->n_codes[TITIAN_ROW_INDICATOR] > 1)
        SAY(s, NULL,
            "method error takes the errors of every indicator from the same variables\n"
            "add indicator: and the code of the one they belong to");
}

/* Without carried-forward values nothing ages. */
static void check_ageing(const site *s)
{
    const titian_rows *rows = s->u->b->rows;
    int carried = s->u->recipe->carry.max_age > 0;

    check_indicator(s);
    for (size_t k = 0; k < rows->n_rows && !carried; k++)
        carried = rows->rows[k].max_age > 0;
    if (!carried && rows->whole)
        SAY(s, "method",
            "no value ages, since none is carried forward\ngive screen a max_age, or take the entry out");
}

static int draws_gaps(const titian_method *method)
{
    return titian_method_param(method, "draw") != TITIAN_NONE;
}

static int always_same(const titian_choice *a, const titian_choice *b)
{
    (void) a;
    (void) b;
    return 1;
}

static void check_draws(const site *s)
{
    if (s->u->sound && !any_uses(s->u, draws_gaps))
        SAY(s, "method",
            "no indicator is imputed by multiple, in the model or in an alternative\n"
            "take the entry out, or write impute: {method: multiple}");
    refuse_rival(s, rival(s, always_same), "the draws of imputation");
}

/* ---- the table ---- */

/* By method; one that has no row takes no level and no node, and is checked by its options alone. */
static const struct {
    const char *method;
    int placed; /* 1: it may have a level or a node */
    void (*check)(const site *s);
} rows[] = {
    {"alternatives", 0, NULL},
    {"noise", 1, NULL},
    {"dirichlet", 1, check_shares},
    {"simplex", 1, check_shares},
    {"family", 0, check_family},
    {"removal", 1, check_removal},
    {"goalposts", 0, check_goalposts},
    {"option", 0, check_option},
    {"priority", 0, check_priority},
    {"allocation", 0, check_allocation},
    {"error", 0, check_error},
    {"ageing", 0, check_ageing},
    {"draws", 0, check_draws},
};

static void refuse_place(const site *s, const char *key)
{
    const char *placed[TITIAN_COUNT_OF(rows)];
    size_t n = 0;

    for (size_t k = 0; k < TITIAN_COUNT_OF(rows); k++)
        if (rows[k].placed)
            placed[n++] = rows[k].method;
    SAY(s, key, "method %s has no %s\ntake it out, or choose a method that has it: %s", method_of(s), key,
        titian_list(placed, n).text);
}

void titian_uncertain_check(const titian_uncertain *u, size_t factor)
{
    const site s = {
        .u = u, .k = factor, .about = &u->vary->factors[factor], .entry = titian_uncertain_entry(u, factor)};
    size_t row = 0;

    while (row < TITIAN_COUNT_OF(rows) && strcmp(rows[row].method, method_of(&s)) != 0)
        row++;
    if (row == TITIAN_COUNT_OF(rows) || !rows[row].placed) {
        if (s.entry->level != NULL)
            refuse_place(&s, "level");
        if (s.entry->node != NULL)
            refuse_place(&s, "node");
    }
    if (row < TITIAN_COUNT_OF(rows) && rows[row].check != NULL)
        rows[row].check(&s);
}
