"""Workbooks on paper: no sheet is printed too small to read, what goes over several pages has its names on each, a chart
is never cut in two, and amounts of money have room and their thousands apart.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import math
import re
import sys

import support
import xlsx
from support import suite
from xlsx import MAIN, column_number

LEAST = 0.55  # of its size; 10 points are then read as 5.5
ACROSS = {"landscape": 72 * 10.2, "portrait": 72 * 7.47}  # points between margins: Letter lying, A4 standing
BUDGET = 123456789
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VILLAGES = "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\naggregate: [{method: arithmetic}]\n"
FRAMEWORK = "iCode,iName,Type,Level,Parent,Weight,Direction,Low,High\nA,Access,Indicator,1,Z,1,1,0,100\n" \
            "Z,Index,Aggregate,2,,1,,,\nPOP,People,Other,,,,,,\n"
N_GROUPS = 40


@functools.lru_cache(maxsize=None)
def sheet_xml(book, sheet):
    return book.sheet_xml(sheet)


@functools.lru_cache(maxsize=None)
def widths_of(book, sheet):
    return book.widths(sheet)


def points(book, sheet, first, last):
    """Width of columns on paper at full size: files count in digits of 7 pixels, of 3/4 point."""
    widths = widths_of(book, sheet)
    return [0.75 * round(7 * widths[n]) if n in widths else 48 for n in range(first, last + 1)]


def names_of(book, sheet):
    """Print area and print titles of a sheet, as Excel keeps them."""
    number = list(book.sheets).index(sheet)
    text = book.parts["xl/workbook.xml"].decode()
    return {kind: match for kind, match in re.findall(
        rf'<definedName name="_xlnm\.(Print_\w+)" localSheetId="{number}">([^<]*)<', text)}


def printed_columns(book, sheet):
    """(last column of the print area, number of repeated columns)."""
    names = names_of(book, sheet)
    last = re.search(r":\$([A-Z]+)\$\d+$", names["Print_Area"])[1]
    repeated = re.search(r"!\$A:\$([A-Z]+)", names.get("Print_Titles", ""))
    return column_number(last), column_number(repeated[1]) if repeated else 0


def pages_at(scale, widths, n_repeated, room):
    """Pages across as programs break them: whole columns, the repeated ones on each page."""
    repeated = sum(widths[:n_repeated]) * scale
    pages, used = 1, repeated
    for width in widths[n_repeated:]:
        if used > repeated and used + width * scale > room:
            pages, used = pages + 1, repeated
        used += width * scale
    return pages


def slopes_of(book):
    """Of the chart of Years: (height that a name needs, lines), a line as (change, side, height there, named)."""
    chart = book.xml(book.related_to(book.related("Years", "drawing")[0], "chart")[0])
    axis = {end: float(chart.find(f".//{CHART}valAx/{CHART}scaling/{CHART}{end}").get("val")) for end in ("min", "max")}
    lines = []
    for series in chart.iter(CHART + "ser"):
        ends = [float(v.text) for v in series.find(CHART + "val").iter(CHART + "v")]
        side = int(ends[1] > ends[0])  # names of rises stand at their ends, of falls at their beginnings
        shown = [int(label.find(CHART + "idx").get("val")) for label in series.iter(CHART + "dLbl")
                 if label.find(CHART + "delete") is None]
        lines.append((abs(ends[1] - ends[0]), side, ends[side], shown == [side]))
        assert shown in ([], [side]), shown
    # letters of 8 points are 11 pixels high; the chart is 480, its title and the years below take a quarter
    return 11 / 360 * (axis["max"] - axis["min"]), lines


def scale_of(book, sheet):
    """The scale that a sheet is printed at, as far as its width decides it."""
    xml = sheet_xml(book, sheet)
    setup = xml.find(MAIN + "pageSetup")
    if xml.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr") is None:
        return int(setup.get("scale", 100)) / 100
    last, n_repeated = printed_columns(book, sheet)
    widths = points(book, sheet, 1, last)
    return max((percent / 100 for percent in range(10, 101) if pages_at(
        percent / 100, widths, n_repeated, ACROSS[setup.get("orientation")]) <= int(setup.get("fitToWidth", 1))),
        default=0)


class Print(support.BookCase):
    @classmethod
    def make(cls):
        cls.book = support.assess(cls.folder / "ddri.xlsx", support.DDRI, *support.ALL_DATA,
                                  options=["--replications", "10", "--budget", BUDGET])
        path = cls.folder / "changes.xlsx"
        cls.write(path, "compare", support.DDRI, *support.ALL_DATA, "--years", "2019:2023", "--replications", "0")
        cls.changes = xlsx.Book(path)
        cls.divide = cls.write_divide()

    @staticmethod
    def write(path, *command):
        run = suite.Run([*command, "-q", "-o", path])
        if run.code != 0:
            raise AssertionError(run.err)

    @classmethod
    def write_divide(cls):
        """A divide among so many groups that table and chart do not stand on one page."""
        villages = [(f"V{k:03}", f"P{k % N_GROUPS:02}", 20 + k % 61) for k in range(3 * N_GROUPS)]
        data = "".join(f"{code},Village {code},2020,1000,{score}\n" for code, _, score in villages)
        units = "".join(f"{code},{group}\n" for code, group, _ in villages) + \
            "".join(f"P{k:02},\n" for k in range(N_GROUPS))
        for name, text in (("framework.csv", FRAMEWORK), ("villages.yaml", VILLAGES),
                           ("villages.csv", "uCode,uName,Time,POP,A\n" + data),
                           ("units.csv", "unit_code,parent_unit\n" + units)):
            (cls.folder / name).write_text(text, encoding="utf-8")
        cls.write(cls.folder / "divide.xlsx", "divide", cls.folder / "villages.yaml", cls.folder / "villages.csv",
                  cls.folder / "units.csv", "-w", "POP")
        return xlsx.Book(cls.folder / "divide.xlsx")

    def on_each_sheet(self, check):
        for name in ("book", "changes", "divide"):
            for sheet in getattr(self, name).sheets:
                with self.subTest(f"{name}: {sheet}"):
                    check(getattr(self, name), sheet)

    def test_no_sheet_is_printed_too_small_to_read(self):
        self.on_each_sheet(lambda book, sheet: self.assertGreaterEqual(scale_of(book, sheet), LEAST))

    def test_over_several_pages_each_has_the_names_of_lines_and_columns(self):
        wide = []

        def check(book, sheet):
            if int(sheet_xml(book, sheet).find(MAIN + "pageSetup").get("fitToWidth", 1)) > 1:
                wide.append(sheet)
                rows = "" if sheet == "Parameters" else r",\w+!\$\d+:\$\d+"  # two tables, each with a head of its own
                self.assertRegex(names_of(book, sheet)["Print_Titles"], rf"\$A:\$[A-Z]+{rows}$")
                self.assertRegex(sheet_xml(book, sheet).find(f"{MAIN}headerFooter/{MAIN}oddHeader").text, r"^&L\w+")

        self.on_each_sheet(check)
        self.assertIn("Priority", wide)

    def test_what_stands_above_repeated_columns_is_no_wider_than_they_are(self):
        """Else every page but the first has it cut. Letters of 10 points are 5/6 of a digit wide, of headings a digit."""
        texts = {place: cell.value for place, cell in self.book.sheets["Parameters"].items() if re.fullmatch(r"A\d+", place)}
        room = sum(widths_of(self.book, "Parameters")[n] for n in (1, 2))
        self.assertEqual(printed_columns(self.book, "Parameters")[1], 2)
        self.assertLess(len(next(t for t in texts.values() if t.startswith("Weights of the tree"))), room)
        for text in (texts["A2"], texts["A3"]):
            self.assertLess(5 / 6 * len(text), room, text)

    def test_words_of_fairness_are_whole(self):
        """What does not fit on one line goes over several, and its row is high enough for them."""
        several = 0
        for sheet, heads in (("Fairness", ("Label", "Note")), ("Fairness_Measures", ("Measure", "Against", "Note"))):
            widths, cells = widths_of(self.book, sheet), self.book.sheets[sheet]
            heights = {row.get("r"): float(row.get("ht", 15)) for row in sheet_xml(self.book, sheet).iter(MAIN + "row")}
            letters = {cell.value: place[:-1] for place, cell in cells.items() if re.fullmatch("[A-Z]+5", place)}
            for place, cell in cells.items():
                col, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()
                if int(row) <= 5 or col not in [letters[head] for head in heads] or not isinstance(cell.value, str):
                    continue
                lines = math.ceil(5 / 6 * len(cell.value) / (widths[column_number(col)] - 1))
                with self.subTest(f"{sheet}!{place}"):
                    self.assertGreaterEqual(heights[row], 12 * lines)
                    self.assertTrue(lines == 1 or self.book.wraps(cell), cell.value)
                several += lines > 1
        self.assertGreater(several, 1)  # the note of the first line at least, and of the measure against aid

    def test_every_column_of_priority_but_the_helper_is_on_paper(self):
        heads = [cell.value for place, cell in self.book.sheets["Priority"].items() if re.fullmatch(r"[A-Z]+5", place)]
        last, n_repeated = printed_columns(self.book, "Priority")
        self.assertEqual(heads[last:], ["Line"])
        self.assertEqual(heads[:n_repeated], ["Rank", "Name"])

    def test_a_chart_below_a_long_table_begins_a_page(self):
        xml = self.divide.sheet_xml("Divide")
        breaks = [int(b.get("id")) for b in xml.iter(MAIN + "brk")]
        drawing = self.divide.xml(self.divide.related("Divide", "drawing")[0])
        self.assertEqual(breaks, [int(row.text) for row in drawing.findall(f".//{DRAWING}from/{DRAWING}row")])
        self.assertIsNone(xml.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr"), "programs that fit pages leave out breaks")
        self.assertLessEqual(sum(points(self.divide, "Divide", 1, printed_columns(self.divide, "Divide")[0])) *
                             scale_of(self.divide, "Divide"), ACROSS["landscape"])

    def test_names_beside_slopes_do_not_overlap(self):
        height, lines = slopes_of(self.changes)
        named = [line for line in lines if line[3]]
        self.assertEqual(len(lines), 10)
        self.assertTrue(max(lines)[3], "the largest change has its name")
        for k, (_, side, at, _) in enumerate(named):
            self.assertGreater(min((abs(at - other[2]) for other in named[:k] if other[1] == side), default=1e9), height)
        for change, side, at, _ in (line for line in lines if not line[3]):
            near = [other for other in named if other[1] == side and abs(at - other[2]) < 2 * height]
            self.assertGreaterEqual(max(near)[0], change, "a name is left out for a larger change near by")

    def column(self, sheet, head, header):
        letters = next(place[:-len(str(header))] for place, cell in self.book.sheets[sheet].items()
                       if cell.value == head and re.fullmatch(rf"[A-Z]+{header}", place))
        return letters, [cell for place, cell in self.book.sheets[sheet].items()
                         if re.fullmatch(rf"{letters}\d+", place) and int(place[len(letters):]) > header and
                         isinstance(cell.value, float)]

    def test_amounts_have_their_thousands_apart_and_room(self):
        # the unit of ddri is 0.001: three decimals
        for sheet, head, header in (("Allocation", "Amount", 5), ("Allocation", "Cap", 5), ("Allocation", "Floor", 5),
                                    ("Allocation_Units", "Amount", 7), ("Fairness", "Amount", 5)):
            with self.subTest(f"{sheet}: {head}"):
                letters, cells = self.column(sheet, head, header)
                self.assertGreater(len(cells), 10)
                self.assertEqual({self.book.number_format(cell) for cell in cells}, {"#,##0.000"})
                longest = max(len(f"{cell.value:,.3f}") for cell in cells)
                self.assertGreater(self.book.widths(sheet)[column_number(letters)], longest + 1)

    def test_every_large_number_has_room(self):
        def check(book, sheet):
            widths = widths_of(book, sheet)
            for place, cell in book.sheets[sheet].items():
                form = "" if not isinstance(cell.value, float) or abs(cell.value) < 1e4 else book.number_format(cell)
                if form.startswith("#,##0"):
                    text = f"{cell.value:,.{len(form.partition('.')[2])}f}"
                    # pixels: Arial's digits and marks at 10 points, an indent, and what every cell keeps free
                    needed = sum(7.4 if c.isdigit() else 3.7 for c in text) + 9 + 3
                    self.assertGreater(7 * widths.get(column_number(place.rstrip("0123456789")), 9.14), needed, place)

        self.on_each_sheet(check)

    def test_the_sentence_of_the_budget_has_its_thousands_apart(self):
        cell = self.book.sheets["Allocation"]["B4"]
        self.assertTrue(cell.value.startswith("Shared out: 123,456,789.000 USD million."), cell.value)
        self.assertIn(",3,FALSE)", cell.formula)
        self.assertEqual({self.book.number_format(self.book.cell(self.book.names["M_budget"]))}, {"#,##0.000"})


if __name__ == "__main__":
    sys.exit(support.main())
