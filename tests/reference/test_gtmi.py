"""The World Bank's GovTech Maturity Index: 593 values and groups of three waves from the published sub-indices.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from published import rows  # noqa: E402
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import PROJECT, Case, main  # noqa: E402

FILE = FOLDER / "gtmi" / "gtmi_2020_2025.csv"
ECONOMIES = {2020: 198, 2022: 198, 2025: 197}
BAND = re.compile(r"\{name: (\w), from: ([0-9.]+)\}")


@needs("gtmi")
class Gtmi(Case):
    def wave(self, year):
        found = table(self.run_titian("score", "gtmi", FILE, "--year", str(year), "--quiet").out)
        wanted = [row for row in rows(FILE) if row["year"] == str(year)]
        bands = BAND.findall((PROJECT / "models" / "gtmi" / "model.yaml").read_text(encoding="utf-8"))
        self.assertEqual(len(bands), 4)
        self.assertEqual(len(wanted), ECONOMIES[year])
        largest, groups = 0.0, 0
        for row in wanted:
            score = number(found[row["unit_code"]]["GTMI"])
            largest = max(largest, abs(score - float(row["gtmi"])))
            groups += [name for name, start in bands if score >= float(start)][-1] == row["group"]
        print(f"{year}: {len(wanted)} values, largest error {largest:.3g}, {groups} groups ", end="")
        self.assertLessEqual(largest, 1e-12)
        self.assertEqual(groups, len(wanted))

    def test_2020(self):
        self.wave(2020)

    def test_2022(self):
        self.wave(2022)

    def test_2025(self):
        self.wave(2025)

    def test_the_program_names_the_group(self):
        """One economy of each group of 2025, as `explain` prints it."""
        seen = {row["group"]: row for row in rows(FILE) if row["year"] == "2025"}
        self.assertEqual(set(seen), set("ABCD"))
        for group, row in seen.items():
            out = self.run_titian("explain", "gtmi", FILE, "--year", "2025", "--unit", row["unit_code"]).out
            self.assertRegex(out, rf"\b{group}\b")


if __name__ == "__main__":
    main()
