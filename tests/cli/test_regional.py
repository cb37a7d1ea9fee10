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

    def test_what_a_spreadsheet_leaves_around_a_table(self):
        expected = self.run_titian("weights", "bridges", "bridges.csv").out
        rows = regional(self.plain).splitlines()
        n = rows[0].count(";") + 2
        self.framework.write_text("\r\n".join([row + ";;" for row in rows] + [n * ";"] * 2) + "\r\n", encoding="utf-8")
        run = self.run_titian("weights", "bridges", "bridges.csv")
        self.assertEqual((run.out, run.err), (expected, ""))

    def test_a_number_that_may_have_thousands_is_refused(self):
        for written in ("1,250", "1.250"):
            self.framework.write_text(regional(self.plain).replace("0,75", written), encoding="utf-8")
            run = self.run_titian("score", "bridges", "bridges.csv", code=1)
            self.assertIn(f'framework.csv:5:6: Weight "{written}" can be read as 1250 and as 1.250\n'
                          f'        write 1250, or {written}0 with four decimals\n', run.err)

    def test_commas_in_texts_stay(self):
        self.framework.write_text(regional(self.plain.replace("Internet users", "2.5")), encoding="utf-8")
        self.assertIn("2,5", self.run_titian("explain", "bridges", "bridges.csv", "--unit", "EST").out)

    def test_cells_of_several_numbers(self):
        heads = {"iCode": "normalise.method;normalise.by;normalise.at", "NET": "categories;value;20,5 40,25"}
        rows = regional(self.plain).splitlines()

        def score(cells, code=0):
            self.framework.write_text("\n".join(
                row + ";" + cells.get(row.split(";")[1], ";;") for row in rows), encoding="utf-8")
            return self.run_titian("score", "bridges", "bridges.csv", code=code)

        # 80 is above both cut points, 40 between them, 20 below: of the scores 0, 50 and 100
        found = {row["uCode"]: float(row["NET"]) for row in csv.DictReader(io.StringIO(score(heads).out))
                 if row["NET"]}
        self.assertEqual(found, {"EST": 100, "ISL": 50, "NOR": 0})
        for at in ("20,40", "[20,40]", "20,40,60", "20 1.250"):
            run = score({**heads, "NET": f"categories;value;{at}"}, code=1)
            self.assertIn(f'framework.csv:5:14: a mark in "{at}" may begin decimals or stand between thousands or two '
                          'numbers\n        put blanks between numbers', run.err)

    def test_words_that_a_spreadsheet_makes_of_true(self):
        def text(word):
            return "\n".join(row + ";" + {"iCode": "treat.method;treat.combine", "NET": f"winsorise;{word}"}.get(
                row.split(";")[1], ";") for row in regional(self.plain).splitlines())

        for word, code in (("true", 0), ("TRUE", 0), ("VRAI", 1)):
            self.framework.write_text(text(word), encoding="utf-8")
            run = self.run_titian("score", "bridges", "bridges.csv", code=code)
        self.assertIn('framework.csv:5:13: combine is "VRAI", neither true nor false\n', run.err)

    def test_projects(self):
        self.write("projects.csv", "uCode;project;cost;gain\r\nEST;Cable;1.500;2\r\nNOR;Mast;1 500;2\r\n")
        run = self.run_titian("allocate", "bridges", "bridges.csv", "--budget", "100", "--projects", "projects.csv",
                              "--table", "projects", code=1)
        self.assertIn('projects.csv:2:3: "1.500" can be read as 1500 and as 1.500\n', run.err)
        self.assertIn('projects.csv:3:3: "1 500" is no cost\n        write the cost in the currency of the budget, 0 or '
                      'more, with nothing between thousands\n', run.err)

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
