/* Methodology: how the figures are made and what they do not say, in words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <titian/version.h>

#include "workbook/areas.h"
#include "workbook/options.h"
#include "workbook/rank_ranges.h"
#include "workbook/varied.h"
#include "workbook/words.h"

enum { COL_TOPIC, COL_TEXT };

static const double widths[] = {26, 104, 0};

typedef struct {
    book *b;
    lxw_worksheet *sheet;
    lxw_row_t row;
} prose;

/* ---- lines ---- */

static void heading(prose *p, const char *text)
{
    put_text(p->b, p->sheet, p->row, COL_TOPIC, text, STYLE_HEADING);
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, p->row, 28, NULL), "a row height");
    p->row++;
}

static void line(prose *p, const char *topic, const char *text)
{
    unsigned lines = style_lines_of(text, widths[COL_TEXT]), other = style_lines_of(topic, widths[COL_TOPIC]);

    put_text(p->b, p->sheet, p->row, COL_TOPIC, topic, STYLE_BOLD_WRAP);
    put_text(p->b, p->sheet, p->row, COL_TEXT, text, STYLE_WRAP);
    if (book_good(p->b))
        book_check(p->b, worksheet_set_row(p->sheet, p->row, style_height_of(lines > other ? lines : other), NULL),
            "a row height");
    p->row++;
}

static void line_if(prose *p, const char *topic, const char *text)
{
    if (*text != '\0')
        line(p, topic, text);
}

/* ---- conditions, options ---- */

/* Name of a row beside the tree; the code itself where there is none. */
static const char *name_of_code(const book *b, const char *code)
{
    size_t extra = titian_framework_find_extra(b->framework, code);

    return extra == TITIAN_NONE ? code : titian_framework_extra(b->framework, extra)->name;
}

static void grow_condition(book *b, grown *g, const titian_condition *c)
{
    grow(b, g, "%s is ", name_of_code(b, c->group));
    for (size_t k = 0; k < c->n_labels; k++)
        grow(b, g, "%s\"%s\"", k == 0 ? "" : " or ", c->labels[k]);
}

static void grow_option(book *b, grown *g, const titian_param *param, const titian_option *option)
{
    grow(b, g, "%s ", param->name);
    if (option_is_given(param, option))
        grow_option_value(b, g, param, option);
    else
        grow(b, g, "not given");
    grow(b, g, " (%s)", param->summary);
}

/* ---- stages ---- */

/* Method, formula, options and source of one choice. */
static void grow_choice_text(book *b, grown *g, const titian_choice *c)
{
    grow(b, g, "%s: %s.", c->method->name, c->method->summary);
    if (*c->method->formula != '\0')
        grow(b, g, "\nFormula: %s", c->method->formula);
    for (size_t k = 0; k < c->method->n_params; k++) {
        grow(b, g, "%s", k == 0 ? "\nOptions: " : "; ");
        grow_option(b, g, &c->method->params[k], &c->option[k]);
    }
    if (*c->method->source != '\0')
        grow(b, g, "\nSource: %s", c->method->source);
}

/* Which indicators have another method than the model. */
static void grow_own(book *b, grown *g, titian_stage stage)
{
    const titian_choice *own = b->recipe->own[stage], *model = &b->recipe->choice[stage];
    size_t n = 0;

    for (size_t j = 0; own != NULL && j < b->n_indicators; j++)
        if (own[j].method != NULL && !same_choice(&own[j], model))
            grow(b, g, "%s%s %s", n++ == 0 ? "\nOf their own in framework.csv: " : ", ", book_node(b, j)->code,
                own[j].method == model->method ? "(options)" : own[j].method->name);
}

static void put_stage(prose *p, titian_stage stage)
{
    const titian_choice *c = &p->b->recipe->choice[stage];
    grown g = {0}, topic = {0};

    if (c->method == NULL)
        return;
    grow(p->b, &topic, "%s", titian_stage_name(stage));
    if (topic.text[0] >= 'a' && topic.text[0] <= 'z')
        topic.text[0] = (char) (topic.text[0] - 'a' + 'A');
    grow_choice_text(p->b, &g, c);
    grow_own(p->b, &g, stage);
    line(p, topic.text, g.text);
}

