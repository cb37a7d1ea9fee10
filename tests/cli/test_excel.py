"""Files as Excel saves them in Indonesia, France, Switzerland and the United States, through the program.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import sys

from bridge import BridgeCase
from suite import main

MODEL = """iCode,iName,Type,Level,Parent,Weight,Direction,Unit,PlausibleLow,PlausibleHigh
NET,Internet users,Indicator,1,IDX,1,1,%,0,100
GDP,"GDP, million",Indicator,1,IDX,1,1,million USD,,
IDX,Index,Aggregate,2,,1,,,,
"""
HEAD = ["unit_name", "unit_code", "year", "NET", "GDP"]
# domain notes' sample: per cent sign, footnote mark, marks of thousands of two kinds, a value that is not known
INDONESIA = [["Indonesia", "IDN", "2024", "72,8%", "1.396.300,5"], ["Timor-Leste", "TLS", "2024", "34,0 *", "1\u00a0936,2"],
             ["Viet Nam", "VNM", "2024", "..", "476.388"]]
FRANCE = [["Côte d\u2019Ivoire", "CIV", "2024", "45,9", "78\u202f789,1"], ["Bénin", "BEN", "2024", "34,5", "19\u202f673"]]
SWITZERLAND = [["Zürich", "ZUR", "2024", "97.2", "1'396'300.5"], ["Genève", "GEN", "2024", "96", "51\u2019968"]]
AMERICA = [["Kenya", "KEN", "2024", "28.8%", "1,396,300.5"], ["Uganda", "UGA", "2024", "(10.3)", "45,567"]]


def sheet(rows, separator=";", first=""):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows([HEAD, *rows])
    return first + text.getvalue()


class Excel(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("m/framework.csv", MODEL)
        self.write("m/model.yaml", "title: Two numbers\nnormalise: {method: rank}\n")

    def read(self, data, *options, code=0, **more):
        self.write("data.csv", data)
        run = self.run_titian("score", "m", "data.csv", "--stage", "raw", *options, code=code, **more)
        rows = {row["uCode"]: (row["uName"], row["NET"], row["GDP"]) for row in csv.DictReader(io.StringIO(run.out))}
        return rows, run.err

    def expect_indonesia(self, rows):
        self.assertEqual(rows, {"IDN": ("Indonesia", "72.8", "1396300.5"), "TLS": ("Timor-Leste", "34", "1936.2"),
                                "VNM": ("Viet Nam", "", "476388")})

    def test_indonesia_csv(self):
        rows, said = self.read(sheet(INDONESIA, first="sep=;\r\n").encode("cp1252"))
        self.expect_indonesia(rows)
        self.assertIn("data.csv:4: note: this file is not UTF-8; it is read as Windows-1252", said)

    def test_indonesia_csv_utf8(self):
        rows, said = self.read(sheet(INDONESIA).encode("utf-8-sig"))
        self.expect_indonesia(rows)
        self.assertEqual(said, "")

    def test_indonesia_unicode_text(self):
        rows, said = self.read(b"\xff\xfe" + sheet(INDONESIA, "\t").encode("utf-16le"))
        self.expect_indonesia(rows)
        self.assertEqual(said, "")

    def test_france(self):
        expected = {"CIV": ("Côte d\u2019Ivoire", "45.9", "78789.1"), "BEN": ("Bénin", "34.5", "19673")}
        self.assertEqual(self.read(sheet(FRANCE).encode("utf-8-sig"))[0], expected)
        # Windows-1252 has no narrow no-break space; Excel writes the other one there
        self.assertEqual(self.read(sheet(FRANCE).replace("\u202f", "\u00a0").encode("cp1252"))[0], expected)

    def test_switzerland(self):
        expected = {"ZUR": ("Zürich", "97.2", "1396300.5"), "GEN": ("Genève", "96", "51968")}
        self.assertEqual(self.read(sheet(SWITZERLAND).encode("cp1252"))[0], expected)
        self.assertEqual(self.read(sheet(SWITZERLAND).encode("utf-8-sig"))[0], expected)

    def test_united_states(self):
        _, said = self.read(sheet(AMERICA, ",").encode(), code=1)
        self.assertIn('data.csv:3:4: "(10.3)" stands in brackets', said)
        rows, said = self.read(sheet(AMERICA, ",").encode(), "--brackets=estimate")
        self.assertEqual(rows, {"KEN": ("Kenya", "28.8", "1396300.5"), "UGA": ("Uganda", "10.3", "45567")})
        self.assertEqual(said, "")

    def test_the_locale_of_the_process_does_not_matter(self):
        for locale in ("C", "de_DE.UTF-8", "fr_FR.UTF-8", "id_ID.UTF-8", "tr_TR.UTF-8"):
            rows, _ = self.read(sheet(INDONESIA).encode("cp1252"), env={**os.environ, "LC_ALL": locale})
            self.expect_indonesia(rows)

    def test_thousands_or_decimals_are_asked_for(self):
        text = sheet([["Kenya", "KEN", "2024", "5", "1.396"], ["Uganda", "UGA", "2024", "6", "45.567"]])
        _, said = self.read(text, code=1)
        self.assertEqual(said.count("titian: data.csv"), 1)
        self.assertIn('titian: data.csv:2:5: "1.396" can be read as 1.396 and as 1396, as all numbers of this column '
                      '(indicator GDP, unit KEN)\n        say which: --decimal=. for 1.396, --decimal=, for 1396 '
                      '("1.396" on line 2, "45.567" on line 3)\n', said)
        self.assertEqual(self.read(text, "--decimal=,")[0]["UGA"], ("Uganda", "6", "45567"))
        self.assertEqual(self.read(text, "--decimal", "point")[0]["UGA"], ("Uganda", "6", "45.567"))

    def test_the_encoding_is_asked_for(self):
        text = sheet([["Россия", "RUS", "2024", "92,2", "1"], ["Беларусь", "BLR", "2024", "91,5", "2"]]).encode("cp1251")
        self.assertIn('--encoding=windows-1251 reads "Россия"', self.read(text, code=1)[1])
        self.assertEqual(self.read(text, "--encoding=windows-1251")[0]["RUS"][0], "Россия")

    def test_the_separator_is_asked_for(self):
        _, said = self.read("unit_code,year;NET\nKEN,2024;1\nUGA,2024;2\n", code=1)
        self.assertIn("--separator=comma or --separator=semicolon", said)

    def test_a_period_is_asked_for(self):
        text = sheet([["Kenya", "KEN", "2023/24", "5", "1"], ["Uganda", "UGA", "FY2024", "6", "2"]])
        self.assertIn("--period=end", self.read(text, code=1)[1])
        self.assertEqual(set(self.read(text, "--period=end")[0]), {"KEN", "UGA"})

    def test_a_bound_is_asked_for(self):
        text = sheet([["Kenya", "KEN", "2024", "<1", "1"], ["Uganda", "UGA", "2024", ">95", "2"]])
        self.assertIn("--censored=bound", self.read(text, code=1)[1])
        rows, _ = self.read(text, "--censored=middle")
        self.assertEqual((rows["KEN"][1], rows["UGA"][1]), ("0.5", "97.5"))

    def test_the_model_may_give_the_rules_and_an_option_counts_before_it(self):
        self.write("m/model.yaml", "title: Two numbers\nnormalise: {method: rank}\n"
                                   "data: {period: end, censored: middle, brackets: estimate}\n")
        text = sheet([["Kenya", "KEN", "2023/24", "<1", "(1)"], ["Uganda", "UGA", "2024", ">95", "2"]])
        rows, _ = self.read(text)
        self.assertEqual(rows, {"KEN": ("Kenya", "0.5", "1"), "UGA": ("Uganda", "97.5", "2")})
        rows, _ = self.read(text, "--censored=bound", "--brackets=minus")
        self.assertEqual(rows, {"KEN": ("Kenya", "1", "-1"), "UGA": ("Uganda", "95", "2")})

    def test_a_value_a_hundred_times_too_large_is_refused(self):
        _, said = self.read(sheet([["Kenya", "KEN", "2024", "2880", "1"]]), code=1)
        self.assertIn('"2880" is read as 2880, which lies outside 0..100: off by a factor of 100?', said)

    def test_what_was_decided_is_in_the_ledger(self):
        self.write("data.csv", sheet(INDONESIA).encode("cp1252"))
        out = self.run_titian("check", "m", "data.csv").out
        self.assertIn("         read as Windows-1252, semicolons between fields, decimal comma\n"
                      "         fields: 1 not available (NA, n/a, .. and the like); 1 with a per cent sign, taken off; "
                      "1 with footnote marks, taken off\n", out)
        self.assertNotIn(" read as ", self.run_titian("check", "bridges", "bridges.csv").out)

    def test_what_titian_writes_it_reads_without_options(self):
        rows, _ = self.read("uCode,uName,Time,NET,GDP\nKEN,Kenya,2024,1.234,5.678\nUGA,Uganda,2024,2.345,6\n")
        self.assertEqual(rows["KEN"], ("Kenya", "1.234", "5.678"))

    def test_words_that_no_option_knows(self):
        for option in ("--decimal=;", "--separator=colon", "--period=middle", "--censored=half", "--brackets=yes"):
            run = self.run_titian("score", "bridges", "bridges.csv", option, code=2)
            self.assertIn("write one of --" + option[2:].split("=")[0] + "=", run.err)
        self.assertIn("is not the name of an encoding",
                      self.run_titian("score", "bridges", "bridges.csv", "--encoding=utf-9", code=2).err)


if __name__ == "__main__":
    sys.exit(main())
