"""titian sensitivity: the same bytes however it is run, indices worked out again from what the runs gave, refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import signal
import subprocess
import time

from doubts import MODEL, DoubtsCase, needs_mpi, rows
from reference import number, table
from suite import main, program

TABLES = ("indices", "units", "second", "shapley", "alone", "summary")
FACTORS = ("weights", "shares", "source", "one less", "scale", "mean", "points", "posts", "alpha")
FEW = "    - {name: weights, method: noise, level: 1, share: 0.4}\n" \
      "    - {name: scale, alternatives: [{name: goalposts}, {name: minmax, normalise: {method: minmax}}]}\n" \
      "    - {name: points, method: option, stage: treat, option: max_points, range: [0, 3], whole: true}\n"


class Bytes(DoubtsCase):
    def test_threads_change_no_byte(self):
        for name in TABLES:
            with self.subTest(name):
                found = {self.run_on("sensitivity", "-t", name, "-N", 64, "-j", n).out for n in (1, 2, 3)}
                self.assertEqual(len(found), 1)
                self.assertGreater(len(found.pop().splitlines()), 1)

    @needs_mpi
    def test_processes_change_no_byte(self):
        for arguments in (("-t", "indices"), ("-t", "shapley")):
            alone = self.run_on("sensitivity", "-N", 64, *arguments).out
            for n in (1, 2, 4):
                with self.subTest(f"{arguments}, {n} processes"):
                    run = self.run_mpi(n, "sensitivity", "doubts", "data.csv", "-q", "-j", 1, "-N", 64, *arguments)
                    self.assertEqual((run.returncode, run.stdout), (0, alone), run.stderr)

    def test_another_seed_and_random_numbers_give_other_results(self):
        runs = [self.run_on("sensitivity", "-N", 64, *arguments).out
                for arguments in ((), ("-S", 8), ("--random",), ("-e", "jansen"), ("-e", "saltelli"))]
        self.assertEqual(len(set(runs)), len(runs))
        self.assertEqual(self.run_on("sensitivity", "-N", 64, "-S", 7, "-e", "centred").out, runs[0])


class Tables(DoubtsCase):
    def test_every_factor_has_its_indices_with_intervals_and_a_dummy_beside_it(self):
        found = table(self.run_on("sensitivity", "-N", 64).out, "Factor")
        self.assertEqual(tuple(found), FACTORS + ("(dummy)",))
        for row in found.values():
            for index in ("Si", "STi"):
                low, middle, high = (number(row[index + end]) for end in (".Low", "", ".High"))
                self.assertLessEqual(low, middle)
                self.assertLessEqual(middle, high)
        # the priority step comes after the ranks of the index
        self.assertEqual([found["alpha"][c] for c in ("Si", "STi", "Matters")], ["0", "0", "no more than chance"])

    def test_shapley_effects_add_up_to_1(self):
        effects = [number(row["Shapley"]) for row in self.table("shapley", "-N", 64, command="sensitivity")]
        self.assertEqual(len(effects), len(FACTORS))
        self.assertAlmostEqual(math.fsum(effects), 1, 9)

    def test_each_unit_has_indices_of_its_score_and_rank(self):
        found = self.table("units", "-N", 64, command="sensitivity")
        self.assertEqual(len(found), 11 * 2 * len(FACTORS))
        self.assertEqual({row["Output"] for row in found}, {"score", "rank"})

    def test_a_factor_alone_does_what_a_run_with_it_alone_does(self):
        alone = {(row["Factor"], row["Value"]): row for row in self.table("alone", "-N", 32, command="sensitivity")}
        only = MODEL + "    - {name: points, method: option, stage: treat, option: max_points, range: [0, 3], whole: true}\n"
        self.write("doubts/model.yaml", only)
        self.write("points.csv", "points\n0\n2\n3\n")
        for draw in self.table("draws", "-d", "points.csv"):
            self.assertAlmostEqual(number(alone["points", draw["points"]]["Shift"]), number(draw["Shift"]), 12)
        scores = self.table("scores", "-d", "points.csv")
        nominal = {code: number(row["Rank"]) for code, row in table(self.run_on("uncertainty", "-N", 1).out).items()}
        moved = {row["uCode"]: abs(number(row["Rank"]) - nominal[row["uCode"]]) for row in scores[22:]}
        self.assertEqual(number(alone["points", "3"]["Largest"]), max(moved.values()))
        self.assertEqual(moved[alone["points", "3"]["Unit"]], max(moved.values()))

    def test_a_number_of_two_values_is_tried_at_both(self):
        self.write("doubts/model.yaml", MODEL + "    - {name: alpha, method: priority, parameter: alpha, range: [1, 2], "
                                                "whole: true}\n")
        found = self.table("alone", "-N", 32, command="sensitivity")
        self.assertEqual([(row["Factor"], row["Value"]) for row in found], [("alpha", "1"), ("alpha", "2")])

    def test_the_verdict_is_said(self):
        run = self.run_titian("sensitivity", "doubts", "data.csv", "-N", 32, "-t", "summary")
        self.assertIn(rows(run.out)[0]["Verdict"], run.err)
        self.assertIn("not converged: ", run.err)


class Designs(DoubtsCase):
    """Indices of a design worked out here, from the shifts that `titian uncertainty` finds for its rows."""
    N = 40

    def setUp(self):
        super().setUp()
        self.write("doubts/model.yaml", MODEL + FEW)
        points = self.table("numbers", "-N", 2 * self.N, "-S", 12)
        self.columns = list(points[0])[1:]
        a, b = points[:self.N], points[self.N:]
        design = a + b
        for factor in ("weights", "scale", "points"):
            design += [{**x, **{c: y[c] for c in x if c.split(".")[1:2] == [factor]}} for x, y in zip(a, b)]
        self.write_design("d.csv", design)
        shifts = [number(row["Shift"]) for row in self.table("draws", "-d", "d.csv")]
        self.a, self.b, *self.ab = (shifts[k:k + self.N] for k in range(0, 5 * self.N, self.N))

    def write_design(self, name, design):
        lines = [",".join(self.columns)] + [",".join(row[c] for c in self.columns) for row in design]
        self.write(name, "\n".join(lines) + "\n")

    def mean(self, values):
        return math.fsum(values) / self.N

    def test_indices_of_a_design_are_those_of_its_runs(self):
        both = self.a + self.b
        f0 = math.fsum(both) / len(both)
        v = math.fsum((y - f0) ** 2 for y in both) / len(both)
        firsts = {"saltelli": lambda c: self.mean([b * (x - a) for a, b, x in zip(self.a, self.b, c)]) / v,
                  "centred": lambda c: self.mean([(b - f0) * (x - a) for a, b, x in zip(self.a, self.b, c)]) / v,
                  "jansen": lambda c: 1 - self.mean([(b - x) ** 2 for b, x in zip(self.b, c)]) / (2 * v)}
        for estimator, first in firsts.items():
            found = table(self.run_on("sensitivity", "-d", "d.csv", "-e", estimator).out, "Factor")
            for factor, c in zip(("weights", "scale", "points"), self.ab):
                with self.subTest(f"{estimator} {factor}"):
                    self.assertAlmostEqual(number(found[factor]["Si"]), first(c), 12)
                    total = self.mean([(a - x) ** 2 for a, x in zip(self.a, c)]) / (2 * v)
                    self.assertAlmostEqual(number(found[factor]["STi"]), total, 12)
        self.assertAlmostEqual(number(self.table("summary", "-d", "d.csv", command="sensitivity")[0]["Variance"]), v, 12)

    def test_threads_and_processes_change_no_byte(self):
        found = {self.run_on("sensitivity", "-d", "d.csv", "-j", n).out for n in (1, 2, 3)}
        self.assertEqual(len(found), 1)

    @needs_mpi
    def test_processes_read_a_design_too(self):
        run = self.run_mpi(2, "sensitivity", "doubts", "data.csv", "-q", "-j", 1, "-d", "d.csv")
        self.assertEqual((run.returncode, run.stdout), (0, self.run_on("sensitivity", "-d", "d.csv").out), run.stderr)

    def test_a_design_of_another_shape_is_refused(self):
        text = (self.folder / "d.csv").read_text().splitlines(True)
        for n in (5, 13):
            self.write("e.csv", "".join(text[:1 + n]))
            err = self.run_on("sensitivity", "-d", "e.csv", code=1).err
            self.assertIn(f"titian: e.csv: {n} rows are not a multiple of 5, from two times on", err)
        self.assertIn("n rows of A, n rows of B, then for each of the 3 factors", err)

    def test_what_a_design_does_not_have_is_refused(self):
        for arguments, message in ((("-t", "second"), "the table second needs more runs than a design has"),
                                   (("-t", "shapley"), "the table shapley needs more runs"),
                                   (("--random",), '"--random" and "--design" exclude each other'),
                                   (("-N", 5), '"--design" says how many replications')):
            self.assertIn(message, self.run_on("sensitivity", "-d", "d.csv", *arguments, code=2).err)


class Ends(DoubtsCase):
    def interrupt(self, n, seconds):
        process = subprocess.Popen([program(), "sensitivity", "doubts", "data.csv", "-q", "-j", "1", "-N", str(n), "-t",
                                    "summary"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 5, err)
        return out, err

    def test_an_interrupted_run_tells_what_was_done(self):
        begun = time.monotonic()
        self.run_on("sensitivity", "-N", 4096, "-j", 1)
        n = 2 ** int(math.log2(4096 * 16 / (time.monotonic() - begun)))
        out, err = self.interrupt(n, 4)
        found = rows(out)[0]
        self.assertTrue(2 <= int(found["Replicates"]) <= 15, found)
        self.assertEqual(int(found["Rows"]), n // 16 * int(found["Replicates"]))
        self.assertEqual(err, f"titian: ended after {found['Rows']} rows of the design\n"
                              "        the indices are those of the rows done, with wider intervals\n")

    def test_a_run_that_has_nothing_to_say_yet_says_so(self):
        self.assertEqual(self.interrupt(1000000000, 0.7), ("", "titian: ended before there was anything to say\n"))

    def test_options_that_cannot_be(self):
        for arguments, message in ((("-N", "0"), '"0" is not a whole number'), (("-t", "indice"), 'did you mean "indices"?'),
                                   (("-e", "sobol"), 'there is no estimator "sobol"'),
                                   (("-e", "jansn"), 'did you mean "jansen"?')):
            self.assertIn(message, self.run_on("sensitivity", *arguments, code=2).err)
        self.write("doubts/model.yaml", MODEL[:MODEL.index("uncertainty:")])
        self.assertIn("no assumption that it is uncertain", self.run_on("sensitivity", code=1).err)


if __name__ == "__main__":
    main()
