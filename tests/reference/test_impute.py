"""Imputation against COINr, through the command line: COINr's own data, and its panel with runs of values removed.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"


def off(x, expected):
    if math.isnan(x) or math.isnan(expected):
        return 0.0 if math.isnan(x) and math.isnan(expected) else math.inf
    return abs(x - expected) / max(1.0, abs(expected))


@needs("coinr-asem")
class Impute(Case):
    def run_stage(self, impute, data, *options):
        self.write("model.yaml", f"framework: iMeta.csv\norder: [impute, denominate, screen, treat, normalise]\n"
                                 f"impute: {impute}\ndenominate: {{method: none}}\n")
        self.write("iMeta.csv", (ASEM / "iMeta.csv").read_bytes())
        return self.run_titian("score", "model.yaml", data, "--stage", "imputed", *options).out

    def compare(self, found, expected, within, what, but=()):
        worst, cells = (0.0, "", ""), 0
        self.assertEqual(set(found), set(expected))
        for unit, row in expected.items():
            for code, text in row.items():
                if code in ("uCode", "Time", *but):
                    continue
                worst = max(worst, (off(number(found[unit][code]), number(text)), str(unit), code))
                cells += 1
        print(f"{what}: {cells} cells, largest error {worst[0]:.3g} ({worst[1]} {worst[2]}) ", end="")
        self.assertLessEqual(worst[0], within, (what, worst))

    def check(self, impute, file, within=1e-13):
        found = table(self.run_stage(impute, ASEM / "iData.csv"))
        self.compare(found, table((ASEM / "impute" / file).read_text(encoding="utf-8")), within, file)

    def test_statistics(self):
        self.check("{method: mean}", "mean.csv")
        self.check("{method: group_mean, group: EurAsia_group}", "mean_grp_EurAsia.csv")
        self.check("{method: group_median, group: GDP_group}", "median_grp_GDP.csv")

    def test_by_row(self):
        self.check("{method: row_mean, group_level: 2}", "row_mean_level2.csv")

    def test_expectation_maximisation_lies_near_a_random_draw_of_amelia(self):
        """The reference is one draw around the estimates: it tells a gross error from a right result, no more."""
        found = table(self.run_stage("{method: em, group_level: 2, ridge: 1}", ASEM / "iData.csv"))
        raw = table((ASEM / "iData.csv").read_text(encoding="utf-8"))
        drawn = table((ASEM / "impute" / "em_level2_indicative.csv").read_text(encoding="utf-8"))
        z = []
        for code in drawn["AUT"]:
            if code == "uCode":
                continue
            x = [number(row[code]) for row in raw.values() if not math.isnan(number(row[code]))]
            mean = sum(x) / len(x)
            sd = math.sqrt(sum((v - mean) ** 2 for v in x) / (len(x) - 1))
            for unit, row in drawn.items():
                if math.isnan(number(raw[unit][code])):
                    z.append((number(found[unit][code]) - number(row[code])) / sd)
        rms = math.sqrt(sum(v * v for v in z) / len(z))
        print(f"em: {len(z)} estimates, root mean square distance {rms:.3g} standard deviations ", end="")
        self.assertLess(rms, 1.0)

    def panel(self, impute, file):
        out = self.run_stage(impute, ASEM / "panel" / "iData_panel_gaps.csv", "--years", "2018:2022")
        found = {(row["uCode"], row["Time"]): row for row in csv.DictReader(io.StringIO(out))}
        text = (ASEM / "panel" / file).read_text(encoding="utf-8")
        return found, {(row["uCode"], row["Time"]): row for row in csv.DictReader(io.StringIO(text))}

    def test_latest_in_time(self):
        self.compare(*self.panel("{method: latest}", "impute_latest.csv"), 0.0, "latest")
        self.compare(*self.panel("{method: latest, max_gap: 1}", "impute_latest_max1.csv"), 0.0, "latest, 1 year")

    def test_linear_in_time(self):
        self.compare(*self.panel("{method: linear_constant}", "impute_linear_constant.csv"), 1e-13, "linear_constant")


if __name__ == "__main__":
    main()
