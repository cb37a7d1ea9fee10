"""The sheets of an allocation: recalculated in LibreOffice they are what titian computed, and follow their inputs as
titian follows a model with the same changes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import random
import sys

import office
import support
import xlsx
from suite import Run

N_SETS = int(os.environ.get("TITIAN_SETS", "50"))
BUDGET = 1000
UNITS = range(8, 22)  # rows of the sheet Allocation_Units
LINES = range(6, 19)  # and of Allocation: all but the one that is out
HAND = """uCode,action,amount,author,date,reason
U00,fix,77,Board,2023-05-01,a promise
U01,exclude,,Board,2023-05-02,sanctions
U07,include,,M. Minister,2023-05-03,flood
"""
FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Low,High
READY,Readiness,Indicator,1,IDX,1,1,0,100
IDX,Index,Aggregate,2,,1,,,
POP,People,Other,,,,,,
GNI,Income,Other,,,,,,
LAST,Amount of the year before,Other,,,,,,
DAC,Recipient,Group,,,,,,
LDC,Least developed,Group,,,,,,
"""
MODEL = """framework: framework.csv
normalise: {{method: goalposts, range: [0, 100]}}
priority:
  target: 65
  eligible: [{{group: DAC, in: ["1"]}}]
  population: POP
allocation:
  unit: 0.01
  factors:
    - {{name: population, power: {M_power_1!r}}}
    - {{name: need, power: {M_power_2!r}}}
    - {{name: income, variable: GNI, power: {M_power_3!r}}}
    - {{name: aid, power: 0}}
  base: {M_base!r}
  floor: {M_floor!r}
  floor_share: {M_floor_share!r}
  cap: {M_cap!r}
  cap_share: {M_cap_share!r}
  cap_per_head: {M_cap_per_head!r}
  assess_first: {M_assess_first!r}
  floors: [{{group: LDC, in: ["1"], value: 15}}]
  caps: [{{group: LDC, in: ["0"], value: 400}}]
  previous: {{variable: LAST, down: {M_down!r}, up: {M_up!r}}}
"""
DOUBTS = """uncertainty:
  seed: 3
  vary:
    - {name: posts, method: goalposts}
    - {name: people, method: allocation, factor: population, range: [0.2, 0.8]}
"""
FIRST = {"M_power_1": 0.5, "M_power_2": 1.0, "M_power_3": -0.125, "M_base": 1.0, "M_floor": 5.0, "M_floor_share": 0.001,
         "M_cap": 300.0, "M_cap_share": 0.5, "M_cap_per_head": 40.0, "M_assess_first": 2.0, "M_down": 0.5, "M_up": 3.0}

# where each further unit of money does less: the form, its scale, and what else is other than in FIRST
FALLING = {
    "log": ("M_scale", "  returns: {{form: log, scale: {M_scale!r}}}\n",
            {"M_scale": 60.0, "M_base": 0.0, "M_floor": 0.0, "M_floor_share": 0.0, "M_down": 1.0}, (1, 80)),
    "saturate": ("M_scale_per_head", "  returns: {{form: saturate, scale_per_head: {M_scale_per_head!r}}}\n",
                 {"M_scale_per_head": 0.4}, (0.05, 5)),
}


def data():
    """14 units, of which one is not eligible, one has no score and three had no amount the year before."""
    draw = random.Random(11)
    rows = ["uCode,uName,Time,DAC,LDC,POP,GNI,LAST,READY"]
    for k in range(14):
        ready = "" if k == 4 else f"{draw.uniform(5, 60):.3f}"
        last = "" if k in (2, 4, 9) else f"{draw.uniform(30, 90):.2f}"
        rows.append(f"U{k:02},Unit {k},2023,{int(k != 7)},{k % 2},{draw.uniform(5, 200):.3f},"
                    f"{draw.uniform(400, 9000):.1f},{last},{ready}")
    return "\n".join(rows) + "\n"


