"""The program is killed at any moment: the old file is there or the new one, whole, and the next run leaves no trace of
the one that was killed. TITIAN_KILLS: how often, 40 unless it is set.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import fcntl
import os
import random
import subprocess
import sys
import time

from harsh import HarshCase
from suite import main

KILLS = int(os.environ.get("TITIAN_KILLS") or 40)
ASSESS = ("assess", "bridges", "bridges.csv", "-q", "--force", "-o", "out.xlsx")
PART = "out.xlsx.titian-part"


class Killed(HarshCase):
    def kill_at(self, seconds, *arguments):
        """@return whether it was still running"""
        running = self.start(*arguments)
        try:
            running.wait(timeout=seconds)
            return False
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            return True

    def seconds_of(self, *arguments):
        begun = time.monotonic()
        self.run_titian(*arguments)
        return time.monotonic() - begun

    def make_old_and_new(self):
        """Two workbooks that differ; the data are left such that the second one is made."""
        self.run_titian(*ASSESS)
        old = (self.folder / "out.xlsx").read_bytes()
        self.change("bridges.csv", "East Bank", "Eastern Bank")
        took = min(self.seconds_of(*ASSESS) for _ in range(3))  # one alone may have met a busy moment
        new = (self.folder / "out.xlsx").read_bytes()
        self.assertNotEqual(old, new)
        return old, new, took

    def test_a_workbook_is_the_old_one_or_the_new_one(self):
        old, new, took = self.make_old_and_new()
        moments = random.Random(2026)
        killed = 0
        for k in range(KILLS):
            (self.folder / "out.xlsx").write_bytes(old)
            killed += self.kill_at(moments.uniform(0.0, 1.2 * took), *ASSESS)
            found = (self.folder / "out.xlsx").read_bytes()
            self.assertTrue(found in (old, new), f"kill {k}: {len(found)} bytes")
            self.assertLessEqual(set(self.files()), {"bridges", "bridges.csv", "out.xlsx", PART})
        self.assertGreater(killed, KILLS // 4)
        self.run_titian(*ASSESS)
        self.assert_files("out.xlsx")
        self.assertEqual((self.folder / "out.xlsx").read_bytes(), new)

    def test_what_a_killed_run_left_is_cleared(self):
        for command, name in ((ASSESS, "out.xlsx"), (("score", "bridges", "bridges.csv", "-q", "-o", "out.csv"), "out.csv")):
            with self.subTest(name):
                self.write(f"{name}.titian-part", "half of a file")
                self.run_titian(*command)
                self.assertIn(name, self.files())
                self.assertNotIn(f"{name}.titian-part", self.files())

    def test_what_a_living_run_writes_is_not_cleared(self):
        part = self.write(PART, "half of a file")
        with part.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            run = self.run_titian(*ASSESS, code=3)
        self.assertEqual(run.err, "titian: out.xlsx: another titian is writing this file\n"
                                  "        wait until it is done, or give another name\n")
        self.assertEqual(part.read_text(), "half of a file")

    def test_no_link_or_folder_in_the_way_is_touched(self):
        precious = self.write("precious", "keep me")
        (self.folder / PART).symlink_to("precious")
        self.assertIn("out.xlsx.titian-part is in the way", self.run_titian(*ASSESS, code=3).err)
        self.assertEqual(precious.read_text(), "keep me")
        (self.folder / PART).unlink()
        (self.folder / PART).mkdir()
        self.assertIn("out.xlsx.titian-part is in the way", self.run_titian(*ASSESS, code=3).err)
        self.assertTrue((self.folder / PART).is_dir())
        (self.folder / PART).rmdir()
        os.mkfifo(self.folder / PART)
        self.assertIn("out.xlsx.titian-part is in the way", self.run_titian(*ASSESS, code=3).err)

    def test_a_hard_link_in_the_way_loses_its_name_alone(self):
        precious = self.write("precious", "keep me")
        os.link(precious, self.folder / PART)
        self.run_titian(*ASSESS)
        self.assertEqual(precious.read_text(), "keep me")
        self.assert_files("out.xlsx", "precious")

    def test_two_at_once_leave_one_whole_file(self):
        self.run_titian(*ASSESS)
        whole = (self.folder / "out.xlsx").read_bytes()
        for _ in range(5):
            (self.folder / "out.xlsx").write_text("old")
            codes = sorted(run.wait() for run in [self.start(*ASSESS) for _ in range(3)])
            self.assertEqual(codes[0], 0)
            self.assertLessEqual(set(codes), {0, 3})
            self.assertEqual((self.folder / "out.xlsx").read_bytes(), whole)
            self.assert_files("out.xlsx")


if __name__ == "__main__":
    sys.exit(main())
