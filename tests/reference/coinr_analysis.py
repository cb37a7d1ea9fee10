"""COINr's weights and analysis of its ASEM data as cases.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import math

from cases import Case, cells, number, read, titian
from coinr import ASEM, DEFAULT, PLAIN, RANKED, asem, audit, indicators, screening, stage

PILLARS = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")


# ---- weights ----


def weights(model):
    return cells(titian("weights", model), "iCode")


def given_weights():
    """A table of weights, given to the program and read back."""
    given = {row["iCode"]: row["Weight"] for row in read(ASEM + "weights/unequal_weights.csv")}
    model = asem(weights=given)
    return weights(model) | cells(audit("framework", model), "iCode")


def components(node, model):
    """Components of a node's children: {(child, "PC1"): entry of the unit eigenvector}, {("1", "sdev"): ...}."""
    vectors, spread = {}, {}
    for row in audit("pca", model):
        if row["Node"] == node:
            deviation = math.sqrt(number(row["Eigenvalue"]))
            vectors[row["iCode"], "PC" + row["Component"]] = number(row["Loading"]) / deviation
            spread[row["Component"], "sdev"], spread[row["Component"], "var_share"] = deviation, row["Share"]
    return vectors, spread


def principal_components():
    nodes = [("normalised_L1", pillar) for pillar in PILLARS] + [("aggregated_L2", "Conn"), ("aggregated_L2", "Sust")]
    for of, node in nodes:
        name = f"{ASEM}weights/pca_{of}_{node}"
        yield Case(name + "_rotation.csv", lambda node=node: components(node, asem())[0], ("iCode",), within=1e-11,
                   sign=lambda key: key[1], says="loadings over their component's deviation, each up to sign")
        yield Case(name + "_sdev.csv", lambda node=node: components(node, asem())[1], ("PC",), within=1e-12)
    squares = "titian's weights are squared loadings, as in the Handbook; COINr's are the loadings with their signs"
    for level, of in ((2, "normalised_L1"), (3, "aggregated_L2")):
        yield Case(f"{ASEM}weights/pca_{of}_weights.csv",
                   functools.partial(roots_of_weights, asem(DEFAULT + f"weigh:\n  - {{level: {level}, method: pca}}\n"),
                                     str(level - 1)), ("iCode",),
                   within=1e-11, sign=loading_of(level - 1),
                   differs=lambda key, of=of, level=level: key in opposite(of, str(level - 1)), reason=squares,
                   says="the roots of titian's weights are COINr's loadings, up to sign",
                   test="test_differences.py: test_weights_by_components_are_squared_loadings")
    yield Case(ASEM + "weights/pca_normalised_L1_aggregated.csv",
               stage("aggregated", asem(DEFAULT + "weigh:\n  - {level: 2, method: pca}\n")),
               differs=lambda key: True, reason=squares + ". With squares no aggregate is what it is with loadings",
               test="test_differences.py: test_weights_by_components_are_squared_loadings")


def parents():
    return {row["iCode"]: row["Parent"] for row in read(ASEM + "iMeta.csv")}


def loading_of(level):
    """Which cells of a table of weights are loadings of one component."""
    levels, above = {row["iCode"]: row["Level"] for row in read(ASEM + "iMeta.csv")}, parents()
    return lambda key: above[key[0]] if levels[key[0]] == str(level) and key[1] == "Weight" else None


def roots_of_weights(model, level):
    return {key: str(math.sqrt(number(text))) if key[1] == "Weight" and found[key[0], "Level"] == level else text
            for found in (weights(model),) for key, text in found.items()}


@functools.lru_cache(None)
def opposite(of, level):
    """Loadings with the sign that the largest of their component has not: their squares do not show it."""
    above, out = parents(), set()
    rows = [row for row in read(f"{ASEM}weights/pca_{of}_weights.csv") if row["Level"] == level]
    largest = {}
    for row in rows:
        node = above[row["iCode"]]
        if abs(float(row["Weight"])) > abs(largest.get(node, 0.0)):
            largest[node] = float(row["Weight"])
    for row in rows:
        if float(row["Weight"]) * largest[above[row["iCode"]]] < 0:
            out.add((row["iCode"], "Weight"))
    return frozenset(out)


