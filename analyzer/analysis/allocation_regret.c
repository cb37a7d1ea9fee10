/* Allocations held against each other over scenarios: what each would lose of the need that the best of them meets,
 * if that scenario were the true one. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/allocation.h"
#include "analysis/allocation_replicate.h"
#include "analysis/replicate_priority.h"

enum { MOST_SCENARIOS = 64 };

/* A name, and what it stands for: a scenario's needs, or a candidate's amounts, [unit]. */
typedef struct {
    const char *name;
    const double *column;
} named;

typedef struct {
    titian_money *m;
    const titian_uncertainty_rules *doubts;
    titian_money_plan *plan;
    titian_replicator *replicator;
    titian_hand *hand;
    titian_money_desk *desk;
    titian_change drawn; /* alternatives of the scenario at hand, for titian_vary_middle */
    size_t *digit;       /* [factor] */
    double *numbers;     /* of a replication */
    double *spare;       /* 2 units */
    named *scenarios, *candidates;
    size_t n_scenarios, n_candidates;
    double *met, *best,
        *greatest; /* need met, [candidate][scenario]; most, [scenario]; greatest regret, [candidate] */
    size_t least;  /* the candidate whose greatest regret is least */
} regrets;

/* ---- scenarios: the combinations of alternatives that are open ---- */

static int has_alternatives(const regrets *r, size_t factor)
{
    return r->doubts->factors[factor].n_alternatives > 0;
}

/* How many there are with those that are not open; 0: the model has none. */
static double count_combinations(const regrets *r)
{
    double n = 1.0;
    int any = 0;

    for (size_t f = 0; f < r->doubts->n_factors; f++) {
        n *= has_alternatives(r, f) ? (double) r->doubts->factors[f].n_alternatives : 1.0;
        any |= has_alternatives(r, f);
    }
    return any ? n : 0.0;
}

static titian_status check_doubts(const regrets *r, titian_error *err)
{
    const double n = count_combinations(r);

    if (n == 0.0)
        return titian_fail(err, TITIAN_E_MODEL,
            "the model names no alternatives that could be scenarios\nadd some to its block uncertainty, such as "
            "another mean or another scale: docs/models.md");
    if (n > MOST_SCENARIOS)
        return titian_fail(err, TITIAN_E_MODEL,
            "the alternatives of the model have %.0f combinations, and each is a scenario\ntake some out: at most %d",
            n, (int) MOST_SCENARIOS);
    return TITIAN_OK;
}

/* The next combination. @return 0 after the last */
static int next_combination(const regrets *r)
{
    for (size_t f = r->doubts->n_factors; f-- > 0;) {
        if (!has_alternatives(r, f))
            continue;
        if (++r->digit[f] < r->doubts->factors[f].n_alternatives)
            return 1;
        r->digit[f] = 0;
    }
    return 0;
}

/* The numbers that draw the combination at hand. @return 0 where it is not open, or is the model itself */
static int place_combination(const regrets *r)
{
    unsigned replaces = 0;

    for (size_t f = 0; f < r->doubts->n_factors; f++)
        r->drawn.alternative[f] = TITIAN_NONE;
    for (size_t f = 0; f < r->doubts->n_factors; f++) {
        const titian_factor *factor = &r->doubts->factors[f];
        double u = 0.5;

        if (!has_alternatives(r, f))
            continue;
        u = titian_vary_middle(factor, &r->drawn, r->digit[f]);
        if (isnan(u))
            return 0;
        r->drawn.alternative[f] = r->digit[f];
        r->numbers[titian_replicator_first(r->replicator, f)] = u;
        replaces |= factor->alternatives[r->digit[f]].replaces;
    }
    return replaces != 0;
}

/* What it has in place of the model's own: "scale: rank; mean: geometric". */
static const char *name_combination(const regrets *r)
{
    const char *name = "";

    for (size_t f = 0; f < r->doubts->n_factors; f++) {
        const titian_factor *factor = &r->doubts->factors[f];

        if (has_alternatives(r, f) && factor->alternatives[r->digit[f]].replaces != 0)
            name = titian_money_text(r->m, "%s%s%s: %s", name, name[0] != '\0' ? "; " : "", factor->name,
                factor->alternatives[r->digit[f]].name);
    }
    return name;
}

static double *add_column(regrets *r, named *list, size_t *n, const char *name, titian_error *err)
{
    double *column = titian_money_room(r->m, r->m->n, sizeof *column, err);

    if (column != NULL)
        list[(*n)++] = (named){name, column};
    return column;
}

/* The model as it stands is a scenario and a candidate too. */
static titian_status take_model(regrets *r, titian_error *err)
{
    double *need = add_column(r, r->scenarios, &r->n_scenarios, "the model", err);
    double *amounts = add_column(r, r->candidates, &r->n_candidates, "the model", err);

    if (need == NULL || amounts == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < r->m->n; i++) {
        const titian_priority_state *state = titian_assessment_priority(r->m->a, i);

        need[i] = state != NULL ? state->need_1 : TITIAN_MISSING;
        amounts[i] = r->m->exact[i];
    }
    return TITIAN_OK;
}

