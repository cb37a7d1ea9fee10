/* The priority step: from readiness to where assistance should go first. One gate, five parts, one score; everything
 * in the last index year. docs/models.md names the parameters, docs/methods.md "Priority" the formulas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/assessment.h"
#include "analysis/listed.h"
#include "analysis/priority.h"
#include "kernels/order.h"
#include "kernels/rank.h"
#include "stages/carry.h"
#include "stages/except.h"

/* What the parts look at. */
typedef struct {
    titian_assessment *a;
    titian_flow *flow;
    const titian_priority_rules *rules;
    size_t year;    /* the last index year */
    int index_year; /* as a number */
    double *room;   /* 2 n_nodes */
} step;

static double within(double x, double least, double most)
{
    return x < least ? least : x > most ? most : x;
}

/* Latest value of a variable of the data for an assessed unit. */
static double latest(const step *s, const char *variable, size_t unit, int max_age)
{
    return titian_latest(s->a->recipe, s->a->data, titian_panel_find_variable(s->a->data, variable),
        s->a->data_unit[unit], s->index_year, max_age);
}

/* ---- the gate ---- */

/* Why a condition fails, where the model gives no reason: "income_group is H; L or LM is needed". */
static void write_reason(const step *s, const titian_condition *condition, size_t unit, char text[256])
{
    const size_t group = titian_panel_find_group(s->a->data, condition->group);
    const char *label = group == TITIAN_NONE ? "" : titian_panel_label(s->a->data, group, s->a->data_unit[unit]);
    size_t used = 0;

    if (label[0] == '\0')
        (void) snprintf(text, 256, "%.63s is not known; ", condition->group);
    else
        (void) snprintf(text, 256, "%.63s is %.40s; ", condition->group, label);
    for (size_t k = 0; k < condition->n_labels; k++) {
        const char *between = k == 0 ? "" : k + 1 == condition->n_labels ? " or " : ", ";

        used = strlen(text);
        (void) snprintf(text + used, 256 - used, "%s%.40s", between, condition->labels[k]);
    }
    used = strlen(text);
    (void) snprintf(text + used, 256 - used, " is needed");
}

/* The dated lists that give a group its labels. */
static titian_roster roster_of(const step *s, const titian_condition *condition)
{
    return (titian_roster){s->a->lists, condition->group, 1};
}

/* Has a unit left a list so lately that it still counts as on it? */
static int is_in_grace(const step *s, const titian_condition *condition, const titian_listed *found)
{
    const char *label = NULL;

    if (found->row == TITIAN_NONE || found->now || !(found->left >= s->index_year - condition->grace))
        return 0;
    label = titian_listed_label(titian_records_text(s->a->lists, found->row, TITIAN_LISTS_LIST), condition->group);
    for (size_t k = 0; k < condition->n_labels; k++)
        if (strcmp(condition->labels[k], label) == 0)
            return 1;
    return 0;
}

/* One condition of the gate. *why says so where a dated list decides, or the unit is out.
 * @return 1, 0, or -1 for want of memory */
static int passes(const step *s, const titian_condition *condition, size_t unit, const char **why)
{
    titian_arena *arena = &s->a->arena;
    const titian_roster in = roster_of(s, condition);
    const int listed = titian_listed_any(&in), given = condition->reason != NULL && condition->reason[0] != '\0';
    const size_t at = s->a->data_unit[unit];
    const int holds = titian_condition_holds(condition, s->a->data, at);
    titian_listed found = {TITIAN_NONE, 0, TITIAN_MISSING};
    const char *said = "";
    char text[256] = "";
    int stays = 0;

    if (listed) {
        found = titian_listed_find(&in, titian_panel_unit(s->a->data, at)->code, s->index_year);
        stays = !holds && is_in_grace(s, condition, &found);
        said = titian_listed_words(arena, &in, &found, s->index_year, stays);
    }
    *why = said;
    if (holds || stays)
        return said == NULL ? -1 : 1;
    if (!given && !listed) {
        write_reason(s, condition, unit, text);
        *why = titian_arena_text(arena, text);
    } else if (given && said != NULL) {
        *why = listed ? titian_arena_print(arena, "%s (%s)", condition->reason, said)
                      : titian_arena_text(arena, condition->reason);
    }
    return *why == NULL ? -1 : 0;
}