# ---- optimised weights ----


def optimised(level):
    return asem(DEFAULT + f"weigh:\n  - {{level: {level + 1}, method: optimised, against: index}}\n  - {{method: given}}\n")


def reached(level):
    """{(element, column): ...} of the search, in the table of the audit."""
    return cells(audit("optimised", optimised(level)), "iCode")


def by_order(level):
    """The table as COINr's: one row per element in the order of the weights."""
    found = audit("optimised", optimised(level))
    return {(str(n), theirs): row[ours] for n, row in enumerate(found) for ours, theirs in (
        ("Wanted", "Desired"), ("Share", "Obtained"), ("Weight", "OptWeight"))}


def correlations_at_optimum(level):
    return {("Index", row["iCode"], "Correlation"): row["Correlation"] for row in audit("optimised", optimised(level))}


def objective(level, least):
    """How the search ended: as good as the reference or better is what is asked."""
    value = number(audit("optimised", optimised(level))[0]["Objective"])
    return {("0", "value"): str(least if value <= least else value)}


def with_optimum(level):
    return weights(optimised(level))


def optimisation():
    name = ASEM + "weights/opt_L%d_equal_%s_%s.csv"
    rounding = -63.0  # correlations whose shares agree with the targets to 1e-14, the most that doubles allow
    # level 3: one pair of weights makes both correlations the same
    yield Case(name % (3, "tight", "weights"), lambda: with_optimum(3), ("iCode",), within=1e-12)
    yield Case(name % (3, "tight", "corr"), lambda: by_order(3), ("#",), within=1e-12)
    yield Case(name % (3, "tight", "corr_at_optimum"), lambda: correlations_at_optimum(3), ("Var1", "Var2"),
               within=1e-12)
    yield Case(name % (3, "tight", "objective"), lambda: objective(3, rounding), ("#",),
               theirs=lambda rows: {("0", "value"): str(rounding if float(rows[0]["value"]) < rounding else math.inf)},
               says="both below the logarithm of (1e-14) squared, where rounding decides; evaluations are the path's")
    loose = {"reason": "COINr stops at a tolerance of 0.1 by default; titian goes on until nothing improves",
             "test": "test_differences.py: test_weights_of_two_elements_make_their_correlations_equal"}
    sought = lambda codes: lambda key: key[0] in codes and key[1] == "Weight"  # noqa: E731
    yield Case(name % (3, "default", "weights"), lambda: with_optimum(3), ("iCode",), differs=sought(("Conn", "Sust")),
               **loose)
    yield Case(name % (3, "default", "corr"), lambda: by_order(3), ("#",),
               differs=lambda key: key[1] != "Desired", **loose)
    yield Case(name % (3, "default", "corr_at_optimum"), lambda: correlations_at_optimum(3), ("Var1", "Var2"),
               differs=lambda key: True, **loose)
    yield Case(name % (3, "default", "objective"), lambda: {("0", "value"): audit("optimised", optimised(3))[0]["Objective"]},
               ("#",), differs=lambda key: key[1] == "value", but={
                   "evaluations": "the path of the search", "convergence": "a code of R"}, **loose)
    # level 2: without bounds COINr arrives at negative weights, in both sub-indexes
    negative = {"reason": "COINr's weights may be below 0: -0.20 for Physical here; titian's may not, and are the best of "
                          "those that are not",
                "test": "test_differences.py: test_weights_of_a_level_are_the_best_that_are_not_negative"}
    yield Case(name % (2, "tight", "weights"), lambda: with_optimum(2), ("iCode",), differs=sought(PILLARS), **negative)
    yield Case(name % (2, "tight", "corr"), lambda: by_order(2), ("#",), differs=lambda key: key[1] != "Desired",
               **negative)
    yield Case(name % (2, "tight", "corr_at_optimum"), lambda: correlations_at_optimum(2), ("Var1", "Var2"),
               differs=lambda key: True, **negative)
    yield Case(name % (2, "tight", "objective"), lambda: {("0", "value"): audit("optimised", optimised(2))[0]["Objective"]},
               ("#",), differs=lambda key: key[1] == "value", but={
                   "evaluations": "the path of the search", "convergence": "a code of R"}, **negative)
    yield Case(ASEM + "weights/opt_level2_orders.csv",
               lambda: {(str(n), column): row["iCode"] for n, row in enumerate(audit("optimised", optimised(2)))
                        for column in ("weight_order", "correlation_order")}, ("#",),
               differs=lambda key: key[1] == "correlation_order" and int(key[0]) < 6,
               reason="COINr pairs targets in the order of its weights with correlations in the order of the alphabet; "
                      "titian pairs both by element",
               test="test_differences.py: test_a_target_belongs_to_its_element")


