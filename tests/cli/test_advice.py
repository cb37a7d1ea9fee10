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

    def test_a_value_that_is_not_plausible_is_refused_with_the_bound(self):
        bounds = {"iCode": "PlausibleLow,PlausibleHigh", "A": "2,98", "B": ",250"}
        self.write("framework.csv", "".join(f"{row},{bounds.get(row.split(',')[0], ',')}\n"
                                            for row in FRAMEWORK.splitlines()))
        for value, words in (("A=99", "set 98 or less"), ("A=1", "set 2 or more"), ("B=251", "set 250 or less")):
            self.assertIn(words, self.ask("simulate", "--set", f"U3:{value}", code=2).err)
        self.ask("simulate", "--set", "U3:B=-1")

    def test_the_text_of_a_unit_without_a_score_says_none(self):
        self.write("data.csv", DATA + "U6,Blank,2020,,,,\n")
        self.assertIn("\n  index none, not ranked: ", self.ask("advise", "--unit", "U6", code=2).out)


# Of A in earlier years. U3 has 60 in 2020: yearly changes of others that began within 10 of it are 1, 4 and -37 (U1),
# -20 in two years (U2), 6 and 15 (U4, whose last began at 71). U5 makes each year one that can be scored.
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
EFFORTS = """iCode,Class,Cost
A,legal,
B,institutional,
FEES,infrastructure,
FIRMS,infrastructure,9
"""
NEARLY = 50 * 1e-9  # a band is aimed at from a billionth above


