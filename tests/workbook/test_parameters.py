"""A workbook whose inputs were changed computes what titian computes from a model with the same changes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import shutil
import sys

import made_up
import support
import xlsx

# What is compared: Profile opens on another unit, Parameters shows the model's own values beside the inputs.
SHEETS = ["Summary", "Priority", "Assess_First", "Heatmap", "Scores", "Priority_Calc", "Quality"]

# Columns of framework.csv by the defined names of its inputs.
WEIGHTS = {"W_A": 40, "W_A1": 2, "W_A3": 0.5, "W_F1": 3, "W_A1_GTEI": 0.25, "W_F1_GCIX": 4, "W_F3_PATR": 0}
GOALPOSTS = {"GP_F2_INET_best": 80, "GP_F1_SECS_worst": 10, "GP_F2_EGAP_worst": 60, "GP_A4_REGQ_worst": -1.5}
PRIORITY = {"P_alpha": 2, "T_target": 72.5, "PW_need": 0.3, "PW_aid": 0.4, "P_kappa": 0.35, "P_age_discount": 0.2,
            "P_people_reference": 200000000, "V_2": 0.5, "A_1_low": -2, "P_weak_below": 0.3, "P_strong_from": 0.5}
SCREENING = {"C_unit": 0.93, "C_indicator": 0.85, "C_group": 0.7, "C_groups": 8, "BAND_2": 40, "BAND_4": 70}

# Where model.yaml says the same: what stands there, and what is put in its place.
YAML = {"P_alpha": ("alpha: 1\n", "alpha: 2\n"), "T_target": ("target: 65 ", "target: 72.5 "),
        "PW_need": ("need: 0.45", "need: 0.3"), "PW_aid": ("aid: 0.15, conf", "aid: 0.4, conf"),
        "P_kappa": ("absorption_penalty: 0\n", "absorption_penalty: 0.35\n"),
        "P_age_discount": ("age_discount: 0.5", "age_discount: 0.2"),
        "P_people_reference": ("people_reference: 1000000000", "people_reference: 200000000"),
        "V_2": ("lldc, in: [\"1\"], value: 0.7", "lldc, in: [\"1\"], value: 0.5"),
        "A_1_low": ("low: -2.5", "low: -2"),
        "P_weak_below": ("weak_below: 0.35", "weak_below: 0.3"),
        "P_strong_from": ("strong_from: 0.55", "strong_from: 0.5"),
        "C_unit": ("{method: coverage, min_coverage: 0.66", "{method: coverage, min_coverage: 0.93"),
        "C_indicator": ("indicator_coverage: 0.65", "indicator_coverage: 0.85"),
        "C_group": ("group_coverage: 0.5", "group_coverage: 0.7"), "C_groups": ("min_groups: 7", "min_groups: 8"),
        "BAND_2": ("emerging, from: 35", "emerging, from: 40"),
        "BAND_4": ("advanced, from: 65", "advanced, from: 70")}


def change_framework(path, inputs):
    """Put the inputs into framework.csv: the stem of a defined name is the code with _ for every other sign."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    done = 0
    for row in rows:
        stem = "".join(c if c.isalnum() else "_" for c in row["iCode"])
        for name, column in ((f"W_{stem}", "Weight"), (f"GP_{stem}_worst", "Low"), (f"GP_{stem}_best", "High")):
            if name in inputs:
                row[column] = repr(inputs[name])
                done += 1
    assert done == sum(name.startswith(("W_", "GP_")) for name in inputs), "an input is no row of framework.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def change_yaml(path, inputs):
    text = path.read_text(encoding="utf-8")
    for name in inputs:
        if name not in YAML:
            continue
        old, new = YAML[name]
        assert text.count(old) == 1, f"model.yaml does not hold {old!r} once"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


# Ranges of ranks are values, which no input changes: tests/workbook/test_uncertainty.py is about them.
PLAIN = ["--replications", "0"]


