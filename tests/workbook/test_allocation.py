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
UNITS = range(8, 22)  # rows of the sheet Allocation
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
FIRST = {"M_power_1": 0.5, "M_power_2": 1.0, "M_power_3": -0.125, "M_base": 1.0, "M_floor": 5.0, "M_floor_share": 0.001,
         "M_cap": 300.0, "M_cap_share": 0.5, "M_cap_per_head": 40.0, "M_assess_first": 2.0, "M_down": 0.5, "M_up": 3.0}


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
        cls.found, cls.found_fenced, cls.found_hand, cls.found_ddri = cls.recalculate(
            [cls.book, cls.fenced, cls.hand, cls.ddri])

    @classmethod
    def assess(cls, name, model, *options):
        (cls.folder / f"{name}.yaml").write_text(model, encoding="utf-8")
        return support.assess(cls.folder / f"{name}.xlsx", cls.folder / f"{name}.yaml", cls.folder / "data.csv",
                              options=["--replications", "0", "--budget", BUDGET, *options])

    def engine(self, inputs):
        (self.folder / "other.yaml").write_text(MODEL.format(**inputs), encoding="utf-8")
        run = Run(["allocate", self.folder / "other.yaml", self.folder / "data.csv", "-q", "-B", inputs["M_budget"]])
        return run.code, run.err, list(csv.DictReader(io.StringIO(run.out)))

    @staticmethod
    def letters(book, header):
        """Letters of a column of Allocation."""
        return next(place[:-1] for place, cell in book.sheets["Allocation"].items()
                    if cell.value == header and place[-1:] == "7" and not place[-2:-1].isdigit())

    def column(self, book, header):
        """Values of a column of Allocation by the code of the unit."""
        cells, letters = book.sheets["Allocation"], self.letters(book, header)
        return {cells[f"A{row}"].value: cells.get(f"{letters}{row}").value for row in UNITS}

    def follow(self):
        """Exact and rounded amounts by code, after each set of inputs was typed in, one behind the other."""
        areas = [f"{c}{UNITS[0]}:{c}{UNITS[-1]}" for c in (self.letters(self.book, "Exact amount"),
                                                           self.letters(self.book, "Amount"))]
        steps = []
        for inputs in self.sets:
            steps += [("set", *self.book.names[name].replace("$", "").split("!"), value)
                      for name, value in inputs.items()]
            steps += [("calculate",), *(("get", "Allocation", area) for area in areas)]
        found = iter(office.play(self.book.path, steps))
        codes = [self.book.sheets["Allocation"][f"A{row}"].value for row in UNITS]
        return [[dict(zip(codes, next(found))) for _ in areas] for _ in self.sets]

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
        self.assertNotIn("M_budget", self.fenced.names)
        self.assertIsNone(next(c for p, c in self.fenced.sheets["Allocation"].items() if p == "D8").formula)

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

    def test_other_inputs_give_what_titian_computes_from_them(self):
        done = 0
        for inputs, (exact, amount) in zip(self.sets, self.follow()):
            code, said, rows = self.engine(inputs)
            if code != 0:
                self.assertRegex(said, "floors need|caps allow|is to have at least")
                continue
            done += 1
            for row in rows:
                self.assertAlmostEqual(exact[row["uCode"]], float(row["Exact"]), delta=1e-6 * inputs["M_budget"])
                self.assertAlmostEqual(amount[row["uCode"]], float(row["Amount"]), delta=1e-9)
            self.assertAlmostEqual(sum(amount.values()), inputs["M_budget"], 9)
        self.assertGreater(done, N_SETS // 2)
        self.assertGreater(len({tuple(sorted(inputs.items())) for inputs in self.sets}), N_SETS - 1)
        print(f"{done} of {N_SETS} sets can be shared out ", end="")


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
