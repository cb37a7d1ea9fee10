"""titian trend: its rows, found by hand; which values count; the tables between units; refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High,Target
ROADS,Indicator,1,INDEX,1,1,0,100,50
FEES,Indicator,1,INDEX,1,-1,100,0,
INDEX,Aggregate,2,,1,,,,
POP,Other,,,,,,,
"""
MODEL = """title: Roads
framework: framework.csv
screen: {method: none, max_age: 3}
normalise: {method: goalposts, range: [0, 100]}
"""
# NOR gains 4 a year on roads and 10 on fees; STH is measured every second year
DATA = """uCode,uName,Time,ROADS,FEES,POP
NOR,North,2018,20,50,1
NOR,North,2019,24,40,1
NOR,North,2020,28,30,1
NOR,North,2021,32,20,1
NOR,North,2022,36,10,1
STH,South,2018,40,30,3
STH,South,2020,44,30,3
STH,South,2022,48,30,3
"""
HEADER = ("uCode,iCode,Level,Direction,T.First,T.Last,First,Last,N,N.Aside,CAGR,Prc.Change,OLS.Slope,Sen.Slope,Sen.Low,"
          "Sen.High,Intercept.Conover,Intercept.Residual,S,Var.S,Z,P,P.Exact,Tau.B,Verdict,Target,To.Target,"
          "To.Target.Low,To.Target.High,Target.State,Leader,Behind,Behind.State,Note")


