/* Lines about an allocation as the engine has them: how far it is from what could be expected, what each rule does,
 * who has little aid beside peers, and what somebody has decided by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "workbook/lines.h"

#define COUNT(fields) (sizeof(fields) / sizeof *(fields))

static const lines_field measure_fields[] = {
    {"Measure", "Measure", 44, STYLE_HEADER, STYLE_BOLD},
    {"Against", "Against", 20, STYLE_HEADER, STYLE_TEXT},
    {"Value", "Value", 12, STYLE_HEADER_MID, STYLE_DECIMAL},
    {"N", "Units", 9, STYLE_HEADER_MID, STYLE_RANK},
    {"Note", "Note", 44, STYLE_HEADER, STYLE_WRAP},
};

static const lines_field step_fields[] = {
    {"Step", "Rule", 18, STYLE_HEADER, STYLE_TEXT},
    {"uCode", "Code", 11, STYLE_HEADER, STYLE_TEXT},
    {"uName", "Name", 30, STYLE_HEADER, STYLE_BOLD},
    {"Before", "Before it", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Amount", "After it", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Change", "Change", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Note", "Note", 44, STYLE_HEADER, STYLE_WRAP},
};

static const lines_field peer_fields[] = {
    {"uCode", "Code", 11, STYLE_HEADER, STYLE_TEXT},
    {"uName", "Name", 30, STYLE_HEADER, STYLE_BOLD},
    {"Standing", "Standing", 12, STYLE_HEADER, STYLE_TEXT},
    {"Aid", "Present aid", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Aid.Peers", "Aid of peers", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Ratio", "Ratio", 10, STYLE_HEADER_MID, STYLE_DECIMAL2},
    {"Gap", "Difference", 13, STYLE_HEADER_MID, STYLE_VALUE},
    {"Amount", "Amount here", 13, STYLE_HEADER_MID, STYLE_AMOUNT},
    {"Share", "Share", 10, STYLE_HEADER_MID, STYLE_SHARE_FINE},
    {"Note", "Note", 34, STYLE_HEADER, STYLE_WRAP},
};

static const lines_field override_fields[] = {
    {"uCode", "Code", 11, STYLE_HEADER, STYLE_TEXT},
    {"uName", "Name", 28, STYLE_HEADER, STYLE_BOLD},
    {"Action", "Action", 11, STYLE_HEADER, STYLE_TEXT},
    {"Amount", "Amount", 13, STYLE_HEADER_MID, STYLE_AMOUNT},
    {"Without", "Without any override", 13, STYLE_HEADER_MID, STYLE_AMOUNT},
    {"Size", "Change", 13, STYLE_HEADER_MID, STYLE_AMOUNT},
    {"Author", "Decided by", 24, STYLE_HEADER, STYLE_TEXT},
    {"Date", "On", 12, STYLE_HEADER, STYLE_TEXT},
    {"Reason", "Reason", 60, STYLE_HEADER, STYLE_WRAP},
};

/* The same where there is no money. */
static const lines_field decision_fields[] = {
    {"uCode", "Code", 11, STYLE_HEADER, STYLE_TEXT},
    {"uName", "Name", 28, STYLE_HEADER, STYLE_BOLD},
    {"Action", "Action", 11, STYLE_HEADER, STYLE_TEXT},
    {"By.Rules", "By the rules", 13, STYLE_HEADER, STYLE_TEXT},
    {"Author", "Decided by", 24, STYLE_HEADER, STYLE_TEXT},
    {"Date", "On", 12, STYLE_HEADER, STYLE_TEXT},
    {"Reason", "Reason", 60, STYLE_HEADER, STYLE_WRAP},
};

/* A sheet of all lines of a listing. */
static void write_lines(book *b, sheet_id id, const titian_listing *from, const lines_field *fields, size_t n_fields,
    const char *name, const char *says)
{
    const lines_shown shown = {from, NULL, titian_listing_n_rows(from)};
    lxw_worksheet *sheet = book_open(b, id, says);

    put_stale(b, sheet, LIST_AUX, 0);
    lines_put(b, sheet, &shown, fields, n_fields, LIST_HEADER, name);
    lines_widths(b, sheet, fields, n_fields);
    lines_print(b, sheet, (lxw_row_t) (LIST_HEADER + shown.n), n_fields, 0);
}

void write_fairness_measures(book *b)
{
    write_lines(b, SHEET_FAIRNESS_MEASURES, b->analyses.allocation->distances, measure_fields, COUNT(measure_fields),
        "tblFairnessMeasures",
        "Values. 0: exactly as held against; a concentration above 0: those in greater need have more for each "
        "person.");
}

void write_rule_effects(book *b)
{
    write_lines(b, SHEET_RULE_EFFECTS, b->analyses.allocation->steps, step_fields, COUNT(step_fields),
        "tblRuleEffects",
        "Values. Each rule comes on top of those above it; the line (all) has the money that changes hands.");
}

void write_aid_peers(book *b)
{
    write_lines(b, SHEET_AID_PEERS, b->analyses.allocation->orphans, peer_fields, COUNT(peer_fields), "tblAidPeers",
        "Values. An orphan has far less present aid than its peers, a darling far more. No amount rests on it.");
}

void write_overrides(book *b)
{
    titian_listing *decisions = NULL;
    titian_error err;

    if (b->analyses.allocation != NULL && b->analyses.allocation->overrides != NULL) {
        write_lines(b, SHEET_OVERRIDES, b->analyses.allocation->overrides, override_fields, COUNT(override_fields),
            "tblOverrides", "Values. The last line is what all of them together do to everybody else.");
        return;
    }
    if (titian_overrides_table(&decisions, b->a, &err) != TITIAN_OK)
        book_fail(b, err.code, "%s", err.message);
    else
        write_lines(b, SHEET_OVERRIDES, decisions, decision_fields, COUNT(decision_fields), "tblOverrides",
            "Values. What they do to money is here when the workbook is made with a budget.");
    titian_listing_free(decisions);
}
