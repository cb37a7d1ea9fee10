"""What the Python suites share: running the program, and one closing line with the counts.

The program under test is named by the environment variable TITIAN_PROGRAM (ctest sets it).
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77  # exit code that ctest takes for "skipped"


def program():
    return os.environ["TITIAN_PROGRAM"]


class Run:
    """What one run of the program gave."""

    def __init__(self, arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run([program(), *map(str, arguments)], stdout=options.pop("stdout", subprocess.PIPE),
                              stderr=subprocess.PIPE, timeout=120, check=False, **options)
        self.code = done.returncode
        self.out = (done.stdout or b"").decode("utf-8")
        self.err = done.stderr.decode("utf-8")


class Case(unittest.TestCase):
    """A test in a fresh folder, which is the present folder of every run."""

    maxDiff = 4000

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="titian-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def run_titian(self, *arguments, code=0, **options):
        options.setdefault("cwd", self.folder)
        run = Run(arguments, **options)
        self.assertEqual(run.code, code, f"titian {' '.join(map(str, arguments))}\n{run.out[-2000:]}\n{run.err[-4000:]}")
        return run


def main():
    """Run every test of the calling file; the last line says how many passed, failed and were skipped."""
    loaded = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(loaded)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    print(f"{max(0, result.testsRun - failed - skipped)} passed, {failed} failed, {skipped} skipped")
    if failed:
        sys.exit(1)
    sys.exit(SKIPPED if skipped == result.testsRun else 0)
