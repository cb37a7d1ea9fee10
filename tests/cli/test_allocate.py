"""titian allocate: amounts found by hand, the gate, floors and caps, fences, swing limits, projects, refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import re

from bridge import BridgeCase
from suite import PROJECT, main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High
READY,Indicator,1,IDX,1,1,0,100
IDX,Aggregate,2,,1,,,
POP,Other,,,,,,
GNI,Other,,,,,,
PREV,Other,,,,,,
AID,Other,,,,,,
DAC,Group,,,,,,
LDC,Group,,,,,,
"""
MODEL = """framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
priority:
  target: 65
  eligible: [{group: DAC, in: ["1"], reason: not on the list of recipients}]
  population: POP
allocation:
"""
# the shares of the worked example: six countries, the sixth not eligible
SIX = """uCode,uName,Time,DAC,POP,GNI,READY
A,Aland,2023,1,4.2,620,28
B,Bland,2023,1,160,2400,35
C,Cland,2023,1,0.6,3900,42
D,Dland,2023,1,27,1500,47
E,Eland,2023,1,95,1100,55
F,Fland,2023,0,12,9800,72
"""
RULE = "  rule: titian\n  factors: [{name: income, variable: GNI}, {name: aid, power: 0}]\n"
# four alike but for people: 1, 2, 3, 4, so that equal_head gives tenths
FOUR = """uCode,uName,Time,DAC,LDC,POP,PREV,AID,READY
U1,One,2023,1,1,1,20,5,0
U2,Two,2023,1,1,2,,5,0
U3,Three,2023,1,0,3,10,0,0
U4,Four,2023,1,0,4,50,10,32.5
"""
HEADS = "  rule: equal_head\n  unit: 1\n"