/* How the nodes of a level are made of their children: said once where all are made alike. */
static void put_aggregation(prose *p, int level)
{
    const titian_choice *choices = p->b->recipe->aggregation;
    size_t n = 0, first = titian_framework_level(p->b->framework, level, &n), from = first;

    while (from < first + n) {
        size_t to = from + 1;
        grown g = {0}, topic = {0};

        while (to < first + n && same_choice(&choices[from], &choices[to]))
            to++;
        if (to - from == n && n > 1)
            grow(p->b, &topic, "Aggregate, level %d", level);
        else
            grow(p->b, &topic, "Aggregate, %s", book_node(p->b, from)->name);
        if (to - from != n && to - from > 1)
            grow(p->b, &topic, " to %s", book_node(p->b, to - 1)->name);
        grow_choice_text(p->b, &g, &choices[from]);
        line(p, topic.text, g.text);
        from = to;
    }
}

/* Units that have weights of their own under a node. */
static void put_exceptions(prose *p, size_t node)
{
    size_t n = 0;
    const size_t first = titian_recipe_exceptions(p->b->recipe, node, &n);

    for (size_t e = first; e < first + n; e++) {
        grown g = {0}, topic = {0};
        char where[256];

        grow(p->b, &topic, "Weights under %s, %s", book_node(p->b, node)->code,
            titian_exception_text(p->b->recipe, e, where, sizeof where));
        grow_choice_text(p->b, &g, &p->b->recipe->exceptions[e].choice);
        line(p, topic.text, g.text);
    }
}

/* Where the weights under the nodes of a level are not simply given. */
static void put_weighing(prose *p, int level)
{
    size_t n = 0;
    const size_t first = titian_framework_level(p->b->framework, level, &n);

    for (size_t node = first; node < first + n; node++) {
        const titian_choice c = titian_recipe_weighing(p->b->recipe, node);
        grown g = {0}, topic = {0};

        if (c.row != 0 || c.option[0].number >= 0.0) {
            grow(p->b, &topic, "Weights under %s", book_node(p->b, node)->code);
            grow_choice_text(p->b, &g, &c);
            line(p, topic.text, g.text);
        }
        put_exceptions(p, node);
    }
}

static void put_stages(prose *p)
{
    book *b = p->b;
    grown carry = {0};

    heading(p, "The steps, in their order");
    grow(b, &carry,
        "The value of an index year is that of the year itself, else the latest of the %d years before it "
        "(indicators may have a limit of their own: Indicators, \"Oldest used\"). Data_Year says which year it was.",
        b->recipe->carry.max_age);
    line(p, "Latest value", carry.text);
    for (int k = 0; k < TITIAN_STAGE_AGGREGATE; k++)
        put_stage(p, b->recipe->order[k]);
    for (int level = 2; level <= titian_framework_n_levels(b->framework); level++) {
        put_weighing(p, level);
        put_aggregation(p, level);
    }
    line(p, "Live formulas",
        *b->values_note != '\0' ? b->values_note
                                : "Every score, rank and share in this workbook "
                                  "is a formula: change an input on Parameters and it follows. What is written as a "
                                  "value: the data themselves.");
}

/* ---- priority ---- */

static void put_eligibility(prose *p)
{
    book *b = p->b;
    grown g = {0};

    for (size_t k = 0; k < b->rules->n_eligible; k++) {
        grow(b, &g, "%s", k == 0 ? "Eligible where " : ", and ");
        grow_condition(b, &g, &b->rules->eligible[k]);
        if (b->rules->eligible[k].grace > 0)
            grow(b, &g, " (or was %d year%s ago at most)", b->rules->eligible[k].grace,
                b->rules->eligible[k].grace == 1 ? "" : "s");
    }
    grow(b, &g,
        "%s%s%s Who is eligible but has too few data to be ranked is listed on Assess_First: help with data comes "
        "first; such a unit is never simply ranked last.",
        b->rules->n_eligible > 0 ? "." : "Every unit is eligible.",
        titian_assessment_lists(b->a) != NULL
            ? " Where there is a dated list of a group, the row of the index year says who is on it: Priority_Calc "
              "repeats the row and its source."
            : "",
        titian_assessment_overrides(b->a) != NULL
            ? " Somebody has decided by hand on some units: the reason of each says who, when and why; every "
              "replication keeps to it."
            : "");
    line(p, "Who is eligible", g.text);
}

static void put_vulnerability(prose *p)
{
    book *b = p->b;
    grown g = {0};

    for (size_t k = 0; k < b->rules->n_vulnerability; k++) {
        grow(b, &g, "%s%s where ", k == 0 ? "" : "; ", plain_number(b->rules->vulnerability[k].value).text);
        grow_condition(b, &g, &b->rules->vulnerability[k]);
    }
    if (b->rules->n_vulnerability > 0)
        grow(b, &g, "; the largest that holds counts, 0 where none does.");
    line_if(p, "Vulnerability", g.text);
}

