"""COINr's uncertainty and sensitivity analysis of its ASEM data, replication by replication, through the command line.

The four uncertain assumptions of the reference's README, and its own draws: every replication is repeated, not a
distribution compared. COINr divides variances by n - 1, titian by n; both are recorded and the first is got from the
second. Intervals are by bootstrap with other random numbers on each side and are compared within 0.03 and 0.01.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from published import csv_text, rows  # noqa: E402
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"
FOLDER_OF_CASES = ASEM / "sensitivity"
FACTORS = ("Winmax", "Normalisation", "Weights", "Aggregation")
SETS = 100  # of weights
VARY = """uncertainty:
  quantiles: [0.05, 0.5, 0.95]
  vary:
    - name: Winmax
      alternatives: [{winmax}]
    - name: Normalisation
      alternatives:
        - {{name: minmax, normalise: {{method: minmax, range: [1, 100]}}}}
        - {{name: zscore, normalise: {{method: zscore, mean: 10, sd: 2}}}}
    - name: Weights
      alternatives: [{weights}]
    - name: Aggregation
      alternatives:
        - {{name: arithmetic, aggregate: [{{method: arithmetic}}]}}
        - {{name: geometric, aggregate: [{{method: geometric, floor: 0}}]}}
"""


def csv_rows(text):
    return csv.DictReader(io.StringIO(text))


def reference(name):
    return rows(FOLDER_OF_CASES / name)


class Compared(Case):
    def setUp(self):
        super().setUp()
        self.cells, self.worst = 0, 0.0
        self.addCleanup(lambda: print(f"{self.cells} cells, largest error {self.worst:.2g} ", end=""))

    def near(self, found, wanted, what, within=1e-9):
        error = abs(found - wanted)
        self.cells, self.worst = self.cells + 1, max(self.worst, error)
        self.assertLessEqual(error, within, (what, found, wanted))


@needs("coinr-asem")
class Coinr(Compared):
    def setUp(self):
        super().setUp()
        import coinr
        sets = {row["iCode"]: row for row in rows(ASEM / "weights" / "noisy_L2_L3_25pct_100.csv")}
        meta = list(rows(ASEM / "iMeta.csv"))
        lines = [{name: row[name] for name in coinr.KEPT} |
                 {f"Weight.s{k}": sets.get(row["iCode"], {}).get(f"w{k}", row["Weight"]) for k in range(1, SETS + 1)}
                 for row in meta]
        self.write("framework.csv", coinr.csv_text(lines))
        self.write("model.yaml", coinr.DEFAULT + VARY.format(
            winmax=", ".join(f"{{name: points {n}, treat: {{method: winsorise, max_points: {n}}}}}"
                             for n in range(1, 6)),
            weights=", ".join(f"{{name: set {k}, weigh: [{{method: given, set: s{k}}}]}}"
                              for k in range(1, SETS + 1))))

    def design(self, name):
        drawn = [[row[factor] for factor in FACTORS] for row in reference(name)]
        self.write("design.csv", csv_text(list(FACTORS), drawn))
        return len(drawn)

    def titian(self, command, *options):
        return self.run_titian(command, "model.yaml", ASEM / "iData.csv", "-q", "--design", "design.csv", *options).out

    def rank_statistics(self, name):
        names = {"Mean": "Rank.Mean", "Median": "Rank.Q50", "Q5": "Rank.Q5", "Q95": "Rank.Q95", "Nominal": "Rank"}
        found = table(self.titian("uncertainty"), "uCode")
        expected = reference(name)
        self.assertEqual({row["uCode"] for row in expected}, {code for code, row in found.items() if row["Rank"]})
        for row in expected:
            for theirs, mine in names.items():
                self.near(number(found[row["uCode"]][mine]), number(row[theirs]), (row["uCode"], theirs))

    def shifts(self, name):
        found, expected = table(self.titian("uncertainty", "--table", "draws"), "Replication"), reference(name)
        self.assertEqual(len(found), len(expected))
        for row in expected:
            self.near(number(found[str(int(row["rep"]) - 1)]["Shift"]), number(row["y"]), row["rep"])

    def test_rank_statistics(self):
        self.assertEqual(self.design("ua_design.csv"), 2000)
        self.rank_statistics("ua_rankstats.csv")

    def test_each_shift(self):
        self.design("ua_design.csv")
        self.shifts("ua_mean_abs_rank_change.csv")

    def test_each_score(self):
        self.design("ua_design.csv")
        expected = {row["uCode"]: row for row in reference("ua_scores_first200.csv")}
        nominal = table(self.run_titian("results", "model.yaml", ASEM / "iData.csv", "-q").out, "uCode")
        for code, row in expected.items():
            self.near(number(nominal[code]["Index"]), number(row["Nominal"]), code)
        for row in csv_rows(self.titian("uncertainty", "--table", "scores")):
            column = f"r_{int(row['Replication']) + 1}"
            if column in expected[row["uCode"]]:
                self.near(number(row["Score"]), number(expected[row["uCode"]][column]), (row["uCode"], column))
        self.assertEqual(self.cells, 51 * 201)

    def test_rank_statistics_of_a_sobol_design(self):
        self.assertEqual(self.design("sa_design.csv"), 12000)
        (self.folder / "all.csv").write_text((self.folder / "design.csv").read_text(encoding="utf-8"), encoding="utf-8")
        self.write("design.csv", "".join((self.folder / "all.csv").read_text(encoding="utf-8").splitlines(True)[:4001]))
        self.rank_statistics("sa_rankstats.csv")

    def test_each_shift_of_a_sobol_design(self):
        self.design("sa_design.csv")
        self.shifts("sa_y.csv")

    def test_indices(self):
        self.design("sa_design.csv")
        found = table(self.titian("sensitivity", "--estimator", "saltelli", "--interval", "0.9"), "Factor")
        by_less_one = 1.0 - 1.0 / 4000  # V of n - 1 = 3999 in place of n
        for row in reference("sa_indices.csv"):
            mine = found[row["Variable"]]
            for name, interval in (("Si", 0.03), ("STi", 0.01)):
                self.near(number(mine[name]) * by_less_one, number(row[name]), (row["Variable"], name))
                self.assertNotEqual(mine[name], row[name])
                self.near(number(mine[f"{name}.Low"]), number(row[f"{name}_q5"]), (row["Variable"], name), interval)
                self.near(number(mine[f"{name}.High"]), number(row[f"{name}_q95"]), (row["Variable"], name), interval)


@needs("coinr-asem")
class Estimators(Compared):
    """Runs of y = x1 + 2 x2 + 3 x3 + 4 x1 x3 that COINr made: the estimators alone."""

    def test_indices(self):
        design, expected = reference("estimator_test_design.csv"), reference("estimator_test_indices.csv")
        for row in design:
            x = [number(row[f"X{j}"]) for j in (1, 2, 3)]
            self.near(x[0] + 2 * x[1] + 3 * x[2] + 4 * x[0] * x[2], number(row["y"]), row, 1e-12)
        done = subprocess.run([os.environ["TITIAN_SOBOL_INDICES"], str(len(design) // 5), "3"], check=True, text=True,
                              input="\n".join(row["y"] for row in design), stdout=subprocess.PIPE)
        found = [[float(x) for x in line.split()] for line in done.stdout.splitlines()]
        self.assertEqual(len(found), len(expected))
        for mine, row in zip(found, expected):
            for x, name in zip(mine, ("Si", "STi", "Variance")):
                self.near(x, number(row[name]), (row["Variable"], name), 1e-12)


if __name__ == "__main__":
    main()
