/* Weights found in the data: they reward spread, or shared variance, not importance. Offered to see how much hangs on
 * the weights. SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kernels/bod.h"
#include "kernels/dataweights.h"
#include "kernels/factor.h"
#include "kernels/pca.h"
#include "stages/weigh.h"

static titian_status by_kernel(const titian_weigh_job *job, kernel_data_weights_fn kernel, titian_error *err)
{
    titian_error found = {.code = TITIAN_OK};
    double *scratch = NULL;
    titian_status status =
        titian_weigh_room(job, &scratch, kernel_data_weights_scratch(job->block.n_units, job->n), err);

    if (status != TITIAN_OK)
        return status;
    status = kernel(&job->block, job->weights, scratch, &found);
    return status == TITIAN_OK ? TITIAN_OK : titian_weigh_refuse(job, &found, err);
}

static titian_status deviation(const titian_weigh_job *job, titian_error *err)
{
    return by_kernel(job, kernel_weights_deviation, err);
}

static titian_status entropy(const titian_weigh_job *job, titian_error *err)
{
    return by_kernel(job, kernel_weights_entropy, err);
}

static titian_status critic(const titian_weigh_job *job, titian_error *err)
{
    return by_kernel(job, kernel_weights_critic, err);
}

static titian_status merec(const titian_weigh_job *job, titian_error *err)
{
    return by_kernel(job, kernel_weights_merec, err);
}

static titian_status fit_components(const titian_weigh_job *job, kernel_pca *pca, titian_error *err)
{
    const size_t m = job->n, work = kernel_pca_scratch(job->block.n_units, m);
    titian_error found = {.code = TITIAN_OK};
    double *room = NULL;
    titian_status status = titian_weigh_room(job, &room, m * (m + 3) + work, err);

    if (status != TITIAN_OK)
        return status;
    *pca = (kernel_pca){.means = room, .sds = room + m, .eigenvalues = room + 2 * m, .rotation = room + 3 * m};
    status = kernel_pca_fit(&job->block, pca, room + m * (m + 3), &found);
    return status == TITIAN_OK ? TITIAN_OK : titian_weigh_refuse(job, &found, err);
}

/* A loading below 0 says that a child runs against the others; its square hides that. */
static titian_status note_against(const titian_weigh_job *job, const double *loadings, titian_error *err)
{
    titian_names names = {.n = 0};

    for (size_t k = 0; k < job->n; k++)
        if (loadings[k] < 0.0)
            titian_names_add(&names, titian_weigh_child(job, k));
    if (names.n == 0)
        return TITIAN_OK;
    return titian_notes_add(job->flow->notes, err,
        "%s: under weights by %s %s, these children run against the first component, which their weights do not "
        "show (%s)",
        job->about->code, job->choice->method->name, job->when, titian_names_text(&names));
}

static titian_status pca(const titian_weigh_job *job, titian_error *err)
{
    kernel_pca found;
    titian_status status = fit_components(job, &found, err);

    if (status != TITIAN_OK)
        return status;
    for (size_t k = 0; k < job->n; k++)
        job->weights[k] = found.rotation[k] * found.rotation[k];
    return note_against(job, found.rotation, err);
}

static titian_status factor(const titian_weigh_job *job, titian_error *err)
{
    const kernel_pca_keep keep = {
        .least_eigenvalue = titian_option_number(job->choice, "least_eigenvalue"),
        .least_share = titian_option_number(job->choice, "least_share"),
        .least_together = titian_option_number(job->choice, "least_together"),
    };
    const int all = titian_option_number(job->choice, "rule") > 0.5;
    titian_error found = {.code = TITIAN_OK};
    kernel_factors factors = {.scores = NULL};
    double *room = NULL;
    size_t k = 0;
    kernel_pca components;
    titian_status status = fit_components(job, &components, err);

    if (status == TITIAN_OK) {
        k = kernel_pca_count(components.eigenvalues, job->n, &keep);
        status = titian_weigh_room(job, &room, job->n * k + k + kernel_factor_scratch(job->n, k), err);
    }
    if (status != TITIAN_OK)
        return status;
    factors.loadings = room;
    factors.shares = room + job->n * k;
    status = kernel_factor_rotate(&components, k, &factors, room + job->n * k + k, &found);
    if (status != TITIAN_OK)
        return titian_weigh_refuse(job, &found, err);
    kernel_factor_weights(factors.loadings, job->n, k, all ? KERNEL_FACTOR_ALL : KERNEL_FACTOR_HIGHEST, job->weights);
    return note_against(job, components.rotation, err);
}

