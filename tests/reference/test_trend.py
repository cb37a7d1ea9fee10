"""Trends over years and convergence between units against reference figures, through the command line.

Tolerances of the READMEs: ../shared/reference/trend 1e-12, intercepts 1e-9; ../shared/reference/inequality 1e-12;
COINr's trends 1e-12 (relative where the figure is above 1).
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import shutil
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"
PANEL = ASEM / "panel"
WITHIN = 1e-12


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class Trends(Case):
    """Counts the cells that are compared; a test that compares none fails."""

    def setUp(self):
        super().setUp()
        self.worst, self.cells = 0.0, 0

    def tearDown(self):
        print(f"{self.cells} cells, largest error {self.worst:.2g} ", end="")

    def near(self, found, expected, what, within=WITHIN):
        x, y = number(found), number(expected)
        self.cells += 1
        if math.isnan(x) or math.isnan(y):
            self.assertEqual(math.isnan(x), math.isnan(y), (what, found, expected))
            return
        error = abs(x - y) / max(1.0, abs(y))
        self.worst = max(self.worst, error)
        self.assertLessEqual(error, within, (what, found, expected))

    def trend(self, model, data, *options):
        return rows(self.run_titian("trend", model, data, "-q", *options).out)


@needs("trend")
class Series(Trends):
    """Six series as six units of one indicator."""

    COLUMNS = {"n": "N", "mk_s": "S", "mk_var_s": "Var.S", "mk_z": "Z", "mk_p_two_sided": "P", "kendall_tau_b": "Tau.B",
               "sen_slope": "Sen.Slope", "intercept_conover": "Intercept.Conover",
               "intercept_median_residual": "Intercept.Residual", "sen_slope_lower95": "Sen.Low",
               "sen_slope_upper95": "Sen.High", "ols_slope": "OLS.Slope"}

    def found(self, *options):
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: rank}\n")
        self.write("framework.csv", "iCode,Type,Level,Parent,Weight,Direction\nvalue,Indicator,1,top,1,1\n"
                                    "top,Aggregate,2,,1,\n")
        # `unit,year,value` is the wide form with one indicator
        shutil.copy(FOLDER / "trend" / "series.csv", self.folder / "series.csv")
        return {row["uCode"]: row for row in self.trend("model.yaml", "series.csv", "--years", "2012:2024", "--stage",
                                                        "raw", *options)}

    def test_all_measures(self):
        found = self.found()
        for row in rows((FOLDER / "trend" / "expected.csv").read_text(encoding="utf-8")):
            self.assertEqual(set(row) - {"unit"}, set(self.COLUMNS))
            for name, column in self.COLUMNS.items():
                within = 1e-9 if name.startswith("intercept") else WITHIN
                self.near(found[row["unit"]][column], row[name], (row["unit"], name), within)
        self.assertEqual(self.cells, 6 * len(self.COLUMNS))

    def test_verdicts(self):
        self.assertEqual([row["Verdict"] for row in self.found().values()],
                         ["rising", "rising", "falling", "rising", "rising", "no trend beyond chance"])

    def test_the_exact_p_is_that_of_a_count_of_orders(self):
        """Counted here by another way: values are put into a growing order one by one, ties divided out."""
        values = {}
        for row in rows((FOLDER / "trend" / "series.csv").read_text(encoding="utf-8")):
            if row["value"]:
                values.setdefault(row["unit"], []).append(row["value"])
        for unit, row in self.found().items():
            x = values[unit]
            counts = [1]
            for k in range(2, len(x) + 1):  # orders of k different values by inversions
                counts = [sum(counts[max(0, d - k + 1):d + 1]) for d in range(len(counts) + k - 1)]
            for t in [x.count(v) for v in set(x)]:  # orders within a group of ties are one order
                group = [1]
                for k in range(2, t + 1):
                    group = [sum(group[max(0, d - k + 1):d + 1]) for d in range(len(group) + k - 1)]
                quotient, rest = [], counts[:]
                for d in range(len(counts) - len(group) + 1):
                    quotient.append(rest[d])
                    for e, g in enumerate(group):
                        rest[d + e] -= quotient[d] * g
                self.assertEqual(set(rest), {0})
                counts = quotient
            pairs = len(counts) - 1
            extreme = sum(c for d, c in enumerate(counts) if abs(pairs - 2 * d) >= abs(int(row["S"])))
            self.near(row["P.Exact"], str(extreme / sum(counts)), unit)


@needs("coinr-asem")
class Coinr(Trends):
    def setUp(self):
        super().setUp()
        shutil.copy(pathlib.Path(__file__).resolve().parent / "asem" / "model.yaml", self.folder / "model.yaml")
        shutil.copy(ASEM / "iMeta.csv", self.folder / "iMeta.csv")

    def asem(self, data, *options, years="2018:2022"):
        found = self.trend("model.yaml", data, "--years", years, "--stage", "raw", *options)
        return {(row["uCode"], row["iCode"]): row for row in found}

    def compare(self, file, found, column, measure, near=None):
        near, infinite = near or self.near, 0
        for row in rows((PANEL / file).read_text(encoding="utf-8")):
            mine = found[row["uCode"], row["iCode"]]
            if row[measure] in ("Inf", "-Inf"):  # a deliberate difference: from 0 nothing grows at a rate
                self.assertEqual((mine[column], mine["Note"]), ("", "no CAGR: it begins at 0"))
                infinite += 1
            else:
                near(mine[column], row[measure], (file, row["uCode"], row["iCode"]))
            if "t_first_use_latest" not in row:
                self.assertEqual(int(mine["N"]) / 5, number(row["Avail"]))
                if row["t_latest"]:
                    self.assertEqual((mine["T.First"], mine["T.Last"]), (row["t_first"], row["t_latest"]))
            elif row["t_first_use_latest"]:
                self.assertEqual(mine["T.First"], row["t_first_use_latest"])
        self.assertEqual(self.cells + infinite, 51 * 49)
        return infinite

    def test_growth(self):
        self.assertEqual(self.compare("trends_cagr_raw.csv", self.asem(ASEM / "iData_panel.csv"), "CAGR", "CAGR"), 71)

    def test_percent_change(self):
        """R's lm() takes the years as they are. The slope b then carries a relative error of about t eps (a column of years
        is nearly the column of ones over again), and a + b t_first one of t eps b / (a + b t_first): of p per cent, R's
        figure keeps p within t eps (100 + p) (1 + p / 100). So titian is held to the quotient in whole fractions within
        1e-12, and R's figure to it within twice that."""
        values = {}
        for row in rows((PANEL / "raw.csv").read_text(encoding="utf-8")):
            for code, text in row.items():
                if code not in ("uCode", "Time") and text not in ("", "NA"):
                    values.setdefault((row["uCode"], code), []).append((int(row["Time"]), Fraction(float(text))))

        def near(found, expected, what):
            points = values.get(what[1:])
            if points is None:
                self.near(found, expected, what)
                return
            n, t_mean = len(points), Fraction(sum(t for t, _ in points), len(points))
            mean = sum(x for _, x in points) / n
            slope = sum((t - t_mean) * x for t, x in points) / sum((t - t_mean) ** 2 for t, _ in points)
            exact = float(100 * slope / (mean + slope * (points[0][0] - t_mean))) if slope != 0 else 0.0
            self.near(found, str(exact), what)
            kept = 2018 * 2.0 ** -52 * (100 + abs(exact)) * (1 + abs(exact) / 100)
            self.assertLessEqual(abs(number(expected) - exact), 2.0 * kept, what)

        self.compare("trends_prc_raw.csv", self.asem(ASEM / "iData_panel.csv"), "Prc.Change", "prc_change", near)

    def test_growth_over_the_latest_three(self):
        self.compare("trends_cagr_latest3.csv", self.asem(ASEM / "iData_panel.csv", "--latest", "3"), "CAGR", "CAGR")

    def test_growth_with_gaps(self):
        found = self.asem(PANEL / "iData_panel_gaps.csv")
        self.assertEqual(self.compare("trends_cagr_gaps.csv", found, "CAGR", "CAGR"), 66)

    def raw(self, unit, code):
        return {row["Time"]: number(row[code]) for row in rows((PANEL / "raw.csv").read_text(encoding="utf-8"))
                if row["uCode"] == unit}

    def test_a_span_takes_its_own_years_where_coinr_takes_the_first_rows(self):
        """COINr with Time = c(2019, 2022) gives 0.00496 for AUT Goods; the growth from 2019 to 2022 is 0.29165."""
        row = self.asem(ASEM / "iData_panel.csv", years="2019:2022")["AUT", "Goods"]
        x = self.raw("AUT", "Goods")
        self.near(row["CAGR"], str((x["2022"] / x["2019"]) ** (1 / 3) - 1), row)
        self.assertAlmostEqual(number(row["CAGR"]), 0.29165, 5)

    def test_as_many_latest_values_as_there_are_give_a_result_where_coinr_has_none(self):
        found = self.asem(ASEM / "iData_panel.csv", "--latest", "5")
        whole = self.asem(ASEM / "iData_panel.csv")
        for key, row in found.items():
            self.near(row["CAGR"], whole[key]["CAGR"], key)
        self.assertGreater(sum(row["CAGR"] != "" for row in found.values()), 2000)

    def test_fewer_than_the_latest_asked_for_are_taken_as_they_are(self):
        found, whole = (self.asem(PANEL / "iData_panel_gaps.csv", "--latest", k) for k in ("4", "5"))
        short = [key for key, row in whole.items() if row["N"] == "3"]
        self.assertGreater(len(short), 50)
        for key in short:
            self.near(found[key]["CAGR"], whole[key]["CAGR"], key)