class Trend(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        self.write("roads.csv", DATA)

    def trend(self, *options, years="2018:2022", **more):
        return self.run_titian("trend", "model.yaml", "roads.csv", "--years", years, "-q", *options, **more)

    def rows(self, *options, **more):
        return list(csv.DictReader(io.StringIO(self.trend(*options, **more).out)))

    def row(self, unit, code, *options, **more):
        found = [row for row in self.rows("--code", code, *options, **more) if row.get("uCode", unit) == unit]
        self.assertEqual(len(found), 1)
        return found[0]

    def refused(self, *options, **more):
        return self.trend(*options, code=2, **more).err

    def test_a_unit_goes_by_its_code_or_its_whole_name_and_else_is_refused_with_the_code(self):
        self.write("roads.csv", DATA.replace("NOR,North", "TUR,Türkiye"))
        for option in ("--unit", "--leader"):
            with self.subTest(option):
                self.assertEqual(self.trend(option, "Türkiye").out, self.trend(option, "TUR").out)
                for word in ("Turkey", "TR", "TRU"):
                    self.assertEqual(self.refused(option, word), f'titian: the data have no unit "{word}"\n'
                                                                 "        did you mean TUR (Türkiye)?\n")
                self.assertEqual(self.refused(option, "zz"), 'titian: the data have no unit "zz"\n'
                                                             "        write its code or its whole name\n")

    def test_rows_are_exact(self):
        """All but the numbers that are no short fractions; those come in the next test."""
        lines = self.trend("--stage", "raw").out.splitlines()
        self.assertEqual(lines[0], HEADER)
        fees = lines[4].split(",")
        self.assertEqual(lines[4], "STH,FEES,1,-1,2018,2022,30,30,3,2,0,0,0,0,,,30,30,0,0,0,1,1,0,too short" + "," * 9)
        self.assertEqual(len(fees), len(HEADER.split(",")))
        self.assertEqual([line.split(",")[:2] for line in lines[1:]],
                         [["NOR", "ROADS"], ["STH", "ROADS"], ["NOR", "FEES"], ["STH", "FEES"]])
        row = self.row("NOR", "ROADS", "--stage", "raw")
        exact = {"Direction": "1", "T.First": "2018", "T.Last": "2022", "First": "20", "Last": "36", "N": "5",
                 "N.Aside": "0", "Prc.Change": "20", "OLS.Slope": "4", "Sen.Slope": "4", "Sen.Low": "4", "Sen.High": "4",
                 "Intercept.Conover": "-8052", "Intercept.Residual": "-8052", "S": "10", "Tau.B": "1",
                 "Verdict": "rising", "Target": "50", "To.Target": "3.5", "To.Target.Low": "3.5",
                 "To.Target.High": "3.5", "Target.State": "on the way", "Leader": "", "Behind": "", "Note": ""}
        self.assertEqual({column: row[column] for column in exact}, exact)

    def test_numbers_are_those_of_their_formulas(self):
        row = self.row("NOR", "ROADS", "--stage", "raw")
        variance = 5 * 4 * 15 / 18
        z = 9 / math.sqrt(variance)
        for column, wanted in (("CAGR", (36 / 20) ** 0.25 - 1), ("Var.S", variance), ("Z", z),
                               ("P", math.erfc(z / math.sqrt(2))), ("P.Exact", 2 / 120)):
            self.assertAlmostEqual(float(row[column]), wanted, 15)

    def test_less_may_be_better(self):
        row = self.row("NOR", "FEES", "--stage", "raw", "--target", "5")
        self.assertEqual((row["Direction"], row["Verdict"], row["To.Target"], row["Target.State"]),
                         ("-1", "falling", "0.5", "on the way"))
        row = self.row("NOR", "FEES", "--target", "95")  # the score rises to what fees of 5 would have
        self.assertEqual((row["Direction"], row["Verdict"], row["To.Target"]), ("1", "rising", "0.5"))

    def test_values_carried_forward_count_only_when_asked_for(self):
        row = self.row("STH", "INDEX")
        self.assertEqual((row["N"], row["N.Aside"], row["T.Last"]), ("3", "2", "2022"))
        row = self.row("STH", "INDEX", "--fresh", "0")
        self.assertEqual((row["N"], row["N.Aside"]), ("5", "0"))

    def test_the_latest_values_alone(self):
        row = self.row("STH", "ROADS", "--stage", "raw", "--latest", "2")
        self.assertEqual((row["N"], row["T.First"], row["First"], row["Sen.Slope"]), ("2", "2020", "44", "2"))

    def test_as_many_latest_values_as_there_are_are_all_of_them(self):
        for latest in ("5", "6"):
            self.assertEqual(self.trend("--latest", latest).out, self.trend().out)

    def test_a_span_is_the_years_in_it(self):
        row = self.row("NOR", "ROADS", "--stage", "raw", years="2019:2021")
        self.assertEqual((row["T.First"], row["T.Last"], row["N"], row["Verdict"]), ("2019", "2021", "3", "too short"))
        self.assertAlmostEqual(float(row["CAGR"]), (32 / 24) ** 0.5 - 1, 15)  # not of 2018 and 2019

    def test_years_behind_the_leader(self):
        """INDEX: NOR 35 42 49 56 63, STH 55 57 59 with 59 last: NOR stood there 3/7 of the way from 2021 to 2022."""
        row = self.row("STH", "INDEX", "--leader", "North")
        self.assertEqual((row["Leader"], row["Behind.State"]), ("NOR", "behind"))
        self.assertAlmostEqual(float(row["Behind"]), 2022 - (2021 + 3 / 7), 9)
        row = self.row("NOR", "INDEX", "--leader", "STH")
        self.assertEqual(row["Behind.State"], "ahead")
        self.assertAlmostEqual(float(row["Behind"]), -4 / 7, 9)
        row = self.row("NOR", "ROADS", "--leader", "STH")
        self.assertEqual((row["Behind"], row["Behind.State"]), ("4", "at least so far behind"))
        self.assertEqual(self.row("STH", "ROADS", "--leader", "STH")["Behind.State"], "the leader")

    def test_a_unit_alone_by_code_or_name(self):
        for word in ("STH", "South"):
            self.assertEqual({row["uCode"] for row in self.rows("--unit", word)}, {"STH"})

    def test_the_significance_sets_verdict_and_interval(self):
        row = self.row("NOR", "ROADS", "--stage", "raw", "--significance", "0.01")
        self.assertEqual((row["Verdict"], row["Sen.Low"], row["Target.State"]),
                         ("too short", "", "on the way, pace uncertain"))

    def test_spread_of_every_year(self):
        out = self.trend("--table", "spread", "--code", "INDEX").out.splitlines()
        self.assertEqual(out[0], "iCode,Level,Weights,Time,N,Mean,SD,CV,SD.Log,N.Same,Mean.Same,SD.Same,CV.Same,SD.Log.Same")
        self.assertEqual(out[2], "INDEX,2,equal,2019,1,42,0,0,0,1,42,0,0,0")
        row = self.rows("--table", "spread", "--code", "INDEX", "--weights", "POP")[0]  # 35 and 55, one to three
        self.assertEqual((row["Weights"], row["N"], row["Mean"]), ("POP", "2", "50"))
        self.assertAlmostEqual(float(row["SD"]), math.sqrt(75), 12)

    def test_convergence_has_a_row_for_each_form(self):
        found = self.rows("--table", "convergence", "--code", "INDEX")
        self.assertEqual([row["Form"] for row in found], ["log", "logit", "gap"])
        self.assertEqual([found[2][c] for c in ("T.From", "T.To", "N", "Sigma.From", "Sigma.To", "Beta", "Verdict")],
                         ["2018", "2022", "2", "10", "2", "-0.3", "too few units"])

    def test_a_table_goes_to_a_file(self):
        self.trend("-o", "trends.csv")
        self.assertEqual((self.folder / "trends.csv").read_text(encoding="utf-8"), self.trend().out)
        self.trend("-o", "trends.csv", code=2)

    def test_years_are_needed(self):
        run = self.run_titian("trend", "model.yaml", "roads.csv", code=2)
        self.assertEqual(run.err, 'titian: "titian trend" needs a span of years\n'
                                  "        give the first and the last: --years 2015:2023\n")
        self.assertEqual(self.refused(years="2018:2018"),
                         "titian: a trend needs several index years with values, and here is one, 2018\n"
                         "        give a wider span of years\n")

    def test_wrong_words_are_refused_with_the_nearest(self):
        for options, what, near in ((("-t", "trend"), 'table "trend"', "trends"), (("-s", "rae"), 'stage "rae"', "raw"),
                                    (("-c", "INDX"), 'code in the model "INDX"', "INDEX"),
                                    (("-t", "spread", "-w", "PIP"), 'variable in the model "PIP"', "POP")):
            with self.subTest(options):
                self.assertEqual(self.refused(*options), f'titian: there is no {what}\n        did you mean "{near}"?\n')

    def test_wrong_numbers_are_refused(self):
        for option, word in (("--target", "nan"), ("--target", "0x1f"), ("--target", "1,5"), ("--fresh", "")):
            with self.subTest((option, word)):
                self.assertEqual(self.refused(option, word), f'titian: "{word}" is not a number\n'
                                                             f"        write digits alone, with a point before decimals: {option} 0.5\n")
        self.assertEqual(self.refused("--fresh", "1.5"), "titian: --fresh is 1.5\n        it lies between 0 and 1\n")
        self.assertEqual(self.refused("--latest", "1"), "titian: --latest is 1\n        it lies between 2 and 9999\n")
        self.assertEqual(self.refused("--latest", "2.5"), "titian: --latest is a number of values\n"
                                                          "        write a whole number: --latest 5\n")

    def test_options_that_a_table_does_not_take_are_refused(self):
        self.assertEqual(self.refused("-t", "convergence", "--target", "5"),
                         "titian: the table convergence takes no target\n"
                         "        leave it away, or choose another table\n")

    def test_the_help_lists_every_table(self):
        text = self.run_titian("trend", "--help").out
        for name in ("trends", "convergence", "spread"):
            self.assertIn(f"\n  {name} ", text)


if __name__ == "__main__":
    main()
