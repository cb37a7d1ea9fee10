"""Uncertainty and sensitivity against COINr's runs, replication by replication, and against exact shares of ranks.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from published import csv_text, rows, write_node  # noqa: E402
from reference import FOLDER, needs, number, relative_error, table  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"
COMPIND = FOLDER / "compind"
PIPELINE = pathlib.Path(__file__).resolve().parent / "asem" / "model.yaml"
FACTORS = ("Winmax", "Normalisation", "Weights", "Aggregation")
N_SETS = 100
DOUBTS = """uncertainty:
  quantiles: [0.05, 0.5, 0.95]
  vary:
    - {name: Winmax, method: option, stage: treat, option: max_points, range: [1, 5], whole: true}
    - name: Normalisation
      alternatives:
        - {name: minmax, normalise: {method: minmax, range: [1, 100]}}
        - {name: zscore, normalise: {method: zscore, mean: 10, sd: 2}}
    - name: Weights
      alternatives: [%s]
    - name: Aggregation
      alternatives:
        - {name: arithmetic, aggregate: [{method: arithmetic}]}
        - {name: geometric, aggregate: [{method: geometric}]}
""" % ", ".join(f"{{name: n{k}, weigh: [{{method: given, set: n{k}}}]}}" for k in range(1, N_SETS + 1))


def sensitivity(name):
    return rows(ASEM / "sensitivity" / name)


@needs("coinr-asem")
class Coinr(Case):
    """COINr's default pipeline with its four uncertain assumptions, drawn as COINr drew them."""

    def setUp(self):
        super().setUp()
        sets = {row["iCode"]: [row[f"w{k}"] for k in range(1, N_SETS + 1)]
                for row in rows(ASEM / "weights" / "noisy_L2_L3_25pct_100.csv")}
        meta = rows(ASEM / "iMeta.csv")
        names = list(meta[0])
        self.write("framework.csv", csv_text(
            names + [f"Weight.n{k}" for k in range(1, N_SETS + 1)],
            [[row[c] for c in names] + sets.get(row["iCode"], [""] * N_SETS) for row in meta]))
        pipeline = PIPELINE.read_text(encoding="utf-8").replace("framework: iMeta.csv\n", "")
        self.write("model.yaml", pipeline + "framework: framework.csv\n" + DOUBTS)

    def design(self, name, n=None):
        """COINr's alternatives, by their numbers."""
        drawn = sensitivity(name)[:n]
        self.write("design.csv", csv_text(FACTORS, [[row[c] for c in FACTORS] for row in drawn]))
        return len(drawn)

    def run_on(self, command, *options):
        return self.run_titian(command, "model.yaml", ASEM / "iData.csv", "-q", "--design", "design.csv", *options).out

    def replications(self, name):
        self.write("out.csv", self.run_on("uncertainty", "--table", name))
        return rows(self.folder / "out.csv")

    def check_shifts(self, design, shifts):
        n = self.design(design)
        found, expected = self.replications("draws"), sensitivity(shifts)
        self.assertEqual((len(found), len(expected)), (n, n))
        worst = max(abs(number(a["Shift"]) - number(b["y"])) for a, b in zip(found, expected))
        print(f"{n} replications, largest difference {worst:.2g} ", end="")
        self.assertLess(worst, 1e-12)

    def test_mean_absolute_rank_change_of_each_replication(self):
        self.check_shifts("ua_design.csv", "ua_mean_abs_rank_change.csv")

    def test_output_of_each_run_of_the_sensitivity_analysis(self):
        self.check_shifts("sa_design.csv", "sa_y.csv")

    def test_scores_of_the_first_200_replications(self):
        self.design("ua_design.csv", 200)
        expected = {row["uCode"]: row for row in sensitivity("ua_scores_first200.csv")}
        nominal = table(self.run_on("uncertainty"))
        worst, cells = 0.0, 0
        for row in self.replications("scores"):
            text = expected[row["uCode"]][f"r_{int(row['Replication']) + 1}"]
            worst = max(worst, relative_error(number(row["Score"]), number(text)))
            cells += 1
        for code, row in expected.items():
            worst = max(worst, relative_error(number(nominal[code]["Score"]), number(row["Nominal"])))
        print(f"{cells} scores, largest relative error {worst:.2g} ", end="")
        self.assertEqual(cells, 200 * 51)
        self.assertLess(worst, 1e-12)

    def check_ranks(self, design, n, expected):
        self.design(design, n)
        found = table(self.run_on("uncertainty"))
        self.assertEqual(len(expected), 51)
        for row in expected:
            for mine, theirs in (("Rank", "Nominal"), ("Rank.Mean", "Mean"), ("Rank.Q50", "Median"), ("Rank.Q5", "Q5"),
                                 ("Rank.Q95", "Q95")):
                self.assertLess(abs(number(found[row["uCode"]][mine]) - number(row[theirs])), 1e-9, (row, mine))

    def test_statistics_of_ranks(self):
        self.check_ranks("ua_design.csv", None, sensitivity("ua_rankstats.csv"))

    def test_statistics_of_ranks_of_the_sensitivity_analysis(self):
        """Over the runs of A and of B."""
        self.check_ranks("sa_design.csv", 4000, sensitivity("sa_rankstats.csv"))

    def test_sensitivity_indices(self):
        """COINr's estimators divide by the variance with 2 N - 1; the publications, and titian, by that with 2 N."""
        self.design("sa_design.csv")
        factor = 4000 / 3999
        found = table(self.run_on("sensitivity", "--estimator", "saltelli", "--significance", "0.1"), "Factor")
        for row in sensitivity("sa_indices.csv"):
            mine = found[row["Variable"]]
            for index, near in (("Si", 0.03), ("STi", 0.01)):
                self.assertLess(abs(number(mine[index]) - factor * number(row[index])), 1e-12, row)
                for end, theirs in (("Low", "q5"), ("High", "q95")):  # bootstraps of other random numbers
                    self.assertLess(abs(number(mine[f"{index}.{end}"]) - number(row[f"{index}_{theirs}"])), near)
        self.assertEqual(set(found) - {"(dummy)"}, set(FACTORS))


