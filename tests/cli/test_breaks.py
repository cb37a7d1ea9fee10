"""Breaks in series: breaks.csv in the model's folder, and what it does to runs, trends and explanations. All by hand.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import json
import re
import sys
import zipfile

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High
ROADS,Indicator,1,INDEX,1,1,0,100
FEES,Indicator,1,INDEX,1,-1,100,0
INDEX,Aggregate,2,,1,,,
OLD,Other,,,,,,
region,Group,,,,,,
"""
MODEL = """title: Roads
screen: {method: coverage, min_coverage: 0.4, max_age: 3}
normalise: {method: goalposts, range: [0, 100]}
"""
DATA = """uCode,uName,Time,ROADS,FEES,OLD
NOR,North,2018,20,50,
NOR,North,2019,24,40,
NOR,North,2020,28,30,14
NOR,North,2021,32,20,
STH,South,2018,40,30,
STH,South,2020,44,30,
"""
HEAD = "indicator,unit,year,action,factor,offset,overlap,note,source\n"


class Breaks(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("roads/framework.csv", FRAMEWORK)
        self.write("roads/model.yaml", MODEL)
        self.write("roads.csv", DATA)

    def breaks(self, rows, head=HEAD):
        self.write("roads/breaks.csv", head + rows)

    def raw(self, unit, code="ROADS", years="2018:2021"):
        run = self.run_titian("score", "roads", "roads.csv", "--stage", "raw", "--years", years, "-q")
        return {int(row["Time"]): float(row[code]) if row[code] else None
                for row in csv.DictReader(io.StringIO(run.out)) if row["uCode"] == unit}

    def trend(self, unit, code, *options, years="2018:2021"):
        run = self.run_titian("trend", "roads", "roads.csv", "--years", years, "--unit", unit, "--code", code, "-q",
                              *options)
        row, = csv.DictReader(io.StringIO(run.out))
        return row

    def notes(self, years="2018:2021"):
        return json.loads(self.run_titian("check", "roads", "roads.csv", "--years", years, "--json").out)["notes"]

    def fault(self, rows, head=HEAD):
        self.breaks(rows, head)
        run = self.run_titian("check", "roads", "roads.csv", code=1)
        self.assertNotIn("Data files", run.out)
        line, column, message = re.search(r"titian: roads/breaks\.csv:(?:(\d+):)?(?:(\d+):)? (.*)", run.err).groups()
        return int(line or 0), int(column or 0), message

    def test_without_a_register_nothing_is_broken(self):
        self.assertEqual(self.raw("NOR"), {2018: 20, 2019: 24, 2020: 28, 2021: 32})
        self.assertEqual(self.raw("STH"), {2018: 40, 2019: 40, 2020: 44, 2021: 44})
        self.assertEqual(self.notes(), [])

    def test_no_line_is_drawn_across_a_break(self):
        """North's ROADS 20 in 2018 and 32 in 2021, by hand: 24 and 28 between; with a break in 2020 each side alone."""
        self.write("roads.csv", "uCode,uName,Time,ROADS,FEES,OLD\nNOR,North,2018,20,50,\nNOR,North,2019,,40,\n"
                                "NOR,North,2020,,30,\nNOR,North,2021,32,20,\n" +
                   "".join(f"STH,South,{year},40,30,\n" for year in range(2018, 2022)))

        def imputed(method):
            self.write("roads/model.yaml", MODEL.replace("max_age: 3", "max_age: 0") + f"impute: {{method: {method}}}\n")
            run = self.run_titian("score", "roads", "roads.csv", "--stage", "imputed", "--years", "2018:2021", "-q")
            return [row["ROADS"] for row in csv.DictReader(io.StringIO(run.out)) if row["uCode"] == "NOR"]

        self.assertEqual(imputed("linear"), ["20", "24", "28", "32"])
        self.breaks("ROADS,NOR,2020,hold,,,,,\n")
        self.assertEqual(imputed("linear_constant"), ["20", "20", "32", "32"])
        self.assertEqual(imputed("linear"), ["20", "", "", "32"])
        self.assertEqual(imputed("latest"), ["20", "20", "20", "32"])
        self.breaks("ROADS,STH,2020,hold,,,,,\n")
        self.assertEqual(imputed("linear"), ["20", "24", "28", "32"])

    def test_drop_leaves_older_values_out_before_they_are_carried_forward(self):
        self.breaks("ROADS,STH,2019,drop,,,,,\n")
        self.assertEqual(self.raw("STH"), {2018: None, 2019: None, 2020: 44, 2021: 44})
        self.assertEqual(self.raw("NOR")[2018], 20)
        self.assertEqual(self.notes(), ["ROADS of STH, break in 2019: 1 older value of 1 unit left out"])

    def test_link_by_numbers_puts_older_values_on_the_new_footing(self):
        self.breaks("ROADS,*,2020,link,0.5,1,,,\n")
        self.assertEqual(self.raw("NOR"), {2018: 11, 2019: 13, 2020: 28, 2021: 32})
        self.assertEqual(self.raw("STH"), {2018: 21, 2019: 21, 2020: 44, 2021: 44})  # 2019 is 2018 carried forward
        self.assertEqual(self.raw("NOR", "FEES")[2018], 50)

    def test_links_are_chained(self):
        self.breaks("ROADS,,2021,link,3,,,,\nROADS,,2019,link,2,,,,\n")
        self.assertEqual(self.raw("NOR"), {2018: 120, 2019: 72, 2020: 84, 2021: 32})

    def test_link_by_an_overlap_takes_the_ratio_of_that_year_unit_by_unit(self):
        self.breaks("ROADS,,2020,link,,,OLD,counted anew,ministry\n")
        self.assertEqual(self.raw("NOR"), {2018: 40, 2019: 48, 2020: 28, 2021: 32})  # 28 / 14
        self.assertEqual(self.raw("STH"), {2018: None, 2019: None, 2020: 44, 2021: 44})
        self.assertEqual(self.notes(), ["ROADS, break in 2020 (counted anew; ministry): 2 older values of 1 unit put on "
                                        "the new footing; 1 of 1 unit left out, since OLD is not there in 2020 to link "
                                        "by"])

    def test_hold_scores_but_is_not_compared(self):
        free = self.trend("NOR", "ROADS", "--stage", "raw")
        self.assertEqual((free["N"], free["First"]), ("4", "20"))
        self.breaks("ROADS,,2020,hold,,,,,\n")
        self.assertEqual(self.raw("NOR"), {2018: 20, 2019: 24, 2020: 28, 2021: 32})
        held = self.trend("NOR", "ROADS", "--stage", "raw")
        self.assertEqual((held["N"], held["N.Aside"], held["First"], held["T.First"]), ("2", "2", "28", "2020"))
        self.assertEqual(held["Note"], "break in 2020: older values are not compared with newer ones")
        self.assertEqual(self.trend("NOR", "FEES", "--stage", "raw")["N"], "4")

    def test_hold_bears_on_the_freshness_of_an_area(self):
        self.breaks("ROADS,,2020,hold,,,,,\n")
        row = self.trend("NOR", "INDEX", "--fresh", "0.6")  # half the weight before 2020, all of it from then on
        self.assertEqual((row["N"], row["T.First"]), ("2", "2020"))
        self.assertIn("breaks in 1 of its indicators", row["Note"])
        self.assertEqual(self.trend("NOR", "INDEX", "--fresh", "0.5")["N"], "4")

    def test_a_break_after_the_last_index_year_does_not_count(self):
        self.breaks("ROADS,,2020,hold,,,,,\nROADS,,2021,link,2,,,,\n")
        row = self.trend("NOR", "ROADS", "--stage", "raw", years="2018:2019")
        self.assertEqual((row["N"], row["First"], row["Note"]), ("2", "20", ""))

    def test_trends_follow_linked_values(self):
        self.breaks("ROADS,,2020,link,0.5,,,,\n")
        row = self.trend("NOR", "ROADS", "--stage", "raw")
        self.assertEqual((row["N"], row["First"], row["Last"]), ("4", "10", "32"))
        self.assertEqual(row["Note"], "break in 2020: older values are put on the new footing")

    def test_explanations_name_the_break(self):
        self.breaks("ROADS,,2020,link,0.5,,,new survey,\n")
        text = self.run_titian("explain", "roads", "roads.csv", "-u", "STH", "--years", "2019:2021", "-y",
                               "2019", code=2).err  # one year or a span
        self.assertIn("exclude each other", text)
        self.breaks("ROADS,STH,2019,drop,,,,new survey,\n")
        text = self.run_titian("explain", "roads", "roads.csv", "-u", "STH", "--year", "2019").out
        self.assertIn("the newest is of 2018; roads.csv:6; break in 2019: older values are left out (new survey)\n", text)

    def test_the_workbook_says_the_break(self):
        self.breaks("ROADS,STH,2019,drop,,,,new survey,\n")
        self.run_titian("assess", "roads", "roads.csv", "-o", "roads.xlsx", "-q")
        with zipfile.ZipFile(self.folder / "roads.xlsx") as book:
            words = book.read("xl/sharedStrings.xml").decode("utf-8")
        self.assertIn("ROADS of STH, break in 2019 (new survey): 1 older value of 1 unit left out", words)

    def test_a_break_that_changes_nothing_is_said(self):
        self.breaks("ROADS,,2018,drop,,,,,\nROADS,XXX,2020,drop,,,,,\n")
        self.assertEqual(self.notes(), ["ROADS, break in 2018: changes nothing, since there is no older value",
                                        "ROADS of XXX, break in 2020: changes nothing, since the data have no unit XXX"])

    def test_the_register_is_part_of_the_model(self):
        def sha():
            return json.loads(self.run_titian("check", "roads", "roads.csv", "--json").out)["model"]["sha256"]
        before = sha()
        self.breaks("ROADS,,2018,drop,,,,,\n")
        self.assertNotEqual(sha(), before)

    def test_columns_come_in_any_order_and_some_may_be_left_out(self):
        self.breaks("drop,2019,ROADS\n", head="Action,Year,Indicator\n")
        self.assertEqual(self.raw("STH", years="2019:2021"), {2019: None, 2020: 44, 2021: 44})

    def test_faults_have_their_place(self):
        for rows, place, words in (
                ("ROADZ,,2020,drop,,,,,\n", (2, 1), "ROADZ"),
                ("INDEX,,2020,drop,,,,,\n", (2, 1), "INDEX"),
                ("region,,2020,drop,,,,,\n", (2, 1), "region"),
                (",,2020,drop,,,,,\n", (2, 1), "code"),
                ("ROADS,,2020/21,drop,,,,,\n", (2, 3), "2020/21"),
                ("ROADS,,,drop,,,,,\n", (2, 3), "year"),
                ("ROADS,,2020,keep,,,,,\n", (2, 4), "keep"),
                ("ROADS,,2020,drop,2,,,,\n", (2, 4), "of link"),
                ("ROADS,,2020,link,,,,,\n", (2, 4), "nothing to link by"),
                ("ROADS,,2020,link,2,,OLD,,\n", (2, 4), "both"),
                ("ROADS,,2020,link,0,,,,\n", (2, 5), "factor"),
                ("ROADS,,2020,link,much,,,,\n", (2, 5), "much"),
                ("ROADS,,2020,link,1,x,,,\n", (2, 6), "offset"),
                ("ROADS,,2020,link,,,OLDER,,\n", (2, 7), "OLDER"),
                ("ROADS,,2020,link\n", (2, 0), "4 fields"),
                ("ROADS,,2020,hold,,,,,\nROADS,NOR,2020,drop,,,,,\n", (3, 0), "second break")):
            with self.subTest(rows):
                line, column, message = self.fault(rows)
                self.assertEqual((line, column), place)
                self.assertIn(words, message)

    def test_faults_of_the_header_have_their_place(self):
        self.assertEqual(self.fault("ROADS,2020,drop,1\n", "indicator,year,action,when\n")[:2], (1, 4))
        self.assertEqual(self.fault("ROADS,2020,drop,1\n", "indicator,year,action,year\n")[:2], (1, 4))
        self.assertIn('no column "action"', self.fault("ROADS,2020\n", "indicator,year\n")[2])


if __name__ == "__main__":
    sys.exit(main())
