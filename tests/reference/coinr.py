"""COINr's results on its ASEM data as cases: the default pipeline, each stage by itself, panels.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import math
import pathlib

from cases import FOLDER, MISSING, Case, Model, cells, columns, csv_text, number, read, titian

ASEM = "coinr-asem/"
KEPT = ("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Target", "Denominator", "Parent", "Type")
DEFAULT = (pathlib.Path(__file__).resolve().parent / "asem" / "model.yaml").read_text(encoding="utf-8").replace(
    "framework: iMeta.csv\n", "")
# what each stage needs beside the one that is looked at: nothing is divided, any number can be ranked
PLAIN = "denominate: {method: none}\n"
RANKED = "normalise: {method: rank}\n"


def framework(own=None, weights=None, drop=()):
    """iMeta.csv as framework.csv; with columns of their own for some rows, other weights, rows left out."""
    own = own or {}
    extra = sorted({column for row in own.values() for column in row})
    lines = []
    for meta in read(ASEM + "iMeta.csv"):
        if meta["iCode"] in drop:
            continue
        line = {name: meta[name] for name in KEPT}
        if weights and meta["iCode"] in weights:
            line["Weight"] = weights[meta["iCode"]]
        line.update({column: own.get(meta["iCode"], {}).get(column, "") for column in extra})
        lines.append(line)
    return csv_text(lines)


@functools.lru_cache(None)
def indicators():
    return {row["iCode"]: row for row in read(ASEM + "iMeta.csv") if row["Type"] == "Indicator"}


def asem(yaml=DEFAULT, data=None, **changes):
    return Model(yaml, framework(**changes), FOLDER / ASEM / (data or "iData.csv"))


def stage(name, model, *options, keys=("uCode",)):
    return lambda: cells(titian("score", model, "--stage", name, *options), *keys, but=("uName",))


def audit(table, model, *options):
    return titian("audit", model, "--table", table, *options)


# ---- the default pipeline ----


def pipeline():
    stages = ("raw", "denominated", "imputed", "screened", "treated", "normalised", "aggregated")
    for n, name in enumerate(stages):
        yield Case(f"{ASEM}default/{n + 1}_{name}.csv", stage(name, asem()), relative=True)


def unit_meta():
    model = asem()
    return cells(titian("results", model, "--columns", "full"), "uCode") | cells(
        titian("score", model, "--stage", "raw"), "uCode")


def lineage():
    levels = {"2": "Pillar", "3": "Sub-index", "4": "Index"}
    return {(row["iCode"], levels[row["Above.Level"]]): row["Above"] for row in audit("lineage", asem())
            if row["Level"] == "1"}


def screening(model):
    """COINr's summary of screening out of the table of the audit."""
    out = {}
    for row in audit("screening", model):
        low_data, low_other = row["Flag.Avail"] == "LOW", row["Flag.NonZero"] == "LOW"
        for column, value in (
                ("N_missing", row["N.Missing"]), ("N_zero", row["N.Zero"]),
                ("N_miss_or_zero", str(int(row["N.Missing"]) + int(row["N.Zero"]))), ("Dat_Avail", row["Frc.Avail"]),
                ("Non_Zero", row["Frc.NonZero"]), ("LowData", low_data), ("LowNonZero", low_other),
                ("LowDatOrZeroFlag", low_data or low_other), ("Included", row["Verdict"] != "dropped")):
            out[row["uCode"], column] = value if isinstance(value, str) else str(value).upper()
    return out


def placed(rows, *keys):
    """Cells of a sorted table, and the place of each row in it."""
    return cells(rows, *keys) | {(row[keys[0]], "#"): str(n) for n, row in enumerate(rows)}


def results(*options):
    return lambda: placed(titian("results", asem(), *options), "uCode")


SECOND = DEFAULT.replace("max_points: 5", "max_points: 1").replace(
    "normalise: {method: minmax, range: [0, 100]}", "normalise: {method: zscore, mean: 10, sd: 2}")


def strengths(kind, many):
    """The first `many` of a kind, with their places."""
    names = {"iCode": "Code", "iName": "Name", "Parent": "Pillar", "Rank": "Rank", "Value": "Value", "Unit": "Unit"}
    out = {}
    for row in audit("strengths", asem(), "--stage", "raw", "--unit", "AUT", "--number", str(many)):
        if row["Kind"] == kind:
            out.update({(row["iCode"], theirs): row[ours] for ours, theirs in names.items()})
            out[row["Place"], "place"] = row["iCode"]
    return out