/* Run a scenario: its needs, and the amounts that the rule gives by them, which are a candidate. */
static titian_status take_scenario(regrets *r, titian_error *err)
{
    const char *name = name_combination(r);
    double *need = add_column(r, r->scenarios, &r->n_scenarios, name, err), *amounts = r->spare;
    size_t n = 0;
    const uint32_t *who = titian_money_plan_who(r->plan, &n);
    titian_error found = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    if (need == NULL)
        return TITIAN_E_MEMORY;
    status = titian_hand_run(r->hand, r->numbers, r->n_scenarios, &found);
    if (status != TITIAN_OK)
        return titian_fail(err, status, "in the scenario %s: %s\n%s", name, found.message, found.mend);
    titian_hand_needs(r->hand, who, n, r->spare, need, r->spare + r->m->n);
    if (!titian_money_share_again(r->plan, r->desk, r->hand, amounts))
        return TITIAN_OK; /* no allocation by the rule: no candidate */
    amounts = add_column(r, r->candidates, &r->n_candidates, name, err);
    if (amounts == NULL)
        return TITIAN_E_MEMORY;
    for (size_t i = 0; i < r->m->n; i++)
        amounts[i] = isnan(r->spare[i]) ? r->m->rules->assess_first : r->spare[i];
    return TITIAN_OK;
}

static titian_status take_scenarios(regrets *r, titian_error *err)
{
    titian_status status = take_model(r, err);

    titian_hand_only(r->hand, TITIAN_ONLY_ALTERNATIVES);
    do {
        if (status == TITIAN_OK && place_combination(r))
            status = take_scenario(r, err);
    } while (status == TITIAN_OK && next_combination(r));
    return status;
}

/* ---- candidates: other rules ---- */

static titian_status take_rule(regrets *r, size_t rule, titian_error *err)
{
    titian_allocation_options options = *r->m->options;
    titian_money other;
    titian_error why;
    double *amounts = NULL;
    titian_status status = TITIAN_OK;

    options.rule = titian_allocation_rule_name(rule);
    status = titian_money_open(&other, r->m->a, &options, &why);
    if (status == TITIAN_OK)
        status = titian_money_allocate(&other, &why);
    if (status == TITIAN_OK) {
        amounts = add_column(r, r->candidates, &r->n_candidates,
            titian_money_text(r->m, "rule %s", titian_allocation_rule_name(rule)), err);
        status = amounts == NULL ? TITIAN_E_MEMORY : TITIAN_OK;
    }
    if (status == TITIAN_OK)
        memcpy(amounts, other.exact, r->m->n * sizeof *amounts);
    titian_arena_free(&other.arena);
    if (status == TITIAN_E_MEMORY || other.short_of_memory)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for an allocation by another rule");
    return TITIAN_OK; /* the model does not have what it needs: no candidate; the table compare says what lacks */
}

static titian_status take_rules(regrets *r, titian_error *err)
{
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < titian_allocation_n_rules() && status == TITIAN_OK; k++)
        if (titian_allocation_rule_at(k) != r->m->rule)
            status = take_rule(r, k, err);
    return status;
}

/* ---- regret ---- */

/* Mean need of where money goes, among units whose need is known there. */
static double need_met(const titian_money *m, const double *amounts, const double *need)
{
    double money = 0.0, met = 0.0;

    for (size_t i = 0; i < m->n; i++) {
        if (isnan(need[i]))
            continue;
        money += amounts[i];
        met += amounts[i] * need[i];
    }
    return money > 0.0 ? met / money : TITIAN_MISSING;
}

static void find_regrets(regrets *r)
{
    for (size_t s = 0; s < r->n_scenarios; s++) {
        r->best[s] = TITIAN_MISSING;
        for (size_t c = 0; c < r->n_candidates; c++) {
            const double met = need_met(r->m, r->candidates[c].column, r->scenarios[s].column);

            r->met[c * r->n_scenarios + s] = met;
            r->best[s] = fmax(r->best[s], met); /* a missing one is passed over */
        }
    }
    for (size_t c = 0; c < r->n_candidates; c++) {
        r->greatest[c] = TITIAN_MISSING;
        for (size_t s = 0; s < r->n_scenarios; s++)
            r->greatest[c] = fmax(r->greatest[c], r->best[s] - r->met[c * r->n_scenarios + s]);
        if (r->greatest[c] < r->greatest[r->least])
            r->least = c;
    }
}

