"""titian uncertainty, titian explain --replication: the same bytes however they are run, tables that agree, designs,
checkpoints, refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import itertools
import math
import re
import signal
import subprocess
import time

from doubts import FRAMEWORK, MODEL, N_UNITS, VARY, DoubtsCase, needs_mpi, rows
from reference import number, relative_error, table
from suite import main, program

TABLES = ("units", "nodes", "ranks", "bands", "pairs", "summary")
OF_REPLICATIONS = ("draws", "scores", "numbers")


class Bytes(DoubtsCase):
    def test_threads_change_no_byte(self):
        for name in TABLES + OF_REPLICATIONS:
            with self.subTest(name):
                found = {self.run_on("uncertainty", "-t", name, "-N", "150", "-j", n).out for n in (1, 2, 3)}
                self.assertEqual(len(found), 1)
                self.assertGreater(len(found.pop().splitlines()), 1)

    @needs_mpi
    def test_processes_change_no_byte(self):
        for name in ("units", "scores"):
            alone = self.run_on("uncertainty", "-t", name).out
            for n in (1, 2, 4):
                with self.subTest(f"{name}, {n} processes"):
                    run = self.run_mpi(n, "uncertainty", "doubts", "data.csv", "-q", "-j", 1, "-t", name)
                    self.assertEqual((run.returncode, run.stdout), (0, alone), run.stderr)

    @needs_mpi
    def test_the_first_process_alone_writes_a_file(self):
        run = self.run_mpi(3, "uncertainty", "doubts", "data.csv", "-q", "-j", 1, "-o", "out.csv")
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        self.assertEqual((self.folder / "out.csv").read_text(), self.run_on("uncertainty").out)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["data.csv", "doubts", "out.csv"])

    @needs_mpi
    def test_a_command_that_is_not_shared_is_done_once(self):
        run = self.run_mpi(2, "score", "doubts", "data.csv", "-q")
        self.assertEqual((run.returncode, run.stdout), (0, self.run_on("score").out))

    def test_another_seed_gives_other_results(self):
        self.assertEqual(self.run_on("uncertainty", "-S", 7).out, self.run_on("uncertainty").out)
        self.assertNotEqual(self.run_on("uncertainty", "-S", 8).out, self.run_on("uncertainty").out)

    def test_fewer_replications_are_the_first_ones(self):
        few, many = (self.run_on("uncertainty", "-t", "draws", "-N", n).out for n in (5, 70))
        self.assertEqual(many.splitlines()[:6], few.splitlines())


class Tables(DoubtsCase):
    def test_shares_of_ranks_add_up_to_1_by_unit_and_by_rank(self):
        by_unit, by_rank = {}, {}
        for row in self.table("ranks"):
            by_unit[row["uCode"]] = by_unit.get(row["uCode"], 0) + number(row["Probability"])
            by_rank[row["Rank"]] = by_rank.get(row["Rank"], 0) + number(row["Probability"])
        self.assertEqual((len(by_unit), len(by_rank)), (N_UNITS, N_UNITS))
        for share in [*by_unit.values(), *by_rank.values()]:
            self.assertAlmostEqual(share, 1, 12)

    def test_bands_and_pairs_add_up_to_1(self):
        bands = {}
        for row in self.table("bands"):
            bands[row["uCode"]] = bands.get(row["uCode"], 0) + number(row["Probability"])
        self.assertEqual(len(bands), N_UNITS)
        pairs = {(row["uCode"], row["Other"]): number(row["Probability"]) for row in self.table("pairs")}
        self.assertEqual(len(pairs), N_UNITS * (N_UNITS - 1))
        for share in [*bands.values(), *(p + pairs[b, a] for (a, b), p in pairs.items())]:
            self.assertAlmostEqual(share, 1, 12)

    def test_units_are_what_the_replications_say(self):
        units = table(self.run_on("uncertainty").out)
        scores = {}
        for row in self.table("scores"):
            scores.setdefault(row["uCode"], []).append((number(row["Score"]), number(row["Rank"])))
        nominal = table(self.run_on("score").out)
        self.assertEqual(set(units), set(scores))
        for code, found in scores.items():
            self.assertEqual(len(found), 300)
            self.assertEqual(units[code]["Score"], nominal[code]["INDEX"])
            for at, column in ((0, "Score"), (1, "Rank")):
                values = [pair[at] for pair in found]
                mean = math.fsum(values) / 300
                sd = math.sqrt(math.fsum((x - mean) ** 2 for x in values) / 299)
                self.assertLess(relative_error(number(units[code][f"{column}.Mean"]), mean), 1e-12)
                self.assertLess(abs(number(units[code][f"{column}.SD"]) - sd), 1e-9)
            ranks = sorted(rank for _, rank in found)
            for column, p in (("Rank.Q5", 0.05), ("Rank.Q50", 0.5), ("Rank.Q95", 0.95)):
                low = math.floor(299 * p)
                wanted = ranks[low] + (299 * p - low) * (ranks[min(low + 1, 299)] - ranks[low])
                self.assertAlmostEqual(number(units[code][column]), wanted, 9)
            self.assertAlmostEqual(number(units[code]["P.Top"]), sum(r <= 3 for r in ranks) / 300, 12)

    def test_the_shift_of_a_replication_is_that_of_its_ranks(self):
        nominal = {code: number(row["Rank"]) for code, row in table(self.run_on("uncertainty").out).items()}
        shifts = {}
        for row in self.table("scores"):
            shifts.setdefault(row["Replication"], []).append(abs(number(row["Rank"]) - nominal[row["uCode"]]))
        draws = self.table("draws")
        self.assertEqual([row["Replication"] for row in draws], [str(k) for k in range(300)])
        for row in draws:
            self.assertAlmostEqual(number(row["Shift"]), sum(shifts[row["Replication"]]) / N_UNITS, 12)
        mean = number(self.table("summary")[0]["Shift.Mean"])
        self.assertAlmostEqual(mean, sum(number(row["Shift"]) for row in draws) / 300, 12)

    def test_columns_of_draws(self):
        self.assertEqual(list(self.table("draws", "-N", 1)[0]),
                         ["Replication", "source", "one less", "scale", "mean", "points", "alpha", "Weight.A", "Weight.B",
                          "Weight.C", "Weight.D", "Weight.E", "Weight.P", "Weight.Q", "Low.A", "High.A", "Low.B", "High.B",
                          "Low.C", "High.C", "Low.D", "High.D", "Low.E", "High.E", "Shift"])

    def test_what_does_not_vary_has_no_column(self):
        self.write("doubts/model.yaml", MODEL + "    - {method: noise, level: 2}\n"
                                                "    - {name: low ends, method: goalposts, ends: low}\n")
        self.assertEqual(list(self.table("draws", "-N", 1)[0]),
                         ["Replication", "Weight.P", "Weight.Q", "Low.A", "Low.B", "Low.C", "Low.D", "Low.E", "Shift"])


class Replications(DoubtsCase):
    """A replication is a run of the model as it was drawn."""

    def edited(self, draw):
        """framework.csv and model.yaml by hand, as a row of the table draws says."""
        lines = FRAMEWORK.splitlines()
        columns = lines[0].split(",")
        for k, line in enumerate(lines[1:], 1):
            cells = line.split(",")
            for column in ("Weight", "Low", "High"):
                cells[columns.index(column)] = draw.get(f"{column}.{cells[1]}", cells[columns.index(column)])
            lines[k] = ",".join(cells)
        scales = {"goalposts": "{method: goalposts, range: [0, 100]}", "from 1": "{method: goalposts, range: [1, 100]}",
                  "minmax": "{method: minmax, range: [1, 100]}"}
        model = MODEL[:MODEL.index("uncertainty:")]
        model = model.replace(scales["goalposts"], scales[draw["scale"]])
        model = model.replace("max_points: 1", f"max_points: {draw['points']}")
        model = model.replace("alpha: 1", f"alpha: {draw['alpha']}")
        self.write("edited/framework.csv", "\n".join(lines) + "\n")
        self.write("edited/model.yaml", model + f"aggregate: [{{method: {draw['mean']}}}]\n")

    def test_a_replication_is_a_run_of_what_it_drew(self):
        draws = self.table("draws", "-N", 40)
        scores = self.table("scores", "-N", 40)
        self.assertGreater(len({(d["scale"], d["mean"], d["points"], d["one less"]) for d in draws}), 15)
        for draw in draws:
            self.edited(draw)
            found = table(self.run_titian("score", "edited", "data.csv", "-q").out)
            own = [row for row in scores if row["Replication"] == draw["Replication"]]
            self.assertEqual(len(own), N_UNITS)
            for row in own:
                error = relative_error(number(row["Score"]), number(found[row["uCode"]]["INDEX"]))
                self.assertLess(error, 1e-12, (draw["Replication"], row["uCode"]))

    def test_an_explanation_shows_what_the_tables_show(self):
        draws, scores = self.table("draws"), self.table("scores")
        for k in (0, 17, 299):
            text = self.run_on("explain", "--replication", k).out
            drawn, came_out = text.split("What came out")
            for factor in ("source", "one less", "scale", "mean", "points", "alpha"):
                self.assertRegex(drawn, rf"(?m)^  {factor} +{re.escape(draws[k][factor])}( \(|;)")
            for column, value in draws[k].items():
                kind, _, code = column.partition(".")
                if code:
                    self.assertRegex(drawn, rf"(?m)^  {kind.lower()} +{code} +{re.escape(value)} ")
            own = {row["uCode"]: row for row in scores if row["Replication"] == str(k)}
            listed = re.findall(r"(?m)^ +(\d+) +([\d.]+) +\d+ +[\d.]+  (u\d+) ", came_out)
            self.assertEqual([int(rank) for rank, _, _ in listed], list(range(1, N_UNITS + 1)))
            for rank, score, code in listed:
                self.assertEqual((rank, score), (own[code]["Rank"], f"{number(own[code]['Score']):.2f}"))

    def test_an_explanation_of_one_unit_is_its_tree(self):
        draw = self.table("draws")[4]
        self.edited(draw)
        found = table(self.run_titian("score", "edited", "data.csv", "-q").out)["u3"]
        nominal = table(self.run_on("score").out)["u3"]
        text = self.run_on("explain", "--replication", 4, "--unit", "Unit 3").out
        for code in ("INDEX", "P", "Q", "A", "B", "C", "D", "E"):
            here, there = (f"{number(row[code]):.2f}" if row[code] else "missing" for row in (found, nominal))
            self.assertRegex(text, rf"(?m){code} \w+: {here}(, rank \d+)?(; weight [\d.e-]+)? \(the model: {there}")
        priority = self.run_titian("explain", "edited", "data.csv", "--unit", "u3").out
        rank, score = re.search(r"rank (\d+), score ([\d.]+) of 100", priority).groups()
        self.assertIn(f"Priority for assistance: {score}, rank {rank} (the model: ", text)

    def test_a_replication_can_be_explained_that_the_model_does_not_run(self):
        self.assertIn("Replication 5000 of seed 3,", self.run_on("explain", "-r", 5000, "-S", 3).out)


class Designs(DoubtsCase):
    def test_numbers_that_were_written_give_the_same_run(self):
        self.run_on("uncertainty", "-t", "numbers", "-S", 99, "-o", "numbers.csv")
        self.assertEqual(self.run_on("uncertainty", "-d", "numbers.csv").out, self.run_on("uncertainty", "-S", 99).out)
        self.assertEqual(self.run_on("explain", "-d", "numbers.csv", "-r", 8).out.split("\n", 1)[1],
                         self.run_on("explain", "-S", 99, "-r", 8).out.split("\n", 1)[1])

    def test_words_draw_what_they_say(self):
        self.write("doubts/model.yaml", MODEL + "".join(VARY.splitlines(True)[2:]).replace(
            "    - {name: posts, method: goalposts, share: 0.1}\n", ""))
        words = itertools.product(("0.75", "1.3"), ("none", "B", "C"), ("goalposts", "2", "minmax"), ("arithmetic",),
                                  ("0", "3"), ("1", "1.5", "2"))
        wanted = list(words) + [("1", "C", "from 1", "geometric", "1", "1.25")]
        self.write("words.csv", "points,source,one less,scale,mean,alpha\n" +
                   "".join(f"{p},{s},{o},{c},{m},{a}\n" for s, o, c, m, p, a in wanted))
        draws = self.table("draws", "-d", "words.csv")
        self.assertEqual(len(draws), len(wanted))
        for row, (source, less, scale, mean, points, alpha) in zip(draws, wanted):
            self.assertAlmostEqual(number(row["source"]), number(source), 14)
            self.assertAlmostEqual(number(row["alpha"]), number(alpha), 14)
            self.assertEqual([row["one less"], row["scale"], row["mean"], row["points"]],
                             [less, "from 1" if scale == "2" else scale, mean, points])
            self.assertEqual(row["Weight.B"], "0" if less == "B" else "1")

    def test_a_normal_family_draws_what_is_asked(self):
        self.write("doubts/model.yaml", MODEL + "    - {name: f, method: family, codes: A, share: 0.25, shape: normal}\n")
        self.write("f.csv", "f\n0.1\n1\n1.9\n")
        for row, wanted in zip(self.table("draws", "-d", "f.csv"), (0.1, 1, 1.9)):
            self.assertLess(abs(number(row["f"]) - wanted), 1e-12)
            self.assertLess(abs(number(row["Weight.A"]) - 3 * wanted), 1e-11)

    def test_faults_are_named_with_line_and_column(self):
        def refused(text, *messages, code=1):
            self.write("d.csv", text)
            err = self.run_on("uncertainty", "-d", "d.csv", code=code).err
            for message in messages:
                self.assertIn(message, err)

        self.write("doubts/model.yaml", MODEL + "".join(VARY.splitlines(True)[4:13]) +
                   "    - {name: w, method: noise, level: 2}\n    - {method: priority, parameter: alpha, range: [1, 2]}\n")
        good = "scale,mean,u.w.1,u.w.2,priority\n"
        refused("scale,meen,u.w.1,u.w.2,priority\n", 'd.csv:1:2: "meen" is no factor of the model', "u.mean, or its name")
        refused("scale,mean,w,priority\n", "d.csv:1:3: what w draws cannot be said in one column",
                "the numbers it draws from: u.w.1 to u.w.2")
        refused("scale,mean,u.w.1,u.w.3,priority\n", 'd.csv:1:4: "u.w.3" is no factor')
        refused("scale,mean,u.w.1,priority\n", "d.csv:1: a column is missing of w", "u.w.1 to u.w.2")
        refused("mean,u.w.1,u.w.2,priority\n", "d.csv:1: there is no column of scale", "its name, or u.scale")
        refused("scale,u.scale,mean,u.w.1,u.w.2,priority\n", "d.csv:1:2: scale is given a second time")
        refused(good, "there is no row behind the header")
        refused("", "d.csv:1: the file is empty")
        refused(good + "minmax,geometric,0.5,0.5,1\nlogs,geometric,0.5,1,3\ngoalposts,geometric,x,0.5,\n4,1,0.5,0.5\n",
                'd.csv:3:1: scale has no alternative "logs"', "the name of one, or its number from 1 to 3",
                'd.csv:3:4: "1" is not a number above 0 and below 1', 'd.csv:3:5: "3" is nothing that priority draws',
                "write a number from 1 to 2",
                'd.csv:4:2: the alternative "geometric" of mean is not open with what stands before it in this row',
                'd.csv:4:3: "x" is not a number above 0', 'd.csv:4:5: "" is nothing that priority draws',
                "d.csv:5: 4 fields, but the header has 5")
        self.assertIn("there is no such file", self.run_on("uncertainty", "-d", "none.csv", code=3).err)

    def test_a_replication_beyond_the_design_is_refused(self):
        self.run_on("uncertainty", "-t", "numbers", "-N", 3, "-o", "d.csv")
        err = self.run_on("explain", "-d", "d.csv", "-r", 3, code=2).err
        self.assertEqual(err, "titian: there is no replication 3\n        the design has 3, counted from 0\n")


class Ends(DoubtsCase):
    def test_it_stops_when_it_is_sure_enough_and_always_there(self):
        found = {self.run_on("uncertainty", "-t", "summary", "-N", 100000, "--until", 0.004, "-j", n).out for n in (1, 3)}
        self.assertEqual(len(found), 1)
        summary = rows(found.pop())[0]
        self.assertLess(number(summary["Largest.SE"]), 0.004)
        self.assertLess(number(summary["Replications"]), 100000)
        self.assertEqual(number(summary["Replications"]) % 4096, 0)  # it looks every 64 blocks of 64
        before = self.table("summary", "-N", int(summary["Replications"]) - 4096)[0]
        self.assertGreaterEqual(number(before["Largest.SE"]), 0.004)

    @needs_mpi
    def test_processes_stop_at_the_same_place(self):
        arguments = ["-t", "units", "-N", 100000, "--until", 0.006]
        run = self.run_mpi(3, "uncertainty", "doubts", "data.csv", "-q", "-j", 1, *arguments)
        self.assertEqual(run.stdout, self.run_on("uncertainty", *arguments).out)

    @needs_mpi
    def test_a_failure_is_the_same_for_any_number_of_processes(self):
        """There is no geometric mean of z-scores below 0, which a few replications ask for."""
        mean = MODEL + "    - name: mean\n      alternatives: [{name: arithmetic}, {name: geometric, probability: 0.004, " \
                       "normalise: {method: zscore}, aggregate: [{method: geometric, floor: 1}]}]\n"
        self.write("doubts/model.yaml", mean)
        first = next(row["Replication"] for row in self.table("draws", "-N", 3000) if row["mean"] == "geometric")
        self.write("doubts/model.yaml", mean.replace("floor: 1", "floor: 0"))
        refused = self.run_on("uncertainty", "-N", 3000, code=1).err
        self.assertRegex(refused, rf"^titian: replication {first}: the geometric mean of P needs scores above 0")
        for n in (1, 2, 4):
            run = self.run_mpi(n, "uncertainty", "doubts", "data.csv", "-q", "-j", 1, "-N", 3000)
            self.assertEqual((run.returncode, run.stdout), (1, ""))
            self.assertEqual(run.stderr.splitlines()[:2], refused.splitlines()[:2])

    @needs_mpi
    def test_a_process_that_fails_alone_ends_all(self):
        good = ["uncertainty", "doubts", "data.csv", "-q", "-j", 1]
        run = self.run_mpi(1, good, ["uncertainty", "doubts", "nowhere.csv", "-q", "-j", 1])
        self.assertNotEqual(run.returncode, 0)
        self.assertEqual(run.stdout, "")
        self.assertIn("process 2 of 2 failed alone", run.stderr)
        self.assertIn("nowhere.csv", run.stderr)


class Checkpoints(DoubtsCase):
    def setUp(self):
        super().setUp()
        begun = time.monotonic()
        self.run_on("uncertainty", "-N", 40000, "-j", 1)
        # Three seconds; it is kept after one. But so many that between 0.7 of them and all of them --until looks once:
        # it does so every 8,192.
        self.n = max(40000, int(40000 * 3 / (time.monotonic() - begun)))

    def begin(self, *arguments):
        return subprocess.Popen([program(), "uncertainty", "doubts", "data.csv", "-q", "-j", "1", "-N", str(self.n),
                                 "--checkpoint", "kept", *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def begin_until_kept(self, *arguments):
        """A run of which something is kept; None: it ended before that."""
        process = self.begin(*arguments)
        deadline = time.monotonic() + 60
        while not (self.folder / "kept").exists():
            if process.poll() is not None:
                process.communicate()
                return None
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        return process

    def begin_and_send(self, which, arguments=lambda: []):
        """How fast the machine is was measured in setUp, when it may have been busier: then the run is made longer."""
        for _ in range(6):
            process = self.begin_until_kept(*arguments())
            if process is not None:
                break
            self.n *= 2
        self.assertIsNotNone(process, "it ended before anything was kept")
        process.send_signal(which)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_bytes(self):
        self.assertEqual(self.begin_and_send(signal.SIGKILL), (-signal.SIGKILL, "", ""))
        self.assertTrue((self.folder / "kept").exists())
        resumed = self.run_titian(*self.resume())
        self.assertEqual(resumed.err, "")
        self.assertEqual(resumed.out, self.run_on("uncertainty", "-N", self.n).out)
        self.assertFalse((self.folder / "kept").exists())

    def test_an_interrupted_run_is_kept_writes_nothing_and_goes_on(self):
        def arguments():
            (self.folder / "out.csv").unlink(missing_ok=True)
            return ["-o", "out.csv"]

        code, out, err = self.begin_and_send(signal.SIGINT, arguments)
        self.assertEqual((code, out), (5, ""))
        self.assertRegex(err, rf"^titian: ended after \d+ of {self.n} replications, which \"kept\" keeps\n"
                              r"        the same command goes on from there\n$")
        self.assertFalse((self.folder / "out.csv").exists())
        for arguments, what in (([*self.resume(), "-S", 8], "the seed"), ([*self.resume(), "--top", 2], "the list")):
            err = self.run_titian(*arguments, code=2).err
            self.assertRegex(err, "^titian: kept: what was kept here is of another run: ")
            self.assertIn(what, err)
        self.write("set.csv", "uCode,action,amount,author,date,reason\nu2,exclude,,me,2020-01-31,so\n")
        self.assertIn("decisions by hand", self.run_titian(*self.resume(), "--overrides", "set.csv", code=2).err)
        self.write("more.csv", "uCode,Time,A\nu2,2020,50\n")
        self.run_titian(*self.resume(), "more.csv", code=2)
        self.assertTrue((self.folder / "kept").exists())
        self.assertEqual(self.run_titian(*self.resume()).out, self.run_on("uncertainty", "-N", self.n).out)

    def resume(self):
        return ["uncertainty", "doubts", "data.csv", "-q", "-N", self.n, "--checkpoint", "kept"]

    @needs_mpi
    def test_other_processes_go_on(self):
        code, _, _ = self.begin_and_send(signal.SIGINT)
        self.assertEqual(code, 5)
        run = self.run_mpi(2, *self.resume(), "-j", 1)
        self.assertEqual((run.returncode, run.stdout), (0, self.run_on("uncertainty", "-N", self.n).out), run.stderr)
        self.assertFalse((self.folder / "kept").exists())

    def test_until_stops_at_the_same_place_after_an_interruption(self):
        """Late in the run: the standard error falls with the root of the replications."""
        error = number(self.table("summary", "-N", 3000)[0]["Largest.SE"])

        def arguments():
            return ["-t", "summary", "--until", error * math.sqrt(3000 / (0.7 * self.n))]

        self.assertEqual(self.begin_and_send(signal.SIGTERM, arguments)[0], 5)
        resumed = self.run_titian(*self.resume(), *arguments()).out
        self.assertEqual(resumed, self.run_on("uncertainty", "-N", self.n, *arguments()).out)
        self.assertLess(number(rows(resumed)[0]["Replications"]), self.n)

    def test_a_file_that_is_no_checkpoint_is_left_alone(self):
        self.write("kept", "precious\n")
        err = self.run_titian(*self.resume(), code=2).err
        self.assertEqual(err, "titian: kept: this file is no checkpoint, and is not replaced\n"
                              "        give the name of a new file\n")
        self.assertEqual((self.folder / "kept").read_text(), "precious\n")
        err = self.run_on("uncertainty", "--checkpoint", "no/where", code=3).err
        self.assertIn("titian: no/where: cannot be written", err)


class Interruptions(DoubtsCase):
    def interrupt(self, command, n, *arguments):
        process = subprocess.Popen([program(), command, "doubts", "data.csv", "-q", "-j", "1", "-N", str(n), *arguments],
                                   cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def test_what_was_done_is_printed(self):
        code, out, err = self.interrupt("uncertainty", 2000000000, "-t", "summary")
        done = rows(out)[0]["Replications"]
        self.assertEqual(code, 5)
        self.assertGreater(int(done), 0)
        self.assertEqual(err, f"titian: ended after {done} of 2000000000 replications\n"
                              "        the results are those of the replications done\n")
        self.assertEqual(out, self.run_on("uncertainty", "-N", done, "-t", "summary").out.replace(
            f"{done},{done}", f"{done},2000000000"))

    def test_replications_that_were_written_are_whole(self):
        code, _, err = self.interrupt("uncertainty", 2000000000, "-t", "scores", "-o", "scores.csv")
        self.assertEqual(code, 5)
        done = int(re.match(r"titian: ended after (\d+) of", err)[1])
        lines = (self.folder / "scores.csv").read_text().splitlines()
        self.assertEqual(len(lines), 1 + done * N_UNITS)


class Refusals(DoubtsCase):
    def refused(self, *arguments, command="uncertainty", code=2):
        run = self.run_on(command, *arguments, code=code)
        self.assertEqual(run.out, "")
        return run.err

    def test_options_that_cannot_be(self):
        for arguments, message in (
                (("-N", "0"), '"0" is not a whole number from 1 to 4294967295'),
                (("-N", "1e3"), '"1e3" is not a whole number'),
                (("-S", "-1"), '"-1" is not a whole number'),
                (("-j", "0"), '"0" is not a whole number from 1 to 1024'),
                (("--top", "0"), '"0" is not a whole number'),
                (("--until", "0"), "--until is 0"),
                (("--until", "1"), "--until is 1"),
                (("-t", "draw"), 'did you mean "draws"?'),
                (("-t", "scores", "--until", "0.1"), '"--until" does not go with the table scores'),
                (("-t", "draws", "--checkpoint", "x"), '"--checkpoint" does not go with the table draws'),
                (("-t", "numbers", "--top", "3"), '"--top" does not go with the table numbers'),
                (("-d", "x.csv", "-N", "5"), '"--design" says how many replications there are')):
            with self.subTest(arguments):
                self.assertIn(message, self.refused(*arguments))

    def test_options_of_a_replication_need_one(self):
        for option in ("--seed", "--design"):
            self.assertIn(f'"{option}" goes with "--replication"', self.refused(option, "1", command="explain"))
        self.assertIn('"x" is not a whole number', self.refused("-r", "x", command="explain"))
        self.assertIn('no unit "nobody"', self.refused("-r", "1", "-u", "nobody", command="explain"))

    def test_a_model_without_doubts(self):
        self.write("doubts/model.yaml", MODEL[:MODEL.index("uncertainty:")])
        for arguments in ((), ("-t", "draws")):
            self.assertIn("the model says of no assumption that it is uncertain", self.refused(*arguments, code=1))
        self.assertIn("the model says of no assumption", self.refused("-r", 0, command="explain", code=1))


if __name__ == "__main__":
    main()