def places(rows):
    return cells(rows, "Code") | {(str(n + 1), "place"): row["Code"] for n, row in enumerate(rows)}


def compared():
    names = {"uName": "uName", "Rank.1": "coin.1", "Rank.2": "coin.2", "Diff": "Diff", "Abs.Diff": "Abs.diff"}
    return columns(cells(titian("compare", asem(), other=asem(SECOND)), "uCode"), names)


def result_tables():
    folder = ASEM + "default/"
    yield Case(folder + "unit_meta.csv", unit_meta)
    yield Case(folder + "indicator_meta.csv", lambda: cells(audit("framework", asem()), "iCode"), ("iCode",),
               but={lambda key: key[1] == "Direction" and key[0] not in indicators():
                    "directions of aggregates, which neither program uses"})
    yield Case(folder + "lineage.csv", lineage, ("Indicator",))
    yield Case(folder + "weights_original.csv", lambda: cells(titian("weights", asem()), "iCode"), ("iCode",))
    yield Case(folder + "weights_effective.csv", lambda: cells(titian("weights", asem()), "iCode"), ("iCode",))
    yield Case(folder + "screen_summary.csv", lambda: screening(asem(
        DEFAULT.replace("{method: coverage, min_coverage: 0.9, by: count}", "{method: by_na, min_data: 0.9}"))))
    yield Case(folder + "treat_details.csv", lambda: details(asem()), ("iCode",))
    yield Case(folder + "treat_points.csv", lambda: points(asem()), theirs=point_cells)
    sorted_by_rank = {"theirs": lambda rows: placed(rows, "uCode"), "says": "order of rows included"}
    yield Case(folder + "results_summary.csv", results("--columns", "summary"), **sorted_by_rank)
    yield Case(folder + "results_aggregates.csv", results("--columns", "full"), **sorted_by_rank)
    yield Case(folder + "results_full.csv", results("--columns", "full"), **sorted_by_rank)
    yield Case(folder + "results_full_ranks.csv", results("--columns", "full", "--ranks"), **sorted_by_rank,
               differs=lambda key: key == ("GRC", "TolMin"),
               reason="COINr tells apart scores that differ in the last places of a double; ranks compare nine decimals",
               test="test_differences.py: test_ranks_do_not_split_what_rounding_has_split")
    yield Case(folder + "results_group_ranks.csv", results("--ranks", "--within", "GDP_group"), **sorted_by_rank)
    yield Case(folder + "unit_summary_AUT.csv", lambda: columns(
        cells(titian("results", asem(), "--unit", "AUT"), "iCode"), {"iName": "Name", "Score": "Score", "Rank": "Rank"}),
        ("Code",))
    yield Case(folder + "strengths_AUT.csv", lambda: strengths("strength", 5), theirs=places)
    yield Case(folder + "weaknesses_AUT.csv", lambda: strengths("weakness", 6),
               theirs=lambda rows: places(rows[::-1]), says="from the worst, as titian lists them",
               differs=lambda key: key[1] == "place", more="Ship: for this reason",
               reason="COINr leaves out indicators in which a unit is last from its weaknesses too; its help speaks of "
                      "strengths. Austria's worst, Ship, is the first here",
               test="test_differences.py: test_being_last_is_a_weakness_and_no_strength")
    yield Case(folder + "compare_ranks.csv", compared)
    yield Case(folder + "compare_coin2_aggregated.csv", stage("aggregated", asem(SECOND)), relative=True)
    yield Case(folder + "drop_LPI_Forest_aggregated.csv", stage("aggregated", asem(drop=("LPI", "Forest"))),
               relative=True)


# ---- imputation ----


def imputation():
    order = "order: [impute, denominate, screen, treat, normalise]\n" + PLAIN

    def model(impute, data=None):
        return asem(order + f"impute: {impute}\n", data)

    for name, impute in (("mean", "{method: mean}"),
                         ("mean_grp_EurAsia", "{method: group_mean, group: EurAsia_group}"),
                         ("median_grp_GDP", "{method: group_median, group: GDP_group}"),
                         ("row_mean_level2", "{method: row_mean, group_level: 2}")):
        yield Case(f"{ASEM}impute/{name}.csv", stage("imputed", model(impute)), relative=True)
    raw = {(row["uCode"], code): text for row in read(ASEM + "iData.csv") for code, text in row.items()}
    yield Case(ASEM + "impute/em_level2_indicative.csv",
               stage("imputed", model("{method: em, group_level: 2, ridge: 1}")), relative=True,
               differs=lambda key: raw[key] in MISSING,
               reason="one random draw of Amelia around the estimate; titian gives the estimate",
               test="test_differences.py: test_expectation_maximisation_lies_near_a_random_draw_of_amelia")
    years = ("--years", "2018:2022")
    for name, impute, years_from in (("impute_latest", "{method: latest}", "impute_latest_year"),
                                     ("impute_latest_max1", "{method: latest, max_gap: 1}", "impute_latest_max1_year"),
                                     ("impute_linear_constant", "{method: linear_constant}", None)):
        gaps = model(impute, "panel/iData_panel_gaps.csv")
        yield Case(f"{ASEM}panel/{name}.csv", stage("imputed", gaps, *years, keys=("uCode", "Time")),
                   ("uCode", "Time"), relative=True)
        if years_from:
            yield Case(f"{ASEM}panel/{years_from}.csv", functools.partial(source_years, gaps), ("uCode", "Time"))


