"""The disk is full at any byte: an error, exit code 3, the old file as it was, nothing left beside it.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

from harsh import HarshCase, limit
from suite import main, program

SCORE = ("score", "bridges", "bridges.csv", "-q", "--force", "-o", "out.csv")
ASSESS = ("assess", "bridges", "bridges.csv", "-q", "--force", "-o", "out.xlsx")


def writes_alone():
    """LLVM's OpenMP writes a file of its own before anything else, and ends the program when it cannot."""
    return b"libomp" not in subprocess.run(["ldd", program()], capture_output=True, check=True).stdout


files_are_limited = unittest.skipUnless(writes_alone(), "built with LLVM's OpenMP, which writes files too")


class FullDisk(HarshCase):
    """By RLIMIT_FSIZE, which makes every write past a size fail; so each write fails in turn."""

    def fill_at_each(self, command, name, sizes):
        self.run_titian(*command)
        whole = len((self.folder / name).read_bytes())
        for size in sizes(whole):
            (self.folder / name).write_text("precious")
            run = self.run_titian(*command, code=3, preexec_fn=limit(resource.RLIMIT_FSIZE, size))
            self.assertIn(f"titian: {name}: ", run.err, f"{size} bytes")
            self.assertIn("File too large", run.err, f"{size} bytes")
            self.assertEqual((self.folder / name).read_text(), "precious", f"{size} bytes")
            self.assert_files(name)

    @files_are_limited
    def test_a_table(self):
        self.fill_at_each(SCORE, "out.csv", lambda whole: [*range(0, whole, 16), whole - 1])

    @files_are_limited
    def test_a_workbook(self):
        self.fill_at_each(ASSESS, "out.xlsx", lambda whole: [*range(0, whole, whole // 60), whole - 1])

    @files_are_limited
    def test_a_new_file_is_not_begun(self):
        for command in (SCORE, ASSESS):
            self.run_titian(*command, code=3, preexec_fn=limit(resource.RLIMIT_FSIZE, 100))
            self.assert_files()

    def test_standard_output(self):
        for command in (("score", "bridges", "bridges.csv", "-q"), ("check", "bridges", "bridges.csv"), ("help",),
                        ("methods",), ("explain", "bridges", "bridges.csv", "-u", "EST", "-q")):
            with self.subTest(command[0]), open("/dev/full", "wb") as full:
                run = self.run_titian(*command, code=3, stdout=full)
                self.assertIn("No space left on device", run.err)

    def test_a_device_is_not_replaced(self):
        for name in ("/dev/full", "/dev/zero", "/dev/null"):
            run = self.run_titian("score", "bridges", "bridges.csv", "-q", "--force", "-o", name, code=3)
            self.assertIn("this is not an ordinary file, so it cannot be replaced", run.err)


class SmallDisk(HarshCase):
    """A file system of a few pages, where the machine lets us make one."""

    def setUp(self):
        super().setUp()
        self.disk = pathlib.Path(tempfile.mkdtemp(prefix="titian-disk-"))
        self.addCleanup(os.rmdir, self.disk)
        made = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "titian", self.disk], capture_output=True, check=False).returncode == 0
        if not made:
            raise unittest.SkipTest("no file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def test_a_full_one_keeps_what_was_there(self):
        for name, command in (("out.xlsx", ASSESS), ("out.csv", SCORE)):
            for room in range(0, 4):
                with self.subTest(name, pages=room):
                    old, ballast = self.disk / name, self.disk / "ballast"
                    old.write_text("precious")
                    with self.assertRaises(OSError), ballast.open("wb") as full:
                        while True:
                            full.write(bytes(4096))
                            full.flush()
                    os.truncate(ballast, ballast.stat().st_size - 4096 * room)
                    done = subprocess.run([program(), *command[:-1], old], cwd=self.folder, capture_output=True,
                                          stdin=subprocess.DEVNULL, check=False, env={**os.environ, "TMPDIR": str(self.folder)})
                    if name == "out.xlsx" or room == 0:
                        self.assertEqual(done.returncode, 3, done.stderr)
                        self.assertIn(b"No space left on device", done.stderr)
                        self.assertEqual(old.read_text(), "precious")
                    self.assertEqual(sorted(path.name for path in self.disk.iterdir()), ["ballast", name])
                    ballast.unlink()
                    old.unlink()


class Checkpoints(HarshCase):
    """A checkpoint that cannot be written ends the run, and the one before stays."""

    UNCERTAINTY = ("uncertainty", "bridges", "bridges.csv", "-q", "--checkpoint", "kept", "-N", "40000000", "--threads", "1")

    def setUp(self):
        super().setUp()
        path = self.folder / "bridges/model.yaml"
        path.write_text(path.read_text() + "uncertainty:\n  replications: 100\n  vary:\n"
                                           "    - {name: weights, method: noise, level: 1, share: 0.4}\n")

    @files_are_limited
    def test_one_that_cannot_be_written_is_said(self):
        for size in (0, 10, 4096, 20000):
            run = self.run_titian(*self.UNCERTAINTY, code=3, preexec_fn=limit(resource.RLIMIT_FSIZE, size))
            self.assertIn("titian: kept: cannot be written: File too large", run.err)
            self.assert_files()


if __name__ == "__main__":
    sys.exit(main())
