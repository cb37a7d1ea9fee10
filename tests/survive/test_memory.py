"""The program, or a library in it, is refused memory once: it says so, or does without; the old file stays.
TITIAN_REFUSALS: how many requests of each command are refused, spread evenly over all; 100 unless it is set.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import subprocess
import sys
import unittest

from harsh import SANITIZED, HarshCase
from suite import main, program

REFUSALS = int(os.environ.get("TITIAN_REFUSALS") or 100)
COMMANDS = {
    "out.csv": ("score", "bridges", "bridges.csv", "-q", "--force", "-o", "out.csv"),
    "out.xlsx": ("assess", "bridges", "bridges.csv", "-q", "--force", "-o", "out.xlsx"),
}


@unittest.skipIf(SANITIZED, "the sanitizer has its own memory")
class Memory(HarshCase):
    def run_scarce(self, command, **variables):
        environment = {**os.environ, "LD_PRELOAD": os.environ["TITIAN_SCARCE_LIBRARY"], **variables}
        return subprocess.run([program(), *command], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)

    def count(self, command):
        run = self.run_scarce(command, TITIAN_SCARCE_COUNT="count")
        self.assertEqual(run.returncode, 0, run.stderr)
        counted = self.folder / "count"
        n = int(counted.read_text())
        counted.unlink()
        return n

    def refuse_each(self, name):
        command = COMMANDS[name]
        n = self.count(command)
        whole = (self.folder / name).read_bytes()
        failed = 0
        self.assertGreater(n, 500)
        wrong = []
        for k in sorted({1 + n * j // REFUSALS for j in range(REFUSALS)}):
            (self.folder / name).write_text("old")
            run = self.run_scarce(command, TITIAN_SCARCE=str(k))
            what = f"request {k} of {n}: {run.returncode} {run.stderr}"
            there = (self.folder / name).read_bytes()
            if run.returncode == 0 and there != whole:
                wrong.append(f"another result: {what}")
            elif run.returncode != 0 and (run.returncode not in (3, 4) or b"memory" not in run.stderr or there != b"old"):
                wrong.append(what)
            failed += run.returncode != 0
            if self.files() != sorted(["bridges", "bridges.csv", name]):
                wrong.append(f"{self.files()} are left: {what}")
        self.assertEqual(wrong, [], "\n".join(wrong))
        self.assertGreater(failed, REFUSALS // 4)

    def test_a_table(self):
        self.refuse_each("out.csv")

    def test_a_workbook(self):
        self.refuse_each("out.xlsx")


if __name__ == "__main__":
    sys.exit(main())
