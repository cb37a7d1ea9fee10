"""The UN E-Government Development Index, twelve editions, from its published components.

The tolerances are those that the publication itself keeps, as the reference's README counts them.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import PROJECT, Case, main  # noqa: E402

FILE = FOLDER / "egdi" / "egdi_2003_2024.csv"
OTHER_WEIGHTS = {2008, 2010}  # 0.34, 0.33, 0.33

# edition: ranked, largest error, within 0.00005, ranks reproduced
PUBLISHED = {
    2003: (173, 0.000007, 173, 173),
    2004: (178, 0.000007, 178, 178),
    2005: (179, 0.000007, 179, 179),
    2008: (182, 0.012121, 175, 182),
    2010: (183, 0.000008, 183, 183),
    2012: (190, 0.000007, 190, 190),
    2014: (193, 0.000023, 193, 193),
    2016: (193, 0.000007, 193, 193),
    2018: (193, 0.000033, 193, 193),
    2020: (193, 0.000033, 193, 189),
    2022: (193, 0.000067, 171, 193),
    2024: (193, 0.000037, 193, 193),
}


def published(year):
    with FILE.open(encoding="utf-8") as file:
        return {row["unit_code"]: row for row in csv.DictReader(file)
                if int(row["year"]) == year and row["ranked"] == "1"}


def ranks(scores):
    """1 + the number of units with a larger score."""
    return {unit: 1 + sum(other > score for other in scores.values()) for unit, score in scores.items()}


@needs("egdi")
class Egdi(Case):
    def scores(self, year):
        model = "egdi/edition-2008-2010.yaml" if year in OTHER_WEIGHTS else "egdi"
        run = self.run_titian("score", model, FILE, "--year", str(year), "--quiet")
        return {unit: number(row["EGDI"]) for unit, row in table(run.out).items()}


    def band(self, model, *data):
        text = self.run_titian("explain", model, *data, "--unit", "CMR", "--year", "2005", "-q").out
        return next(line.split(None, 1)[1] for line in text.splitlines() if line.startswith("  band"))

    def test_a_published_value_on_a_bound_does_not_exceed_it(self):
        """Cameroon 2005 is printed as 0.25000; from its components it is 0.250003."""
        self.assertEqual(published(2005)["CMR"]["egdi"], "0.25000")
        self.assertAlmostEqual(self.scores(2005)["CMR"], 0.2500033333, 9)
        self.assertEqual(self.band("egdi", FILE), "middle")
        self.write("framework.csv", "iCode,Type,Level,Parent,Weight,Direction,Low,High\n"
                                    "egdi,Indicator,1,EGDI,1,1,0,1\nEGDI,Aggregate,2,,,,,\n")
        self.write("model.yaml", (PROJECT / "models/egdi/model.yaml").read_bytes())
        self.assertEqual(self.band("model.yaml", FILE), "low")
        text = (PROJECT / "models/egdi/model.yaml").read_text(encoding="utf-8")
        self.write("model.yaml", text.replace("above: 0.25", "from: 0.25"))
        self.assertEqual(self.band("model.yaml", FILE), "middle")


def edition(year):
    def test(self):
        rows, found = published(year), self.scores(year)
        ranked, largest, within, _ = PUBLISHED[year]
        errors = {unit: abs(found[unit] - float(row["egdi"])) for unit, row in rows.items()}
        self.assertEqual(len(rows), ranked)
        # the README counts to the sixth digit
        self.assertLessEqual(max(errors.values()), largest + 0.0000005)
        self.assertEqual(sum(error <= 0.00005 for error in errors.values()), within)
    return test


def ranking(year):
    def test(self):
        rows = published(year)
        again = ranks({unit: float(row["egdi"]) for unit, row in rows.items()})
        self.assertEqual(sum(again[unit] == int(row["rank"]) for unit, row in rows.items()), PUBLISHED[year][3])
    return test


for _year in PUBLISHED:
    setattr(Egdi, f"test_{_year}_index", edition(_year))

if __name__ == "__main__":
    main()
