"""titian simulate, advise and own: figures found by hand, and what they promise kept by a run with the value set.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High,Scale
A,Indicator,1,X,1,1,0,100,
B,Indicator,1,X,3,1,0,200,
FEES,Indicator,1,Y,1,-1,100,0,
FIRMS,Indicator,1,Y,1,1,0.1,10,log
X,Aggregate,2,Z,1,,,,
Y,Aggregate,2,Z,1,,,,
Z,Aggregate,3,,1,,,,
"""
MODEL = """title: Readiness
framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
bands:
  - {name: low, from: 0}
  - {name: middle, from: 50}
  - {name: high, from: 70}
"""
# scores in 2020: U1 77.5, U2 60, U3 46.25, U4 70 without B, U5 16.25
DATA = """uCode,uName,Time,A,B,FEES,FIRMS
U1,Upper,2020,20,160,10,
U2,Lower,2020,40,80,20,
U3,Inner,2020,60,20,30,
U4,Outer,2020,80,,40,
U5,Far,2020,10,0,90,1
"""


class Advice(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        self.write("data.csv", DATA)

    def ask(self, command, *options, **more):
        return self.run_titian(command, "model.yaml", "data.csv", "-q", *options, **more)

    def rows(self, command, *options):
        return list(csv.DictReader(io.StringIO(self.ask(command, *options).out)))

    def one(self, rows, **wanted):
        found = [row for row in rows if all(row[column] == value for column, value in wanted.items())]
        self.assertEqual(len(found), 1, wanted)
        return found[0]

    def near(self, row, **wanted):
        for column, value in wanted.items():
            column = column.replace("_", ".")
            if value is None:
                self.assertEqual(row[column], "", column)
            else:
                self.assertNotEqual(row[column], "", column)
                self.assertAlmostEqual(float(row[column]), value, 9, column)


class Simulate(Advice):
    def test_values_and_weights_together(self):
        """U3: X = (60 + 3 x 50) / 4 = 52.5, Y = 70, and with a weight of 3 Z = (3 x 52.5 + 70) / 4."""
        rows = self.rows("simulate", "--set", "U3:B=100", "--set-weight", "X=3", "-t", "units")
        self.near(self.one(rows, uCode="U3", Set="yes"), Score_Before=46.25, Score_After=56.875, Change=10.625,
                  Rank_Before=4, Rank_After=3, Rank_Change=-1)
        self.near(self.one(rows, uCode="U4", Set=""), Score_Before=70, Score_After=75, Rank_After=1)
        self.assertEqual([row["Band.After"] for row in rows], ["high", "middle", "middle", "high", "low"])

    def test_a_text_says_who_else_moves(self):
        out = self.ask("simulate", "--set", "Inner:B=100").out
        self.assertIn("U3 B: 20 -> 100", out)
        self.assertIn("score     46.2500 -> 61.2500 (+15.0000)", out)
        self.assertIn("rank      4 -> 3 (-1)", out)
        self.assertIn("band      low -> middle", out)
        self.assertIn("U2 Lower: rank 3 -> 4 (+1)", out)
        self.assertIn("0 with another score, 1 with another rank", out)
        self.assertIn("Nothing else moved", out)

    def test_a_scale_found_in_the_data_moves_and_is_named(self):
        """B from 0..160 to 0..200: U1 from 100 to 80, U2 from 50 to 40, U5 stays at 0."""
        self.change("model.yaml", "goalposts, range", "minmax, range")
        self.change("framework.csv", "FIRMS,Indicator,1,Y,1,1,0.1,10,log\n", "")
        out = self.ask("simulate", "--set", "U3:B=200").out
        self.assertIn("Moved though nobody set it", out)
        self.assertIn("scale B: 2 units, at most by 20; the scale is found in the data", out)

    def test_refusals(self):
        for options, words in (
                (["--set", "U3:B"], '"U3:B" does not say what is set'),
                (["--set", "B=3"], '"B=3" does not say what is set'),
                (["--set", "U3:B=nan"], '"U3:B=nan" does not say what is set'),
                (["--set", "U9:B=1"], 'U9'),
                (["--set", "U3:FEE=1"], 'did you mean "FEES"?'),
                (["--set-weight", "Q=1"], 'the model has no element "Q"'),
                (["--set", "U3:B=1", "--set", "U3:B=2"], "B is set twice for U3"),
                ([], "needs something to set")):
            self.assertIn(words, self.ask("simulate", *options, code=2).err)


if __name__ == "__main__":
    main()
