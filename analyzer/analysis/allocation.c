/* The list of tables of an allocation, and its steps in their order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/allocation.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "analysis/ask.h"

/* What a table needs: nothing but the rules themselves, or the amounts; and of the options. */
enum { RULES_ALONE = 1, NEEDS_PROJECTS = 2, NEEDS_OVERRIDES = 4, DRAWS = 8 };

/** A table as a row of the list. */
typedef struct {
    const char *name, *summary;
    const char *columns; /* names, separated by commas */
    int needs;
    titian_status (*fill)(titian_money *money, titian_error *err);
} kind;

static const kind kinds[] = {
    {"amounts", "each unit: in or out and why, its amount, and what decides it",
        "uCode,uName,Time,Decision,Why,Amount,Share,Per.Head,Modality,Binds,Exact,Score,Share.Score,Floor,Floor.By,"
        "Cap,Cap.By,Fence,Lambda",
        0, titian_money_table_amounts},
    {"factors", "each unit and factor: value, power, what the score is multiplied by, elasticity",
        "uCode,uName,Time,Factor,Value,Power,Multiplies,Elasticity", 0, titian_money_table_factors},
    {"parameters", "every number of the rule in use: its value, where it is from and how well it is known",
        "Parameter,Part,Value,Known,Source", 0, titian_money_table_parameters},
    {"fairness", "each group: its share of the money beside those of people, need, present aid and countries",
        "Group,Label,N,N.In,Amount,Share,Share.People,Share.Need,Share.Aid,Share.Countries,Per.Head,Note", 0,
        titian_money_table_fairness},
    {"distances", "the whole allocation against equal per head, per country, need and present aid; concentration",
        "Measure,Against,Value,N,Note", 0, titian_money_table_distances},
    {"tradeoff", "how much more need money meets when it leaves equal treatment per head: the Pareto front",
        "Corner,Distance,Need,From,To,Note", 0, titian_money_table_tradeoff},
    {"compare", "the same budget by every rule that the model has the data for, beside this allocation",
        "Rule,uCode,uName,Amount,Share,Amount.Here,Change,Note", 0, titian_money_table_compare},
    {"robust", "each unit: how far its amount moves when the uncertain assumptions of the model are drawn anew",
        "uCode,uName,Time,Decision,Amount,Exact,Mean,SD,Median,P5,P95,P.Any,P.Top,P.Top.SE,N,By.Hand", DRAWS,
        titian_money_table_robust},
    {"regret", "each allocation and scenario: what it loses of the need that the best one meets there",
        "Candidate,Scenario,Need,Best,Regret,Note", 0, titian_money_table_regret},
    {"candidates", "the amounts of each allocation of the table regret", "Candidate,uCode,uName,Amount,Share,Least",
        0, titian_money_table_candidates},
    {"steps", "what each rule does to the money: amounts before and after it, rule by rule",
        "Step,uCode,uName,Before,Amount,Change,Note", 0, titian_money_table_steps},
    {"orphans", "present aid of each unit beside that of peers: who has little or much, and what it has here",
        "uCode,uName,Time,Standing,Aid,Aid.Peers,Ratio,Gap,Amount,Share,Note", 0, titian_money_table_orphans},
    {"overrides", "decisions by hand: author, date, reason, size, and what they cost the others",
        "uCode,uName,Action,Amount,Without,Size,Author,Date,Reason,Line", NEEDS_OVERRIDES,
        titian_money_table_overrides},
    {"projects", "whole projects for the budget: the best choice there is, and the greedy one with its gap",
        "Project,uCode,Decision,Cost,Gain,Best,Greedy,Note", NEEDS_PROJECTS, titian_money_table_projects},
    {"rules", "the rules there are: every number, its source and how well it is known",
        "Rule,Factor,Part,Parameter,Value,Known,Source,About", RULES_ALONE, titian_money_table_rules},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

titian_allocation_options titian_allocation_options_default(void)
{
    return (titian_allocation_options){.budget = TITIAN_MISSING, .scale = TITIAN_MISSING, .most_projects = 1000};
}

size_t titian_allocation_n_tables(void)
{
    return N_KINDS;
}

const char *titian_allocation_name(size_t table)
{
    return kinds[table].name;
}

const char *titian_allocation_summary(size_t table)
{
    return kinds[table].summary;
}

int titian_allocation_draws(size_t table)
{
    return kinds[table].needs & DRAWS ? 1 : 0;
}

/* What the steps ask for */

void *titian_money_room(titian_money *m, size_t n, size_t size, titian_error *err)
{
    void *room = titian_arena_array(&m->arena, n, size);

    if (room == NULL)
        (void) titian_fail(err, TITIAN_E_MEMORY, "no memory for an allocation among %zu units", m->n);
    return room;
}

const char *titian_money_text(titian_money *m, const char *format, ...)
{
    const char *text = NULL;
    va_list args;

    va_start(args, format);
    text = titian_arena_vprint(&m->arena, format, args);
    va_end(args);
    m->short_of_memory = m->short_of_memory || text == NULL;
    return text != NULL ? text : "";
}

/* Cells */

void titian_money_number(titian_money *m, double number)
{
    titian_listing_add_number(m->listing, isfinite(number) ? number : TITIAN_MISSING);
}

void titian_money_word(titian_money *m, const char *text)
{
    titian_listing_add_copy(m->listing, text);
}

void titian_money_key(titian_money *m, size_t unit)
{
    const titian_unit *u = titian_panel_unit(m->raw, unit);

    titian_money_word(m, u->code);
    titian_money_word(m, u->name);
    titian_money_number(m, m->index_year);
}

/* The request */

static titian_status find_rule(titian_money *m, titian_error *err)
{
    size_t row = m->rules->rule;
    const titian_status status =
        m->options->rule != NULL ? titian_allocation_rule_choose(&row, m->options->rule, err) : TITIAN_OK;

    m->rule = titian_allocation_rule_at(row);
    return status;
}

/* What units make of money: as the model has it, or who asks. */
static titian_status find_returns(titian_money *m, titian_error *err)
{
    const char *names[TITIAN_N_RETURNS], *asked = m->options->returns;
    const size_t form = asked != NULL ? titian_returns_find(asked) : (size_t) m->rules->returns;
    const int own = isnan(m->options->scale);

    for (size_t k = 0; k < TITIAN_N_RETURNS; k++)
        names[k] = titian_returns_name(k);
    if (form == TITIAN_NONE)
        return titian_ask_unknown("form of returns", asked, names, TITIAN_N_RETURNS, err);
    m->returns = (titian_returns) form;
    m->scale = own ? m->rules->scale : m->options->scale;
    m->scale_per_head = own ? m->rules->scale_per_head : TITIAN_MISSING;
    if (m->returns == TITIAN_RETURNS_PROPORTIONAL)
        return own ? TITIAN_OK
                   : titian_fail(err, TITIAN_E_USAGE,
                         "a scale goes with returns that fall\nadd --returns saturate or --returns log, or leave "
                         "--scale away");
    if (!own && !(m->scale > 0.0 && isfinite(m->scale)))
        return titian_fail(err, TITIAN_E_USAGE, "the scale of returns is %.15g\ngive a scale above 0", m->scale);
    if (isnan(m->scale) && isnan(m->scale_per_head))
        return titian_fail(err, TITIAN_E_USAGE,
            "returns of the form %s need a scale, in money\ngive one: --scale 5, or a block returns in the model "
            "with scale: 5",
            names[m->returns]);
    if (m->rules->minimum > 0.0)
        return titian_fail(err, TITIAN_E_USAGE,
            "a minimum grant and returns that fall exclude each other\ntake minimum out of the model, or returns "
            "away; a floor goes with both");
    return TITIAN_OK;
}

static titian_status find_budget(titian_money *m, titian_error *err)
{
    m->budget = isnan(m->options->budget) ? m->rules->budget : m->options->budget;
    if (isnan(m->budget))
        return titian_fail(err, TITIAN_E_USAGE,
            "the model has no budget\ngive one, in the currency of the model: --budget 100, or budget: 100 in its "
            "block "
            "allocation");
    return m->budget > 0.0 && isfinite(m->budget)
               ? TITIAN_OK
               : titian_fail(err, TITIAN_E_USAGE, "the budget is %.15g\ngive a budget above 0", m->budget);
}

static titian_status check_options(
    const kind *k, const titian_assessment *a, const titian_allocation_options *o, titian_error *err)
{
    if ((k->needs & NEEDS_PROJECTS) && o->projects == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the table %s needs projects\ngive their file: --projects FILE, with the header %s", k->name,
            titian_records_header(TITIAN_RECORDS_PROJECTS));
    if (!(k->needs & NEEDS_PROJECTS) && o->projects != NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the table %s takes no projects\nleave them away, or choose the table projects", k->name);
    if ((k->needs & NEEDS_OVERRIDES) && titian_assessment_overrides(a) == NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the table %s needs decisions made by hand\ngive their file: --overrides FILE, with the header %s",
            k->name, titian_records_header(TITIAN_RECORDS_OVERRIDES));
    if (!(k->needs & DRAWS) && o->draws != NULL)
        return titian_fail(err, TITIAN_E_USAGE,
            "the table %s draws nothing\nleave replications, seed, threads and top away, or choose the table robust",
            k->name);
    return TITIAN_OK;
}

/* What every table but that of the rules needs: who takes part, with which scores. */
static titian_status begin(titian_money *m, titian_error *err)
{
    titian_status status = titian_ask_stage(m->a, TITIAN_RESULT_RAW, &m->raw, err);

    if (status != TITIAN_OK)
        return status;
    m->n = titian_panel_n_units(m->raw);
    m->year = titian_panel_n_years(m->raw) - 1;
    m->index_year = titian_panel_year(m->raw, m->year);
    status = find_budget(m, err);
    return status == TITIAN_OK ? titian_money_find_factors(m, err) : status;
}

static titian_status share_out(titian_money *m, double **amounts, titian_error *err)
{
    titian_status status = titian_money_gate(m, err);

    if (status == TITIAN_OK)
        status = titian_money_bound(m, err);
    return status == TITIAN_OK ? titian_money_solve(m, amounts, err) : status;
}

/* The same as if nobody had decided anything by hand; amounts are missing where the rules alone give none. */
static titian_status share_out_by_rules(titian_money *m, titian_error *err)
{
    titian_error why = {.code = TITIAN_OK};
    titian_status status = TITIAN_OK;

    m->by_rules = 1;
    status = share_out(m, &m->unset, &why);
    m->by_rules = 0;
    if (status != TITIAN_E_NUMERIC) {
        if (status != TITIAN_OK && err != NULL)
            *err = why;
        return status;
    }
    m->unset = titian_money_room(m, m->n, sizeof *m->unset, err);
    for (size_t i = 0; m->unset != NULL && i < m->n; i++)
        m->unset[i] = TITIAN_MISSING;
    return m->unset != NULL ? TITIAN_OK : TITIAN_E_MEMORY;
}

titian_status titian_money_allocate(titian_money *m, titian_error *err)
{
    titian_status status = begin(m, err);

    m->by_rules = m->without_hand;
    if (status == TITIAN_OK && titian_assessment_overrides(m->a) != NULL && !m->without_hand)
        status = share_out_by_rules(m, err);
    return status == TITIAN_OK ? share_out(m, &m->amounts, err) : status;
}

static titian_status fill(titian_money *m, const kind *k, titian_error *err)
{
    titian_status status = TITIAN_OK;

    m->listing = titian_listing_new(k->columns);
    if (m->listing == NULL)
        return titian_fail(err, TITIAN_E_MEMORY, "no memory for a table of an allocation");
    status = k->fill(m, err);
    if (status == TITIAN_OK && m->short_of_memory)
        status = titian_fail(err, TITIAN_E_MEMORY, "no memory for the texts of an allocation");
    return status == TITIAN_OK ? titian_listing_check(m->listing, err) : status;
}

titian_status titian_money_open(
    titian_money *m, const titian_assessment *a, const titian_allocation_options *options, titian_error *err)
{
    titian_status status = TITIAN_OK;

    *m = (titian_money){
        .a = a, .options = options, .rules = &titian_assessment_recipe(a)->allocation, .arena = TITIAN_ARENA_EMPTY};
    status = find_rule(m, err);
    return status == TITIAN_OK ? find_returns(m, err) : status;
}

titian_status titian_allocation_make(titian_listing **out, const titian_assessment *a, size_t table,
    const titian_allocation_options *options, titian_error *err)
{
    const titian_allocation_options usual = titian_allocation_options_default();
    titian_money m = {.arena = TITIAN_ARENA_EMPTY};
    titian_status status = TITIAN_OK;

    options = options != NULL ? options : &usual;
    *out = NULL;
    status = check_options(&kinds[table], a, options, err);
    if (status == TITIAN_OK)
        status = titian_money_open(&m, a, options, err);
    if (status == TITIAN_OK && (kinds[table].needs & NEEDS_PROJECTS)) {
        status = begin(&m, err);
        if (status == TITIAN_OK)
            status = titian_money_gate(&m, err);
    } else if (status == TITIAN_OK && !(kinds[table].needs & RULES_ALONE))
        status = titian_money_allocate(&m, err);
    if (status == TITIAN_OK)
        status = fill(&m, &kinds[table], err);
    if (status == TITIAN_OK) {
        *out = m.listing;
        m.listing = NULL;
    }
    titian_listing_free(m.listing);
    titian_arena_free(&m.arena);
    return status;
}
