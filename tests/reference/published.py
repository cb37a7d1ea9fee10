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


def write_node(case, path, key, columns, more=""):
    """In a test's folder: a model of one node over some columns of a reference file, whose values are scores already."""
    lines = [[code, "Indicator", 1, "index", 1, 1, 0, 1] for code in columns]
    case.write("framework.csv", csv_text(["iCode", "Type", "Level", "Parent", "Weight", "Direction", "Low", "High"],
                                         lines + [["index", "Aggregate", 2, "", 1, "", "", ""]]))
    case.write("model.yaml", "normalise: {method: goalposts, clip: false, range: [0, 1]}\n"
                             "aggregate: [{method: arithmetic}]\n" + more)
    data = [[row[key], 2019] + [row[code] for code in columns] for row in rows(path)]
    case.write("data.csv", csv_text(["uCode", "Time"] + columns, data))


def csv_text(names, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(lines)
    return out.getvalue()