/* What somebody has decided goes before the rules; what these say is kept beside it. */
static void override(const step *s, size_t unit, titian_priority_state *state)
{
    const size_t row = titian_assessment_override(s->a, unit);
    const titian_records *overrides = s->a->overrides;
    const char *words = NULL;
    double action = 0.0;

    if (row == TITIAN_NONE)
        return;
    action = titian_records_number(overrides, row, TITIAN_OVERRIDES_ACTION);
    if (action == TITIAN_OVERRIDE_FIX)
        return;
    state->eligible = action == TITIAN_OVERRIDE_INCLUDE;
    words = titian_override_words(&s->a->arena, overrides, row);
    if (words != NULL && state->reason != NULL)
        state->reason = titian_arena_print(
            &s->a->arena, "%s; by the rules %s: %s", words, state->by_rules ? "in" : "out", state->reason);
}

static titian_status gate(const step *s, size_t unit, titian_priority_state *state, titian_error *err)
{
    const char *said = "";

    state->eligible = 1;
    for (size_t k = 0; k < s->rules->n_eligible && state->eligible && said != NULL; k++) {
        const char *why = NULL;
        const int passed = passes(s, &s->rules->eligible[k], unit, &why);

        state->eligible = passed != 0;
        if (passed < 0)
            said = NULL;
        else if (passed == 0 || said[0] == '\0')
            said = why;
        else if (why[0] != '\0')
            said = titian_arena_print(&s->a->arena, "%s; %s", said, why);
    }
    state->by_rules = state->eligible;
    state->reason = said != NULL && said[0] == '\0'
                        ? s->rules->n_eligible > 0 ? "meets every condition" : "every unit is eligible"
                        : said;
    override(s, unit, state);
    return state->reason != NULL
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_MEMORY, "no memory for the reason why a unit is eligible or not");
}

/* Years of grace count from the end of a row of a list: without a list there is nothing to count from. */
static titian_status note_grace(const step *s, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < s->rules->n_eligible && status == TITIAN_OK; k++) {
        const titian_condition *condition = &s->rules->eligible[k];
        const titian_roster in = roster_of(s, condition);

        if (condition->grace > 0 && !titian_listed_any(&in))
            status = titian_notes_add(&s->a->notes, err,
                "no dated list of %s is among the data: its %d year%s of grace have nothing to count from",
                condition->group, condition->grace, condition->grace == 1 ? "" : "s");
    }
    return status;
}

/* ---- need ---- */

/* (T - P) / T, from 0 at or above the target to 1 at a score of 0 or below. */
static double shortfall(const step *s, double score)
{
    return within((s->rules->target - score) / s->rules->target, 0.0, 1.0);
}

/* Shortfalls over the nodes of the level, weighted by their shares of the index; shares of missing ones are shared.
 * 0 to the power 0 is 0 here: alpha 0 counts the nodes under the target. */
static void measure_need(const step *s, size_t unit, titian_priority_state *state)
{
    size_t n_nodes = 0;
    const size_t first = titian_framework_level(s->a->recipe->framework, s->rules->level, &n_nodes);
    const double *effective = titian_except_effective(s->flow, unit, s->year, s->room);
    double weight = 0.0, need = 0.0, need_1 = 0.0;

    for (size_t node = first; node < first + n_nodes; node++) {
        const double score = titian_panel_column(s->flow->scores, node, s->year)[unit];
        const double w = effective[node];
        const double d = isnan(score) ? 0.0 : shortfall(s, score);

        if (isnan(score))
            continue;
        weight += w;
        need += d > 0.0 ? w * pow(d, s->rules->alpha) : 0.0;
        need_1 += w * d;
    }
    state->need = weight > 0.0 ? within(need / weight, 0.0, 1.0) : TITIAN_MISSING;
    state->need_1 = weight > 0.0 ? within(need_1 / weight, 0.0, 1.0) : TITIAN_MISSING;
}

/* The two nodes of the level with the lowest scores; ties, as ranks see them, in node order. */
static void find_weakest(const step *s, size_t unit, titian_priority_state *state)
{
    size_t n_nodes = 0;
    const size_t first = titian_framework_level(s->a->recipe->framework, s->rules->level, &n_nodes);
    double lowest[2] = {(double) INFINITY, (double) INFINITY};

    state->weakest[0] = TITIAN_NONE;
    state->weakest[1] = TITIAN_NONE;
    for (size_t node = first; node < first + n_nodes; node++) {
        const double score = kernel_round_score(titian_panel_column(s->flow->scores, node, s->year)[unit]);

        if (score < lowest[0]) {
            lowest[1] = lowest[0];
            state->weakest[1] = state->weakest[0];
            lowest[0] = score;
            state->weakest[0] = node;
        } else if (score < lowest[1]) {
            lowest[1] = score;
            state->weakest[1] = node;
        }
    }
}

/* ---- people, vulnerability, absorption ---- */

