"""The page of one unit follows its drop-down list: every figure on it is that of the unit chosen.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import made_up
import support
import xlsx


def column_of(book, sheet, header, row):
    """Letters of the column with a header in a row."""
    for place, cell in book.sheets[sheet].items():
        if cell.value == header and place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row):
            return place.rstrip("0123456789")
    raise AssertionError(f"{sheet} has no column {header!r} in row {row}")


def row_of(book, sheet, column, value):
    for place, cell in book.sheets[sheet].items():
        if cell.value == value and place.rstrip("0123456789") == column:
            return int(place[len(column):])
    raise AssertionError(f"{sheet} has no {value!r} in column {column}")


class Profile(support.BookCase):
    # ranked and eligible; eligible, too few data; ranked, not eligible
    CHOICES = ["Indonesia", "Cuba", "Denmark"]

    @classmethod
    def make(cls):
        cls.book = support.assess(cls.folder / "book.xlsx", support.DDRI, *support.ALL_DATA)
        model, table = made_up.write(cls.folder, "goalposts")
        made = support.assess(cls.folder / "made.xlsx", model, table)
        edited = [cls.choose(cls.book, name, f"choice-{k}") for k, name in enumerate(cls.CHOICES)]
        edited.append(cls.choose(made, "U08", "choice-hostile"))  # Star * and ? and ~: chosen by code
        *found, cls.hostile = cls.recalculate(edited)
        cls.found = dict(zip(cls.CHOICES, found))
        cls.header = row_of(cls.book, "Scores", "A", "Code")

    @classmethod
    def choose(cls, book, unit, name):
        path = cls.folder / f"{name}.xlsx"
        xlsx.write_changed(book, {"Profile!A5": unit}, path)
        return xlsx.Book(path)

    def on_each_choice(self, check):
        for name, book in self.found.items():
            with self.subTest(name):
                check(book, row_of(book, "Scores", "B", name))

    def test_no_cell_holds_an_error(self):
        for book in (*self.found.values(), self.hostile):
            self.assert_no_lines(support.error_cells(book), "cells hold an error")

    def test_value_year_and_score_of_every_indicator(self):
        first = row_of(self.book, "Profile", "A", "Indicator, unit") + 1
        codes = [self.book.sheets["Indicators"][f"A{row}"].value for row in range(6, 6 + 33)]

        def check(book, line):
            for k, code in enumerate(codes):
                column = column_of(book, "Scores", code, self.header)
                for here, sheet in (("B", "Data_Used"), ("C", "Data_Year"), ("D", "Scores")):
                    source = support.value_at(book, sheet, f"{column}{line}")
                    found = support.value_at(book, "Profile", f"{here}{first + k}")
                    self.assertTrue(support.same(source, found), code)

        self.on_each_choice(check)

    def test_areas_beside_the_mean_of_their_region(self):
        first = row_of(self.book, "Profile", "A", "Area") + 1
        region = column_of(self.book, "Data_Used", "region", self.header)
        lines = range(self.header + 1, self.header + 1 + 195)

        def check(book, line):
            mine = support.value_at(book, "Data_Used", f"{region}{line}")
            for k, code in enumerate(["A1", "A2", "A3", "A4", "A5", "F1", "F2", "F3"]):
                column = column_of(book, "Scores", code, self.header)
                scores = [support.value_at(book, "Scores", f"{column}{row}") for row in lines
                          if support.value_at(book, "Data_Used", f"{region}{row}") == mine]
                scores = [x for x in scores if isinstance(x, float)]
                mean = sum(scores) / len(scores) if mine else None  # a unit without a region has no peers
                self.assertTrue(support.same(mean, support.value_at(book, "Profile", f"C{first + k}")), code)
                self.assertTrue(support.same(support.value_at(book, "Profile", f"B{first + k}"),
                                             support.value_at(book, "Scores", f"{column}{line}")))

        self.on_each_choice(check)

    def test_the_sentences_are_about_the_unit_chosen(self):
        def says(name):
            return "\n".join(str(c.value) for c in self.found[name].sheets["Profile"].values())

        self.assertIn("Region: East Asia & Pacific", says("Indonesia"))
        self.assertIn("Cuba: too few data for an index. Assistance: ", says("Cuba"))
        self.assertIn("not on the DAC list of ODA recipients", says("Denmark"))

    def test_a_unit_whose_name_holds_wildcards_is_chosen_by_code(self):
        self.assertIn("Star * and ? and ~: index", self.hostile.sheets["Profile"]["A7"].value)
        self.assertEqual(self.hostile.sheets["Profile"]["B5"].value, 9.0)


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