class Advise(Advice):
    def setUp(self):
        super().setUp()
        self.write("past.csv", PAST)
        self.write("efforts.csv", EFFORTS)

    def advise(self, *options):
        return self.rows("advise", "past.csv", *options)

    def test_gains_of_an_indicator(self):
        """A counts for 1/4 of X and X for half of Z. The upper quartile of -37, -10, 1, 4, 6 and 15 is 5.5 a year."""
        row = self.one(self.advise("--unit", "U3", "-t", "gains"), iCode="A")
        self.near(row, Value=60, Score=60, Share=0.125, Gain_Point=0.125, Step=10, Gain_Step=1.25, Gap=40, Gain_Gap=5,
                  Pace=5.5, N_Changes=6, Score_To=87.5, Value_To=87.5, Gain=27.5 / 8, Cost=1, Order=1)

    def test_less_is_better_steps_down_and_a_log_scale_by_a_tenth_of_the_value(self):
        rows = self.advise("--unit", "U5", "-t", "gains")
        self.near(self.one(rows, iCode="FEES"), Step=-10, Gain_Step=2.5, Score=10)
        self.near(self.one(rows, iCode="FIRMS"), Step=0.1, Gain_Step=0.25 * 50 * 0.04139268515822508, Score=50)

    def test_what_has_no_score_has_no_gain(self):
        row = self.one(self.advise("--unit", "U3", "-t", "gains"), iCode="FIRMS")
        self.near(row, Score=None, Gain_Point=None, Gain=None, Order=None)
        self.assertEqual(row["Note"], "no score: help with data comes first")

    def test_the_cheapest_path_where_all_cost_the_same(self):
        """50 is 3.75 off. FEES counts for half, so 7.5 points of it do; at its pace A adds 3.4375 and no more."""
        rows = self.advise("--unit", "U3", "-t", "path")
        self.assertEqual([(row["Within"], row["iCode"], row["Reached"]) for row in rows],
                         [("pace", "A", "no"), ("scale", "FEES", "yes")])
        self.assertEqual({row["Method"] for row in rows}, {"exact, arithmetic means"})
        self.near(rows[0], Index_To=49.6875, Score_To=87.5, Cost_All=27.5)
        self.assertAlmostEqual(float(rows[1]["Score.To"]), 77.5, delta=3 * NEARLY)
        self.assertAlmostEqual(float(rows[1]["Value.To"]), 22.5, delta=3 * NEARLY)
        self.assertEqual(rows[1]["Band"], "middle")

    def test_efforts_lead_another_way(self):
        """Index for cost: A 1/8, B (3/8)/2, FEES (1/2)/4; so B rises by 3.75 / 0.375 = 10, which costs 20."""
        row = self.one(self.advise("--unit", "U3", "-t", "path", "--efforts", "efforts.csv"), Within="scale")
        self.assertEqual(row["iCode"], "B")
        self.assertAlmostEqual(float(row["Value.To"]), 40, delta=1e-6)
        self.assertAlmostEqual(float(row["Cost.All"]), 20, delta=1e-6)

    def test_areas_standing_and_peers(self):
        areas = self.advise("--unit", "U3", "-t", "areas")
        self.near(self.one(areas, iCode="X"), Share=0.5, Score=47.5 - 25, Rank=4, N=5, Median=52.5, Gain=27.5 / 8,
                  Gain_Gap=0.5 * 77.5, N_Indicators=2, N_Scores=2)
        standing = self.advise("--unit", "U3", "-t", "standing")
        self.assertEqual([(row["Kind"], row["iCode"]) for row in standing],  # FEES is at its median, 70: neither
                         [("strength", "A"), ("weakness", "B")])
        self.near(standing[0], Score=60, Median=30, Difference=30, Rank=2, N=5)
        peers = self.advise("--unit", "U3", "-t", "peers")  # with A alone in 2017, U1 had 52 and U4 50
        self.assertEqual([row["Peer"] for row in peers], ["U1", "U4"])
        self.near(peers[0], T_Then=2017, Score_Then=52, Score_Now=77.5, Rise=25.5, Per_Year=8.5, Area_Rise=13)

    def keeps_its_promises(self):
        """What is promised to U3 is what a run with the value set gives; tests/unit/analysis has many units."""
        def simulate(*settings):
            options = [word for setting in settings for word in ("--set", "U3:" + setting)]
            return self.one(self.rows("simulate", "past.csv", *options, "-t", "units"), uCode="U3")

        for row in self.advise("--unit", "U3", "-t", "gains"):
            for value, gain in ((row["Value.To"], row["Gain"]),
                                (row["Step"] and str(float(row["Value"]) + float(row["Step"])), row["Gain.Step"])):
                if value:
                    self.assertAlmostEqual(float(simulate(f'{row["iCode"]}={value}')["Change"]), float(gain), 9)
        rows = [row for row in self.advise("--unit", "U3", "-t", "path") if row["Within"] == "scale"]
        self.assertTrue(all(row["Method"].startswith("exact") for row in rows))
        after = simulate(*(f'{row["iCode"]}={row["Value.To"]}' for row in rows))
        self.assertAlmostEqual(float(after["Score.After"]), float(rows[0]["Index.To"]), 9)
        self.assertEqual((after["Band.Before"], after["Band.After"], rows[0]["Band"]), ("low", "middle", "middle"))

    def test_promises_of_arithmetic_means_are_kept(self):
        self.keeps_its_promises()

    def test_promises_of_geometric_means_are_kept(self):
        self.change("model.yaml", "range: [0, 100]}", "range: [1, 100]}\naggregate: [{method: geometric}]")
        self.keeps_its_promises()

    def test_no_path_of_mixed_means_is_called_exact(self):
        self.change("model.yaml", "range: [0, 100]}",
                    "range: [1, 100]}\naggregate: [{level: 3, method: geometric}, {method: arithmetic}]")
        rows = self.advise("--unit", "U3", "-t", "path")
        self.assertEqual({row["Method"] for row in rows}, {"step by step: there may be a cheaper one"})

    def test_promises_where_units_are_compared_are_kept(self):
        self.change("model.yaml", "range: [0, 100]}", "range: [0, 100]}\naggregate: [{method: topsis}]")
        row = self.one(self.advise("--unit", "U3", "-t", "gains"), iCode="A")
        after = self.one(self.rows("simulate", "past.csv", "--set", f'U3:A={row["Value.To"]}', "-t", "units"),
                         uCode="U3")
        self.assertAlmostEqual(float(after["Change"]), float(row["Gain"]), 9)
        self.assertGreater(float(row["Gain"]), 0)
        self.assertIn("compares the units of a year", self.advise("--unit", "U3", "-t", "peers")[0]["Note"])

    def test_a_text_for_one_unit(self):
        out = self.ask("advise", "past.csv", "--unit", "Inner").out
        for words in ("What would help Inner (U3) most, 2020", "index 46.25, rank 4, band low",
                      "a point of each indicator counts as costing the same", "score 60.0 -> 87.5",
                      "pace 5.50 points a year, from 6 changes", "OUT OF REACH: all together reach 49.69",
                      "Cheapest path to 50.00 (middle), up to the best scores (exact, arithmetic means)",
                      "U1 Upper: 52.0 in 2017, 77.5 in 2020", "not of welfare"):
            self.assertIn(words, out)

    def test_without_earlier_years_no_pace_is_made_up(self):
        row = self.one(self.rows("advise", "--unit", "U3", "-t", "gains"), iCode="A")
        self.near(row, Pace=None, Gain=None, Order=None, Gain_Gap=5)
        self.assertEqual(row["Note"], "no pace: no earlier years were looked at")

    def test_refusals(self):
        for options, words in (
                ([], "is for one unit or for all"), (["--unit", "U3", "--all"], "is for one unit or for all"),
                (["--unit", "U9"], "U9"), (["--unit", "U3", "--group", "LAND"], 'no group "LAND"'),
                (["--unit", "U3", "--horizon", "0"], "--horizon is 0")):
            self.assertIn(words, self.ask("advise", *options, code=2).err)
        for old, new, words in (
                ("A,legal,", "A,law,", 'efforts.csv:2:2: "law" is no class of effort'),
                ("B,institutional,", "Q,institutional,", 'efforts.csv:3:1: the model has no indicator "Q"'),
                ("B,institutional,\n", "", "there is no row for B")):
            self.write("efforts.csv", EFFORTS.replace(old, new))
            self.assertIn(words, self.ask("advise", "--unit", "U3", "--efforts", "efforts.csv", code=1).err)


