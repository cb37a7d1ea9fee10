"""Anatel's connectivity index of 5,570 Brazilian municipalities, four years, two methods.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from published import by_unit_and_year, rows  # noqa: E402
from reference import FOLDER, needs, number  # noqa: E402
from suite import Case, main  # noqa: E402

FILE = FOLDER / "ibc" / "ibc_2021_2024.csv"
WITHIN = 0.011  # the README's tolerance: inputs are printed with two to four decimals


@needs("ibc")
class Ibc(Case):
    def scores(self, model, years):
        return by_unit_and_year(self.run_titian("score", model, FILE, "--years", years, "--quiet").out)

    def compare(self, found, wanted, count, largest, what):
        errors = [abs(number(found[row["unit_code"], row["year"]]["IBC"]) - float(row["ibc"])) for row in wanted]
        self.assertEqual(len(errors), count)
        print(f"{what}: {count} values, largest error {max(errors):.4f} ", end="")
        self.assertTrue(all(error <= WITHIN for error in errors))
        self.assertLessEqual(max(errors), largest + 0.00005)  # the README counts to the fourth digit

    def test_2021_2023(self):
        found = self.scores("ibc-brazil/edition-2021-2023.yaml", "2021:2023")
        for year, largest in (("2021", 0.0102), ("2022", 0.0100), ("2023", 0.0090)):
            self.compare(found, [row for row in rows(FILE) if row["year"] == year], 5570, largest, year)

    def test_2024(self):
        found = self.scores("ibc-brazil", "2024:2024")
        wanted = [row for row in rows(FILE) if row["year"] == "2024"]
        self.compare(found, [row for row in wanted if row["agri_cov"] != ""], 5557, 0.0100, "2024")
        self.compare(found, [row for row in wanted if row["agri_cov"] == ""], 13, 0.0071, "2024, farmland missing")

    def test_coverage_is_not_held_at_its_goalpost(self):
        out = self.run_titian("score", "ibc-brazil", FILE, "--year", "2024", "--stage", "normalised", "--quiet").out
        self.assertAlmostEqual(number(by_unit_and_year(out)["4212650", "2024"]["COV"]), 120.03, 9)


if __name__ == "__main__":
    main()