static void put_need(prose *p)
{
    book *b = p->b;
    grown g = {0};

    grow(b, &g,
        "Need = sum over the areas of share x max(0, (T - score) / T)^alpha, with target T = %s and alpha = %s: the "
        "shortfall below the target, area by area, so that a strong area does not hide a weak one. alpha 1 is the "
        "average "
        "shortfall, 2 stresses the deepest, 0 counts the areas below. Source: Foster, Greer and Thorbecke 1984.",
        plain_number(b->rules->target).text, plain_number(b->rules->alpha).text);
    line(p, "Need", g.text);
}

static void put_parts(prose *p)
{
    book *b = p->b;
    const titian_priority_rules *r = b->rules;
    grown g = {0};

    grow(b, &g, "Priority score = 100 x (");
    for (int part = 0; part < TITIAN_N_PARTS; part++)
        grow(b, &g, "%s%s x %s", part == 0 ? "" : " + ", plain_number(r->weight[part]).text,
            titian_part_name((titian_part) part));
    grow(b, &g,
        ") / sum of the weights x (1 - kappa x (1 - absorption)), kappa = %s. A part without data shares its weight "
        "among the others. Each part runs from 0 to 1.",
        plain_number(r->absorption_penalty).text);
    line(p, "Priority score", g.text);
    for (int part = 0; part < TITIAN_N_PARTS; part++) {
        grown topic = {0};

        if (!(r->weight[part] > 0))
            continue;
        grow(b, &topic, "Part: %s", titian_part_name((titian_part) part));
        line(p, topic.text, titian_part_summary((titian_part) part));
    }
}

static void put_priority(prose *p)
{
    book *b = p->b;
    const titian_priority_rules *r = b->rules;
    grown g = {0};

    if (!r->on)
        return;
    heading(p, "From readiness to priority");
    put_eligibility(p);
    put_need(p);
    put_parts(p);
    put_vulnerability(p);
    if (r->n_absorption == 0)
        return;
    grow(b, &g, "Absorption is the mean of ");
    for (size_t k = 0; k < r->n_absorption; k++)
        grow(b, &g, "%s%s between %s and %s", k == 0 ? "" : ", ", name_of_code(b, r->absorption[k].variable),
            plain_number(r->absorption[k].low).text, plain_number(r->absorption[k].high).text);
    grow(b, &g, ". It advises how to help, not how much: weak below %s, strong from %s.",
        plain_number(r->absorption_weak).text, plain_number(r->absorption_strong).text);
    line(p, "Absorption", g.text);
}

/* ---- how sure ---- */

static void put_replications(prose *p)
{
    book *b = p->b;
    const titian_uncertainty *u = b->analyses.uncertainty;
    grown g = {0};

    grow(b, &g,
        "Everything was computed %" PRIu64 " times with the assumptions below drawn anew each time, independently of "
        "each other unless said otherwise; seed %" PRIu64 ", counter-based random numbers, so that the same seed "
        "gives the same bytes. Who has enough data to be ranked is judged once, with the model's own weights. %s is "
        "between the quantiles of the rank over these runs; the rank in front is that of the model's own "
        "assumptions, which need not lie in the middle. The largest standard error of a chance to be among the "
        "first is %.3f.",
        titian_uncertainty_done(u), titian_uncertainty_seed(u), ranges_label(b, "The {share} range").text,
        varied_number(b, "Largest.SE"));
    line(p, "Ranges of ranks", g.text);
    for (size_t f = 0; f < b->recipe->uncertainty.n_factors; f++) {
        const grown what = varied_words(b, f);
        grown topic = {0};

        grow(b, &topic, "Varied: %s", b->recipe->uncertainty.factors[f].name);
        line(p, topic.text, what.text);
    }
    if (b->rules->on)
        line(p, "Tiers",
            ranges_label(b,
                "By the share of the runs in which a unit is among the first {top} in priority: robust from 90 %, "
                "likely from 50 %, contested from 10 %, else not priority.")
                .text);
}

/* The weights of which nodes may go how far, as the limits of ranks take it. */
static void put_rank_limits(prose *p)
{
    book *b = p->b;
    const titian_smaa *s = b->analyses.limits;
    double most = 0;
    grown g = {0};

    for (size_t e = 0; e < titian_smaa_n_elements(s); e++)
        most = fmax(most, fmax(titian_smaa_high(s, e) / titian_smaa_weight(s, e) - 1,
                              1 - titian_smaa_low(s, e) / titian_smaa_weight(s, e)));
    grow(b, &g,
        "Without sampling: when the weights of %s to %s may each be up to %.0f %% more or less than the model's and "
        "still sum to 1, no weights give a better rank than the best on Rank_Ranges, nor a worse one than the worst. "
        "\"Known to be reached\" says for which of the two weights are known that give it: then it is the exact best "
        "or "
        "worst rank, and not an estimate or a mere bound.",
        book_node(b, titian_smaa_element(s, 0))->name,
        book_node(b, titian_smaa_element(s, titian_smaa_n_elements(s) - 1))->name, 100 * most);
    line(p, "Limits of ranks", g.text);
}