@needs("inequality")
class Convergence(Trends):
    """30 communities in two years."""

    def found(self, table, *options):
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n")
        self.write("framework.csv", "iCode,Type,Level,Parent,Weight,Direction,Low,High\nindex,Indicator,1,top,1,1,0,100\n"
                                    "top,Aggregate,2,,1,,,\npeople,Other,,,,,,\n")
        lines = ["uCode,Time,index,people"]
        for row in rows((FOLDER / "inequality" / "communities.csv").read_text(encoding="utf-8")):
            for year in ("2015", "2024"):
                lines.append(f"{row['community']},{year},{row['index_' + year]},{row['population_thousand']}")
        self.write("data.csv", "\n".join(lines) + "\n")
        return self.trend("model.yaml", "data.csv", "--years", "2015:2024", "--stage", "raw", "--table", table, *options)

    def expected(self, measure, scope, weights):
        text = (FOLDER / "inequality" / "expected.csv").read_text(encoding="utf-8")
        matches = [row["value"] for row in rows(text)
                   if (row["measure"], row["scope"], row["weights"]) == (measure, scope, weights)]
        self.assertEqual(len(matches), 1)
        return matches[0]

    def each(self, table):
        yield "equal", self.found(table)
        yield "population", self.found(table, "--weights", "people")

    def test_beta_convergence(self):
        columns = {"slope": "Beta", "intercept": "Intercept", "se": "SE", "t": "T", "r2": "R2", "speed": "Speed",
                   "halflife_years": "Half.Life"}
        for weights, found in self.each("convergence"):
            row = next(row for row in found if row["Form"] == "log")
            for measure, column in columns.items():
                self.near(row[column], self.expected(f"beta_{measure}", "2015-2024", weights), (weights, measure))
        self.assertEqual(self.cells, 14)

    def test_sigma_convergence(self):
        for weights, found in self.each("spread"):
            for row in found:
                for measure, column in (("cv", "CV"), ("sd_log", "SD.Log")):
                    wanted = self.expected(measure, f"index_{row['Time']}", weights)
                    self.near(row[column], wanted, (weights, row["Time"], measure))
                    self.near(row[column + ".Same"], wanted, (weights, row["Time"], measure))
        for weights, found in self.each("convergence"):
            row = next(row for row in found if row["Form"] == "log")
            for end, year in (("From", "2015"), ("To", "2024")):
                self.near(row["Sigma." + end], self.expected("sd_log", f"index_{year}", weights), (weights, year))
                self.near(row["CV." + end], self.expected("cv", f"index_{year}", weights), (weights, year))
        self.assertEqual(self.cells, 24)


if __name__ == "__main__":
    main()
