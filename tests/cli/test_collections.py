"""Workbooks in folders and in zip files: read as CSVs are there, refused where a sheet must be chosen.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import hashlib
import os
import socket
import sys

from bridge import BridgeCase
from sheets import Sheet, pack, parts, workbook
from suite import main

HEADER = ["uCode", "uName", "Time", "region", "POP", "NET", "COST", "READ", "CODE"]
EAST = [HEADER, ["EST", "East Bank", 2024, "river", 400000, 80, 10, 90, 100],
        ["ISL", "Isle, The", 2023, "sea", None, None, None, 60]]
WEST = [HEADER, ["ISL", "Isle, The", 2024, "sea", 20000, 40, 20, None, 10],
        ["NOR", "Northport", 2024, "sea", 900000, 20, 5, 50],
        ["WST", "West Bank", 2024, "river", 50000, None, None, 70]]


class Collections(BridgeCase):
    def setUp(self):
        super().setUp()
        self.expected = self.run_titian("score", "bridges", "bridges.csv").out
        self.east = workbook(Sheet("About", [["Bridges"], None, ["Source", "made up"]]), Sheet("Data", EAST))
        self.west = "".join(self.csv_lines(WEST))

    @staticmethod
    def csv_lines(rows):
        return [",".join("" if cell is None else f'"{cell}"' for cell in row + [None] * (9 - len(row))) + "\n"
                for row in rows]

    def scores(self, *data, err=""):
        run = self.run_titian("score", "bridges", *data)
        self.assertEqual(run.out, self.expected)
        self.assertEqual(run.err, err)

    def refused(self, *data):
        return self.run_titian("score", "bridges", *data, code=1).err

    def test_a_folder_of_workbooks_and_csvs(self):
        self.write("data/b.XLSX", self.east)
        self.write("data/a.csv", self.west)
        self.write("data/~$b.xlsx", b"a lock of Excel's")
        self.write("data/.b.xlsx", b"kept back")
        self.write("data/notes.docx", b"passed over")
        self.scores("data")
        text = self.run_titian("check", "bridges", "data").out
        self.assertLess(text.index("data/a.csv"), text.index("data/b.XLSX#Data"))
        self.assertIn(hashlib.sha256(self.east).hexdigest()[:12], text)

    def test_data_in_other_files_of_a_folder_are_named(self):
        self.write("data/b.xlsx", self.east)
        self.write("data/a.csv", self.west)
        self.write("data/old.XLS", b"old")
        self.write("data/more.gz", b"\x1F\x8B\x08" + bytes(20))
        self.write("data/.hidden.zip", b"kept back")
        rest = "passed over, since only CSVs, workbooks (.xlsx) and zip files are read there: "
        self.scores("data", err=f'titian: data: note: 2 files of this folder are {rest}"more.gz", "old.XLS"\n'
                                "        give by name what is to be read, or what is in it\n")
        self.assertIn(f'titian: data: note: 1 file of this folder is {rest}"old.XLS"\n'
                      "        give by name what is to be read, or what is in it\n", self.refused("data", "data/more.gz"))
        (self.folder / "data/a.csv").unlink()
        (self.folder / "data/b.xlsx").unlink()
        err = self.run_titian("score", "bridges", "data", code=3).err
        self.assertIn('are passed over', err)
        self.assertIn("this folder holds no CSV file, no workbook and no zip file", err)

    def test_pipes_and_sockets_in_a_folder_are_named_and_never_opened(self):
        self.write("data/b.xlsx", self.east)
        self.write("data/a.csv", self.west)
        for name in ("c.csv", "d.map.yaml", "pipe", ".hidden"):
            os.mkfifo(self.folder / "data" / name)
        at = os.open(self.folder / "data", os.O_RDONLY)  # a socket's path may have 107 bytes, so it is made from here
        self.addCleanup(os.close, at)
        with socket.socket(socket.AF_UNIX) as there:
            there.bind(f"/proc/self/fd/{at}/s.csv")
        os.symlink("c.csv", self.folder / "data/link.zip")
        os.symlink("/dev/zero", self.folder / "data/zero.csv")
        self.scores("data", err="titian: data: note: 6 files of this folder are passed over, since pipes, sockets and "
                                'devices are not read there: "c.csv", "d.map.yaml", "link.zip", "pipe", "s.csv", '
                                '"zero.csv"\n'
                                "        save what comes through as a file; a pipe can be given by name, or as -\n")
        for name in ("a.csv", "b.xlsx"):
            (self.folder / "data" / name).unlink()
        err = self.run_titian("score", "bridges", "data", code=3).err
        self.assertIn("6 files of this folder are passed over", err)
        self.assertIn("this folder holds no CSV file", err)

    def test_a_pipe_beside_a_file_is_no_mapping(self):
        self.write("data/a.csv", "".join(self.csv_lines(WEST + EAST[1:])))
        os.mkfifo(self.folder / "data/a.map.yaml")
        self.scores("data/a.csv", err="titian: note: data/a.map.yaml is a pipe or a device and no mapping\n"
                                      "        name it with --map to read it\n")

    def test_a_zip_file_in_a_folder_is_read_as_if_it_were_named(self):
        self.write("data/b.xlsx", self.east)
        self.write("data/more.ZIP", pack({"deep/a.csv": self.west, "readme.txt": "hello"}))
        self.scores("data", err='titian: data/more.ZIP: note: 1 member of this zip file is neither CSV nor workbook and '
                                'passed over: "readme.txt"\n')
        text = self.run_titian("check", "bridges", "data").out
        self.assertLess(text.index("data/b.xlsx#Data\n"), text.index("data/more.ZIP/deep/a.csv\n"))
        self.assertIn(hashlib.sha256(self.west.encode()).hexdigest()[:12], text)
        (self.folder / "data/b.xlsx").unlink()
        self.write("data/more.ZIP", pack({"b.xlsx": self.east, "a.csv": self.west}))
        self.scores("data")
        self.write("data/more.ZIP", pack({"a.csv": self.west.replace('"900000","20"', '"900000","few"')}))
        self.assertIn('titian: data/more.ZIP/a.csv:3:6: "few" is not a number', self.refused("data"))

    def test_a_zip_file_in_a_folder_is_refused_for_the_same_reasons(self):
        self.write("data/b.xlsx", self.east)
        for content, text in (
                (pack({"a.csv": self.west, "more.zip": pack({"a.csv": self.west})}),
                 'this zip file holds 1 zip file: "more.zip"\n'
                 "        unpack it, put those that hold data into the folder, and take this one out: data/z.zip\n"),
                (pack({"a.csv": bytes(90 << 20)}), "a.csv unpacks to more than 500 times its packed size"),
                (pack({f"{k}.txt": "" for k in range(10001)}), "10001 members, more than 10000"),
                (pack({"../a.csv": self.west}), "leads out of its folder"),
                (pack({"a.txt": "x"}), 'this zip file holds no CSV and no workbook, only "a.txt"\n'),
                (b"no zip file", "z.zip:1")):
            with self.subTest(text):
                self.write("data/z.zip", content)
                err = self.refused("data")
                self.assertIn("titian: data/z.zip:", err)
                self.assertIn(text, err)

    def test_a_member_of_a_zip_file_in_a_folder_is_chosen_beside_it(self):
        self.write("data/z.zip", pack({"b.xlsx": workbook(Sheet("One", EAST), Sheet("Two", EAST)), "a.csv": self.west}))
        self.assertIn("name the one to read: data/z.zip#b.xlsx#SHEET, beside the folder\n", self.refused("data"))
        self.scores("data", "data/z.zip#b.xlsx#Two")  # and a.csv, which nobody named, is still read

    def test_a_zip_file_of_workbooks_and_csvs(self):
        self.write("data.zip", pack({"deep/b.xlsx": self.east, "a.csv": self.west, "~$b.xlsx": b"x"}))
        self.scores("data.zip")
        text = self.run_titian("check", "bridges", "data.zip").out
        self.assertIn("data.zip/deep/b.xlsx#Data\n", text)
        self.assertIn(hashlib.sha256(self.east).hexdigest()[:12], text)
        self.scores("data.zip#deep/b.xlsx", "data.zip#a.csv")
        self.scores("data.zip#deep/b.xlsx#Data", "data.zip#a.csv")

    def test_a_fault_is_said_at_its_cell(self):
        rows = [EAST[0], EAST[1][:5] + ["many"] + EAST[1][6:], EAST[2]]
        self.write("data.zip", pack({"b.xlsx": workbook(Sheet("Data", rows))}))
        self.assertIn('titian: data.zip/b.xlsx#Data:F2: "many" is not a number', self.refused("data.zip"))

    def test_a_sheet_is_chosen_beside_the_folder(self):
        self.write("data/b.xlsx", workbook(Sheet("One", EAST), Sheet("Two", EAST)))
        self.write("data/a.csv", self.west)
        self.assertIn('titian: data/b.xlsx: 2 sheets of this workbook hold tables: "One", "Two"\n'
                      "        name the one to read: data/b.xlsx#SHEET, beside the folder\n", self.refused("data"))
        self.scores("data", "data/b.xlsx#Two")
        self.scores("./data/b.xlsx#One", "data/")

    def test_a_sheet_is_chosen_beside_the_zip_file(self):
        self.write("data.zip", pack({"b.xlsx": workbook(Sheet("One", EAST), Sheet("Two", EAST)), "a.csv": self.west}))
        self.assertIn("name the one to read: data.zip#b.xlsx#SHEET, beside the zip file\n", self.refused("data.zip"))
        self.scores("data.zip", "data.zip#b.xlsx#Two")
        self.assertIn('data.zip/b.xlsx: this workbook has no sheet "Three"\n        its sheets are "One", "Two"\n',
                      self.refused("data.zip", "data.zip#b.xlsx#Three"))

    def test_a_workbook_without_a_table_is_no_data(self):
        self.write("data/a.csv", self.west)
        self.write("data/b.xlsx", workbook(Sheet("A", [["x"]]), Sheet("B", [["y"]])))
        self.assertIn("data/b.xlsx: no sheet of this workbook begins with the header of a data file\n"
                      '        name the one to read, data/b.xlsx#SHEET, of "A", "B", beside the folder\n',
                      self.refused("data"))

    def test_reports_are_no_data(self):
        self.write("data/b.xlsx", self.east)
        self.write("data/a.csv", self.west)
        self.run_titian("assess", "bridges", "data", "-o", "data/c.xlsx", "-q")
        self.scores("data", err="titian: data/c.xlsx: note: this workbook is a report of titian's own, no data, and passed "
                                "over\n        keep reports in another folder; FILE#SHEET reads a sheet of one all the "
                                "same\n")

    def test_what_unpacks_in_a_workbook_counts_for_the_zip_file(self):
        made = parts(Sheet("Data", WEST))
        made["xl/styles.xml"] += " " * (15 << 20)
        book = pack(made)
        self.write("data.zip", pack({f"{k}.xlsx": book for k in range(4)}))
        inside = 4 * sum(len(text) for text in made.values())
        packed = (self.folder / "data.zip").stat().st_size
        self.assertGreater(inside, 500 * packed)
        self.assertIn("data.zip: the members of this zip file unpack to more than is allowed", self.refused("data.zip"))

    def test_other_archives_in_a_zip_file_are_named(self):
        for name, content, text in (
                ("x.xlsx", pack({"a.csv": self.west}), "data.zip/x.xlsx: this is a zip file inside a zip file\n"),
                ("x.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600), "data.zip/x.xlsx: this is a workbook of the old"),
                ("x.csv", b"\x1F\x8B\x08" + bytes(20), "data.zip/x.csv: this file is packed with gzip")):
            with self.subTest(text):
                self.write("data.zip", pack({name: content}))
                self.assertIn(text, self.refused("data.zip"))


if __name__ == "__main__":
    sys.exit(main())
