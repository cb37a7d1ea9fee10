"""Robustness without sampling against shares solved in rational arithmetic, through the command line.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from published import csv_text, rows, write_node  # noqa: E402
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import Case, main  # noqa: E402

COMPIND = FOLDER / "compind"


@needs("compind")
class Smaa(Case):
    """One node over the columns, whose values are scores already."""

    WITHIN = 1e-12

    def model(self, source, key, columns):
        self.columns = columns
        write_node(self, COMPIND / source, key, columns)

    def smaa(self, *options):
        return self.run_titian("smaa", "model.yaml", "data.csv", "-q", *options).out

    def near(self, found, expected, what):
        x, y = number(found), number(expected)
        self.assertEqual(math.isnan(x), math.isnan(y), what)
        if not math.isnan(x):
            error = abs(x - y) / max(1.0, abs(y))
            self.worst = max(self.worst, error)
            self.assertLessEqual(error, self.WITHIN, (what, found, expected))

    def check(self, name):
        self.worst, cells = 0.0, 0
        found = table(self.smaa(), "uCode")
        expected = table((COMPIND / f"{name}_summary.csv").read_text(encoding="utf-8"), "unit")
        names = {"First": "first_rank_acceptability", "ExpectedRank": "expected_rank", "Holistic": "holistic_linear",
                 "Top3": "top3_probability", "Best": "best_rank", "Worst": "worst_rank",
                 **{f"W.{code}": f"central_w{j + 1}" for j, code in enumerate(self.columns)}}
        self.assertEqual(set(found), set(expected))
        for unit, row in expected.items():
            for mine, theirs in names.items():
                self.near(found[unit][mine], row[theirs], (unit, mine))
                cells += 1
            self.assertEqual(found[unit]["Confidence"], "1" if number(row["first_rank_acceptability"]) > 0 else "")
        for mine, theirs, key, value in (("ranks", "rank_acceptability", "Rank", "rank"),
                                         ("pairwise", "pairwise", "Over", "beats")):
            found = {(r["uCode"], r[key]): r["Share"] for r in csv.DictReader(io.StringIO(self.smaa("--table", mine)))}
            expected = {(r["unit"], r[value]): r["probability"] for r in rows(COMPIND / f"{name}_{theirs}.csv")}
            self.assertEqual(set(found), set(expected))
            for pair, share in found.items():
                self.near(share, expected[pair], (mine, pair))
                cells += 1
        print(f"{name}: {cells} cells, largest error {self.worst:.2g} ", end="")
        self.assertGreater(cells, 300)

    def test_three_weights(self):
        self.model("smaa_hpi12_input.csv", "iso", ["life", "ladder", "footprint_inv"])
        self.check("smaa_hpi12")

    def test_two_weights(self):
        self.model("normalise_nuts1.csv", "code", ["minmax_roads", "minmax_trains"])
        self.check("smaa_nuts1_minmax")

    def test_lower_bounds_are_those_of_other_scores_without(self):
        """By the reference's own definition, w = l + (1 - sum l) u."""
        self.worst = 0.0
        columns, low = ["life", "ladder", "footprint_inv"], [0.1, 0.25, 0.2]
        self.model("smaa_hpi12_input.csv", "iso", columns)
        self.write("low.csv", csv_text(["iCode", "Lower", "Upper"], [[c, l, ""] for c, l in zip(columns, low)]))
        bound = table(self.smaa("--bounds", "low.csv"), "uCode")
        data = []
        for row in rows(COMPIND / "smaa_hpi12_input.csv"):
            x = [float(row[c]) for c in columns]
            base = sum(l * v for l, v in zip(low, x))
            data.append([row["iso"], 2019] + [repr(base + (1 - sum(low)) * v) for v in x])
        self.write("data.csv", csv_text(["uCode", "Time"] + columns, data))
        for unit, row in table(self.smaa(), "uCode").items():
            for column in ("First", "ExpectedRank", "Holistic", "Top3"):
                self.near(bound[unit][column], row[column], (unit, column))


if __name__ == "__main__":
    main()
