"""Mappings from outside: a draft, what it is used for, and how it is found.
SPDX-License-Identifier: GPL-3.0-or-later
"""
from bridge import BridgeCase
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
