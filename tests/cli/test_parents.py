"""Units that lie in others: the column parent_unit, totals, reconciliation, gaps, and what is too small to be shown.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High,Target
A,Indicator,1,Z,1,1,0,100,65
Z,Aggregate,2,,1,,,,
POP,Other,,,,,,,
ASKED,Other,,,,,,,
AREA,Group,,,,,,,
"""
MODEL = "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\npriority: {target: 65}\n"
# scores and people of the example of four communities in docs/divide.md; KEN has a figure of its own, UGA none
DATA = """uCode,Time,POP,ASKED,A,AREA
V1,2020,2.0,400,72,urban
V2,2020,5.0,300,55,rural
V3,2020,8.0,24,40,rural
V4,2020,0.9,,18,urban
KEN,2020,7,,60,
"""
UNITS = "unit_code,unit_name,parent_unit\nV1,One,P1\nV2,Two,P2\nV3,Three,P3\nV4,Four,P3\nP1,,KEN\nP2,,KEN\nP3,,UGA\nKEN,Kenya,\nUGA,,\n"


class Parents(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        self.write("data.csv", DATA)
        self.write("units.csv", UNITS)

    def divide(self, *options, **more):
        return self.run_titian("divide", "model.yaml", "data.csv", "units.csv", *options, **more)

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.divide("-q", *options).out)))

    def near(self, row, **wanted):
        for column, value in wanted.items():
            self.assertAlmostEqual(float(row[column.replace("_", ".")]), value, 9, column)

    def refused(self, units, *says):
        self.write("units.csv", units)
        err = self.divide("-q", code=1).err
        for text in says:
            self.assertIn(text, err)

    def test_the_unit_it_lies_in_is_the_group_and_totals_take_no_part(self):
        rows = self.rows("-c", "Z", "-w", "POP")
        self.assertEqual([(row["Group"], row["N"]) for row in rows], [("(all)", "4"), ("P1", "1"), ("P2", "1"), ("P3", "2")])
        self.near(rows[0], Mean=755.2 / 15.9, Gini=1704.1 / (15.9 * 755.2), Left_Behind=5 * 10 / 65 + 8 * 25 / 65 + 0.9 * 47 / 65)

    def test_the_outermost_unit_at_any_depth(self):
        rows = self.rows("-c", "Z", "-w", "POP", "-g", "top_unit")
        self.assertEqual([(row["Group"], row["N"]) for row in rows], [("(all)", "4"), ("KEN", "2"), ("UGA", "2")])
        self.near(rows[1], Mean=(2 * 72 + 5 * 55) / 7)
        parts = self.rows("-c", "Z", "-w", "POP", "-g", "top_unit", "-t", "parts")
        squares = 7 / 15.9 * (419 / 7) ** 2 + 8.9 / 15.9 * (336.2 / 8.9) ** 2
        self.near(parts[2], Between=(squares / (755.2 / 15.9) ** 2 - 1) / 2)

    def test_a_unit_that_lies_in_none_stands_for_itself(self):
        self.write("units.csv", UNITS.replace("V1,One,P1", "V1,One,").replace("P1,,KEN\n", ""))
        rows = self.rows("-c", "Z", "-g", "top_unit")
        self.assertEqual([row["Group"] for row in rows], ["(all)", "KEN", "UGA", "V1"])
        self.assertEqual([row["Group"] for row in self.rows("-c", "Z")], ["(all)", "P2", "P3", "(none)"])

    def test_communities_have_rows_and_totals_have_none(self):
        rows = self.rows("-c", "Z", "-w", "POP", "-t", "communities")
        self.assertEqual([(r["uCode"], r["Group"], r["Rank"], r["Rank.Group"], r["Rank.Left"]) for r in rows],
                         [("V1", "P1", "1", "1", ""), ("V2", "P2", "2", "1", "2"), ("V3", "P3", "3", "1", "1"),
                          ("V4", "P3", "4", "2", "3")])

    def test_reconciliation_with_the_figure_of_the_unit_itself(self):
        """(2 x 72 + 5 x 55) / 7 = 59.857 against 60: near. Against 50: 19.7 % off. P1 and UGA have no figure."""
        run = self.divide("-c", "Z", "-w", "POP", "-t", "reconciliation")
        rows = list(csv.DictReader(io.StringIO(run.out)))
        self.assertEqual([(row["Unit"], row["Name"], row["N"], row["Note"]) for row in rows], [("KEN", "Kenya", "2", "")])
        self.near(rows[0], Mean=419 / 7, Own=60, Difference=419 / 7 - 60, Relative=(419 / 7 - 60) / 60)
        self.assertNotIn("own figure", run.err)
        self.write("data.csv", DATA.replace("KEN,2020,7,,60", "KEN,2020,7,,50"))
        run = self.divide("-c", "Z", "-w", "POP", "-t", "reconciliation")
        self.assertIn("more than 5 % from the unit's own figure", run.out)
        self.assertIn("1 of 1 means are more than 5 % from the unit's own figure", run.err)

    def test_urban_and_rural_beside_each_other(self):
        rows = self.rows("-c", "Z", "-w", "POP", "-g", "AREA", "-t", "gaps")
        self.assertEqual([(r["Inside"], r["Group"], r["Other"]) for r in rows],
                         [("(all)", "rural", "urban"), ("UGA", "rural", "urban"), ("KEN", "rural", "urban")])
        rural, urban = (275 + 320) / 13, (144 + 16.2) / 2.9
        self.near(rows[0], Mean=rural, Mean_Other=urban, Gap=rural - urban, Ratio=rural / urban)
        self.near(rows[2], Gap=55 - 72)

    def test_small_samples_are_not_shown_alone_but_count(self):
        rows = self.rows("-c", "Z", "-w", "POP", "-t", "communities", "--sample", "ASKED", "--fewest", "25")
        self.assertEqual([row["Value"] for row in rows], ["72", "55", "", ""])
        self.assertEqual([row["Rank"] for row in rows], ["1", "2", "", ""])
        self.assertIn("not shown: fewer than 25 by ASKED", rows[3]["Note"])
        rows = self.rows("-c", "Z", "-w", "POP", "--sample", "ASKED", "--fewest", "25")
        self.near(rows[0], Mean=755.2 / 15.9)  # they count in totals
        self.assertEqual((rows[3]["Group"], rows[3]["N"], rows[3]["Mean"]), ("P3", "2", ""))  # 24 in all
        self.assertIn("not shown", rows[3]["Note"])
        self.assertIn("fewer than 5 of what", self.divide("-q", "--fewest", "5", code=2).err)

    def test_a_model_says_which_samples_are_small(self):
        """P3 has 24 in all; one place, where 300 were asked, is shown and remarked on."""
        self.write("model.yaml", MODEL + "divide: {sample: ASKED, min_sample: 25, few_below: 350}\n")
        rows = self.rows("-c", "Z", "-w", "POP", "-t", "communities")
        self.assertEqual([row["Value"] for row in rows], ["72", "55", "", ""])
        asked = {row["uCode"]: row for row in csv.DictReader(io.StringIO(DATA))}
        for row in rows:
            n = float(asked[row["uCode"]]["ASKED"] or 0)
            self.assertEqual("uncertain: fewer than 350 by ASKED" in row["Note"], 25 <= n < 350, row)
        self.assertEqual({row["Mean"] for row in self.rows("-c", "Z", "-w", "POP") if row["Group"] == "P3"}, {""})
        shown = self.rows("-c", "Z", "-w", "POP", "-t", "communities", "--fewest", "0")
        self.assertEqual([row["Value"] for row in shown], ["72", "55", "40", "18"])

    def test_small_samples_are_not_shown_in_gaps_and_deprivation(self):
        self.write("model.yaml", MODEL + "divide: {sample: ASKED, min_sample: 25}\n")
        for table, figures in (("deprivation", ("H", "A", "M0", "M1", "M2", "Share.M0", "People.Poor")),
                               ("headcounts", ("Uncensored", "Censored", "Contribution"))):
            rows = [row for row in self.rows("-w", "POP", "-t", table, "--target", "65") if row["Group"] == "P3"]
            self.assertGreater(len(rows), 0)
            for row in rows:
                self.assertEqual({row[figure] for figure in figures}, {""}, table)
                self.assertIn("not shown: fewer than 25 by ASKED", row["Note"])
        gaps = self.rows("-c", "Z", "-w", "POP", "-t", "gaps")
        hidden = [row for row in gaps if "P3" in (row["Group"], row["Other"])]
        self.assertGreater(len(hidden), 0)
        for row in hidden:
            self.assertEqual((row["Mean.Other" if row["Other"] == "P3" else "Mean"], row["Gap"], row["Ratio"]), ("", "", ""))
            self.assertIn("not shown", row["Note"])
        self.assertTrue(all(row["Gap"] for row in gaps if row not in hidden))

    def test_faulty_rules_of_samples(self):
        for block, said in (("{min_sample: 25}", "a sample of what?"),
                            ("{sample: ASKT, min_sample: 25}", "ASKT"),
                            ("{sample: ASKED, min_sample: -1}", "min_sample"),
                            ("{sample: ASKED, min_sample: 25, few_below: 25}", "few_below is 25")):
            self.write("model.yaml", MODEL + f"divide: {block}\n")
            self.assertIn(said, self.divide("-q", code=1).err)

    def test_a_parent_that_is_no_unit(self):
        self.refused(UNITS.replace("V2,Two,P2", "V2,Two,P9"), 'units.csv:3:3: "P9" is no unit in these files (unit V2 lies in it)',
                     "add a line for it to a units file")

    def test_units_that_lie_in_each_other(self):
        self.refused(UNITS.replace("KEN,Kenya,", "KEN,Kenya,P1"), "these units lie in each other: P1, KEN, P1")
        self.refused(UNITS.replace("UGA,,", "UGA,,UGA"), "units.csv:10:3: these units lie in each other: UGA, UGA")

    def test_parent_is_a_name_of_the_column_too(self):
        self.write("units.csv", UNITS.replace("parent_unit", "Parent"))
        self.assertEqual(len(self.rows("-c", "Z")), 4)

    def test_two_parents_of_one_unit(self):
        self.write("more.csv", "unit_code,parent_unit\nV1,P3\n")
        self.assertIn('"P3" here, but "P1" in units.csv:2:3', self.divide("more.csv", code=1).err)

    def test_without_parents(self):
        self.write("units.csv", "unit_code,unit_name\nV1,One\n")
        self.assertIn("no unit lies in another", self.divide("-g", "parent_unit", code=2).err)
        self.assertIn("needs units that lie in others", self.divide("-t", "reconciliation", code=2).err)
        self.assertIn("needs a group", self.divide("-t", "parts", code=2).err)


if __name__ == "__main__":
    main()