static void measure_people(const step *s, size_t unit, titian_priority_state *state)
{
    state->population = TITIAN_MISSING;
    if (s->rules->population != NULL)
        state->population = latest(s, s->rules->population, unit, INT_MAX);
    if (state->population < 0.0)
        state->population = TITIAN_MISSING;
    state->people = state->population * state->need_1;
    state->part[TITIAN_PART_PEOPLE] = titian_people_part(s->rules, state->people);
}

static double vulnerability(const step *s, size_t unit)
{
    double most = s->rules->n_vulnerability > 0 ? 0.0 : TITIAN_MISSING;

    for (size_t k = 0; k < s->rules->n_vulnerability; k++)
        if (titian_condition_holds(&s->rules->vulnerability[k], s->a->data, s->a->data_unit[unit]) &&
            s->rules->vulnerability[k].value > most)
            most = s->rules->vulnerability[k].value;
    return within(most, 0.0, 1.0);
}

/* Oldest value a variable of the framework may have, like the stages' rule; the recipe's for any other. */
static int age_limit(const step *s, const char *variable)
{
    const titian_framework *framework = s->a->recipe->framework;
    const size_t node = titian_framework_find(framework, variable);
    const size_t extra = titian_framework_find_extra(framework, variable);

    if (node < titian_framework_n_indicators(framework))
        return titian_max_age(s->a->recipe, titian_framework_node(framework, node)->max_age);
    return titian_max_age(
        s->a->recipe, extra != TITIAN_NONE ? titian_framework_extra(framework, extra)->max_age : -1);
}

static double absorption(const step *s, size_t unit)
{
    double sum = 0.0, n = 0.0;

    for (size_t k = 0; k < s->rules->n_absorption; k++) {
        const titian_scaled *scaled = &s->rules->absorption[k];
        const double x = latest(s, scaled->variable, unit, age_limit(s, scaled->variable));

        if (isnan(x))
            continue;
        sum += within((x - scaled->low) / (scaled->high - scaled->low), 0.0, 1.0);
        n += 1.0;
    }
    return n > 0.0 ? sum / n : TITIAN_MISSING;
}

/* ---- aid ---- */

/* Mean of the values present in the last years. */
static double mean_aid(const step *s, size_t unit)
{
    const titian_panel *data = s->a->data;
    const size_t variable = s->rules->aid == NULL ? TITIAN_NONE : titian_panel_find_variable(data, s->rules->aid);
    double sum = 0.0, n = 0.0;

    for (size_t t = 0; t < titian_panel_n_years(data) && variable != TITIAN_NONE; t++) {
        const double age = (double) s->index_year - (double) titian_panel_year(data, t);
        const double x = titian_panel_column(data, variable, t)[s->a->data_unit[unit]];

        if (isnan(x) || age < 0.0 || age >= (double) s->rules->aid_years)
            continue;
        sum += x;
        n += 1.0;
    }
    return n > 0.0 ? sum / n : TITIAN_MISSING;
}

/* Label by which each unit finds its peers; "" for all. */
static void find_peers(const step *s, const char **labels)
{
    const size_t group =
        s->rules->aid_group == NULL ? TITIAN_NONE : titian_panel_find_group(s->a->data, s->rules->aid_group);

    for (size_t i = 0; i < s->a->n_units; i++)
        labels[i] = group == TITIAN_NONE ? "" : titian_panel_label(s->a->data, group, s->a->data_unit[i]);
}

/* Median aid of the units with a label that are eligible by the rules; of all of those where the label is "". What
 * somebody decides about one unit moves nobody else's score. */
static double median_aid(const step *s, const char *const *labels, const char *label)
{
    double *values = s->flow->scratch;
    size_t n = 0;

    for (size_t i = 0; i < s->a->n_units; i++) {
        const titian_priority_state *peer = &s->a->priority[i];

        if (peer->by_rules && !isnan(peer->aid) && (label[0] == '\0' || strcmp(label, labels[i]) == 0))
            values[n++] = peer->aid;
    }
    return kernel_median_of(values, n);
}

/* Each label's median once, for all who carry the label. Cost: O(units x labels). */
static void set_benchmarks(const step *s, const char *const *labels, unsigned char *done)
{
    for (size_t i = 0; i < s->a->n_units; i++) {
        double median = 0.0;

        if (done[i])
            continue;
        median = median_aid(s, labels, labels[i]);
        for (size_t k = i; k < s->a->n_units; k++) {
            if (strcmp(labels[k], labels[i]) != 0)
                continue;
            s->a->priority[k].aid_benchmark = median;
            done[k] = 1;
        }
    }
}

