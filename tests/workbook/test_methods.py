"""Every method that a spreadsheet can compute is a live formula in the workbook: recalculated by LibreOffice, each score
is the engine's, for the model as it is and after its inputs were changed. What stays a value is named, with the reason.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import re
import sys

import method_cases
import support
import test_structure
import xlsx
from support import suite

STAGES = ("normalise", "aggregate")

# Methods that no formula can do, and a word of the reason the workbook gives. A method without a formula that does not
# stand here fails the test: it shall never be a value unnoticed.
VALUES = {**{f"bod{kind}": "linear programme" for kind in
             ("", "_bounds", "_geometric", "_leeway", "_two_level", "_ordinal", "_directional")},
          "bod_order_m": "every other", "bod_order_alpha": "every other"}


def methods():
    """{stage: names} as `titian methods` lists them."""
    found, stage = {}, None
    for line in suite.Run(["methods"]).out.splitlines():
        if re.match(r"\w+: ", line):
            stage = line.partition(":")[0]
            found[stage] = []
        elif stage is not None and line.startswith("  "):
            found[stage].append(line.split()[0])
    return {stage: found[stage] for stage in STAGES}


def column_letters(book):
    """{code of node: letters of its column} on Scores."""
    scores = book.sheets["Scores"]
    header = next(row for row in range(1, 20) if support.value_at(book, "Scores", f"A{row}") == "Code")
    heads = {cell.value: place.rstrip("0123456789") for place, cell in scores.items()
             if place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(header)}
    return header, {code: heads[code] for code in method_cases.NODES}


class Methods(support.BookCase):
    @classmethod
    def make(cls):
        cls.books, cls.wanted, cls.changed_wanted, written = {}, {}, {}, {}
        for name, case in method_cases.CASES.items():
            cls.books[name], cls.wanted[name] = cls.run_case(name, case, False)
            written[name] = cls.books[name]
            typed = method_cases.inputs(case)
            if typed:
                _, cls.changed_wanted[name] = cls.run_case(f"{name}-changed", case, True)
                written[f"{name}-changed"] = cls.type_into(cls.books[name], typed, name)
        cls.found = dict(zip(written, cls.recalculate(written.values())))

    @classmethod
    def run_case(cls, name, case, changed):
        """The workbook of a model, and its scores as the engine prints them."""
        folder = cls.folder / name
        folder.mkdir()
        (folder / "model.yaml").write_text(method_cases.yaml(case, changed), encoding="utf-8")
        (folder / "framework.csv").write_text(method_cases.framework(case, changed), encoding="utf-8")
        data = folder / "data.csv"
        data.write_text(method_cases.hundredths() if case.hundredths else method_cases.table(),
                        encoding="utf-8")
        book = support.assess(cls.folder / f"{name}.xlsx", folder, data)
        run = suite.Run(["score", folder, data, "-q"])
        if run.code != 0:
            raise AssertionError(f"titian score {name}: {run.err[-2000:]}")
        return book, list(csv.DictReader(io.StringIO(run.out)))

    @classmethod
    def type_into(cls, book, typed, name):
        path = cls.folder / f"{name}-changed-typed.xlsx"
        cells = {cls.place_of(book, key): value if isinstance(value, str) else float(value)
                 for key, value in typed.items()}
        xlsx.write_changed(book, cells, path)
        return xlsx.Book(path)

    @staticmethod
    def place_of(book, key):
        """Cell of an input: by its name, or by code and head of the column in the table of nodes."""
        if isinstance(key, str):
            return book.names[key]
        sheet = book.sheets["Parameters"]
        row = next(p[1:] for p, cell in sheet.items() if re.fullmatch(r"A\d+", p) and cell.value == key[0])
        column = next(p.rstrip("0123456789") for p, cell in sheet.items() if cell.value == key[1])
        return f"Parameters!{column}{row}"

    def differences(self, wanted, book, without=()):
        """Lines that say which scores differ from the engine's, and how many were compared."""
        header, columns = column_letters(book)
        columns = {code: letters for code, letters in columns.items() if code not in without}
        engine = {row["uCode"]: row for row in wanted}  # a unit that screening dropped has no row
        lines, count, line = [], 0, header + 1
        while unit := support.value_at(book, "Scores", f"A{line}"):
            for code, letters in columns.items():
                score = engine.get(unit, {}).get(code, "")
                score = None if score == "" else float(score)
                found = support.value_at(book, "Scores", f"{letters}{line}")
                count += 1
                if not support.same(score, found):
                    lines.append(f"{unit} {code} ({letters}{line}): {score!r}, but recalculated {found!r}")
            line += 1
        return lines, count

    def on_each(self, names, check):
        for name in names:
            with self.subTest(name):
                check(name)

    def live_nodes(self, name):
        header, columns = column_letters(self.books[name])
        scores = self.books[name].sheets["Scores"]
        return {code for code, letters in columns.items() if scores[f"{letters}{header + 1}"].formula is not None}

    def test_every_row_of_the_tables_has_a_case(self):
        """A new method needs one: without it nobody knows whether its formula is right."""
        for stage, names in methods().items():
            tested = {case.method for case in method_cases.CASES.values() if case.stage == stage}
            self.assertEqual(set(names) - tested, set(), f"methods of {stage} without a case")

    def test_each_method_is_a_formula_or_a_known_value(self):
        for stage, names in methods().items():
            nodes = set(method_cases.INDICATORS) if stage == "normalise" else set(method_cases.AGGREGATES)
            for method in names:
                cases = [name for name, case in method_cases.CASES.items()
                         if (case.stage, case.method) == (stage, method) and not case.more]
                live = [not nodes - self.live_nodes(name) for name in cases]
                found = "no case" if not cases else "formula" if all(live) else "value"
                print(f"{stage:10} {method:20} {found}")
                with self.subTest(f"{stage} {method}"):
                    known = stage == "aggregate" and method in VALUES
                    self.assertEqual(found, "value" if known else "formula")

    def test_what_is_a_value_is_named_with_its_reason(self):
        def check(name):
            case, book = method_cases.CASES[name], self.books[name]
            fixed = set(method_cases.NODES) - self.live_nodes(name)
            self.assertEqual(fixed, set(case.values))
            for sheet in ("Scores", "Methodology"):
                said = " ".join(str(c.value) for c in book.sheets[sheet].values() if isinstance(c.value, str))
                if case.says:
                    self.assertIn(case.says, said)
                elif fixed:
                    method = case.method or case.own["X"][0]
                    self.assertRegex(said, f"Scores of {', '.join(sorted(fixed))} are values: the method "
                                     f"\"{method}\" [^.]*{VALUES[method]}")
                else:
                    self.assertNotIn("are values", said)

        self.on_each(method_cases.CASES, check)

    def test_recalculated_scores_are_the_engines(self):
        def check(name):
            lines, count = self.differences(self.wanted[name], self.found[name])
            self.assert_no_lines(lines, f"of {count} scores differ")
            self.assertGreaterEqual(count, len(method_cases.UNITS) * len(method_cases.NODES))

        self.on_each(method_cases.CASES, check)

    def test_scores_follow_the_inputs_as_the_engine_does(self):
        def check(name):
            changed = self.found[f"{name}-changed"]
            lines, count = self.differences(self.changed_wanted[name], changed, method_cases.CASES[name].values)
            self.assert_no_lines(lines, f"of {count} scores differ from those of the changed model")
            moved, _ = self.differences(self.wanted[name], changed)
            self.assertGreater(len(moved), 5, "the change changes nothing")
            self.assertTrue(changed.cell(changed.names["P_state"]).value.startswith("STALE"))

        self.on_each(self.changed_wanted, check)

    def test_every_formula_gives_the_value_it_was_written_with(self):
        """Those of Scores_Calc and Parameters too."""
        def check(name):
            lines, count = support.differences(self.books[name], self.found[name])
            self.assert_no_lines(lines, f"of {count} formulas give another value")

        self.on_each(method_cases.CASES, check)

    def test_no_cell_holds_an_error(self):
        self.on_each(self.found, lambda name: self.assert_no_lines(support.error_cells(self.found[name]), "errors"))

    def test_no_formula_is_volatile_or_newer_than_excel_2010(self):
        def check(name):
            lines = [f"{sheet}!{place}: {cell.formula[:200]}" for sheet, place, cell in self.books[name].formulas()
                     if test_structure.VOLATILE.search(cell.formula) or test_structure.NEW.search(cell.formula)]
            self.assert_no_lines(lines, "formulas use such a function")

        self.on_each(self.books, check)

    def test_the_checks_of_the_inputs_are_content(self):
        def check(name):
            states = [cell.value for cell in self.found[name].sheets["Parameters"].values()
                      if isinstance(cell.value, str) and cell.formula is not None and "\"ok\"" in cell.formula]
            self.assertEqual([s for s in states if s != "ok" and not s.startswith("STALE") and "every figure" not in s],
                             [])

        self.on_each(self.found, check)


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