static titian_status make_room(regrets *r, titian_error *err)
{
    titian_money *m = r->m;
    const size_t n_scenarios = MOST_SCENARIOS + 1, n_candidates = n_scenarios + titian_allocation_n_rules();

    r->digit = titian_money_room(m, r->doubts->n_factors, sizeof *r->digit, err);
    r->drawn.alternative = titian_money_room(m, r->doubts->n_factors, sizeof *r->drawn.alternative, err);
    r->numbers = titian_money_room(m, titian_replicator_n_uniforms(r->replicator) + 1, sizeof *r->numbers, err);
    r->spare = titian_money_room(m, 2 * m->n, sizeof *r->spare, err);
    r->scenarios = titian_money_room(m, n_scenarios, sizeof *r->scenarios, err);
    r->candidates = titian_money_room(m, n_candidates, sizeof *r->candidates, err);
    r->met = titian_money_room(m, n_scenarios * n_candidates, sizeof *r->met, err);
    r->best = titian_money_room(m, n_scenarios, sizeof *r->best, err);
    r->greatest = titian_money_room(m, n_candidates, sizeof *r->greatest, err);
    r->desk = titian_money_desk_new(r->plan, &m->arena);
    if (!r->digit || !r->drawn.alternative || !r->numbers || !r->spare || !r->scenarios || !r->candidates ||
        !r->met || !r->best || !r->greatest || !r->desk)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for scenarios of %zu units", m->n);
    for (size_t k = 0; k < titian_replicator_n_uniforms(r->replicator); k++)
        r->numbers[k] = 0.5; /* of what is not drawn */
    return TITIAN_OK;
}

/* All that both tables show. @param fill  adds the rows */
static titian_status with_regrets(titian_money *m, void (*fill)(const regrets *r), titian_error *err)
{
    regrets r = {.m = m, .doubts = &titian_assessment_recipe(m->a)->uncertainty};
    titian_status status = check_doubts(&r, err);

    if (status == TITIAN_OK && !titian_assessment_recipe(m->a)->priority.on)
        status = titian_fail(err, TITIAN_E_MODEL,
            "the model has no priority block, so that no need is known that money could meet\nadd one with a target");
    if (status == TITIAN_OK)
        status = titian_money_plan_new(&r.plan, m->a, m->options, err);
    if (status == TITIAN_OK)
        status = titian_replicator_new(&r.replicator, m->a, err);
    if (status == TITIAN_OK)
        status = titian_hand_new(&r.hand, r.replicator, err);
    if (status == TITIAN_OK)
        status = make_room(&r, err);
    if (status == TITIAN_OK)
        status = take_scenarios(&r, err);
    if (status == TITIAN_OK)
        status = take_rules(&r, err);
    if (status == TITIAN_OK) {
        find_regrets(&r);
        fill(&r);
    }
    titian_hand_free(r.hand);
    titian_replicator_free(r.replicator);
    titian_money_plan_free(r.plan);
    return status;
}

/* ---- tables ---- */

static void add_row(const regrets *r, size_t c, const char *scenario, const double figures[3], const char *note)
{
    titian_money_word(r->m, r->candidates[c].name);
    titian_money_word(r->m, scenario);
    for (size_t k = 0; k < 3; k++)
        titian_money_number(r->m, figures[k]);
    titian_money_word(r->m, note);
}

static void fill_regrets(const regrets *r)
{
    for (size_t c = 0; c < r->n_candidates; c++) {
        const double greatest[] = {TITIAN_MISSING, TITIAN_MISSING, r->greatest[c]};
        double most = -(double) INFINITY;
        size_t worst = 0;

        for (size_t s = 0; s < r->n_scenarios; s++) {
            const double met = r->met[c * r->n_scenarios + s], figures[] = {met, r->best[s], r->best[s] - met};

            add_row(r, c, r->scenarios[s].name, figures, "");
            worst = figures[2] > most ? s : worst;
            most = fmax(most, figures[2]);
        }
        add_row(r, c, "(greatest)", greatest,
            titian_money_text(r->m, "%s%s", most > 0.0 ? r->scenarios[worst].name : "the best in every scenario",
                c == r->least ? "; the least of all candidates" : ""));
    }
}

titian_status titian_money_table_regret(titian_money *m, titian_error *err)
{
    return with_regrets(m, fill_regrets, err);
}

static void fill_candidates(const regrets *r)
{
    for (size_t c = 0; c < r->n_candidates; c++)
        for (size_t i = 0; i < r->m->n; i++) {
            const double amount = r->candidates[c].column[i];

            if (!(amount > 0.0))
                continue;
            titian_money_word(r->m, r->candidates[c].name);
            titian_money_word(r->m, titian_panel_unit(r->m->raw, i)->code);
            titian_money_word(r->m, titian_panel_unit(r->m->raw, i)->name);
            titian_money_number(r->m, amount);
            titian_money_number(r->m, amount / r->m->budget);
            titian_money_number(r->m, c == r->least ? 1.0 : 0.0);
        }
}

titian_status titian_money_table_candidates(titian_money *m, titian_error *err)
{
    return with_regrets(m, fill_candidates, err);
}
