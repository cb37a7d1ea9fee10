"""titian smaa: its tables against shares found by hand, its bounds, refusals.

In the node ACCESS the three ranked units have (NET, COST) = EST (80, 50), ISL (40, 0), NOR (20, 75). With w the weight
of NET, EST is above NOR where w > 5/17, ISL above NOR where w > 15/19, and EST always above ISL.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io

from bridge import BridgeCase
from reference import number, table
from suite import main

TABLES = ("summary", "ranks", "pairwise", "bounds", "weights")


class Smaa(BridgeCase):
    def smaa(self, *arguments, **options):
        return self.run_titian("smaa", "bridges", "bridges.csv", "-q", *arguments, **options)

    def near(self, text, expected):
        self.assertLess(abs(number(text) - expected), 1e-14, (text, expected))

    def test_the_summary_is_what_is_found_by_hand(self):
        found = table(self.smaa("--node", "ACCESS").out)
        self.assertEqual(list(found), ["EST", "ISL", "NOR"])  # WST has too few data to be ranked
        self.near(found["EST"]["First"], 12 / 17)
        self.near(found["EST"]["ExpectedRank"], 1 + 5 / 17)
        self.near(found["EST"]["Holistic"], 1 - 5 / 34)
        self.near(found["NOR"]["W.NET"], 5 / 34)
        self.near(found["NOR"]["W.COST"], 29 / 34)
        self.assertEqual([found["ISL"][c] for c in ("First", "Confidence", "W.NET", "Best", "Worst")],
                         ["0", "", "", "2", "3"])
        self.assertEqual([found["EST"][c] for c in ("Rank", "Top3", "Confidence", "Gaps")], ["1", "1", "1", "0"])
        self.near(table(self.smaa("--node", "ACCESS", "--top", "2").out)["NOR"]["Top2"], 15 / 19)

    def test_ranks_without_a_share_are_left_out(self):
        lines = list(csv.reader(io.StringIO(self.smaa("--node", "ACCESS", "--table", "ranks").out)))
        self.assertEqual([line[:2] for line in lines],
                         [["uCode", "Rank"], ["EST", "1"], ["EST", "2"], ["ISL", "2"], ["ISL", "3"], ["NOR", "1"],
                          ["NOR", "2"], ["NOR", "3"]])
        self.near(lines[3][2], 4 / 19)
        self.near(lines[6][2], 15 / 19 - 5 / 17)

    def test_pairs(self):
        found = {(r["uCode"], r["Over"]): r["Share"]
                 for r in csv.DictReader(io.StringIO(self.smaa("-n", "ACCESS", "-t", "pairwise").out))}
        self.assertEqual(len(found), 6)
        self.near(found["ISL", "NOR"], 4 / 19)
        self.assertEqual((found["EST", "ISL"], found["ISL", "EST"]), ("1", "0"))

    def test_the_box_lies_about_the_weights_of_the_model(self):
        box = ("--node", "ACCESS", "--box", "0.2")
        found = table(self.smaa(*box, "--table", "weights").out, "iCode")
        for code, expected in (("NET", (0.75, 0.7, 0.8)), ("COST", (0.25, 0.2, 0.3))):
            for column, x in zip(("Weight", "Lower", "Upper"), expected):
                self.near(found[code][column], x)
        self.assertEqual(self.smaa(*box, "--table", "bounds").out,
                         "uCode,Rank,Best,Worst,BestReached,WorstReached,Gaps\n"
                         "EST,1,1,1,1,1,0\nISL,3,2,3,2,3,0\nNOR,2,2,3,2,3,0\n")

    def test_lower_bounds_and_a_file_of_bounds(self):
        self.write("b.csv", "iCode,Lower,Upper\nCOST,0.5,\n")
        found = table(self.smaa("--node", "ACCESS", "--bounds", "b.csv").out)
        self.near(found["EST"]["First"], (1 / 2 - 5 / 17) / (1 / 2))
        found = table(self.smaa("--node", "ACCESS", "--lower", "0.25").out)
        self.near(found["EST"]["First"], (3 / 4 - 5 / 17) / (1 / 2))

    def test_more_than_three_weights_are_drawn(self):
        run = self.run_titian("smaa", "bridges", "bridges.csv", "--level", "1")
        self.assertIn("note: shares are estimates from 10000 drawn sets of weights (seed 1): 4 weights are free, and "
                      "shares are exact for 3 at most; the columns Error are standard errors\n", run.err)
        self.assertEqual(self.smaa("-l", "1", "-N", "10000", "--seed", "1").out, run.out)
        found = table(run.out)
        limits = table(self.smaa("--level", "1", "--table", "bounds").out)
        for unit, row in found.items():
            self.assertEqual((row["Best"], row["Worst"]), (limits[unit]["Best"], limits[unit]["Worst"]))
            for column in ("First", "Top3"):
                p = number(row[column])
                self.near(row[column + "Error"], (p * (1 - p) / 10000) ** 0.5)
            self.near(row["HolisticError"], number(row["ExpectedRankError"]) / 2)
        self.assertAlmostEqual(sum(number(row["First"]) for row in found.values()), 1, 12)

    def test_every_drawn_share_has_its_standard_error(self):
        for name in ("ranks", "pairwise"):
            lines = list(csv.DictReader(io.StringIO(self.smaa("-l", "1", "-t", name, "-N", "400").out)))
            self.assertGreater(len(lines), 5)
            for line in lines:
                p = number(line["Share"])
                self.assertAlmostEqual(p * 400, round(p * 400), 9)
                self.near(line["Error"], (p * (1 - p) / 400) ** 0.5)

    def test_threads_change_no_byte_and_a_seed_does(self):
        for name in ("summary", "ranks", "pairwise"):
            draw = ("-l", "1", "-t", name, "--box", "0.9", "--replications", "3000", "--seed", "5")
            one = self.smaa(*draw, "--threads", "1").out
            for threads in ("2", "3"):
                self.assertEqual(self.smaa(*draw, "--threads", threads).out, one)
            self.assertNotEqual(self.smaa(*draw[:-1], "6").out, one)

    def test_exact_shares_stay_exact(self):
        run = self.run_titian("smaa", "bridges", "bridges.csv", "--node", "ACCESS", "--replications", "50")
        self.assertEqual(run.out, self.smaa("--node", "ACCESS").out)
        self.assertIn("note: nothing was drawn: with 2 free weights shares are exact", run.err)
        self.assertNotIn("drawn", self.run_titian("smaa", "bridges", "bridges.csv", "--node", "ACCESS").err)

    def test_drawn_ranks_of_eight_areas_lie_within_their_limits(self):
        areas = ("smaa", "ddri", "countries", "countries-restricted", "-q", "--level", "2", "--box", "0.25")
        limits = table(self.run_titian(*areas, "--table", "bounds").out)
        for unit, row in limits.items():  # exact, for countries with gaps too
            self.assertEqual((row["BestReached"], row["WorstReached"]), (row["Best"], row["Worst"]), unit)
        lines = list(csv.DictReader(io.StringIO(self.run_titian(*areas, "--table", "ranks", "-N", "3000").out)))
        self.assertEqual(set(line["uCode"] for line in lines), set(limits))
        self.assertGreater(len(lines), 3 * len(limits))
        for line in lines:
            self.assertIn(int(line["Rank"]), range(int(limits[line["uCode"]]["Best"]),
                                                   int(limits[line["uCode"]]["Worst"]) + 1))

    def test_limits_are_the_same_for_any_number_of_threads(self):
        areas = ("smaa", "ddri", "countries", "countries-restricted", "-q", "-l", "2", "--box", "0.5", "-t", "bounds")
        one = self.run_titian(*areas, "--threads", "1").out
        self.assertEqual(self.run_titian(*areas, "--threads", "3").out, one)

    def test_gaps_are_noted(self):
        run = self.run_titian("smaa", "bridges", "bridges.csv", "--level", "1", "--table", "bounds", "--box", "0.5")
        self.assertNotIn("lack", run.err)  # CODE of NOR stands for its one sibling
        self.change("bridges/framework.csv", "1,CODE,", "1,BOOK,Books,SKILLS,Indicator,1,1,books,0,100,\n1,CODE,")
        self.change("bridges.csv", "READ,CODE\n", "READ,CODE,BOOK\n")
        text = (self.folder / "bridges.csv").read_text(encoding="utf-8").splitlines()
        self.write("bridges.csv", "\n".join([text[0]] + [line + ",30" for line in text[1:]]) + "\n")
        run = self.run_titian("smaa", "bridges", "bridges.csv", "--node", "SKILLS")
        self.assertIn("note: 1 unit lacks a score that is weighed", run.err)
        self.assertEqual([row["Gaps"] for row in table(run.out).values()], ["0", "0", "1"])

    def test_a_table_goes_to_a_file(self):
        self.smaa("--table", "bounds", "-o", "bounds.csv")
        self.assertEqual((self.folder / "bounds.csv").read_text(encoding="utf-8"), self.smaa("-t", "bounds").out)
        self.smaa("--table", "bounds", "-o", "bounds.csv", code=2)
        self.smaa("-o", "bounds.csv", "-f")

    def test_the_help_lists_every_table(self):
        text = self.run_titian("smaa", "--help").out
        for name in TABLES:
            self.assertIn(f"\n  {name} ", text)

    def test_every_table_has_a_header_and_full_rows(self):
        for name in TABLES:
            with self.subTest(name):
                lines = list(csv.reader(io.StringIO(self.smaa("--table", name).out)))
                self.assertEqual({len(line) for line in lines}, {len(lines[0])})

    def test_what_is_wrong_is_said(self):
        self.write("bad.csv", "iCode,Lower,Upper\nNET,0.5,0.4\nCOST,2,\n")
        self.write("other.csv", "iCode,Lower,Upper\nREAD,0.5,\n")
        for arguments, code, err in (
                (("--table", "rank"), 2, 'there is no table "rank"\n        did you mean "ranks"?'),
                (("--node", "ACESS"), 2, 'there is no node "ACESS" in the model\n        did you mean "ACCESS"?'),
                (("--box", "a"), 2, '"a" is not a number\n        write one behind --box, with a point for decimals'),
                (("--lower", "0x1"), 2, '"0x1" is not a number\n        write one behind --lower, with a point for decimals'),
                (("--level", "0"), 2, '"0" is not a whole number from 1 to 99\n        write one behind --level'),
                (("--replications", "0"), 2,
                 '"0" is not a whole number from 1 to 4294967295\n        write one behind --replications'),
                (("--top", "1.5"), 2, '"1.5" is not a whole number from 1 to 100000\n        write one behind --top'),
                (("--node", "ACCESS", "--bounds", "bad.csv"), 1,
                 "bad.csv:2:2: the lower bound is above the upper one\n        exchange them, or correct one\n"
                 'titian: bad.csv:3:2: "2" is no share\n'
                 "        write a number from 0 to 1: 0.25 is a quarter of the node's weight"),
                (("--node", "ACCESS", "--bounds", "other.csv"), 1,
                 "other.csv:2:1: READ is no element that is weighed in ACCESS\n"
                 "        its elements are the 2 nodes from NET to COST"),
                (("--bounds", "none.csv"), 3, "none.csv: there is no such file\n        check the name and the folder")):
            with self.subTest(arguments):
                self.assertEqual(self.smaa(*arguments, code=code).err, f"titian: {err}\n")


if __name__ == "__main__":
    main()
