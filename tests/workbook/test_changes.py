"""The workbooks of what changed between two years and between two editions: their figures are those of titian compare,
sums and differences are formulas that LibreOffice agrees with, and the waterfall follows the unit that is chosen.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

import support
import xlsx
from support import suite

YEARS = ["--years", "2019:2023"]
DRAWN = ["--replications", "60", "--seed", "9"]
# two editions: another vintage, goalposts, weights and mean
FRAMEWORK = """iCode,iName,Type,Level,Parent,Weight,Direction,Low,High
A,Access,Indicator,1,P,1,1,0,100
B,Skills,Indicator,1,P,1,1,0,100
C,Costs,Indicator,1,Q,1,-1,100,0
P,People,Aggregate,2,X,1,,,
Q,Price,Aggregate,2,X,1,,,
X,Index,Aggregate,3,,1,,,
"""
MODEL = "title: Two editions\nframework: framework.csv\nscreen: {method: none, max_age: 5}\n" \
        "normalise: {method: goalposts, range: [0, 100]}\naggregate: [{method: %s}]\n"
FIRST = "uCode,uName,Time,A,B,C\nNOR,North,2020,40,60,80\nSTH,South,2020,60,,30\nEST,East,2020,20,35,40\nWST,West,2020,90,80,10\n"
SECOND = "uCode,uName,Time,A,B,C\nNOR,North,2020,44,60,80\nNOR,North,2021,55,,60\nSTH,South,2021,58,50,35\n" \
         "EST,East,2020,20,35,40\nEST,East,2021,15,30,55\nWST,West,2020,,80,10\n"
BLOCKS = {"New data": "New.Data", "Revision": "Revision", "Coverage": "Coverage", "Goalposts": "Goalposts",
          "Weights": "Weights", "Method": "Method"}
SHEETS = ["Contents", "Years", "Movers", "Decomposition", "Files"]


def compare(*options):
    run = suite.Run(["compare", support.DDRI, *support.ALL_DATA, *YEARS, "-q", *options])
    if run.code != 0:
        raise AssertionError(run.err)
    return run.out


def table_of(*options):
    return list(csv.DictReader(io.StringIO(compare(*options))))


def lines_of(book, sheet, header):
    """The lines of a table by code of unit, as dictionaries by header."""
    heads = {}
    for place, cell in book.sheets[sheet].items():
        column = place.rstrip("0123456789")
        if place == f"{column}{header}" and cell.value not in (None, ""):
            heads[column] = cell.value
    lines, row = {}, header + 1
    while support.value_at(book, sheet, f"B{row}") not in (None, ""):
        line = {head: support.value_at(book, sheet, f"{c}{row}") for c, head in heads.items()}
        lines[line["Code"]] = {"row": row, **line}
        row += 1
    return lines


def number(text):
    return float(text) if text else None


def header_row(book, sheet):
    return next(int(place[1:]) for place, cell in sorted(book.sheets[sheet].items(), key=lambda p: -int(p[0].lstrip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) if place[0] == "A" and place[1:].isdigit() and cell.value == "Name")


class Changes(support.BookCase):
    @classmethod
    def make(cls):
        path = cls.folder / "changes.xlsx"
        compare(*DRAWN, "-o", path)
        cls.book = xlsx.Book(path)
        plain = cls.folder / "plain.xlsx"
        compare("--replications", "0", "--node", "A1", "-o", plain)
        cls.plain = xlsx.Book(plain)
        chosen = cls.folder / "chosen.xlsx"
        xlsx.write_changed(cls.book, {"Decomposition!A5": "Belarus"}, chosen)
        cls.make_editions()
        cls.same, cls.same_plain, cls.chosen, cls.same_editions = cls.recalculate(
            [cls.book, cls.plain, xlsx.Book(chosen), cls.editions])

    @classmethod
    def make_editions(cls):
        for name, text in (("framework.csv", FRAMEWORK), ("model.yaml", MODEL % "arithmetic"),
                           ("next/framework.csv", FRAMEWORK.replace("A,Access,Indicator,1,P,1,1,0,100",
                                                                    "A,Access,Indicator,1,P,2,1,0,90")),
                           ("next/model.yaml", (MODEL % "geometric").replace("[0, 100]", "[0, 95]")),
                           ("first.csv", FIRST), ("second.csv", SECOND)):
            (cls.folder / name).parent.mkdir(exist_ok=True)
            (cls.folder / name).write_text(text, encoding="utf-8")
        cls.run_editions("-o", cls.folder / "editions.xlsx")
        cls.editions = xlsx.Book(cls.folder / "editions.xlsx")

    @classmethod
    def run_editions(cls, *options):
        run = suite.Run(["compare", cls.folder / "model.yaml", cls.folder / "first.csv", "-q", "--against",
                         cls.folder / "next" / "model.yaml", "--against-data", cls.folder / "second.csv", *options])
        if run.code != 0:
            raise AssertionError(run.err)
        return list(csv.DictReader(io.StringIO(run.out)))

    def check(self, sheet, table, pairs):
        rows = {row["uCode"]: row for row in table}
        lines = lines_of(self.book, sheet, header_row(self.book, sheet))
        self.assertEqual(set(lines), set(rows))
        self.assertGreater(len(lines), 150)
        for code, line in lines.items():
            for here, there in pairs.items():
                self.assertTrue(support.same(number(rows[code][there]), line[here]),
                                f"{code}, {here}: {line[here]}, not {rows[code][there]}")
        return lines, rows

    def test_it_has_the_sheets_of_its_subject(self):
        self.assertEqual(list(self.book.sheets), SHEETS)
        self.assertEqual(list(self.plain.sheets), [sheet for sheet in SHEETS if sheet != "Movers"])

    def test_formulas_are_those_that_a_spreadsheet_finds(self):
        for book, same, least in ((self.book, self.same, 1000), (self.plain, self.same_plain, 1000),
                                  (self.editions, self.same_editions, 60)):
            self.assert_no_lines(support.error_cells(same), "errors")
            lines, count = support.differences(book, same)
            self.assert_no_lines(lines, "formulas with another value")
            self.assertGreater(count, least)

    def test_two_editions_have_their_blocks_indicators_and_ranks(self):
        self.assertEqual(list(self.editions.sheets), ["Contents", "Decomposition", "Files"])
        lines = lines_of(self.editions, "Decomposition", header_row(self.editions, "Decomposition"))
        rows = {row["uCode"]: row for row in self.run_editions("-t", "blocks")}
        self.assertEqual(set(lines), set(rows))
        figures = {"Score first edition (2020)": "Score.1", "Score second edition (2021)": "Score.2", "Change": "Change",
                   "First, in both": "Both.1", "Second, in both": "Both.2", "Change of that rank": "Rank.Change",
                   "Its own doing": "Own", "The others' doing": "Others", **BLOCKS}
        for code, line in lines.items():
            for here, there in figures.items():
                self.assertTrue(support.same(number(rows[code][there]), line[here]), f"{code}, {here}: {line[here]}")
            self.assertAlmostEqual(sum(line[block] for block in BLOCKS), line["Change"], delta=1e-9)
        for row in self.run_editions("-t", "common"):
            for here, there in {"First, like for like": "Common.1", "Second, like for like": "Common.2",
                                "Change like for like": "Common.Change"}.items():
                self.assertTrue(support.same(number(row[there]), lines[row["uCode"]][here]), row)
        parts, stages = {}, set()
        for row in self.run_editions("-t", "decomposition"):
            block = next(name for name in BLOCKS if name.lower() == row["Block"])
            place = row["uCode"], f"{block}: {row['iCode']}"
            parts[place] = parts.get(place, 0.0) + number(row["Part"])  # the stages of the method are one column
            stages.add(row["Stage"])
        for (code, head), part in parts.items():
            self.assertAlmostEqual(part, lines[code][head], delta=1e-12, msg=f"{code}, {head}")
        self.assertGreater(len(parts), 20)
        self.assertEqual(stages, {"", "aggregate", "normalise"})
        self.assertTrue(all(any(abs(line[block]) > 0.1 for line in lines.values()) for block in BLOCKS))

    def test_two_editions_name_the_files_of_both(self):
        names = [cell.value for place, cell in self.editions.sheets["Files"].items() if place[0] == "A" and cell.value]
        self.assertIn("first edition: first.csv", names)
        self.assertIn("second edition: second.csv", names)

    def test_years_are_those_of_the_table_change(self):
        pairs = {"Score 2019": "Score.From", "Score 2023": "Score.To", "Change 2019 to 2023": "Change",
                 "Rank 2019": "Rank.From", "Rank 2023": "Rank.To", "Rank 2019, in both": "Both.From",
                 "Rank 2023, in both": "Both.To", "Change of that rank": "Rank.Change", "Share of new data": "New"}
        self.check("Years", table_of("--node", "DDRI"), pairs)
        self.check("Years", table_of("-t", "common"), {"Like for like 2019": "Common.From", "Like for like 2023": "Common.To",
                                                       "Change like for like": "Common.Change"})

    def test_movers_are_those_of_the_table_movers(self):
        pairs = {"Change": "Change", "Standard deviation": "SD", "Change, 5\u00a0%": "Low", "Change, 95\u00a0%": "High",
                 "P(above 0)": "P.Up", "Change of rank, 5\u00a0%": "Rank.Low"}
        lines, rows = self.check("Movers", table_of("-t", "movers", *DRAWN), pairs)
        for code, line in lines.items():
            self.assertEqual(line["Verdict"], rows[code]["Verdict"])
            if line["Verdict"] in ("moved up", "moved down", "not beyond noise"):
                beyond = abs(line["Change"]) > 1.6448536269514722 * line["Standard deviation"]
                self.assertEqual(beyond, line["Verdict"] != "not beyond noise")
        self.assertGreater(len({line["Verdict"] for line in lines.values()}), 2)

    def test_parts_add_up_to_the_change(self):
        pairs = {"Change": "Change", "New data": "New.Data", "Values that appear or disappear": "Coverage",
                 "Indicators in use in one year": "Screening", "Not split": "Not.Split"}
        lines, _ = self.check("Decomposition", table_of("-t", "causes"), pairs)
        parts = {}
        for row in table_of("-t", "decomposition"):
            parts.setdefault(row["uCode"], {})[row["iCode"]] = number(row["Part"])
        heads = list(next(iter(lines.values())))
        areas = heads[heads.index("Change") + 1:heads.index("New data")]
        self.assertEqual(len(areas), 9)
        for code, line in lines.items():
            if line["Change"] in (None, ""):
                continue
            self.assertAlmostEqual(sum(line[area] for area in areas), line["Change"], delta=1e-8)
            for indicator, part in parts[code].items():
                if indicator in line:
                    self.assertTrue(support.same(part, line[indicator]), f"{code}, {indicator}")

    def test_the_waterfall_follows_the_choice(self):
        lines = lines_of(self.book, "Decomposition", header_row(self.book, "Decomposition"))
        line = next(line for line in lines.values() if line["Name"] == "Belarus")
        heads = list(line)
        areas = heads[heads.index("Change") + 1:heads.index("New data")]
        level = 0.0
        for k, area in enumerate(areas):
            self.assertEqual(support.value_at(self.chosen, "Decomposition", f"A{9 + k}"), area)
            self.assertAlmostEqual(support.value_at(self.chosen, "Decomposition", f"C{9 + k}"), line[area], delta=1e-9)
            before, level = level, level + line[area]
            self.assertAlmostEqual(support.value_at(self.chosen, "Decomposition", f"D{9 + k}"), level, delta=1e-9)
            stacks = [support.value_at(self.chosen, "Decomposition", f"{c}{9 + k}") for c in "OPQRSTU"]
            self.assertAlmostEqual(stacks[0] + stacks[2] + stacks[4], max(before, level, 0), delta=1e-9)
            self.assertAlmostEqual(stacks[1] + stacks[3] + stacks[5], min(before, level, 0), delta=1e-9)
            self.assertAlmostEqual(sum(map(abs, stacks[2:6])), abs(line[area]), delta=1e-9)
        self.assertAlmostEqual(support.value_at(self.chosen, "Decomposition", f"C{9 + len(areas)}"), line["Change"],
                               delta=1e-8)
        self.assertLess(line["Change"], -5)
        self.assertTrue(support.value_at(self.chosen, "Decomposition", "A6").startswith("Belarus: -6."))

    def test_equal_runs_give_equal_bytes(self):
        again = self.folder / "again.xlsx"
        compare(*DRAWN, "--threads", "1", "-o", again)
        self.assertEqual(again.read_bytes(), (self.folder / "changes.xlsx").read_bytes())


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