class Parameters(support.BookCase):
    """Each change is made twice: in the workbook's input cells, and in a copy of the model."""

    CHANGES = {"weights": {**WEIGHTS, **GOALPOSTS, "P_alpha": 2}, "priority": PRIORITY, "screening": SCREENING,
               "everything": {**WEIGHTS, **GOALPOSTS, **PRIORITY, **SCREENING}}
    # What tells of the first run in words, and the banner, which must differ.
    WORDS = ("by =P_state", "indicators are in use", "Quality!D")
    MADE_UP = {"goalposts": {"W_P2": 7, "W_I4": 0, "GP_I1_worst": 70, "GP_I2_best": 400, "GP_I3_worst": 5},
               "minmax": {"W_P1": 3, "W_B": 5, "W_I8": 0.125}}

    @classmethod
    def make(cls):
        cls.book = support.assess(cls.folder / "book.xlsx", support.DDRI, *support.ALL_DATA, options=PLAIN)
        edited, cls.engine = {}, {}
        for name, inputs in cls.CHANGES.items():
            model = cls.folder / name
            shutil.copytree(support.DDRI, model)
            change_framework(model / "framework.csv", inputs)
            change_yaml(model / "model.yaml", inputs)
            cls.engine[name] = support.assess(cls.folder / f"engine-{name}.xlsx", model, *support.ALL_DATA,
                                              options=PLAIN)
            edited[name] = cls.edit(cls.book, inputs, name)
        for recipe, inputs in cls.MADE_UP.items():
            model, table = made_up.write(cls.folder, recipe)
            book = support.assess(cls.folder / f"{recipe}.xlsx", model, table, options=PLAIN)
            edited[recipe] = cls.edit(book, inputs, recipe)
            change_framework(model / "framework.csv", inputs)
            cls.engine[recipe] = support.assess(cls.folder / f"engine-{recipe}.xlsx", model, table, options=PLAIN)
        cls.found = dict(zip(edited, cls.recalculate(edited.values())))

    @classmethod
    def edit(cls, book, inputs, name):
        path = cls.folder / f"edited-{name}.xlsx"
        xlsx.write_changed(book, {book.names[k]: float(v) for k, v in inputs.items()}, path)
        return xlsx.Book(path)

    def check(self, name, least):
        lines, count = support.differences(self.engine[name], self.found[name], SHEETS)
        lines = [line for line in lines if not any(word in line for word in self.WORDS)]
        self.assert_no_lines(lines, f"of {count} formulas differ from an engine run")
        self.assertGreater(count, least, "too few formulas for this test to mean anything")
        self.assert_no_lines(support.error_cells(self.found[name]), "cells hold an error")

    def test_other_weights_goalposts_and_alpha(self):
        self.check("weights", 20000)

    def test_other_settings_of_the_priority_step(self):
        self.check("priority", 20000)

    def test_other_limits_of_coverage_and_bands(self):
        self.check("screening", 20000)

    def test_all_changes_at_once(self):
        self.check("everything", 20000)

    def test_a_recipe_of_geometric_means_between_goalposts(self):
        self.check("goalposts", 3000)

    def test_a_recipe_of_imputed_and_treated_data(self):
        self.check("minmax", 3000)

    def test_each_change_matters(self):
        """Otherwise the comparisons above would be empty: scores, ranks, or who is ranked must have moved."""
        for name in self.CHANGES:
            with self.subTest(name):
                moved, _ = support.differences(self.book, self.found[name], ["Scores", "Priority_Calc"])
                self.assertGreater(len(moved), 100)

    def test_the_banner_says_that_inputs_were_changed(self):
        place = self.book.names["P_state"]
        self.assertFalse(self.book.cell(place).value.startswith("STALE"))
        for name, book in self.found.items():
            with self.subTest(name):
                self.assertTrue(book.cell(place).value.startswith("STALE"))


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
