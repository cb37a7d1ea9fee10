"""Zip files of CSVs and workbooks as data: what is read, what is said, and what is refused.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import hashlib
import io
import pathlib
import resource
import sys
import time
import warnings
import zipfile

from bridge import BridgeCase
from sheets import DAY, MONEY, OWN_DAY, Raw, Sheet, pack, parts, workbook
from suite import main, program

HEADER = ["uCode", "uName", "Time", "region", "POP", "NET", "COST", "READ", "CODE"]
ROWS = [
    HEADER,
    ["EST", "East Bank", 2024, "river", 400000, 80, 10, 90, 100],
    ["ISL", "Isle, The", 2023, "sea", None, None, None, 60],
    ["ISL", "Isle, The", 2024, "sea", 20000, 40, 20, None, 10],
    ["NOR", "Northport", 2024, "sea", 900000, 20, 5, 50],
    ["WST", "West Bank", 2024, "river", 50000, None, None, 70],
]
MEMORY = 64 << 20  # more than titian needs to refuse a bomb, and less than the bomb
SANITIZED = b"__asan_init" in pathlib.Path(program()).read_bytes()  # which takes memory of its own, without limit


def with_cell(row, column, value, rows=ROWS):
    """The rows with another cell; row and column as in the sheet."""
    rows = [list(r) for r in rows]
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value
    return rows


class ContainerCase(BridgeCase):
    def setUp(self):
        super().setUp()
        self.csv = (self.folder / "bridges.csv").read_text(encoding="utf-8")
        self.expected = self.run_titian("score", "bridges", "bridges.csv").out

    def scores(self, *data, err=""):
        run = self.run_titian("score", "bridges", *data)
        self.assertEqual(run.out, self.expected)
        self.assertEqual(run.err, err)

    def refused(self, *data, command="score"):
        return self.run_titian(command, "bridges", *data, code=1).err


class Zips(ContainerCase):
    def halves(self):
        lines = self.csv.splitlines(keepends=True)
        return {"data/b.csv": "".join(lines[:3]), "data/A.CSV": lines[0] + "".join(lines[3:])}

    def test_members_are_read_like_the_files_of_a_folder(self):
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self.write("data", pack(self.halves(), method))
            self.scores("data")
        text = self.run_titian("check", "bridges", "data").out
        self.assertLess(text.index("data/data/A.CSV"), text.index("data/data/b.csv"))
        self.assertIn(hashlib.sha256(self.halves()["data/b.csv"].encode()).hexdigest()[:12], text)

    def test_other_members_are_passed_over_and_counted(self):
        members = {**self.halves(), "readme.txt": "hello", "notes/licence.pdf": "%PDF-", ".x.csv": "no",
                   "__MACOSX/._b.csv": "no"}
        self.write("data.zip", pack(members))
        self.scores("data.zip", err='titian: data.zip: note: 2 members of this zip file are neither CSV nor '
                                    'workbook and passed over: '
                                    '"notes/licence.pdf", "readme.txt"\n')

    def test_one_member_is_named(self):
        self.write("data.zip", pack({"x.csv": self.csv, "y.csv": "not,a,data,file\n"}))
        self.scores("data.zip#x.csv")
        self.assertIn('data.zip: this zip file holds no member "z.csv"\n        it holds "x.csv", "y.csv"\n',
                      self.refused("data.zip#z.csv"))

    def test_a_name_may_hold_the_sign_of_a_part(self):
        self.write("a#b.csv", self.csv)
        self.write("a#c.zip", pack({"x.csv": self.csv}))
        self.scores("a#b.csv")
        self.scores("a#c.zip#x.csv")
        self.assertIn("a#b.csv: this file is neither a zip file nor a workbook", self.refused("a#b.csv#x"))

    def test_a_fault_is_said_at_its_place_in_its_member(self):
        self.write("data.zip", pack({"deep/x.csv": self.csv.replace("EST,East Bank,2024,river,400000,80",
                                                                    "EST,East Bank,2024,river,400000,many")}))
        self.assertIn('titian: data.zip/deep/x.csv:2:6: "many" is not a number', self.refused("data.zip"))

    def test_values_that_differ_name_both_members(self):
        self.write("data.zip", pack({"a.csv": self.csv, "b.csv": "uCode,Time,NET\nEST,2024,81\n"}))
        self.assertIn('data.zip/b.csv:2:3: "81" here, but 80 in data.zip/a.csv:2:6 (', self.refused("data.zip"))

    def test_what_is_no_table_is_named_for_what_it_is(self):
        odd = {
            "old.xls": (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600), "of the old kind (.xls), or one with a pass"),
            "x.ods": (pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
                      "(.ods)\n        save it as .xlsx or CSV"),
            "x.xlsb": (pack({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "binary workbook (.xlsb)"),
            "x.docx": (pack({"[Content_Types].xml": "", "word/document.xml": ""}), "a text of Word"),
            "x.gz": (b"\x1F\x8B\x08" + bytes(20), "packed with gzip"),
            "empty.zip": (pack({}), "this zip file holds no CSV and no workbook\n"),
            "none.zip": (pack({"a.txt": "x"}), 'this zip file holds no CSV and no workbook, only "a.txt"\n'),
        }
        for name, (content, text) in odd.items():
            with self.subTest(name):
                self.write(name, content)
                self.assertIn(f"titian: {name}: this ", self.refused(name))
                self.assertIn(text, self.refused(name))

    def test_a_zip_in_a_zip_is_refused(self):
        inner = pack(self.halves())
        self.write("data.zip", pack({"x.csv": self.csv, "more.zip": inner}))
        self.assertIn('holds 1 zip file: "more.zip"', self.refused("data.zip"))
        self.scores("data.zip#x.csv")
        self.write("data.zip", pack({"x.csv": inner}))
        self.assertIn("data.zip/x.csv: this is a zip file inside a zip file", self.refused("data.zip"))

    def test_names_that_lead_out_are_refused(self):
        for name in ("/x.csv", "../x.csv", "a/../../x.csv", "a\\..\\..\\x.csv", "C:\\x.csv", "\\x.csv", "a/.."):
            with self.subTest(name):
                self.write("data.zip", pack([(name, self.csv)]))
                self.assertIn("leads out of its folder", self.refused("data.zip"))
        self.write("data.zip", pack([("a\nb.csv", self.csv)]))
        self.assertIn('whose name cannot be shown: "a?b.csv"', self.refused("data.zip"))
        before = sorted(path.name for path in self.folder.parent.iterdir() if path.suffix == ".csv")
        self.assertNotIn("x.csv", before)

    def test_two_members_of_one_name_are_refused(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.write("data.zip", pack([("x.csv", self.csv), ("x.csv", "")]))
        self.assertIn("two members named x.csv", self.refused("data.zip"))

    def test_an_encrypted_member_is_refused(self):
        packed = bytearray(pack({"x.csv": self.csv}))
        packed[6] |= 1  # the local header's flag, then the directory's
        packed[packed.index(b"PK\1\2") + 8] |= 1
        self.write("data.zip", bytes(packed))
        self.assertIn("the member x.csv is encrypted", self.refused("data.zip"))

    def test_every_cut_and_every_changed_byte_is_survived(self):
        whole = pack({"x.csv": self.csv})
        for n in range(4, len(whole), 23):
            self.write("data.zip", whole[:n])
            self.assertIn("titian: data.zip: ", self.refused("data.zip"))
        packed = bytearray(whole)
        packed[whole.index(b"x.csv") + 20] ^= 0x55  # in the packed text: the checksum sees it
        self.write("data.zip", bytes(packed))
        self.assertIn("the member x.csv is damaged (", self.refused("data.zip"))

    def test_a_bomb_costs_nothing(self):
        huge = bytearray(pack({"x.csv": self.csv}))
        at = huge.index(b"PK\1\2") + 24
        huge[at:at + 4] = huge[22:26] = (600 << 20).to_bytes(4, "little")
        bombs = {
            "x.csv unpacks to more than 500 times its packed size": pack({"x.csv": bytes(90 << 20)}),
            "x.csv unpacks to more than 512 MiB": bytes(huge),
            "unpack to more than is allowed": pack({f"{k}.csv": bytes(5 << 20) for k in range(20)}),
            "10001 members, more than 10000": pack({f"{k}.txt": "" for k in range(10001)}),
        }
        limit = None if SANITIZED else lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        for text, content in bombs.items():
            with self.subTest(text):
                self.write("bomb.zip", content)
                said = self.run_titian("score", "bridges", "bomb.zip", code=1, preexec_fn=limit).err
                self.assertIn("titian: bomb.zip: ", said)
                self.assertIn(text, said)

    def test_a_member_longer_than_it_says_is_refused(self):
        packed = bytearray(pack({"x.csv": self.csv}))
        at = packed.index(b"PK\1\2") + 24
        packed[at:at + 4] = (20).to_bytes(4, "little")
        packed[22:26] = (20).to_bytes(4, "little")
        self.write("data.zip", bytes(packed))
        self.assertIn("the member x.csv is damaged (", self.refused("data.zip"))


class Workbooks(ContainerCase):
    def give(self, *sheets, name="data.xlsx", **options):
        self.write(name, workbook(*sheets, **options))
        return name

    def test_shared_and_inline_texts(self):
        self.scores(self.give(Sheet("Data", ROWS)))
        self.scores(self.give(Sheet("Data", ROWS, inline=True), name="no extension"))

    def test_the_ledger_names_the_sheet(self):
        self.give(Sheet("My data", ROWS))
        text = self.run_titian("check", "bridges", "data.xlsx").out
        digest = hashlib.sha256((self.folder / "data.xlsx").read_bytes()).hexdigest()[:12]
        self.assertRegex(text, rf"wide +5 +5 +16  {digest}  data\.xlsx#My data\n")

    def test_the_only_sheet_with_a_table_is_read(self):
        about = Sheet("About", [["Bridges of the world"], None, ["Source", "made up"]])
        self.scores(self.give(about, Sheet("Data", ROWS), Sheet("Empty", [])))

    def test_of_two_tables_one_must_be_named(self):
        self.give(Sheet("Data", ROWS), Sheet("Sheet#2", ROWS))
        self.assertIn('titian: data.xlsx: 2 sheets of this workbook hold tables: "Data", "Sheet#2"\n'
                      "        name the one to read: data.xlsx#SHEET\n", self.refused("data.xlsx"))
        self.scores("data.xlsx#Data")
        self.scores("data.xlsx#Sheet#2")
        self.assertIn('has no sheet "data"\n        its sheets are "Data", "Sheet#2"\n',
                      self.refused("data.xlsx#data"))

    def test_no_table_at_all(self):
        self.assertIn('begins with the header of a data file\n        name the one to read, data.xlsx#SHEET, of "A", "B"',
                      self.refused(self.give(Sheet("A", [["x"]]), Sheet("B", [["y"]]))))
        self.assertIn("data.xlsx#A:1: this header is not one of a data file: \"x\"",
                      self.refused(self.give(Sheet("A", [["x"]]), Sheet("B", []))))
        self.assertIn("this workbook holds no table", self.refused(self.give(Sheet("A", []))))
        self.assertIn("data.xlsx#A: this sheet is empty", self.refused("data.xlsx#A"))

    def test_a_table_may_stand_anywhere(self):
        moved = [None, None] + [[None, None, *row] for row in ROWS]
        self.scores(self.give(Sheet("Data", moved)))
        moved[3][7] = "many"  # NET of the first unit
        self.assertIn('titian: data.xlsx#Data:H4: "many" is not a number (indicator NET, unit EST)',
                      self.refused(self.give(Sheet("Data", moved))))

    def test_titles_above_the_header_are_passed_over(self):
        rows = [["Bridges of the world, 2024"], None, ["Source: made up", None, "edition", 3], *ROWS]
        self.scores(self.give(Sheet("Data", rows)), err="titian: data.xlsx#Data:4: note: the header is taken to stand "
                                                        "here; 2 rows above, titles perhaps, are passed over\n")
        self.assertIn("data.xlsx#Data:1: this header is not one of a data file",
                      self.refused(self.give(Sheet("Data", [["title"]] * 16 + ROWS))))

    def test_empty_rows_and_formats_hold_nothing(self):
        rows = [[None], *ROWS[:3], [Raw('s="1"')] * 20, None, *ROWS[3:], [Raw('s="1"')] * 3, [Raw('t="s"')]]
        self.scores(self.give(Sheet("Data", rows)))

    def test_numbers_arrive_to_the_last_digit(self):
        values = ["1E-3", "12345.678901234567", "5.0000000000000003E-2", "0.30000000000000004", "4.9E-324"]
        rows = [ROWS[0], ROWS[1]] + [[f"U{k}", None, 2024, "sea", 1, Raw(f's="{MONEY}"', f"<v>{v}</v>"), 1, 2, 3]
                                     for k, v in enumerate(values)]
        self.give(Sheet("Data", rows))
        out = self.run_titian("score", "bridges", "data.xlsx", "--stage", "raw").out
        got = {row["uCode"]: float(row["NET"]) for row in csv.DictReader(io.StringIO(out))}
        for k, value in enumerate(values):
            self.assertEqual(got[f"U{k}"], float(value))

    def test_formulas_give_their_stored_results(self):
        rows = with_cell(2, 6, Raw("", "<f>8*10</f><v>80</v>"))
        rows = with_cell(2, 2, Raw('t="str"', "<f>UPPER(A1)</f><v>East Bank</v>"), rows)
        self.scores(self.give(Sheet("Data", rows)))
        self.assertIn("data.xlsx#Data:F2: this cell holds a formula whose result was never worked out (indicator NET, "
                      "unit EST)\n        open the workbook",
                      self.refused(self.give(Sheet("Data", with_cell(2, 6, Raw("", "<f>8*10</f>"))))))
        self.scores(self.give(Sheet("Data", [[*HEADER, "note"], [*ROWS[1], Raw("", "<f>1</f>")], *ROWS[2:]])))

    def test_error_cells(self):
        error = Raw('t="e"', "<f>1/0</f><v>#DIV/0!</v>")
        for column, place in ((6, "F2"), (1, "A2"), (4, "D2")):
            self.assertIn(f'data.xlsx#Data:{place}: this cell holds the error "#DIV/0!"',
                          self.refused(self.give(Sheet("Data", with_cell(2, column, error)))))
        self.assertIn('data.xlsx#Data:F1: this cell holds the error "#DIV/0!"',
                      self.refused(self.give(Sheet("Data", with_cell(1, 6, error)))))

    def test_truth_values(self):
        self.assertIn('data.xlsx#Data:F2: "TRUE" is not a number',
                      self.refused(self.give(Sheet("Data", with_cell(2, 6, Raw('t="b"', "<v>1</v>"))))))

    def test_dates(self):
        day = 45383  # 2024-04-01
        rows = with_cell(2, 3, Raw(f's="{DAY}"', f"<v>{day}</v>"))
        rows = with_cell(3, 3, Raw(f's="{OWN_DAY}"', "<v>44927.5</v>"), rows)  # noon of 2023-01-01
        rows = with_cell(4, 3, Raw('t="d"', "<v>2024-12-31T00:00:00</v>"), rows)
        self.scores(self.give(Sheet("Data", rows)))
        rows = with_cell(2, 3, Raw(f's="{DAY}"', f"<v>{day - 1462}</v>"))
        self.scores(self.give(Sheet("Data", rows), from_1904=True))
        self.assertIn('data.xlsx#Data:F2: this cell holds the date "2024-04-01" (indicator NET, unit EST)\n'
                      "        write the number",
                      self.refused(self.give(Sheet("Data", with_cell(2, 6, Raw(f's="{DAY}"', f"<v>{day}</v>"))))))
        self.scores(self.give(Sheet("Data", with_cell(2, 6, Raw(f's="{MONEY}"', "<v>80</v>")))))

    def test_merged_cells(self):
        def merged(where):
            return Sheet("Data", ROWS, behind=f'<mergeCells><mergeCell ref="{where}"/></mergeCells>')
        self.assertIn("data.xlsx#Data:F1: the cells F1:G1 are merged, so that all but the first are empty\n"
                      "        unmerge them", self.refused(self.give(merged("F1:G1"))))
        self.assertIn("data.xlsx#Data:B2: the cells B2:B3 are merged", self.refused(self.give(merged("B2:B3"))))
        self.scores(self.give(merged("K2:L3")))  # beside the table
        above = Sheet("Data", [None, *ROWS], behind='<mergeCells><mergeCell ref="A1:F1"/></mergeCells>')
        self.scores(self.give(above))

    def test_a_cell_beside_the_table(self):
        self.assertIn("data.xlsx#Data:L3: this cell stands beside the table",
                      self.refused(self.give(Sheet("Data", with_cell(3, 12, "a remark")))))

    def test_what_is_hidden_is_said(self):
        self.give(Sheet("Data", ROWS, hidden_rows=(4, 6), before='<cols><col min="2" max="3" hidden="1"/></cols>'),
                  Sheet("Secret", ROWS, state="veryHidden"))
        run = self.run_titian("score", "bridges", "data.xlsx")
        self.assertEqual(run.out, self.expected)
        self.assertIn('titian: data.xlsx: note: sheets of this workbook that are hidden are passed over: "Secret"\n',
                      run.err)
        self.assertIn("titian: data.xlsx#Data:4: note: 2 rows of this sheet are hidden, this the first, and read", run.err)
        self.assertIn("titian: data.xlsx#Data: note: 2 columns of this sheet are hidden, B the first", run.err)
        self.assertIn("titian: data.xlsx#Secret: note: this sheet is hidden, and read all the same",
                      self.run_titian("score", "bridges", "data.xlsx#Secret").err)

    def test_texts_as_programs_write_them(self):
        made = parts(Sheet("Data", with_cell(2, 2, "PLACEHOLDER")))
        made["xl/sharedStrings.xml"] = made["xl/sharedStrings.xml"].replace(
            "<t>PLACEHOLDER</t>", '<r><rPr/><t>East</t></r><r><t xml:space="preserve"> B_x0061_nk</t></r>'
            '<rPh sb="0" eb="1"><t>aside</t></rPh>')
        self.write("data.xlsx", pack(made))
        self.scores("data.xlsx")
        made = {name: text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace(
            "xmlns=", "xmlns:x=") if name.startswith("xl/w") else text for name, text in parts(Sheet("Data", ROWS)).items()}
        made["xl/_rels/workbook.xml.rels"] = parts(Sheet("Data", ROWS))["xl/_rels/workbook.xml.rels"]
        self.write("data.xlsx", pack(made))
        self.scores("data.xlsx")


class CoinTool(ContainerCase):
    """The places of cells are those that COINr's import_coin_tool reads: read_excel(sheet = "Database") of E16:CY315 for
    codes and values, B17:C315 for names and codes of units, E7:E16 for what is said of an indicator."""

    FRAMEWORK = """\
