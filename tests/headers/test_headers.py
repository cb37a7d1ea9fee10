"""Every public header compiles alone, without a warning, as C11 and as C++.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import PROJECT, main  # noqa: E402

FOLDERS = [PROJECT / "analyzer/include", PROJECT / "reports/include",
           pathlib.Path(os.environ["TITIAN_BUILD"]) / "analyzer/include"]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def headers():
    return sorted(f"titian/{path.name}" for folder in FOLDERS for path in folder.glob("titian/*.h"))


class Headers(unittest.TestCase):
    def compile(self, header, *how):
        where = [f"-I{folder}" for folder in FOLDERS]
        done = subprocess.run([os.environ["TITIAN_CC"], *how, *STRICT, *where, "-"], input=f"#include <{header}>\nextern int whole;\n",
                              text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, f"{header}: {done.stderr}")

    def test_there_are_headers(self):
        self.assertIn("titian/version.h", headers())
        self.assertGreater(len(headers()), 10)

    def test_each_compiles_alone_as_c11(self):
        for header in headers():
            with self.subTest(header):
                self.compile(header, "-x", "c", "-std=c11")

    def test_each_compiles_alone_as_cpp(self):
        for header in headers():
            with self.subTest(header):
                self.compile(header, "-x", "c++", "-std=c++11")

    def test_each_is_guarded_and_says_its_licence(self):
        for folder in FOLDERS:
            for path in folder.glob("titian/*.h"):
                with self.subTest(path.name):
                    text = path.read_text(encoding="utf-8")
                    self.assertIn(f"#ifndef TITIAN_{path.stem.upper()}_H\n", text)
                    self.assertIn("SPDX-License-Identifier: GPL-3.0-or-later", text)


if __name__ == "__main__":
    main()
