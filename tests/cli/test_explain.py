"""titian explain: the tree of one unit, every number of it found by hand.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

from bridge import BridgeCase
from suite import main

# SKILLS (60 + 33.33) / 2 = 46.67; INDEX (30 + 46.67) / 2; need ((80 - 30) + (80 - 46.67)) / 160 = 0.5208;
# people ln(1 + 20000 x 0.5208) / ln(1 + 1000000) = 0.670; priority 100 (3 x 0.5208 + 0.670) / 4 = 55.80.
ISLE = """\
Isle, The (ISL) in 2024: Bridges Index, 2024

  score       38.33
  rank        3 of 3
  band        low
  data        3 indicators observed, 1 carried forward; 100.0 % of the weight; mean age 0.2 years
  confidence  0.94

Each line: score and rank; weight among siblings; share of this unit's index; points it brings (share x score).
Under an indicator: the value and where it was read, then what was done to it.

INDEX Bridges Index: 38.33, rank 3
├─ ACCESS Access: 30.00, rank 3; weight 1, 50.00 % of the index, 15.00 points
│  ├─ NET Internet users: 40.00, rank 2; weight 3, 37.50 % of the index, 15.00 points
│  │       40 % of population in 2024; bridges.csv:4
│  │       scored by goalposts: worst 0, best 100
│  └─ COST Price of a connection: 0.00, rank 3; weight 1, 12.50 % of the index, 0.00 points
│          20 % of income in 2024; bridges.csv:4
│          scored by goalposts: worst 20, best 0
└─ SKILLS Skills: 46.67, rank 3; weight 1, 50.00 % of the index, 23.33 points
   ├─ READ Literacy: 60.00, rank 2; weight 1, 25.00 % of the index, 15.00 points
   │       60 % of adults in 2023, carried forward 1 year; bridges.csv:3
   │       scored by goalposts: worst 0, best 100
   └─ CODE Programmers, all: 33.33, rank 2; weight 1, 25.00 % of the index, 8.33 points
           10 per 1000 people in 2024; bridges.csv:4
           scored by goalposts: worst 1, best 1000, on a log scale

Priority for assistance
  eligible: yes; every unit is eligible
  rank 2, score 55.80 of 100, from these parts (0 to 1):
  need            0.521  weight 3; shortfall of the areas under the target, to the power alpha
  people          0.670  weight 1; population times average shortfall, on a log scale against a fixed reference
  average shortfall             0.520833
  population                    20000
  readiness-poor people         10416.7
  weakest area                  ACCESS Access, score 30.00
  second weakest                SKILLS Skills, score 46.67
