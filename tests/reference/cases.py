"""Cases: a file of reference numbers, and how the program is made to give the same numbers.

A case says which file it is about, what the program is run with (a model as text, a framework, data, a command), how the
cells of its output answer to the cells of the file, and how near they must be. Nothing else is needed: the comparison
looks at every cell of the file. A cell that is not compared, or that differs on purpose, must be named with its reason.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import dataclasses
import io
import math
import pathlib
import shutil
import sys
import tempfile
import typing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER  # noqa: E402
from suite import Run as Program  # noqa: E402

MISSING = ("", "NA")


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


opened = set()  # reference files that were read, or given to the program as they are


def read(name):
    """Rows of a reference file, by its path under the folder of references."""
    opened.add(name)
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def csv_text(lines):
    """Rows as dictionaries, with the columns of the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


# ---- running ----


@dataclasses.dataclass(frozen=True)
class Model:
    """model.yaml, framework.csv and data.csv as texts; data may be a reference file instead."""
    yaml: str
    framework: str
    data: typing.Union[str, pathlib.Path]


class Runner:
    """Runs of the program, each made once."""

    def __init__(self):
        self.known, self.runs = {}, 0

    def __call__(self, command, model, *options, other=None):
        key = (command, model, options, other)
        if key not in self.known:
            self.known[key] = self.run(command, model, options, other)
        return self.known[key]

    @staticmethod
    def write(folder, model):
        folder.mkdir()
        (folder / "model.yaml").write_text(model.yaml, encoding="utf-8")
        (folder / "framework.csv").write_text(model.framework, encoding="utf-8")

    def run(self, command, model, options, other):
        self.runs += 1
        folder = pathlib.Path(tempfile.mkdtemp(prefix="titian-case-"))
        try:
            self.write(folder / "model", model)
            data = model.data
            if isinstance(data, str):
                data = folder / "data.csv"
                data.write_text(model.data, encoding="utf-8")
            else:
                opened.add(data.relative_to(FOLDER).as_posix())
            if other is not None:
                self.write(folder / "other", other)
                options = (*options, "--against", folder / "other")
            done = Program([command, folder / "model", data, "-q", *options])
        finally:
            shutil.rmtree(folder)
        if done.code != 0:
            raise AssertionError(f"titian {command} {' '.join(map(str, options))}: exit code {done.code}\n"
                                 f"{model.yaml}\n{done.err}")
        return rows_of(done.out)


titian = Runner()


# ---- cells: {(key, ..., column): text} ----


def cells(rows, *keys, but=()):
    """Every cell of rows by its keys and column; "#" as a key is the number of the row."""
    found = {}
    for n, row in enumerate(rows):
        key = tuple(str(n) if name == "#" else row[name] for name in keys)
        for column, text in row.items():
            if column not in keys and column not in but:
                if key + (column,) in found:
                    raise AssertionError(f"two rows for {key}")
                found[key + (column,)] = text
    return found


def columns(found, names):
    """Cells under other names of columns: {ours: theirs}; a column may have several. Columns without a name go."""
    out = {}
    for key, text in found.items():
        theirs = names.get(key[-1], ())
        for name in (theirs,) if isinstance(theirs, str) else theirs:
            out[key[:-1] + (name,)] = text
    return out


def number(text):
    if text in MISSING:
        return math.nan
    return {"TRUE": 1.0, "FALSE": 0.0}[text] if text in ("TRUE", "FALSE") else float(text)


def is_number(text):
    try:
        number(text)
    except ValueError:
        return False
    return True


# ---- cases ----


