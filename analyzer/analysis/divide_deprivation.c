/* The tables of those who are deprived in several ways at once, after Alkire and Foster.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "analysis/divide.h"
#include "kernels/deprivation.h"

/* A node whose parts are looked at, in one year. */
typedef struct {
    titian_divide *divide;
    size_t node, year;
    size_t *all_parts, n_parts; /* those that there are, whatever their weight */
    size_t *parts;              /* those with a weight: poverty.m */
    double *lines, *weights;    /* of those */
    double *x, *people;         /* of the units that take part; part after part */
    size_t *units;              /* which units those are */
    size_t *left; /* per group: have a value of some part, and take no part; all behind the last group */
    kernel_poverty poverty;
    double *deprived;          /* of each unit that takes part */
    unsigned char *takes_part; /* in the group at hand */
    double *censored, *uncensored;
} survey;

/* Of a group. */
typedef struct {
    kernel_poor poor;
    size_t n, n_left;
    double people;
    titian_sample sample;
} count;

/* The parts of a node */

static titian_status find_node(survey *s, titian_error *err)
{
    const titian_divide *divide = s->divide;
    const titian_divide_options *o = divide->options;
    size_t end = 0;

    s->node = titian_framework_root(divide->framework);
    if (o->node != NULL) {
        const titian_status status =
            titian_ask_nodes(divide->a, TITIAN_RESULT_AGGREGATED, o->node, &s->node, &end, err);

        if (status != TITIAN_OK)
            return status;
    }
    if (o->level < 0 || o->level >= titian_divide_node(divide, s->node)->level)
        return titian_fail(err, TITIAN_E_USAGE, "%s has no parts of level %d\nit is of level %d itself",
            titian_divide_node(divide, s->node)->code, o->level, titian_divide_node(divide, s->node)->level);
    if (titian_divide_node(divide, s->node)->n_children == 0)
        return titian_fail(err, TITIAN_E_USAGE, "%s is an indicator and has no parts\nname a node above it",
            titian_divide_node(divide, s->node)->code);
    return TITIAN_OK;
}

static titian_status find_parts(survey *s, titian_error *err)
{
    const titian_divide *divide = s->divide;
    const titian_divide_options *o = divide->options;
    const titian_node *node = titian_divide_node(divide, s->node);
    const size_t n_nodes = titian_framework_n_nodes(divide->framework);

    s->all_parts = titian_divide_scratch(s->divide, n_nodes, sizeof *s->all_parts, err);
    s->parts = titian_divide_scratch(s->divide, n_nodes, sizeof *s->parts, err);
    if (s->all_parts == NULL || s->parts == NULL)
        return TITIAN_E_MEMORY;
    for (size_t k = 0; k < n_nodes; k++)
        if (o->level == 0 ? k >= node->first_child && k < node->first_child + node->n_children
                          : titian_divide_node(divide, k)->level == o->level &&
                                titian_framework_is_under(divide->framework, k, s->node))
            s->all_parts[s->n_parts++] = k;
    if (o->stage != TITIAN_RESULT_AGGREGATED && s->all_parts[0] >= titian_framework_n_indicators(divide->framework))
        return titian_fail(err, TITIAN_E_USAGE,
            "the parts of %s are no indicators, and only indicators have values at the stage \"%s\"\n"
            "take --level 1, or the stage \"aggregated\"",
            node->code, titian_result_name(o->stage));
    return TITIAN_OK;
}

/* Every code of the file must be a part: one that is none is a slip. */
static titian_status check_lines(const survey *s, titian_error *err)
{
    const titian_lines *lines = s->divide->options->lines;

    for (size_t k = 0; lines != NULL && k < titian_lines_n(lines); k++) {
        const titian_line *line = titian_lines_at(lines, k);
        size_t part = 0;

        while (part < s->n_parts && strcmp(titian_divide_node(s->divide, s->all_parts[part])->code, line->code) != 0)
            part++;
        if (part == s->n_parts)
            return titian_fail_at(err, TITIAN_E_DATA, titian_lines_file(lines), line->row, 1,
                "%s is not among the parts of %s\ncorrect the code, or choose other parts with --node and --level",
                line->code, titian_divide_node(s->divide, s->node)->code);
    }
    return TITIAN_OK;
}

/* The weight of a part: the file's, where it has weights, else its share in the index. */
static titian_status weight_of(const survey *s, size_t part, double *weight, titian_error *err)
{
    const titian_lines *lines = s->divide->options->lines;
    const char *code = titian_divide_node(s->divide, part)->code;
    const titian_line *own = lines != NULL ? titian_lines_find(lines, code) : NULL;

    *weight = titian_assessment_effective_weights(s->divide->a, s->year)[part];
    if (lines == NULL || titian_lines_n(lines) == 0 || isnan(titian_lines_at(lines, 0)->weight))
        return TITIAN_OK;
    if (own == NULL)
        return titian_fail_at(err, TITIAN_E_DATA, titian_lines_file(lines), 0, 0,
            "%s has no row, and the file has weights\nadd a row for it, with weight 0 to leave it out", code);
    *weight = titian_divide_skips(s->divide, part, s->year) ? 0.0 : own->weight;
    return TITIAN_OK;
}