def source_years(model):
    """The year each value is from, one index year after the other, with the years before it at hand."""
    out = {}
    for year in range(2018, 2023):
        for row in audit("cells", model, "--stage", "imputed", "--years", f"2018:{year}"):
            out[row["uCode"], str(year), row["iCode"]] = row["Year"]
    return out


# ---- treatment ----


def details(model):
    """COINr's table of details out of the table of the audit."""
    out = {}
    for row in audit("treatment", model):
        code = row["iCode"]
        for k in "012":
            out[code, f"check_SkewKurt{k}.Pass"] = {"yes": "TRUE", "no": "FALSE", "": ""}[row["Pass" + k]]
            out[code, f"check_SkewKurt{k}.Skew"] = row["Skew" + k]
            out[code, f"check_SkewKurt{k}.Kurt"] = row["Kurt" + k]
        winsorised = row["Step1"] == "winsorise"
        out[code, "winsorise.nwin"] = str(int(row["N.Low"]) + int(row["N.High"])) if winsorised else ""
    return out


def points(model):
    """COINr's marks of treated points: "winhi", "+log_CT" for a second step, "log_CT" for a first, "log_CT_neg" for
    log_CT_plus of an indicator with its long end below."""
    names = {"log_ct": "log_CT", "log_ct_plus": "log_CT", "log_gii": "log_GII", "": ""}
    treated = {row["iCode"]: row for row in audit("treatment", model)}
    out = {(row["uCode"], code): "" for row in read(ASEM + "iData.csv") for code in indicators()}
    for row in audit("treated", model):
        about = treated[row["iCode"]]
        mark = {"high": "winhi", "low": "winlo", "": ""}[row["Winsorised"]]
        if row["Transform"]:
            mark += ("+" if about["Step2"] else "") + names[row["Transform"]]
            mark += "_neg" if row["Transform"] == "log_ct_plus" and number(about["Skew0"]) < 0 else ""
        out[row["uCode"], row["iCode"]] = mark
    return out


def marked_points(name, model):
    """titian marks the values that have changed, by what has changed them."""
    file, combined = f"{ASEM}treat/{name}_points.csv", name.startswith("combine")
    marks = point_cells(read(file))
    before = {(row["uCode"], code): number(row[code]) for row in read(ASEM + "iData.csv") for code in indicators()}

    def differs(key):
        """Gaps, zeros that are the logarithm of 1 too, and points whose winsorising was given up."""
        same = math.isnan(before[key]) or (name == "log_GII" and before[key] == 0.0)
        return marks[key] != "" and "log" in marks[key] and (same or ("win" in marks[key] and not combined))

    case = Case(file, functools.partial(points, model), theirs=point_cells)
    if any(map(differs, marks)):
        case.differs = differs
        case.reason = ("COINr marks gaps as transformed, and as winsorised what it then takes the logarithm of as it "
                       "was; titian marks what has changed, by what changed it")
        case.test = "test_differences.py: test_only_what_has_changed_is_marked_as_treated"
    return case


def point_cells(rows):
    """Some of COINr's tables have lost the codes in their header: then columns are those of the data, in their order."""
    codes = [code for code in rows[0] if code != "uCode"]
    names = list(indicators()) if codes[0] == "winsorise" else codes
    return {(row["uCode"], name): row[code] for row in rows for name, code in zip(names, codes)}