static void put_shares_of_variance(prose *p)
{
    book *b = p->b;
    const titian_sensitivity *s = b->analyses.sensitivity;
    grown g = {0};

    grow(b, &g,
        "Variance-based indices of the mean absolute shift of ranks: first order (alone) and total (in all), from "
        "%" PRIu64 " rows of a scrambled Sobol' design, %" PRIu64
        " runs. Intervals come from independent scramblings. A "
        "dummy shows what an assumption without any effect would seem to have. Verdict: %s. Source: Saltelli et al. "
        "2010; Jansen 1999.",
        titian_sensitivity_rows(s), titian_sensitivity_runs(s), titian_sensitivity_verdict(s));
    line(p, "Sensitivity", g.text);
}

static void put_sureness(prose *p)
{
    if (!book_meets(p->b, NEEDS_UNCERTAINTY) && !book_meets(p->b, NEEDS_SENSITIVITY))
        return;
    heading(p, "How sure are these ranks?");
    if (book_meets(p->b, NEEDS_UNCERTAINTY))
        put_replications(p);
    if (book_meets(p->b, NEEDS_LIMITS))
        put_rank_limits(p);
    if (book_meets(p->b, NEEDS_SENSITIVITY))
        put_shares_of_variance(p);
    line(p, "Values, not formulas",
        "A spreadsheet cannot draw thousands of runs again. These figures are values for the model's own inputs; "
        "each sheet that shows them says in a line of its own whether they are current, or STALE since Parameters "
        "differ from the model. titian run with the changed model makes them anew.");
}

/* ---- limits ---- */

static void put_limits(prose *p)
{
    const titian_recipe *r = p->b->recipe;
    int fixed_scale = r->choice[TITIAN_STAGE_NORMALISE].method != NULL &&
                      strcmp(r->choice[TITIAN_STAGE_NORMALISE].method->name, "goalposts") == 0;
    int filled = r->choice[TITIAN_STAGE_IMPUTE].method != NULL &&
                 strcmp(r->choice[TITIAN_STAGE_IMPUTE].method->name, "none") != 0;

    heading(p, "What is said against such indices, and the answer here");
    line(p, "Many free choices (Ravallion 2010)",
        "Every weight, goalpost and limit stands on Parameters and can be changed there; "
        "the indicators are always shown beside the index.");
    line(p, "Neighbours in rank (Høyland, Moene and Willumsen 2012)",
        book_meets(p->b, NEEDS_UNCERTAINTY)
            ? "Ranking neighbours is a courageous activity. Bands have fixed bounds and come first; equal scores "
              "share a rank; and beside each rank stands the range that it has under other assumptions."
            : "Ranking neighbours is a courageous activity. Bands have fixed bounds and come first; equal scores "
              "share a rank. This workbook gives no ranges of ranks: take a few places for nothing.");
    line(p, "Moving scales",
        fixed_scale ? "Indicators are read between fixed goalposts: a unit's score does not depend on the others, "
                      "and a fall is a fall. Where a source's own figure is relative, it stays so: see Indicators."
                    : "The scores of this model are relative to the units assessed: a change between editions may be "
                      "that of the others.");
    line(p, "Commitment is not capability",
        "Some sources report what governments say of themselves. Indicators names each source and what it "
        "measures.");
    line(p, "An average hides weakness",
        p->b->rules->on ? "Need counts the shortfall of each area; alpha on Parameters weighs the deepest more."
                        : "The areas are shown beside the index on Heatmap and Profile.");
    line(p, "Filled gaps flatter",
        filled
            ? "Gaps are filled by the method named above; Data_Year marks each such value, and Quality counts them."
            : "Nothing is filled in: a gap stays a gap, its weight goes to the rest of its area, and coverage and "
              "confidence stand beside "
              "the rank.");
    line(p, "Pressure on figures",
        "The same files give the same workbook byte for byte; the files are listed below with their sha256.");
    line(p, "Readiness, not performance",
        "A score tells what stands ready by public proxies. It does not tell how well it is used, nor why.");
}

/* ---- sources, files, notes ---- */