static titian_status measure_aid(const step *s, titian_error *err)
{
    const char **labels = titian_arena_array(&s->flow->arena, s->a->n_units, sizeof *labels);
    unsigned char *done = titian_arena_array(&s->flow->arena, s->a->n_units, sizeof *done);

    if (labels == NULL || done == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the peers of %zu units", s->a->n_units);
    find_peers(s, labels);
    for (size_t i = 0; i < s->a->n_units; i++)
        s->a->priority[i].aid = mean_aid(s, i);
    set_benchmarks(s, labels, done);
    for (size_t i = 0; i < s->a->n_units; i++) {
        titian_priority_state *state = &s->a->priority[i];

        state->part[TITIAN_PART_AID] = TITIAN_MISSING;
        if (!isnan(state->aid) && state->aid_benchmark > 0.0)
            state->part[TITIAN_PART_AID] = 1.0 - within(state->aid / state->aid_benchmark, 0.0, 1.0);
    }
    return TITIAN_OK;
}

/* ---- score ---- */

double titian_priority_score(const titian_priority_rules *rules, const double *part, double absorption)
{
    double sum = 0.0, weight = 0.0;

    for (size_t k = 0; k < TITIAN_N_PARTS; k++) {
        if (isnan(part[k]))
            continue;
        sum += rules->weight[k] * part[k];
        weight += rules->weight[k];
    }
    if (!(weight > 0.0))
        return TITIAN_MISSING;
    sum = 100.0 * sum / weight;
    return isnan(absorption) ? sum : sum * (1.0 - rules->absorption_penalty * (1.0 - absorption));
}

double titian_people_part(const titian_priority_rules *rules, double people)
{
    return isnan(people) ? TITIAN_MISSING : within(log1p(people) / log1p(rules->people_reference), 0.0, 1.0);
}

static void rank_scores(const step *s)
{
    const size_t n = s->a->n_units;
    double *scores = s->flow->scratch, *keys = scores + n;
    size_t *ranks = s->flow->orders, *order = ranks + n;

    for (size_t i = 0; i < n; i++)
        scores[i] = s->a->priority[i].score;
    kernel_rank_scores(scores, NULL, n, ranks, keys, order);
    for (size_t i = 0; i < n; i++)
        s->a->priority[i].rank = ranks[i];
}

static titian_status measure_unit(const step *s, size_t unit, titian_error *err)
{
    titian_priority_state *state = &s->a->priority[unit];
    const titian_unit_state *quality = titian_assessment_unit(s->a, unit, s->year);
    const titian_status status = gate(s, unit, state, err);

    state->assess_first = state->eligible && !quality->ranked;
    measure_need(s, unit, state);
    find_weakest(s, unit, state);
    measure_people(s, unit, state);
    state->absorption = absorption(s, unit);
    state->part[TITIAN_PART_NEED] = state->need;
    state->part[TITIAN_PART_VULNERABILITY] = vulnerability(s, unit);
    state->part[TITIAN_PART_CONFIDENCE] = quality->confidence;
    return status;
}

titian_status titian_assess_priority(titian_assessment *a, titian_flow *flow, titian_error *err)
{
    const step s = {
        .a = a,
        .flow = flow,
        .rules = &a->recipe->priority,
        .year = a->n_years - 1,
        .index_year = titian_flow_year(flow, a->n_years - 1),
        .room = titian_arena_array(&flow->arena, 2 * a->n_nodes, sizeof *s.room),
    };
    titian_status status = TITIAN_OK;

    if (!a->recipe->priority.on)
        return TITIAN_OK;
    if (s.rules->level < 1 || s.rules->level > titian_framework_n_levels(a->recipe->framework))
        return titian_fail(err, TITIAN_E_MODEL,
            "the level of priority is %d, but the framework has %d levels\ngive a level of framework.csv",
            s.rules->level, titian_framework_n_levels(a->recipe->framework));
    a->priority = titian_arena_array(&a->arena, a->n_units, sizeof *a->priority);
    if (a->priority == NULL || s.room == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for the priorities of %zu units", a->n_units);
    status = note_grace(&s, err);
    for (size_t i = 0; i < a->n_units && status == TITIAN_OK; i++)
        status = measure_unit(&s, i, err);
    if (status == TITIAN_OK)
        status = measure_aid(&s, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t i = 0; i < a->n_units; i++) {
        titian_priority_state *state = &a->priority[i];
        const int takes_part = state->eligible && titian_assessment_unit(a, i, s.year)->ranked;

        state->score = takes_part ? titian_priority_score(s.rules, state->part, state->absorption) : TITIAN_MISSING;
    }
    rank_scores(&s);
    return TITIAN_OK;
}
