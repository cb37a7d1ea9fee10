"""What the tests of workbooks share: making them, comparing two of them, and the places of models and data.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import suite  # noqa: E402
import office  # noqa: E402
import xlsx  # noqa: E402

TOLERANCE = 1e-9

DDRI = suite.PROJECT / "models/ddri"
EGDI = suite.PROJECT / "models/egdi"
OPEN_DATA = suite.PROJECT / "datasets/countries"
RESTRICTED_DATA = suite.PROJECT / "datasets/countries-restricted"
ALL_DATA = (OPEN_DATA, RESTRICTED_DATA)


def assess(path, model, *data, options=()):
    """Write a workbook and read it; a failure of titian is a failure of the test."""
    run = suite.Run(["assess", model, *data, "-o", path, *options])
    if run.code != 0:
        raise AssertionError(f"titian assess {model} gave {run.code}:\n{run.err[-4000:]}")
    return xlsx.Book(path)


def same(a, b):
    """Numbers to the tolerance, relative above 1 and absolute below; an empty text is an empty cell."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(float(a) - float(b)) <= TOLERANCE * max(1.0, abs(float(a)))
    return ("" if a is None else a) == ("" if b is None else b)


def value_at(book, sheet, place):
    cell = book.sheets.get(sheet, {}).get(place)
    return None if cell is None else cell.value


def differences(expected, found, sheets=None):
    """(lines, count): formula cells of `expected` that have another value in `found`; how many were compared."""
    lines, count = [], 0
    for sheet, place, cell in expected.formulas():
        if sheets is not None and sheet not in sheets:
            continue
        count += 1
        value = value_at(found, sheet, place)
        if not same(cell.value, value):
            lines.append(f"{sheet}!{place}: {cell.value!r} became {value!r} by ={cell.formula[:300]}")
    return lines, count


def error_cells(book):
    return [f"{sheet}!{place}: {cell.value}" for sheet, cells in book.sheets.items()
            for place, cell in cells.items() if cell.is_error]


def head(lines, most=12):
    """The first lines of a list that may be long, for a message."""
    more = f"\n... and {len(lines) - most} more" if len(lines) > most else ""
    return "\n" + "\n".join(lines[:most]) + more


class BookCase(unittest.TestCase):
    """Tests of workbooks that are made once for the whole class, in a folder of its own."""

    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="titian-workbook-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.make()

    @classmethod
    def make(cls):
        """Make the workbooks of the class."""

    @classmethod
    def recalculate(cls, books):
        """Recalculate books, all in one start of LibreOffice."""
        return [xlsx.Book(path) for path in office.recalculate([book.path for book in books],
                                                               cls.folder / "recalculated")]

    def assert_no_lines(self, lines, what):
        if lines:
            self.fail(f"{len(lines)} {what}:{head(lines)}")


def main(needs_office=False):
    """Run the tests of the calling file; where LibreOffice is needed and absent, say so and count them as skipped."""
    if needs_office and office.program() is None:
        print("LibreOffice (soffice) is not installed; script/test installs it")
        print("0 passed, 0 failed, 1 skipped")
        return suite.SKIPPED
    return suite.main()
