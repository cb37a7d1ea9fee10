"""titian weights, and what framework.csv and model.yaml may say of single indicators and nodes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,normalise.method,treat.max_points,Weight.experts
a,A,Indicator,1,P,1,1,0,10,,,
b,B,Indicator,1,P,3,1,0,10,rank,,1
c,C,Indicator,1,Q,1,1,0,10,,,
d,D,Indicator,1,Q,3,-1,10,0,,,
P,P,Aggregate,2,T,1,,,,,,
Q,Q,Aggregate,2,T,1,,,,,,
T,T,Aggregate,3,,,,,,,,
"""
DATA = """uCode,Time,a,b,c,d
u1,2020,1,2,3,4
u2,2020,2,7,5,9
u3,2020,5,1,9,1
u4,2020,7,9,2,2
"""


class Weights(BridgeCase):
    def model(self, yaml, framework=FRAMEWORK, **files):
        self.write("m/model.yaml", yaml)
        self.write("m/framework.csv", framework)
        self.write("d.csv", DATA)
        for name, text in files.items():
            self.write(f"m/{name}.csv", text)

    def weights(self, yaml, **files):
        self.model(yaml, **files)
        lines = self.run_titian("weights", self.path("m"), self.path("d.csv"), "-q").out.splitlines()
        self.assertEqual(lines[0], "iCode,Level,Weight,EffWeight,Method")
        return {line.split(",")[0]: line.split(",")[2:] for line in lines[1:]}

    def path(self, name):
        return str(self.folder / name)

    def faults(self, yaml, framework=FRAMEWORK, **files):
        self.model(yaml, framework, **files)
        return self.run_titian("check", self.path("m"), self.path("d.csv"), code=1).err

    def test_given_weights_are_printed_in_the_order_of_the_framework(self):
        found = self.weights("normalise: {method: goalposts}")
        self.assertEqual(list(found), ["a", "b", "c", "d", "P", "Q", "T"])
        self.assertEqual(found["b"], ["3", "0.375", "given"])
        self.assertEqual(found["T"][2], "")

    def test_a_node_wins_over_its_level_and_that_over_the_rest(self):
        found = self.weights("weigh:\n  - {method: given}\n  - {level: 2, method: equal}\n"
                             "  - {node: Q, method: given, set: experts}\n")
        self.assertEqual([found[k][2] for k in "abcdPQ"], ["equal", "equal", "given", "given", "given", "given"])
        self.assertEqual(found["d"][0], "3")

    def test_an_entry_for_a_node_and_a_level_is_refused(self):
        self.assertIn("names a node and a level", self.faults("aggregate: [{node: P, level: 2, method: geometric}]"))

    def test_a_node_that_is_none_is_refused_with_the_nearest(self):
        self.assertIn("m/model.yaml:1:", self.faults("aggregate: [{node: a, method: geometric}]"))

    def test_judgements_come_from_a_file_of_the_folder(self):
        found = self.weights("weigh: [{node: P, method: ahp, file: pairs.csv}]", pairs="node,a,b\na,1,1/4\nb,,1\n")
        self.assertEqual(found["a"][:2], ["0.2", "0.1"])

    def test_points_come_from_a_file_of_the_folder(self):
        found = self.weights("weigh: [{node: P, method: budget, file: votes.csv}]",
                             votes="expert,code,points\nx,a,30\nx,b,70\ny,a,50\ny,b,50\n")
        self.assertEqual(found["a"][0], "0.4")

    def test_a_table_at_fault_is_named_by_line_and_field(self):
        found = self.faults("weigh: [{node: P, method: ahp, file: pairs.csv}]", pairs="node,a,b\na,1,often\nb,,1\n")
        self.assertIn('m/pairs.csv:2:3: no judgement: "often"', found)

    def test_a_file_that_is_not_there_is_named_where_it_is_asked_for(self):
        self.assertIn("m/model.yaml:1:", self.faults("weigh: [{node: P, method: ahp, file: none.csv}]"))

    def test_an_indicator_has_a_method_of_its_own(self):
        self.model("normalise: {method: goalposts}")
        lines = self.run_titian("score", self.path("m"), self.path("d.csv"), "--stage", "normalised", "-q").out
        self.assertEqual([line.split(",")[3:5] for line in lines.splitlines()[1:]],
                         [["10", "2"], ["20", "3"], ["50", "1"], ["70", "4"]])

    def test_a_setting_that_no_method_knows_is_refused_in_the_header(self):
        found = self.faults("", FRAMEWORK.replace("treat.max_points", "treat.max_pionts"))
        self.assertIn("m/framework.csv:1:11:", found)
        self.assertIn('did you mean "max_points"?', found)

    def test_a_setting_that_the_method_does_not_have_is_refused_in_its_cell(self):
        found = self.faults("", FRAMEWORK.replace("c,C,Indicator,1,Q,1,1,0,10,,,", "c,C,Indicator,1,Q,1,1,0,10,,5,"))
        self.assertIn("m/framework.csv:4:11: method none has no option max_points", found)

    def test_a_set_of_weights_that_is_not_there_is_refused(self):
        found = self.faults("weigh: [{method: given, set: expert}]")
        self.assertIn('there is no set of weights "expert"', found)
        self.assertIn('did you mean "experts"?', found)

    def test_weights_from_data_follow_the_year_or_all_years(self):
        found = self.weights("normalise: {method: goalposts}\nweigh: [{level: 2, method: sd, over: pooled}]")
        self.assertEqual(found["a"][2], "sd")
        self.assertAlmostEqual(sum(float(found[k][1]) for k in "abcd"), 1.0)

    def test_units_with_weights_of_their_own_are_listed_beside_the_others(self):
        self.model("weigh: [{node: P, where: {missing: [c]}, method: given, set: experts}]\n")
        lines = self.run_titian("weights", self.path("m"), self.path("d.csv"), "-q").out.splitlines()
        self.assertEqual(lines[:5], ["iCode,Level,Weight,EffWeight,Method,Where", "a,1,1,0.125,given,",
                                     "a,1,1,0.25,given,no score for c", "b,1,3,0.375,given,",
                                     "b,1,1,0.25,given,no score for c"])
        self.assertEqual([line for line in lines if "no score" in line], [lines[2], lines[4]])

    def test_a_unit_with_weights_of_its_own_is_explained_by_them(self):
        self.model("normalise: {method: goalposts}\n"
                   "weigh: [{node: P, where: {missing: [c]}, method: given, set: experts}]\n",
                   FRAMEWORK.replace("rank", ""))
        self.write("d.csv", DATA.replace("u3,2020,5,1,9,1", "u3,2020,5,1,,1"))
        out = self.run_titian("explain", self.path("m"), self.path("d.csv"), "--unit", "u3", "-q").out
        self.assertIn("│  the parts of P have weights of their own for this unit (no score for c)", out)
        self.assertIn("P P: 30.00, rank 3; weight 1", out)
        self.assertIn("a A: 50.00, rank 2; weight 1, 25.00 % of the index, 12.50 points", out)
        out = self.run_titian("explain", self.path("m"), self.path("d.csv"), "--unit", "u2", "-q").out
        self.assertNotIn("of their own", out)
        self.assertIn("b B: 70.00, rank 2; weight 3", out)

    def test_the_weights_that_suit_a_unit_best_are_explained_and_listed(self):
        yaml = "normalise: {method: goalposts}\naggregate: [{node: P, method: bod%s}, {method: arithmetic}]\n"
        framework = FRAMEWORK.replace("rank", "")
        data = "uCode,Time,a,b,c,d\nu1,2020,10,10,3,4\nu2,2020,8,4,5,9\n"
        explain = lambda unit: self.run_titian("explain", self.path("m"), self.path("d.csv"), "--unit", unit, "-q").out
        weights = lambda: self.run_titian("audit", self.path("m"), self.path("d.csv"), "-t", "bod", "-q").out
        self.model(yaml % "", framework)
        self.write("d.csv", data)
        self.assertIn("100.00 % of P by the weights that suit the unit best\n", explain("u2"))
        self.assertIn("│  the weights that suit the unit best are not unique: none are shown", explain("u1"))
        self.assertEqual(weights().splitlines()[:3], ["uCode,Node,iCode,Score,Unique,Kind,Weight,Share",
                                                      "u1,P,a,1,no,not unique,,", "u1,P,b,1,no,not unique,,"])
        self.model(yaml % ", chosen: true", framework)
        self.write("d.csv", data)
        self.assertIn("50.00 % of P by the weights that suit the unit best (chosen among others as good)", explain("u1"))
        rows = [line.split(",") for line in weights().splitlines()[1:]]
        self.assertEqual([row[5] for row in rows], ["chosen", "chosen", "unique", "unique"])
        self.assertEqual([row[4] for row in rows], ["no", "no", "yes", "yes"])
        self.assertAlmostEqual(float(rows[0][7]), 0.5, 8)

    def test_the_base_year_goes_with_over_base(self):
        self.assertIn("there is no base_year", self.faults("weigh: [{method: sd, over: base}]"))
        self.assertIn("over is not base", self.faults("weigh: [{method: sd, base_year: 2020}]"))


if __name__ == "__main__":
    sys.exit(main())