# ---- analysis ----


def statistics(model, *options):
    return cells(audit("statistics", model, *options), "iCode")


def three_figures():
    """Rounding is the reader's: to three figures, as R's signif() has them, halves to the even digit."""
    def signif(x):
        power = 10.0 ** (2 - math.floor(math.log10(abs(x)))) if x else 1.0
        return repr(round(x * power) / power)
    return {key: signif(number(text)) if key[1] not in TEXTS and text else text
            for key, text in statistics(asem(), "--stage", "raw").items()}


TEXTS = ("Flag.Avail", "Flag.NonZero", "Flag.Unique", "Flag.SkewKurt")


def availability():
    return {(row["uCode"], row["iCode"]): row["Frc.Avail"] for row in audit("availability", asem())}


def availability_summary():
    model = asem()
    return screening(asem(f"{PLAIN}{RANKED}")) | {(row["uCode"], "Dat_Avail"): row["Frc.Avail"] for row in audit(
        "availability", model) if row["iCode"] == "Index"}


def pairs(*options, of=("1", "1"), relations=("siblings", "across"), turned=False):
    """Correlations of pairs of two levels, either way round."""
    out, directions = {}, {code: float(row["Direction"]) for code, row in indicators().items()}
    for row in audit("correlations", asem(), *options):
        a, b, text = row["Var1"], row["Var2"], row["Correlation"]
        if (row["Level1"], row["Level2"]) != of or row["Relation"] not in relations:
            continue
        if turned and text and a in directions and b in directions:
            text = str(number(text) * directions[a] * directions[b])
        out[a, b, "Correlation"] = out[b, a, "Correlation"] = text
    return out


def significant():
    """Correlations with the parent, where they differ from 0 at the 5 % level."""
    out = {}
    for row in audit("correlations", asem()):
        if row["Relation"] == "parent" and row["Level1"] == "1":
            out[row["Var2"], row["Var1"], "Correlation"] = row["Correlation"] if number(row["P"]) <= 0.05 else ""
    return out


def p_values():
    out = {}
    for row in audit("correlations", asem(), "--stage", "raw"):
        if row["Level1"] == row["Level2"] == "1":
            out[row["Var1"], row["Var2"]] = out[row["Var2"], row["Var1"]] = row["P"]
    return out


def high(rows):
    """Who is in a list of pairs, and with what: a pair that is in one list alone has no answer in the other."""
    return {(*sorted((row["Ind1"], row["Ind2"])), column): row[column] for row in rows for column in ("Group", "Corr")}


def high_siblings():
    above = parents()
    return high([{"Group": above[row["Var1"]], "Ind1": row["Var1"], "Ind2": row["Var2"], "Corr": row["Correlation"]}
                 for row in audit("correlations", asem()) if row["Relation"] == "siblings" and row["Level1"] == "1" and
                 number(row["Correlation"]) > 0.75]) | {("pairs", "n"): str(sum(
                     row["Relation"] == "siblings" and row["Level1"] == "1" and number(row["Correlation"]) > 0.75
                     for row in audit("correlations", asem())))}


def large_denominators():
    found = [row for row in audit("denominators", asem()) if abs(number(row["Correlation"])) > 0.7]
    return {(row["iCode"], row["Denominator"], "Corr"): row["Correlation"] for row in found} | {
        ("pairs", "n"): str(len(found))}


