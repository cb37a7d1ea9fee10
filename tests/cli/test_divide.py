"""titian divide: measures, parts, deprivation and communities, found by hand; what is missing; refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import sys

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High,Target
A,Indicator,1,X,1,1,0,100,50
B,Indicator,1,X,3,1,0,100,50
FEES,Indicator,1,Y,1,-1,100,0,30
X,Aggregate,2,Z,1,,,,
Y,Aggregate,2,Z,1,,,,
Z,Aggregate,3,,1,,,,
POP,Other,,,,,,,
GDP,Other,,,,,,,
COUNTRY,Group,,,,,,,
"""
MODEL = """title: Villages
framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
"""
# U4 has no people and no label
DATA = """uCode,uName,Time,COUNTRY,POP,GDP,A,B,FEES
U1,Upper,2020,NOR,1,4,20,80,10
U2,Lower,2020,NOR,1,3,40,40,20
U3,Inner,2020,,1,2,60,10,30
U4,Outer,2020,,,1,80,,40
"""


class Divide(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        self.write("villages.csv", DATA)

    def divide(self, *options, **more):
        return self.run_titian("divide", "model.yaml", "villages.csv", *options, **more)

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.divide("-q", *options).out)))

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
                self.assertAlmostEqual(float(row[column]), value, 12, column)

    def refused(self, *options, code=2):
        return self.divide("-q", *options, code=code).err

    def test_a_units_file_may_say_which_units_belong_together(self):
        self.change("framework.csv", "COUNTRY,Group", "parent_unit,Group")
        self.write("units.csv", "unit_code,parent_unit\nU1,NOR\nU2,NOR\nU3,STH\n")
        rows = self.rows("units.csv", "--stage", "raw", "--code", "A", "--group", "parent_unit")
        self.assertEqual([(row["Group"], row["N"]) for row in rows],
                         [("(all)", "4"), ("NOR", "2"), ("STH", "1"), ("(none)", "1")])

    def test_measures_of_four_that_count_alike(self):
        """20, 40, 60 and 80: the mean is 50, six pairs differ by 200 in all, and the mean square deviation is 500."""
        row = self.one(self.rows("--stage", "raw", "--code", "A"), iCode="A")
        self.assertEqual((row["Time"], row["Group"], row["Weights"]), ("2020", "(all)", "equal"))
        self.near(row, N=4, N_Left=0, People=None, Mean=50, Least=20, Greatest=80, Gap=60, Ratio=4, CV=0.2 ** 0.5,
                  Gini=200 / (16 * 50), GE_2=0.1, P10=20, P50=40, P90=80, P90_P10=4, Lorenz_20=0.08, Lorenz_40=0.22,
                  Ratio_20_20=0.32 / 0.08, Palma=0.16 / 0.22, Target=50, Share_Below=0.5, People_Below=None,
                  Left_Behind=None, Line=50, FGT_0=0.5, FGT_1=0.2, FGT_2=0.1, FGT_1_Share=1)
        geometric = (20 * 40 * 60 * 80) ** 0.25
        self.near(row, Atkinson_1=1 - geometric / 50, Adjusted_Mean=geometric,
                  Atkinson_2=1 - 4 / (1 / 20 + 1 / 40 + 1 / 60 + 1 / 80) / 50)

    def test_a_unit_without_people_takes_no_part(self):
        row = self.one(self.rows("--stage", "raw", "--code", "A", "--weights", "POP"), iCode="A")
        self.near(row, N=3, N_Left=1, People=3, Mean=40, Share_Below=2 / 3, People_Below=2, Left_Behind=0.6 + 0.2)
        self.assertEqual((row["Weights"], row["Note"]), ("POP", "1 left out: POP is missing or not above 0"))

    def test_units_without_a_label_are_a_group_of_their_own(self):
        rows = self.rows("--stage", "raw", "--code", "A", "--group", "COUNTRY", "--line", "70")
        self.assertEqual([row["Group"] for row in rows], ["(all)", "NOR", "(none)"])
        self.near(rows[1], N=2, Mean=30, Gini=20 / (4 * 30), Target=50, Line=70, FGT_1=(50 + 30) / 70 / 2,
                  FGT_1_Share=80 / 90)
        self.near(rows[2], N=2, Mean=70, FGT_1_Share=10 / 90)

    def test_parts_of_the_divide(self):
        """Squares: the countries' means are 30 and 70 of 50, so 0.08 of GE(2) = 0.1 lies between them."""
        rows = self.rows("--stage", "raw", "--code", "A", "--group", "COUNTRY", "--table", "parts")
        self.assertEqual([row["Measure"] for row in rows], ["Theil.T", "Theil.L", "GE.2", "Gini", "Atkinson.1"])
        self.near(rows[2], Groups=2, N=4, Whole=0.1, Between=0.08, Within=0.02, Overlap=0, Share_Within=0.2)
        self.near(rows[3], Whole=0.25, Between=0.2, Within=0.25 * 0.6 * 20 / 120 + 0.25 * 1.4 * 20 / 280, Overlap=0)
        alike = (800 ** 0.5 + 4800 ** 0.5) / 2  # what everybody would have if each country shared
        whole = 1 - (20 * 40 * 60 * 80) ** 0.25 / 50
        self.near(rows[4], Whole=whole, Within=1 - alike / 50, Share_Within=math.log(alike / 50) / math.log(1 - whole))

    def test_a_value_of_zero_leaves_some_measures_undefined(self):
        self.write("villages.csv", DATA.replace(",4,20,80", ",4,0,80"))
        row = self.one(self.rows("--stage", "raw", "--code", "A"), iCode="A")
        self.near(row, Mean=45, Theil_L=None, GE_Minus_1=None, Atkinson_1=None, Atkinson_2=None, Adjusted_Mean=None,
                  SD_Log=None, Ratio=None, P90_P10=None)
        for column in ("Gini", "Theil.T", "GE.2", "Atkinson.0.5", "Lorenz.20"):
            self.assertNotEqual(row[column], "")
        self.assertIn("a value of 0: Theil L, GE(-1), Atkinson 1 and 2 are not defined", row["Note"])
        row = self.one(self.rows("-s", "raw", "-c", "A", "-g", "COUNTRY", "-t", "parts"), Measure="Theil.L")
        self.near(row, Whole=None, Between=None, Within=None, Overlap=None, Share_Within=None)
        self.assertIn("a value of 0", row["Note"])

    def test_of_less_is_better_nobody_is_below_a_target(self):
        row = self.one(self.rows("--stage", "raw", "--code", "FEES"), iCode="FEES")
        self.near(row, Mean=25, Target=30, Share_Below=None, Line=None, FGT_0=None)
        self.assertIn("less is better", row["Note"])

    def test_deprivation(self):
        """B weighs three times as much as A. U1 is deprived in A alone, 0.25; U2 in both, U3 in B alone, 0.75."""
        options = ("--node", "X", "--target", "50", "--table")
        row = self.one(self.rows(*options, "deprivation"), Group="(all)")
        self.assertEqual((row["iCode"], row["Note"]), ("X", "1 left out: without people, or a value of every part"))
        self.near(row, Cutoff=1 / 3, N=3, N_Left=1, People=None, H=2 / 3, A=1.75 / 2, M0=1.75 / 3,
                  M1=(0.25 * 0.2 + 0.75 * 0.2 + 0.75 * 0.8) / 3, M2=(0.04 + 0.75 * 0.64) / 3, Share_M0=1)
        a, b = self.rows(*options, "headcounts")
        self.near(a, Line=50, Weight=0.25, Uncensored=2 / 3, Censored=1 / 3, Contribution=1 / 7)
        self.near(b, Line=50, Weight=0.75, Uncensored=2 / 3, Censored=2 / 3, Contribution=6 / 7)
        for cutoff, h in (("union", 1), ("0", 1), ("0.75", 2 / 3), ("1", 1 / 3)):
            self.near(self.rows(*options, "deprivation", "--cutoff", cutoff)[0], H=h)

    def test_deprivation_of_groups(self):
        rows = self.rows("--node", "X", "--target", "50", "-t", "deprivation", "-g", "COUNTRY", "-w", "POP")
        self.assertEqual([(row["Group"], row["N"], row["N.Left"], row["People.Poor"]) for row in rows],
                         [("(all)", "3", "1", "2"), ("NOR", "2", "0", "1"), ("(none)", "1", "1", "1")])
        self.near(rows[1], M0=0.5, Share_M0=1 / 1.75)
        self.near(rows[2], M0=0.75, Share_M0=0.75 / 1.75)

    def test_lines_from_a_file(self):
        self.write("lines.csv", "iCode,Line,Weight\nA,30,1\nB,50,1\n")
        options = ("-s", "raw", "--node", "X", "--lines", "lines.csv", "--cutoff", "1", "-t")
        self.near(self.rows(*options, "headcounts")[0], Line=30, Weight=0.5, Uncensored=1 / 3)
        self.near(self.rows(*options, "deprivation")[0], H=0, M0=0, A=None, Share_M0=None)
        self.write("lines.csv", "iCode,Line\nA,30\n")  # B keeps the model's target, both their weights
        self.near(self.rows(*options, "headcounts")[1], Line=50, Weight=0.75)

    def test_concentration(self):
        """A falls as GDP grows: 80, 60, 40, 20 stand at the middles of quarters, 1/8 to 7/8."""
        row = self.rows("-s", "raw", "-c", "A", "-t", "concentration", "--by", "GDP")[0]
        self.near(row, N=4, Mean=50, Concentration=2 * 2 / 4 * (30 * -3 / 8 + 10 * -1 / 8) / 50)
        self.assertEqual(row["By"], "GDP")

    def test_every_year_that_is_asked_for(self):
        self.write("villages.csv", DATA + "U1,Upper,2021,NOR,1,4,30,80,10\n")
        rows = self.rows("-s", "raw", "-c", "A", "--years", "2020:2021")
        self.assertEqual([(row["Time"], row["Least"]) for row in rows], [("2020", "20"), ("2021", "30")])

    def test_noise_in_the_last_places_puts_nobody_below_a_line(self):
        """57 between goalposts 0 and 100 scores 56.99999999999999, which is not below 57 by anything that was measured."""
        self.write("villages.csv", DATA.replace(",4,20,80", ",4,57,80"))
        self.assertIn("56.99999999999999", self.run_titian("score", "model.yaml", "villages.csv", "-q", "-s",
                                                           "normalised").out)
        row = self.one(self.rows("--code", "A", "--target", "57"), iCode="A")
        self.near(row, Least=40, Share_Below=0.25, FGT_0=0.25)

    def test_without_weights_it_says_that_units_count_alike(self):
        self.assertIn("units count alike", self.divide("--code", "A").err)
        self.assertNotIn("units count alike", self.divide("--code", "A", "--weights", "POP").err)

    def test_refusals(self):
        for options, message, mend in (
                (("--group", "COUNTRIES"), 'there is no group in the model "COUNTRIES"', 'did you mean "COUNTRY"?'),
                (("--weights", "PPO"), 'there is no variable in the model "PPO"', 'did you mean "POP"?'),
                (("-t", "parts"), "the table parts needs a group", "name a Group row"),
                (("-t", "concentration"), "needs a variable that people stand in order by", "name one of the model"),
                (("-t", "parts", "-g", "COUNTRY", "--target", "5"), "the table parts takes no target", "leave it away"),
                (("--cutoff", "0.5"), "the table measures takes no cut-off", "leave it away"),
                (("--line", "0"), "the line of FGT is above 0", ""),
                (("-t", "deprivation", "-c", "A"), "takes no code, but the node", "leave it away"),
                (("-t", "deprivation", "--cutoff", "1.5"), "--cutoff is 1.5", "between 0 and 1"),
                (("-t", "deprivation", "--node", "A"), "A is an indicator and has no parts", "name a node above it"),
                (("-t", "deprivation", "--level", "3"), "Z has no parts of level 3", "it is of level 3 itself"),
                (("-t", "deprivation"), "X has no line, and the model no target above 0 for it", "--target 50"),
                (("-t", "deprivation", "-s", "raw"), "the parts of Z are no indicators", "take --level 1"),
                (("-t", "deprivation", "-s", "raw", "--level", "1"), "less is better of FEES", "take scores")):
            with self.subTest(options):
                err = self.refused(*options)
                self.assertIn(message, err)
                self.assertIn(mend, err)

    def test_faulty_lines(self):
        options = ("-t", "deprivation", "-s", "raw", "--node", "X", "--lines", "lines.csv")
        for text, message in (("iCode,Line\nFEES,30\n", "lines.csv:2:1: FEES is not among the parts of X"),
                              ("iCode,Line,Weight\nA,30,1\n", "B has no row, and the file has weights"),
                              ("iCode,Line\nA,-3\nB,x\n", 'lines.csv:2:2: "-3" is no line'),
                              ("iCode,Line,Weight\nA,3,\n", 'lines.csv:2:3: "" is no weight'),
                              ("code,Line\nA,3\n", "lines.csv:1:1: the header is not iCode,Line")):
            with self.subTest(text):
                self.write("lines.csv", text)
                self.assertIn(message, self.refused(*options, code=1))
        self.refused("-t", "deprivation", "--lines", "none.csv", code=3)


