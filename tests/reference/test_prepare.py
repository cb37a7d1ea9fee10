"""Screening, treatment and normalisation against COINr and Compind, through the command line.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from reference import needs, number, table  # noqa: E402
from suite import main  # noqa: E402
from test_aggregate import ASEM, COMPIND, Reference, csv_text, rows  # noqa: E402

KEPT = ("iCode", "Type", "Level", "Parent", "Weight", "Direction", "Target", "Denominator")


class Prepared(Reference):
    def meta(self, path="iMeta.csv", more=None):
        """The framework, with columns of its own for some indicators: {code: {column: cell}}."""
        more = more or {}
        extra = sorted({column for own in more.values() for column in own})
        lines = [[m.get(name, "") for name in KEPT] + [more.get(m["iCode"], {}).get(column, "") for column in extra]
                 for m in rows(ASEM / path)]
        self.write("framework.csv", csv_text(list(KEPT) + extra, lines))
        return [m["iCode"] for m in rows(ASEM / path) if m["Type"] == "Indicator"]

    def stage(self, stage, model, data=None, *options):
        self.write("model.yaml", model)
        if data is None:
            data = ASEM / "iData.csv"
        return table(self.run_titian("score", "model.yaml", str(data), "--stage", stage, *options).out)


@needs("coinr-asem")
class Treatment(Prepared):
    """Values of the stage treated; the last stages use methods that take any number."""

    def check(self, expected, treat, more=None, within=1e-13):
        codes = self.meta(more=more)
        found = self.stage("treated", f"denominate: {{method: none}}\ntreat: {treat}\nnormalise: {{method: rank}}\n")
        expected_rows = table((ASEM / "treat" / (expected + ".csv")).read_text(encoding="utf-8"))
        self.compare(found, expected_rows, within, {c: c for c in codes if c in next(iter(expected_rows.values()))},
                     expected)

    def test_default(self):
        self.check("default", "{method: winsorise}")

    def test_winsorising_alone(self):
        self.check("winsor_only", "{method: winsorise, then: none}")

    def test_one_point_then_logarithms(self):
        self.check("winmax1_logCT", "{method: winsorise, max_points: 1}")

    def test_tight_thresholds(self):
        self.check("winmax3_tight_thresholds", "{method: winsorise, max_points: 3, skewness: 1, kurtosis: 2}")

    def test_no_limit(self):
        self.check("winmaxInf_tight_thresholds",
                   "{method: winsorise, max_points: 1000000000, skewness: 1, kurtosis: 2, then: none}")

    def test_logarithms_alone(self):
        self.check("log_CT", "{method: winsorise, max_points: 0}")
        self.check("log_CT", "{method: log_ct}")

    def test_logarithms_of_either_end(self):
        self.check("log_CT_plus", "{method: winsorise, max_points: 0, then: log_ct_plus}")
        self.check("log_CT_plus", "{method: log_ct_plus}")

    def test_logarithms_of_the_winsorised_values(self):
        self.check("combine_winmax1_logCT", "{method: winsorise, max_points: 1, combine: true}")

    def test_indicators_with_choices_of_their_own(self):
        self.check("individual", "{method: winsorise}",
                   {"Flights": {"treat.method": "none"}, "FDI": {"treat.method": "log_ct"},
                    "Services": {"treat.max_points": "2"}})


@needs("coinr-asem")
class Normalisation(Prepared):
    def check(self, expected, normalise, leave_out=(), more=None, within=1e-13):
        codes = self.meta(more=more)
        found = self.stage("normalised", f"denominate: {{method: none}}\nnormalise: {normalise}\n")
        self.compare(found, table((ASEM / "normalise" / (expected + ".csv")).read_text(encoding="utf-8")), within,
                     {c: c for c in codes if c not in leave_out}, expected)
        return found

    def test_minmax(self):
        self.check("minmax_0_100", "{method: minmax}")
        self.check("minmax_1_100", "{method: minmax, range: [1, 100]}")
        self.check("dist2max", "{method: dist2max}")

    def test_zscore(self):
        self.check("zscore_0_1", "{method: zscore}")

    def test_ranks(self):
        self.check("rank", "{method: rank}", within=0.0)
        self.check("prank", "{method: prank}")

    def test_targets(self):
        self.check("dist2targ_iMeta", "{method: dist2targ}")

    def test_share_of_the_best_where_more_is_better(self):
        """COINr's n_fracmax() does not turn indicators where less is better: those are left out."""
        turned = {m["iCode"]: {"normalise.method": "minmax"} for m in rows(ASEM / "iMeta.csv")
                  if m["Type"] == "Indicator" and m["Direction"] == "-1"}
        self.check("fracmax", "{method: fracmax}", leave_out=turned, more=turned)

    def posts(self, prefix, method, factor):
        """COINr's posts for its turned values are Low and High, exchanged where less is better."""
        more, factors = {}, {}
        for m in rows(ASEM / "normalise" / "iMeta_with_parameters.csv"):
            if m["Type"] != "Indicator":
                continue
            low, high = m[prefix + "lower"], m[prefix + "upper"]
            more[m["iCode"]] = {"Low": low, "High": high} if m["Direction"] == "1" else {"Low": high, "High": low}
            factors[m["iCode"]] = float(m[factor])
        codes = self.meta(more=more)
        self.assertEqual(len(set(factors.values())), 1)
        model = f"denominate: {{method: none}}\nnormalise: {{method: {method}, range: [0, {factors[codes[0]]:g}]}}\n"
        return codes, self.stage("normalised", model)

    def test_goalposts(self):
        codes, found = self.posts("goalpost_", "goalposts", "goalpost_scale")
        self.compare(found, table((ASEM / "normalise" / "goalposts_iMeta_trunc.csv").read_text(encoding="utf-8")),
                     1e-13, {c: c for c in codes}, "goalposts")

    def test_scaled(self):
        codes, found = self.posts("scaled_", "scaled", "scale_factor")
        self.compare(found, table((ASEM / "normalise" / "scaled_iMeta.csv").read_text(encoding="utf-8")), 1e-13,
                     {c: c for c in codes}, "scaled")

    def test_each_year_of_a_panel(self):
        codes = self.meta()
        self.write("model.yaml", "denominate: {method: none}\nnormalise: {method: minmax, range: [1, 100]}\n")
        expected = {}
        for row in rows(ASEM / "panel" / "normalised_peryear_minmax_1_100.csv"):
            expected.setdefault(row["Time"], {})[row["uCode"]] = row
        for year, by_unit in expected.items():
            found = self.stage("normalised", "denominate: {method: none}\nnormalise: {method: minmax, range: [1, 100]}\n",
                               ASEM / "iData_panel.csv", "--year", year)
            self.compare(found, by_unit, 1e-13, {c: c for c in codes}, "panel " + year)