def counted(found, rows):
    return found | {("pairs", "n"): str(len(rows))}


def cronbach():
    out = {}
    for name in ("Raw", "Normalised", "Aggregated"):
        for row in audit("reliability", asem(), "--stage", name.lower()):
            out[name, row["Node"], row["Level"], "alpha"] = row["Alpha"]
    return out


def removed(column):
    model = asem()
    out = {(row["uCode"], row["iCode"]): row[column] for row in audit("shifts", model)}
    for row in titian("results", model, "--columns", "summary"):
        out[row["uCode"], "Nominal"] = row["Index"]
    return out


def analysis():
    name = ASEM + "analysis/%s.csv"
    close = {"within": 1e-11}
    yield Case(name % "stats_raw", lambda: statistics(asem(), "--stage", "raw"), ("iCode",), **close)
    yield Case(name % "stats_raw_3signif", three_figures, ("iCode",), says="rounded by the reader")
    yield Case(name % "stats_normalised", lambda: statistics(asem(), "--stage", "normalised"), ("iCode",), **close)
    yield Case(name % "data_avail_by_group", availability)
    yield Case(name % "data_avail_summary", availability_summary)
    before = "order: [denominate, screen, impute, treat, normalise]\n" + PLAIN + RANKED
    yield Case(name % "screen_byNA_0.9", lambda: screening(asem(
        before + "screen: {method: by_na, min_data: 0.9}\n")))
    yield Case(name % "screen_byNAandzeros", lambda: screening(asem(
        before + "screen: {method: by_na_and_zeros, min_data: 0.85, min_non_zero: 0.9}\n")))
    of_pair, itself = ("Var1", "Var2"), {lambda key: key[0] == key[1]: "an element with itself"}
    yield Case(name % "corr_raw_pearson", lambda: pairs("--stage", "raw"), of_pair, but=itself, **close)
    yield Case(name % "corr_raw_spearman", lambda: pairs("--stage", "raw", "--method", "spearman"), of_pair, but=itself,
               **close)
    yield Case(name % "corr_raw_pearson_directions_group2",
               lambda: pairs("--stage", "raw", relations=("siblings",), turned=True), of_pair, but=itself, **close,
               says="correlations of raw values, turned by the reader")
    yield Case(name % "corr_aggregated_L2_L4_pearson", lambda: {
        key: text for key, text in pairs(of=("2", "4"), relations=("ancestor",)).items() if key[0] == "Index"}, of_pair,
        **close)
    yield Case(name % "corr_aggregated_L1_L2_parent_p05", significant, of_pair, **close)
    yield Case(name % "pvalues_raw_pearson", p_values, ("iCode",), but=itself, **close)
    yield Case(name % "corr_flags_high", high_siblings, theirs=lambda rows: counted(high(rows), rows), **close,
               says="pairs of the table of correlations, chosen by the reader")
    yield Case(name % "denominator_corr", large_denominators, **close,
               theirs=lambda rows: counted(cells(rows, "Ind", "Denom"), rows), says="pairs chosen by the reader")
    yield Case(name % "cronbach", cronbach, ("dset", "group", "Level"), but={"use": "a setting of R"}, **close,
               more="every node and level at each stage")
    yield Case(name % "remove_L2_scores", lambda: removed("Score"), **close)
    yield Case(name % "remove_L2_rankdiffs", lambda: removed("RankDiff"), but={"Nominal": "0: nothing is removed"})
    yield Case(name % "remove_L2_meanabsdiff", lambda: cells(
        [row for row in audit("removal", asem()) if row["Level"] == "2"], "iCode"), ("element",),
               but={lambda key: key[0] == "Nominal": "0: nothing is removed"}, **close)


def cases():
    yield Case(ASEM + "weights/effective_original.csv", lambda: weights(asem()), ("iCode",))
    yield Case(ASEM + "weights/unequal_weights.csv", given_weights, ("iCode",),
               more="rows beside the tree")
    for part in (principal_components, optimisation, analysis):
        yield from part()