static titian_status line_of(const survey *s, size_t part, double *line, titian_error *err)
{
    const titian_lines *lines = s->divide->options->lines;
    const titian_node *node = titian_divide_node(s->divide, part);
    const titian_line *own = lines != NULL ? titian_lines_find(lines, node->code) : NULL;

    if (titian_stage_direction(node, s->divide->options->stage) < 0)
        return titian_fail(err, TITIAN_E_USAGE,
            "less is better of %s, and a line is one that values should reach\n"
            "take scores: --stage aggregated or --stage normalised",
            node->code);
    *line = own != NULL ? own->line : titian_divide_line(s->divide, part, titian_divide_target(s->divide, part));
    if (!isnan(*line))
        return TITIAN_OK;
    return titian_fail(err, TITIAN_E_USAGE,
        "%s has no line, and the model no target above 0 for it\n"
        "give it a row in the file of --lines, or all of them one: --target 50",
        node->code);
}

/* The lines and weights of the year; parts without weight bear on nothing and are passed over. */
static titian_status weigh_parts(survey *s, titian_error *err)
{
    double total = 0.0;
    size_t m = 0;

    for (size_t k = 0; k < s->n_parts; k++) {
        titian_status status = weight_of(s, s->all_parts[k], &s->weights[m], err);

        if (status == TITIAN_OK && !(s->weights[m] > 0.0))
            continue;
        if (status == TITIAN_OK)
            status = line_of(s, s->all_parts[k], &s->lines[m], err);
        if (status != TITIAN_OK)
            return status;
        total += s->weights[m];
        s->parts[m++] = s->all_parts[k];
    }
    if (m == 0)
        return titian_fail(err, TITIAN_E_USAGE, "no part of %s has a weight above 0 in %d",
            titian_divide_node(s->divide, s->node)->code, titian_panel_year(s->divide->panel, s->year));
    for (size_t k = 0; k < m; k++)
        s->weights[k] /= total;
    s->poverty.m = m;
    return TITIAN_OK;
}

/* Who takes part */

static size_t n_present(const survey *s, size_t unit)
{
    size_t n = 0;

    for (size_t k = 0; k < s->poverty.m; k++)
        n += isnan(titian_divide_value(s->divide, s->parts[k], s->year, unit)) ? 0 : 1;
    return n;
}

static void find_units(survey *s)
{
    titian_divide *divide = s->divide;
    const double *people = titian_divide_people(divide, s->year);
    size_t n = 0;

    memset(s->left, 0, (divide->n_groups + 1) * sizeof *s->left);
    for (size_t c = 0; c < divide->n_communities; c++) {
        const size_t i = divide->communities[c];
        const double weight = people != NULL ? people[i] : 1.0;
        const size_t present = n_present(s, i);

        if (present == s->poverty.m && weight > 0.0) {
            s->people[n] = weight;
            s->units[n++] = i;
        } else if (present > 0) {
            s->left[divide->n_groups]++;
            if (divide->n_groups > 0)
                s->left[divide->group[i]]++;
        }
    }
    for (size_t k = 0; k < s->poverty.m; k++)
        for (size_t i = 0; i < n; i++)
            s->x[k * n + i] = titian_divide_value(divide, s->parts[k], s->year, s->units[i]);
    s->poverty = (kernel_poverty){.x = s->x,
        .people = s->people,
        .lines = s->lines,
        .weights = s->weights,
        .n = n,
        .m = s->poverty.m,
        .cutoff = divide->options->cutoff};
    kernel_deprived(&s->poverty, s->deprived);
}

static count count_group(survey *s, size_t group)
{
    const titian_divide *divide = s->divide;
    count found = {.n_left = s->left[group == TITIAN_DIVIDE_ALL ? divide->n_groups : group]};

    for (size_t i = 0; i < s->poverty.n; i++) {
        s->takes_part[i] = group == TITIAN_DIVIDE_ALL || divide->group[s->units[i]] == group ? 1 : 0;
        found.n += s->takes_part[i];
        found.people += s->takes_part[i] ? s->people[i] : 0.0;
    }
    found.sample = titian_divide_group_sample(divide, group, s->year);
    found.poor = kernel_count_poor(&s->poverty, s->deprived, s->takes_part, s->censored, s->uncensored);
    return found;
}

/* Rows */

/* A figure of a group, where it rests on enough. */
static double shown(const count *c, double figure)
{
    return c->sample == TITIAN_SAMPLE_SMALL ? TITIAN_MISSING : figure;
}