iCode,Type,Level,Parent,Weight,Direction,SourceCode
A,Indicator,1,X,1,1,Ind.01
B,Indicator,1,X,1,1,Ind.03
X,Aggregate,2,,,,
"""

    def database(self):
        rows = [[None] * 12 for _ in range(315)]
        rows[1][1] = "COIN Tool: database"
        for row, label, values in ((6, "Weight", (1, 2, 1)), (7, "Direction", (1, -1, 1)), (8, "Lower", (0, 0, 0)),
                                   (9, "Upper", (10, 10, 10)), (10, "Index", ("Index",) * 3),
                                   (13, "Sub-pillar", ("sp.01", "sp.01", "sp.02")),
                                   (14, "Indicator", ("First", "Second", "Third")),
                                   (15, "Code", ("Ind.01", "Ind.02", "Ind.03"))):
            rows[row][3] = label
            rows[row][4:7] = values
        rows[15][1:3] = "Name", "Unit code"
        rows[16][1:7] = "Austria", "AUT", None, 68.00000000000001, 1, "n/a"
        rows[17][1:7] = "Belgium", "BEL", None, 67.5, 2, 20.25
        rows[18][1:7] = "Czechia", "CZE", None, 66, 3, 10
        for k in range(19, 315):
            rows[k][1] = Raw('t="str"', "<f>IF(A1,A1,&quot;&quot;)</f><v></v>")
        return rows

    def test_the_database_is_read(self):
        self.write("framework.csv", self.FRAMEWORK)
        self.write("model.yaml", "normalise: {method: minmax}\nscreen: {method: none}\n")
        self.write("tool.xlsm", workbook(Sheet("Framework", [["Dimension/indicator", "Code"], ["Index", "Index"]]),
                                         Sheet("Database", self.database())))
        run = self.run_titian("score", "model.yaml", "tool.xlsm", "--year", "2023", "--stage", "raw")
        self.assertEqual(run.err, "")
        self.assertEqual([tuple(row.values()) for row in csv.DictReader(io.StringIO(run.out))],
                         [("AUT", "Austria", "2023", "68.00000000000001", ""), ("BEL", "Belgium", "2023", "67.5", "20.25"),
                          ("CZE", "Czechia", "2023", "66", "10")])
        self.assertRegex(self.run_titian("check", "model.yaml", "tool.xlsm", "--year", "2023").out,
                         r"COIN Tool +3 +3 .* tool\.xlsm#Database\n")


class HostileWorkbooks(ContainerCase):
    def changed(self, part, old, new):
        made = parts(Sheet("Data", ROWS))
        self.assertIn(old, made[part])
        made[part] = made[part].replace(old, new, 1)
        self.write("data.xlsx", pack(made))
        return "data.xlsx"

    def test_every_part_may_be_missing(self):
        whole = parts(Sheet("Data", ROWS))
        for name in whole:
            if name == "[Content_Types].xml":
                continue
            with self.subTest(name):
                self.write("data.xlsx", pack({n: t for n, t in whole.items() if n != name}))
                text = self.refused("data.xlsx#Data")
                self.assertIn(f"this workbook lacks its part {name}\n", text)

    def test_every_part_may_be_cut(self):
        whole = parts(Sheet("Data", ROWS))
        for name in whole:
            if name == "[Content_Types].xml":
                continue
            for n in (0, 60, len(whole[name]) // 2, len(whole[name]) - 1):
                with self.subTest(f"{name} {n}"):
                    self.write("data.xlsx", pack({**whole, name: whole[name][:n]}))
                    self.assertIn(f"the part {name} of this workbook is damaged at its line ",
                                  self.refused("data.xlsx#Data"))

    def test_references_that_are_none(self):
        for reference in ("ZZZ99999999", "XFE2", "A1048577", "A0", "2A", "", "F3", "A99999999999999999999999"):
            with self.subTest(reference):
                text = self.refused(self.changed("xl/worksheets/sheet1.xml", '<c r="F2"', f'<c r="{reference}"'))
                self.assertIn("titian: data.xlsx#Data:", text)
                self.assertIn("save it anew", text)

    def test_rows_and_cells_out_of_order(self):
        sheet = "xl/worksheets/sheet1.xml"
        for old, new in (('<row r="3"', '<row r="2"'), ('<row r="3"', '<row r="0"'), ('<row r="6"', '<row r="2000000"'),
                         ('<c r="C2"', '<c r="A2"')):
            with self.subTest(new):
                self.assertIn("save it anew", self.refused(self.changed(sheet, old, new)))

    def test_a_text_that_is_not_there(self):
        for text in ("999", "-1", "x", "99999999999999999999999999", "1.0"):
            self.assertIn("data.xlsx#Data:A2: this cell refers to a text that the workbook does not hold",
                          self.refused(self.changed("xl/worksheets/sheet1.xml", '<c r="A2" t="s"><v>9',
                                                    f'<c r="A2" t="s"><v>{text}</v><v>')))

    def test_entities_are_not_expanded(self):
        laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi")) + "]>"
        for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
            made = parts(Sheet("Data", ROWS))
            made[part] = made[part].replace("?>\n", "?>\n" + laughs, 1)
            self.write("data.xlsx", pack(made))
            self.assertIn("it declares a document type, which no workbook has", self.refused("data.xlsx#Data"))

    def test_deep_nesting(self):
        self.assertIn("nested too deeply", self.refused(self.changed(
            "xl/worksheets/sheet1.xml", "<sheetData>", "<a>" * 100000 + "</a>" * 100000 + "<sheetData>") + "#Data"))

    def test_relationships_that_lead_nowhere(self):
        rels = "xl/_rels/workbook.xml.rels"
        for target in ("../../../etc/passwd", "/etc/passwd", "../_rels/../xl/workbook.xml", "workbook.xml", "", "/"):
            with self.subTest(target):
                text = self.refused(self.changed(rels, "worksheets/sheet1.xml", target) + "#Data")
                self.assertIn("titian: data.xlsx", text)

    def test_very_many_empty_rows(self):
        rows = "".join(f'<row r="{r}"><c r="A{r}" s="1"/></row>' for r in range(7, 1000007))
        began = time.monotonic()
        self.scores(self.changed("xl/worksheets/sheet1.xml", "</sheetData>", rows + "</sheetData>"))
        self.assertLess(time.monotonic() - began, 30)

    def test_cells_scattered_widely(self):
        rows = "".join(f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>U</t></is></c><c r="C{r}"><v>2024</v></c></row>'
                       for r in range(7, 20007))
        made = parts(Sheet("Data", ROWS))
        sheet = made["xl/worksheets/sheet1.xml"].replace("</row>", '<c r="XFD1" t="str"><v>far</v></c></row>', 1)
        made["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", rows + "</sheetData>")
        self.write("data.xlsx", pack(made))
        self.assertIn("the cells of this sheet are scattered too widely", self.refused("data.xlsx"))

    def test_cells_far_beside_the_table(self):
        rows = "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(7, 20007))
        text = self.refused(self.changed("xl/worksheets/sheet1.xml", "</sheetData>", rows + "</sheetData>"))
        self.assertIn("data.xlsx#Data:XFD7: this cell stands beside the table", text)


if __name__ == "__main__":
    sys.exit(main())
