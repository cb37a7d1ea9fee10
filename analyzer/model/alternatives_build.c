/* The alternatives of a factor: stages of the model in another form, and what must have been drawn before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/uncertainty_build.h"
#include "model/words.h"

/* One alternative while it is built. */
typedef struct {
    const titian_uncertain *u;
    size_t factor;
    const titian_yaml_alternative *from;
    titian_path path;
    titian_alternative *out;
    titian_built_list *weighing;
} making;

static titian_path path_of(const making *m, const char *key)
{
    return titian_path_of("%s.%s", m->path.text, key);
}

/* ---- stages ---- */

/* What framework.csv says of indicators, with the stage as the alternative has it. */
static titian_status build_own(making *m, titian_stage stage, titian_error *err)
{
    const titian_build *b = m->u->b;
    titian_choice *own = NULL;
    titian_status status = TITIAN_OK;
    char asker[256];

    if (m->u->built->own_at_fault) /* else its faults would be said again */
        return TITIAN_OK;
    (void) snprintf(asker, sizeof asker, "alternative %s of %s", titian_quote(m->out->name).text,
        titian_quote(m->u->vary->factors[m->factor].name).text);
    b->faults->asker = asker;
    status = titian_build_own_stage(b, stage, &m->out->choice[stage], &own, err);
    m->out->own[stage] = own;
    if (status == TITIAN_OK)
        titian_build_needs(b, &m->out->choice[stage], own, m->u->built->lacking);
    b->faults->asker = NULL;
    return status;
}

static void refuse_max_age(const making *m, const titian_yaml_entry *block)
{
    if (block->max_age != NULL)
        titian_faults_say(m->u->b->faults, titian_build_place(m->u->b, path_of(m, "screen.max_age").text),
            "max_age stands in an alternative, but carrying values forward comes before all stages and has no "
            "alternatives\ntake it out here; the model's own max_age holds for every alternative");
}

static titian_status build_block(making *m, titian_stage stage, const titian_yaml_entry *block, titian_error *err)
{
    const titian_build *b = m->u->b;
    const titian_path path = path_of(m, titian_stage_name(stage));
    const size_t n_before = b->faults->n_errors;
    const titian_status status = titian_build_choice(b, stage, path.text, block, &m->out->choice[stage], err);

    if (status != TITIAN_OK)
        return status;
    m->out->replaces |= 1u << stage;
    refuse_max_age(m, block);
    titian_build_min_groups(
        b, titian_build_place(b, titian_path_of("%s.min_groups", path.text).text), &m->out->choice[stage]);
    return b->faults->n_errors == n_before ? build_own(m, stage, err) : TITIAN_OK;
}

static titian_status build_list(making *m, titian_stage stage, const titian_yaml_list *list, titian_built_list *out,
    const titian_choice **choices, titian_error *err)
{
    const titian_status status =
        titian_build_list(m->u->b, stage, path_of(m, titian_stage_name(stage)).text, list, out, err);

    m->out->replaces |= 1u << stage;
    *choices = out->choice;
    return status;
}

static titian_status build_stages(making *m, titian_error *err)
{
    const titian_yaml_stages *from = &m->from->stages;
    const titian_yaml_list *aggregate = &from->list[TITIAN_STAGE_AGGREGATE], *weigh = &from->list[TITIAN_STAGE_WEIGH];
    titian_built_list aggregation;
    titian_status status = TITIAN_OK;

    for (titian_stage stage = 0; stage < TITIAN_STAGE_AGGREGATE && status == TITIAN_OK; stage++)
        if (from->stage[stage] != NULL)
            status = build_block(m, stage, from->stage[stage], err);
    if (status == TITIAN_OK && aggregate->n > 0)
        status = build_list(m, TITIAN_STAGE_AGGREGATE, aggregate, &aggregation, &m->out->aggregation, err);
    if (status == TITIAN_OK && weigh->n > 0)
        status = build_list(m, TITIAN_STAGE_WEIGH, weigh, m->weighing, &m->out->weighing, err);
    return status;
}

