"""Workbooks as data: one that LibreOffice saved, and one that titian wrote, read back.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import shutil
import subprocess
import sys
import tempfile
import unittest

import office
import support
from support import suite

BRIDGES = suite.PROJECT / "tests/cli/bridges"


class Data(suite.Case):
    def setUp(self):
        super().setUp()
        shutil.copytree(BRIDGES, self.folder / "bridges")
        for name in ("bridges/framework.csv", "bridges.csv"):
            text = (BRIDGES.parent / name).read_text(encoding="utf-8")
            self.write(name, text.replace("CODE", "PROG"))  # a code that is no name of a column of codes
        self.expected = self.run_titian("score", "bridges", "bridges.csv").out

    @unittest.skipIf(office.program() is None, "LibreOffice (soffice) is not installed; script/test installs it")
    def test_what_libreoffice_saves(self):
        with tempfile.TemporaryDirectory() as home:
            subprocess.run([office.program(), f"-env:UserInstallation=file://{home}", "--headless", "--convert-to",
                            "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved", "bridges.csv"], cwd=self.folder,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=900, check=True)
        self.assertEqual(self.run_titian("score", "bridges", "saved/bridges.xlsx").out, self.expected)

    def test_what_titian_wrote(self):
        self.run_titian("assess", "bridges", "bridges.csv", "-o", "out.xlsx")
        text = self.run_titian("check", "bridges", "out.xlsx", code=1).err
        self.assertIn('3 sheets of this workbook hold tables: "Data_Used", "Data_Year", "Scores"', text)
        run = self.run_titian("score", "bridges", "out.xlsx#Data_Used", "--year", "2024")
        self.assertEqual(self.rows(run.out), self.rows(self.expected))

    @staticmethod
    def rows(text):
        return list(csv.DictReader(io.StringIO(text)))


if __name__ == "__main__":
    sys.exit(support.main())