def other_inputs(draw):
    return {"M_power_1": draw.uniform(0, 1.2), "M_power_2": draw.uniform(0, 2), "M_power_3": draw.uniform(-0.5, 0),
            "M_base": draw.uniform(0, 5), "M_floor": draw.uniform(0, 20), "M_floor_share": draw.uniform(0, 0.02),
            "M_cap": draw.uniform(250, 500), "M_cap_share": draw.uniform(0.3, 1), "M_cap_per_head": draw.uniform(30, 90),
            "M_assess_first": draw.uniform(0, 9), "M_down": draw.uniform(0.4, 1), "M_up": draw.uniform(2, 9),
            "M_budget": round(draw.uniform(800, 1100), 2)}


class Allocation(support.BookCase):
    @classmethod
    def make(cls):
        (cls.folder / "framework.csv").write_text(FRAMEWORK, encoding="utf-8")
        (cls.folder / "data.csv").write_text(data(), encoding="utf-8")
        draw = random.Random(5)
        cls.sets = [other_inputs(draw) for _ in range(N_SETS)]
        cls.book = cls.assess("book", MODEL.format(**FIRST))
        cls.fenced = cls.assess("fenced", MODEL.format(**FIRST) +
                                '  fences: [{name: least developed, group: LDC, in: ["1"], least: 0.45}]\n')
        (cls.folder / "hand.csv").write_text(HAND, encoding="utf-8")
        cls.hand = cls.assess("hand", MODEL.format(**FIRST), "--overrides", cls.folder / "hand.csv")
        cls.ddri = support.assess(cls.folder / "ddri.xlsx", support.DDRI, *support.ALL_DATA,
                                  options=["--replications", "0", "--budget", "100"])
        cls.falling = {form: cls.assess(form, (MODEL + block).format(**{**FIRST, **other}))
                       for form, (_, block, other, _) in FALLING.items()}
        cls.found, cls.found_fenced, cls.found_hand, cls.found_ddri, *found_falling = cls.recalculate(
            [cls.book, cls.fenced, cls.hand, cls.ddri, *cls.falling.values()])
        cls.found_falling = dict(zip(cls.falling, found_falling))
        cls.followed = cls.follow(cls.book, cls.sets)

    @classmethod
    def assess(cls, name, model, *options, replications=0):
        (cls.folder / f"{name}.yaml").write_text(model, encoding="utf-8")
        return support.assess(cls.folder / f"{name}.xlsx", cls.folder / f"{name}.yaml", cls.folder / "data.csv",
                              options=["--replications", replications, "--budget", BUDGET, *options])

    def engine(self, inputs, block=""):
        (self.folder / "other.yaml").write_text((MODEL + block).format(**inputs), encoding="utf-8")
        run = Run(["allocate", self.folder / "other.yaml", self.folder / "data.csv", "-q", "-B", inputs["M_budget"]])
        return run.code, run.err, list(csv.DictReader(io.StringIO(run.out)))

    @staticmethod
    def letters(book, header):
        """Letters of a column of Allocation_Units."""
        return next(place[:-1] for place, cell in book.sheets["Allocation_Units"].items()
                    if cell.value == header and place[-1:] == "7" and not place[-2:-1].isdigit())

    def column(self, book, header):
        """Values of a column of Allocation_Units by the code of the unit."""
        cells, letters = book.sheets["Allocation_Units"], self.letters(book, header)
        return {cells[f"A{row}"].value: cells.get(f"{letters}{row}").value for row in UNITS}

    @classmethod
    def follow(cls, book, sets):
        """After each set of inputs was typed in, one behind the other: exact and rounded amounts by code, and the lines
        of Allocation, each a name and an amount."""
        units = [("Allocation_Units", f"{c}{UNITS[0]}:{c}{UNITS[-1]}") for c in
                 (cls.letters(book, "Exact amount"), cls.letters(book, "Amount"))]
        lines = [("Allocation", f"{c}{LINES[0]}:{c}{LINES[-1]}") for c in "BE"]
        steps = []
        for inputs in sets:
            steps += [("set", *book.names[name].replace("$", "").split("!"), value)
                      for name, value in inputs.items()]
            steps += [("calculate",), *(("get", *area) for area in units + lines)]
        found = iter(office.play(book.path, steps))
        codes = [book.sheets["Allocation_Units"][f"A{row}"].value for row in UNITS]
        return [(dict(zip(codes, next(found))), dict(zip(codes, next(found))), list(zip(next(found), next(found))))
                for _ in sets]

    def check(self, book, found, least):
        lines, count = support.differences(book, found)
        self.assert_no_lines(lines, f"of {count} formulas give another value")
        self.assertGreater(count, least)
        self.assert_no_lines(support.error_cells(found), "cells hold an error")

    def test_recalculated_it_is_what_titian_computed(self):
        self.check(self.book, self.found, 14 * 12 + 64 * 4)

    def test_amounts_under_a_fence_are_values(self):
        self.check(self.fenced, self.found_fenced, 14)
        self.assertNotIn("Allocation_Calc", self.fenced.sheets)
        self.assertIn("VALUES of this run, not live", self.fenced.sheets["Allocation"]["A3"].value)
        self.assertNotIn("M_budget", self.fenced.names)
        self.assertIsNone(next(c for p, c in self.fenced.sheets["Allocation_Units"].items() if p == "D8").formula)

    def amounts(self, book):
        """Name, amount and running share of each line of Allocation."""
        cells, lines = book.sheets["Allocation"], []
        while f"A{6 + len(lines)}" in cells:
            row = 6 + len(lines)
            lines.append([cells[f"{column}{row}"].value for column in "BEG"])
        return lines

    def test_the_list_of_amounts_sorts_itself(self):
        """Everybody but the one who is out, the largest first, with the model's inputs and with others."""
        for book in (self.book, self.fenced, self.found):
            lines, names = self.amounts(book), {f"Unit {k}" for k in range(14) if k != 7}
            amounts = [amount for _, amount, _ in lines]
            if any(isinstance(amount, str) for amount in amounts):
                continue  # a budget that cannot be shared out
            self.assertEqual({name for name, _, _ in lines}, names)
            self.assertEqual(amounts, sorted(amounts, reverse=True))
            by_name = dict(zip(self.column(book, "Name").values(), self.column(book, "Amount").values()))
            self.assertEqual({name: amount for name, amount, _ in lines}, {n: by_name[n] for n in names})
        self.assertAlmostEqual(self.amounts(self.found)[-1][2], 1.0, 9)
        names = self.column(self.book, "Name")
        for _, amount, lines in self.followed:
            self.assertEqual([x for _, x in lines], sorted((x for _, x in lines), reverse=True))
            self.assertEqual(dict(lines), {names[code]: x for code, x in amount.items() if code != "U07"})

    def test_ranges_of_amounts_are_those_of_the_replications(self):
        book = self.assess("doubtful", MODEL.format(**FIRST) + DOUBTS, replications=64)
        run = Run(["allocate", self.folder / "doubtful.yaml", self.folder / "data.csv", "-q", "-B", BUDGET, "-t", "robust",
                   "-N", "64"])
        rows = list(csv.DictReader(io.StringIO(run.out)))
        self.assertGreater(max(float(row["SD"] or 0) for row in rows), 1)
        for head in ("P5", "P95"):
            shown = self.column(book, head)
            for row in rows:
                if row["Decision"] == "out":
                    self.assertIn(shown[row["uCode"]], (None, ""))
                else:
                    self.assertAlmostEqual(float(shown[row["uCode"]]), float(row[head]), 9)
        self.assertIn(self.column(self.book, "P5")["U00"], (None, ""))  # no replications were run
        hand = self.assess("doubtful_hand", MODEL.format(**FIRST) + DOUBTS, "--overrides", self.folder / "hand.csv",
                           replications=64)
        low, high = self.column(hand, "P5"), self.column(hand, "P95")
        self.assertEqual((low["U00"], high["U00"]), (77, 77))
        self.assertIn(high["U01"], (None, ""))
        self.assertTrue(0 < low["U07"] < high["U07"])
        self.assertIn("what was decided by hand holds in each", hand.sheets["Uncertainty"]["A5"].value)

    def test_what_was_decided_by_hand(self):
        """An amount that is set, a unit let in and one kept out: formulas agree, and the sheet Overrides has the log."""
        self.check(self.hand, self.found_hand, 14 * 12 + 64 * 4)
        amount, binds = self.column(self.hand, "Amount"), self.column(self.hand, "Binds")
        self.assertEqual((amount["U00"], binds["U00"], amount["U01"]), (77, "set by hand", 0))
        self.assertGreater(amount["U07"], 0)
        log = self.hand.sheets["Overrides"]
        rows = [[log[f"{c}{row}"].value for c in "ACGHI"] for row in range(6, 9)]
        self.assertEqual(rows, [["U00", "fix", "Board", "2023-05-01", "a promise"],
                                ["U01", "exclude", "Board", "2023-05-02", "sanctions"],
                                ["U07", "include", "M. Minister", "2023-05-03", "flood"]])
        changes = [log[f"F{row}"].value for row in range(6, 10)]
        self.assertAlmostEqual(sum(changes), 0, 9)
        self.assertNotIn("Overrides", self.book.sheets)
        plain = support.assess(self.folder / "plain.xlsx", self.folder / "hand.yaml", self.folder / "data.csv",
                               options=["--replications", "0", "--overrides", self.folder / "hand.csv"])
        self.assertEqual([plain.sheets["Overrides"][f"{c}8"].value for c in "ACDEFG"],
                         ["U07", "include", "out", "M. Minister", "2023-05-03", "flood"])

    def test_the_readiness_index(self):
        self.check(self.ddri, self.found_ddri, 20000)

    def test_returns_that_fall_are_live(self):
        """Water-filling by formula: what titian computed, and what it computes from other inputs."""
        for form, (name, block, _, span) in FALLING.items():
            with self.subTest(form):
                book = self.falling[form]
                self.check(book, self.found_falling[form], 14 * 17 + 64 * 4)
                self.assertIn("the scale of returns", book.sheets["Allocation"]["A3"].value)
                self.assertIn("others gain more" if form == "log" else "floor", self.column(book, "Binds").values())
                draw = random.Random(form)
                sets = [{**other_inputs(draw), name: draw.uniform(*span)} for _ in range(max(5, N_SETS // 5))]
                self.compare(sets, self.follow(book, sets), block)

    def test_other_inputs_give_what_titian_computes_from_them(self):
        done = self.compare(self.sets, self.followed)
        self.assertGreater(len({tuple(sorted(inputs.items())) for inputs in self.sets}), N_SETS - 1)
        print(f"{done} of {N_SETS} sets can be shared out ", end="")

    def compare(self, sets, followed, block=""):
        """The workbook with these inputs and titian on a model that has them. Returns how many can be shared out."""
        done = 0
        for inputs, (exact, amount, _) in zip(sets, followed):
            code, said, rows = self.engine(inputs, block)
            if code != 0:
                self.assertRegex(said, "floors need|caps allow|is to have at least")
                continue
            done += 1
            for row in rows:
                self.assertAlmostEqual(exact[row["uCode"]], float(row["Exact"]), delta=1e-6 * inputs["M_budget"])
                self.assertAlmostEqual(amount[row["uCode"]], float(row["Amount"]), delta=1e-9)
            self.assertAlmostEqual(sum(amount.values()), inputs["M_budget"], 9)
        self.assertGreater(done, len(sets) // 2)
        return done


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
