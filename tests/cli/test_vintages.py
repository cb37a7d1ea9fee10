"""Vintages that the model names: what is newer holds, wherever it stands on the command line.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import sys

from bridge import BridgeCase
from sheets import pack
from suite import main

OLD, NEW = "400000,80,10,90", "400000,85.5,10,90"


class Vintages(BridgeCase):
    def setUp(self):
        super().setUp()
        self.old = (self.folder / "bridges.csv").read_text(encoding="utf-8")
        self.new = self.old.replace(OLD, NEW)
        self.alone = {}
        for name, text in (("old.csv", self.old), ("new.csv", self.new)):
            self.write(name, text)
            self.alone[name] = self.run_titian("score", "bridges", name, "--stage", "raw").out

    def name(self, *names):
        path = self.folder / "bridges" / "model.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.split("\ndata:")[0].rstrip() + f"\ndata: {{vintages: {json.dumps(names)}}}\n", encoding="utf-8")

    def holds(self, which, *data, err=""):
        run = self.run_titian("score", "bridges", *data, "--stage", "raw")
        self.assertEqual(run.out, self.alone[which])
        self.assertEqual(run.err, err)

    def test_the_newer_file_holds_in_any_order(self):
        self.name("old.csv", "n?w.csv")
        self.holds("new.csv", "old.csv", "new.csv")
        self.holds("new.csv", "new.csv", "old.csv")
        self.name("new.csv", "[o]*.csv")
        self.holds("old.csv", "old.csv", "new.csv")

    def test_without_vintages_the_difference_is_an_error(self):
        self.assertIn("keep the one that is right and remove the other\n",
                      self.run_titian("score", "bridges", "old.csv", "new.csv", code=1).err)

    def test_folders_and_zip_files_are_named_too(self):
        self.name("first", "second.zip")
        self.write("deep/first/x.csv", self.old)
        self.write("second.zip", pack({"x.csv": self.new}))
        self.holds("new.csv", "second.zip", "deep/first")
        self.name("second.zip", "first")
        self.holds("old.csv", "second.zip", "deep/first/x.csv")

    def test_the_own_name_counts_before_the_folder(self):
        self.name("new", "a.csv", "b.csv")
        self.write("new/a.csv", self.old)
        self.write("new/b.csv", self.new)
        self.holds("new.csv", "new", err='titian: note: no file that was given has the name "new", which is vintage 1 of '
                                         "the model\n        give it, or take it out of data.vintages\n")

    def test_three_vintages_are_revised_one_by_one(self):
        self.name("a", "b", "c")
        for folder, value in (("a", "80"), ("b", "85.5"), ("c", "80")):
            self.write(f"{folder}/x.csv", self.old.replace(OLD, f"400000,{value},10,90"))
        run = self.run_titian("check", "bridges", "c", "a", "b", "--revisions")
        self.assertEqual([(row["old"], row["new"], row["old_file"], row["new_file"])
                          for row in csv.DictReader(io.StringIO(run.out))],
                         [("80", "85.5", "a/x.csv", "b/x.csv"), ("85.5", "80", "b/x.csv", "c/x.csv")])
        self.holds("old.csv", "c", "a", "b")

    def test_files_of_no_vintage_are_not_overruled(self):
        self.name("new.csv")
        for data in (("old.csv", "new.csv"), ("new.csv", "old.csv")):
            self.assertIn("keep the one that is right and remove the other; or name both files in data.vintages of the "
                          "model, the newer one last\n", self.run_titian("score", "bridges", *data, code=1).err)
        self.name("*.csv")
        self.assertIn("; both files are of one vintage of the model\n",
                      self.run_titian("score", "bridges", "old.csv", "new.csv", code=1).err)

    def test_a_file_of_two_vintages_is_refused(self):
        self.name("old*", "*d.csv")
        self.assertIn('titian: old.csv: "old.csv" is of vintage 1 of the model and of vintage 2: "old*" and "*d.csv" fit it\n'
                      "        write names under data.vintages that fit each file once\n",
                      self.run_titian("score", "bridges", "old.csv", "new.csv", code=1).err)

    def test_the_command_line_counts_before_the_model(self):
        self.name("new.csv", "old.csv")
        self.holds("new.csv", "old.csv", "new.csv", "--vintages")

    def test_the_ledger_says_so(self):
        self.name("old.csv", "new.csv")
        found = json.loads(self.run_titian("check", "bridges", "new.csv", "old.csv", "--json").out)
        self.assertEqual(found["settings"]["vintages"],
                         "by the names of the files, oldest first, later ones revise: old.csv, then new.csv")
        self.assertEqual([(f["path"], f["vintage"], f["revised"], f["revisions"]) for f in found["files"]],
                         [("old.csv", 1, 1, 0), ("new.csv", 2, 0, 1)])


if __name__ == "__main__":
    sys.exit(main())
