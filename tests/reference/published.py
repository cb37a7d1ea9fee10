"""What the suites of published indices share.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_unit_and_year(text):
    """What `titian score --years` printed, as {(unit, year): {code: text}}."""
    return {(row["uCode"], row["Time"]): row for row in csv.DictReader(io.StringIO(text))}


def csv_text(names, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(lines)
    return out.getvalue()