/* Units with every value, which the linear programmes need. */
static titian_status complete(const titian_weigh_job *job, kernel_block *out, titian_error *err)
{
    double *values = NULL;
    titian_status status = titian_weigh_room(job, &values, job->n * job->block.n_units, err);

    if (status != TITIAN_OK)
        return status;
    *out = (kernel_block){.values = values, .n_indicators = job->n};
    out->n_units = kernel_block_complete(&job->block, values);
    out->stride = out->n_units;
    if (out->n_units > 0)
        return TITIAN_OK;
    return titian_weigh_refuse(job,
        &(titian_error){.code = TITIAN_E_NUMERIC, .message = "no unit has a value for every child", .mend = ""}, err);
}

static titian_status common_bod(const titian_weigh_job *job, titian_error *err)
{
    const titian_option *share = titian_option_of(job->choice, "share");
    const kernel_bod_common_aim aim = (kernel_bod_common_aim) titian_option_number(job->choice, "aim");
    kernel_bod_rules rules = kernel_bod_rules_default();
    titian_error found = {.code = TITIAN_OK};
    kernel_block block = {.values = NULL};
    kernel_bod_common_result common = {.unique = 0};
    double *room = NULL;
    titian_status status = complete(job, &block, err);

    if (status == TITIAN_OK)
        status = titian_weigh_room(job, &room, 2 * job->n + 2 * block.n_units, err);
    if (status != TITIAN_OK)
        return status;
    for (size_t k = 0; k < job->n; k++) {
        room[k] = share->number;
        room[job->n + k] = share->upper;
    }
    rules.share_low = room;
    rules.share_high = room + job->n;
    common.weights = job->weights;
    common.scores = room + 2 * job->n;
    if (aim == KERNEL_BOD_LEAST_SHORTFALL)
        status =
            kernel_bod(&block, &rules, &(kernel_bod_result){.scores = room + 2 * job->n + block.n_units}, &found);
    if (status == TITIAN_OK)
        status = kernel_bod_common(&block, &rules, aim, room + 2 * job->n + block.n_units, &common, &found);
    if (status == TITIAN_OK && !common.unique)
        status = titian_fail(&found, TITIAN_E_NUMERIC,
            "several sets of weights do as well, and rank units differently\nnarrow the option share");
    found.line = 0; /* counted among the complete units */
    return status == TITIAN_OK ? TITIAN_OK : titian_weigh_refuse(job, &found, err);
}

static const titian_param over_params[] = {TITIAN_OVER_PARAMS};

static const titian_param factor_params[] = {
    TITIAN_OVER_PARAMS,
    {.name = "least_eigenvalue",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 1.0,
        .least = 0.0,
        .most = 1e6,
        .summary = "components are kept while their eigenvalue is at least this"},
    {.name = "least_share",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.1,
        .least = 0.0,
        .most = 1.0,
        .summary = "and while each explains at least this share of the variance, 0 to 1"},
    {.name = "least_together",
        .kind = TITIAN_PARAM_NUMBER,
        .fallback = 0.6,
        .least = 0.0,
        .most = 1.0,
        .summary = "but further ones are kept until so much is explained together, 0 to 1"},
    {.name = "rule",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "highest all",
        .summary = "an indicator's weight comes from the factor it belongs to, or from all factors"},
};

static const titian_param optimised_params[] = {
    TITIAN_OVER_PARAMS,
    {.name = "aim",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 2.0,
        .choices = "balance squares infomax",
        .summary = "correlations in the wanted proportions, their squares in them, or as high as can be together"},
    {.name = "targets",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "equal given",
        .summary = "the proportions wanted: all the same, or those of the column Weight"},
    {.name = "against",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "node index",
        .summary =
            "whose correlations: each node's children with the node, or with the index, all of a level at once"},
};

static const titian_param bod_params[] = {
    TITIAN_OVER_PARAMS,
    {.name = "aim",
        .kind = TITIAN_PARAM_CHOICE,
        .fallback = 0.0,
        .most = 1.0,
        .choices = "most_in_all least_shortfall",
        .summary = "the best mean score, or the least largest distance below a unit's own best score"},
    {.name = "share",
        .kind = TITIAN_PARAM_RANGE,
        .fallback = 0.0,
        .fallback_upper = 1.0,
        .least = 0.0,
        .most = 1.0,
        .summary = "least and greatest share of each child in the score of the mean unit, 0 to 1"},
};

