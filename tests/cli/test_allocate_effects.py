"""titian allocate: what rules do to groups, and to need; regret, returns, projects, replications.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math

from sharing import FOUR, FRAMEWORK, HAND, HEADS, MODEL, RULE, SIX, SharingCase
from suite import main


class Effects(SharingCase):
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
        self.write("set.csv", HAND + "U3,fix,30,me,2023-01-31,flood\n")
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


if __name__ == "__main__":
    main()