static const char *licence_at(const book *b, size_t k, const char **code)
{
    if (k < b->n_indicators) {
        *code = book_node(b, k)->code;
        return book_node(b, k)->licence;
    }
    *code = titian_framework_extra(b->framework, k - b->n_indicators)->code;
    return titian_framework_extra(b->framework, k - b->n_indicators)->licence;
}

static void put_licences(prose *p)
{
    book *b = p->b;
    size_t n = b->n_indicators + titian_framework_n_extras(b->framework);
    const char *code = NULL;

    heading(p, "Licences of the sources");
    for (size_t k = 0; k < n; k++) {
        const char *licence = licence_at(b, k, &code);
        grown codes = {0};
        size_t before = 0;

        while (before < k && strcmp(licence_at(b, before, &code), licence) != 0)
            before++;
        if (before < k || *licence == '\0')
            continue;
        for (size_t m = k; m < n; m++)
            if (strcmp(licence_at(b, m, &code), licence) == 0 && codes.length < 2000)
                grow(b, &codes, "%s%s", codes.length == 0 ? "" : ", ", code);
        line(p, licence, codes.text);
    }
}

/* What settled how files were read, on the command line or in the model. */
static void put_settings(prose *p)
{
    const titian_ledger *ledger = p->b->ledger;
    grown g = {0};

    for (size_t k = 0; k < titian_ledger_n_settings(ledger); k++) {
        const titian_ledger_option given = titian_ledger_setting(ledger, k);

        grow(p->b, &g, "%s%s = %s", k > 0 ? "\n" : "", given.name, given.words);
    }
    line(p, "Options of the reading",
        g.length > 0 ? g.text
                     : "None was given: encoding, separator, decimal mark and units are what the files show.");
}

static void put_files(prose *p)
{
    book *b = p->b;

    heading(p, "Files read");
    put_settings(p);
    for (size_t k = 0; k < titian_ledger_n_files(b->ledger); k++) {
        const titian_ledger_file *f = titian_ledger_at(b->ledger, k);
        const char *name = strrchr(f->path, '/');
        grown g = {0};

        grow(b, &g, "%zu rows, %s form:", f->n_rows, *f->form != '\0' ? f->form : "unknown");
        for (int kind = 0; kind < TITIAN_N_ROW_KINDS; kind++)
            if (kind == TITIAN_ROWS_USED || f->rows[kind].n > 0)
                grow(b, &g, "%s %zu %s", kind == TITIAN_ROWS_USED ? "" : ",", f->rows[kind].n,
                    titian_row_kind_name((titian_row_kind) kind));
        grow(b, &g, "; %zu values.", f->n_values);
        if (f->n_revised > 0)
            grow(b, &g, "\n%zu values and labels that a newer file revised.", f->n_revised);
        if (f->n_revisions > 0)
            grow(b, &g, "\n%zu values and labels in place of those of an older file.", f->n_revisions);
        grow(b, &g, "\nsha256 %s", f->sha256);
        line(p, name != NULL ? name + 1 : f->path, g.text);
    }
}

static void put_notes(prose *p)
{
    size_t n = titian_assessment_n_notes(p->b->a);

    if (n == 0)
        return;
    heading(p, "Notes of this run");
    for (size_t k = 0; k < n; k++) {
        grown topic = {0};

        grow(p->b, &topic, "Note %zu", k + 1);
        line(p, topic.text, titian_assessment_note(p->b->a, k));
    }
}

static void put_about(prose *p)
{
    book *b = p->b;
    grown g = {0};

    heading(p, "The index");
    line_if(p, "Title", b->about->title);
    line_if(p, "Edition", b->about->edition);
    line_if(p, "What it is", b->about->description);
    grow(b, &g, "%d. %zu %s, %zu indicators.", b->index_year, b->n_units, unit_word(b, b->n_units != 1),
        b->n_indicators);
    line(p, "Index year", g.text);
    line_if(p, "How to cite it", b->about->citation);
    g = (grown){0};
    grow(b, &g, "sha256 of model.yaml and the framework together: %s", b->about->sha256);
    line(p, "Model", g.text);
    line(p, "Program", "titian " TITIAN_VERSION);
}

void write_methodology(book *b)
{
    prose p = {b, book_open(b, SHEET_METHODOLOGY, ""), LIST_AUX};
    style_page page = {.last_col = COL_TEXT};

    if (book_good(b))
        book_check(b, style_widths(p.sheet, 0, widths), "column widths");
    put_about(&p);
    put_stages(&p);
    put_priority(&p);
    put_sureness(&p);
    put_limits(&p);
    put_notes(&p);
    put_licences(&p);
    put_files(&p);
    page.last_row = p.row - 1;
    book_print(b, p.sheet, &page);
}
