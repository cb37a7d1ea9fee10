"""titian score --priority: need found by hand, the gate by dated lists, and the shipped lists by year.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io

from bridge import BridgeCase
from suite import main

PILLARS = [f"P{k}" for k in range(1, 9)]
FRAMEWORK = ("iCode,Type,Level,Parent,Weight,Direction,Low,High\n" +
             "".join(f"{p}.X,Indicator,1,{p},1,1,0,100\n{p},Aggregate,2,IDX,1,,,\n" for p in PILLARS) +
             "IDX,Aggregate,3,,1,,,\n")
DATA = ("uCode,Time," + ",".join(f"{p}.X" for p in PILLARS) + "\nEVEN,2023" + ",50" * 8 +
        "\nUNEVEN,2023" + ",80" * 4 + ",20" * 4 + "\n")


def read(text):
    return {row["uCode"]: row for row in csv.DictReader(io.StringIO(text))}


class Priority(BridgeCase):
    def priorities(self, *words):
        return read(self.run_titian("score", *words, "-q", "--priority").out)

    def test_need_tells_countries_apart_that_the_mean_does_not(self):
        """Target 65 and eight equal pillars: all at 50, or four at 80 and four at 20. Powers 0, 1 and 2."""
        self.write("framework.csv", FRAMEWORK)
        self.write("data.csv", DATA)
        for alpha, even, uneven in ((0, 1, 0.5), (1, 0.230769, 0.346154), (2, 0.053254, 0.239645)):
            self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n"
                                     f"priority: {{target: 65, alpha: {alpha}, weights: {{need: 1}}}}\n")
            rows = self.priorities("model.yaml", "data.csv")
            self.assertAlmostEqual(float(rows["EVEN"]["Need"]), even, delta=5e-7)
            self.assertAlmostEqual(float(rows["UNEVEN"]["Need"]), uneven, delta=5e-7)
            self.assertAlmostEqual(float(rows["UNEVEN"]["Shortfall"]), 0.346154, delta=5e-7)
            self.assertEqual({row["Why"] for row in rows.values()}, {"every unit is eligible"})

    def test_the_shipped_lists_are_read_by_year(self):
        """Bhutan is on the United Nations' list of least developed countries in 2023 and, landlocked, not in 2024;
        Vanuatu, an island, in 2020 and not in 2023."""
        for year, expected in ((2020, {"VUT": "1"}), (2023, {"BTN": "1", "VUT": "0.7"}),
                               (2024, {"BTN": "0.7", "STP": "1"})):
            rows = self.priorities("ddri", "countries", "countries-restricted", "--year", str(year))
            for code, vulnerability in expected.items():
                self.assertEqual(rows[code]["Part.Vulnerability"], vulnerability, (code, year))
                self.assertEqual(rows[code]["Why"], f"on the list dac_recipient in {year}: no dates, OECD, DAC list of ODA "
                                                    "recipients; undated copy")
        self.assertEqual((rows["DEU"]["Decision"], rows["DEU"]["Why"]),
                         ("out", "not on the DAC list of ODA recipients (not on the list dac_recipient in 2024)"))
        self.assertIn("assess first", {row["Decision"] for row in rows.values()})
        self.assertTrue(all(row["Rank"] == "" for row in rows.values() if row["Decision"] != "in"))

    def test_the_chance_to_be_among_the_first_takes_in_who_is_eligible(self):
        self.write("framework.csv", FRAMEWORK + "HELP,Group,,,,,,\n")
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n"
                                 "priority: {target: 65, weights: {need: 1}, eligible: [{group: HELP, in: ['1']}]}\n"
                                 "uncertainty: {replications: 20, seed: 1, top: 1, vary: [{name: w, method: noise, level: 2,"
                                 " share: 0.1}]}\n")
        self.write("data.csv", DATA + DATA.split("\n", 1)[1].replace("2023", "2024"))
        self.write("lists.csv", "list,uCode,valid_from,valid_to,source\nHELP,UNEVEN,,2023,us\nHELP,EVEN,,,us\n")
        for year, first in (("2023", {"EVEN": "0", "UNEVEN": "1"}), ("2024", {"EVEN": "1", "UNEVEN": ""})):
            rows = read(self.run_titian("uncertainty", "model.yaml", "data.csv", "lists.csv", "-q", "--year", year).out)
            self.assertEqual({code: row["P.First"] for code, row in rows.items()}, first)

    def test_stages_and_priorities_exclude_each_other(self):
        self.assertIn("exclude each other", self.run_titian("score", "bridges", "bridges.csv", "--priority", "--stage",
                                                            "raw", code=2).err)

    def test_without_a_priority_block_there_is_no_such_table(self):
        self.write("framework.csv", FRAMEWORK)
        self.write("data.csv", DATA)
        self.write("model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n")
        self.assertIn("the model has no block priority", self.run_titian("score", "model.yaml", "data.csv", "--priority",
                                                                         code=2).err)


if __name__ == "__main__":
    main()