def treatments():
    own = {"Flights": {"treat.method": "none"}, "FDI": {"treat.method": "log_ct"},
           "Services": {"treat.max_points": "2"}}
    for name, treat, more in (
            ("default", "winsorise", None), ("winsor_only", "winsorise, then: none", None),
            ("winmax1_logCT", "winsorise, max_points: 1", None),
            ("winmax3_tight_thresholds", "winsorise, max_points: 3, skewness: 1, kurtosis: 2", None),
            ("winmaxInf_tight_thresholds",
             "winsorise, max_points: 1000000000, skewness: 1, kurtosis: 2, then: none", None),
            ("log_CT", "winsorise, max_points: 0", None),
            ("log_CT_plus", "winsorise, max_points: 0, then: log_ct_plus", None),
            ("combine_winmax1_logCT", "winsorise, max_points: 1, combine: true", None),
            ("individual", "winsorise", own)):
        model = asem(f"{PLAIN}{RANKED}treat: {{method: {treat}}}\n", own=more)
        yield Case(f"{ASEM}treat/{name}.csv", stage("treated", model), relative=True)
        yield Case(f"{ASEM}treat/{name}_details.csv", functools.partial(details, model), ("iCode",), within=1e-11)
        yield marked_points(name, model)
    yield from transforms_without_winsorising()
    yield from logarithms_of_the_global_innovation_index()


def transforms_without_winsorising():
    """COINr's functions called on one vector."""
    def flights():
        out = {}
        for column, treat in (("x", "none"), ("winsorise_w5", "winsorise, then: none"),
                              ("winsorise_w5_s1_k1", "winsorise, skewness: 1, kurtosis: 1, then: none"),
                              ("log_CT", "log_ct, force: true"), ("log_CT_plus", "log_ct_plus, force: true")):
            model = asem(f"{PLAIN}{RANKED}treat: {{method: {treat}}}\n")
            for row in titian("score", model, "--stage", "treated"):
                out[row["uCode"], column] = row["Flights"]
        return out
    yield Case(ASEM + "treat/vector_functions_Flights.csv", flights, relative=True)


def logarithms_of_the_global_innovation_index():
    """COINr's log_GII gives back what it was given."""
    model = asem(f"{PLAIN}{RANKED}treat: {{method: winsorise, max_points: 0, then: log_gii}}\n")
    failing = {row["iCode"] for row in read(ASEM + "treat/log_GII_details.csv")
               if row["check_SkewKurt1.Pass"] == "FALSE"}
    raw = {(row["uCode"], code): number(row[code]) for row in read(ASEM + "iData.csv") for code in indicators()}
    why = {"reason": "COINr's log_GII() returns its input unchanged; titian does what its help says",
           "test": "test_differences.py: test_log_gii_takes_logarithms"}
    yield Case(ASEM + "treat/log_GII.csv", stage("treated", model), relative=True,
               # the least value becomes 0, which it may have been; a gap stays one
               differs=lambda key: key[1] in failing and not math.isnan(raw[key]) and raw[key] != 0.0, **why)
    yield Case(ASEM + "treat/log_GII_details.csv", functools.partial(details, model), ("iCode",), within=1e-11,
               differs=lambda key: key[0] in failing and key[1] in ("check_SkewKurt2.Skew", "check_SkewKurt2.Kurt"),
               but={lambda key: key[0] in failing and key[1] == "check_SkewKurt2.Pass":
                    "passes or not by the values that differ"}, **why)
    yield marked_points("log_GII", model)


# ---- normalisation ----


def posts(prefix, method, factor):
    """COINr's posts for values it has turned are Low and High, exchanged where less is better."""
    own, factors = {}, set()
    for meta in read(ASEM + "normalise/iMeta_with_parameters.csv"):
        if meta["Type"] == "Indicator":
            low, high = meta[prefix + "lower"], meta[prefix + "upper"]
            own[meta["iCode"]] = ({"Low": low, "High": high} if meta["Direction"] == "1" else
                                  {"Low": high, "High": low})
            factors.add(float(meta[factor]))
    assert len(factors) == 1
    return asem(f"{PLAIN}normalise: {{method: {method}, range: [0, {factors.pop():g}]}}\n", own=own)


def normalisation():
    for name, normalise in (("minmax_0_100", "minmax"), ("minmax_1_100", "minmax, range: [1, 100]"),
                            ("dist2max", "dist2max"), ("zscore_0_1", "zscore"), ("rank", "rank"), ("prank", "prank"),
                            ("dist2targ_iMeta", "dist2targ")):
        yield Case(f"{ASEM}normalise/{name}.csv",
                   stage("normalised", asem(f"{PLAIN}normalise: {{method: {normalise}}}\n")))
    yield Case(ASEM + "normalise/goalposts_iMeta_trunc.csv",
               stage("normalised", posts("goalpost_", "goalposts", "goalpost_scale")))
    yield Case(ASEM + "normalise/scaled_iMeta.csv", stage("normalised", posts("scaled_", "scaled", "scale_factor")))
    yield fractions_of_the_best()


