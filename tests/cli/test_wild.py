"""Arguments and names of files that hold ends of lines, controls of terminals and bytes that are not UTF-8: whatever
repeats them stays one line that can be shown.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

from bridge import BridgeCase
from suite import Run, main

# an end of line, red, a byte that is not UTF-8, CSI in one character, and writing from right to left
WILD = os.fsdecode(b"a\nb\x1b[31mc\xff\xc2\x9b\xe2\x80\xaed")
TAMED = "a?b?[31mc???d"
SCORE = ("score", "bridges", "bridges.csv")


class Wild(BridgeCase):
    def assert_tame(self, text):
        """Each message is a line, behind which its mend may be one; a reader of bytes has seen that all is UTF-8."""
        lines = text.split("\n")
        self.assertEqual(lines.pop(), "")
        self.assertTrue(lines)
        self.assertTrue(lines[0].startswith("titian: "), text)
        for before, line in zip([""] + lines, lines):
            self.assertTrue(line.isprintable(), repr(line))
            self.assertTrue(line.startswith("titian: ") or (line.startswith(" " * 8) and before.startswith("titian: ")),
                            text)

    def refused(self, *arguments):
        run = Run(arguments, cwd=self.folder)
        self.assertIn(run.code, (1, 2, 3), arguments)
        self.assert_tame(run.err)
        return run.err

    def test_an_argument_is_repeated_on_one_line(self):
        self.assertEqual(self.refused(WILD), f'titian: there is no command "{TAMED}"\n'
                                             '        "titian help" lists the commands\n')
        for given in (
                ["help", WILD], ["score", WILD, "bridges.csv"], ["score", "bridges", WILD], ["methods", WILD],
                ["models", WILD], [*SCORE, f"--{WILD}"], [*SCORE, "-\x1b"], [*SCORE, f"--force={WILD}"],
                [*SCORE, "--year", WILD], [*SCORE, "--years", WILD], [*SCORE, "--stage", WILD],
                [*SCORE, "--encoding", WILD], [*SCORE, "--separator", WILD], [*SCORE, "--decimal", WILD],
                [*SCORE, "--aliases", WILD], [*SCORE, "--map", WILD], [*SCORE, "-o", f"{WILD}/x.csv"],
                ["assess", "bridges", "bridges.csv", "-o", WILD], ["results", "bridges", "bridges.csv", "--columns", WILD],
                ["results", "bridges", "bridges.csv", "--within", WILD], ["audit", "bridges", "bridges.csv", "-t", WILD],
                ["explain", "bridges", "bridges.csv", "--unit", WILD], ["trend", "bridges", "bridges.csv", "--unit", WILD],
                ["trend", "bridges", "bridges.csv", "--code", WILD], ["divide", "bridges", "bridges.csv", "--group", WILD],
                ["smaa", "bridges", "bridges.csv", "--node", WILD], ["advise", "bridges", "bridges.csv", "--unit", WILD],
                ["advise", "bridges", "bridges.csv", "--all", "--group", WILD],
                ["simulate", "bridges", "bridges.csv", "--set", WILD],
                ["simulate", "bridges", "bridges.csv", "--set", f"{WILD}:NET=1"],
                ["simulate", "bridges", "bridges.csv", "--set", f"EST:{WILD}=1"],
                ["simulate", "bridges", "bridges.csv", "--set-weight", f"{WILD}=1"],
                ["compare", "bridges", "bridges.csv", "--years", "2023:2024", "--code", WILD],
                ["compare", "bridges", "bridges.csv", "--years", "2023:2024", "-t", WILD],
                ["allocate", "bridges", "bridges.csv", "--budget", WILD],
                ["allocate", "bridges", "bridges.csv", "--budget", "1", "--rule", WILD],
                ["allocate", "bridges", "bridges.csv", "--budget", "1", "--within", WILD],
                ["allocate", "bridges", "bridges.csv", "--budget", "1", "--returns", WILD],
                ["uncertainty", "bridges", "bridges.csv", "--replications", WILD]):
            with self.subTest(given):
                self.refused(*given)

    def test_a_file_is_named_on_one_line(self):
        text = (self.folder / "bridges.csv").read_text(encoding="utf-8")
        self.write(f"{WILD}.csv", text.replace("400000,80", "400000,many"))
        self.assertIn(f'titian: {TAMED}.csv:2:6: "many" is not a number', self.refused("score", "bridges", f"{WILD}.csv"))
        os.mkdir(self.folder / WILD)
        self.write(f"{WILD}/x.csv", text.replace("400000,80", "400000,many"))
        os.mkfifo(self.folder / WILD / WILD)
        err = self.refused("score", "bridges", WILD)
        self.assertIn(f'titian: {TAMED}/x.csv:2:6: "many" is not a number', err)
        self.assertIn(f'titian: {TAMED}: note: 1 file of this folder is passed over', err)
        self.assertIn(f'"{TAMED}"\n', err)
        self.assertIn(f"titian: {TAMED}.csv: the file exists\n", self.refused(*SCORE, "-o", f"{WILD}.csv"))

    def test_a_model_is_named_on_one_line(self):
        (self.folder / "bridges").rename(self.folder / WILD)
        self.change(f"{WILD}/model.yaml", "normalise: {method: goalposts", "normalise: {method: goalpost")
        self.assertIn(f"titian: {TAMED}/model.yaml:5:", self.refused("score", WILD, "bridges.csv"))

    def test_a_name_that_is_looked_up_is_one_row(self):
        out = self.run_titian("names", WILD, code=1).out
        self.assertTrue(out.startswith(TAMED))
        self.assertTrue(all(line.isprintable() for line in out.split("\n")))


if __name__ == "__main__":
    sys.exit(main())
