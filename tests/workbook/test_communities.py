"""Sheets Communities and Divide: there where units lie in others, with the figures of titian divide, sorted, and stale
when an input is changed.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import support
import xlsx
from support import suite
from test_uncertainty import lines_of

FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Unit,Low,High
A,Access,Indicator,1,Z,1,1,%,0,100
Z,Index,Aggregate,2,,1,,,,
POP,People,Other,,,,,people,,
"""
MODEL = """title: Villages
framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
aggregate: [{method: arithmetic}]
priority: {target: 65, level: 1, population: POP, people_reference: 100, weights: {need: 0.5, people: 0.5}}
"""
# the example of four communities of docs/divide.md
DATA = "uCode,uName,Time,POP,A\nV1,One,2020,2000000,72\nV2,Two,2020,5000000,55\nV3,Three,2020,8000000,40\nV4,Four,2020,900000,18\n"
UNITS = "unit_code,parent_unit\nV1,P1\nV2,P1\nV3,P2\nV4,P2\nP1,\nP2,\n"


class Communities(support.BookCase):
    @classmethod
    def make(cls):
        for name, text in (("framework.csv", FRAMEWORK), ("model.yaml", MODEL), ("data.csv", DATA), ("units.csv", UNITS)):
            (cls.folder / name).write_text(text, encoding="utf-8")
        model, data = cls.folder / "model.yaml", cls.folder / "data.csv"
        cls.book = support.assess(cls.folder / "book.xlsx", model, data, cls.folder / "units.csv")
        cls.plain = support.assess(cls.folder / "plain.xlsx", model, data)
        alone = suite.Run(["divide", model, data, cls.folder / "units.csv", "-w", "POP", "-q", "-o", cls.folder / "alone.xlsx"])
        if alone.code != 0:
            raise AssertionError(alone.err)
        cls.alone = xlsx.Book(cls.folder / "alone.xlsx")

    def test_communities_stand_by_rank_with_the_people_left_behind(self):
        lines = lines_of(self.book, "Communities")
        self.assertEqual([(line["Name"], line["Lies in"], line["Score"]) for line in lines],
                         [("One", "P1", 72), ("Two", "P1", 55), ("Three", "P2", 40), ("Four", "P2", 18)])
        self.assertAlmostEqual(lines[2]["Left behind"], 8e6 * 25 / 65, 3)
        self.assertEqual(lines[2]["Rank by people left behind"], 1)

    def test_the_divide_of_all_and_of_each_group(self):
        lines = lines_of(self.book, "Divide")
        self.assertEqual([(line["Communities in"], line["Communities"]) for line in lines], [("(all)", 4), ("P1", 2), ("P2", 2)])
        self.assertAlmostEqual(lines[0]["Mean"], 755.2 / 15.9, 9)
        self.assertAlmostEqual(lines[0]["Gini"], 1704.1 / (15.9 * 755.2), 9)
        self.assertAlmostEqual(lines[1]["Gap"], 17, 9)

    def test_a_line_says_when_they_are_stale(self):
        for sheet in ("Communities", "Divide"):
            cell = self.book.sheets[sheet]["A4"]
            self.assertIn("P_state", cell.formula)
            self.assertTrue(cell.value.startswith("Current"))

    def test_titian_divide_writes_the_same_sheets_alone(self):
        self.assertEqual(list(self.alone.sheets), ["Contents", "Communities", "Divide", "Files"])
        self.assertNotIn("A4", {place for place, cell in self.alone.sheets["Divide"].items() if cell.value})
        for sheet in ("Communities", "Divide"):
            self.assertEqual(lines_of(self.alone, sheet), lines_of(self.book, sheet))

    def test_titian_divide_refuses_what_is_about_a_table(self):
        for option in (["-t", "parts"], ["--stage", "raw"]):
            run = suite.Run(["divide", self.folder / "model.yaml", self.folder / "data.csv", *option, "-o", self.folder / "no.xlsx"])
            self.assertEqual(run.code, 2)
            self.assertFalse((self.folder / "no.xlsx").exists())

    def test_without_parents_there_are_no_such_sheets(self):
        self.assertIn("Communities", self.book.sheets)
        self.assertNotIn("Communities", self.plain.sheets)
        self.assertNotIn("Divide", self.plain.sheets)


if __name__ == "__main__":
    suite.main()