#define OVER .params = over_params, .n_params = TITIAN_COUNT_OF(over_params)

const titian_weigh_row titian_weigh_data[] = {
    {.about = {.name = "pca",
         .summary = "squared loadings on the first principal component",
         .formula = "w_j = e_j^2, e the first unit eigenvector of the correlation matrix of the children",
         .source = "OECD/JRC Handbook 2008, step 4 and pp. 89-91; compare COINr get_PCA()",
         .use =
             "Where the children measure one thing: the weights favour those that agree. Not where a lone indicator "
             "matters. Needs at least as many complete units as children. A child that runs against the others is "
             "noted.",
         OVER},
        .work = pca,
        .looks = 1},
    {.about = {.name = "factor",
         .summary = "squared loadings on rotated factors",
         .formula =
             "w_j = l_jf^2 / sum_j l_jf^2 x s_f / sum s, f the factor in which that first part is largest; varimax",
         .source = "Nicoletti, Scarpetta and Boylaud 2000; OECD/JRC Handbook 2008, pp. 89-91",
         .use = "As pca, where the children measure several things. Fragile: a few units more can move a child to "
                "another factor.",
         .params = factor_params,
         .n_params = TITIAN_COUNT_OF(factor_params)},
        .work = factor,
        .looks = 1},
    {.about = {.name = "sd",
         .summary = "proportional to the standard deviation of the children's scores",
         .formula = "w_j = sd_j / sum sd",
         .source = "Diakoulaki, Mavrotas and Papayannakis 1995",
         .use =
             "To see what rewarding spread would do. Depends on the scale: not after z-scores, which make all equal.",
         OVER},
        .work = deviation,
        .looks = 1},
    {.about = {.name = "entropy",
         .summary = "proportional to how unevenly a child's scores are spread",
         .formula = "r = y / sum y;  w_j proportional to 1 + sum r ln r / ln n",
         .source = "Shannon 1948; Zeleny 1982",
         .use = "To see what rewarding contrast would do. Scores must be above 0, and the result changes with where "
                "the scale begins.",
         OVER},
        .work = entropy,
        .looks = 1},
    {.about = {.name = "critic",
         .summary = "spread times what a child does not share with its siblings",
         .formula = "w_j proportional to sd_j sum_k (1 - r_jk), scores scaled to 0..1",
         .source = "Diakoulaki, Mavrotas and Papayannakis 1995",
         .use = "To favour children that say something of their own. An indicator of pure noise gets much weight.",
         OVER},
        .work = critic,
        .looks = 1},
    {.about = {.name = "merec",
         .summary = "how much the units' standing would change without the child",
         .formula = "S_i = ln(1 + 1/m sum_j |ln (min y_j / y_ij)|);  w_j proportional to sum_i |S_i without j - S_i|",
         .source = "Keshavarz-Ghorabaee et al. 2021",
         .use = "As entropy. Scores must be above 0; only units with every score take part.",
         OVER},
        .work = merec,
        .looks = 1},
    {.about = {.name = "optimised",
         .summary = "weights under which each child correlates with the node as wanted",
         .formula = "min over w of ln mean (t_k - c_k / sum c)^2, c_k the correlation of child k with sum w y",
         .source = "Paruolo, Saisana and Saltelli 2013; Becker et al. 2017; COINr get_opt_weights()",
         .use = "Where a weight is meant as importance: correlated siblings weigh less, lone ones more. Correlations "
                "are with the weighted arithmetic mean of the children, also where the node is aggregated otherwise. "
                "Equal correlations cannot always be had with weights of 0 or more: `titian audit --table optimised` "
                "shows what was reached. With against: index the weights above must be known without data.",
         .params = optimised_params,
         .n_params = TITIAN_COUNT_OF(optimised_params)},
        .work = titian_weigh_optimised,
        .looks = 1},
    {.about = {.name = "common_bod",
         .summary = "one set of benefit-of-the-doubt weights for all units",
         .formula = "max over w of sum_i w.y_i, subject to w.y_i <= 1 for all units and shares within bounds",
         .source = "Roll, Cook and Golany 1991; Kao and Hung 2005",
         .use =
             "For a ranking that no unit can call biased against the mean unit. Without bounds on shares most of the "
             "weight goes to one or two children: set share. Scores of 0 or more; only complete units count.",
         .params = bod_params,
         .n_params = TITIAN_COUNT_OF(bod_params)},
        .work = common_bod,
        .looks = 1},
    {.work = NULL},
};
