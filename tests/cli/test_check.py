"""titian check: what was read, and every fault of broken files with its place and its mend.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import json
import re
import shlex
import sys

from bridge import BridgeCase
from suite import main

HEAD = "uCode,uName,Time,region,POP,NET,COST,READ,CODE\n"


class Check(BridgeCase):
    def faults(self, *arguments):
        """(file, line, column, message, mend) of every error said."""
        run = self.run_titian("check", *arguments, code=1)
        lines, found = run.err.splitlines(), []
        for k, line in enumerate(lines):
            match = re.fullmatch(r"titian: ([^ ]+?):(?:(\d+):)?(?:(\d+):)? (.*)", line)
            mend = lines[k + 1].strip() if k + 1 < len(lines) and lines[k + 1].startswith(" " * 8) else ""
            if match and not match.group(4).startswith("note:"):
                file, row, column, message = match.groups()
                found.append((file, int(row or 0), int(column or 0), message, mend))
        return found

    def one_fault(self, text, file="bad.csv"):
        self.write(file, text)
        faults = self.faults("bridges", file)
        self.assertEqual(len(faults), 1, faults)
        return faults[0]

    def test_a_sound_model_and_data(self):
        data = (self.folder / "bridges.csv").read_bytes()
        run = self.run_titian("check", "bridges", "bridges.csv")
        self.assertEqual(run.err, "")
        self.assertIn(hashlib.sha256(data).hexdigest()[:12] + "  bridges.csv\n", run.out)
        self.assertRegex(run.out, r"bridges/model.yaml  sha256 [0-9a-f]{12}\n")
        self.assertTrue(run.out.startswith("Model: Bridges Index, 2024\n"))
        self.assertRegex(run.out, r"\n  wide +5 +5 +16 ")
        self.assertNotIn("not used", run.out)
        self.assertIn("\nUnits: 4 in the data, 4 assessed by the model\n", run.out)
        self.assertIn("\nYears: data from 2023 to 2024; index year 2024\n", run.out)
        self.assertIn("\n  NET              3    75.0 %   37.50 %     0.0  Internet users\n", run.out)
        self.assertIn("\nRanked: 3 of 4 units\n"
                      "  not ranked: West Bank (WST): 25 % of the weight has data; 50 % are needed\n", run.out)
        self.assertNotIn("no file has a name", run.out)
        self.assertTrue(run.out.endswith("\nNo errors.\n"))

    def test_units_without_a_name_beside_others_are_shown(self):
        """A slip in a code makes a unit of its own, which would otherwise be one of many."""
        self.write("more.csv", "unit_code,year,NET\nESL,2024,50\n")
        self.assertIn("\n  no file has a name for ESL: a slip in a code, or a unit that the units file lacks?\n",
                      self.run_titian("check", "bridges", "bridges.csv", "more.csv").out)
        self.write("more.csv", "unit_code,year,NET\n" + "".join(f"X{k},2024,50\n" for k in range(7)))
        self.assertIn("\n  no file has a name for X0, X1, X2, X3, X4 and 2 others: ",
                      self.run_titian("check", "bridges", "bridges.csv", "more.csv").out)

    def test_an_indicator_left_out_is_said(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.6")
        run = self.run_titian("check", "bridges", "bridges.csv")
        self.assertIn("\n  CODE             2    50.0 %  left out     0.0  Programmers, all\n", run.out)
        self.assertRegex(run.out, r"\nNotes\n  CODE, 2024: indicator left out")

    def test_a_cell_that_is_no_number(self):
        file, line, column, message, mend = self.one_fault(HEAD + 'EST,East,2024,river,1,80,"1,240",90,100\n')
        self.assertEqual((file, line, column), ("bad.csv", 2, 7))
        self.assertIn('"1,240" can be read as 1240 and as 1.240', message)
        self.assertIn("COST", message)
        self.assertIn("EST", message)
        self.assertIn("1240", mend)

    def test_every_bad_cell_is_said(self):
        rows = "".join(f"U{k:03},Unit,2024,river,1,x{k},1,1,1\n" for k in range(45))
        self.write("bad.csv", HEAD + rows)
        faults = self.faults("bridges", "bad.csv")
        self.assertEqual([fault[1] for fault in faults], list(range(2, 47)))

    def test_other_commands_say_a_screenful(self):
        rows = "".join(f"U{k:03},Unit,2024,river,1,x{k},1,1,1\n" for k in range(45))
        self.write("bad.csv", HEAD + rows)
        run = self.run_titian("score", "bridges", "bad.csv", code=1)
        self.assertEqual(run.err.count("is not a number"), 20)
        self.assertIn('titian: 25 more errors\n        "titian check" lists them all\n', run.err)

    def test_the_command_that_is_named_for_the_rest_lists_the_rest(self):
        """Nine notes of three years: NET, COST and CODE are each left out in each of them."""
        self.write("old.csv", HEAD + "".join(f"U{k},Unit {k},{year},sea,1,,,{50 + k},\n"
                                             for year in (2020, 2021, 2022) for k in range(4)))
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.1, indicator_coverage: 0.5")
        self.write("my lists.csv", "list,uCode,valid_from,valid_to,source\nregion=sea,U1,2020,2022,us\n")
        for given in (["--years", "2020:2022"], ["--years", "2020", "2022", "--lists", "my lists.csv"], ["--year=2021"],
                      []):
            with self.subTest(given):
                said = self.run_titian("score", "bridges", "old.csv", *given).err
                more = re.search(r'titian: note: (\d+) more notes\n        "titian check"(?: with (.*))? lists them all\n',
                                 said)
                if "--years" not in given:
                    self.assertIsNone(more)  # three notes
                    continue
                self.assertEqual(more.group(1), "4")
                text = self.run_titian("check", "bridges", "old.csv", *shlex.split(more.group(2))).out
                notes = re.findall(r"(?m)^  (.*)$", text.split("\nNotes\n")[1])
                self.assertEqual(len(notes), 9)
                self.assertEqual(re.findall(r"(?m)^titian: note: (.*:.*)$", said), notes[:5])

    def test_a_row_with_a_field_too_many(self):
        file, line, _, message, _ = self.one_fault(HEAD + "EST,East,2024,river,1,80,1,240,90,100\n")
        self.assertEqual((file, line), ("bad.csv", 2))
        self.assertIn("10 fields", message)

    def test_a_quote_that_never_closes(self):
        file, line, *_ = self.one_fault(HEAD + 'EST,"East,2024,river,1,80,10,90,100\n')
        self.assertEqual((file, line), ("bad.csv", 2))

    def test_a_year_that_is_no_year(self):
        _, line, column, message, _ = self.one_fault(HEAD + "EST,East,2024/25,river,1,80,10,90,100\n")
        self.assertEqual((line, column), (2, 3))
        self.assertIn("2024/25", message)

    def test_two_rows_that_contradict_each_other(self):
        row = "EST,East,2024,river,1,80,10,90,100\n"
        _, line, _, message, _ = self.one_fault(HEAD + row + row.replace("80", "81"))
        self.assertEqual(line, 3)
        self.assertIn("2", message)

    def test_a_file_that_is_no_table(self):
        for text in ("", "\n\n", "just words\n", "a;b;c\n1;2;3\n", b"\x00\x01\x02\x03", b"PK\x03\x04 not a CSV\n"):
            with self.subTest(text):
                self.assertEqual(self.one_fault(text)[0], "bad.csv")

    def test_bytes_that_are_not_utf8(self):
        rows = b"EST,C\xf4te,2024,river,1,80,10,90,100\nWST,C\xc3\xb4te,2024,river,1,80,10,90,100\n"
        _, line, *_ = self.one_fault(HEAD.encode() + rows)
        self.assertEqual(line, 2)

    def test_a_folder_without_tables(self):
        (self.folder / "empty").mkdir()
        run = self.run_titian("check", "bridges", "empty", code=3)
        self.assertIn("titian: empty: ", run.err)

    def test_a_folder_of_tables_is_read_whole(self):
        (self.folder / "data").mkdir()
        head, *rows = (self.folder / "bridges.csv").read_text(encoding="utf-8").splitlines(True)
        for k, row in enumerate(rows):
            self.write(f"data/{k}.csv", head + row)
        expected = self.run_titian("score", "bridges", "bridges.csv").out
        self.assertEqual(self.run_titian("score", "bridges", "data").out, expected)

    def test_faults_of_the_model_have_a_place_and_come_all(self):
        self.change("bridges/model.yaml", "method: coverage", "method: coverige")
        self.change("bridges/model.yaml", "alpha: 1", "alfa: 1")
        faults = sorted(self.faults("bridges", "bridges.csv"))
        self.assertEqual([fault[:2] for fault in faults], [("bridges/model.yaml", 4), ("bridges/model.yaml", 11)])
        self.assertIn("coverage", faults[0][4])
        self.assertIn("alpha", faults[1][4])

    def test_a_fault_of_the_framework_has_a_place(self):
        self.change("bridges/framework.csv", "SKILLS,Indicator,1,1,% of adults", "SKILS,Indicator,1,1,% of adults")
        faults = self.faults("bridges", "bridges.csv")
        self.assertEqual(faults[0][:2], ("bridges/framework.csv", 7))
        self.assertIn("SKILS", faults[0][3])

    def test_a_value_that_the_method_cannot_take(self):
        self.change("bridges/model.yaml", "{method: goalposts, range: [0, 100]}", "{method: minmax}")
        self.write("bad.csv", HEAD + "EST,East,2024,river,1,80,10,90,100\nWST,West,2024,river,1,80,20,80,90\n")
        run = self.run_titian("check", "bridges", "bad.csv", code=1)
        self.assertRegex(run.err, r"^titian: .*NET.*\n {8}\S")
        self.assertNotIn("No errors", run.out)

    def test_a_broken_file_leaves_a_line_in_the_ledger(self):
        self.write("bad.csv", HEAD + "EST,East,2024,river,1,80,ten,90,100\n")
        run = self.run_titian("check", "bridges", "bridges.csv", "bad.csv", code=1)
        self.assertRegex(run.out, r"\n  wide +1 +0 +1 +0 .* bad\.csv\n")
        self.assertIn("\n  bad.csv\n    refused (with a fault): line 2\n", run.out)

    def test_json_says_what_was_read(self):
        self.write("more.csv", "unit_code,year,indicator_code,value\nEST,2024,NET,80\nEST,2022,XX,1\nEST,2022,NET,70\n")
        found = json.loads(self.run_titian("check", "bridges", "bridges.csv", "more.csv", "--json").out)
        self.assertTrue(found["sound"])
        self.assertEqual((found["model"]["title"], found["model"]["path"]), ("Bridges Index", "bridges/model.yaml"))
        self.assertEqual([(f["path"], f["form"], f["rows"], f["values"], f["header_line"], f["vintage"])
                          for f in found["files"]],
                         [("bridges.csv", "wide", 5, 16, 1, None), ("more.csv", "long", 3, 1, 1, None)])
        more = found["files"][1]
        self.assertEqual(more["sha256"], hashlib.sha256((self.folder / "more.csv").read_bytes()).hexdigest())
        self.assertEqual(more["bytes"], (self.folder / "more.csv").stat().st_size)
        self.assertEqual({kind: value["lines"] for kind, value in more["kinds"].items() if value["rows"]},
                         {"repeated": [[2, 2]], "unwanted": [[3, 3]], "used": [[4, 4]]})
        for file in found["files"]:
            self.assertEqual(sum(kind["rows"] for kind in file["kinds"].values()), file["rows"])
        self.assertEqual((found["units_assessed"], found["index_year"], found["problems"]), (4, 2024, []))
        self.assertEqual(found["not_ranked"], [{"code": "WST", "name": "West Bank",
                                                "why": "25 % of the weight has data; 50 % are needed"}])
        self.assertEqual({i["code"]: i["coverage"] for i in found["indicators"]},
                         {"NET": 0.75, "COST": 0.75, "READ": 1.0, "CODE": 0.5})

    def test_json_says_how_the_text_was_read(self):
        """A file as a German Excel writes it, with decimal commas, a per cent sign, dashes and a bound."""
        text = "unit_code;year;indicator_code;value\nEST;2023;NET;70,25 %\nEST;2023;READ;-\nEST;2023;CODE;n/a\n"
        text += "EST;2023;COST;\nEST;2022;NET;<1,5\n"
        self.write("excel.csv", text)
        run = self.run_titian("check", "bridges", "bridges.csv", "excel.csv", "--json", "--censored=bound",
                              "--encoding=windows-1251", "--decimal=,")
        found = json.loads(run.out)
        self.assertEqual([(f["encoding"], f["separator"], f["decimal"]) for f in found["files"]],
                         [("UTF-8", ",", "."), ("UTF-8", ";", ",")])
        self.assertEqual(found["files"][1]["cells"],
                         {"missing": {"empty": 1, "unknown": 1, "dash": 1, "not_applicable": 0, "new": 0},
                          "percent": 1, "notes": 0, "censored": 1, "bracketed": 0})
        self.assertEqual({name: words.split(":")[0] for name, words in found["settings"].items()},
                         {"encoding": "windows-1251", "decimal": "comma", "censored": "bound"})

    def test_json_has_every_problem_with_its_place(self):
        self.write("bad.csv", HEAD + "EST,East,2024,river,1,80,ten,90,100\n")
        run = self.run_titian("check", "bridges", "bad.csv", "--json", code=1)
        found = json.loads(run.out)
        self.assertFalse(found["sound"])
        self.assertEqual([(p["kind"], p["file"], p["line"], p["column"]) for p in found["problems"]],
                         [("error", "bad.csv", 2, 7)])
        self.assertIn('"ten" is not a number', found["problems"][0]["message"])
        self.assertIn('"ten" is not a number', run.err)
        self.assertEqual(found["files"][0]["kinds"]["refused"], {"rows": 1, "lines": [[2, 2]], "not_listed": 0})

    def test_json_of_a_model_with_faults(self):
        self.change("bridges/model.yaml", "alpha: 1", "alfa: 1")
        found = json.loads(self.run_titian("check", "bridges", "bridges.csv", "--json", code=1).out)
        self.assertEqual((found["sound"], found["model"], found["files"]), (False, None, []))
        self.assertEqual((found["problems"][0]["file"], found["problems"][0]["line"]), ("bridges/model.yaml", 11))

    def test_vintages_revise_and_revisions_are_listed(self):
        self.write("newer.csv", (self.folder / "bridges.csv").read_text(encoding="utf-8")
                   .replace("400000,80,10,90", "400000,85.5,10,90"))
        self.run_titian("check", "bridges", "bridges.csv", "newer.csv", code=1)
        run = self.run_titian("check", "bridges", "bridges.csv", "newer.csv", "--vintages")
        self.assertIn("\n  bridges.csv\n    values that a newer file revised: 1\n", run.out)
        run = self.run_titian("check", "bridges", "bridges.csv", "newer.csv", "--vintages", "--revisions")
        self.assertEqual(list(csv.DictReader(io.StringIO(run.out))),
                         [{"unit_code": "EST", "indicator_code": "NET", "year": "2024", "old": "80", "new": "85.5",
                           "old_status": "A", "new_status": "A", "old_file": "bridges.csv", "old_line": "2",
                           "new_file": "newer.csv", "new_line": "2"}])
        raw = self.run_titian("score", "bridges", "bridges.csv", "newer.csv", "--vintages", "--stage", "raw").out
        alone = self.run_titian("score", "bridges", "newer.csv", "--stage", "raw").out
        self.assertEqual(raw, alone)

    def test_revisions_are_asked_of_vintages(self):
        run = self.run_titian("check", "bridges", "bridges.csv", "--revisions", code=2)
        self.assertIn("--vintages", run.err)

    def test_a_folder_is_one_vintage(self):
        text = (self.folder / "bridges.csv").read_text(encoding="utf-8")
        self.write("old/a.csv", text)
        self.write("old/b.csv", text.replace("400000,80,10,90", "400000,85.5,10,90"))
        self.run_titian("check", "bridges", "old", "--vintages", code=1)


if __name__ == "__main__":
    sys.exit(main())