SUBMITTED = """uCode,iCode,Weight,Target,NotApplicable
U1,B,,,no such service
U3,X,0.6,50,
U3,Y,,80,
"""
DEEP = """iCode,Type,Level,Parent,Weight,Direction,Low,High
A,Indicator,1,P1,1,1,0,100
B,Indicator,1,P2,1,1,0,100
C,Indicator,1,P3,1,1,0,100
P1,Aggregate,2,Q1,1,,,
P2,Aggregate,2,Q1,1,,,
P3,Aggregate,2,Q2,1,,,
Q1,Aggregate,3,Z,1,,,
Q2,Aggregate,3,Z,1,,,
Z,Aggregate,4,,1,,,
"""


class Own(Advice):
    def setUp(self):
        super().setUp()
        self.write("own.csv", SUBMITTED)

    def own(self, *options):
        return self.rows("own", "--submissions", "own.csv", *options)

    def test_four_numbers_and_the_rank_is_by_the_base(self):
        """U3 has X 22.5 and Y 70; weights are 1/2 each, within 1/4 and 3/4."""
        rows = self.own()
        self.assertEqual([row["Rank"] for row in rows], ["1", "3", "4", "2", "5"])
        row = self.one(rows, uCode="U3", Submitted="yes")
        self.near(row, Score_Base=46.25, Score_Own=41.5, Difference=-4.75, Score_Worst=34.375, Score_Best=58.125,
                  N_Weights=1, N_Targets=2, N_Not_Applicable=0)
        self.assertEqual(row["Statement"], "at its own priorities, Inner scores 41.5 (base 46.2)")
        row = self.one(rows, uCode="U2", Submitted="no")
        self.near(row, Score_Base=60, Score_Own=None, Score_Worst=50, Score_Best=70, Need_Own=None)

    def test_needs_by_targets_of_its_own(self):
        """(50 - 22.5) / 50 with weight 0.6, and (80 - 70) / 80 with weight 0.4; there is no target of the model."""
        self.near(self.one(self.own(), uCode="U3"), Need_Base=None, Need_Own=0.6 * 0.55 + 0.4 * 0.125)
        rows = self.own("-t", "elements")
        self.near(self.one(rows, uCode="U3", iCode="X"), Score_Own=22.5, Weight_Base=0.5, Weight_Own=0.6, Lower=0.25,
                  Upper=0.75, Weight_Worst=0.75, Weight_Best=0.25, Target_Own=50, Gap_Own=27.5)
        self.near(self.one(rows, uCode="U3", iCode="Y"), Weight_Own=0.4, Target_Own=80, Gap_Own=10)

    def test_what_does_not_apply_gives_its_weight_to_its_siblings(self):
        """Without B, U1 has 20 in X and 90 in Y."""
        self.near(self.one(self.own(), uCode="U1"), Score_Base=77.5, Score_Own=55, Score_Worst=37.5, Score_Best=72.5)
        row = self.own("-t", "reasons")[0]
        self.assertEqual((row["uCode"], row["iCode"], row["Reason"]), ("U1", "B", "no such service"))

    def test_what_does_not_apply_is_no_gap(self):
        """FIRMS is a gap in half of Y, which then has no score; with A alone X is complete, where B does not apply."""
        self.change("model.yaml", "bands:",
                    "aggregate: [{level: 2, method: arithmetic, min_coverage: 0.6}, {method: arithmetic}]\nbands:")
        self.near(self.one(self.own(), uCode="U1"), Score_Base=65, Score_Own=20, Score_Worst=20,
                  Score_Best=20)

    def test_geometric_means(self):
        """From 1 to 100: X (60.4 + 3 x 10.9) / 4 and Y 70.3."""
        self.change("model.yaml", "range: [0, 100]}",
                    "range: [1, 100]}\naggregate: [{level: 3, method: geometric}, {method: arithmetic}]")
        x, y = 23.275, 70.3
        self.near(self.one(self.own(), uCode="U3"), Score_Base=(x * y) ** 0.5, Score_Own=x ** 0.6 * y ** 0.4,
                  Score_Worst=x ** 0.75 * y ** 0.25, Score_Best=x ** 0.25 * y ** 0.75)

    def test_areas_in_groups_of_their_own(self):
        """Shares 1/4, 1/4, 1/2 and scores 10, 20, 40: best 0.125, 0.125, 0.75, worst 0.375, 0.375, 0.25."""
        self.write("framework.csv", DEEP)
        self.write("data.csv", "uCode,Time,A,B,C\nU1,2020,10,20,40\nU2,2020,20,40,80\n")
        self.write("own.csv", "uCode,iCode,Weight,Target,NotApplicable\nU1,P1,0.3,,\n")
        row = self.one(self.own(), uCode="U1")  # 0.7 is left for 1/4 and 1/2
        self.near(row, Score_Base=27.5, Score_Own=3 + 0.7 / 3 * 20 + 1.4 / 3 * 40, Score_Worst=21.25, Score_Best=33.75)

    def test_where_no_box_can_be_filled_a_note_says_why(self):
        self.change("model.yaml", "range: [0, 100]}", "range: [0, 100]}\naggregate: [{method: median}]")
        row = self.one(self.own(), uCode="U2")
        self.near(row, Score_Worst=None, Score_Best=None)
        self.assertIn("weighted mean on no scale", row["Note"])

    def test_means_of_several_kinds_have_bounds_that_no_weights_pass(self):
        """P1 10, P2 20 and P3 40 within 1/8 to 3/8, twice, and 1/4 to 3/4. The first two are 17.5 at best and 12.5 at
        worst; the geometric mean with P3 gives them 1/4 at best and 3/4 at worst."""
        self.write("framework.csv", DEEP)
        self.write("data.csv", "uCode,Time,A,B,C\nU1,2020,10,20,40\nU2,2020,20,40,80\n")
        self.change("model.yaml", "range: [0, 100]}",
                    "range: [0, 100]}\naggregate: [{level: 4, method: geometric}, {method: arithmetic}]")
        self.submit("U1,P1,0.3,,")
        row = self.one(self.own(), uCode="U1")
        self.near(row, Score_Worst=12.5 ** 0.75 * 40 ** 0.25, Score_Best=17.5 ** 0.25 * 40 ** 0.75)
        self.assertIn("bounds that none can pass", row["Note"])
        for first, second in ((0.125, 0.125), (0.375, 0.375), (0.375, 0.125), (0.125, 0.375), (0.25, 0.25)):
            self.submit(f"U1,P1,{first},,", f"U1,P2,{second},,")
            row = self.one(self.own(), uCode="U1")
            self.near(row, Score_Own=((10 * first + 20 * second) / (first + second)) ** (first + second) *
                      40 ** (1 - first - second))
            self.assertLess(float(row["Score.Worst"]), float(row["Score.Own"]))
            self.assertGreater(float(row["Score.Best"]), float(row["Score.Own"]))

    def test_what_has_no_score_leaves_bounds(self):
        """Without P2 the index of U1 is that of P1 and P3, 10 and 40: Q1 has 1/4 to 3/4 of it."""
        self.write("framework.csv", DEEP)
        self.write("data.csv", "uCode,Time,A,B,C\nU1,2020,10,,40\nU2,2020,20,40,80\n")
        self.submit("U1,P1,0.3,,")
        row = self.one(self.own(), uCode="U1")
        self.near(row, Score_Base=25, Score_Worst=0.75 * 10 + 0.25 * 40, Score_Best=0.25 * 10 + 0.75 * 40)
        self.assertIn("an element has no score", row["Note"])

    def test_faults_have_their_line_and_a_mend(self):
        for rows, words in (
                ("U3,X,3,,", 'own.csv:2:3: "3" is no weight'),
                ("U3,B,0.5,,", "own.csv:2:2: B is no element of level 2"),
                ("U3,X,,,none", "own.csv:2:2: X is no indicator"), ("U9,X,0.5,,", 'own.csv:2:1: the data have no unit "U9"\n'
                                                                  "        write a code of the data, or take the row out")):
            self.write("own.csv", "uCode,iCode,Weight,Target,NotApplicable\n" + rows + "\n")
            self.assertIn(words, self.ask("own", "--submissions", "own.csv", code=1).err)

    def submit(self, *rows):
        self.write("own.csv", "uCode,iCode,Weight,Target,NotApplicable\n" + "".join(row + "\n" for row in rows))

    def weights(self, unit, *options):
        return {row["iCode"]: float(row["Weight.Own"]) for row in self.own("-t", "elements", *options)
                if row["uCode"] == unit}

    def assert_weights(self, found, **wanted):
        self.assertEqual(set(found), set(wanted))
        for code, weight in wanted.items():
            self.assertAlmostEqual(found[code], weight, 12, code)

    def test_a_weight_outside_its_bounds_becomes_the_nearest_within(self):
        """X lies within 1/4 and 3/4 of the index, and Y has the rest."""
        self.submit("U3,X,0.8,,")
        self.assert_weights(self.weights("U3"), X=0.75, Y=0.25)
        row = self.one(self.own(), uCode="U3")
        self.near(row, Score_Own=0.75 * 22.5 + 0.25 * 70, N_Weights=1, N_Moved=1, Rank=4, Score_Base=46.25)
        self.assertEqual(row["Statement"], "at its own priorities, Inner scores 34.4 (base 46.2); its weights were moved "
                                           "to the nearest within the bounds")
        row = self.one(self.own("-t", "elements"), uCode="U3", iCode="X")
        self.near(row, Weight_Submitted=0.8, Weight_Own=0.75)
        self.assertEqual(row["Moved"], "yes")
        row = self.one(self.own("-t", "moved"), uCode="U3")
        self.near(row, Line=2, Weight_Submitted=0.8, Lower=0.25, Upper=0.75, Weight_Own=0.75)
        self.assertEqual((row["iCode"], row["Why"]), ("X", "it is outside its bounds"))

    def test_what_was_moved_is_said_with_its_line_and_a_mend(self):
        self.submit("U3,X,0.8,,")
        err = self.run_titian("own", "model.yaml", "data.csv", "--submissions", "own.csv").err
        self.assertIn("titian: own.csv:2: note: the weight of X that U3 submits, 0.8, is taken as 0.75: it is outside its bounds "
                      "(0.25 to 0.75)", err)
        self.assertIn("widen the bounds with --box", err)
        self.submit("U3,X,0.6,,")
        self.assertNotIn("taken as", self.run_titian("own", "model.yaml", "data.csv", "--submissions", "own.csv").err)

    def test_weights_that_do_not_add_up_become_the_nearest_that_do(self):
        """0.6 and 0.6 are each a tenth too much; without Y in the file nothing is."""
        self.submit("U3,X,0.6,,", "U3,Y,0.6,,")
        self.assert_weights(self.weights("U3"), X=0.5, Y=0.5)
        self.assertEqual({row["Why"] for row in self.own("-t", "moved")},
                         {"with it all weights would not add up to 1 within their bounds"})
        self.submit("U3,X,0.6,,")
        self.assert_weights(self.weights("U3"), X=0.6, Y=0.4)
        self.assertEqual(self.own("-t", "moved"), [])

    def test_what_is_left_for_others_must_lie_within_bounds_too(self):
        """Y is a quarter, so between 0.2 and 0.3: it cannot take the 0.4 that X leaves."""
        self.change("framework.csv", "X,Aggregate,2,Z,1,,,,", "X,Aggregate,2,Z,3,,,,")
        self.submit("U3,X,0.6,,")
        self.assert_weights(self.weights("U3", "--box", "0.2"), X=0.7, Y=0.3)

    def test_the_nearest_of_three(self):
        """Bounds 1/8 to 3/8 twice, and 1/4 to 3/4. Nearest to 0.5, 0.3, 0.5 is 0.375 and 0.0875 less of the others."""
        self.write("framework.csv", DEEP)
        self.write("data.csv", "uCode,Time,A,B,C\nU1,2020,10,20,40\nU2,2020,20,40,80\n")
        self.submit("U1,P1,0.5,,", "U1,P2,0.3,,", "U1,P3,0.5,,")
        self.assert_weights(self.weights("U1"), P1=0.375, P2=0.2125, P3=0.4125)
        self.submit("U1,P1,0.5,,", "U1,P2,0.2,,")  # who is within the bounds stays, who is not named has the rest
        self.assert_weights(self.weights("U1"), P1=0.375, P2=0.2, P3=0.425)
        self.near(self.one(self.own(), uCode="U1"), Score_Own=24.75, Score_Base=27.5)


if __name__ == "__main__":
    main()
