"""titian results and titian compare: tables to read, ranks inside groups, two models side by side.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import shutil

from bridge import BridgeCase
from suite import main

# INDEX: EST 75.4, WST 70, NOR 41.9, ISL 38.3 (test_score.py has them by hand); WST has too few data to be ranked
RESULTS = """\
uCode,uName,Time,Rank,INDEX,ACCESS,SKILLS
EST,East Bank,2024,1,75.41666666666667,72.5,78.33333333333334
NOR,Northport,2024,2,41.875,33.75,50
ISL,"Isle, The",2024,3,38.333333333333336,30,46.66666666666667
WST,West Bank,2024,,70,,70
"""


class Results(BridgeCase):
    def results(self, *options, **more):
        return self.run_titian("results", "bridges", "bridges.csv", "-q", *options, **more)

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.results(*options).out)))

    def test_the_best_come_first_and_those_without_a_rank_last(self):
        self.assertEqual(self.results().out, RESULTS)

    def test_columns_say_how_much_of_the_tree_is_shown(self):
        self.assertEqual(list(self.rows("--columns", "summary")[0]), ["uCode", "uName", "Time", "Rank", "INDEX"])
        self.assertEqual(list(self.rows("-c", "full")[0]), ["uCode", "uName", "Time", "region", "Rank", "INDEX", "ACCESS",
                                                            "SKILLS", "NET", "COST", "READ", "CODE"])
        self.assertEqual(self.results("--columns", "fall", code=2).err,
                         'titian: there is no choice of columns "fall"\n        did you mean "full"?\n')
        self.assertEqual(self.results("--columns", "xyzzy", code=2).err,
                         'titian: there is no choice of columns "xyzzy"\n        "titian help results" lists them\n')

    def test_ranks_take_the_place_of_scores(self):
        found = {row["uCode"]: row for row in self.rows("--ranks", "--columns", "full")}
        self.assertNotIn("Rank", found["EST"])
        self.assertEqual([found[unit]["READ"] for unit in ("EST", "ISL", "NOR", "WST")], ["1", "2", "3", ""])
        self.assertEqual([found[unit]["CODE"] for unit in ("EST", "ISL", "NOR")], ["1", "2", ""])

    def test_ranks_within_a_group_go_label_by_label(self):
        found = [(row["region"], row["uCode"], row["Rank"]) for row in self.rows("--within", "region")]
        self.assertEqual(found, [("river", "EST", "1"), ("river", "WST", ""), ("sea", "NOR", "1"), ("sea", "ISL", "2")])
        ranks = [(row["uCode"], row["SKILLS"]) for row in self.rows("--within", "region", "--ranks")]
        self.assertEqual(ranks, [("EST", "1"), ("WST", ""), ("NOR", "1"), ("ISL", "2")])

    def test_units_without_a_label_have_no_rank_and_come_last(self):
        self.change("bridges.csv", "EST,East Bank,2024,river", "EST,East Bank,2024,")
        found = [(row["region"], row["uCode"], row["Rank"]) for row in self.rows("--within", "region")]
        self.assertEqual(found[-1], ("", "EST", ""))

    def test_a_group_that_is_none_is_refused_with_the_nearest(self):
        self.assertEqual(self.results("--within", "regoin", code=2).err,
                         'titian: the model has no group "regoin"\n        did you mean "region"?\n')

    def test_one_unit_has_an_element_in_each_row(self):
        out = self.results("--unit", "Northport").out
        self.assertEqual(out.splitlines()[:3], ["iCode,iName,Level,Time,Score,Rank", "INDEX,Bridges Index,3,2024,41.875,2",
                                                "ACCESS,Access,2,2024,33.75,2"])
        self.assertEqual(out.splitlines()[-1], 'CODE,"Programmers, all",1,2024,,')
        within = self.results("--unit", "NOR", "--within", "region").out.splitlines()
        self.assertEqual(within[1], "INDEX,Bridges Index,3,2024,41.875,1")
        self.assertEqual(self.results("--unit", "NRO", code=2).err,
                         'titian: the data have no unit "NRO"\n        did you mean NOR (Northport)?\n')

    def test_years_stand_one_below_the_other(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.1")
        found = [(row["Time"], row["uCode"]) for row in self.rows("--years", "2023:2024")]
        self.assertEqual([time for time, _ in found], ["2023"] * 4 + ["2024"] * 4)
        self.assertEqual(found[4], ("2024", "EST"))

    def test_a_table_goes_to_a_file(self):
        self.results("-o", "results.csv")
        self.assertEqual((self.folder / "results.csv").read_text(encoding="utf-8"), RESULTS)
        self.results("-o", "results.csv", code=2)


class Compare(BridgeCase):
    def setUp(self):
        super().setUp()
        shutil.copytree(self.folder / "bridges", self.folder / "other")

    def compare(self, *options, **more):
        return self.run_titian("compare", "bridges", "bridges.csv", "-q", *options, **more)

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.compare("--against", "other", *options).out)))

    def test_a_model_against_itself_has_no_change(self):
        found = self.rows()
        self.assertEqual([row["uCode"] for row in found], ["EST", "ISL", "NOR", "WST"])
        self.assertEqual([row["Diff"] for row in found], ["0", "0", "0", ""])
        self.assertEqual([found[0]["Score.1"], found[0]["Rank.1"]], ["75.41666666666667", "1"])

    def test_the_largest_change_comes_first(self):
        """NET for nearly all of ACCESS and ACCESS for nearly all of the index: then ISL, with 40, comes before NOR, 20."""
        self.change("other/framework.csv", "Internet users,ACCESS,Indicator,3", "Internet users,ACCESS,Indicator,30")
        self.change("other/framework.csv", "2,SKILLS,Skills,INDEX,Aggregate,1", "2,SKILLS,Skills,INDEX,Aggregate,0.01")
        found = self.rows()
        self.assertEqual([(row["uCode"], row["Rank.1"], row["Rank.2"], row["Diff"], row["Abs.Diff"]) for row in found],
                         [("ISL", "3", "2", "1", "1"), ("NOR", "2", "3", "-1", "1"), ("EST", "1", "1", "0", "0"),
                          ("WST", "", "", "", "")])

    def test_a_node_of_both_may_be_compared(self):
        found = {row["uCode"]: row for row in self.rows("--node", "SKILLS")}
        self.assertEqual((found["NOR"]["Score.1"], found["NOR"]["Score.2"]), ("50", "50"))
        self.assertEqual(self.compare("--against", "other", "--node", "SKILS", code=2).err,
                         'titian: one of the models has no element "SKILS"\n        did you mean "SKILLS"?\n')

    def test_a_unit_of_one_model_alone_is_empty_in_the_other(self):
        self.change("other/model.yaml", "screen:", "units:\n  - {group: region, in: [sea]}\nscreen:")
        found = {row["uCode"]: row for row in self.rows()}
        self.assertEqual([found["EST"][c] for c in ("Rank.1", "Score.2", "Rank.2", "Diff")], ["1", "", "", ""])
        self.assertEqual(found["NOR"]["Rank.2"], "1")
        self.assertTrue(math.isclose(float(found["NOR"]["Score.2"]), 41.875))

    def test_the_other_model_is_needed_and_its_faults_are_said(self):
        self.assertEqual(self.compare(code=2).err, 'titian: "titian compare" needs another model or two years\n'
                                                   '        for example: --against bali5, or --years 2019:2023\n')
        self.change("other/model.yaml", "title:", "titel:")
        self.assertIn("titel", self.compare("--against", "other", code=1).err)


if __name__ == "__main__":
    main()
