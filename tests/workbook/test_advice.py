"""The sheets that look ahead: gaps, what would help, own priorities. Recalculated in LibreOffice they are what titian
computed; with other weights they follow as titian follows a model with those; figures of a small model found by hand.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import re
import sys

import support
import xlsx
from suite import Run

FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,Scale
A,Alpha,Indicator,1,X,1,1,0,100,
B,Beta,Indicator,1,X,3,1,0,200,
FEES,Fees,Indicator,1,Y,1,-1,100,0,
FIRMS,Firms,Indicator,1,Y,1,1,0.1,10,log
X,First area,Aggregate,2,Z,{X},,,,
Y,Second area,Aggregate,2,Z,1,,,,
Z,Index,Aggregate,3,,1,,,,
LAND,Land,Group,,,,,,,
"""
MODEL = """title: Readiness
framework: {name}.csv
normalise: {{method: goalposts, range: {range}}}
aggregate: [{{method: {method}}}]
bands:
  - {{name: low, from: 0}}
  - {{name: middle, from: 50}}
  - {{name: high, from: 70}}
priority:
  target: 60
  eligible: [{{group: LAND, in: [east, west, "*"], reason: "in the south"}}]
"""
# Scores in 2020, linear from 0 to 100: U1 77.5, U2 60, U3 46.25, U4 70 without B, U5 16.25, U6 30; FIRMS of U5 is 50.
DATA = """uCode,uName,Time,LAND,A,B,FEES,FIRMS
U1,Upper,2020,east,20,160,10,
U2,Lower,2020,east,40,80,20,
U3,Inner,2020,west,60,20,30,
U4,Outer,2020,west,80,,40,
U5,Far,2020,*,10,0,90,1
U6,"=South, far",2020,south,30,60,70,
"""
# U3 has 60 in A. Yearly changes of others that began within 10 of it: 1, 4 and -37 (U1), -20 in two years (U2), 6 and
# 15 (U4, whose last began at 71); their upper quartile is 5.5. U5 makes each year one that can be scored.
PAST = """uCode,Time,A,B,FEES,FIRMS
U1,2017,52,,,
U1,2018,53,,,
U1,2019,57,,,
U2,2018,60,,,
U3,2019,50,,,
U4,2017,50,,,
U4,2018,56,,,
U4,2019,71,,,
U5,2017,10,0,90,1
U5,2018,10,0,90,1
U5,2019,10,0,90,1
"""
EFFORTS = "iCode,Class,Cost\nA,legal,\nB,institutional,\nFEES,infrastructure,\nFIRMS,infrastructure,9\n"
# X of U3 is beyond its bounds, from 1/4 to 3/4.
SUBMITTED = """uCode,iCode,Weight,Target,NotApplicable
U1,B,,,no such service
U3,X,0.8,50,
U3,Y,,80,
"""
PLAIN = ["--replications", "0"]
LOOKING_AHEAD = ("Gap", "Gap_Unit", "Gap_Peers", "WhatHelps", "WhatHelps_Paths", "OwnPriority", "OwnPriority_Weights")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Advice(support.BookCase):
    @classmethod
    def make(cls):
        for name, text in (("data.csv", DATA), ("past.csv", PAST), ("efforts.csv", EFFORTS), ("own.csv", SUBMITTED)):
            (cls.folder / name).write_text(text, encoding="utf-8")
        cls.mean = cls.assess("mean", "arithmetic", "[0, 100]")
        cls.product = cls.assess("product", "geometric", "[1, 100]")
        cls.median = cls.assess("median", "median", "[0, 100]")
        cls.nobody = support.assess(cls.folder / "nobody.xlsx", cls.folder / "mean.yaml", cls.folder / "data.csv",
                                    options=PLAIN)
        cls.ddri = support.assess(cls.folder / "ddri.xlsx", support.DDRI, *support.ALL_DATA, options=[
            *PLAIN, "--efforts", support.DDRI / "efforts.csv", "--submissions", cls.submit_to_ddri()])
        changed = cls.folder / "changed.xlsx"
        xlsx.write_changed(cls.mean, {cls.mean.names["W_X"]: 3.0, cls.mean.names["T_target"]: 50.0}, changed)
        chosen = cls.folder / "chosen.xlsx"
        xlsx.write_changed(cls.mean, {"Gap_Unit!A5": "Upper"}, chosen)
        books = [cls.mean, cls.product, cls.median, cls.nobody, cls.ddri, xlsx.Book(changed), xlsx.Book(chosen)]
        cls.books = dict(zip(("mean", "product", "median", "nobody", "ddri"), books))
        *found, cls.changed, cls.chosen = cls.recalculate(books)
        cls.found = dict(zip(cls.books, found))

    @classmethod
    def submit_to_ddri(cls):
        path = cls.folder / "ddri-own.csv"
        path.write_text("uCode,iCode,Weight,Target,NotApplicable\nIDN,A2,0.18,60,\nTLS,F2,0.3,65,\n"
                        "TLS,A2.DRRS,,,regional plan\n", encoding="utf-8")
        return path

    @classmethod
    def write_model(cls, name, method, scale, **weights):
        (cls.folder / f"{name}.csv").write_text(FRAMEWORK.format(**{"X": 1, **weights}), encoding="utf-8")
        (cls.folder / f"{name}.yaml").write_text(MODEL.format(name=name, method=method, range=scale),
                                                 encoding="utf-8")
        return cls.folder / f"{name}.yaml"

    @classmethod
    def assess(cls, name, method, scale):
        return support.assess(cls.folder / f"{name}.xlsx", cls.write_model(name, method, scale),
                              cls.folder / "data.csv", cls.folder / "past.csv",
                              options=[*PLAIN, "--efforts", cls.folder / "efforts.csv", "--submissions",
                                       cls.folder / "own.csv"])

    @staticmethod
    def rows(book, sheet, header=5):
        """Lines of a table by the words of their heads."""
        cells = book.sheets[sheet]
        heads = {place[:-len(str(header))]: cell.value for place, cell in cells.items()
                 if re.fullmatch(f"[A-Z]+{header}", place) and cell.value not in (None, "")}
        lines, row = [], header + 1
        while f"A{row}" in cells and f"B{row}" in cells:
            lines.append({head: getattr(cells.get(f"{column}{row}"), "value", None) for column, head in heads.items()})
            row += 1
        return lines

    def line(self, book, sheet, header=5, **wanted):
        found = [row for row in self.rows(book, sheet, header)
                 if all(row[head.replace("_", " ")] == value for head, value in wanted.items())]
        self.assertEqual(len(found), 1, wanted)
        return found[0]

    def near(self, line, **wanted):
        for head, value in wanted.items():
            head = next(h for h in line if h.startswith(head.replace("_", " ")))
            if value is None:
                self.assertIn(line[head], (None, ""), head)
            else:
                self.assertIsInstance(line[head], (int, float), head)
                self.assertAlmostEqual(line[head], value, 9, head)

    # ---- as titian computed them ----

    def test_recalculated_they_are_what_titian_computed(self):
        for name, least in (("mean", 250), ("product", 250), ("median", 200), ("nobody", 200), ("ddri", 10000)):
            with self.subTest(name):
                lines, count = support.differences(self.books[name], self.found[name], LOOKING_AHEAD)
                self.assert_no_lines(lines, f"of {count} formulas give another value")
                self.assertGreater(count, least)
                self.assert_no_lines(support.error_cells(self.found[name]), "cells hold an error")

    # ---- gaps ----

    def test_gaps_to_target_median_and_best_of_peers(self):
        """West is U3 (X 22.5, Y 70) and U4 (X 80, without B; Y 60): medians 51.25 and 65, and of the index 58.125."""
        line = self.line(self.mean, "Gap", Name="Inner")
        self.near(line, First_area=60 - 22.5, Second_area=0, Index=60 - 46.25)
        self.near(line, **{"First_area_(median)": 22.5 - 51.25, "Second_area_(median)": 5, "Index_(median)": 46.25 - 58.125,
                           "First_area_(best)": 80 - 22.5, "Second_area_(best)": 0, "Index_(best)": 70 - 46.25})
        self.assertEqual(line["Land"], "west")
        peers = {row["Code"]: row for row in self.rows(self.mean, "Gap_Peers")}
        self.near(peers["X"], **{"west:_median": 51.25, "west:_best": 80, "east:_best": 65})
        self.assertEqual(peers["Y"]["west: who is best"], "Inner")
        self.assertEqual(peers["X"]["south: who is best"], "=South, far")
        self.near(peers["B"], **{"*:_best": 0.0})
        self.assertIsNone(peers["FIRMS"]["west: median"])

    def test_the_gaps_of_one_unit_in_natural_units(self):
        """The first of the priority list, Far, is chosen: FEES 90 are 90 from the best, 0; FIRMS 1 are 9 from 10."""
        self.assertEqual(support.value_at(self.mean, "Gap_Unit", "A5"), "Far")
        self.near(self.line(self.mean, "Gap_Unit", 8, Area_or_indicator="Fees"), Value=90, Best_goalpost=0,
                  From_the_value=-90, Score=10, Points_short=90)
        self.near(self.line(self.mean, "Gap_Unit", 8, Area_or_indicator="Firms"), Value=1, Best_goalpost=10,
                  From_the_value=9, Score=50, Points_short=50)

    def test_another_choice_shows_another_unit(self):
        """Upper is in the east with Lower: X 65 beside 40."""
        line = self.line(self.chosen, "Gap_Unit", 8, Area_or_indicator="First area")
        self.near(line, Score=65, Points_short=0, Median=52.5, Above=12.5, Best_of=65)
        self.assertEqual(line["Who is best"], "Upper")
        self.near(self.line(self.chosen, "Gap_Unit", 8, Area_or_indicator="Beta"), Value=160, From_the_value=40,
                  Score=80)

    # ---- what would help ----

    def test_gains_of_a_small_model_by_hand(self):
        """A of U3: 60 + 5 x 5.5; it counts for 1/4 of X and X for half of Z."""
        line = self.line(self.mean, "WhatHelps", Name="Inner", Order=1)
        self.assertEqual((line["Indicator"], line["Area"], line["Effort"]), ("Alpha", "First area", "legal"))
        self.near(line, Value_now=60, Value_in=87.5, Score_now=60, Feasible_score=87.5, Pace=5.5, Gain_of_a=0.125,
                  Feasible_gain=27.5 / 8, Effort_of=1, Gain_per=27.5 / 8)
        for head in ("Score now", "Feasible score in 5 years", "Feasible gain of the index"):
            self.assertTrue(self.is_formula(self.mean, "WhatHelps", head), head)

    @staticmethod
    def is_formula(book, sheet, head, row=6):
        cells = book.sheets[sheet]
        column = next(place[:-1] for place, cell in cells.items()
                      if re.fullmatch("[A-Z]+5", place) and cell.value == head)
        return any(cells[f"{column}{r}"].formula is not None for r in range(row, row + 4) if f"{column}{r}" in cells)

    def test_a_median_has_values_where_no_formula_says_the_gain(self):
        self.assertFalse(self.is_formula(self.median, "WhatHelps", "Feasible gain of the index"))
        self.assertTrue(self.is_formula(self.product, "WhatHelps", "Feasible gain of the index"))

    def test_the_most_pressing_stand_first(self):
        for name in ("mean", "ddri"):
            for sheet in ("WhatHelps", "WhatHelps_Paths"):
                ranks = [row["Priority rank"] for row in self.rows(self.books[name], sheet)]
                self.assertEqual(ranks, sorted(ranks))
                self.assertEqual(ranks[0], 1)
        self.assertNotIn("=South, far", [row["Name"] for row in self.rows(self.mean, "WhatHelps_Paths")])

    def test_paths_strengths_and_peers_in_words(self):
        """At its pace U3 comes to 49.6875; B at the least cost for its share rises by 10 points."""
        line = self.line(self.mean, "WhatHelps_Paths", Name="Inner")
        self.assertEqual(line["Next band"], "middle")
        self.near(line, Index=46.25, Points=3.75)
        self.assertEqual(line["Cheapest path to it at the pace of its like"],
                         "out of reach in 5 years: all that can rise takes the index to 49.7")
        self.assertEqual(line["Cheapest path without that limit"], "Beta 10.0 to 20.0")
        self.assertIn("Alpha (60.0 beside 30.0)", line["Strengths: its score beside the median of others"])
        self.assertIn("Upper: 52.0 in 2017, now 77.5", line["Others that stood there and have risen"])

    def test_with_other_weights_gains_are_those_that_titian_finds(self):
        """Three times the weight of X: what the sheet says now is what a model with that weight says."""
        model = self.write_model("other", "arithmetic", "[0, 100]", X=3)
        run = Run(["advise", model, self.folder / "data.csv", self.folder / "past.csv", "--all", "-q", "-t", "gains",
                   "--efforts", self.folder / "efforts.csv"])
        self.assertEqual(run.code, 0, run.err)
        engine = {(row["uCode"], row["iName"]): row for row in csv.DictReader(io.StringIO(run.out))}
        codes = {row["Name"]: row["Code"] for row in self.rows(self.mean, "OwnPriority")}
        n = 0
        for row in self.rows(self.changed, "WhatHelps"):
            if row["Order"] in (None, ""):
                continue
            other = engine[codes[row["Name"]], row["Indicator"]]
            self.near(row, Gain_of_a=float(other["Gain.Point"]), Feasible_gain=float(other["Gain"]),
                      Gain_per=float(other["Gain.Per.Effort"]))
            n += 1
        self.assertGreater(n, 0)

    def test_what_is_stale_is_said(self):
        for sheet in ("WhatHelps", "WhatHelps_Paths", "OwnPriority", "OwnPriority_Weights"):
            self.assertRegex(support.value_at(self.changed, sheet, "A4"), "^STALE")
            self.assertRegex(support.value_at(self.mean, sheet, "A4"), "^Current")
        self.near(self.line(self.changed, "Gap", Name="Inner"), First_area=50 - 22.5)

    # ---- own priorities ----

    def test_four_numbers_and_the_rank_by_base_weights(self):
        """X of U3 becomes 3/4. Worst and best are 3/4 and 1/4 of X, which has 22.5 beside 70."""
        line = self.line(self.mean, "OwnPriority", Name="Inner")
        self.near(line, Rank=4, Base_score=46.25, At_its_own=34.375, Difference=-11.875, Worst=34.375, Best=58.125,
                  Weights_moved=1, Shortfall_by_its=0.75 * 0.55 + 0.25 * 0.125)
        self.assertEqual(line["Submitted"], "yes")
        line = self.line(self.mean, "OwnPriority", Name="Lower")
        self.near(line, Rank=3, Base_score=60, At_its_own=None, Difference=None, Worst=50, Best=70)
        self.assertEqual(line["Submitted"], "none submitted")
        self.assertEqual([row["Name"] for row in self.rows(self.mean, "OwnPriority")][:2], ["Upper", "Inner"])

    def test_what_was_submitted_and_what_was_taken(self):
        line = self.line(self.mean, "OwnPriority_Weights", Name="Inner", Element="First area")
        self.near(line, Weight_of=0.5, Weight_submitted=0.8, Weight_taken=0.75, Least=0.25, Most=0.75, Target_of_the=60,
                  Target_of_its=50, Points_short=27.5)
        self.assertEqual(line["Moved"], "yes")
        reasons = [cell.value for cell in self.mean.sheets["OwnPriority_Weights"].values()]
        self.assertIn("no such service", reasons)

    def test_nobody_is_worse_off_for_submitting_nothing(self):
        self.assertNotIn("OwnPriority_Weights", self.nobody.sheets)
        rows, with_some = self.rows(self.nobody, "OwnPriority"), self.rows(self.mean, "OwnPriority")
        self.assertEqual({row["Submitted"] for row in rows}, {"none submitted"})
        base = {row["Name"]: (row["Rank, by base weights"], row["Base score"]) for row in rows}
        self.assertEqual(base, {row["Name"]: (row["Rank, by base weights"], row["Base score"]) for row in with_some})

    def test_each_sheet_is_in_the_contents(self):
        listed = [cell.value for cell in self.ddri.sheets["Contents"].values()]
        for sheet in LOOKING_AHEAD:
            self.assertIn(sheet, self.ddri.sheets)
            self.assertIn(sheet, listed)


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
