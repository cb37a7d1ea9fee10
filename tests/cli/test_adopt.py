"""A model made of a COIN Tool workbook. The places of cells are those that COINr's import_coin_tool reads: of the sheet
Database E7:CY10 (weight, direction, lower and upper goalpost), E11:CY16 (index, sub-index, pillar, sub-pillar, name, code),
E17:CY315 (values), B17:C315 (names and codes of units); of the sheet Framework C5:H52 (code in C, weight in E, name in H).
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

from bridge import BridgeCase
from sheets import Raw, Sheet, workbook
from suite import main

PILLARS = ("p.01", "p.01", "p.02")


class Adopt(BridgeCase):
    def database(self):
        rows = [[None] * 12 for _ in range(20)]
        for row, values in ((7, (1, 3, 1)), (8, (1, -1, 1)), (9, (0, 0, "n/a")), (10, (10, 50, None)),
                            (11, ("Index",) * 3), (12, ("si.01",) * 3), (13, PILLARS), (14, ("sp.01",) * 3),
                            (15, ("Roads", "Tolls, mean", "Ports")), (16, ("Ind.01", "Ind.02", "Ind.03"))):
            rows[row - 1][4:7] = values
        rows[14][7:9], rows[15][7:9] = ("--", "Not filled in"), ("Ind.04", "Ind.05")
        rows[16][1:7] = "Austria", "AUT", None, 5, 10, 20
        rows[17][1:7] = "Belgium", "BEL", None, 10, 30, "n/a"
        rows[18][1:7] = "Czechia", "CZE", None, 0, 50, 40
        rows[19][1] = Raw('t="str"', "<f>IF(A1,A1,&quot;&quot;)</f><v></v>")
        return rows

    @staticmethod
    def elements():
        return [[None] * 9, [None] * 9, [None] * 9, [None, None, "Code", None, "Weight", None, None, "Dimension/indicator"],
                [None, None, "Index", None, None, None, None, "Movement Index"],
                [None, None, "si.01", None, 1, None, None, "All of it"],
                [None, None, "p.01", None, 2, None, None, "On land"], [None, None, "p.02", None, 0.5, None, None, "At sea"],
                [None, None, "p.03", None, 1, None, None, "--"]]

    def tool(self, database=None, elements=None, name="tool.xlsm"):
        self.write(name, workbook(Sheet("Framework", elements if elements is not None else self.elements()),
                                  Sheet("Database", database if database is not None else self.database())))
        return name

    def changed(self, row, column, value):
        rows = self.database()
        rows[row - 1][column - 1] = value
        return self.tool(rows)

    def test_the_framework(self):
        run = self.run_titian("adopt", self.tool())
        self.assertEqual(run.out, "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High,normalise.method\n"
                                  "Index,Movement Index,Aggregate,3,,,,,,\n"
                                  "p.01,On land,Aggregate,2,Index,2,,,,\n"
                                  "p.02,At sea,Aggregate,2,Index,0.5,,,,\n"
                                  "Ind.01,Roads,Indicator,1,p.01,1,1,0,10,goalposts\n"
                                  'Ind.02,"Tolls, mean",Indicator,1,p.01,3,-1,50,0,goalposts\n'
                                  "Ind.03,Ports,Indicator,1,p.02,1,1,,,\n")
        self.assertEqual(run.err, "titian: tool.xlsm#Database:I15: note: Not filled in has no value below, and is left out "
                                  "of the model\n        enter its values in the tool first\n")

    def test_the_model_scores_the_same_workbook(self):
        self.tool()
        self.assertEqual(self.run_titian("adopt", "tool.xlsm", "-o", "mine", "-q").out, "")
        run = self.run_titian("results", "mine", "tool.xlsm", "--year", "2024", "--columns", "full", "-q")
        got = {row["uCode"]: row for row in csv.DictReader(io.StringIO(run.out))}
        # Roads and Tolls by their goalposts, Ports by minmax; p.01 = (Roads + 3 Tolls) / 4; Index = (2 p.01 + p.02 / 2) / 2.5
        for unit, land, sea, index in (("AUT", (50 + 3 * 80) / 4, 0, 2 * 72.5 / 2.5), ("BEL", (100 + 3 * 40) / 4, None, 55),
                                       ("CZE", 0, 100, 50 / 2.5)):
            self.assertAlmostEqual(float(got[unit]["p.01"]), land)
            self.assertEqual(got[unit]["p.02"] and float(got[unit]["p.02"]), "" if sea is None else sea)
            self.assertAlmostEqual(float(got[unit]["Index"]), index)

    def test_goalposts_of_all_and_of_none(self):
        rows = self.database()
        rows[8][6], rows[9][6] = 0, 80
        self.run_titian("adopt", self.tool(rows), "-o", "all", "-q")
        self.assertIn("normalise: {method: goalposts", (self.folder / "all/model.yaml").read_text())
        rows[8][4:7] = rows[9][4:7] = [None] * 3
        out = self.run_titian("adopt", self.tool(rows), "-q").out
        self.assertIn("Ind.02,\"Tolls, mean\",Indicator,1,p.01,3,-1,,\n", out)

    def test_an_older_tool_has_its_framework_a_row_below(self):
        expected = self.run_titian("adopt", self.tool(), "-q").out
        self.assertEqual(self.run_titian("adopt", self.tool(elements=[[None]] + self.elements()), "-q").out, expected)

    def test_levels_in_use(self):
        rows = self.database()
        rows[13][4:7] = "sp.01", "sp.02", "sp.03"
        out = self.run_titian("adopt", self.tool(rows), "-q").out
        self.assertIn("\nIndex,Movement Index,Aggregate,4,", out)
        self.assertIn("\nsp.02,sp.02,Aggregate,2,p.01,1,", out)
        self.assertIn("\nInd.02,\"Tolls, mean\",Indicator,1,sp.02,", out)
        self.assertIn("note: the sheet Framework has no weight of sp.02, which is taken as 1\n",
                      self.run_titian("adopt", "tool.xlsm").err)

    def test_faults_are_said_at_their_cells(self):
        for row, column, value, text in (
                (7, 6, "x", "F7: the weight of this indicator is no number of 0 or more"),
                (7, 6, -1, "F7: the weight of this indicator"), (8, 7, 0, "G8: the direction is neither 1 nor -1"),
                (9, 5, None, "E9: the lower goalpost is no number"), (10, 5, None, "E10: the upper goalpost is no number"),
                (10, 5, 0, "E10: the upper goalpost is not above the lower one"),
                (16, 6, None, "F16: there are values below, but no code"),
                (13, 6, None, "F13: this indicator has no code at this level"),
                (13, 7, "Index", "G13: this code stands at two levels"),
                (11, 7, "Other", "G11: the indicators lie in several indices"),
                (16, 5, "Code", "E16: here the COIN Tool has the code of its first indicator")):
            with self.subTest(text):
                self.assertIn(f"titian: tool.xlsm#Database:{text}",
                              self.run_titian("adopt", self.changed(row, column, value), code=1).err)
        rows = self.database()
        rows[13][4:7] = "sp.01", "sp.02", "sp.01"
        self.assertIn("tool.xlsm#Database:G13: sp.01 lies in p.02 here, but in p.01 before\n",
                      self.run_titian("adopt", self.tool(rows), code=1).err)
        elements = self.elements()
        elements[6][4] = "two"
        self.assertIn("tool.xlsm#Framework:E7: the weight of p.01 is no number",
                      self.run_titian("adopt", self.tool(elements=elements), code=1).err)

    def test_what_is_no_tool(self):
        self.write("other.xlsx", workbook(Sheet("Data", [["uCode"]])))
        self.assertIn("this workbook has no sheet Database", self.run_titian("adopt", "other.xlsx", code=1).err)
        self.write("other.csv", "uCode\n")
        self.assertIn("this is no workbook", self.run_titian("adopt", "other.csv", code=1).err)
        self.run_titian("adopt", "none.xlsx", code=3)
        self.assertIn("there are no values below row 16",
                      self.run_titian("adopt", self.tool(self.database()[:16]), code=1).err)

    def test_nothing_is_replaced_unasked(self):
        self.tool()
        self.write("mine/model.yaml", "title: My own\n")
        self.assertIn("the file exists", self.run_titian("adopt", "tool.xlsm", "-o", "mine", code=2).err)
        self.assertEqual(sorted(path.name for path in (self.folder / "mine").iterdir()), ["model.yaml"])
        self.run_titian("adopt", "tool.xlsm", "-o", "mine", "--force")
        self.assertEqual(sorted(path.name for path in (self.folder / "mine").iterdir()), ["framework.csv", "model.yaml"])
        self.write("plain", "")
        self.run_titian("adopt", "tool.xlsm", "-o", "plain", code=3)


if __name__ == "__main__":
    sys.exit(main())