/* The first factor that replaces a stage; this one when none before it does. */
static size_t first_to_replace(const making *m, titian_stage stage)
{
    const titian_factor *factors = m->u->vary->factors;

    for (size_t f = 0; f < m->factor; f++)
        for (size_t k = 0; k < factors[f].n_alternatives; k++)
            if ((factors[f].alternatives[k].replaces & 1u << stage) != 0)
                return f;
    return m->factor;
}

/* Two factors may not replace the same stage: one of them would draw in vain. Said once for a factor and stage. */
static void check_others(making *m, unsigned *said)
{
    const titian_factor *factors = m->u->vary->factors;

    for (titian_stage stage = 0; stage < TITIAN_STAGE_VARY; stage++) {
        const unsigned bit = 1u << stage;
        size_t other;

        if ((m->out->replaces & bit) == 0 || (*said & bit) != 0)
            continue;
        other = first_to_replace(m, stage);
        *said |= bit;
        if (other < m->factor)
            titian_faults_say(m->u->b->faults, titian_build_place(m->u->b, path_of(m, titian_stage_name(stage)).text),
                "%s and %s both replace %s\nput their alternatives for it into one entry, or take it out of one of "
                "the two",
                titian_quote(factors[other].name).text, titian_quote(factors[m->factor].name).text,
                titian_stage_name(stage));
    }
}

/* ---- what was drawn before ---- */

/* Names of the factors that stand before and have alternatives. */
static size_t names_before(const making *m, const char **names)
{
    size_t n = 0;

    for (size_t f = 0; f < m->factor; f++)
        if (m->u->vary->factors[f].n_alternatives > 0)
            names[n++] = m->u->vary->factors[f].name;
    return n;
}

static void refuse_factor(const making *m, const char *path, const char *name, size_t found)
{
    const titian_factor *factors = m->u->vary->factors;
    const titian_place place = titian_build_place(m->u->b, path);
    const char *names[TITIAN_MOST_FACTORS];
    size_t n;

    if (found == m->factor) {
        titian_faults_say(m->u->b->faults, place,
            "an alternative of %s asks for alternatives of the same entry\n"
            "name an entry before this one",
            titian_quote(name).text);
    } else if (found != TITIAN_NONE && found > m->factor) {
        titian_faults_say(m->u->b->faults, place,
            "entry %s stands behind this one\nmove it before this one: entries are drawn in their order",
            titian_quote(name).text);
    } else if (found != TITIAN_NONE) {
        titian_faults_say(m->u->b->faults, place,
            "entry %s varies by %s and has no alternatives\nname an entry that has alternatives",
            titian_quote(name).text, factors[found].how.method->name);
    } else {
        n = names_before(m, names);
        titian_faults_say(m->u->b->faults, place, "there is no entry %s in vary\n%sname an entry before this one: %s",
            titian_quote(name).text, titian_near(m->u->b->faults, name, names, n).text,
            n > 0 ? titian_list(names, n).text : "(there is none that has alternatives)");
    }
}

/* The factor that a requirement names; TITIAN_NONE when it may not, which is said. */
static size_t find_factor(const making *m, const char *path, const char *name)
{
    const titian_factor *factors = m->u->vary->factors;
    size_t found = TITIAN_NONE;

    for (size_t f = 0; f < m->u->vary->n && found == TITIAN_NONE; f++)
        found = strcmp(factors[f].name, name) == 0 ? f : TITIAN_NONE;
    if (found != TITIAN_NONE && found < m->factor && factors[found].n_alternatives > 0)
        return found;
    refuse_factor(m, path, name, found);
    return TITIAN_NONE;
}

static void mark(const making *m, const char *path, const titian_factor *factor, const char *name, unsigned char *of)
{
    const char *names[TITIAN_MOST_ALTERNATIVES];

    for (size_t k = 0; k < factor->n_alternatives; k++) {
        names[k] = factor->alternatives[k].name;
        if (strcmp(names[k], name) != 0)
            continue;
        of[k] = 1;
        return;
    }
    titian_faults_say(m->u->b->faults, titian_build_place(m->u->b, path),
        "%s has no alternative %s\n%sname some of: %s", titian_quote(factor->name).text, titian_quote(name).text,
        titian_near(m->u->b->faults, name, names, factor->n_alternatives).text,
        titian_list(names, factor->n_alternatives).text);
}

