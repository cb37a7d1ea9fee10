"""Commands that show one year: with --years they show the last, as score gives it.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

from bridge import BridgeCase
from suite import main

FRAMEWORK = """\
iCode,Type,Level,Parent,Weight,Direction
A,Indicator,1,X,1,1
B,Indicator,1,X,1,1
X,Aggregate,2,,,
"""
# Over both years A runs from 0 to 20 and B from 0 to 10; in 2021 alone A from 10 to 20, B from 5 to 10.
DATA = """\
uCode,year,A,B
U1,2020,0,0
U2,2020,10,5
U3,2020,5,5
U1,2021,10,5
U2,2021,20,
U3,2021,15,10
"""
POOLED = "normalise: {method: minmax, over: pooled}\n"
BASE = "normalise: {method: minmax, over: base, base_year: 2020}\n"


class Years(BridgeCase):
    def run_on(self, model, command, *options, code=0):
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", model)
        self.write("data.csv", DATA)
        return self.run_titian(command, "model.yaml", "data.csv", *options, code=code)

    def test_explain_sees_all_years_and_shows_the_last(self):
        text = self.run_on(POOLED, "explain", "--unit", "U3", "--years", "2020:2021").out
        self.assertTrue(text.startswith("U3 (U3) in 2021: "), text)
        self.assertIn("\n  score       87.50\n", text)  # 15 of 20 and 10 of 10
        self.assertIn("\n  score       75.00\n",  # 2021 alone: 5 of 10 and 5 of 5
                      self.run_on(POOLED, "explain", "--unit", "U3", "--year", "2021").out)

    def test_a_base_year_before_the_year_shown(self):
        self.assertIn("(--years)", self.run_on(BASE, "explain", "--unit", "U1", "--year", "2021", code=2).err)
        self.assertIn("\n  score       100.00\n",  # 10 of 10 and 5 of 5
                      self.run_on(BASE, "explain", "--unit", "U1", "--years", "2020:2021").out)

    def test_the_audit_is_of_the_last_year(self):
        options = ("--table", "statistics", "--stage", "normalised", "--years", "2020:2021")
        text = self.run_on(POOLED, "audit", *options).out
        rows = {row["iCode"]: row for row in csv.DictReader(io.StringIO(text))}
        self.assertEqual([rows["A"][name] for name in ("Min", "Max", "N.Avail")], ["50", "100", "3"])
        self.assertEqual([rows["B"][name] for name in ("Min", "Max", "N.Avail")], ["50", "100", "2"])

    def test_the_check_lists_the_last_year(self):
        text = self.run_on("impute: {method: latest}\n" + POOLED, "check", "--years", "2020:2021").out
        self.assertIn("index year 2021\n", text)
        self.assertNotIn("nothing is imputed", text)

    def test_the_workbook_is_about_the_last_year(self):
        text = self.run_on(POOLED, "assess", "--years", "2020:2021", "-o", "book.xlsx").out
        self.assertIn("book.xlsx: 3 units in 2021, 3 of them ranked\n", text)
        self.assertIn("\n  1. U2 (U2): 100.0\n  2. U3 (U3): 87.5\n  3. U1 (U1): 50.0\n", text)

    def test_years_between_the_waves_are_left_out_unless_other_years_fill_them(self):
        for impute, years in (("none", ["2020", "2023"]), ("mean", ["2020", "2023"]),
                              ("linear_constant", ["2020", "2021", "2022", "2023"])):
            self.write("framework.csv", FRAMEWORK)
            self.write("model.yaml", f"impute: {{method: {impute}}}\n" + POOLED)
            self.write("data.csv", DATA.replace("2021", "2023"))
            text = self.run_titian("score", "model.yaml", "data.csv", "--years", "2020:2023", "--stage", "imputed").out
            rows = list(csv.DictReader(io.StringIO(text)))
            self.assertEqual(sorted({row["Time"] for row in rows}), years, impute)
        self.assertIn(("U3", "2021", "6.666666666666667"), [(r["uCode"], r["Time"], r["B"]) for r in rows])


if __name__ == "__main__":
    sys.exit(main())