@needs("coinr-asem")
class Pipeline(Prepared):
    def test_the_worked_example_up_to_normalisation(self):
        codes = self.meta()
        model = ("order: [denominate, impute, screen, treat, normalise]\nimpute: {method: group_mean, group: "
                 "EurAsia_group}\nscreen: {method: by_na, min_data: 0.9}\ntreat: {method: winsorise}\n")
        for stage, name in (("denominated", "2_denominated"), ("screened", "4_screened"), ("treated", "5_treated"),
                            ("normalised", "6_normalised")):
            self.compare(self.stage(stage, model),
                         table((ASEM / "default" / (name + ".csv")).read_text(encoding="utf-8")), 1e-12,
                         {c: c for c in codes}, name)

    def screened(self, name, screen):
        codes = self.meta()
        found = self.stage("screened", f"order: [denominate, screen, impute, treat, normalise]\ndenominate: {{method: "
                           f"none}}\nscreen: {screen}\nnormalise: {{method: rank}}\n")
        for row in rows(ASEM / "analysis" / (name + ".csv")):
            there = row["uCode"] in found and any(
                not math.isnan(number(found[row["uCode"]][c])) for c in codes)
            self.assertEqual(there, row["Included"] == "TRUE", row)

    def test_screening(self):
        self.screened("screen_byNA_0.9", "{method: by_na, min_data: 0.9}")
        self.screened("screen_byNAandzeros", "{method: by_na_and_zeros, min_data: 0.85, min_non_zero: 0.9}")


