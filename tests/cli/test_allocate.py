"""titian allocate: amounts found by hand, the gate, floors and caps, fences, swing limits, sources, refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import re

from sharing import FOUR, FRAMEWORK, HAND, HEADS, MODEL, RULE, SIX, SharingCase
from suite import PROJECT, main


class Allocate(SharingCase):
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

    def test_a_budget_that_is_none_is_refused_in_plain_words(self):
        self.given(FOUR, HEADS)
        self.assertEqual(self.refused("-B", "0", code=2), "titian: --budget is 0\n        write a number above 0\n")
        self.assertEqual(self.refused("-B", "100,000", code=2), 'titian: "100,000" is not a number\n'
                         "        write digits alone, with a point before decimals: --budget 0.5\n")
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
        for code, said in (("Q", 'the data have no unit "Q"'), ("Z", "no unit of the data lies in Z")):
            self.assertIn(said, self.run_titian("allocate", "model.yaml", "data.csv", "units.csv", "-B", "60", "-w", code,
                                                code=2).err)
        self.assertEqual(rows("--within", "Xland"), inside)

    # ---- money per head ----

    def test_what_the_help_says_of_money_per_head_holds(self):
        """14.95 of USD million for 250 million people: 5.98e-08 USD million each, which is 0.0598 USD."""
        self.assertIn("Where that is USD million, 5.98e-08 is 0.0598 USD a\nperson: multiply by 1,000,000",
                      self.run_titian("help", "allocate").out)
        self.given(FOUR.replace("1,1,1,20,5,0", "1,1,250000000,20,5,0").replace("1,1,2,,5,0", "1,1,250000000,,5,0")
                   .replace("1,0,3,10,0,0", "1,0,0,,,").replace("1,0,4,50,10,32.5", "1,0,0,,,"),
                   "  rule: equal_head\n  currency: USD million\n  unit: 0.01\n")
        rows = self.rows("-B", "29.9")
        self.assertEqual(rows["U1"]["Amount"], "14.95")
        self.assertAlmostEqual(float(rows["U1"]["Per.Head"]), 5.98e-08, 20)

    # ---- names in place of codes ----

    def test_a_name_in_place_of_a_code_is_refused_with_the_code(self):
        self.given(FOUR.replace("U1,One", "KEN,Kenya").replace("U2,Two", "TUR,Türkiye"), HEADS)
        for name, meant in (("Kenya", "KEN (Kenya)"), ("KE", "KEN (Kenya)"), ("Turkey", "TUR (Türkiye)"),
                            ("Thre", "U3 (Three)")):
            said = f'the data have no unit "{name}"\n        did you mean {meant}?\n'
            with self.subTest(name):
                self.write("set.csv", HAND + f"{name},fix,40,me,2023-01-31,flood\n")
                self.assertEqual(self.refused("-B", "100", "--overrides", "set.csv"), f"titian: set.csv:2:1: {said}")
                self.write("projects.csv", f"uCode,project,cost,gain\n{name},school,5,2\n")
                self.assertEqual(self.refused("-B", "100", "-t", "projects", "--projects", "projects.csv"),
                                 f"titian: projects.csv:2:1: {said}")
                if name not in ("Kenya", "Thre"):  # these are names of the data, or no country's
                    self.assertEqual(self.refused("-B", "100", "--within", name, code=2), f"titian: {said}")

    def test_a_list_that_names_a_country_otherwise_is_refused(self):
        """It would be on the list for nobody; codes of units that the data do not have are passed over."""
        self.given(FOUR.replace("U1,One", "KEN,Kenya"), HEADS + "  lists: [{list: LDC}]\n")
        rows = "list,uCode,valid_from,valid_to,source\nLDC,U2,,,UN\nLDC,TZA,,,UN\nLDC,Tanzania,,,UN\nLDC,U99,,,UN\n"
        self.write("lists.csv", rows)
        self.assertEqual(self.rows("-B", "30", "--lists", "lists.csv")["U2"]["Amount"], "30")
        self.write("lists.csv", rows + "LDC,Kenya,,,UN\n")
        self.assertEqual(self.refused("-B", "30", "--lists", "lists.csv"),
                         'titian: lists.csv:6:2: the data have no unit "Kenya"\n        did you mean KEN (Kenya)?\n')

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
        self.assertIn("dated.csv:3:1: in 2023 U1 is on this list of DAC, and by dated.csv:2 on another",
                      self.refused("-B", "40", "--lists", "dated.csv"))

    # ---- set by hand ----

    def test_what_is_set_by_hand_is_logged_with_its_size(self):
        self.given(FOUR, HEADS)
        self.write("set.csv", HAND + "U1,fix,40,M. Minister,2023-11-05,flood\n")
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
        self.write("set.csv", HAND + "U2,exclude,,Board,2023-01-31,no mission\n"
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
        self.write("set.csv", HAND + "U1,exclude,,me,2023-01-31,so\nU6,include,,me,2023-01-31,so\n")

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
        self.write("set.csv", f"{HAND}U1,fix,40,me,2023-01-31,{reason}\n")
        self.assertIn(f"set by me on 2023-01-31: {reason}; without",
                      self.rows("-B", "100", "--overrides", "set.csv")["U1"]["Why"])

    def test_an_override_needs_an_author_a_date_and_a_reason(self):
        self.given(FOUR, HEADS)
        self.write("set.csv", HAND + "U1,fix,40,,2023-01-31,flood\nU1,fix,-1,me,2023-01-31,\nU2,fix,1,me,soon,x\n")
        error = self.refused("-B", "100", "--overrides", "set.csv")
        self.assertIn('set.csv:2:4: "" is no author', error)
        self.assertIn('set.csv:3:3: "-1" is no amount', error)
        self.assertIn('set.csv:4:5: "soon" is no date', error)
        self.write("set.csv", HAND + "U9,fix,40,me,2023-01-31,flood\n")
        self.assertIn('set.csv:2:1: the data have no unit "U9"',
                      self.refused("-B", "100", "--overrides", "set.csv"))
        self.assertIn("the table overrides needs decisions made by hand", self.refused("-B", "1", "-t", "overrides",
                                                                                      code=2))

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
