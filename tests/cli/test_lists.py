"""titian methods and titian models.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import re
import sys

from bridge import BridgeCase
from suite import PROJECT, main

STAGES = ("denominate", "screen", "impute", "treat", "normalise", "aggregate", "weigh", "vary")


class Lists(BridgeCase):
    def methods(self):
        stage, found = None, []
        for line in self.run_titian("methods").out.splitlines():
            if line.split(":")[0] in STAGES:
                stage = line.split(":")[0]
            elif line.startswith("  "):
                found.append((stage, line.split()[0]))
        return found

    def test_every_stage_has_a_method_and_one_default(self):
        text = self.run_titian("methods").out
        self.assertEqual({stage for stage, _ in self.methods()}, set(STAGES))
        self.assertEqual(text.count("(default)"), len(STAGES))

    def test_every_method_is_shown_in_full(self):
        for stage, name in self.methods():
            with self.subTest(f"{stage} {name}"):
                text = self.run_titian("methods", name).out
                self.assertIn(f"{stage}: {{method: {name}}}\n", text)
                self.assertIn("\nUse:      ", text)
                if name != "none":
                    self.assertIn("\nFormula:  ", text)
                    self.assertIn("\nSource:   ", text)
                self.assertLessEqual(max(map(len, text.splitlines())), 130)

    def test_every_method_stands_in_the_documentation(self):
        document = (PROJECT / "docs/methods.md").read_text(encoding="utf-8")
        words = " ".join(document.split())
        for _, name in self.methods():
            with self.subTest(name):
                self.assertIn(f"\n### {name}\n", document)
                for field in re.findall(r"(?m)^Formula: +(\S.*(?:\n {10}.*)*)", self.run_titian("methods", name).out):
                    self.assertIn(" ".join(field.split()), words)

    def test_options_have_defaults_and_bounds(self):
        text = self.run_titian("methods", "winsorise").out
        self.assertRegex(text, r"(?m)^  max_points +\S.*\n +default 5; from 0 to 1000000000$")
        self.assertRegex(text, r"(?m)^  then +\S.*\n +default log_ct; one of: none log_ct( .*)?$")
        self.assertRegex(self.run_titian("methods", "group_mean").out, r"(?m)^  group +\S.*\n +must be given$")
        self.assertRegex(self.run_titian("methods", "minmax").out, r"(?m)^ +default \[0, 100\]; from ")

    def test_a_stage_lists_its_methods(self):
        self.assertTrue(self.run_titian("methods", "normalise").out.startswith("normalise: "))

    def test_an_unknown_method_suggests_the_nearest(self):
        self.assertEqual(self.run_titian("methods", "min_max", code=2).err,
                         'titian: there is no method or stage "min_max"\n        did you mean "minmax"?\n')

    def test_published_indices_run_on_the_shipped_data(self):
        """Published figures of 2022: World Bank, GovTech Dataset and Statistical Performance Indicators; UN DESA."""
        for model, data, index, unit, published in (("gtmi", "countries", "GTMI", "AFG", 0.353608),
                                                    ("spi", "countries", "SPI", "ALB", 84.4262),
                                                    ("egdi", "countries-restricted", "EGDI", "DNK", 0.9717)):
            with self.subTest(model):
                out = self.run_titian("score", model, data, "--year", "2022", "-q").out
                scores = {row["uCode"]: row[index] for row in csv.DictReader(io.StringIO(out))}
                self.assertAlmostEqual(float(scores[unit]), published, 3 if model == "spi" else 5)

    def test_models_are_listed_with_title_and_folder(self):
        lines = self.run_titian("models").out.splitlines()
        self.assertEqual([line.split()[0] for line in lines[0::2]],
                         ["bali5", "bipa2024", "community-divide", "ddri", "egdi", "gtmi", "ibc-brazil", "ministry5", "spi"])
        self.assertIn("Digital Diplomacy Readiness Index", lines[6])
        for line in lines[1::2]:
            self.assertTrue(os.path.isdir(line.strip()), line)

    def test_models_of_the_environment_come_first(self):
        run = self.run_titian("models", env={**os.environ, "TITIAN_MODELS": str(self.folder)})
        self.assertTrue(run.out.startswith("bridges          Bridges Index, 2024\n"))

    def test_shipped_things_are_named_the_same_wherever_they_are(self):
        run = self.run_titian("check", "ddri", "countries")
        self.assertIn("\n  ddri/model.yaml  sha256 ", run.out)
        self.assertRegex(run.out, r"(?m)^  long .*  countries/connectivity\.csv$")
        run = self.run_titian("explain", "ddri", "countries", "--unit", "IDN")
        self.assertRegex(run.out, r"in 20\d\d.*; countries/connectivity\.csv:\d+\n")

    def test_a_faulty_model_is_said(self):
        self.write("broken/model.yaml", "title: [\n")
        run = self.run_titian("models", code=1, env={**os.environ, "TITIAN_MODELS": str(self.folder)})
        self.assertIn("broken/model.yaml", run.err)
        self.assertIn("ddri", run.out)


if __name__ == "__main__":
    sys.exit(main())