/* One requirement. @return 0, -1 when there is no memory */
static int build_requirement(const making *m, size_t at, titian_requirement *to)
{
    const titian_yaml_requirement *from = &m->from->when[at];
    const titian_path path = titian_path_of("%s.when[%zu]", m->path.text, at);
    const titian_path name = titian_path_of("%s.factor", path.text);
    unsigned char *wanted = NULL;

    to->factor = find_factor(m, name.text, from->factor);
    if (to->factor == TITIAN_NONE)
        return 0;
    for (size_t k = 0; k < at; k++)
        if (m->out->when[k].factor == to->factor)
            titian_faults_say(m->u->b->faults, titian_build_place(m->u->b, name.text),
                "when names %s twice\nkeep one line for it, with every alternative that will do",
                titian_quote(from->factor).text);
    wanted = titian_arena_array(m->u->b->arena, m->u->vary->factors[to->factor].n_alternatives, 1);
    if (wanted == NULL)
        return -1;
    for (size_t k = 0; k < from->n_in; k++)
        mark(m, titian_path_of("%s.in[%zu]", path.text, k).text, &m->u->vary->factors[to->factor], from->in[k],
            wanted);
    to->alternatives = wanted;
    return 0;
}

static titian_status build_when(making *m, titian_error *err)
{
    titian_requirement *when = titian_arena_array(m->u->b->arena, m->from->n_when, sizeof *when);

    m->out->when = when;
    m->out->n_when = m->from->n_when;
    if (when == NULL)
        return titian_build_no_memory(err);
    for (size_t k = 0; k < m->from->n_when; k++)
        if (build_requirement(m, k, &when[k]) != 0)
            return titian_build_no_memory(err);
    return TITIAN_OK;
}

/* ---- all of a factor ---- */

static titian_status build_one(making *m, unsigned *said, titian_error *err)
{
    const titian_rule probability = {.fallback = 1.0, .least = 0.0, .most = 1e9, .open = 1};
    titian_status status = TITIAN_OK;

    m->out->name = titian_build_text(m->u->b, m->from->name);
    if (m->out->name == NULL)
        return titian_build_no_memory(err);
    titian_uncertain_name(m->u, path_of(m, "name").text, "alternative", m->out->name);
    m->out->probability =
        titian_build_number(m->u->b, path_of(m, "probability").text, m->from->probability, probability);
    status = build_when(m, err);
    if (status == TITIAN_OK)
        status = build_stages(m, err);
    if (status == TITIAN_OK)
        check_others(m, said);
    return status;
}

/* No two alternatives of a factor have one name. */
static titian_status check_names(const titian_uncertain *u, size_t factor, titian_error *err)
{
    const titian_factor *about = &u->vary->factors[factor];
    titian_index names = TITIAN_INDEX_EMPTY;
    titian_status status = TITIAN_OK;

    for (size_t k = 0; k < about->n_alternatives && status == TITIAN_OK; k++) {
        const char *name = about->alternatives[k].name;
        const titian_path path = titian_path_of("uncertainty.vary[%zu].alternatives[%zu].name", factor, k);

        if (titian_index_find(&names, name, strlen(name)) != TITIAN_NONE && name[0] != '\0')
            titian_faults_say(u->b->faults, titian_build_place(u->b, path.text),
                "two alternatives of %s have the name %s\ngive each alternative a name of its own",
                titian_quote(about->name).text, titian_quote(name).text);
        if (titian_index_add(&names, name, strlen(name), k) != 0)
            status = titian_build_no_memory(err);
    }
    titian_index_free(&names);
    return status;
}

