"""The Blavatnik Index of Public Administration 2024: 6,098 values of four levels and 14,411 ranks of 120 countries.

Published values are rounded at each level, so each level is checked from the published values of the level below it,
and the whole tree from its metrics once more: there a tie that fell the other way is carried upwards.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import pathlib
import sys
from fractions import Fraction

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from published import csv_text, rows  # noqa: E402
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import PROJECT, Case, main  # noqa: E402

FOLDER = FOLDER / "bipa2024"
FRAMEWORK = PROJECT / "models" / "bipa2024" / "framework.csv"
MODEL = PROJECT / "models" / "bipa2024" / "model.yaml"
LEVELS = ["metric", "indicator", "theme", "domain", "index"]
WITHIN = 0.0051
COUNT = {"indicator": 3638, "theme": 1860, "domain": 480, "index": 120}
EQUAL = {"indicator": 3535, "theme": 1838, "domain": 458, "index": 117}  # the README's, half to even on paper


def code(node):
    return "BIPA" if node == "0" else node


@needs("bipa2024")
class Bipa(Case):
    def published(self):
        """{level: {(unit, node): row}}"""
        found = collections.defaultdict(dict)
        for row in rows(FOLDER / "scores_long.csv"):
            found[row["level"]][row["unit_code"], code(row["node_id"])] = row
        return found

    def data(self, values):
        return self.write("data.csv", csv_text(["unit_code", "year", "indicator_code", "value"],
                                               [[u, 2024, n, row["value"]] for (u, n), row in values.items()]))

    def upper(self, bottom):
        """The model without what lies below a level, whose nodes become indicators."""
        cut = LEVELS.index(bottom)
        lines = []
        for row in rows(FRAMEWORK):
            level = int(row["Level"]) - cut
            if level == 1:
                lines.append([row["iCode"], "Indicator", 1, row["Parent"], row["Weight"], 1, 0, 1])
            elif level > 1:
                lines.append([row["iCode"], "Aggregate", level, row["Parent"], row["Weight"], "", "", ""])
        self.write("framework.csv", csv_text(["iCode", "Type", "Level", "Parent", "Weight", "Direction", "Low", "High"],
                                             lines))
        return self.write("model.yaml", MODEL.read_bytes())

    def scores(self, model, values):
        return table(self.run_titian("score", model, self.data(values), "--quiet").out)

    def level_by_level(self, level):
        published = self.published()
        below = LEVELS[LEVELS.index(level) - 1]
        found = self.scores(self.upper(below), published[below])
        count, wanted = COUNT[level], published[level]
        self.assertEqual(len(wanted), count)
        same = 0
        for (unit, node), row in wanted.items():
            error = abs(number(found[unit][node]) - float(row["value"]))
            same += error < 1e-9
            self.assertLess(error, 0.01 + 1e-9)
            if error >= 1e-9:  # then the mean lies exactly between two hundredths
                mean = self.exact_mean(published[below], unit, node)
                self.assertEqual((100 * mean) % 1, Fraction(1, 2), (unit, node))
        self.assertEqual(same, EQUAL[level])
        print(f"{level}: {count} values, {same} equal, {count - same} on a tie ", end="")
        scored = sum(found[unit][node] != "" for unit in found for node in {node for _, node in wanted})
        self.assertEqual(scored, count)  # nothing has a value that is not published

    def exact_mean(self, below, unit, node):
        children = [row["iCode"] for row in rows(FRAMEWORK) if row["Parent"] == node]
        values = [Fraction(below[unit, child]["value"]) for child in children if (unit, child) in below]
        return sum(values) / len(values)

    def test_indicators(self):
        self.level_by_level("indicator")

    def test_themes(self):
        self.level_by_level("theme")

    def test_domains(self):
        self.level_by_level("domain")

    def test_index(self):
        self.level_by_level("index")

    def test_means_without_rounding(self):
        """The README's tolerance, every aggregate against the mean of its published children."""
        published, largest, count = self.published(), 0.0, 0
        for below, level in zip(LEVELS, LEVELS[1:]):
            model = self.upper(below)
            text = MODEL.read_text(encoding="utf-8")
            self.assertIn(", decimals: 2, rounding: half_even", text)
            self.write("model.yaml", text.replace(", decimals: 2, rounding: half_even", ""))
            found = self.scores(model, published[below])
            for (unit, node), row in published[level].items():
                largest = max(largest, abs(number(found[unit][node]) - float(row["value"])))
                count += 1
        print(f"{count} values, largest error {largest:.6f} ", end="")
        self.assertEqual(count, 6098)
        self.assertLessEqual(largest, WITHIN)

    def test_the_whole_tree_from_its_metrics(self):
        published = self.published()
        found = self.scores("bipa2024", published["metric"])
        for level in LEVELS[1:]:
            off = [abs(number(found[u][n]) - float(row["value"])) for (u, n), row in published[level].items()]
            print(f"{level}: {sum(x < 1e-9 for x in off)} of {len(off)} equal, largest error {max(off):.2f}; ", end="")
            self.assertLess(max(off), 0.01 + 1e-9)

    def test_ranks(self):
        """1 + the number of countries with a larger value, by the method `rank` with less being better."""
        every = {key: row for values in self.published().values() for key, row in values.items()}
        nodes = sorted({node for _, node in every})
        self.write("framework.csv", csv_text(
            ["iCode", "Type", "Level", "Parent", "Weight", "Direction"],
            [[node, "Indicator", 1, "all", 1, -1] for node in nodes] + [["all", "Aggregate", 2, "", 1, ""]]))
        self.write("model.yaml", "normalise: {method: rank, ties: min}\n")
        out = self.run_titian("score", "model.yaml", self.data(every), "--stage", "normalised", "--quiet").out
        found = table(out)
        self.assertEqual(len(every), 14411)
        wrong = [key for key, row in every.items() if number(found[key[0]][key[1]]) != float(row["rank"])]
        print(f"{len(every) - len(wrong)} ranks ", end="")
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    main()