class Allocate(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)

    def given(self, data, block):
        self.write("model.yaml", MODEL + block)
        self.write("data.csv", data)

    def allocate(self, *options, **more):
        return self.run_titian("allocate", "model.yaml", "data.csv", "-q", *options, **more)

    def rows(self, *options, key="uCode"):
        return {row[key]: row for row in csv.DictReader(io.StringIO(self.allocate(*options).out))}

    def amounts(self, *options):
        return [float(row["Amount"]) for row in self.rows(*options).values()]

    def refused(self, *options, code=1):
        return self.allocate(*options, code=code).err

    # ---- amounts ----

    def test_the_worked_example_of_the_design(self):
        """Readiness, population in millions, income; target 65, powers 0.5, 1 and -0.125; floor 2, cap 30 of 100."""
        self.given(SIX, RULE)
        shares = [float(row["Share.Score"] or 0) for row in self.rows("-B", "100").values()]
        for share, expected in zip(shares, (12.965, 54.783, 2.421, 14.320, 15.512, 0)):
            self.assertAlmostEqual(100 * share, expected, 3)
        self.given(SIX, RULE + "  floor: 2\n  cap: 30\n  unit: 0.0001\n")
        rows = self.rows("-B", "100")
        self.assertEqual([row["Amount"] for row in rows.values()],
                         ["20.0706", "30", "3.7472", "22.1679", "24.0143", "0"])
        self.assertAlmostEqual(float(rows["A"]["Lambda"]), 38.43225, 5)
        for code, per_head in zip("ABCDE", (4.779, 0.188, 6.245, 0.821, 0.253)):
            self.assertAlmostEqual(float(rows[code]["Per.Head"]), per_head, delta=0.0005 + 1e-12)
        self.assertEqual([row["Binds"] for row in rows.values()], ["", "cap", "", "", "", ""])

    def test_every_unit_says_why_it_is_in_or_out(self):
        self.given(SIX + "G,Gland,2023,1,5,,40\nH,Hland,2023,1,5,900,\n", RULE)
        rows = self.rows("-B", "100")
        self.assertEqual((rows["A"]["Decision"], rows["A"]["Why"]), ("in", "meets every condition"))
        self.assertEqual((rows["F"]["Decision"], rows["F"]["Why"], rows["F"]["Amount"]),
                         ("out", "not on the list of recipients", "0"))
        self.assertEqual((rows["G"]["Decision"], rows["G"]["Why"]),
                         ("assess first", "income is not known, and the rule titian needs it"))
        self.assertEqual(rows["H"]["Decision"], "assess first")

    def test_who_is_assessed_first_may_have_a_grant_for_that(self):
        self.given(FOUR.replace("50,10,32.5", "50,10,"), HEADS + "  assess_first: 4\n")
        rows = self.rows("-B", "100")
        self.assertEqual([row["Amount"] for row in rows.values()], ["16", "32", "48", "4"])
        self.assertEqual(rows["U4"]["Binds"], "assess first")

    def test_a_value_that_lacks_may_be_given_by_the_model(self):
        self.given(SIX + "G,Gland,2023,1,5,,40\n",
                   "  rule: equal_country\n  factors: [{name: wealth, variable: GNI, power: 1, otherwise: 480}]\n"
                   "  unit: 0.01\n")
        self.assertEqual(self.amounts("-B", "100"), [6.2, 24, 39, 15, 11, 0, 4.8])

    def test_a_part_of_a_factor_is_weighted(self):
        """0.24 of 10 and 0.68 of 0 and 0.08 of 20: 4 for U1, (10 x 0.24 + 0.68 x 0 + 0.08 x 50) = 6.4 for U4."""
        self.given("uCode,Time,DAC,POP,GNI,PREV,AID,READY\nU1,2023,1,1,10,0,20,0\nU2,2023,1,1,10,0,50,0\n",
                   "  rule: ida\n  factors: [{name: cpia_abc, variable: GNI}, {name: cpia_d, variable: PREV}, "
                   "{name: portfolio, variable: AID}, {name: performance, power: 1}, {name: income, power: 0}]\n")
        self.assertEqual(self.amounts("-B", "10.4"), [4, 6.4])

    def test_absorptive_capacity_advises_how_not_how_much(self):
        """Capacity 0.2, 0.4, 0.8 by PREV; U2 has none."""
        data = FOUR.replace("1,1,1,20,", "1,1,1,2,").replace("3,10,", "3,4,").replace(
            "4,50,", "4,8,")
        absorption = "  absorption: {variables: [{variable: PREV, low: 0, high: 10}]}\n"
        self.write("model.yaml", MODEL.replace("allocation:\n", absorption + "allocation:\n") + HEADS)
        self.write("data.csv", data)
        rows = self.rows("-B", "100")
        self.assertEqual([row["Modality"] for row in rows.values()],
                         ["technical assistance", "", "project with support", "system finance"])
        self.assertEqual([row["Amount"] for row in rows.values()], ["10", "20", "30", "40"])
        self.given(SIX, RULE)
        self.assertEqual({row["Modality"] for row in self.rows("-B", "100").values()}, {""})

    def test_rounding_keeps_the_total_and_gives_to_the_largest_remainders(self):
        """Of 11 by people, 1.1, 2.2, 3.3 and 4.4: the unit that is left goes to 4.4."""
        self.given(FOUR, HEADS)
        self.assertEqual(self.amounts("-B", "11"), [1, 2, 3, 5])
        self.assertIn("the budget 10.5 is no multiple of the unit 1 that amounts are rounded to",
                      self.refused("-B", "10.5", code=2))

    def test_floors_caps_and_base_amounts(self):
        self.given(FOUR, HEADS + "  floor: 16\n  cap: 30\n")
        rows = self.rows("-B", "100")
        # U4 has 30, U1 16; 54 is left for U2 and U3, 2 to 3: 21.6 and 32.4, so U3 has 30 as well and U2 24
        self.assertEqual([row["Amount"] for row in rows.values()], ["16", "24", "30", "30"])
        self.assertEqual([row["Binds"] for row in rows.values()], ["floor", "", "cap", "cap"])
        self.given(FOUR, HEADS + "  base: 5\n")
        self.assertEqual(self.amounts("-B", "100"), [13, 21, 29, 37])
        self.given(FOUR, HEADS + "  floors: [{group: LDC, in: ['1'], value: 25}]\n  base: 5\n")
        rows = self.rows("-B", "100")  # 50 is left for U3 and U4: 5 each, and 40 by 3 to 4
        self.assertEqual([float(row["Amount"]) for row in rows.values()], [25, 25, 22, 28])
        self.assertEqual(rows["U1"]["Binds"], "floor of LDC")

    def test_a_cap_per_head(self):
        self.given(FOUR, "  rule: equal_country\n  unit: 1\n  cap_per_head: 12\n")
        rows = self.rows("-B", "100")  # 12 and 24, then 32 for each of the others
        self.assertEqual([row["Amount"] for row in rows.values()], ["12", "24", "32", "32"])
        self.assertEqual([row["Binds"] for row in rows.values()], ["cap per head", "cap per head", "", ""])

    def test_limits_against_the_year_before(self):
        self.given(FOUR, HEADS + "  previous: {variable: PREV, down: 0.25, up: 0.5}\n")
        rows = self.rows("-B", "100")  # 20 - 25 %; free; 10 + 50 %; within 37.5 and 75: 70 by 2 to 4
        self.assertEqual([float(row["Exact"]) for row in rows.values()], [15, 70 / 3, 15, 140 / 3])
        self.assertEqual([row["Binds"] for row in rows.values()], ["last year, down", "", "last year, up", ""])

    def test_a_fence_gives_a_group_its_part(self):
        self.given(FOUR, HEADS + "  fences: [{name: least developed, group: LDC, in: ['1'], least: 0.6}]\n")
        rows = self.rows("-B", "70")  # 42 by 1 to 2, and 28 by 3 to 4
        self.assertEqual([row["Amount"] for row in rows.values()], ["14", "28", "12", "16"])
        self.assertEqual(rows["U1"]["Binds"], "fence least developed: at least 60 % of the budget")
        self.assertEqual((rows["U1"]["Fence"], rows["U3"]["Fence"], rows["U3"]["Binds"]), ("least developed", "", ""))
        self.given(FOUR, HEADS + "  fences: [{name: rich, group: LDC, in: ['0'], most: 0.4}]\n")
        self.assertEqual(self.amounts("-B", "70"), [14, 28, 12, 16])

    def test_who_would_have_less_than_the_minimum_has_nothing(self):
        self.given(FOUR, HEADS + "  minimum: 15\n")
        rows = self.rows("-B", "90")  # 9 is too small; then 20, 30, 40
        self.assertEqual([row["Amount"] for row in rows.values()], ["0", "20", "30", "40"])
        self.assertEqual((rows["U1"]["Decision"], rows["U1"]["Binds"]), ("dropped", "minimum grant"))
        self.assertIn("would have less than the minimum grant of 15", rows["U1"]["Why"])

    def test_another_rule_does_not_take_the_powers_of_the_models(self):
        self.given(FOUR, "  rule: titian\n  unit: 1\n  factors: [{name: income, power: 0}, {name: aid, power: 0}, "
                         "{name: population, power: 0}]\n")
        self.assertEqual(self.amounts("-B", "70"), [20, 20, 20, 10])  # shortfalls 1, 1, 1, 0.5
        self.assertEqual(self.amounts("-B", "70", "--rule", "equal_head"), [7, 14, 21, 28])
        self.assertEqual(self.amounts("-B", "80", "--rule", "equal_country"), [20, 20, 20, 20])

    def test_a_rule_has_the_spellings_of_those_who_publish_it(self):
        self.given(FOUR, HEADS)
        for spelling in ("EQUAL-HEAD", "Equal Head", "equal per capita"):
            self.assertEqual(self.amounts("-B", "70", "--rule", spelling), [7, 14, 21, 28])
        for spelling in ("ida-pba", "IDA PBA", "Ida_Pba"):
            self.assertIn("the rule ida needs cpia_abc", self.refused("-B", "70", "--rule", spelling))
        self.given(FOUR, "  rule: Equal Per Head\n  unit: 1\n")
        self.assertEqual(self.amounts("-B", "70"), [7, 14, 21, 28])

    def test_the_documentation_has_every_spelling_of_every_rule(self):
        text = (PROJECT / "docs/allocation.md").read_text(encoding="utf-8")
        shown = dict(re.findall(r"^\| `(\w+)` \| (`[^|]*`) \|$", text.split("| rule | also |")[1].split("\n\n")[0], re.M))
        told = self.run_titian("help", "allocate").out.split("Rules, the model's")[1]
        spelt = {rule: also for rule, also in re.findall(r"^  (\w+) .*\n +also: (.*)$", told, re.M)}
        self.assertEqual({rule: also.replace("`", "").split(", ") for rule, also in shown.items()},
                         {rule: also.split("; ") for rule, also in spelt.items()})
        self.assertIn("IDA PBA", spelt["ida"])

    # ---- what cannot be done ----

    def test_floors_beyond_the_budget_are_said_with_both_figures(self):
        self.given(FOUR, HEADS + "  floor: 30\n")
        self.assertIn("floors need 120, the budget is 100", self.refused("-B", "100"))
        self.given(FOUR, HEADS + "  cap: 20\n")
        self.assertIn("caps allow 80, the budget is 100", self.refused("-B", "100"))
        self.given(FOUR, HEADS + "  cap: 20\n  fences: [{name: few, group: LDC, in: ['1'], least: 0.6}]\n")
        self.assertIn('caps inside the fence "few" allow 40, but it has at least 48', self.refused("-B", "80"))

    def test_nobody_in_need(self):
        self.given(FOUR.replace(",0\n", ",90\n").replace("32.5", "90"), RULE.replace("variable: GNI", "power: 0"))
        self.assertIn("by the rule titian nobody who takes part has a score above 0", self.refused("-B", "100"))

    def test_nobody_takes_part(self):
        self.given(FOUR.replace("2023,1,", "2023,0,"), HEADS)
        self.assertIn("no unit takes part; of U1: not on the list of recipients", self.refused("-B", "100"))

    def test_rules_that_contradict_each_other_name_the_unit(self):
        self.given(FOUR, HEADS + "  floor: 20\n  cap_per_head: 9\n")
        self.assertIn('U1 is to have at least 20 by the rule "floor" and at most 9 by the rule "cap per head"',
                      self.refused("-B", "100"))

    def test_what_the_rule_needs_and_the_model_lacks(self):
        self.given(FOUR, "  rule: ida\n")
        error = self.refused("-B", "100")
        self.assertIn("the rule ida needs cpia_abc", error)
        self.assertIn("{name: cpia_abc, variable: CODE}", error)
        self.given(FOUR, HEADS)
        self.assertIn("the model has no budget", self.refused(code=2))
        self.assertIn('titian: there is no rule "equal_heads"\n        did you mean "equal_head"? there are titian, '
                      "need_capacity, ida, afdf, adb, ifad, severity, equal_head, equal_country\n",
                      self.refused("-B", "1", "--rule", "equal_heads", code=2))

    def test_fences_that_overlap(self):
        self.given(FOUR.replace("U4,Four,2023,1,0", "U4,Four,2023,1,1"), HEADS +
                   "  fences: [{name: one, group: LDC, in: ['1'], least: 0.1}, "
                   "{name: two, group: LDC, in: ['0', '1'], most: 1}]\n")
        self.assertEqual(len(self.rows("-B", "100")), 4)  # one holds the other
        self.write("framework.csv", FRAMEWORK + "ISLE,Group,,,,,,\n")
        self.given(FOUR.replace(",DAC,", ",ISLE,DAC,").replace("2023,1,1,1,", "2023,y,1,1,1,").replace(
            "2023,1,1,2,", "2023,n,1,1,2,").replace("2023,1,0,3,", "2023,y,1,0,3,").replace(
            "2023,1,0,4,", "2023,n,1,0,4,"), HEADS +
            "  fences: [{name: one, group: LDC, in: ['1'], least: 0.1}, {name: two, group: ISLE, in: [y]}]\n")
        self.assertIn("shares some units with another fence", self.refused("-B", "100"))

    # ---- communities ----

    def test_the_same_holds_one_level_down(self):
        self.given("uCode,Time,POP,READY\nX,2023,9,0\nX1,2023,1,0\nX2,2023,3,0\nX21,2023,5,0\nY1,2023,4,0\nZ,2023,8,0\n",
                   HEADS)
        self.write("units.csv", "unit_code,unit_name,parent_unit,DAC,LDC\nX,Xland,,1,0\nX1,One,X,1,0\nX2,Two,X,1,0\n"
                                "X21,Two and a bit,X2,1,0\nY,Yland,,1,0\nY1,Three,Y,1,0\nZ,Zland,,1,0\n")

        def rows(*options):
            text = self.run_titian("allocate", "model.yaml", "data.csv", "units.csv", "-q", "-B", "60", *options).out
            return {row["uCode"]: row for row in csv.DictReader(io.StringIO(text))}
        inside = rows("--within", "X")
        self.assertEqual({code: row["Amount"] for code, row in inside.items() if row["Decision"] == "in"},
                         {"X1": "10", "X21": "50"})
        self.assertEqual([inside[code]["Why"] for code in ("X", "X2", "Y1", "Z")],
                         ["other units lie in it: they take part"] * 2 + ["does not lie in Xland"] * 2)
        for code, said in (("Q", 'no unit of the data has the code "Q"'), ("Z", "no unit of the data lies in Z")):
            self.assertIn(said, self.run_titian("allocate", "model.yaml", "data.csv", "units.csv", "-B", "60", "-w", code,
                                                code=2).err)

    # ---- dated lists ----

    def test_the_index_year_picks_the_row_of_a_dated_list(self):
        self.given(FOUR, HEADS + "  lists: [{list: LDC, grace: 2}, {list: barred, excludes: true, reason: sanctions}]\n")
        self.write("lists.csv", "list,uCode,valid_from,valid_to,source\nLDC,U1,1971,,UN CDP 2023\n"
                                "LDC,U2,1975,2021,UN CDP 2023\nLDC,U3,1975,2020,\nLDC,U4,,,\nbarred,U4,2023,2023,ours\n")
        rows = self.rows("-B", "30", "--lists", "lists.csv")
        self.assertEqual([row["Amount"] for row in rows.values()], ["10", "20", "0", "0"])
        self.assertEqual(rows["U1"]["Why"], "meets every condition; on the list LDC in 2023: from 1971, UN CDP 2023; "
                                            "not on the list barred in 2023")
        self.assertIn("on the list LDC in 2023: 1975 to 2021, years of grace count, UN CDP 2023", rows["U2"]["Why"])
        self.assertEqual(rows["U3"]["Why"], "not on the list LDC in 2023: 1975 to 2020")
        self.assertEqual(rows["U4"]["Why"], "sanctions (on the list barred in 2023: 2023 to 2023, ours)")
        self.assertIn("the model's gate asks for the list \"LDC\"", self.refused("-B", "30", code=2))

    def test_faulty_lists(self):
        self.given(FOUR, HEADS + "  lists: [{list: LDC}]\n")
        self.write("lists.csv", "list,uCode,valid_from,valid_to,source\nLDC,U1,then,,\nLDC,U2,2020,2010,\n")
        error = self.refused("-B", "30", "--lists", "lists.csv")
        self.assertIn('lists.csv:2:3: "then" is no valid_from', error)
        self.assertIn("lists.csv:3:4: valid_to is before valid_from", error)
        self.write("lists.csv", "list,uCode,valid_from,valid_to,source\nSIDS,U1,,,\n")
        self.assertIn('no row is of the list "LDC"', self.refused("-B", "30", "--lists", "lists.csv"))

    def test_labels_are_those_of_the_index_year(self):
        """A list with the name of a group gives its labels, wherever labels count: the gate, its reason, floors."""
        self.given(FOUR + FOUR.split("\n", 1)[1].replace(",2023,", ",2024,"),
                   HEADS + "  floors: [{group: LDC, in: ['1'], value: 40}]\n")
        self.write("dated.csv", "list,uCode,valid_from,valid_to,source\nLDC,U2,1975,2023,UN CDP\nLDC,U4,2024,,UN CDP\n"
                                "DAC,U2,,,OECD\nDAC,U3,,2023,OECD\nDAC,U4,,,OECD\n")

        def rows(year):
            text = self.run_titian("allocate", "model.yaml", "data.csv", "dated.csv", "-q", "-B", "100", "--year", year,
                                   ).out
            return {row["uCode"]: row for row in csv.DictReader(io.StringIO(text))}
        at = rows("2023")  # U2 to U4 by people, but at least 40 for U2: 60 by 3 to 4
        self.assertEqual([row["Exact"][:7] for row in at.values()], ["0", "40", "25.7142", "34.2857"])
        self.assertEqual(at["U1"]["Why"], "not on the list of recipients (not on the list DAC in 2023)")
        self.assertEqual(at["U3"]["Why"], "on the list DAC in 2023: to 2023, OECD")
        at = rows("2024")  # U2 and U4 by 2 to 4, and at least 40 for U4
        self.assertEqual([row["Amount"] for row in at.values()], ["0", "33", "0", "67"])
        self.assertEqual(at["U3"]["Why"], "not on the list of recipients (not on the list DAC in 2024: to 2023, OECD)")

    def test_years_of_grace_in_the_gate(self):
        self.given(FOUR.replace(",2023,", ",2025,"), HEADS)
        self.write("model.yaml", MODEL.replace("of recipients}", "of recipients, grace: 2}") + HEADS)
        self.write("dated.csv", "list,uCode,valid_from,valid_to,source\nDAC,U1,,2022,\nDAC,U2,,2023,\nDAC,U3,,,\n")
        rows = self.rows("-B", "50", "--lists", "dated.csv")
        self.assertEqual([row["Decision"] for row in rows.values()], ["out", "in", "in", "out"])
        self.assertEqual(rows["U2"]["Why"], "on the list DAC in 2025: to 2023, years of grace count")
        said = self.run_titian("allocate", "model.yaml", "data.csv", "-B", "50").err
        self.assertIn("no dated list of DAC is among the data: its 2 years of grace have nothing to count from", said)

    def test_a_list_may_give_a_label(self):
        self.given(FOUR, HEADS)
        self.write("model.yaml", MODEL.replace('in: ["1"], reason: not on the list of recipients', "in: [low, middle]") +
                   HEADS)
        self.write("dated.csv", "list,uCode,valid_from,valid_to,source\nDAC=low,U1,,2022,a\nDAC=middle,U1,2023,,b\n"
                                "DAC=high,U2,,,\nDAC=low,U3,,,c\n")
        rows = self.rows("-B", "40", "--lists", "dated.csv")
        self.assertEqual([row["Decision"] for row in rows.values()], ["in", "out", "in", "out"])
        self.assertEqual([row["Why"] for row in rows.values()],
                         ["on the list DAC=middle in 2023: from 2023, b", "on the list DAC=high in 2023: no dates",
                          "on the list DAC=low in 2023: no dates, c", "not on the list DAC in 2023"])
        self.write("dated.csv", "list,uCode,valid_from,valid_to,source\nDAC=low,U1,,2023,a\nDAC=middle,U1,2023,,b\n")
        self.assertIn("dated.csv:3:1: in 2023 U1 is on this list of DAC, and by line 2 on another",
                      self.refused("-B", "40", "--lists", "dated.csv"))

    # ---- set by hand ----

    HAND = "uCode,action,amount,author,date,reason\n"

    def test_what_is_set_by_hand_is_logged_with_its_size(self):
        self.given(FOUR, HEADS)
        self.write("set.csv", self.HAND + "U1,fix,40,M. Minister,2023-11-05,flood\n")
        rows = self.rows("-B", "100", "--overrides", "set.csv")
        self.assertEqual([float(row["Exact"]) for row in rows.values()], [40, 60 * 2 / 9, 20, 60 * 4 / 9])
        self.assertEqual((rows["U1"]["Decision"], rows["U1"]["Binds"]), ("set", "set by hand"))
        self.assertIn("amount set by M. Minister on 2023-11-05: flood", rows["U1"]["Why"])
        log = self.rows("-B", "100", "--overrides", "set.csv", "-t", "overrides")
        self.assertEqual([log["U1"][c] for c in ("Action", "Amount", "Without", "Size", "Author", "Date", "Reason",
                                                 "Line")],
                         ["fix", "40", "10", "30", "M. Minister", "2023-11-05", "flood", "2"])
        self.assertEqual([log["(others)"][c] for c in ("Amount", "Without", "Size")], ["60", "90", "-30"])

    def test_a_unit_may_be_let_in_or_kept_out_by_hand(self):
        """By the rules U1 to U3 are in, with people 1, 2, 3. Without U2 and with U4 people are 1, 3 and 4."""
        self.given(FOUR.replace("U4,Four,2023,1", "U4,Four,2023,0"), HEADS)
        self.write("set.csv", self.HAND + "U2,exclude,,Board,2023-01-31,no mission\n"
                                          "U4,include,,M. Minister,2023-02-01,a promise\n")
        rows = self.rows("-B", "240", "--overrides", "set.csv")
        self.assertEqual([row["Amount"] for row in rows.values()], ["30", "0", "90", "120"])
        self.assertEqual((rows["U2"]["Decision"], rows["U4"]["Decision"]), ("out", "in"))
        self.assertEqual(rows["U2"]["Why"],
                         "excluded by Board on 2023-01-31: no mission; by the rules in: meets every condition")
        self.assertEqual(rows["U4"]["Why"], "included by M. Minister on 2023-02-01: a promise; by the rules out: not on "
                                            "the list of recipients")
        log = self.rows("-B", "240", "--overrides", "set.csv", "-t", "overrides")
        self.assertEqual([log[u][c] for u in ("U2", "U4", "(others)") for c in ("Amount", "Without", "Size")],
                         ["0", "80", "-80", "120", "0", "120", "120", "160", "-40"])

    def test_what_is_decided_about_one_unit_moves_nobody_elses_score(self):
        """The aid of peers stays that of those who are eligible by the rules."""
        data = "uCode,Time,DAC,POP,GNI,READY\n" + "".join(
            f"U{k},2023,{int(k < 5)},1,{10 * k},{10 * k}\n" for k in range(1, 7))
        self.write("model.yaml", MODEL.replace("allocation:\n", "  aid: {variable: GNI}\n"))
        self.write("data.csv", data)
        self.write("set.csv", self.HAND + "U1,exclude,,me,2023-01-31,so\nU6,include,,me,2023-01-31,so\n")

        def priorities(*options):
            text = self.run_titian("score", "model.yaml", "data.csv", "-q", "--priority", *options).out
            return {row["uCode"]: row for row in csv.DictReader(io.StringIO(text))}
        before, after = priorities(), priorities("--overrides", "set.csv")
        for code in ("U2", "U3", "U4"):
            self.assertEqual(before[code]["Score"], after[code]["Score"])
            self.assertEqual(after[code]["Aid.Peers"], "25")
        self.assertEqual([(after[u]["Decision"], after[u]["By.Rules"], after[u]["Score"] != "") for u in ("U1", "U6")],
                         [("out", "in", False), ("in", "out", True)])
        self.assertEqual([before[u]["Rank"] for u in ("U1", "U6")], ["1", ""])

    def test_a_long_reason_is_told_whole(self):
        self.given(FOUR, HEADS)
        reason = "é" * 900
        self.write("set.csv", f"{self.HAND}U1,fix,40,me,2023-01-31,{reason}\n")
        self.assertIn(f"set by me on 2023-01-31: {reason}; without",
                      self.rows("-B", "100", "--overrides", "set.csv")["U1"]["Why"])

    def test_an_override_needs_an_author_a_date_and_a_reason(self):
        self.given(FOUR, HEADS)
        self.write("set.csv", self.HAND + "U1,fix,40,,2023-01-31,flood\nU1,fix,-1,me,2023-01-31,\nU2,fix,1,me,soon,x\n")
        error = self.refused("-B", "100", "--overrides", "set.csv")
        self.assertIn('set.csv:2:4: "" is no author', error)
        self.assertIn('set.csv:3:3: "-1" is no amount', error)
        self.assertIn('set.csv:4:5: "soon" is no date', error)
        self.write("set.csv", self.HAND + "U9,fix,40,me,2023-01-31,flood\n")
        self.assertIn('set.csv:2:1: no unit of this run has the code "U9"',
                      self.refused("-B", "100", "--overrides", "set.csv"))
        self.assertIn("the table overrides needs decisions made by hand", self.refused("-B", "1", "-t", "overrides",
                                                                                      code=2))

    # ---- fairness, the front, projects ----

    def test_shares_of_groups_beside_people_need_aid_and_countries(self):
        self.given(FOUR, HEADS + "  present_aid: AID\n")
        rows = {(row["Group"], row["Label"]): row
                for row in csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "fairness").out))}
        least = rows["LDC", "1"]
        self.assertEqual((least["N"], least["N.In"], least["Amount"], least["Per.Head"]), ("2", "2", "30", "10"))
        # shortfalls 1, 1, 1 and 0.5: people in need 1, 2, 3, 2
        for column, share in {"Share": 0.3, "Share.People": 0.3, "Share.Need": 3 / 8, "Share.Aid": 0.5,
                              "Share.Countries": 0.5}.items():
            self.assertAlmostEqual(float(least[column]), share, 12, column)
        self.assertEqual(rows["(all)", ""]["Share"], "1")

    def test_aid_as_a_share_of_income_is_an_estimate_and_says_so(self):
        """AID per cent of GNI per head, POP heads: 5 x 10 x 1, 5 x 20 x 2, below 0, unknown: 0.2 and 0.8 of what is known;
        0.1 and 0.2 of the money."""
        self.given("""uCode,Time,DAC,LDC,POP,GNI,AID,READY
U1,2023,1,1,1,10,5,0
U2,2023,1,0,2,20,5,0
U3,2023,1,0,3,30,-1,0
U4,2023,1,0,4,,5,0
""", HEADS + "  present_aid_estimate: {share: AID, of: GNI, per_head_of: POP, note: prices of 2021}\n")
        rows = {(row["Group"], row["Label"]): row
                for row in csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "fairness").out))}
        self.assertAlmostEqual(float(rows["LDC", "1"]["Share.Aid"]), 0.2, 12)
        self.assertAlmostEqual(float(rows["LDC", "0"]["Share.Aid"]), 0.8, 12)
        says = "present aid is an estimate: AID / 100 x GNI x POP; prices of 2021"
        self.assertEqual(rows["(all)", ""]["Note"],
                         "the aid of 2 is not known, or below 0, and not counted; " + says)
        self.assertEqual((rows["LDC", "1"]["Note"], rows["LDC", "0"]["Note"]),
                         ("", "the aid of 2 is not known, or below 0, and not counted"))
        rows = {(row["Measure"], row["Against"]): row for row in
                csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "distances").out))}
        apart = rows["share of money that would change hands", "present aid"]
        self.assertAlmostEqual(float(apart["Value"]), 1 / 3 - 0.2, 12)
        self.assertEqual(apart["Note"], "2 left out: not known of them; " + says)
        self.assertIn("AID / 100 x GNI x POP; prices of 2021",
                      {row["Part"] for row in self.rows("-B", "100", "-t", "parameters", key="Parameter").values()})

    def test_distances(self):
        self.given(FOUR, HEADS + "  present_aid: AID\n")
        rows = {(row["Measure"], row["Against"]): float(row["Value"]) for row in
                csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "distances").out))}
        change = "share of money that would change hands"
        self.assertAlmostEqual(rows[change, "people"], 0, 12)
        self.assertAlmostEqual(rows[change, "people in need"], 0.15, 12)  # .1 .2 .3 .4 and .125 .25 .375 .25
        self.assertAlmostEqual(rows[change, "countries"], 0.2, 12)
        self.assertAlmostEqual(rows[change, "present aid"], 0.3, 12)  # .25 .25 0 .5
        self.assertAlmostEqual(rows["Herfindahl index of shares", ""], 0.3, 12)
        self.assertAlmostEqual(rows["Gini of money per head", ""], 0, 12)

    def test_what_each_rule_does_to_the_money(self):
        """People 1, 2, 3 and 4: 10, 20, 30, 40 by the formula; with a floor of 16 the others have 84 by 2, 3, 4: 18.67,
        28, 37.33; with a cap of 30 as well U2 has 24."""
        self.given(FOUR, HEADS + "  floor: 16\n  cap: 30\n")
        rows = {(row["Step"], row["uCode"]): row
                for row in csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "steps").out))}
        units = ("U1", "U2", "U3", "U4")
        self.assertEqual(list(dict.fromkeys(step for step, _ in rows)), ["formula", "floors", "caps"])
        self.assertEqual([rows["formula", u]["Amount"] for u in units], ["10", "20", "30", "40"])
        self.assertEqual([rows["floors", u]["Amount"] for u in units], ["16", "19", "28", "37"])
        self.assertEqual([rows["floors", u]["Change"] for u in (*units, "(all)")], ["6", "-1", "-2", "-3", "6"])
        self.assertEqual([rows["caps", u]["Change"] for u in (*units, "(all)")], ["0", "5", "2", "-7", "7"])

    def test_who_has_little_aid_beside_peers(self):
        self.given(FOUR, HEADS + "  orphan: 0.6\n  darling: 1.5\n")
        self.write("model.yaml", MODEL.replace("allocation:", "  aid: {variable: GNI}\nallocation:") + HEADS +
                   "  orphan: 0.6\n  darling: 1.5\n")
        self.write("data.csv", FOUR.replace(",AID,", ",GNI,").replace("U1,One,2023,1,1,1,20,5", "U1,One,2023,1,1,1,20,")
                   .replace("U2,Two,2023,1,1,2,,5", "U2,Two,2023,1,1,2,,2").replace("3,10,0,0", "3,10,5,0"))
        rows = self.rows("-B", "100", "-t", "orphans")  # 2, 5, 10: the middle is 5
        self.assertEqual([row["Standing"] for row in rows.values()], ["", "orphan", "between", "darling"])
        self.assertEqual([row["Ratio"] for row in rows.values()], ["", "0.4", "1", "2"])
        self.assertEqual([row["Gap"] for row in rows.values()], ["", "-3", "0", "5"])
        self.assertEqual(rows["U1"]["Note"], "present aid is not known")

    def test_every_rule_beside_the_models(self):
        self.given(FOUR, HEADS)
        rows = {(row["Rule"], row["uCode"]): row
                for row in csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "compare").out))}
        self.assertEqual([rows["equal_country", u]["Amount"] for u in ("U1", "U2", "U3", "U4")], ["25"] * 4)
        self.assertEqual([rows["equal_country", u]["Change"] for u in ("U1", "U2", "U3", "U4", "(all)")],
                         ["15", "5", "-5", "-15", "20"])
        self.assertEqual(rows["equal_head", "(all)"]["Change"], "0")
        self.assertIn("the rule ida needs cpia_abc", rows["ida", "(all)"]["Note"])
        self.assertEqual(rows["ida", "(all)"]["Amount"], "")

    def test_the_front_between_equal_treatment_and_need(self):
        """By people .1 .2 .3 .4: mean need .6 x 1 + .4 x .5. Moving U4's .4 to need 1 gains 0.5 a unit of money."""
        self.given(FOUR, HEADS)
        rows = self.rows("-B", "100", "-t", "tradeoff", key="Corner")
        self.assertAlmostEqual(float(rows["0"]["Need"]), 0.8, 12)
        self.assertEqual(float(rows["0"]["Distance"]), 0)
        self.assertAlmostEqual(float(rows["1"]["Distance"]), 0.4, 12)
        self.assertAlmostEqual(float(rows["1"]["Need"]), 1, 12)
        self.assertEqual(rows["1"]["From"], "U4")
        self.assertAlmostEqual(float(rows["allocation"]["Need"]), 0.8, 12)

    def test_floors_caps_and_fences_hold_along_the_front(self):
        """U3 and U4 are to have 70, and 70 they have per head; nobody has more than 45. U4 gives U3 15, and that is
        all: mean need .8 + .5 x .15. Without the fence U1 and U2 would take the other 25."""
        self.given(FOUR, HEADS + "  cap: 45\n")
        free = self.rows("-B", "100", "-t", "tradeoff", key="Corner")
        self.assertAlmostEqual(float(free["front there"]["Distance"]), 0, 12)
        self.assertAlmostEqual(max(float(row["Need"]) for row in free.values()), 1, 12)
        self.given(FOUR, HEADS + "  cap: 45\n  fences: [{name: others, group: LDC, in: ['0'], least: 0.7}]\n")
        rows = self.rows("-B", "100", "-t", "tradeoff", key="Corner")
        self.assertEqual(list(rows), ["0", "1", "allocation", "front there"])
        self.assertAlmostEqual(float(rows["1"]["Distance"]), 0.15, 12)
        self.assertAlmostEqual(float(rows["1"]["Need"]), 0.875, 12)
        self.assertEqual((rows["1"]["From"], rows["1"]["To"]), ("U4", "U3"))

    def test_equal_treatment_keeps_a_fence_too(self):
        """U3 and U4 have at most 50 of 100: 10, 20, 30, 40 become 50 by 1 to 2 and 50 by 3 to 4; what U3 has by hand
        counts for the fence."""
        self.given(FOUR, HEADS + "  fences: [{name: others, group: LDC, in: ['0'], most: 0.5}]\n")
        rows = self.rows("-B", "100", "-t", "tradeoff", key="Corner")
        self.assertAlmostEqual(float(rows["0"]["Need"]), 1 - 0.5 * 50 * 4 / 7 / 100, 12)
        self.assertAlmostEqual(float(rows["allocation"]["Distance"]), 0, 12)
        self.write("set.csv", self.HAND + "U3,fix,30,me,2023-01-31,flood\n")
        rows = self.rows("-B", "100", "-t", "tradeoff", "--overrides", "set.csv", key="Corner")
        # U4 has the 20 that are left of the fence, U1 and U2 the 50: of 70
        self.assertAlmostEqual(float(rows["0"]["Need"]), 1 - 0.5 * 20 / 70, 12)

    # ---- regret ----

    def test_regret_over_scenarios_by_hand(self):
        """Of two areas 20, 20; 5, 80; 1, 81 the arithmetic means are 20, 42.5, 41 and the geometric ones 20, 20, 9.
        Money by need, or the same for each: what each meets if the one mean or the other is right."""
        self.write("framework.csv", FRAMEWORK.replace("READY,Indicator,1,IDX,1,1,0,100\n",
                                                      "A,Indicator,1,IDX,1,1,0,100\nB,Indicator,1,IDX,1,1,0,100\n"))
        self.given("uCode,Time,DAC,POP,A,B\nU1,2023,1,1,20,20\nU2,2023,1,1,5,80\nU3,2023,1,1,1,81\n",
                   RULE.replace("variable: GNI", "power: 0") +
                   "uncertainty:\n  vary:\n    - {name: noise, method: noise}\n    - name: mean\n      alternatives:\n"
                   "        - {name: arithmetic}\n        - {name: geometric, aggregate: [{method: geometric}]}\n")
        needs = {"the model": (45 / 65, 22.5 / 65, 24 / 65), "mean: geometric": (45 / 65, 45 / 65, 56 / 65)}
        amounts = {**needs, "rule equal_head": (1, 1, 1), "rule equal_country": (1, 1, 1)}
        met = {(c, s): sum(a * n for a, n in zip(amounts[c], needs[s])) / sum(amounts[c]) for c in amounts for s in needs}
        rows = list(csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "regret").out)))
        found = {(row["Candidate"], row["Scenario"]): row for row in rows}
        self.assertEqual(set(found), {(c, s) for c in amounts for s in (*needs, "(greatest)")})
        for (candidate, scenario), row in found.items():
            if scenario != "(greatest)":
                best = max(met[c, scenario] for c in amounts)
                self.assertAlmostEqual(float(row["Need"]), met[candidate, scenario], 12)
                self.assertAlmostEqual(float(row["Best"]), best, 12)
                self.assertAlmostEqual(float(row["Regret"]), best - met[candidate, scenario], 12)
        self.assertAlmostEqual(float(found["the model", "(greatest)"]["Regret"]), 0.0205220, 6)  # 1.33393 / 65
        self.assertEqual(found["the model", "(greatest)"]["Note"], "mean: geometric; the least of all candidates")
        self.assertEqual(found["mean: geometric", "(greatest)"]["Note"], "the model")
        rows = list(csv.DictReader(io.StringIO(self.allocate("-B", "100", "-t", "candidates").out)))
        self.assertAlmostEqual(sum(float(row["Amount"]) for row in rows if row["Least"] == "1"), 100, 9)
        self.assertEqual({row["Candidate"] for row in rows if row["Least"] == "1"}, {"the model"})
        geometric = [float(row["Amount"]) for row in rows if row["Candidate"] == "mean: geometric"]
        for amount, share in zip(geometric, (45, 45, 56)):
            self.assertAlmostEqual(amount, 100 * share / 146, 9)

    def test_regret_needs_alternatives(self):
        self.given(FOUR, HEADS)
        self.assertIn("no alternatives that could be scenarios", self.refused("-B", "100", "-t", "regret"))

    # ---- returns that fall ----

    def test_logarithmic_returns_by_hand(self):
        """s ln(1 + a / 10), s = people: a = s y - 10. Of 100: 10 y - 40 = 100. Of 10: only U3 and U4 have money, 7 y - 20
        = 10. With a base of 5 U1 has that alone: 9 y - 30 = 95."""
        self.given(FOUR, HEADS + "  returns: {form: log, scale: 10}\n")
        rows = self.rows("-B", "100")
        self.assertEqual([row["Amount"] for row in rows.values()], ["4", "18", "32", "46"])
        self.assertAlmostEqual(float(rows["U2"]["Lambda"]), 1 / 14, 12)
        rows = self.rows("-B", "10")
        for row, exact in zip(rows.values(), (0, 0, 90 / 7 - 10, 120 / 7 - 10)):
            self.assertAlmostEqual(float(row["Exact"]), exact, 12)
        self.assertEqual([row["Binds"] for row in rows.values()], ["others gain more", "others gain more", "", ""])
        self.assertEqual({row["Elasticity"] for row in self.rows("-B", "100", "-t", "factors").values()}, {""})
        self.given(FOUR, HEADS + "  base: 5\n  returns: {form: log, scale: 10}\n")
        rows = self.rows("-B", "100")
        for row, exact in zip(rows.values(), (5, 250 / 9 - 10, 375 / 9 - 10, 500 / 9 - 10)):
            self.assertAlmostEqual(float(row["Exact"]), exact, 12)
        self.assertEqual(rows["U1"]["Binds"], "base")

    def test_saturating_returns_by_hand(self):
        """s (1 - exp(-a / k)), k = 10: a = 10 (y + ln(s / 10)), sum 40 y + 10 ln(24 / 10^4) = 100; the same inside a
        fence, and with a scale per head a = k (y + ln(s / k)) = 5 s (y + ln 0.2), so by people."""
        self.given(FOUR, HEADS)
        level = (100 - 10 * math.log(24e-4)) / 40
        rows = self.rows("-B", "100", "--returns", "saturate", "--scale", "10")
        for people, row in enumerate(rows.values(), 1):
            self.assertAlmostEqual(float(row["Exact"]), 10 * (level + math.log(people / 10)), 11)
            self.assertAlmostEqual(float(row["Lambda"]), math.exp(-level), 12)
        self.given(FOUR, HEADS + "  fences: [{name: poor, group: LDC, in: ['1'], least: 0.5}]\n"
                                 "  returns: {form: saturate, scale: 10}\n")
        rows = self.rows("-B", "100")
        for code, others, people in (("U1", 2, 1), ("U2", 1, 2), ("U3", 4, 3), ("U4", 3, 4)):
            self.assertAlmostEqual(float(rows[code]["Exact"]), 25 + 5 * math.log(people / others), 11)
        self.assertIn("fence poor", rows["U1"]["Binds"])
        self.given(FOUR, HEADS + "  returns: {form: saturate, scale_per_head: 5}\n")
        self.assertEqual(self.amounts("-B", "100"), [10, 20, 30, 40])
        self.assertEqual(self.amounts("-B", "100", "--returns", "log", "--scale", "10"), [4, 18, 32, 46])
        self.assertEqual(self.amounts("-B", "100", "--returns", "proportional"), [10, 20, 30, 40])

    def test_returns_that_cannot_be(self):
        for block, said in {"  returns: {form: logg, scale: 1}\n": 'did you mean "log"?',
                            "  returns: {form: log}\n": "returns that fall need one scale",
                            "  returns: {form: log, scale: 1, scale_per_head: 1}\n": "returns that fall need one scale",
                            "  minimum: 3\n  returns: {form: log, scale: 1}\n": "exclude each other"}.items():
            with self.subTest(block):
                self.given(FOUR, HEADS + block)
                self.assertRegex(self.refused("-B", "1"), r"model\.yaml:\d+:\d+: ")
                self.assertIn(said, self.refused("-B", "1"))
        self.given(FOUR, HEADS + "  minimum: 3\n")
        self.assertIn("need a scale, in money", self.refused("-B", "100", "--returns", "log", code=2))
        self.assertIn("exclude each other", self.refused("-B", "100", "--returns", "log", "--scale", "2", code=2))
        self.assertIn("a scale goes with returns that fall", self.refused("-B", "100", "--scale", "2", code=2))
        self.assertIn('did you mean "saturate"?', self.refused("-B", "100", "--returns", "saturated", code=2))

    def test_the_best_projects_beside_the_greedy_ones(self):
        """10 buys b and c (7 + 7) where greedy takes a (9 for 6) and nothing else fits."""
        self.given(FOUR, HEADS)
        self.write("p.csv", "uCode,project,cost,gain\nU1,a,6,9\nU2,b,5,7\nU3,c,5,7\n")
        rows = self.rows("-B", "10", "-t", "projects", "--projects", "p.csv", key="Project")
        self.assertEqual([(rows[p]["Best"], rows[p]["Greedy"]) for p in "abc"], [("0", "1"), ("1", "0"), ("1", "0")])
        self.assertEqual((rows["(best)"]["Gain"], rows["(best)"]["Cost"], rows["(greedy)"]["Gain"]), ("14", "10", "9"))
        self.assertIn("it loses 5 of 14", rows["(greedy)"]["Note"])
        self.write("p.csv", "uCode,project,cost,gain\nU1,a,6,9\nU2,a,5.5,7\n")
        self.assertIn('p.csv:3:2: a second row for "a"', self.refused("-B", "10", "-t", "projects", "--projects", "p.csv"))
        self.write("p.csv", "uCode,project,cost,gain\nU2,a,5.5,7\n")
        self.assertIn("p.csv:2:3: the cost 5.5 is no multiple of the unit 1",
                      self.refused("-B", "10", "-t", "projects", "--projects", "p.csv"))
        self.assertIn("the table projects needs projects", self.refused("-B", "10", "-t", "projects", code=2))

    def test_projects_of_who_is_out_are_not_chosen(self):
        self.given(SIX, RULE + "  unit: 1\n")
        self.write("p.csv", "uCode,project,cost,gain\nF,rich,1,9\nA,poor,1,1\n")
        rows = self.rows("-B", "10", "-t", "projects", "--projects", "p.csv", key="Project")
        self.assertEqual((rows["rich"]["Best"], rows["rich"]["Decision"], rows["rich"]["Note"]),
                         ("0", "out", "not on the list of recipients"))
        self.assertEqual(rows["poor"]["Best"], "1")

    # ---- how sure amounts are ----

    def test_amounts_of_replications(self):
        """Four units of equal need, people 1 to 4; the power of people is 0 or 1: 25 for each, or 10, 20, 30, 40."""
        self.given(FOUR.replace(",32.5\n", ",0\n"), HEADS + "uncertainty:\n  replications: 400\n  top: 1\n  vary:\n"
                   "    - {name: heads, method: allocation, factor: population, range: [0, 1], whole: true}\n")
        rows = self.rows("-B", "100", "-t", "robust", "-S", "5")
        self.assertEqual([row["Amount"] for row in rows.values()], ["10", "20", "30", "40"])
        share = (25 - float(rows["U1"]["Mean"])) / 15  # of the replications with power 1
        self.assertTrue(0.4 < share < 0.6)
        for row, heads in zip(rows.values(), (10, 20, 30, 40)):
            self.assertAlmostEqual(float(row["Mean"]), 25 + share * (heads - 25), 9)
            ends = sorted((25, heads))
            # a value within its cell of a histogram
            self.assertAlmostEqual(float(row["P5"]), ends[0], delta=0.1)
            self.assertAlmostEqual(float(row["P95"]), ends[1], delta=0.1)
            self.assertEqual((row["N"], row["P.Any"]), ("400", "1"))
        self.assertEqual(rows["U4"]["P.Top"], "1")
        self.assertAlmostEqual(float(rows["U1"]["P.Top"]), 1 - share, 9)  # 25 for each: all are the first
        same = self.allocate("-B", "100", "-t", "robust", "-S", "5", "-j", "1").out
        self.assertEqual(same, self.allocate("-B", "100", "-t", "robust", "-S", "5", "-j", "3").out)

    def test_replications_need_something_uncertain(self):
        self.given(FOUR, HEADS)
        self.assertIn("uncertainty", self.refused("-B", "100", "-t", "robust"))
        self.assertIn("the table amounts draws nothing", self.refused("-B", "100", "-N", "9", code=2))

    def test_the_power_that_is_drawn_is_one_of_the_rule(self):
        block = "uncertainty:\n  vary: [{method: allocation, factor: %s, range: [0, %s]}%s]\n"
        for given, said in {("income", "1", ""): 'the rule equal_head has no factor "income"',
                            ("population", "200", ""): "range runs from 0 to 200",
                            ("population", "1", ", {method: allocation, factor: population, range: [1, 2]}"):
                                "both vary population"}.items():
            with self.subTest(given):
                self.given(FOUR, HEADS + block % given)
                self.assertRegex(self.refused("-B", "1"), r"model\.yaml:\d+:\d+: ")
                self.assertIn(said, self.refused("-B", "1"))

    # ---- numbers and their sources ----

    def test_every_number_of_a_rule_has_a_source(self):
        self.given(FOUR, HEADS)
        rows = list(csv.DictReader(io.StringIO(self.allocate("-t", "rules").out)))
        weights = {(row["Rule"], row["Part"]): row for row in rows if row["Parameter"] == "weight"}
        self.assertEqual((weights["ida", "cpia_d"]["Value"], weights["ida", "cpia_d"]["Known"]), ("0.68", "verified"))
        powers = {(row["Rule"], row["Factor"]): row["Value"] for row in rows if row["Parameter"] == "power"}
        self.assertEqual([powers[key] for key in (("ida", "performance"), ("afdf", "performance"),
                                                  ("adb", "policy"), ("ifad", "ivi"))], ["3", "4", "1.4", "0.95"])
        for row in rows:
            if row["Parameter"]:
                self.assertTrue(row["Source"] and row["Known"], row)

    def test_the_documentation_has_every_number_of_every_rule(self):
        text = (PROJECT / "docs/allocation.md").read_text(encoding="utf-8")
        shown = [line for line in text.splitlines() if re.search(r" \| (verified|not verified|proposal) \| ", line)]
        rows = csv.DictReader(io.StringIO(self.run_titian("allocate", "bridges", "bridges.csv", "-q", "-t", "rules").out))
        self.assertEqual(shown, [f"| `{row['Rule']}` | {row['Parameter']} of `{row['Part'] or row['Factor']}` | "
                                 f"{row['Value']} | {row['Known']} | {row['Source']} |" for row in rows if row["Value"]])

    def test_parameters_say_where_they_are_from(self):
        self.given(SIX, RULE + "  cap: 40\n")
        rows = self.rows("-B", "100", "-t", "parameters", key="Parameter")
        self.assertEqual((rows["budget"]["Value"], rows["budget"]["Source"]), ("100", "--budget"))
        self.assertEqual((rows["power of aid"]["Value"], rows["power of aid"]["Known"]), ("0", "given"))
        self.assertEqual((rows["power of need"]["Value"], rows["power of need"]["Known"]), ("1", "proposal"))
        self.assertEqual(rows["cap"]["Value"], "40")
        self.assertNotIn("floor", rows)

    def test_faults_of_the_block_are_said_with_their_place(self):
        for block, said in {
                "  rule: idda\n": "there is no rule",
                "  factors: [{name: needs}]\n": "the rule titian has no factor",
                "  factors: [{name: need, weight: 1}]\n": "has a power, no weight",
                "  floor: 3\n  cap: 2\n": "the floor is 3 and the cap 2",
                "  fences: [{name: f, group: LDC, in: ['1'], least: 0.5, most: 0.4}]\n": "at least 0.5 and at most 0.4",
                "  unit: 0\n": "unit",
                "  floor: -1\n": "floor",
        }.items():
            with self.subTest(block):
                self.given(FOUR, block)
                self.assertRegex(self.refused("-B", "1"), r"model\.yaml:\d+:\d+: ")
                self.assertIn(said, self.refused("-B", "1"))


if __name__ == "__main__":
    main()
