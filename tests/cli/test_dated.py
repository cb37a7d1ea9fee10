"""--lists of every command that runs a model: the labels of dated lists decide how gaps are filled, and so scores and
all that comes of them; who is eligible, and so priorities and amounts.

Four units have A and B; U4 lacks B, and has the mean of its group. The data put it with U1 and U2 (31), the list with U1
alone (50). With equal weights the index of U1 to U4 is 30, 31, 30 and 25.5 by the data, 35 for U4 by the list.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json

from bridge import BridgeCase
from readiness import framework
from suite import main

MODEL = """framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
impute: {method: group_mean, group: HELP}
priority: {target: 65, weights: {need: 1}, population: POP, eligible: [{group: HELP, in: ["1"]}]}
allocation: {rule: equal_head, unit: 1, budget: 100}
uncertainty:
  replications: 20
  vary:
    - {name: mean, alternatives: [{name: plain}, {name: geometric, aggregate: [{method: geometric}]}]}
"""
DATA = """uCode,uName,Time,HELP,POP,A,B
U1,One,2023,1,1,10,50
U2,Two,2023,1,2,50,12
U3,Three,2023,0,3,20,40
U4,Four,2023,1,4,20,
U1,One,2022,1,1,10,40
U2,Two,2022,1,2,40,12
U3,Three,2022,0,3,20,30
U4,Four,2022,1,4,10,
"""
LISTS = "list,uCode,valid_from,valid_to,source\nHELP,U1,,,the board\nHELP,U4,,,the board\n"
# what each command prints of the model and the data
COMMANDS = (
    "score --priority", "results --within HELP", "explain --unit U4", "explain --replication 3 --unit U4",
    "simulate --set U1:A=20 --table units", "advise --all --table gains", "own --level 1", "weights",
    "audit --table strengths", "trend --years 2022:2023 --code READY", "divide --group HELP --code READY",
    "compare --years 2022:2023", "compare --against other.yaml", "allocate --table robust", "uncertainty", "smaa",
    "sensitivity --table alone")


class Dated(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", framework("HELP", "Help"))
        self.write("model.yaml", MODEL)
        self.write("other.yaml", MODEL + "aggregate: [{method: geometric}]\n")
        self.write("weighed.yaml", MODEL.split("uncertainty")[0] + "weigh: [{method: sd}]\n")
        self.write("data.csv", DATA)
        self.write("lists.csv", LISTS)

    def of(self, command, *more):
        name, *options = command.split()
        model = "weighed.yaml" if name == "weights" else "model.yaml"
        return self.run_titian(name, model, "data.csv", *more, *options, "-q").out

    def rows(self, command, *more):
        return {row.get("uCode") or row["Factor"]: row for row in csv.DictReader(io.StringIO(self.of(command, *more)))}

    def test_a_list_beside_the_data_is_as_one_among_them(self):
        for command in COMMANDS:
            with self.subTest(command):
                beside = self.of(command, "--lists", "lists.csv")
                self.assertEqual(beside, self.of(command, "lists.csv"))
                self.assertNotEqual(beside, self.of(command))

    def test_every_command_that_runs_a_model_takes_lists(self):
        names = {command.split()[0] for command in COMMANDS} | {"assess", "check"}
        for line in self.run_titian("help").out.split("Commands:\n")[1].split("\n\n")[0].splitlines():
            name = line.split()[0]
            text = self.run_titian("help", name).out
            runs = "MODEL DATA" in text.split("Usage:")[1].splitlines()[0]
            with self.subTest(name):
                self.assertEqual((runs, "--lists FILE" in text), (name in names, name in names))

    def test_the_check_follows_the_lists(self):
        run = self.run_titian("check", "model.yaml", "data.csv", "--lists", "lists.csv")
        self.assertEqual(run.err, 'titian: lists.csv: note: in 2023 no list of HELP has U2 (Two), and the data give it the '
                                  'label "1"\n        the lists count: it is taken for none of them; if they lack it, add '
                                  'its row\n')
        self.write("lists.csv", LISTS + "HELP,U2,soon,,\n")
        self.assertIn('lists.csv:4:3: "soon" is no valid_from',
                      self.run_titian("check", "model.yaml", "data.csv", "--lists", "lists.csv", code=1).err)

    def test_the_check_names_the_list_and_the_unit_of_each_label_that_changes(self):
        """By the data the labels of U1 to U4 are 1, 1, 0 and 1; U5 and U6 have none."""
        self.write("more.csv", DATA + "U5,Five,2023,,5,20,30\nU6,Six,2023,,6,20,30\n")
        self.write("lists.csv", "list,uCode,valid_from,valid_to,source\nHELP=1,U1,,,\nHELP=0,U2,,2022,\nHELP=2,U2,2023,,\n"
                                "HELP=0,U3,,,\nHELP=1,U5,,,\nHELP=1,U6,,,\n")
        counts = "the list counts; if it is wrong, mend the row"
        run = self.run_titian("check", "model.yaml", "more.csv", "--lists", "lists.csv")
        self.assertEqual([line.strip() for line in run.err.splitlines()], [
            'titian: lists.csv:4:1: note: in 2023 the list HELP=2 gives U2 (Two) the label "2" of HELP, and the data "1"',
            counts,
            'titian: lists.csv: note: in 2023 no list of HELP has U4 (Four), and the data give it the label "1"',
            "the lists count: it has no label; if they lack it, add its row",
            "titian: lists.csv: note: in 2023 lists of HELP give 2 units a label of it, where the data have none: U5, U6"])
        found = json.loads(self.run_titian("check", "model.yaml", "more.csv", "--lists", "lists.csv", "--json", "-q").out)
        self.assertIn(("lists.csv", 4), [(one["file"], one["line"]) for one in found["problems"]])
        self.assertEqual(self.run_titian("check", "model.yaml", "more.csv", "--lists", "lists.csv", "-q").err, "")

    def test_shares_of_weights_by_hand(self):
        """With w the weight of A, U1 to U4 score 50 - 40 w, 12 + 38 w, 40 - 20 w and, by the data, 31 - 11 w: U1 is first
        below w = 38/78, U2 above. By the list U4 scores 50 - 30 w: it is first below w = 38/68."""
        plain, listed = self.rows("smaa"), self.rows("smaa", "--lists", "lists.csv")
        for rows, shares in ((plain, (19 / 39, 20 / 39, 0, 0)), (listed, (0, 15 / 34, 0, 19 / 34))):
            for code, share in zip(("U1", "U2", "U3", "U4"), shares):
                self.assertAlmostEqual(float(rows[code]["First"]), share, 12)

    def test_shifts_of_ranks_by_hand(self):
        """Ranks of U1 to U4 by the data are 2, 1, 2, 4, by geometric means (22.4, 24.5, 28.3, 24.9) 4, 3, 1, 2; by the
        list 3, 2, 3, 1 and (U4: 31.6) 4, 3, 2, 1."""
        plain = list(csv.DictReader(io.StringIO(self.of("sensitivity --table alone"))))
        listed = list(csv.DictReader(io.StringIO(self.of("sensitivity --table alone", "--lists", "lists.csv"))))
        self.assertEqual([[float(row["Shift"]) for row in rows] for rows in (plain, listed)], [[0, 1.75], [0, 0.75]])


if __name__ == "__main__":
    main()
