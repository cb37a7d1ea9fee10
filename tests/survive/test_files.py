"""Files that are none: folders, pipes, devices, what may not be read, what goes away or grows while it is read.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import resource
import subprocess
import sys
import threading
import unittest

from harsh import SANITIZED, HarshCase, limit
from suite import main

SCORE = ("score", "bridges")


class Files(HarshCase):
    def setUp(self):
        super().setUp()
        self.data = (self.folder / "bridges.csv").read_bytes()
        self.scores = self.run_titian(*SCORE, "bridges.csv").out

    def fill(self, name, parts):
        """Write to a pipe from a thread, as another program would."""
        def write():
            try:
                with (self.folder / name).open("wb", buffering=0) as pipe:
                    for part in parts:
                        pipe.write(part)
            except BrokenPipeError:
                pass
        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        return thread

    def test_standard_input(self):
        with (self.folder / "bridges.csv").open("rb") as file:
            self.assertEqual(self.run_titian(*SCORE, "-", stdin=file).out, self.scores)
        with subprocess.Popen(["cat", self.folder / "bridges.csv"], stdout=subprocess.PIPE) as cat:
            self.assertEqual(self.run_titian(*SCORE, "-", stdin=cat.stdout).out, self.scores)
        self.write("faulty.csv", self.data.replace(b"80", b"eighty"))
        with (self.folder / "faulty.csv").open("rb") as file:
            self.assertIn('titian: /dev/stdin:2:6: "eighty" is not a number', self.run_titian(*SCORE, "-", stdin=file, code=1).err)
        self.assertIn("the file is empty", self.run_titian(*SCORE, "-", code=1).err)

    def test_a_pipe_byte_by_byte(self):
        os.mkfifo(self.folder / "pipe")
        thread = self.fill("pipe", [bytes([byte]) for byte in self.data])
        self.assertEqual(self.run_titian(*SCORE, "pipe").out, self.scores)
        thread.join()

    def test_a_pipe_that_never_ends(self):
        os.mkfifo(self.folder / "pipe")
        most = 64 << 20

        def without_end():
            while True:
                yield b"U1,One,2020,1\n" * 4096
        if SANITIZED:
            return  # which want more memory than that for themselves
        self.fill("pipe", without_end())
        run = self.run_titian(*SCORE, "pipe", code=4, preexec_fn=limit(resource.RLIMIT_AS, most))
        self.assertIn("titian: pipe: no memory for a file of this size", run.err)

    def test_a_file_longer_than_any_table(self):
        with (self.folder / "huge.csv").open("wb") as huge:
            huge.truncate(1 << 40)  # sparse
        run = self.run_titian(*SCORE, "huge.csv", code=3)
        self.assertIn("titian: huge.csv: it is longer than 4294967296 bytes, the most that is read", run.err)
        os.truncate(self.folder / "huge.csv", 1 << 20)
        self.assertIn("huge.csv", self.run_titian(*SCORE, "huge.csv", code=1).err)

    def test_devices(self):
        self.assertIn("/dev/null: the file is empty", self.run_titian(*SCORE, "/dev/null", code=1).err)
        self.assertIn("titian: /dev/zero: it is longer than 1073741824 bytes, the most that is read",
                      self.run_titian(*SCORE, "/dev/zero", code=3).err)
        self.run_titian("score", "/dev/zero", "bridges.csv", code=1)

    def test_folders_where_files_should_be(self):
        (self.folder / "empty").mkdir()
        self.assertIn("this folder holds no CSV file", self.run_titian(*SCORE, "empty", code=3).err)
        (self.folder / "empty/table.csv").mkdir()
        self.assertIn("this folder holds no CSV file", self.run_titian(*SCORE, "empty", code=3).err)
        self.assertIn("the folder has no model.yaml", self.run_titian("score", "empty", "bridges.csv", code=1).err)
        (self.folder / "bridges/framework.csv").unlink()
        (self.folder / "bridges/framework.csv").mkdir()
        self.assertIn("is not a plain file", self.run_titian(*SCORE, "bridges.csv", code=3).err)
        (self.folder / "bridges/model.yaml").unlink()
        (self.folder / "bridges/model.yaml").mkdir()
        self.assertIn("the folder has no model.yaml", self.run_titian(*SCORE, "bridges.csv", code=1).err)
        self.run_titian("assess", "bridges", "bridges.csv", "-o", "empty", code=2)
        (self.folder / "book.xlsx").mkdir()
        self.assertIn("this is not an ordinary file", self.run_titian(
            "assess", "bridges", "bridges.csv", "-o", "book.xlsx", "--force", code=3).err)

    def test_links_that_lead_nowhere_or_to_themselves(self):
        (self.folder / "gone.csv").symlink_to("nowhere.csv")
        self.run_titian(*SCORE, "gone.csv", code=3)
        (self.folder / "folder").mkdir()
        (self.folder / "folder/gone.csv").symlink_to("nowhere.csv")
        self.assertIn("folder/gone.csv: there is no such file", self.run_titian(*SCORE, "folder", code=3).err)
        (self.folder / "round.csv").symlink_to("round.csv")
        self.run_titian(*SCORE, "round.csv", code=3)
        (self.folder / "round").symlink_to("round")
        self.run_titian("score", "round", "bridges.csv", code=3)

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_what_may_not_be_read(self):
        (self.folder / "bridges.csv").chmod(0)
        self.assertIn("you may not read this file", self.run_titian(*SCORE, "bridges.csv", code=3).err)
        self.folder.chmod(0o500)
        self.addCleanup(self.folder.chmod, 0o700)
        self.run_titian("score", "bridges", "-o", "out.csv", code=3)

    def test_a_file_that_changes_while_it_is_read(self):
        """Rows are added, the file is cut off or taken away: the table or an error, never a crash."""
        changing = self.write("changing.csv", self.data)
        stop = threading.Event()

        def change():
            while not stop.is_set():
                with changing.open("ab") as file:
                    file.write(b"U%d,One,2024,river,1,2,3,4,5\n" * 40 % tuple(range(40)))
                os.truncate(changing, len(self.data) // 2)
                changing.unlink()
                changing.write_bytes(self.data)
        thread = threading.Thread(target=change)
        thread.start()
        try:
            for _ in range(40):
                run = subprocess.run([os.environ["TITIAN_PROGRAM"], *SCORE, "changing.csv", "-q"], cwd=self.folder,
                                     capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
                self.assertIn(run.returncode, (0, 1, 3), run.stderr)
                self.assertEqual(run.returncode == 0, run.stderr == b"")
        finally:
            stop.set()
            thread.join()


if __name__ == "__main__":
    sys.exit(main())
