"""Every formula of a workbook, calculated anew by LibreOffice, gives the value that titian computed.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import made_up
import support


class Recalculation(support.BookCase):
    """One book per kind of model; all are recalculated together, since LibreOffice is slow to start."""

    @classmethod
    def make(cls):
        cls.books = {
            "whole": support.assess(cls.folder / "whole.xlsx", support.DDRI, *support.ALL_DATA),
            "open": support.assess(cls.folder / "open.xlsx", support.DDRI, support.OPEN_DATA),
            "egdi": support.assess(cls.folder / "egdi.xlsx", support.EGDI, *support.ALL_DATA),
        }
        for recipe in made_up.RECIPES:
            model, table = made_up.write(cls.folder, recipe)
            cls.books[recipe] = support.assess(cls.folder / f"{recipe}.xlsx", model, table)
        cls.found = dict(zip(cls.books, cls.recalculate(cls.books.values())))

    def check(self, name, least):
        lines, count = support.differences(self.books[name], self.found[name])
        self.assert_no_lines(lines, f"of {count} formulas give another value")
        self.assertGreater(count, least, "too few formulas for this test to mean anything")
        self.assert_no_lines(support.error_cells(self.found[name]), "cells hold an error")

    def test_the_readiness_index_with_all_its_data(self):
        self.check("whole", 20000)

    def test_the_readiness_index_without_the_restricted_data(self):
        self.check("open", 20000)

    def test_a_model_without_priority_and_without_areas(self):
        self.check("egdi", 5000)

    def test_goalposts_clipped_and_logarithmic_with_geometric_means(self):
        self.check("goalposts", 3000)

    def test_imputed_and_treated_data_scored_by_minmax(self):
        self.check("minmax", 3000)

    def test_units_with_weights_of_their_own(self):
        self.check("exceptions", 3000)

    def test_scores_that_rest_on_weights_of_a_units_own_are_values_and_the_sheet_says_so(self):
        scores = self.books["exceptions"].sheets["Scores"]
        texts = [cell.value for cell in scores.values() if isinstance(cell.value, str)]
        self.assertTrue(any("have weights of their own" in text for text in texts))
        index = next(place for place, cell in scores.items() if cell.value == "INDEX").rstrip("0123456789")
        kinds = {cell.formula is None for place, cell in scores.items()
                 if place.rstrip("0123456789") == index and isinstance(cell.value, float)}
        self.assertEqual(kinds, {True, False})

    def test_zscores_with_units_dropped(self):
        self.check("zscore", 2000)

    def test_ranks_as_scores(self):
        self.check("rank", 2000)

    def test_coverage_by_count_and_unclipped_goalposts(self):
        self.check("count", 3000)

    def test_every_formula_carries_a_cached_value(self):
        """A number, or a text, possibly empty: never the 0 that a library writes when it is given nothing."""
        for name, book in self.books.items():
            with self.subTest(name):
                bare = [f"{sheet}!{place}" for sheet, place, cell in book.formulas()
                        if cell.value is None and cell.kind != "str"]
                self.assert_no_lines(bare, "formulas have no cached value")

    def test_scores_are_formulas_and_not_numbers(self):
        """Each unit of the readiness index: an index, eight areas, and its rank, all live."""
        scores = self.books["whole"].sheets["Scores"]
        header = next(row for row in range(1, 20) if scores.get(f"A{row}") and scores[f"A{row}"].value == "Code")
        live = sum(1 for place, cell in scores.items()
                   if cell.formula is not None and int(place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > header)
        self.assertGreater(live, 195 * 40)


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