def fractions_of_the_best():
    """titian refuses 0 where less is better: min / 0 is no number. Those indicators are ranked in its place."""
    turned = {code for code, meta in indicators().items() if meta["Direction"] == "-1"}
    raw = {(row["uCode"], code): number(row[code]) for row in read(ASEM + "iData.csv") for code in turned}
    zeros = {code for (_, code), x in raw.items() if x == 0.0}
    best = {code: min(x for (_, other), x in raw.items() if other == code and not math.isnan(x)) for code in turned}
    own = {code: {"normalise.method": "minmax"} for code in zeros}
    return Case(ASEM + "normalise/fracmax.csv",
                stage("normalised", asem(f"{PLAIN}normalise: {{method: fracmax}}\n", own=own)),
                but={lambda key: key[1] in zeros: "titian refuses a share of 0, which COINr gives as Inf or NaN"},
                differs=lambda key: key[1] in turned and not math.isnan(raw[key]) and raw[key] != best[key[1]],
                reason="COINr does not reverse x / max where less is better; titian does: min / x",
                test="test_differences.py: test_fracmax_reverses_the_order_where_less_is_better")


# ---- aggregation ----


def aggregation():
    gaps, complete = "input_B0_missing.csv", "input_B1_complete.csv"
    mixed = "  - {level: 2, method: %s}\n  - {level: 3, method: arithmetic}\n  - {level: 4, method: %s}"
    plain, product, square = ("  - {method: arithmetic}", "  - {method: geometric, floor: 0}", "  - {method: power, p: 2}")
    for name, data, aggregate, weights in (
            ("B1_amean", complete, plain, None), ("B1_amean_walt", complete, plain, "weights_alt"),
            ("B1_amean_wzero", complete, plain, "weights_with_zeros"), ("B1_gmean", complete, product, None),
            ("B1_gmean_walt", complete, product, "weights_alt"), ("B1_genmean_p2", complete, square, None),
            ("B0_amean", gaps, plain, None), ("B0_amean_walt", gaps, plain, "weights_alt"),
            ("B0_amean_thresh0.9", gaps, "  - {method: arithmetic, min_coverage: 0.9, coverage_by: count}", None),
            ("B0_gmean", gaps, product, None),
            ("B1_mix_amean_amean_gmean", complete, mixed % ("arithmetic", "geometric"), None),
            ("B1_mix_gmean_amean_genmean3", complete, mixed % ("geometric", "power, p: 3"), None)):
        yield Case(f"{ASEM}aggregate/{name}.csv", stage("aggregated", normalised_already(data, aggregate, weights)),
                   within=1e-13)
    rows = {row["uCode"]: row for row in read(ASEM + "aggregate/B0_genmean_p2.csv")}
    yield Case(ASEM + "aggregate/B0_genmean_p2.csv", stage("aggregated", normalised_already(gaps, square)),
               within=1e-13, differs=lambda key: rows[key[0]][key[1]] in MISSING,
               reason="COINr's help says that gaps are skipped, its code makes the result missing; a gap drops out",
               test="test_differences.py: test_a_power_mean_drops_a_gap")


def normalised_already(data, aggregate, weights=None):
    """Inputs that are normalised: goalposts from 0 to 100 leave them as they are."""
    given = {row["iCode"]: row["Weight"] for row in read(f"{ASEM}aggregate/{weights}.csv")} if weights else None
    own = {code: {"Low": "0", "High": "100", "Direction": "1"} for code in indicators()}
    lines = [row | {"Time": "2018"} for row in read(ASEM + "aggregate/" + data)]
    return Model(f"{PLAIN}normalise: {{method: goalposts, clip: false}}\naggregate:\n{aggregate}\n",
                 framework(own=own, weights=given), csv_text(lines))


# ---- panels ----


def panels():
    years = ("--years", "2018:2022")
    model = asem(PLAIN + "normalise: {method: minmax, range: [1, 100]}\n", "iData_panel.csv")
    for name, of in (("raw", "raw"), ("normalised_peryear_minmax_1_100", "normalised"),
                     ("aggregated_peryear_amean", "aggregated")):
        yield Case(f"{ASEM}panel/{name}.csv", stage(of, model, *years, keys=("uCode", "Time")), ("uCode", "Time"))


def cases():
    for part in (pipeline, result_tables, imputation, treatments, normalisation, aggregation, panels):
        yield from part()
