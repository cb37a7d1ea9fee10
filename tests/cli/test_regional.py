"""A model and lists that a spreadsheet with decimal commas has saved: semicolons, commas in numbers, Windows-1252.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

from bridge import BridgeCase
from suite import main


def regional(text):
    """The same table as a spreadsheet in French saves it."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text))
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [cell.replace(".", ",") if cell.replace(".", "").isdigit() else cell for cell in row] for row in rows)
    return out.getvalue()


class Regional(BridgeCase):
    def setUp(self):
        super().setUp()
        self.framework = self.folder / "bridges/framework.csv"
        self.change("bridges/framework.csv", "NET,Internet users,ACCESS,Indicator,3",
                    "NET,Internet users,ACCESS,Indicator,0.75")
        self.change("bridges/framework.csv", "Literacy", "Éducation")
        self.plain = self.framework.read_text(encoding="utf-8")

    def test_the_framework(self):
        expected = self.run_titian("weights", "bridges", "bridges.csv").out
        self.assertIn("0.75", expected)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            self.framework.write_text(regional(self.plain), encoding=encoding)
            run = self.run_titian("weights", "bridges", "bridges.csv")
            self.assertEqual((run.out, run.err), (expected, ""), encoding)
        self.framework.write_text(regional(self.plain), encoding="windows-1252")
        run = self.run_titian("weights", "bridges", "bridges.csv")
        self.assertEqual(run.out, expected)
        self.assertIn('framework.csv:7: note: this file is not UTF-8; it is read as Windows-1252, in which this is '
                      '"Éducation"\n', run.err)

    def test_a_number_that_may_have_thousands_is_refused(self):
        self.framework.write_text(regional(self.plain).replace("0,75", "1,250"), encoding="utf-8")
        run = self.run_titian("score", "bridges", "bridges.csv", code=1)
        self.assertIn('framework.csv:5:6: Weight "1,250" is not a number\n', run.err)

    def test_breaks_and_aliases(self):
        breaks = "indicator,unit,year,action,factor,note\nNET,ISL,2024,link,1.5,a new definition\n"
        self.write("bridges/breaks.csv", breaks)
        self.write("aliases.csv", "name,code\nNorthport,NOR\n")
        expected = self.run_titian("score", "bridges", "bridges.csv", "--aliases", "aliases.csv")
        self.write("bridges/breaks.csv", regional(breaks))
        self.write("aliases.csv", "name;code\nNorthport;NOR\n")
        found = self.run_titian("score", "bridges", "bridges.csv", "--aliases", "aliases.csv")
        self.assertEqual((found.out, found.err), (expected.out, expected.err))


if __name__ == "__main__":
    sys.exit(main())
