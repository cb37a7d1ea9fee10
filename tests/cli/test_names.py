"""Units matched: files of three publishers on one panel, aggregates aside, aliases, refusals; and titian names.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import subprocess
import threading
import unittest

from bridge import BridgeCase
from suite import PROJECT, main

# Values are made up; the forms are those of the publishers.
WORLD_BANK = """\ufeff"Data Source","World Development Indicators",

"Last Updated Date","2026-10-07",

"Country Name","Country Code","Indicator Name","Indicator Code","2024","2025",
"Korea, Rep.","KOR","Internet users","NET","80","",
"Kosovo","XKX","Internet users","NET","60","",
"Kenya","KEN","Internet users","NET","40","",
"Namibia","NAM","Internet users","NET","50","",
"World","WLD","Internet users","NET","65","",
"Sub-Saharan Africa","SSF","Internet users","NET","","35",
"""
OWID = """Entity,Code,Year,COST,CODE
South Korea,KOR,2024,2,500
Kosovo,OWID_KOS,2024,6,100
Kenya,KEN,2024,10,50
Namibia,NAM,2024,8,60
World,OWID_WRL,2024,9,200
Africa,,2024,12,30
"""
ITU = """seriesCode,seriesName,entityName,entityIso,dataYear,dataValue,dataNote,dataSource
READ,Literacy,Korea (Rep. of),,2024,98,,ITU
READ,Literacy,Kosovo*,,2024,95,,ITU
READ,Literacy,Kenya,KEN,2024,82,,ITU
READ,Literacy,Namibia,NAM,2024,92,,ITU
READ,Literacy,Arab States,,2024,80,,ITU
"""
ISO2 = "unit_code,year,indicator_code,value\nNA,2023,NET,49\nXK,2023,NET,59\n"


class Matching(BridgeCase):
    def setUp(self):
        super().setUp()
        for name, text in (("wb.csv", WORLD_BANK), ("owid.csv", OWID), ("itu.csv", ITU), ("iso2.csv", ISO2)):
            self.write(name, text)

    def values(self, *arguments):
        """{(unit, code): value} of the data as the model took them."""
        run = self.run_titian("score", "bridges", *arguments, "--stage", "raw")
        rows = list(csv.DictReader(io.StringIO(run.out)))
        return {row["uCode"]: {code: float(row[code]) for code in ("NET", "COST", "READ", "CODE") if row.get(code)}
                for row in rows}

    def test_three_publishers_give_one_panel(self):
        self.assertEqual(self.values("wb.csv", "owid.csv", "itu.csv"), {
            "KOR": {"NET": 80, "COST": 2, "READ": 98, "CODE": 500},
            "XKX": {"NET": 60, "COST": 6, "READ": 95, "CODE": 100},
            "KEN": {"NET": 40, "COST": 10, "READ": 82, "CODE": 50},
            "NAM": {"NET": 50, "COST": 8, "READ": 92, "CODE": 60}})

    def test_the_order_of_files_does_not_matter(self):
        self.assertEqual(self.values("itu.csv", "iso2.csv", "owid.csv", "wb.csv"),
                         self.values("wb.csv", "owid.csv", "itu.csv", "iso2.csv"))

    def test_check_lists_what_was_set_aside(self):
        run = self.run_titian("check", "bridges", "wb.csv", "owid.csv", "itu.csv")
        self.assertRegex(run.out, r"\n  wb\.csv\n    aggregate \(for [^)]*\): lines 10-11\n")
        self.assertRegex(run.out, r"\n  owid\.csv\n    aggregate \(for [^)]*\): lines 6-7\n")
        self.assertRegex(run.out, r"\nSet aside: .*\n(  .*\n)*  WLD +3 values  World\n")
        self.assertRegex(run.out, r"\n  SSF +1 values  Sub-Saharan Africa\n")
        self.assertIn("\nUnits: 4 in the data, 4 assessed by the model\n", run.out)
        self.assertIn("\nYears: data from 2024 to 2024; index year 2024\n", run.out)

    def test_an_aggregate_is_a_unit_when_the_model_includes_it(self):
        with open(self.folder / "bridges/model.yaml", "a", encoding="utf-8") as file:
            file.write("match: {include: [World]}\n")
        self.assertEqual(self.values("wb.csv", "owid.csv", "itu.csv")["WLD"], {"NET": 65, "COST": 9, "CODE": 200})

    def test_letters_alone_when_the_model_says_so(self):
        with open(self.folder / "bridges/model.yaml", "a", encoding="utf-8") as file:
            file.write("match: {units: letters}\n")
        self.write("coded.csv", "".join(line for line in OWID.splitlines(True) if ",,2024" not in line))
        self.write("read.csv", "unit_code,year,indicator_code,value\nKEN,2024,READ,82\n")
        self.assertEqual(sorted(self.values("wb.csv", "coded.csv", "iso2.csv", "read.csv", "--year", "2024")),
                         ["KEN", "KOR", "NA", "NAM", "OWID_KOS", "OWID_WRL", "SSF", "WLD", "XK", "XKX"])

    def test_a_word_for_matching_that_is_none(self):
        with open(self.folder / "bridges/model.yaml", "a", encoding="utf-8") as file:
            file.write("match: {units: contries}\n")
        run = self.run_titian("check", "bridges", "wb.csv", code=1)
        self.assertRegex(run.err, r'bridges/model.yaml:\d+:\d+: match.units is "contries"\n +did you mean "countries"')

    def test_a_name_that_is_not_known_is_refused_with_place_and_mend(self):
        self.write("itu.csv", ITU.replace("Kenya,KEN", "Kennya,KNY"))
        run = self.run_titian("check", "bridges", "wb.csv", "owid.csv", "itu.csv", code=1)
        self.assertIn('titian: itu.csv:4:3: "Kennya" is not the code or name of any country known here', run.err)
        self.assertIn("Kenya (KEN)", run.err)
        self.assertIn("--aliases", run.err)

    def test_codes_of_ones_own_tables_stand_and_two_of_one_country_are_remarked_on(self):
        """KSV and XKX are both Kosovo, and who wrote such a table may mean two things."""
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\nKSV,2024,1,2,3,4\nKEN,2024,2,3,4,5\nXKX,2024,3,4,5,6\n")
        run = self.run_titian("score", "bridges", "own.csv")
        self.assertEqual({row["uCode"] for row in csv.DictReader(io.StringIO(run.out))}, {"KSV", "KEN", "XKX"})
        self.assertIn('note: "KSV" and "XKX" are codes of one country, and are read as two units', run.err)
        self.write("units.csv", "unit_code,unit_name\nXKX,Kosovo\nKEN,Kenya\n")
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\nKSV,2024,1,2,3,4\nKEN,2024,2,3,4,5\n")
        run = self.run_titian("score", "bridges", "own.csv", "units.csv")
        self.assertEqual({row["uCode"] for row in csv.DictReader(io.StringIO(run.out))}, {"KEN", "XKX"})

    def test_a_code_among_countries_that_no_list_has_is_remarked_on(self):
        rows = "".join(f"{code},2024,1,2,3,4\n" for code in ("KEN", "FRA", "IDN", "NPL", "GER"))
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\n" + rows)
        run = self.run_titian("score", "bridges", "own.csv")
        self.assertIn('note: "GER" is no country\'s code in the lists, and is read as a unit of its own\n', run.err)
        self.assertIn("GER", {row["uCode"] for row in csv.DictReader(io.StringIO(run.out))})
        for more, told in (("HOL",), "is one more such code"), (("HOL", "ENG"), "are 2 more such codes"):
            self.write("more.csv", "unit_code,year,NET,COST,READ,CODE\n" + "".join(
                f"{code},2024,1,2,3,4\n" for code in ("USA", "TUV", "BRA", "PER", "CHL", "BOL", "GHA", "TGO", *more)))
            self.assertIn(f"is read as a unit of its own, as {told}\n",
                          self.run_titian("score", "bridges", "own.csv", "more.csv").err)
        self.write("units.csv", "unit_code,unit_name\nKEN,Kenya\nFRA,France\nIDN,Indonesia\nNPL,Nepal\nGER,Germany\n")
        run = self.run_titian("score", "bridges", "own.csv", "units.csv")
        self.assertNotIn("is no country's code", run.err)  # a units file is the authority
        self.write("own.csv", "unit_code,unit_name,year,NET,COST,READ,CODE\n" + rows.replace("GER,", "GER,Germany,")
                   .replace("KEN,", "KEN,Kenya,").replace("FRA,", "FRA,France,").replace("IDN,", "IDN,Indonesia,")
                   .replace("NPL,", "NPL,Nepal,"))
        run = self.run_titian("score", "bridges", "own.csv")
        self.assertIn("Germany, which stands beside it, has the code DEU", run.err)

    def test_names_in_a_column_of_codes_are_remarked_on(self):
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\nKenya,2024,1,2,3,4\nFrance,2024,1,2,3,5\n")
        run = self.run_titian("score", "bridges", "own.csv")
        self.assertIn('note: 2 codes, such as "Kenya", are names of countries, and are read letter by letter\n', run.err)
        self.assertEqual({row["uCode"] for row in csv.DictReader(io.StringIO(run.out))}, {"Kenya", "France"})
        rows = "".join(f"{code},2024,1,2,3,4\n" for code in ("KEN", "FRA", "IDN", "Kenya", "Nepal"))
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\n" + rows)  # too few codes to be sure of
        self.assertIn('2 codes, such as "Kenya", are names', self.run_titian("score", "bridges", "own.csv").err)
        rows += "".join(f"{code},2024,1,2,3,4\n" for code in ("BRA", "PER", "CHL", "BOL", "GHA"))
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\n" + rows)
        self.assertIn('"Kenya" is no country\'s code in the lists, and is read as a unit of its own, as is one more such '
                      'code\n        Kenya has the code KEN; ', self.run_titian("score", "bridges", "own.csv").err)
        self.write("own.csv", "unit_code,year,NET,COST,READ,CODE\nGeorgia,2024,1,2,3,4\nTexas,2024,1,2,3,5\n")
        self.assertNotIn("letter by letter", self.run_titian("score", "bridges", "own.csv").err)

    def test_what_comes_through_a_pipe_is_matched_too(self):
        """Files are read again once units are matched; a pipe cannot be."""
        fifo = self.folder / "pipe"
        os.mkfifo(fifo)
        writer = threading.Thread(target=fifo.write_text, args=(OWID,), kwargs={"encoding": "utf-8"})
        writer.start()
        piped = self.values("wb.csv", "pipe", "itu.csv")
        writer.join()
        self.assertEqual(piped, self.values("wb.csv", "owid.csv", "itu.csv"))

    def test_an_alias_mends_it_and_stands_in_the_ledger(self):
        self.write("itu.csv", ITU.replace("Kenya,KEN", "Kennya,KNY"))
        self.write("mine.csv", "name,code\nKennya,KEN\n")
        self.assertEqual(self.values("wb.csv", "owid.csv", "itu.csv", "--aliases", "mine.csv")["KEN"]["READ"], 82)
        run = self.run_titian("check", "bridges", "wb.csv", "owid.csv", "itu.csv", "--aliases", "mine.csv")
        self.assertRegex(run.out, r"\n  aliases +1 +1 .* mine\.csv\n")

    def test_faults_of_an_alias_file(self):
        self.write("mine.csv", "name,code\nKennya,KEN\nkennya,UGA\n")
        run = self.run_titian("check", "bridges", "wb.csv", "--aliases", "mine.csv", code=1)
        self.assertIn("titian: mine.csv:3:2: ", run.err)
        self.run_titian("check", "bridges", "wb.csv", "--aliases", "none.csv", code=3)

    def test_units_that_are_no_countries_are_left_alone(self):
        before = self.run_titian("score", "bridges", "bridges.csv").out
        self.write("mine.csv", "name,code\nNobody,KEN\n")
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "--aliases", "mine.csv").out, before)


class Names(BridgeCase):
    def test_codes_and_names_of_publishers(self):
        run = self.run_titian("names", "Korea, Rep.", "NA", "004", "OWID_KOS", "World", "Sudan (former)")
        rows = [line.split("  ") for line in run.out.splitlines()]
        found = [[cell.strip() for cell in row if cell.strip()][:3] for row in rows]
        self.assertEqual(found, [["Korea, Rep.", "country", "KOR"], ["NA", "country", "NAM"],
                                 ["004", "country", "AFG"], ["OWID_KOS", "country", "XKX"],
                                 ["World", "aggregate", "WLD"], ["Sudan (former)", "of the past", "736"]])

    def test_what_is_not_known_or_several(self):
        self.assertRegex(self.run_titian("names", "Nigerria", code=1).out, r"not known +near it are Nigeria \(NGA\)")
        self.assertRegex(self.run_titian("names", "Korea", code=1).out, r"several +KOR PRK")
        self.assertIn("near it are Sudan (SDN), South Sudan (SSD)\n", self.run_titian("names", "Sudanss", code=1).out)

    def test_a_name_in_another_language_that_is_a_slip_of_an_english_one_is_refused(self):
        """Nigera is Latvian for Niger, Angula Crimean Tatar for Anguilla: more often Nigeria and Angola are meant."""
        for name, codes in (("Nigera", "NER NGA"), ("Angula", "AGO AIA"), ("Tongo", "COG TGO TON")):
            self.assertRegex(self.run_titian("names", name, code=1).out, rf"several +{codes}")

    def test_aliases_count_first(self):
        self.write("mine.csv", "name,code\nGeorgia,US-GA\n")
        self.assertRegex(self.run_titian("names", "--aliases", "mine.csv", "georgia").out,
                         r"unit +US-GA +\(mine\.csv:2\)")

    def test_the_lists_judge_no_status(self):
        self.assertIn("say nothing about the legal status", self.run_titian("names").out)

    def test_the_table_is_made_from_the_lists(self):
        version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "iso-codes"], capture_output=True, text=True,
                                 check=False).stdout
        if version + ":" not in (PROJECT / "analyzer/input/names_table.tsv").read_text(encoding="utf-8")[:300]:
            raise unittest.SkipTest("iso-codes is not installed in the version of the table")
        subprocess.run([PROJECT / "script/names", "--check"], check=True)


if __name__ == "__main__":
    main()
