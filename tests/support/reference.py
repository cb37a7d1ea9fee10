"""Reference tables: numbers computed elsewhere, in ../shared/reference beside the project.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import unittest

from suite import PROJECT

FOLDER = PROJECT.parent / "shared" / "reference"


def needs(name):
    """Skip a test case when a reference folder is not there."""
    return unittest.skipUnless((FOLDER / name).is_dir(), f"no reference tables {name} beside the project")


def number(text):
    return math.nan if text in ("", "NA") else float(text)


def table(text, key="uCode"):
    """A CSV text as {key: {column: text}}."""
    return {row[key]: row for row in csv.DictReader(io.StringIO(text))}


def relative_error(x, expected):
    """Of two numbers; 0 where both are missing, infinite where one is."""
    if math.isnan(x) or math.isnan(expected):
        return 0.0 if math.isnan(x) and math.isnan(expected) else math.inf
    return abs(x - expected) / max(abs(expected), 1e-300) if x != expected else 0.0
