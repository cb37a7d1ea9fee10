"""What the tests of this folder share: where titian and the sources are, running titian, comparing two workbooks.
ctest gives the places in TITIAN_PROGRAM and TITIAN_SOURCE_DIR."""
import os
import subprocess
import sys
import tempfile
import unittest

import office
import xlsx

SOURCE = os.environ.get('TITIAN_SOURCE_DIR') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
PROGRAM = os.environ.get('TITIAN_PROGRAM') or 'titian'
TOLERANCE = 1e-9
SKIPPED = 77

DDRI = os.path.join(SOURCE, 'models', 'ddri')
EGDI = os.path.join(SOURCE, 'models', 'egdi')
OPEN_DATA = os.path.join(SOURCE, 'datasets', 'countries')
RESTRICTED_DATA = os.path.join(SOURCE, 'datasets', 'countries-restricted')


def titian(*arguments, **more):
    """Run titian. Returns the finished process with stdout and stderr as text."""
    environment = {k: v for k, v in os.environ.items() if k != 'SOURCE_DATE_EPOCH'}
    return subprocess.run([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment, check=False, **more)


def assess(model, data, path, *options):
    """Write a workbook; any failure is an error of the test."""
    done = titian('assess', model, *data, '-o', path, *options)
    if done.returncode != 0:
        raise AssertionError(f'titian assess {model} failed with {done.returncode}:\n{done.stderr}')
    return path


def same(a, b):
    """Are two cell values the same? Numbers to the tolerance, relative above 1 and absolute below; an empty text and
    an empty cell are the same."""
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(float(a) - float(b)) <= TOLERANCE * max(1.0, abs(float(a)))
    return (a if a is not None else '') == (b if b is not None else '')


def differences(expected, found, sheets=None):
    """Formula cells of `expected` whose value is another one in `found`, as readable lines; and how many there were."""
    out, count = [], 0
    for sheet, place, cell in expected.formulas():
        if sheets is not None and sheet not in sheets:
            continue
        count += 1
        other = found.sheets.get(sheet, {}).get(place)
        value = other.value if other is not None else None
        if not same(cell.value, value):
            out.append(f'{sheet}!{place}: {cell.value!r} became {value!r} by ={cell.formula}')
    return out, count


def error_cells(book):
    return [f'{sheet}!{place}: {cell.value}' for sheet, cells in book.sheets.items()
            for place, cell in cells.items() if cell.is_error]


def head(lines, n=15):
    """The first lines of a long list, for a message."""
    return '\n'.join(lines[:n]) + (f'\n... and {len(lines) - n} more' if len(lines) > n else '')


class WorkbookTest(unittest.TestCase):
    """A test with a folder of its own for each class, gone at the end."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix='titian-workbook-')
        cls.addClassCleanup(holder.cleanup)
        cls.folder = holder.name

    @classmethod
    def place(cls, *names):
        return os.path.join(cls.folder, *names)


def run(needs_office):
    """Run the tests of the calling module; the exit code says "skipped" where LibreOffice is needed and absent."""
    if needs_office and office.program() is None:
        print('skipped: LibreOffice (soffice) is not installed; script/test installs it')
        sys.exit(SKIPPED)
    unittest.main(module='__main__', verbosity=2)


def load(path):
    return xlsx.Book(path)
