"""A budget shared out, and projects for it, against reference figures, through the command line.

Every row of ../shared/reference/allocation/expected.csv, within the 1e-10 its README states (relative where the figure
is above 1), and both choices of expected_projects.csv.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs  # noqa: E402
from suite import Case, main  # noqa: E402

ALLOCATION = FOLDER / "allocation"
WITHIN = 1e-10
FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High
SCORE,Indicator,1,INDEX,1,1,0,100
INDEX,Aggregate,2,,1,,,
POP,Other,,,,,,
GNI,Other,,,,,,
CPR,Other,,,,,,
NEED,Other,,,,,,
CAP,Other,,,,,,
"""
FACTORS = ("{name: population, variable: POP}, {name: income, variable: GNI}, {name: performance, variable: CPR}, "
           "{name: need, variable: NEED}, {name: capacity, variable: CAP}")
MODEL = f"""framework: framework.csv
normalise: {{method: goalposts, range: [0, 100]}}
allocation:
  rule: ida
  budget: 1000
  factors: [{FACTORS}]
"""
# rows of expected.csv: what the model says more, the rule, the column
MEASURES = {
    "pba_share": ("", "ida", "Share.Score"),
    "pba_uncapped": ("", "ida", "Exact"),
    "pba_floor_cap": ("  floor_share: 0.005\n  cap_share: 0.2\n", "ida", "Exact"),
    "pba_base_plus_remainder": ("  base_share: 0.004\n", "ida", "Exact"),
    "need_capacity_floor_cap": ("  floor_share: 0.005\n  cap_share: 0.2\n", "need_capacity", "Exact"),
    "pba_lambda": ("  floor_share: 0.005\n  cap_share: 0.2\n", "ida", "Lambda"),
    "need_capacity_lambda": ("  floor_share: 0.005\n  cap_share: 0.2\n", "need_capacity", "Lambda"),
}


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def rows(name):
    return read((ALLOCATION / name).read_text(encoding="utf-8"))


@needs("allocation")
class Allocate(Case):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        data = ["uCode,Time,SCORE,POP,GNI,CPR,NEED,CAP"]
        for row in rows("recipients.csv"):
            data.append(",".join((row["id"], "2024", "50", row["population_million"], row["gni_pc"], row["cpr"],
                                  repr(float(row["need"]) / 100), repr(float(row["capacity"]) / 100))))
        self.write("data.csv", "\n".join(data) + "\n")

    def allocate(self, *options):
        return read(self.run_titian("allocate", "model.yaml", "data.csv", "-q", *options).out)

    def test_every_amount_of_the_reference(self):
        made, cells, worst = {}, 0, 0.0
        for row in rows("expected.csv"):
            more, rule, column = MEASURES[row["measure"]]
            if (more, rule) not in made:
                self.write("model.yaml", MODEL + more)
                made[more, rule] = {one["uCode"]: one for one in self.allocate("--rule", rule)}
            table = made[more, rule]
            if row["id"] in table:
                found = [float(table[row["id"]][column])]
            else:  # lambda is one for all
                found = [float(one[column]) for one in table.values()]
            for x in found:
                expected = float(row["value"])
                error = abs(x - expected) / max(1.0, abs(expected))
                cells, worst = cells + 1, max(worst, error)
                self.assertLessEqual(error, WITHIN, row)
        self.assertEqual(set(row["measure"] for row in rows("expected.csv")), set(MEASURES))
        print(f"{cells} cells, largest error {worst:.2g} ", end="")

    def test_projects_of_the_reference(self):
        self.write("projects.csv", "uCode,project,cost,gain\n" + "".join(
            f"{row['country']},{row['project']},{row['cost']},{row['gain']}\n" for row in rows("projects.csv")))
        self.write("model.yaml", MODEL + "  unit: 1\n")
        table = self.allocate("-t", "projects", "--projects", "projects.csv", "-B", "110", "--most", "2")
        by_name = {row["Project"]: row for row in table}
        for expected in rows("expected_projects.csv"):
            column, total = {"optimal": ("Best", "(best)"), "greedy_ratio": ("Greedy", "(greedy)")}[expected["method"]]
            self.assertEqual(float(by_name[total]["Gain"]), float(expected["total_gain"]))
            self.assertEqual(float(by_name[total]["Cost"]), float(expected["total_cost"]))
            if column == "Greedy":  # the optimal set may not be the only one
                self.assertEqual(";".join(sorted(row["Project"] for row in table
                                                 if row[column] == "1" and row["uCode"])), expected["selected"])
        self.assertIn("it loses 18 of 1030", by_name["(greedy)"]["Note"])


if __name__ == "__main__":
    main()
