"""Sheet Benchmarks: values of the world and of regions as they were read, on the goalposts of the model, by formula.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import support
from support import suite
from test_uncertainty import lines_of

FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Unit,Low,High,Scale,Denominator,normalise.method
NET,Internet,Indicator,1,Z,1,1,%,0,80,,,
COST,Cost,Indicator,1,Z,1,-1,% of income,100,1,log,,
SITES,Sites,Indicator,1,Z,1,1,,0,10,,POP,
RANKED,Place,Indicator,1,Z,1,1,,,,,,rank
Z,Index,Aggregate,2,,1,,,,,,,
POP,People,Denominator,,,,,people,,,,,
"""
MODEL = """title: Reach
framework: framework.csv
year: 2020
screen: {method: none, max_age: 2}
normalise: {method: goalposts, range: [0, 100]}
aggregate: [{method: arithmetic}]
"""
DATA = """uCode,uName,Time,NET,COST,SITES,RANKED,POP
KEN,Kenya,2020,20,10,4,1,2
UGA,Uganda,2020,40,100,8,2,2
TZA,Tanzania,2020,60,1,6,3,3
WLD,World,2020,50,10,9,2,3
WLD,World,2019,48,,,,
WLD,World,2017,30,,,,
SSF,Sub-Saharan Africa,2018,90,,,,
"""


class Benchmarks(support.BookCase):
    @classmethod
    def make(cls):
        for name, text in (("framework.csv", FRAMEWORK), ("model.yaml", MODEL), ("data.csv", DATA),
                           ("plain.csv", "".join(DATA.splitlines(keepends=True)[:4]))):
            (cls.folder / name).write_text(text, encoding="utf-8")
        model = cls.folder / "model.yaml"
        cls.book = support.assess(cls.folder / "book.xlsx", model, cls.folder / "data.csv")
        cls.plain = support.assess(cls.folder / "plain.xlsx", model, cls.folder / "plain.csv")

    def test_values_stand_by_indicator_the_latest_first(self):
        self.assertEqual([(line["Indicator"], line["Code"], line["Year"], line["Value as read"])
                          for line in lines_of(self.book, "Benchmarks")],
                         [("NET", "SSF", 2018, 90), ("NET", "WLD", 2020, 50), ("NET", "WLD", 2019, 48),
                          ("COST", "WLD", 2020, 10), ("SITES", "WLD", 2020, 9), ("RANKED", "WLD", 2020, 2)])

    def test_scores_are_those_of_the_goalposts(self):
        lines = lines_of(self.book, "Benchmarks")
        for line, score in zip(lines, (100, 62.5, 60, 50)):  # clipped; 50 / 80; 48 / 80; half way from 100 to 1 by logarithms
            self.assertAlmostEqual(line["Score"], score, 9)
        self.assertEqual([line["Mean value of units"] for line in lines[:4]], [40, 40, 40, 37])
        self.assertAlmostEqual(lines[1]["Mean score of units"], 50, 9)

    def test_where_there_is_no_score_the_sheet_says_why(self):
        sites, place = lines_of(self.book, "Benchmarks")[4:]
        self.assertIn(sites.get("Score"), (None, ""))
        self.assertEqual(sites["Why there is no score"], "values are divided or transformed before they are scored")
        self.assertIn(sites.get("Mean value of units"), (None, ""))
        self.assertEqual(place["Why there is no score"], "units are scored among themselves, not between goalposts")

    def test_without_aggregates_there_is_no_such_sheet_and_the_scores_are_the_same(self):
        self.assertNotIn("Benchmarks", self.plain.sheets)
        for place in ("C8", "F8", "G8", "G10"):
            self.assertEqual(self.book.sheets["Scores"][place].value, self.plain.sheets["Scores"][place].value)

    def test_another_program_computes_the_same(self):
        if support.office.program() is None:
            self.skipTest("LibreOffice (soffice) is not installed")
        found, = self.recalculate([self.book])
        lines, count = support.differences(self.book, found, ["Benchmarks"])
        self.assertEqual(lines, [])
        self.assertEqual(count, 4 + 6 + 5)  # scores, mean scores, mean values


if __name__ == "__main__":
    sys.exit(suite.main())