@dataclasses.dataclass
class Case:
    """One file of references.

    ours        gives {(key, ..., column): text or number}, with all the keys of the file
    keys        columns of the file that name its rows
    within      greatest error: |a - b| / max(1, |b|), or / |b| where `relative`
    sign        key -> what may be turned as a whole: cells of one such thing are compared up to one common sign
    but         {column, or predicate over keys: reason} of cells that are not compared
    differs     predicate over keys: cells that must NOT agree, each for `reason`
    at_most     how far they may lie apart, where that is known
    reason      why; then the case counts as a deliberate difference
    test        the test of the right value: "file: name"
    more        why the program prints rows that the file has not; without a reason that is a fault
    says        what is compared in words, where it is not the file as it stands
    """
    file: str
    ours: typing.Callable[[], dict]
    keys: tuple = ("uCode",)
    within: float = 1e-12
    relative: bool = False
    sign: typing.Optional[typing.Callable] = None
    theirs: typing.Optional[typing.Callable[[list], dict]] = None
    but: dict = dataclasses.field(default_factory=dict)
    differs: typing.Optional[typing.Callable] = None
    at_most: float = math.inf
    reason: str = ""
    test: str = ""
    more: str = ""
    says: str = ""


@dataclasses.dataclass
class Outcome:
    compared: int = 0
    left_out: int = 0
    different: int = 0
    worst: float = 0.0
    furthest: float = 0.0  # of the cells that differ on purpose
    where: str = ""
    faults: list = dataclasses.field(default_factory=list)


def error(mine, theirs, case):
    """How far apart two cells are; infinite where they cannot be compared."""
    if not isinstance(mine, str):
        mine = repr(mine) if not math.isnan(mine) else ""
    if not is_number(mine) or not is_number(theirs):
        return 0.0 if mine == theirs else math.inf
    a, b = number(mine), number(theirs)
    if math.isnan(a) or math.isnan(b):
        return 0.0 if math.isnan(a) and math.isnan(b) else math.inf
    if a == b:
        return 0.0
    return abs(a - b) / (abs(b) if case.relative and b != 0.0 else max(1.0, abs(b)))


def left_out(case, key):
    return any(key[-1] == what if isinstance(what, str) else what(key) for what in case.but)


def turned(case, wanted, found):
    """Signs that make the largest cell of each thing that may be turned agree: {thing: 1 or -1}."""
    largest = {}
    for key, text in wanted.items():
        if left_out(case, key):
            continue
        thing = case.sign(key)
        if thing is not None and (thing not in largest or abs(number(text)) > abs(number(wanted[largest[thing]]))):
            largest[thing] = key
    return {thing: math.copysign(1.0, number(str(found[key])) * number(wanted[key]))
            for thing, key in largest.items() if key in found}


def beyond(wanted, found):
    """Rows of ours that the file has not, in columns that it has."""
    rows, names = {key[:-1] for key in wanted}, {key[-1] for key in wanted}
    return sorted({key[:-1] for key in found if key[-1] in names} - rows)


def both(case):
    """The cells of the file, and the program's."""
    rows = read(case.file)
    return case.theirs(rows) if case.theirs else cells(rows, *case.keys), case.ours()


def compare(case, wanted, found):
    """Every cell of the file, one way or another."""
    outcome = Outcome()
    signs = turned(case, wanted, found) if case.sign else {}
    if not case.more:
        outcome.faults += [f"{row} is not in the file" for row in beyond(wanted, found)]
    for key, text in wanted.items():
        if left_out(case, key):
            outcome.left_out += 1
            continue
        if key not in found:
            outcome.faults.append(f"nothing for {key}")
            continue
        mine = found[key]
        if case.sign and case.sign(key) is not None:
            mine = signs[case.sign(key)] * number(str(mine))
        off = error(mine, text, case)
        if case.differs is not None and case.differs(key):
            if off <= case.within:
                outcome.faults.append(f"{key} is said to differ, but is the same: {mine}")
            if off > case.at_most:
                outcome.faults.append(f"{key}: {mine}, not near {text} (error {off:.3g})")
            outcome.different += 1
            outcome.furthest = max(outcome.furthest, off)
            continue
        outcome.compared += 1
        if off > outcome.worst or not outcome.where:
            outcome.worst, outcome.where = off, " ".join(key)
        if off > case.within:
            outcome.faults.append(f"{key}: {mine}, not {text} (error {off:.3g})")
    if not outcome.compared and not outcome.different:
        outcome.faults.append("no cell was compared")
    return outcome
