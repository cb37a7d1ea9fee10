"""The shipped communities: figures against the published index, and what holds them together.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import PROJECT, Case, main  # noqa: E402

FOLDER = PROJECT / "datasets/communities"
WITHIN = 0.011  # the inputs are printed with two to four decimals


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def table(name):
    return read((FOLDER / name).read_text(encoding="utf-8"))


class Communities(Case):
    def scores(self, model, data, *options):
        return {(row["uCode"], row["Time"]): row for row in read(self.run_titian("score", model, *data, "-q", *options).out)}

    def test_the_index_of_brazil_is_the_published_one(self):
        published, compared = table("brazil/anatel.csv"), 0
        for model, years in (("ibc-brazil/edition-2021-2023.yaml", "2021:2023"), ("ibc-brazil", "2024:2024")):
            found = self.scores(model, ["communities/brazil"], "--years", years)
            for row in published:
                key = (row["unit_code"], row["year"])
                if key in found:
                    self.assertLessEqual(abs(float(found[key]["IBC"]) - float(row["ibc"])), WITHIN, key)
                    compared += 1
        self.assertEqual(compared, 22280)

    def test_every_unit_lies_in_a_unit_and_has_the_state_it_says(self):
        for folder, root, n in (("brazil", "BRA", 5598), ("us", "USA", 3197)):
            units = {row["unit_code"]: row for row in table(f"{folder}/units.csv")}
            self.assertEqual(len(units), n)
            for code, row in units.items():
                self.assertTrue(row["parent_unit"] in units or code == root, code)
                if row["parent_unit"] not in ("", root):
                    self.assertEqual(row["parent_unit"][3:], row["state"], code)

    def test_the_people_of_brazil_are_those_of_its_census(self):
        """203,080,756 by IBGE's revision of 2023; the copy has the first count, 203,062,512."""
        self.assertEqual(sum(int(row["population"]) for row in table("brazil/ibge.csv")), 203062512)

    def test_files_are_those_of_the_description(self):
        package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
        self.assertEqual(len(package["resources"]), 6)
        for resource in package["resources"]:
            data = (FOLDER / resource["path"]).read_bytes()
            self.assertEqual((resource["bytes"], resource["hash"]),
                             (len(data), "sha256:" + hashlib.sha256(data).hexdigest()), resource["path"])
            self.assertEqual([field["name"] for field in resource["schema"]["fields"]],
                             data.decode("utf-8").split("\n", 1)[0].split(","))

    def test_one_note_tells_of_the_indicators_that_a_country_does_not_measure(self):
        """The columns cov_4g5g, fbb_dens and mob_dens are indicators of the model, and no other is."""
        with (PROJECT / "models/community-divide/framework.csv").open(encoding="utf-8") as file:
            absent = [row["iCode"] for row in csv.DictReader(file)
                      if row["Type"] == "Indicator" and row["iCode"] not in ("C1.4GCV", "C1.FBBD", "C2.MOBL")]
        run = self.run_titian("check", "community-divide", "communities/brazil")
        told = [line for line in run.err.splitlines() if line.startswith("titian: ")]
        self.assertEqual(told[0], f"titian: note: no file holds {len(absent)} indicators: {', '.join(absent)}")
        self.assertEqual([line.split("no file holds ")[1] for line in told[1:]],
                         ["figure INCOME", "figure SAMPLE", "label area"])
        self.assertEqual(run.out.split("\nNotes\n")[1].split("\n\n")[0],
                         f"  {len(absent)} indicators, 2024: left out, because no unit has a value "
                         f"({', '.join(absent[:8])} and {len(absent) - 8} more); their weights are shared among their siblings")

    def test_a_county_scored_by_hand(self):
        """01001: 17.21 % of households without Internet, 0.391 use broadband, 11.3 % without diploma, 15.2 % poor."""
        row = self.scores("community-divide", ["communities/us"], "--year", "2020")["01001", "2020"]
        c1 = ((100 - 17.21) / 95 + 0.391 / 0.95) / 2 * 100
        c3, c5 = (60 - 11.3) / 60 * 100, (60 - 15.2) / 60 * 100
        for code, value in (("C1", c1), ("C3", c3), ("C5", c5), ("CDI", (c1 + c3 + c5) / 3)):
            self.assertAlmostEqual(float(row[code]), value, 9, code)

    def test_a_budget_among_the_municipalities_of_brazil(self):
        """Amounts are as need times people^0.5; states and the country have none."""
        rows = read(self.run_titian("allocate", "community-divide", "communities/brazil", "-q", "--budget", "1000000",
                                    "--within", "BRA").out)
        people = {row["unit_code"]: float(row["population"]) for row in table("brazil/ibge.csv")}
        scored = [row for row in rows if row["Decision"] == "in"]
        self.assertEqual(sum(float(row["Amount"]) for row in rows), 1000000)
        self.assertGreater(len(scored), 5000)
        self.assertTrue(all(len(row["uCode"]) == 7 for row in scored))
        self.assertEqual({row["Why"] for row in rows if row["uCode"] in ("BRA", "BR-AC")},
                         {"other units lie in it: they take part"})
        domains = self.scores("community-divide", ["communities/brazil"])
        for row in scored[::500]:
            scores = [float(v) for k, v in domains[row["uCode"], "2024"].items() if len(k) == 2 and v]
            need = sum(max(0.0, (65 - x) / 65) for x in scores) / len(scores)
            self.assertAlmostEqual(float(row["Score"]), need * people[row["uCode"]] ** 0.5, 6, row["uCode"])

    def test_municipality_and_country_stand_on_one_scale(self):
        found = self.scores("community-divide", ["communities/brazil", "countries"], "--year", "2023")
        self.assertAlmostEqual(float(found["3550308", "2023"]["C1.FBBD"]), 23.82 / 45 * 100, 9)
        self.assertAlmostEqual(float(found["BRA", "2023"]["C1.INET"]), 84.1506 / 95 * 100, 9)


if __name__ == "__main__":
    main()