static void put_key(const survey *s, size_t group, const count *c)
{
    titian_divide *divide = s->divide;

    titian_divide_number(divide, titian_panel_year(divide->panel, s->year));
    titian_divide_text(divide, titian_divide_node(divide, s->node)->code);
    if (divide->options->cutoff > 0.0)
        titian_divide_number(divide, divide->options->cutoff);
    else
        titian_divide_text(divide, "union");
    titian_divide_text(divide, titian_divide_label(divide, group));
    titian_divide_size(divide, c->n, c->n_left);
}

static void put_note(const survey *s, const count *c)
{
    titian_remarks remarks = {""};

    titian_divide_remark_sample(s->divide, c->sample, &remarks);
    if (c->n == 0)
        titian_remark(&remarks, "nobody takes part");
    if (c->n_left > 0)
        titian_remark(&remarks, "%zu left out: without people, or a value of every part", c->n_left);
    titian_listing_add_copy(s->divide->listing, remarks.text);
}

static void put_group(const survey *s, size_t group, const count *c, const count *all)
{
    titian_divide *divide = s->divide;

    put_key(s, group, c);
    titian_divide_heads(divide, c->people);
    titian_divide_heads(divide, shown(c, c->poor.people));
    titian_divide_number(divide, shown(c, c->poor.h));
    titian_divide_number(divide, shown(c, c->poor.a));
    titian_divide_number(divide, shown(c, c->poor.m0));
    titian_divide_number(divide, shown(c, c->poor.m1));
    titian_divide_number(divide, shown(c, c->poor.m2));
    titian_divide_number(divide, shown(c, c->people * c->poor.m0 / (all->people * all->poor.m0)));
    put_note(s, c);
}

static void put_heads(const survey *s, size_t group, const count *c)
{
    titian_divide *divide = s->divide;

    for (size_t k = 0; k < s->poverty.m; k++) {
        put_key(s, group, c);
        titian_divide_text(divide, titian_divide_node(divide, s->parts[k])->code);
        titian_divide_number(divide, s->lines[k]);
        titian_divide_number(divide, s->weights[k]);
        titian_divide_number(divide, shown(c, s->uncensored[k]));
        titian_divide_number(divide, shown(c, s->censored[k]));
        titian_divide_number(divide, shown(c, s->weights[k] * s->censored[k] / c->poor.m0));
        put_note(s, c);
    }
}

static titian_status open_survey(survey *s, titian_error *err)
{
    titian_divide *divide = s->divide;
    const size_t n = divide->n_units;
    titian_status status = find_node(s, err);

    if (status == TITIAN_OK)
        status = find_parts(s, err);
    if (status == TITIAN_OK)
        status = check_lines(s, err);
    if (status != TITIAN_OK)
        return status;
    s->lines = titian_divide_scratch(divide, 4 * s->n_parts, sizeof *s->lines, err);
    s->x = titian_divide_scratch(divide, n * (s->n_parts + 2), sizeof *s->x, err);
    s->units = titian_divide_scratch(divide, n, sizeof *s->units, err);
    s->left = titian_divide_scratch(divide, divide->n_groups + 1, sizeof *s->left, err);
    s->takes_part = titian_divide_scratch(divide, n, 1, err);
    if (s->lines == NULL || s->x == NULL || s->units == NULL || s->left == NULL || s->takes_part == NULL)
        return TITIAN_E_MEMORY;
    s->weights = s->lines + s->n_parts;
    s->censored = s->lines + 2 * s->n_parts;
    s->uncensored = s->lines + 3 * s->n_parts;
    s->people = s->x + n * s->n_parts;
    s->deprived = s->people + n;
    return TITIAN_OK;
}

/* Fill either table. @param by_part  1: a row for each part; 0: one for each group */
static titian_status fill(titian_divide *divide, int by_part, titian_error *err)
{
    survey s = {.divide = divide};
    titian_status status = open_survey(&s, err);

    for (s.year = 0; status == TITIAN_OK && s.year < divide->n_years; s.year++) {
        size_t group = TITIAN_DIVIDE_ALL;
        count all, one;

        status = weigh_parts(&s, err);
        if (status != TITIAN_OK)
            return status;
        find_units(&s);
        all = count_group(&s, group);
        do {
            one = count_group(&s, group);
            if (by_part)
                put_heads(&s, group, &one);
            else
                put_group(&s, group, &one, &all);
        } while (titian_divide_next(divide, &group));
    }
    return status;
}

titian_status titian_divide_deprivation(titian_divide *divide, titian_error *err)
{
    return fill(divide, 0, err);
}

titian_status titian_divide_headcounts(titian_divide *divide, titian_error *err)
{
    return fill(divide, 1, err);
}
