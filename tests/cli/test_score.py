"""titian score: the table, its stages, its years, its file.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import stat
import sys

from bridge import BridgeCase
from suite import main

# By hand. NET and READ: the value itself. COST: 100 (20 - x) / 20. CODE: 100 ln(x) / ln(1000), so 10 gives a third.
# ACCESS = (3 NET + COST) / 4, SKILLS = (READ + CODE) / 2, INDEX = (ACCESS + SKILLS) / 2, each over what is present.
AGGREGATED = """\
uCode,uName,Time,INDEX,ACCESS,SKILLS,NET,COST,READ,CODE
EST,East Bank,2024,75.41666666666667,72.5,78.33333333333334,80,50,90,66.66666666666667
ISL,"Isle, The",2024,38.333333333333336,30,46.66666666666667,40,0,60,33.333333333333336
NOR,Northport,2024,41.875,33.75,50,20,75,50,
WST,West Bank,2024,70,,70,,,70,
"""
RAW = """\
uCode,uName,Time,NET,COST,READ,CODE,POP
EST,East Bank,2024,80,10,90,100,400000
ISL,"Isle, The",2024,40,20,60,10,20000
NOR,Northport,2024,20,5,50,,900000
WST,West Bank,2024,,,70,,100000
"""
STAGES = ("raw", "denominated", "screened", "imputed", "treated", "normalised", "aggregated")


class Score(BridgeCase):
    def test_scores_are_those_found_by_hand(self):
        run = self.run_titian("score", "bridges", "bridges.csv")
        self.assertEqual(run.out, AGGREGATED)
        self.assertEqual(run.err, "")

    def test_the_raw_stage_carries_forward(self):
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "--stage", "raw").out, RAW)

    def test_a_model_file_is_as_good_as_its_folder(self):
        self.assertEqual(self.run_titian("score", "bridges/model.yaml", "bridges.csv").out, AGGREGATED)

    def test_every_stage_can_be_printed(self):
        for stage in STAGES:
            with self.subTest(stage):
                head = self.run_titian("score", "bridges", "bridges.csv", "--stage", stage).out.splitlines()[0]
                self.assertTrue(head.startswith("uCode,uName,Time,"))
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "--stage", "screend", code=2).err,
                         'titian: there is no stage "screend"\n        did you mean "screened"?\n')

    def test_a_table_can_be_read_again(self):
        self.write("again.csv", self.run_titian("score", "bridges", "bridges.csv", "--stage", "raw").out)
        self.assertEqual(self.run_titian("score", "bridges", "again.csv", "-q").out, AGGREGATED)

    def test_years_give_a_row_for_each(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.1")
        rows = list(csv.DictReader(io.StringIO(
            self.run_titian("score", "bridges", "bridges.csv", "--years", "2023:2024", "-q").out)))
        self.assertEqual([row["Time"] for row in rows], ["2023"] * 4 + ["2024"] * 4)
        self.assertEqual({row["uCode"]: row["READ"] for row in rows[:4]},
                         {"EST": "", "ISL": "60", "NOR": "", "WST": ""})

    def test_the_model_s_year_is_the_default(self):
        self.change("bridges/model.yaml", "title:", "year: 2023\ntitle:")
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.1")
        self.assertIn("ISL,\"Isle, The\",2023,", self.run_titian("score", "bridges", "bridges.csv", "-q").out)
        self.assertIn(",2024,", self.run_titian("score", "bridges", "bridges.csv", "-q", "--year", "2024").out)

    def test_names_are_quoted_as_csv_wants_it(self):
        self.change("bridges.csv", '"Isle, The"', '"Isle ""Blue"", The"')
        rows = list(csv.DictReader(io.StringIO(self.run_titian("score", "bridges", "bridges.csv").out)))
        self.assertEqual(rows[1]["uName"], 'Isle "Blue", The')

    def test_units_dropped_by_screening_are_left_out(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, failing: dropped")
        run = self.run_titian("score", "bridges", "bridges.csv", "-q")
        self.assertEqual(run.out, "".join(line for line in AGGREGATED.splitlines(True) if not line.startswith("WST")))
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "-q", "--stage", "raw").out, RAW)

    def test_a_file_is_written_whole(self):
        run = self.run_titian("score", "bridges", "bridges.csv", "-o", "out.csv")
        self.assertEqual(run.out, "")
        self.assertEqual((self.folder / "out.csv").read_text(encoding="utf-8"), AGGREGATED)
        self.assertEqual(self.files(), ["bridges", "bridges.csv", "out.csv"])

    def test_a_new_file_has_the_usual_rights(self):
        mask = os.umask(0o027)
        try:
            self.run_titian("score", "bridges", "bridges.csv", "-o", "out.csv")
        finally:
            os.umask(mask)
        self.assertEqual(stat.S_IMODE((self.folder / "out.csv").stat().st_mode), 0o640)

    def test_an_existing_file_is_replaced_only_with_force(self):
        self.write("out.csv", "mine")
        run = self.run_titian("score", "bridges", "bridges.csv", "-o", "out.csv", code=2)
        self.assertEqual(run.err, "titian: out.csv: the file exists\n"
                                  "        add --force to replace it, or give another name\n")
        self.assertEqual((self.folder / "out.csv").read_text(), "mine")
        self.run_titian("score", "bridges", "bridges.csv", "-o", "out.csv", "--force")
        self.assertEqual((self.folder / "out.csv").read_text(encoding="utf-8"), AGGREGATED)

    def test_what_a_link_points_to_is_replaced_not_the_link(self):
        self.write("real.csv", "mine")
        (self.folder / "link.csv").symlink_to("real.csv")
        self.run_titian("score", "bridges", "bridges.csv", "-o", "link.csv", "--force")
        self.assertTrue((self.folder / "link.csv").is_symlink())
        self.assertEqual((self.folder / "real.csv").read_text(encoding="utf-8"), AGGREGATED)

    def test_an_existing_file_survives_a_failure(self):
        self.write("out.csv", "mine")
        self.change("bridges.csv", "80,10,90,100", "80,ten,90,100")
        self.run_titian("score", "bridges", "bridges.csv", "-o", "out.csv", "--force", code=1)
        self.assertEqual((self.folder / "out.csv").read_text(), "mine")
        self.assertEqual(self.files(), ["bridges", "bridges.csv", "out.csv"])

    def test_a_file_that_cannot_be_written(self):
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "-o", "none/out.csv", code=3).err,
                         "titian: none/out.csv: cannot be written: No such file or directory\n"
                         "        make its folder first, or give another name\n")
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "-o", "bridges", "-f", code=3).err,
                         "titian: bridges: this is not an ordinary file, so it cannot be replaced\n"
                         "        give the name of a new file\n")

    def test_a_file_without_a_name(self):
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "-o", "", code=2).err,
                         "titian: the name of the file is empty\n        give a name behind -o\n")

    def test_the_order_of_rows_in_a_file_changes_nothing(self):
        lines = (self.folder / "bridges.csv").read_text(encoding="utf-8").splitlines(True)
        self.write("bridges.csv", lines[0] + "".join(reversed(lines[1:])))
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv").out, AGGREGATED)


if __name__ == "__main__":
    sys.exit(main())