/* How many alternatives the factor may have: as many as there are, none with another method. */
static size_t count(const titian_uncertain *u, size_t factor)
{
    const titian_yaml_entry *entry = titian_uncertain_entry(u, factor);
    const titian_factor *about = &u->vary->factors[factor];
    const int wanted = about->how.row == 0; /* also when the method is not known, which was said */
    const char *method = entry->method != NULL ? entry->method : "";

    if (strcmp(method, titian_method_at(TITIAN_STAGE_VARY, 0)->name) == 0 && entry->n_alternatives == 0)
        titian_faults_say(u->b->faults, titian_uncertain_place(u, factor, "method"),
            "method %s needs alternatives\nadd alternatives: and a list of them, each with a name",
            about->how.method->name);
    if (!wanted && entry->n_alternatives > 0)
        titian_faults_say(u->b->faults, titian_uncertain_place(u, factor, "alternatives"),
            "method %s has no alternatives\ntake them out, or write method: %s", about->how.method->name,
            titian_method_at(TITIAN_STAGE_VARY, 0)->name);
    if (entry->n_alternatives > TITIAN_MOST_ALTERNATIVES)
        titian_faults_say(u->b->faults, titian_uncertain_place(u, factor, "alternatives"),
            "%s has %u alternatives\nkeep at most %d of them", titian_quote(about->name).text, entry->n_alternatives,
            (int) TITIAN_MOST_ALTERNATIVES);
    return wanted && entry->n_alternatives <= TITIAN_MOST_ALTERNATIVES ? entry->n_alternatives : 0;
}

titian_status titian_build_alternatives(const titian_uncertain *u, size_t factor, titian_error *err)
{
    const titian_yaml_entry *entry = titian_uncertain_entry(u, factor);
    titian_factor *about = &u->vary->factors[factor];
    const size_t n = count(u, factor);
    titian_alternative *all = titian_arena_array(u->b->arena, n, sizeof *all);
    titian_status status = TITIAN_OK;
    unsigned said = 0;

    u->vary->weighing[factor] = titian_arena_array(u->b->arena, n, sizeof *u->vary->weighing[factor]);
    if (all == NULL || u->vary->weighing[factor] == NULL)
        return titian_build_no_memory(err);
    u->vary->alternatives[factor] = all;
    about->alternatives = all;
    for (size_t k = 0; k < n && status == TITIAN_OK; k++) {
        making m = {.u = u,
            .factor = factor,
            .from = &entry->alternatives[k],
            .path = titian_path_of("uncertainty.vary[%zu].alternatives[%zu]", factor, k),
            .out = &all[k],
            .weighing = &u->vary->weighing[factor][k]};

        status = build_one(&m, &said, err);
        about->n_alternatives = k + 1;
    }
    return status == TITIAN_OK ? check_names(u, factor, err) : status;
}

/* ---- exceptions to weights ---- */

/* Exceptions beside the aggregation of an alternative of factor f that may be drawn with them.
 * @param of  the alternative that the exceptions are from; NULL: the model */
static void check_aggregations(
    const titian_uncertain *u, const titian_built_list *weighing, size_t factor, const titian_alternative *of)
{
    for (size_t f = 0; f < u->vary->n; f++)
        for (size_t k = 0; k < u->vary->factors[f].n_alternatives; k++) {
            const titian_alternative *a = &u->vary->factors[f].alternatives[k];

            if (a->aggregation == NULL || (of != NULL && f == factor && a != of) ||
                (of == NULL && a->weighing != NULL))
                continue;
            titian_build_exceptions_check(u->b, weighing, a->aggregation);
        }
}

void titian_uncertain_exceptions(const titian_uncertain *u)
{
    check_aggregations(u, &u->built->list[TITIAN_STAGE_WEIGH], TITIAN_NONE, NULL);
    for (size_t f = 0; f < u->vary->n; f++)
        for (size_t k = 0; k < u->vary->factors[f].n_alternatives; k++) {
            const titian_alternative *a = &u->vary->factors[f].alternatives[k];
            const titian_built_list *weighing = &u->vary->weighing[f][k];

            check_aggregations(u, weighing, f, a);
            if (a->aggregation == NULL)
                titian_build_exceptions_check(u->b, weighing, u->built->list[TITIAN_STAGE_AGGREGATE].choice);
        }
}
