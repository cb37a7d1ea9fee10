"""The divide between and inside countries against reference figures, through the command line.

Every row of ../shared/reference/inequality/expected.csv, within the tolerance its README states, 1e-12 (relative where
the figure is above 1). The rows beta_*, growth between two years, are those of test_trend.py.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number  # noqa: E402
from suite import Case, main  # noqa: E402

WITHIN = 1e-12
INEQUALITY = FOLDER / "inequality"
PARTS = ("electricity", "device", "skills", "affordability", "coverage")
LINES = "iCode,Line,Weight\nelectricity,60,0.15\ndevice,50,0.25\nskills,40,0.30\naffordability,45,0.20\ncoverage,70,0.10\n"
MEASURES = {"mean": "Mean", "cv": "CV", "sd_log": "SD.Log", "gini": "Gini", "theil_t": "Theil.T", "theil_l": "Theil.L",
            "ge2": "GE.2", "ge_minus1": "GE.Minus.1", "atkinson_0.5": "Atkinson.0.5", "atkinson_1": "Atkinson.1",
            "atkinson_2": "Atkinson.2", "inequality_adjusted_mean_atkinson1": "Adjusted.Mean", "p10": "P10", "p50": "P50",
            "p90": "P90", "p90_p10": "P90.P10", "lorenz_20": "Lorenz.20", "lorenz_40": "Lorenz.40",
            "ratio_20_20": "Ratio.20.20", "palma": "Palma", "fgt0_line50": "FGT.0", "fgt1_line50": "FGT.1",
            "fgt2_line50": "FGT.2", "fgt1_line50_share": "FGT.1.Share"}
SPLIT = {"theil_t": "Theil.T", "theil_l": "Theil.L", "ge2": "GE.2", "gini": "Gini", "atkinson1": "Atkinson.1"}
DEPRIVATION = {"af_h": "H", "af_a": "A", "af_m0": "M0", "af_m1": "M1", "af_m2": "M2", "af_m0_share": "Share.M0"}
HEADCOUNTS = {"af_censored_headcount": "Censored", "af_uncensored_headcount": "Uncensored",
              "af_contribution": "Contribution"}


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


@needs("inequality")
class Divide(Case):
    def setUp(self):
        super().setUp()
        self.worst, self.cells, self.made = 0.0, 0, {}
        self.expected = read((INEQUALITY / "expected.csv").read_text(encoding="utf-8"))
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n")
        rows = ["iCode,Type,Level,Parent,Weight,Direction,Low,High", "index,Indicator,1,whole,1,1,0,100",
                *(f"{part},Indicator,1,five,1,1,0,100" for part in PARTS), "whole,Aggregate,2,top,1,,,",
                "five,Aggregate,2,top,1,,,", "top,Aggregate,3,,1,,,", "people,Other,,,,,,", "income,Other,,,,,,",
                "country,Group,,,,,,"]
        self.write("framework.csv", "\n".join(rows) + "\n")
        self.write("lines.csv", LINES)
        data = [",".join(("uCode", "Time", "country", "people", "income", "index", *PARTS))]
        for row in read((INEQUALITY / "communities.csv").read_text(encoding="utf-8")):
            data += [",".join((row["community"], year, row["country"], row["population_thousand"], row["income_pc"],
                               row["index_" + year], *(row[part] for part in PARTS))) for year in ("2015", "2024")]
        self.write("data.csv", "\n".join(data) + "\n")

    def tearDown(self):
        print(f"{self.cells} cells, largest error {self.worst:.2g} ", end="")

    def table(self, name, weights, *options):
        """A table, made once."""
        key = (name, weights, options)
        if key not in self.made:
            by = ("--weights", "people") if weights == "population" else ()
            self.made[key] = read(self.run_titian("divide", "model.yaml", "data.csv", "-q", "--stage", "raw", "--table",
                                                  name, "--group", "country", *by, *options).out)
        return self.made[key]

    def one(self, rows, **wanted):
        found = [row for row in rows if all(row[column] == value for column, value in wanted.items())]
        self.assertEqual(len(found), 1, wanted)
        return found[0]

    def cell(self, measure, scope, weights):
        where, _, inner = scope.partition("/")
        if measure in DEPRIVATION or measure in HEADCOUNTS:
            options = ("--year", "2024", "--node", "five", "--lines", "lines.csv", "--cutoff", where[len("k="):])
            if measure in HEADCOUNTS:
                return self.one(self.table("headcounts", weights, *options), Group="(all)", Part=inner)[HEADCOUNTS[measure]]
            return self.one(self.table("deprivation", weights, *options), Group=inner or "(all)")[DEPRIVATION[measure]]
        options = ("--code", "index", "--year", where[len("index_"):])
        if measure == "concentration_index_by_income":
            return self.one(self.table("concentration", weights, *options, "--by", "income"), Group="(all)")["Concentration"]
        if measure in MEASURES:
            return self.one(self.table("measures", weights, *options, "--line", "50"), Group=inner or "(all)")[MEASURES[measure]]
        whole, _, part = measure.rpartition("_")
        return self.one(self.table("parts", weights, *options), Measure=SPLIT[whole])[part.capitalize()]

    def test_every_measure(self):
        for row in self.expected:
            if row["measure"].startswith("beta_"):
                continue  # test_trend.py
            what = (row["measure"], row["scope"], row["weights"])
            with self.subTest(what):
                found, expected = number(self.cell(*what)), number(row["value"])
                error = abs(found - expected) / max(1.0, abs(expected))
                self.worst = max(self.worst, error)
                self.assertLessEqual(error, WITHIN, (found, expected))
                self.cells += 1
        self.assertEqual(self.cells, len(self.expected) - 14)
        self.assertEqual(self.cells, 272)

    def test_parts_add_up(self):
        for weights in ("equal", "population"):
            for row in self.table("parts", weights, "--code", "index", "--year", "2024"):
                between, within, overlap = (number(row[column]) for column in ("Between", "Within", "Overlap"))
                sum_ = 1 - (1 - between) * (1 - within) if row["Measure"] == "Atkinson.1" else between + within + overlap
                self.assertAlmostEqual(sum_, number(row["Whole"]), 12, row)
                self.cells += 1
        self.assertEqual(self.cells, 10)


if __name__ == "__main__":
    main()
