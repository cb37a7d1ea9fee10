"""Runs every case of every *.golden file here.

A case is a run of lines ended by an empty one; a line that begins with two blanks continues the one before:

    case    minmax shares the range out between the lowest and the highest value
    origin  by hand
    yaml    normalise: {method: minmax}
    row     A Direction=-1                 a row of framework.csv; Type=Indicator Level=1 Parent=INDEX Weight=1 and,
                                           without Low, Direction=1 unless said; only rows that differ need one
    label   G a a b                        a Group row, and the label of each unit
    given   A 2 4 -                        the raw values of the units; - is missing
    expect  normalised A 100 0 - within 1e-12      at a stage; absolute, or: within 1e-12 relative

The root INDEX stands above the highest level given. The `origin` says who computed the expected values.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from reference import number, relative_error, table  # noqa: E402
from suite import Case, main  # noqa: E402

COLUMNS = ("iCode", "Type", "Level", "Parent", "Weight", "Direction", "Low", "High", "Scale", "Denominator",
           "DenominatorScale")


class Golden:
    """One case, read."""

    def __init__(self, place):
        self.place, self.name, self.origin = place, "", ""
        self.yaml, self.rows, self.labels, self.given, self.expect = [], {}, {}, {}, []

    def take(self, line):
        word, _, rest = line.partition(" ")
        fields = rest.split()
        if word == "case":
            self.name = rest.strip()
        elif word == "origin":
            self.origin = rest.strip()
        elif word == "yaml":
            self.yaml.append(rest.strip())
        elif word == "row":
            self.rows[fields[0]] = dict(field.split("=") for field in fields[1:])
        elif word == "label":
            self.labels[fields[0]] = fields[1:]
        elif word == "given":
            self.given[fields[0]] = fields[1:]
        elif word == "expect":
            at = fields.index("within")
            self.expect.append((fields[0], fields[1], fields[2:at], float(fields[at + 1]), "relative" in fields[at:]))
        else:
            raise ValueError(f"{self.place}: what is \"{word}\"?")

    def framework(self):
        rows = {code: {} for code in self.given}
        rows.update(self.rows)
        top = 1 + max(int(row.get("Level", 1)) for row in rows.values())
        lines = [",".join(COLUMNS), f"INDEX,Aggregate,{top},,1" + "," * (len(COLUMNS) - 5)]
        for code, given in rows.items():
            beside = given.get("Type") in ("Denominator", "Other")
            usual = {} if beside else {"Level": "1", "Parent": "INDEX", "Weight": "1", "Direction": "1"}
            row = {"iCode": code, "Type": "Indicator", **usual, **given}
            if row["Type"] == "Aggregate" or ("Low" in given and "Direction" not in given):
                row["Direction"] = ""
            lines.append(",".join(row.get(column, "") for column in COLUMNS))
        lines += [f"{code},Group" + "," * (len(COLUMNS) - 2) for code in self.labels]
        return "\n".join(lines) + "\n"

    def data(self):
        n = len(next(iter(self.given.values())))
        lines = [",".join(["uCode", "Time", *self.labels, *self.given])]
        for k in range(n):
            values = [column[k] for column in self.labels.values()]
            values += ["" if column[k] == "-" else column[k] for column in self.given.values()]
            lines.append(",".join([f"U{k:03}", "2020", *values]))
        return "\n".join(lines) + "\n"


def read(path):
    cases, lines = [], []
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines() + [""], 1):
        if line.startswith("#"):
            continue
        if line.startswith("  "):
            lines[-1] += " " + line.strip()
        elif line:
            lines.append(line)
        elif lines:
            case = Golden(f"{path.name}:{row}")
            for one in lines:
                case.take(one)
            cases.append(case)
            lines = []
    return cases


class Run(Case):
    def compare(self, case, out, expected, within, relative):
        units = sorted(out)
        self.assertEqual(len(units), len(expected), case.place)
        for unit, text in zip(units, expected):
            wanted = math.nan if text == "-" else float(text)
            found = number(out[unit])
            error = relative_error(found, wanted)
            if not relative and math.isfinite(error):
                error = abs(found - wanted) if not math.isnan(found) else 0.0
            self.assertLessEqual(error, within, f"{case.place} {unit}: {found!r} where {wanted!r} is expected")


def run_case(case):
    def test(self):
        self.assertTrue(case.name and case.origin and case.given and case.expect, case.place)
        self.write("model/framework.csv", case.framework())
        self.write("model/model.yaml", "\n".join([f"title: \"{case.name}\"", *case.yaml]) + "\n")
        self.write("data.csv", case.data())
        for stage, code, expected, within, relative in case.expect:
            out = table(self.run_titian("score", "model", "data.csv", "--stage", stage).out)
            self.compare(case, {unit: row[code] for unit, row in out.items()}, expected, within, relative)
    return test


for _path in sorted(HERE.glob("*.golden")):
    for _k, _case in enumerate(read(_path)):
        _name = "".join(c if c.isalnum() else "_" for c in f"{_path.stem}_{_case.name}")
        assert not hasattr(Run, f"test_{_name}"), _case.place
        setattr(Run, f"test_{_name}", run_case(_case))

if __name__ == "__main__":
    main()