"""


class Explain(BridgeCase):
    def explain(self, unit, *options):
        return self.run_titian("explain", "bridges", "bridges.csv", "--unit", unit, *options).out

    def test_the_whole_explanation(self):
        self.assertEqual(self.explain("ISL"), ISLE)

    def test_a_unit_may_be_given_by_its_name(self):
        self.assertEqual(self.explain("Isle, The"), ISLE)

    def test_what_is_missing_is_said(self):
        text = self.explain("WST")
        self.assertIn("\n  rank        none: 25 % of the weight has data; 50 % are needed\n", text)
        self.assertIn("\n├─ ACCESS Access: missing\n"
                      "│       too few of its parts have a score; its weight goes to its siblings\n", text)
        self.assertIn("\n│  ├─ NET Internet users: missing\n│  │       no value up to 2024\n", text)
        self.assertIn("\n   └─ CODE Programmers, all: missing\n           no value up to 2024\n"
                      "           its weight goes to its siblings\n", text)
        self.assertIn("weight 1, 100.00 % of the index, 70.00 points", text)
        self.assertIn("\n  too few data to rank: help with data comes first\n", text)

    def test_a_value_too_old_is_said_with_its_place(self):
        self.change("bridges/model.yaml", "max_age: 2", "max_age: 0")
        self.assertIn("\n   ├─ READ Literacy: missing\n"
                      "   │       no value of 2024: the newest is of 2023; bridges.csv:3\n", self.explain("ISL"))

    def test_each_step_that_changed_a_value_is_said(self):
        self.change("bridges/model.yaml", "normalise:", "impute: {method: median}\nnormalise:")
        head, *rows = (self.folder / "bridges/framework.csv").read_text(encoding="utf-8").splitlines()
        rows = [row + (",POP,1000" if ",COST," in row else ",,") for row in rows]
        rows = [row.replace("Population,,Other", "Population,,Denominator") for row in rows]
        self.write("bridges/framework.csv", "\n".join([head + ",Denominator,DenominatorScale", *rows]) + "\n")
        self.assertIn("│          20 % of income in 2024; bridges.csv:4\n"
                      "│          denominated (ratio): 1, POP being 20000 and counted by 1000\n", self.explain("ISL"))
        self.assertIn("│  │       no value up to 2024\n"
                      "│  │       imputed (median): 40\n", self.explain("WST"))

    def test_points_stand_only_where_they_add_up(self):
        self.change("bridges/model.yaml", "bands:", "aggregate: [{level: 3, method: geometric, floor: 1}]\nbands:")
        text = self.explain("EST")
        self.assertNotIn("points\n", text.split("\n\n")[3])
        self.assertIn("50.00 % of the index\n", text)

    def test_what_weak_absorption_costs_is_said(self):
        self.change("bridges/model.yaml", "  weights:",
                    "  absorption: {variables: [{variable: POP, low: 0, high: 40000}]}\n"
                    "  absorption_penalty: 0.2\n  weights:")
        text = self.explain("ISL")
        self.assertIn("\n  rank 2, score 50.22 of 100", text)  # 55.80 x (1 - 0.2 x 0.5)
        self.assertIn("\n  absorption                    0.5\n"
                      "  weak absorption               the score is multiplied by 1 - 0.2 x (1 - absorption)\n", text)

    def test_an_indicator_left_out_is_said(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.6")
        self.assertIn("left out for every unit: 50.0 % of them have a value\n", self.explain("EST"))

    def test_an_earlier_year_has_no_priority(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.1")
        text = self.explain("ISL", "--year", "2023")
        self.assertTrue(text.startswith("Isle, The (ISL) in 2023: "))

    def test_a_unit_is_needed_and_must_be_there(self):
        self.assertEqual(self.run_titian("explain", "bridges", "bridges.csv", code=2).err,
                         'titian: "titian explain" needs a unit\n        for example: --unit IDN\n')
        self.assertEqual(self.run_titian("explain", "bridges", "bridges.csv", "--unit", "ESL", code=2).err,
                         'titian: the data have no unit "ESL"\n        did you mean EST (East Bank)?\n')
        self.assertIn("did you mean NOR (Northport)?",
                      self.run_titian("explain", "bridges", "bridges.csv", "--unit", "North Port", code=2).err)
        self.assertEqual(self.run_titian("explain", "bridges", "bridges.csv", "--unit", "Nowhere", code=2).err,
                         'titian: the data have no unit "Nowhere"\n        write its code or its whole name\n')

    def test_a_unit_under_another_name_of_the_lists_of_countries(self):
        for word in ("EE", "Eesti", "233"):
            with self.subTest(word):
                self.assertEqual(self.run_titian("explain", "bridges", "bridges.csv", "--unit", word, code=2).err,
                                 f'titian: the data have no unit "{word}"\n        did you mean EST (East Bank)?\n')

    def test_a_unit_that_the_model_does_not_assess(self):
        self.change("bridges/model.yaml", "screen:", 'units: [{group: region, in: [sea]}]\nscreen:')
        run = self.run_titian("explain", "bridges", "bridges.csv", "--unit", "EST", code=2)
        self.assertEqual(run.err, 'titian: the unit "EST" is in the data, but the model does not assess it\n'
                                  '        see "units" in model.yaml\n')


if __name__ == "__main__":
    sys.exit(main())
