"""What is decided by hand holds in every replication and in what is simulated and explained: amounts, priorities, and
what is said of it. Commands that show neither take no decisions.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io

from bridge import BridgeCase
from readiness import framework
from suite import main

MODEL = """framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
priority:
  target: 65
  eligible: [{group: DAC, in: ["1"], reason: not on the list of recipients}]
  population: POP
  weights: {need: 1}
allocation:
  rule: equal_head
  unit: 1
uncertainty:
  replications: 400
  seed: 5
  top: 2
  vary:
"""
HEADS = "    - {name: heads, method: allocation, factor: population, range: [0, 1], whole: true}\n"
NOISE = "    - {name: weights, method: noise, level: 1, share: 0.9}\n"
# by the rules U1 to U3 may have money; all are in the same need, but in which of the two areas differs
FOUR = """uCode,uName,Time,DAC,POP,A,B
U1,One,2023,1,1,10,50
U2,Two,2023,1,2,50,10
U3,Three,2023,1,3,20,40
U4,Four,2023,{},4,40,20
"""
HAND = """uCode,action,amount,author,date,reason
U1,fix,40,M. Minister,2023-11-05,flood
U2,exclude,,Board,2023-01-31,no mission
U4,include,,Board,2023-02-01,a promise
"""


class ByHand(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", framework("DAC", "Recipient"))
        self.write("data.csv", FOUR.format(0))
        self.write("set.csv", HAND)

    def rows(self, command, *options):
        """Rows by unit, and what was said."""
        run = self.run_titian(command, "model.yaml", "data.csv", "--overrides", "set.csv", *options)
        return {row["uCode"]: row for row in csv.DictReader(io.StringIO(run.out))}, run.err

    def test_amounts_of_replications(self):
        """U1 has 40 of 100; U3 and U4, with 3 and 4 people, have 30 each where the power of people is 0, 3/7 and 4/7 of
        60 where it is 1; U2 has nothing."""
        self.write("model.yaml", MODEL + HEADS)
        rows, said = self.rows("allocate", "-B", "100", "-t", "robust")
        power_1 = (30 - float(rows["U3"]["Mean"])) / (30 - 180 / 7)  # share of the replications
        self.assertTrue(0.4 < power_1 < 0.6, power_1)
        self.assertAlmostEqual(float(rows["U4"]["Mean"]), 30 + power_1 * (240 / 7 - 30), 9)
        self.assertEqual([rows["U1"][c] for c in ("Decision", "Amount", "Mean", "SD", "Median", "P5", "P95", "P.Any", "N")],
                         ["set", "40", "40", "0", "40", "40", "40", "1", "400"])
        self.assertEqual([rows["U2"][c] for c in ("Decision", "Amount", "Mean", "P95", "P.Any", "P.Top", "N")],
                         ["out", "0", "", "", "", "", ""])
        self.assertEqual([rows[u]["P.Top"] for u in ("U1", "U4")], ["1", "1"])  # U4 has at least as much as U3
        self.assertEqual([row["By.Hand"] for row in rows.values()],
                         ["amount set by M. Minister on 2023-11-05: flood", "excluded by Board on 2023-01-31: no mission", "",
                          "included by Board on 2023-02-01: a promise"])
        self.assertIn("every replication keeps what set.csv decides by hand: 1 include, 1 exclude, 1 fix\n", said)

    def test_priorities_are_as_if_the_labels_were_others(self):
        """Where no aid of peers counts, to be let in or kept out by hand is to be on the list or off it."""
        self.write("model.yaml", MODEL + NOISE)
        plain = self.run_titian("uncertainty", "model.yaml", "data.csv", "-q").out
        rows, said = self.rows("uncertainty")
        self.assertIn("1 fix\n        an amount that is set moves no rank and no priority", said)
        self.assertEqual([rows["U2"][c] for c in ("Priority", "P.First", "Tier")], ["", "", ""])
        self.assertTrue(0 < float(rows["U4"]["P.First"]) < 1)
        self.write("data.csv", FOUR.format(1).replace("Two,2023,1", "Two,2023,0"))
        labels = self.run_titian("uncertainty", "model.yaml", "data.csv", "-q").out
        for row in rows.values():
            row["By.Hand"] = ""
        self.assertEqual(list(rows.values()), list(csv.DictReader(io.StringIO(labels))))
        self.assertNotEqual(plain, labels)

    def test_without_decisions_nothing_is_said(self):
        self.write("model.yaml", MODEL + NOISE)
        run = self.run_titian("uncertainty", "model.yaml", "data.csv")
        self.assertNotIn("by hand", run.err)
        self.assertEqual({row["By.Hand"] for row in csv.DictReader(io.StringIO(run.out))}, {""})

    def test_a_simulation_keeps_to_it(self):
        """All four have the index 30; with A at 30 U3 has 35, and is the last of those that may be helped."""
        self.write("model.yaml", MODEL + NOISE)
        columns = ("Priority.Rank.Before", "Priority.Rank.After")
        set_it = ("--set", "U3:A=30", "--table", "units")
        rows, said = self.rows("simulate", *set_it)
        self.assertEqual([[row[c] for c in columns] for row in rows.values()],
                         [["1", "1"], ["", ""], ["1", "3"], ["1", "1"]])
        self.assertIn("before and after keep what set.csv decides by hand: 1 include, 1 exclude, 1 fix\n", said)
        self.assertIn('an amount that is set moves no rank and no priority: "titian allocate" has its effect\n', said)
        plain = self.run_titian("simulate", "model.yaml", "data.csv", *set_it).out
        self.assertEqual([[row[c] for c in columns] for row in csv.DictReader(io.StringIO(plain))],
                         [["1", "1"], ["1", "1"], ["1", "3"], ["", ""]])

    def explain(self, *options):
        return self.run_titian("explain", "model.yaml", "data.csv", *options)

    def test_what_is_explained_says_who_decided(self):
        self.write("model.yaml", MODEL + NOISE)
        run = self.explain("--unit", "U2", "--overrides", "set.csv")
        self.assertIn("  eligible: no; excluded by Board on 2023-01-31: no mission; by the rules in", run.out)
        self.assertIn("the priority step keeps what set.csv decides by hand: 1 include, 1 exclude, 1 fix\n", run.err)
        self.assertIn("  eligible: yes; included by Board on 2023-02-01: a promise; by the rules out: not on the list of "
                      "recipients", self.explain("--unit", "U4", "--overrides", "set.csv").out)

    def test_a_replication_is_explained_as_it_was(self):
        self.write("model.yaml", MODEL + NOISE)
        asked = ("--replication", "7", "--unit", "U4")
        self.assertNotIn("Priority", self.explain(*asked).out)
        run = self.explain(*asked, "--overrides", "set.csv")
        self.assertIn("every replication keeps what set.csv decides by hand: 1 include, 1 exclude, 1 fix\n", run.err)
        self.assertIn("\nPriority for assistance: ", run.out)
        self.write("data.csv", FOUR.format(1).replace("Two,2023,1", "Two,2023,0"))
        self.assertEqual(run.out, self.explain(*asked).out)

    def test_where_there_are_no_priorities_it_changes_nothing_which_is_said(self):
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n")
        run = self.explain("--unit", "U4", "--overrides", "set.csv")
        self.assertEqual(run.out, self.explain("--unit", "U4").out)
        self.assertIn("what set.csv decides by hand changes nothing here: the model has no block priority\n", run.err)

    def test_scores_and_ranks_alone_take_no_decisions(self):
        self.write("model.yaml", MODEL + NOISE)
        for name in ("check", "results", "advise", "own", "compare", "weights", "audit", "trend", "divide", "smaa",
                     "sensitivity"):
            run = self.run_titian(name, "model.yaml", "data.csv", "--overrides", "set.csv", code=2)
            self.assertEqual(run.err, f'titian: "titian {name}" has no option "--overrides"\n'
                             f'        it goes with titian score, assess, explain, simulate, allocate, uncertainty; '
                             f'"titian {name} --help" lists the options\n')
        run = self.run_titian("score", "model.yaml", "data.csv", "--overrides", "set.csv", code=2)
        self.assertEqual(run.err, 'titian: "--overrides" goes with "--priority": decisions by hand move no score\n'
                                  '        ask for the priority step, or take "--overrides" away\n')


if __name__ == "__main__":
    main()