@needs("compind")
class Compind(Reference):
    def flat(self, codes, directions=None, more=None):
        more = more or {}
        extra = sorted({column for own in more.values() for column in own})
        lines = [[c, "Indicator", 1, "X", 1, (directions or {}).get(c, 1)] +
                 [more.get(c, {}).get(column, "") for column in extra] for c in codes]
        self.write("framework.csv", csv_text(["iCode", "Type", "Level", "Parent", "Weight", "Direction"] + extra,
                                             lines + [["X", "Aggregate", 2, "", 1, ""] + [""] * len(extra)]))

    def scores(self, source, key, codes, normalise, time="", years=()):
        data = rows(COMPIND / source)
        names = {row[key]: f"u{k:03d}" for k, row in enumerate({r[key]: r for r in data}.values())}
        self.write("data.csv", csv_text(["uCode", "Time"] + codes, [
            [names[r[key]], r[time] if time else 2012] + [r[c] for c in codes] for r in data]))
        self.write("model.yaml", f"normalise: {normalise}\n")
        text = self.run_titian("score", "model.yaml", "data.csv", "--stage", "normalised", *years).out
        return names, text

    def check(self, expected, key, source, codes, normalise, columns, directions=None):
        self.flat(codes, directions)
        names, text = self.scores(source, key, codes, normalise)
        found = table(text)
        self.compare({k: found[u] for k, u in names.items()},
                     {r[key]: r for r in rows(COMPIND / expected)}, 1e-13, columns, normalise)

    def test_regions(self):
        both = ["roads", "trains"]
        for normalise, prefix in (("{method: zscore}", "z"), ("{method: mpi, divisor: sample}", "z100"),
                                  ("{method: mpi}", "z100pop"), ("{method: dist2max}", "minmax"),
                                  ("{method: rank, ties: average}", "rank")):
            self.check("normalise_nuts1.csv", "code", "eu_nuts1.csv", both, normalise,
                       {c: f"{prefix}_{c}" for c in both})
        for normalise, prefix in (("{method: mpi, divisor: sample}", "z100neg"), ("{method: dist2max}", "minmaxneg"),
                                  ("{method: rank, ties: average}", "rankneg")):
            self.check("normalise_nuts1.csv", "code", "eu_nuts1.csv", both, normalise, {"roads": f"{prefix}_roads"},
                       {"roads": -1})

    def test_places_of_the_better_life_index(self):
        codes = [c for c in rows(COMPIND / "rank_bli.csv")[0] if c != "country"]
        self.check("rank_bli.csv", "country", "bli_2017.csv", codes, "{method: rank, ties: average}",
                   {c: c for c in codes})

    def test_adjusted_goalposts(self):
        codes = ["employ", "finalenergy"]
        self.flat(codes, more={"employ": {"normalise.value": "50"}, "finalenergy": {"normalise.value": "100"}})
        names, text = self.scores("eu_2020_2010_2011.csv", "geo", codes, "{method: ampi, reference: value}", "year",
                                  ("--years", "2010:2011"))
        found = {(r.get("uCode") or r.get("unit"), r.get("Time") or r.get("year")): r for r in lines_of(text)}
        expected = {(names[r["geo"]], r["year"]): r for r in rows(COMPIND / "ampi_eu_2010_2011.csv")}
        self.compare(found, expected, 1e-12, {c: "norm_" + c for c in codes}, "ampi")


def lines_of(text):
    import csv
    import io
    return list(csv.DictReader(io.StringIO(text)))


if __name__ == "__main__":
    main()
