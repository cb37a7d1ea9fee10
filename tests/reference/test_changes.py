"""What changed the index, against reference figures, through the command line.

Every row of ../shared/reference/change_decomposition/expected.csv within 1e-12. In shapley_indicator_and_weights the
weights are one player more beside the indicators: titian's flat game. In its nested one they stand beside all data
together (Owen 1977), which is the same under the arithmetic mean alone.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs  # noqa: E402
from suite import Case, main  # noqa: E402

CHANGE = FOLDER / "change_decomposition"
WITHIN = 1e-12
YEARS = {"t0": "2000", "t1": "2001"}
MEANS = {"arith": "arithmetic", "geom": "geometric"}
# the geometric mean by a name that has no closed form, so that a game is played
GAME = {"arith": "{method: power, p: 1}", "geom": "{method: power, p: 0}"}
WITH_WEIGHTS = "shapley_indicator_and_weights"


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


@needs("change_decomposition")
class Changes(Case):
    def setUp(self):
        super().setUp()
        self.values, self.weights, self.expected = (
            read((CHANGE / f"{name}.csv").read_text(encoding="utf-8")) for name in ("values", "weights", "expected"))
        for time, year in YEARS.items():
            lines = ["uCode,Time,x1,x2,x3,x4"] + [",".join((row["unit"], year, *(row[f"x{k}"] for k in range(1, 5))))
                                                  for row in self.values if row["time"] == time]
            self.write(f"{time}.csv", "\n".join(lines) + "\n")
            # as a vintage: the later values stand for the earlier year
            self.write(f"{time}-of-2000.csv", "\n".join(lines).replace(f",{year},", ",2000,") + "\n")

    def model(self, name, mean, time):
        rows = ["iCode,Type,Level,Parent,Weight,Direction,Low,High",
                *(f"{row['indicator']},Indicator,1,I,{row['w_' + time]},1,0,100" for row in self.weights),
                "I,Aggregate,2,,1,,,"]
        self.write(f"{name}.csv", "\n".join(rows) + "\n")
        self.write(f"{name}.yaml", f"framework: {name}.csv\nnormalise: {{method: goalposts, range: [0, 100]}}\n"
                                   f"aggregate: [{mean}]\n")
        return f"{name}.yaml"

    def years(self, mean, table):
        model = self.model("model", mean, "t0")
        return read(self.run_titian("compare", model, "t0.csv", "t1.csv", "--years", "2000:2001", "-t", table, "-q").out)

    def editions(self, mean, table, game="flat"):
        one, other = self.model("one", mean, "t0"), self.model("other", mean, "t1")
        return read(self.run_titian("compare", one, "t0-of-2000.csv", "--against", other, "--against-data",
                                    "t1-of-2000.csv", "-t", table, "--game", game, "-q").out)

    def found(self):
        """{(unit, aggregation, method, factor): value} of everything that the program prints."""
        found = {}
        for short, name in MEANS.items():
            plain = f"{{method: {name}}}"
            closed = "exact_linear" if short == "arith" else "lmdi1_additive"
            for row in self.years(plain, "decomposition"):
                found[row["uCode"], short, closed, row["iCode"]] = float(row["Part"])
            for row in self.years(GAME[short], "decomposition"):
                self.assertEqual(row["Method"], "Shapley")
                found[row["uCode"], short, "shapley_indicator", row["iCode"]] = float(row["Part"])
            for row in self.years(plain, "causes"):
                before, after = float(row["Score.From"]), float(row["Score.To"])
                found[row["uCode"], short, "total_fixed_weights", ""] = float(row["Change"])
                for k in range(1, 5):
                    if short == "geom":  # the part of a difference as a factor of the quotient
                        part = found[row["uCode"], short, closed, f"x{k}"]
                        found[row["uCode"], short, "lmdi_multiplicative", f"x{k}"] = math.exp(
                            part * math.log(after / before) / (after - before))
            for row in self.editions(plain, "blocks"):
                found[row["uCode"], short, "total_changing_weights", ""] = float(row["Change"])
                self.assertEqual(row["Not.Split"], "")
            for row in self.editions(plain, "decomposition"):
                factor = "weights" if row["Block"] == "weights" else row["iCode"]
                found[row["uCode"], short, WITH_WEIGHTS, factor] = float(row["Part"])
        return found

    def test_every_figure(self):
        found, worst, cells = self.found(), 0.0, 0
        for row in self.expected:
            key = (row["unit"], row["aggregation"], row["method"], row["factor"])
            error = abs(found[key] - float(row["value"]))
            self.assertLessEqual(error, WITHIN * max(1.0, abs(float(row["value"]))), key)
            worst, cells = max(worst, error), cells + 1
        print(f"change_decomposition: {cells} figures, largest error {worst:.2g}")
        self.assertEqual(cells, 170)

    def test_the_nested_game_is_another_with_the_same_sum(self):
        found = {}
        expected = {(row["unit"], row["factor"]): float(row["value"]) for row in self.expected
                    if (row["aggregation"], row["method"]) == ("geom", WITH_WEIGHTS)}
        for row in self.editions("{method: geometric}", "decomposition", "nested"):
            key = row["uCode"], "weights" if row["Block"] == "weights" else row["iCode"]
            found[key] = found.get(key, 0.0) + float(row["Part"])
        for row in self.expected:
            if (row["aggregation"], row["method"]) == ("geom", "total_changing_weights"):
                self.assertAlmostEqual(sum(found[key] for key in found if key[0] == row["unit"]), float(row["value"]), 11)
        self.assertGreater(sum(abs(found[key] - value) > 1e-3 for key, value in expected.items()), 10)


if __name__ == "__main__":
    main()