class Communities(BridgeCase):
    """Four communities of 2.0, 5.0, 8.0 and 0.9 million people; figures worked out for the design of the index."""

    def setUp(self):
        super().setUp()
        self.write("model.yaml", MODEL)
        self.write("framework.csv", "iCode,Type,Level,Parent,Weight,Direction,Low,High\nS,Indicator,1,TOP,1,1,0,100\n"
                                    "TOP,Aggregate,2,,1,,,\nPOP,Other,,,,,,\nCOUNTRY,Group,,,,,,\n")
        self.write("c.csv", "uCode,Time,COUNTRY,POP,S\nC1,2020,NOR,2.0,72\nC2,2020,NOR,5.0,55\nC3,2020,STH,8.0,40\n"
                            "C4,2020,STH,0.9,18\n")

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.run_titian(
            "divide", "model.yaml", "c.csv", "-q", "--code", "TOP", "-w", "POP", "--target", "65", *options).out)))

    def test_measures(self):
        row = self.rows()[0]
        for column, value, places in (("Mean", 47.4969, 4), ("Gini", 0.141918, 6), ("Theil.T", 0.039127, 6),
                                      ("Left.Behind", 0.7692 + 3.0769 + 0.6508, 3), ("People.Below", 13.9, 12)):
            self.assertAlmostEqual(float(row[column]), value, places, column)

    def test_the_worst_score_and_the_largest_need_are_different_places(self):
        rows = self.rows("--table", "communities", "--group", "COUNTRY")
        self.assertEqual([row["uCode"] for row in rows], ["C1", "C2", "C3", "C4"])
        for row, left in zip(rows, (0, 0.7692, 3.0769, 0.6508)):
            self.assertAlmostEqual(float(row["Left.Behind"]), left, 4)
            self.assertAlmostEqual(float(row["Share.Left"]), left / 4.4969, 4)
        self.assertEqual([row["Rank"] for row in rows], ["1", "2", "3", "4"])
        self.assertEqual([row["Rank.Group"] for row in rows], ["1", "2", "1", "2"])
        self.assertEqual([row["Rank.Left"] for row in rows], ["", "2", "1", "3"])  # nobody is left behind in C1
        self.assertEqual([row["Distance"] for row in rows], ["7", "-10", "-25", "-47"])
        self.assertEqual([row["People"] for row in rows], ["2", "5", "8", "0.9"])


if __name__ == "__main__":
    sys.exit(main())
