"""titian assess: the workbook as a file. What stands in it is tested in tests/workbook.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import sys
import zipfile

from bridge import BridgeCase
from suite import main


# By hand, as in test_explain.py: need of NOR (46.25 + 30) / 160, people ln(1 + 900000 x 0.4766) / ln(1 + 1000000).
class Assess(BridgeCase):
    def assess(self, *options, code=0):
        return self.run_titian("assess", "bridges", "bridges.csv", *options, code=code)

    def test_a_workbook_is_written_and_its_top_is_said(self):
        run = self.assess("-o", "out.xlsx")
        self.assertEqual(run.err, "")
        self.assertEqual(run.out, "out.xlsx: 4 units in 2024, 3 of them ranked\n"
                                  "First in priority for assistance (priority, then readiness):\n"
                                  "  1. Northport (NOR): 59.2, 41.9\n"
                                  "  2. Isle, The (ISL): 55.8, 38.3\n"
                                  "  3. East Bank (EST): 22.5, 75.4\n")
        with zipfile.ZipFile(self.folder / "out.xlsx") as book:
            self.assertIsNone(book.testzip())
            self.assertIn("xl/workbook.xml", book.namelist())
        self.assertEqual(self.files(), ["bridges", "bridges.csv", "out.xlsx"])

    def test_equal_inputs_give_equal_bytes(self):
        self.assess("-o", "one.xlsx")
        self.assess("-o", "two.xlsx")
        self.assertEqual((self.folder / "one.xlsx").read_bytes(), (self.folder / "two.xlsx").read_bytes())

    def test_a_model_without_priority_lists_the_highest_scores(self):
        path = self.folder / "bridges/model.yaml"
        path.write_text(path.read_text(encoding="utf-8").split("priority:")[0], encoding="utf-8")
        self.assertIn("Highest scores:\n  1. East Bank (EST): 75.4\n", self.assess("-o", "out.xlsx").out)

    def sheets(self, name):
        with zipfile.ZipFile(self.folder / name) as book:
            return re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())

    def vary(self, block):
        path = self.folder / "bridges/model.yaml"
        path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")

    def test_what_is_uncertain_is_looked_at_unless_none_is_asked_for(self):
        self.vary("uncertainty: {replications: 50, vary: [{name: w, method: noise}]}\n")
        self.assertEqual(self.assess("-o", "sure.xlsx").err, "")
        self.assertIn("Uncertainty", self.sheets("sure.xlsx"))
        self.assertIn("Sensitivity", self.sheets("sure.xlsx"))
        self.assertEqual(self.assess("-o", "plain.xlsx", "--replications", "0").err, "")
        self.assertNotIn("Uncertainty", self.sheets("plain.xlsx"))

    def test_replications_of_a_model_without_uncertainty_are_answered(self):
        run = self.assess("-o", "out.xlsx", "--replications", "5")
        self.assertEqual(run.err, "titian: note: the model has no block uncertainty: the workbook gives no ranges of "
                                  "ranks\n")
        self.assertNotIn("Uncertainty", self.sheets("out.xlsx"))

    def test_a_replication_that_cannot_be_computed_ends_it_and_the_way_round_is_said(self):
        self.vary("uncertainty: {replications: 50, vary: [{name: scale, alternatives: [{name: a}, "
                  "{name: b, normalise: {method: minmax, range: [0, 1]}, "
                  "aggregate: [{method: geometric, floor: 0}]}]}]}\n")
        run = self.assess("-o", "out.xlsx", code=1)
        self.assertIn("titian: replication 1: the geometric mean of ACCESS needs scores above 0", run.err)
        self.assertIn("note: --replications 0 writes the workbook without ranges of ranks", run.err)
        self.assertEqual(self.files(), ["bridges", "bridges.csv"])

    def test_a_number_of_replications_is_a_whole_number(self):
        self.assertEqual(self.assess("-o", "out.xlsx", "--replications", "many", code=2).err,
                         'titian: "many" is not a whole number from 0 to 4294967295\n'
                         "        write one behind --replications\n")

    def test_the_name_is_needed_and_ends_in_xlsx(self):
        self.assertEqual(self.assess(code=2).err,
                         'titian: "titian assess" needs the name of the workbook\n'
                         "        for example: -o readiness.xlsx\n")
        for name in ("out.xls", "out", ".xlsx", "out.xlsx.bak"):
            with self.subTest(name):
                self.assertEqual(self.assess("-o", name, code=2).err,
                                 f"titian: {name}: the name of a workbook ends in .xlsx\n"
                                 "        for example: -o readiness.xlsx\n")

    def test_an_existing_workbook_is_replaced_only_with_force(self):
        self.write("out.xlsx", "mine")
        self.assertEqual(self.assess("-o", "out.xlsx", code=2).err,
                         "titian: out.xlsx: the file exists\n"
                         "        add --force to replace it, or give another name\n")
        self.assertEqual((self.folder / "out.xlsx").read_text(), "mine")
        self.assess("-o", "out.xlsx", "--force")
        self.assertTrue(zipfile.is_zipfile(self.folder / "out.xlsx"))
        self.assertEqual(self.files(), ["bridges", "bridges.csv", "out.xlsx"])

    def test_an_existing_workbook_survives_a_failure(self):
        self.write("out.xlsx", "mine")
        self.change("bridges.csv", "80,10,90,100", "80,ten,90,100")
        self.assess("-o", "out.xlsx", "--force", code=1)
        self.assertEqual((self.folder / "out.xlsx").read_text(), "mine")
        self.assertEqual(self.files(), ["bridges", "bridges.csv", "out.xlsx"])

    def test_a_workbook_that_cannot_be_written(self):
        self.assertRegex(self.assess("-o", "none/out.xlsx", code=3).err, r"^titian: none/out\.xlsx: .*")
        (self.folder / "folder.xlsx").mkdir()
        self.assess("-o", "folder.xlsx", "--force", code=3)


if __name__ == "__main__":
    sys.exit(main())