@needs("coinr-asem")
class Estimators(Case):
    """Runs of y = x1 + 2 x2 + 3 x3 + 4 x1 x3 that COINr made: the estimators alone, with its divisor of the variance."""

    def test_indices(self):
        design, expected = sensitivity("estimator_test_design.csv"), sensitivity("estimator_test_indices.csv")
        for row in design:
            x = [number(row[f"X{j}"]) for j in (1, 2, 3)]
            self.assertAlmostEqual(x[0] + 2 * x[1] + 3 * x[2] + 4 * x[0] * x[2], number(row["y"]), delta=1e-12)
        done = subprocess.run([os.environ["TITIAN_SOBOL_INDICES"], str(len(design) // 5), "3"], check=True, text=True,
                              input="\n".join(row["y"] for row in design), stdout=subprocess.PIPE)
        found = [[float(x) for x in line.split()] for line in done.stdout.splitlines()]
        self.assertEqual(len(found), len(expected))
        for mine, row in zip(found, expected):
            for x, name in zip(mine, ("Si", "STi", "Variance")):
                self.assertAlmostEqual(x, number(row[name]), delta=1e-12, msg=(row["Variable"], name))


@needs("compind")
class Smaa(Case):
    """All weights alike likely, sampled: within four standard errors of the exact shares."""
    N = 20000

    def model(self, source, key, columns):
        write_node(self, COMPIND / source, key, columns,
                   f"uncertainty: {{replications: {self.N}, vary: [{{method: simplex, node: index}}]}}\n")

    def sampled(self, name):
        self.write("out.csv", self.run_titian("uncertainty", "model.yaml", "data.csv", "-q", "--table", name).out)
        return rows(self.folder / "out.csv")

    def near(self, found, expected, what):
        error = math.sqrt(expected * (1 - expected) / self.N)
        self.largest = max(self.largest, abs(found - expected) / error if error > 0 else 0.0)
        self.assertLessEqual(abs(found - expected), 4 * error, (what, found, expected))

    def check(self, name):
        self.largest, cells = 0.0, 0
        summary = table((COMPIND / f"{name}_summary.csv").read_text(encoding="utf-8"), "unit")
        for mine, other, file, value in (("ranks", "Rank", "rank_acceptability", "rank"),
                                         ("pairs", "Other", "pairwise", "beats")):
            found = {(row["uCode"], row[other]): number(row["Probability"]) for row in self.sampled(mine)}
            expected = {(row["unit"], row[value]): number(row["probability"]) for row in rows(COMPIND / f"{name}_{file}.csv")}
            if mine == "ranks":
                self.assertEqual(set(found) - set(expected), set())
            else:
                found = {pair: p for pair, p in found.items() if pair in expected or p > 0}
                self.assertEqual(set(found), set(expected))
            for pair, p in expected.items():
                self.near(found.get(pair, 0.0), p, (mine, pair))
                cells += 1
        for row in self.sampled("units"):
            expected = number(summary[row["uCode"]]["expected_rank"])
            self.assertLessEqual(abs(number(row["Rank.Mean"]) - expected), 4 * number(row["Rank.SD"]) / math.sqrt(self.N))
            cells += 1
        for row in self.sampled("ranks"):
            best, worst = (number(summary[row["uCode"]][c]) for c in ("best_rank", "worst_rank"))
            self.assertTrue(best <= number(row["Rank"]) <= worst)
        print(f"{cells} shares and means, largest {self.largest:.2g} standard errors ", end="")

    def test_three_weights(self):
        self.model("smaa_hpi12_input.csv", "iso", ["life", "ladder", "footprint_inv"])
        self.check("smaa_hpi12")

    def test_two_weights(self):
        self.model("normalise_nuts1.csv", "code", ["minmax_roads", "minmax_trains"])
        self.check("smaa_nuts1_minmax")


if __name__ == "__main__":
    main()
