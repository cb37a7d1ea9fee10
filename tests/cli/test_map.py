"""Mappings from outside: a draft, what it is used for, and how it is found.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import zipfile

from bridge import BridgeCase
from sheets import Sheet, workbook
from suite import main

SURVEY = """Survey of 2024,,,,
Kode,Negara,Kelompok,Tahun,Pengguna
ISL,Isle,Semua,2024,72.8
ISL,Isle,Perempuan,2024,70.1
FJO,Fjord,Semua,2024,34.0
FJO,Fjord,Perempuan,2024,30.0
"""


class Map(BridgeCase):
    def model(self):
        (self.folder / "net.csv").write_text("iCode,Type,Level,Parent,Weight,Low,High,SourceCode\n"
                                             "NET,Indicator,1,T,1,0,100,USERS\nT,Aggregate,2,,,,,\n", encoding="utf-8")
        self.write("survey.csv", SURVEY)

    def draft(self):
        """The draft, with the one thing it cannot know filled in."""
        draft = self.run_titian("map", "survey.csv").out
        self.assertIn("code: Pengguna}", draft)
        return draft.replace("code: Pengguna}", "code: USERS}")

    def scores(self, *arguments):
        return self.run_titian("results", "net.csv", *arguments, "-q").out.splitlines()

    def test_a_draft_is_used_when_it_is_named(self):
        self.model()
        self.write("my.yaml", self.draft().replace('"Kelompok"}', '"Kelompok", value: Semua}'))
        rows = self.scores("survey.csv", "--map", "my.yaml")
        self.assertEqual([row.split(",")[0] for row in rows[1:]], ["ISL", "FJO"])

    def test_encoding_and_separator_do_not_matter(self):
        self.model()
        plain = self.draft()
        self.write("survey.csv", b"\xff\xfe" + SURVEY.replace(",", "\t").encode("utf-16le"))
        self.assertEqual(self.draft(), plain)

    def test_a_sheet_of_a_workbook_is_drafted_too(self):
        self.model()
        plain = self.draft()
        rows = [[int(cell) if cell == "2024" else float(cell) if "." in cell else cell or None for cell in row]
                for row in csv.reader(SURVEY.splitlines())]
        (self.folder / "book.xlsx").write_bytes(
            workbook(Sheet("About", [["A survey"]]), Sheet("Old", rows[:4], state="hidden"), Sheet("Data", rows)))
        draft = self.run_titian("map", "book.xlsx").out
        self.assertTrue(draft.startswith('# Draft of a mapping for "book.xlsx#Data". '))
        self.assertEqual(draft.replace("book.xlsx#Data", "survey.csv").replace("code: Pengguna}", "code: USERS}"),
                         plain)
        self.assertTrue(self.run_titian("map", "book.xlsx#Old").out.startswith('# Draft of a mapping for "book.xlsx#Old"'))
        self.assertIn('book.xlsx: this workbook has no sheet "New"\n        its first sheet is "About"\n',
                      self.run_titian("map", "book.xlsx#New", code=1).err)

    def test_values_are_numbers_as_data_have_them(self):
        self.write("de.csv", "Land;Jahr;Nutzer;Anteil;Gruppe\r\nKEN;2024;1.234,5;45 %;alle\r\nTLS;2024;n/a;12,5;alle\r\n")
        draft = self.run_titian("map", "de.csv").out
        self.assertIn('columns:', draft)
        for name in ("Nutzer", "Anteil"):
            self.assertIn(f'  - {{column: "{name}", code: {name}}}\n', draft)
        self.assertIn('  - {column: "Gruppe"}   # value: "alle"\n', draft)

    def test_remarks_beside_a_sheet_hide_nothing(self):
        rows = [["Kode", "Tahun", "Nilai"], ["KEN", 2024, 1.5, "provisional"], ["TLS", 2024, 2.5, "checked"]]
        (self.folder / "book.xlsx").write_bytes(workbook(Sheet("Data", rows)))
        draft = self.run_titian("map", "book.xlsx").out
        self.assertIn('#   "Kode": "KEN", "TLS"\n#   "Tahun": "2024"\n#   "Nilai": "1.5", "2.5"\n', draft)

    def test_what_has_no_sheet(self):
        self.model()
        self.assertIn("survey.csv: this file is no workbook, so no sheet of it can be named\n",
                      self.run_titian("map", "survey.csv#Data", code=1).err)
        with zipfile.ZipFile(self.folder / "files.zip", "w") as file:
            file.writestr("survey.csv", SURVEY)
        self.assertIn("files.zip: this is a zip file, and no workbook\n        unpack it, and give one of the files in it",
                      self.run_titian("map", "files.zip", code=1).err)
        (self.folder / "book.xlsx").write_bytes(workbook(Sheet("Data", [["a", "b", "c"]], state="hidden")))
        self.assertIn("book.xlsx: no sheet that is shown has a row of three cells or more, so there is no header\n",
                      self.run_titian("map", "book.xlsx", code=1).err)

    def test_a_mapping_beside_the_data_is_found(self):
        self.model()
        self.write("survey.map.yaml", self.draft().replace('"Kelompok"}', '"Kelompok", value: Perempuan}'))
        self.assertRegex(self.run_titian("check", "net.csv", "survey.csv").out, r"  mapped +4 +2 ")
        folder = self.folder / "data"
        folder.mkdir()
        for name in ("survey.csv", "survey.map.yaml"):
            (self.folder / name).rename(folder / name)
        self.assertRegex(self.run_titian("check", "net.csv", "data").out, r"  mapped +4 +2 ")

    def test_a_breakdown_without_a_total_is_an_error(self):
        self.model()
        self.write("survey.map.yaml", self.draft())
        err = self.run_titian("check", "net.csv", "survey.csv", code=1).err
        self.assertIn("survey.csv:2: USERS has several values for a unit and year: Kelompok is Semua, Perempuan, and "
                      "none of these is the total (indicator NET)\n", err)
        self.assertIn("USERS[Kelompok=Semua]", err)

    def test_the_draft_of_a_table_of_names_is_used_as_it_stands(self):
        """Countries by name alone, as spreadsheets have them; a slip in one is refused."""
        self.model()
        self.write("names.csv", "Country,Year,USERS\nKenya,2024,40\nTurkey,2024,80\nCôte d'Ivoire,2024,60\n")
        self.run_titian("map", "names.csv", "-o", "names.map.yaml")
        rows = list(csv.DictReader(self.scores("names.csv")))
        self.assertEqual([(row["uCode"], row["Rank"]) for row in rows], [("TUR", "1"), ("CIV", "2"), ("KEN", "3")])
        with open(self.folder / "names.csv", "a", encoding="utf-8") as file:
            file.write("Brazil,2024,50\nChad,2024,50\nPeru,2024,50\nGermony,2024,50\n")
        err = self.run_titian("results", "net.csv", "names.csv", code=1).err
        self.assertIn('titian: names.csv:8:1: "Germony" is not the code or name of any country', err)

    def test_faults_of_a_mapping(self):
        self.model()
        self.write("my.yaml", "unit: Kode\nyaer: Tahun\nvalue: Pengguna\ncode: USERS\n")
        err = self.run_titian("check", "net.csv", "survey.csv", "--map", "my.yaml", code=1).err
        self.assertIn('titian: my.yaml:2:1: unknown key "yaer"\n        did you mean "year"?', err)
        self.run_titian("check", "net.csv", "survey.csv", "--map", "none.yaml", code=3)
        self.run_titian("map", "none.csv", code=3)
        self.run_titian("map", code=2)

    def test_a_draft_in_a_file_replaces_nothing(self):
        self.model()
        self.run_titian("map", "survey.csv", "-o", "a.yaml")
        self.assertIn("header_line: 2", (self.folder / "a.yaml").read_text(encoding="utf-8"))
        self.run_titian("map", "survey.csv", "-o", "a.yaml", code=2)


if __name__ == "__main__":
    main()
