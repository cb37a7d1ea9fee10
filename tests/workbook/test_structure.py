"""What every workbook promises whatever its numbers: protection, inputs, charts, tables, print set-up, properties.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import sys

import made_up
import support
from xlsx import MAIN, column_number

VOLATILE = re.compile(r"\b(INDIRECT|OFFSET|TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO)\s*\(")
NEW = re.compile(r"_xlfn|\b(XLOOKUP|XMATCH|LET|LAMBDA|FILTER|SORT|UNIQUE|SEQUENCE|TEXTJOIN|CONCAT|IFS|MAXIFS|MINIFS)"
                 r"\s*\(")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def cells_of_block(block):
    """Cells of "C7" or of "C7:D9", columns of one letter."""
    first, _, last = block.partition(":")
    last = last or first
    return {f"{chr(column)}{row}" for column in range(ord(first[0]), ord(last[0]) + 1)
            for row in range(int(first[1:]), int(last[1:]) + 1)}


class Structure(support.BookCase):
    @classmethod
    def make(cls):
        model, table = made_up.write(cls.folder, "minmax")
        cls.books = {
            "ddri": support.assess(cls.folder / "ddri.xlsx", support.DDRI, *support.ALL_DATA),
            "egdi": support.assess(cls.folder / "egdi.xlsx", support.EGDI, *support.ALL_DATA),
            "made up": support.assess(cls.folder / "made_up.xlsx", model, table),
        }

    def on_each_sheet(self, check):
        """Run a check on every sheet of every book, each for itself."""
        for name, book in self.books.items():
            for sheet in book.sheets:
                with self.subTest(f"{name}: {sheet}"):
                    check(book, sheet)

    def test_the_sheets_of_the_first_edition_are_there_in_order(self):
        wanted = ["Summary", "Contents", "Parameters", "Priority", "Heatmap", "Profile", "Data_Used", "Scores",
                  "Quality", "Indicators", "Files", "Methodology"]
        self.assertEqual([s for s in self.books["ddri"].sheets if s in wanted], wanted)
        without = [s for s in wanted if s != "Priority"]
        self.assertEqual([s for s in self.books["egdi"].sheets if s in wanted], without)

    def test_every_sheet_is_protected_without_a_password(self):
        def check(book, sheet):
            protection = book.sheet_xml(sheet).find(MAIN + "sheetProtection")
            self.assertIsNotNone(protection)
            self.assertEqual(protection.get("sheet"), "1")
            self.assertIsNone(protection.get("password"))
            self.assertIsNone(protection.get("hashValue"))
            self.assertEqual(protection.get("autoFilter"), "0", "filters must stay usable")

        self.on_each_sheet(check)

    def test_only_inputs_are_unlocked_and_they_hold_no_formula(self):
        def check(book, sheet):
            open_cells = {place for place, cell in book.sheets[sheet].items() if book.is_unlocked(cell)}
            if sheet not in ("Parameters", "Profile", "Gap_Unit"):
                self.assertEqual(open_cells, set())
            else:
                self.assertGreater(len(open_cells), 0)
                self.assertEqual([p for p in open_cells if book.sheets[sheet][p].formula is not None], [])
            if sheet in ("Profile", "Gap_Unit"):
                self.assertEqual(len(open_cells), 1)

        self.on_each_sheet(check)

    def test_choices_are_lists_of_the_units(self):
        for name, book, page in ((n, b, p) for n, b in self.books.items() for p in ("Profile", "Gap_Unit")):
            with self.subTest(f"{name}: {page}"):
                rules = book.sheet_xml(page).findall(f".//{MAIN}dataValidation")
                self.assertEqual([rule.get("type") for rule in rules], ["list"])
                source = rules[0].find(MAIN + "formula1").text
                column = re.fullmatch(r"Scores!\$([AB])\$(\d+):\$\1\$(\d+)", source)
                self.assertIsNotNone(column, source)
                choice = book.sheets[page][rules[0].get("sqref")].value
                units = [support.value_at(book, "Scores", f"{column[1]}{row}")
                         for row in range(int(column[2]), int(column[3]) + 1)]
                self.assertIn(choice, units)
                self.assertNotIn(None, units)

    def test_inputs_on_parameters_are_bounded(self):
        for name, book in self.books.items():
            with self.subTest(name):
                covered = set()
                for rule in book.sheet_xml("Parameters").findall(f".//{MAIN}dataValidation"):
                    for block in rule.get("sqref").split():
                        covered.update(cells_of_block(block))
                inputs = {p for p, cell in book.sheets["Parameters"].items() if book.is_unlocked(cell)}
                self.assertEqual(inputs - covered, set())

    def test_defined_names_lead_to_their_inputs(self):
        for name, book in self.books.items():
            with self.subTest(name):
                inputs = [n for n in book.names if n.startswith(("W_", "GP_", "BAND_", "PW_"))]
                self.assertGreater(len(inputs), 3)
                self.assertEqual([n for n in inputs if not book.is_unlocked(book.cell(book.names[n]))], [])

    def test_charts_have_a_title_a_description_and_cached_numbers(self):
        for name, book in self.books.items():
            for sheet, n in (("Summary", 1), ("Profile", 1), ("Uncertainty", 1), ("Sensitivity", 2)):
                if sheet not in book.sheets:
                    continue
                with self.subTest(f"{name}: {sheet}"):
                    drawings = book.related(sheet, "drawing")
                    self.assertEqual(len(drawings), 1)
                    for frame in book.xml(drawings[0]).iter(DRAWING + "cNvPr"):
                        self.assertGreater(len(frame.get("descr") or ""), 60)
                    charts = book.related_to(drawings[0], "chart")
                    self.assertEqual(len(charts), n)
                    for chart in charts:
                        self.check_chart(book, book.xml(chart))

    def check_chart(self, book, chart):
        title = chart.find(f"{CHART}chart/{CHART}title//{CHART}strRef")
        self.assertEqual(title.find(f".//{CHART}v").text, book.cell(title.find(CHART + "f").text).value)
        for series in chart.iter(CHART + "ser"):
            for kind in ("cat", "val"):
                part = series.find(CHART + kind)
                cached = [v.text for v in part.iter(CHART + "v")]
                self.assertEqual(cached, self.cells_of(book, part.find(f".//{CHART}f").text))

    @staticmethod
    def cells_of(book, reference):
        sheet, column, first, last = re.fullmatch(r"(\w+)!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", reference).groups()
        values = [support.value_at(book, sheet, f"{column}{row}") for row in range(int(first), int(last) + 1)]
        return [f"{v:.16G}" if isinstance(v, float) else v for v in values if v not in (None, "")]

    def test_tables_have_filled_and_different_headers(self):
        def check(book, sheet):
            for part in book.related(sheet, "table"):
                table = book.xml(part)
                headers = [c.get("name") for c in table.iter(MAIN + "tableColumn")]
                self.assertNotIn("", headers)
                self.assertEqual(len({h.lower() for h in headers}), len(headers))
                first, last = table.get("ref").split(":")
                row = first.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                start = column_number(first[:-len(row)])
                cells = {column_number(p.rstrip("0123456789")): c.value for p, c in book.sheets[sheet].items()
                         if p.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row}
                self.assertEqual([cells.get(start + k) for k in range(len(headers))], headers)
                self.assertIsNotNone(table.find(MAIN + "autoFilter"), f"{table.get('name')} to {last}")

        self.on_each_sheet(check)

    def test_long_sheets_keep_their_heads_in_view_and_on_paper(self):
        long_sheets = {"Priority", "Heatmap", "Gap", "Gap_Unit", "Gap_Peers", "WhatHelps", "WhatHelps_Paths",
                       "OwnPriority", "Rank_Ranges", "Rank_Shares", "Data_Used", "Scores", "Quality", "Indicators",
                       "Files"}
        def check(book, sheet):
            if sheet not in long_sheets:
                return
            pane = book.sheet_xml(sheet).find(f".//{MAIN}pane")
            self.assertEqual(pane.get("state"), "frozen")
            number = list(book.sheets).index(sheet)
            self.assertIn(f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}"',
                          book.parts["xl/workbook.xml"].decode())

        self.on_each_sheet(check)

    def test_pages_are_A4_fitted_and_numbered(self):
        def check(book, sheet):
            xml = book.sheet_xml(sheet)
            self.assertEqual(xml.find(MAIN + "pageSetup").get("paperSize"), "9")
            self.assertEqual(xml.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr").get("fitToPage"), "1")
            self.assertEqual(xml.find(f"{MAIN}headerFooter/{MAIN}oddFooter").text, "&C&P")

        self.on_each_sheet(check)

    def test_nothing_is_merged_or_hidden(self):
        def check(book, sheet):
            text = book.sheet_text(sheet)
            self.assertNotIn("<mergeCell", text)
            self.assertNotRegex(text, r"<(row|col) [^>]*hidden=")

        self.on_each_sheet(check)
        for name, book in self.books.items():
            self.assertNotIn('state="hidden"', book.parts["xl/workbook.xml"].decode(), name)

    def test_every_sheet_has_a_title_in_A1(self):
        def check(book, sheet):
            self.assertGreater(len(support.value_at(book, sheet, "A1") or ""), 3)

        self.on_each_sheet(check)

    def test_formulas_are_old_enough_for_Excel_2010_and_stay_still(self):
        for name, book in self.books.items():
            with self.subTest(name):
                bad = [f"{s}!{p}: ={c.formula}" for s, p, c in book.formulas()
                       if VOLATILE.search(c.formula) or NEW.search(c.formula)]
                self.assert_no_lines(bad, "formulas are volatile or too new")
                self.assertEqual([n for n, f in book.names.items() if VOLATILE.search(f or "")], [])

    def test_nothing_leads_outside_but_the_sources_addresses(self):
        for name, book in self.books.items():
            with self.subTest(name):
                self.assertEqual([p for p in book.parts if "externalLink" in p or "vba" in p.lower()], [])
                for part, data in book.parts.items():
                    if part.endswith(".rels"):
                        for target in re.findall(r'Target="([^"]+)" TargetMode="External"', data.decode()):
                            self.assertTrue(target.startswith(("http://", "https://")), target)

    def test_links_lead_to_sheets_that_exist(self):
        def check(book, sheet):
            for link in book.sheet_xml(sheet).iter(MAIN + "hyperlink"):
                if link.get("location"):
                    self.assertIn(book.split(link.get("location"))[0], book.sheets)

        self.on_each_sheet(check)

    def test_colour_scales_have_fixed_points(self):
        for name, sheet, points in (("ddri", "Heatmap", ["0", "50", "100"]), ("egdi", "Heatmap", ["0", "0.5", "1"]),
                                    ("ddri", "Rank_Shares", ["0", "0.5", "1"])):
            scale = self.books[name].sheet_xml(sheet).find(f".//{MAIN}colorScale")
            rules = scale.findall(MAIN + "cfvo")
            self.assertEqual([r.get("type") for r in rules], ["num"] * 3)
            self.assertEqual([r.get("val") for r in rules], points)

    def test_the_document_has_its_properties_and_a_date_of_the_data(self):
        for name, year in (("ddri", "2023"), ("egdi", "2024")):
            core = self.books[name].parts["docProps/core.xml"].decode()
            for element in ("dc:title", "dc:subject", "dc:creator", "cp:keywords"):
                self.assertRegex(core, rf"<{element}>[^<]+</{element}>")
            self.assertIn(f">{year}-12-31T00:00:00Z</dcterms:created>", core)


if __name__ == "__main__":
    sys.exit(support.main())
