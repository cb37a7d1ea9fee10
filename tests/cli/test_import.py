"""titian import: data of any form in one tidy table, which reads back as the same data.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import sys

from bridge import BridgeCase
from suite import main

HEADER = "unit_code,year,indicator_code,value,status,source_file,source_line,unit_name"


class Import(BridgeCase):
    def tidy(self, *arguments):
        run = self.run_titian("import", *arguments)
        self.assertEqual(run.out.splitlines()[0], HEADER)
        return list(csv.DictReader(io.StringIO(run.out)))

    def test_each_value_has_its_source(self):
        self.write("more.csv", "unit_code,year,indicator_code,value,status\nNOR,2024,CODE,0.1,E\nNOR,2024,XX,7,\n")
        rows = self.tidy("bridges", "bridges.csv", "more.csv")
        nor = [(r["year"], r["indicator_code"], r["value"], r["status"], r["source_file"], r["source_line"])
               for r in rows if r["unit_code"] == "NOR"]
        self.assertEqual(nor, [("2024", "NET", "20", "A", "bridges.csv", "5"),
                               ("2024", "COST", "5", "A", "bridges.csv", "5"),
                               ("2024", "READ", "50", "A", "bridges.csv", "5"),
                               ("2024", "CODE", "0.1", "E", "more.csv", "2"),
                               ("2024", "POP", "900000", "A", "bridges.csv", "5"),
                               ("2024", "region", "sea", "", "", "")])
        self.assertEqual({r["unit_name"] for r in rows if r["unit_code"] == "ISL"}, {"Isle, The"})

    def test_what_is_written_reads_back_as_the_same_data(self):
        self.write("more.csv", "unit_code,year,indicator_code,value,status\n"
                   "NOR,2024,CODE,0.1,E\nNOR,2019,CODE,1e-300,\nNOR,2020,CODE,0.30000000000000004,\n")
        self.write("units.csv", "unit_code,unit_name,region\nNEW,\"New, \"\"Land\"\"\",\nOLD,Old,hill\n")
        files = ("bridges.csv", "more.csv", "units.csv")
        self.run_titian("import", "bridges", *files, "-o", "tidy.csv")
        for command, *options in (("score", "-s", "raw"), ("score",), ("results", "-c", "full")):
            with self.subTest(command, options=options):
                self.assertEqual(self.run_titian(command, "bridges", "tidy.csv", *options).out,
                                 self.run_titian(command, "bridges", *files, *options).out)
        def strip(rows):
            return [{k: v for k, v in row.items() if not k.startswith("source")} for row in rows]
        self.assertEqual(strip(self.tidy("bridges", "tidy.csv")), strip(self.tidy("bridges", *files)))
        self.assertIn("1e-300", {row["value"] for row in self.tidy("bridges", "tidy.csv")})
        self.assertIn("0.30000000000000004", {row["value"] for row in self.tidy("bridges", "tidy.csv")})
        self.assertIn("NEW", {row["unit_code"] for row in self.tidy("bridges", "tidy.csv")})

    def test_without_a_model_every_code_is_taken(self):
        self.write("more.csv", "unit_code,year,indicator_code,value\nNOR,2024,OTHER,3\nNOR,2024,SPEECH,loud\n")
        rows = self.tidy("-", "bridges.csv", "more.csv")
        codes = {r["indicator_code"] for r in rows}
        self.assertEqual(codes, {"region", "POP", "NET", "COST", "READ", "CODE", "OTHER", "SPEECH"})
        of_nor = {r["indicator_code"]: r["value"] for r in rows if r["unit_code"] == "NOR"}
        self.assertEqual((of_nor["OTHER"], of_nor["SPEECH"], of_nor["region"]), ("3", "loud", "sea"))
        self.run_titian("import", "-", "bridges.csv", "-o", "tidy.csv")
        self.assertEqual(self.run_titian("score", "bridges", "tidy.csv").out,
                         self.run_titian("score", "bridges", "bridges.csv").out)

    def test_aliases_count_without_a_model_too(self):
        self.write("who.csv", "unit_code,year,NET\nKEN,2024,1\nTZA,2024,2\nUGA,2024,3\nRWA,2024,4\nBurundi-Stan,2024,5\n")
        self.write("alias.csv", "name,code\nBurundi-Stan,BDI\n")
        units = {row["unit_code"] for row in self.tidy("-", "who.csv", "--aliases", "alias.csv")}
        self.assertEqual(units, {"KEN", "TZA", "UGA", "RWA", "BDI"})

    def test_a_pipe_needs_a_model(self):
        run = self.run_titian("import", "-", "/dev/null", code=2)
        self.assertIn("/dev/null: without a model data are read more than once", run.err)

    def test_a_word_among_numbers_is_a_fault_without_a_model_too(self):
        self.write("bad.csv", "unit_code,year,GE,WORDS\nKEN,2020,1,a\nUGA,2020,much,b\n")
        run = self.run_titian("import", "-", "bad.csv", code=1)
        self.assertIn('bad.csv:3:3: "much" is not a number', run.err)
        self.assertNotIn("WORDS", run.err)

    def test_files_without_numbers_are_named(self):
        self.write("bad.csv", "unit_code,year,WORDS\nKEN,2020,a\n")
        self.assertIn("no file holds a number", self.run_titian("import", "-", "bad.csv", code=1).err)

    def test_vintages_are_imported_as_revised(self):
        self.write("newer.csv", (self.folder / "bridges.csv").read_text(encoding="utf-8")
                   .replace("400000,80,10,90", "400000,85.5,10,90"))
        rows = self.tidy("bridges", "bridges.csv", "newer.csv", "--vintages")
        net = [r for r in rows if (r["unit_code"], r["indicator_code"]) == ("EST", "NET")]
        self.assertEqual([(r["value"], r["source_file"]) for r in net], [("85.5", "newer.csv")])

    def test_a_file_is_replaced_with_force_alone(self):
        self.write("tidy.csv", "mine")
        self.run_titian("import", "bridges", "bridges.csv", "-o", "tidy.csv", code=2)
        self.assertEqual((self.folder / "tidy.csv").read_text(), "mine")
        self.run_titian("import", "bridges", "bridges.csv", "-o", "tidy.csv", "--force")
        self.assertTrue((self.folder / "tidy.csv").read_text().startswith(HEADER))

    def test_the_ledger_of_a_tidy_table_adds_up(self):
        self.run_titian("import", "bridges", "bridges.csv", "-o", "tidy.csv")
        file, = json.loads(self.run_titian("check", "bridges", "tidy.csv", "--json").out)["files"]
        self.assertEqual(file["kinds"]["used"]["rows"], file["rows"])
        self.assertEqual(file["values"], 16)


if __name__ == "__main__":
    sys.exit(main())
