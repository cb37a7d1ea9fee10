"""What a workbook says: hostile texts stay texts, missing indicators are named, the run can be identified.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import re
import sys

import made_up
import support
from support import suite

KINDS = ("Used", "Empty", "Blank", "Repeated", "Unwanted", "Aggregate", "Outside", "Note", "Refused")


def texts(book, sheet):
    """Every text of a sheet, formulas' results included, in one string."""
    return "\n".join(str(cell.value) for cell in book.sheets[sheet].values() if isinstance(cell.value, str))


class Content(support.BookCase):
    @classmethod
    def make(cls):
        cls.table = cls.folder / "goalposts.csv"
        model, _ = made_up.write(cls.folder, "goalposts")
        cls.model = model
        cls.hostile = support.assess(cls.folder / "hostile.xlsx", model, cls.table)
        cls.whole = support.assess(cls.folder / "whole.xlsx", support.DDRI, *support.ALL_DATA)
        cls.open = support.assess(cls.folder / "open.xlsx", support.DDRI, support.OPEN_DATA)
        cls.egdi = support.assess(cls.folder / "egdi.xlsx", support.EGDI, *support.ALL_DATA)

    def test_a_name_that_looks_like_a_formula_stays_a_text(self):
        """In the cells that hold it, and in the formulas that hand it on."""
        names = {made_up.unit_name(k) for k in range(made_up.N_UNITS)}
        for sheet in ("Scores", "Data_Used", "Data_Year", "Priority_Calc", "Quality"):
            found = {cell.value for place, cell in self.hostile.sheets[sheet].items() if place.startswith("B")}
            with self.subTest(sheet):
                self.assertEqual(names - found, set())
        written = [cell for sheet in self.hostile.sheets.values() for cell in sheet.values()
                   if cell.formula is not None and cell.formula in {name.lstrip("=") for name in made_up.HOSTILE}]
        self.assertEqual(written, [])

    def test_hostile_texts_of_the_model_stay_texts(self):
        self.assertEqual(support.value_at(self.hostile, "Summary", "A1"), "=Made-up index")
        self.assertIsNone(self.hostile.sheets["Summary"]["A1"].formula)
        self.assertIn("=licence", texts(self.hostile, "Indicators"))
        self.assertIn("@unit 3", texts(self.hostile, "Indicators"))
        for sheet, place, cell in self.hostile.formulas():
            self.assertNotIn("HYPERLINK", cell.formula, f"{sheet}!{place}")

    def test_indicators_without_data_are_named(self):
        """Without the folder of restricted data two indicators have no value: Summary and Methodology say so."""
        names = ["Online services of government", "Cyber security commitment"]
        for name in names:
            self.assertIn(name, texts(self.open, "Summary"))
            self.assertIn(name, texts(self.whole, "Indicators"))
            self.assertNotIn(f"too few data for {name}", texts(self.whole, "Summary"))
        self.assertIn("No file gives a value for", texts(self.open, "Summary"))
        for code in ("A1.OSIX", "F1.GCIX"):
            lines = texts(self.open, "Methodology").splitlines()
            notes = [line for line in lines if code in line and "left out" in line]
            self.assertEqual(len(notes), 1, code)

    def test_the_run_can_be_identified(self):
        """Methodology names every file with its fingerprint, and the model's."""
        words = texts(self.whole, "Methodology")
        for folder in (support.OPEN_DATA, support.RESTRICTED_DATA):
            for path in sorted(folder.glob("*.csv")):
                with self.subTest(path.name):
                    self.assertIn(path.name, words)
                    self.assertIn(hashlib.sha256(path.read_bytes()).hexdigest(), words)
        self.assertRegex(words, r"framework together: [0-9a-f]{64}")
        self.assertNotIn(str(suite.PROJECT), words)

    def files(self, book):
        """Rows of the sheet Files by the name of the file, as {header: value}."""
        cells = book.sheets["Files"]
        headers = {place[:-1]: cell.value for place, cell in cells.items() if re.fullmatch("[A-Z]+5", place)}
        rows = [{header: getattr(cells.get(f"{column}{row}"), "value", None) for column, header in headers.items()}
                for row in range(6, 6 + sum(1 for place in cells if re.fullmatch("A[0-9]+", place)))]
        return {row["File"]: row for row in rows if row["File"] is not None}

    def test_each_file_has_its_ledger(self):
        """Rows counted by another reader than titian's."""
        found = self.files(self.open)
        paths = sorted(support.OPEN_DATA.glob("*.csv"))
        self.assertEqual(sorted(found), [path.name for path in paths])
        for path in paths:
            row = found[path.name]
            with self.subTest(path.name):
                with path.open(encoding="utf-8-sig", newline="") as file:
                    self.assertEqual(row["Rows"], sum(1 for line in csv.reader(file) if line) - 1)
                self.assertEqual(row["SHA-256"], hashlib.sha256(path.read_bytes()).hexdigest())
                self.assertEqual(row["Bytes"], path.stat().st_size)
                self.assertEqual(row["Rows"], sum(row[kind] for kind in KINDS if kind in row))

    def test_rows_not_used_are_listed_by_line(self):
        table = self.folder / "more.csv"
        table.write_text("unit_code,year,indicator_code,value\nXXX,2020,NO_SUCH,1\n,,,\nXXX,2020,NO_SUCH,1\n", encoding="utf-8")
        book = support.assess(self.folder / "more.xlsx", self.model, self.table, table)
        row = self.files(book)["more.csv"]
        self.assertEqual((row["Rows"], row["Used"], row["Unwanted"], row["Blank"]), (3, 0, 2, 1))
        self.assertEqual(row["Lines of rows not used"], "blank 3; unwanted 2, 4")
        self.assertEqual(row["Codes or columns set aside"], 1)

    def test_how_the_text_was_read_and_what_settled_it(self):
        table = self.folder / "excel.csv"
        table.write_text("unit_code;year;indicator_code;value\nXXX;2020;NO_SUCH;1,5\n", encoding="utf-8")
        book = support.assess(self.folder / "excel.xlsx", self.model, self.table, table, options=["--decimal=,"])
        self.assertEqual(self.files(book)["excel.csv"]["Read as"], "UTF-8, semicolons between fields, decimal point")
        self.assertRegex(texts(book, "Methodology"), "decimal = comma: in columns")
        self.assertIn("None was given: encoding", texts(self.whole, "Methodology"))
        for path in sorted(support.OPEN_DATA.glob("*.csv")):  # wide and long files: empty fields by another reader
            self.assertRegex(self.files(self.open)[path.name]["Read as"], "^UTF-8, commas between fields, decimal point$")

    def test_every_licence_is_listed_with_its_codes(self):
        words = texts(self.whole, "Methodology")
        for licence in ("CC BY 4.0", "UN terms of use", "ITU terms: non-commercial and educational re-use"):
            self.assertIn(licence, words)

    def test_a_model_without_priority_says_nothing_of_assistance(self):
        for sheet in ("Summary", "Profile", "Heatmap", "Methodology"):
            with self.subTest(sheet):
                self.assertNotRegex(texts(self.egdi, sheet), "(?i)assistance|priorit")
        self.assertIn("Denmark has the highest index, 0.985", texts(self.egdi, "Summary"))

    def test_the_first_sentence_names_the_first_of_the_list(self):
        first = support.value_at(self.whole, "Priority", "B6")
        self.assertIn(f"{first} stands first for assistance", texts(self.whole, "Summary"))

    def test_imputed_values_are_marked_and_counted(self):
        model, table = made_up.write(self.folder, "minmax")
        book = support.assess(self.folder / "minmax.xlsx", model, table)
        self.assertIn("group_median", texts(book, "Data_Year"))
        self.assertIn("values on Data_Used", texts(book, "Methodology"))

    def test_equal_inputs_give_equal_bytes_and_a_date_can_be_given(self):
        again = support.assess(self.folder / "again.xlsx", self.model, self.table)
        self.assertEqual((self.folder / "hostile.xlsx").read_bytes(), (self.folder / "again.xlsx").read_bytes())
        self.assertEqual(again.parts, self.hostile.parts)

    def test_an_existing_workbook_is_replaced_whole_or_not_at_all(self):
        path = self.folder / "there.xlsx"
        path.write_bytes(b"x" * 10_000_000)  # longer than the workbook: nothing of it may remain
        run = suite.Run(["assess", self.model, self.table, "-o", path])
        self.assertEqual((run.code, path.read_bytes()[:1]), (2, b"x"))
        support.assess(path, self.model, self.table, options=["--force"])
        self.assertEqual(path.read_bytes(), (self.folder / "hostile.xlsx").read_bytes())
        self.assertEqual([p.name for p in self.folder.glob("there.xlsx*")], ["there.xlsx"])


if __name__ == "__main__":
    sys.exit(support.main())
