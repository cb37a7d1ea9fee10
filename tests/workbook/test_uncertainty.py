"""How sure the ranks are: the numbers are those of titian uncertainty and titian sensitivity, they are found by unit
wherever it stands, and every sheet that shows them says when they are stale.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import sys

import made_up
import support
import xlsx
from support import suite

# Where ranges, chances and tiers are shown.
SHOWN_ON = ["Summary", "Priority", "Profile", "Uncertainty", "Rank_Ranges", "Rank_Shares", "Sensitivity"]
CURRENT = "Ranges of ranks are current"
STALE = "STALE: ranges of ranks"

# One input of each kind: a weight, a goalpost, a setting of the priority step.
CHANGES = {"weight": {"W_A1": 3.0}, "goalpost": {"GP_F2_INET_best": 60.0}, "parameter": {"P_alpha": 2.0},
           "many": {"W_A1": 40.0, "W_F": 0.2, "PW_need": 0.05, "PW_people": 0.9, "C_unit": 0.5, "C_groups": 3.0}}


def lines_of(book, sheet, header_row=5):
    """The lines of a list sheet as dictionaries by header, an empty cell left out."""
    heads = {}
    for place, cell in book.sheets[sheet].items():
        column = place.rstrip("0123456789")
        if place == f"{column}{header_row}" and cell.value not in (None, ""):
            heads[column] = cell.value
    lines, row = [], header_row + 1
    while any(support.value_at(book, sheet, f"{c}{row}") not in (None, "") for c in heads):
        values = {head: support.value_at(book, sheet, f"{c}{row}") for c, head in heads.items()}
        lines.append({head: v for head, v in values.items() if v not in (None, "")})
        row += 1
    return lines


def table_of(*words):
    run = suite.Run(list(words) + ["-q"])
    if run.code != 0:
        raise AssertionError(run.err)
    return list(csv.DictReader(io.StringIO(run.out)))


def banners(book, sheet, start):
    return [place for place, cell in book.sheets[sheet].items()
            if isinstance(cell.value, str) and cell.value.startswith(start)]


class Uncertainty(support.BookCase):
    SEED = ["--seed", "77", "--replications", "400"]

    @classmethod
    def make(cls):
        cls.book = support.assess(cls.folder / "book.xlsx", support.DDRI, *support.ALL_DATA, options=cls.SEED)
        cls.model, cls.table = made_up.write(cls.folder, "goalposts")
        cls.made = support.assess(cls.folder / "made.xlsx", cls.model, cls.table)
        changed = []
        for name, inputs in CHANGES.items():
            path = cls.folder / f"changed-{name}.xlsx"
            xlsx.write_changed(cls.book, {cls.book.names[k]: v for k, v in inputs.items()}, path)
            changed.append(xlsx.Book(path))
        cls.same, *found = cls.recalculate([cls.book, *changed])
        cls.found = dict(zip(CHANGES, found))

    def test_ranges_are_those_of_titian_uncertainty(self):
        expected = {row["uCode"]: row for row in
                    table_of("uncertainty", support.DDRI, *support.ALL_DATA, *self.SEED) if row["Rank"]}
        lines = lines_of(self.book, "Rank_Ranges")
        self.assertEqual({line["Code"] for line in lines}, set(expected))
        self.assertGreater(len(lines), 150)
        pairs = {"Rank": "Rank", "Rank, mean": "Rank.Mean", "Rank, 5\u00a0%": "Rank.Q5", "Rank, median": "Rank.Q50",
                 "Rank, 95\u00a0%": "Rank.Q95", "P(rank up to 10)": "P.Top", "Priority": "Priority",
                 "Priority, 5\u00a0%": "Priority.Q5", "Priority, median": "Priority.Q50",
                 "Priority, 95\u00a0%": "Priority.Q95", "P(first 10)": "P.First", "Index": "Score",
                 "Index, mean": "Score.Mean", "Index, 5\u00a0%": "Score.Q5", "Index, median": "Score.Q50",
                 "Index, 95\u00a0%": "Score.Q95"}
        for line in lines:
            row = expected[line["Code"]]
            for here, there in pairs.items():
                wanted = float(row[there]) if row[there] else None
                self.assertTrue(support.same(wanted, line.get(here)), f"{line['Code']}, {here}: {line.get(here)}")
            self.assertEqual(line.get("Tier", ""), row["Tier"])
        ranks = [line["Rank"] for line in lines]
        self.assertEqual(ranks, sorted(ranks))

    def test_limits_are_those_of_titian_smaa(self):
        limits = {row["uCode"]: row for row in table_of("smaa", support.DDRI, *support.ALL_DATA, "--level", "2",
                                                        "--table", "bounds", "--box", "0.25")}
        known = {(False, False): "neither", (True, False): "best", (False, True): "worst", (True, True): "both"}
        for line in lines_of(self.book, "Rank_Ranges"):
            row = limits[line["Code"]]
            self.assertEqual(line["Best rank that weights allow"], float(row["Best"]))
            self.assertEqual(line["Worst rank that weights allow"], float(row["Worst"]))
            self.assertEqual(line["Known to be reached"],
                             known[row["Best"] == row["BestReached"], row["Worst"] == row["WorstReached"]])

    def test_shares_are_those_of_titian_uncertainty_added_up_by_tens(self):
        shares = {}
        for row in table_of("uncertainty", support.DDRI, *support.ALL_DATA, *self.SEED, "--table", "ranks"):
            shares.setdefault(row["uCode"], {})[int(row["Rank"])] = float(row["Probability"])
        lines = lines_of(self.book, "Rank_Shares")
        groups = [head for head in lines[100] | lines[0] if "–" in head]
        self.assertGreater(len(groups), 1)
        for line in lines:
            for head, found in line.items():
                first, dash, last = head.partition("–")
                if dash:
                    wanted = sum(p for rank, p in shares[line["Code"]].items() if int(first) <= rank <= int(last))
                    self.assertTrue(support.same(wanted, found), f"{line['Code']}, {head}: {found}")
            self.assertAlmostEqual(sum(v for head, v in line.items() if "–" in head), 1.0)
            self.assertAlmostEqual(sum(v for head, v in line.items() if head.startswith("Band: ")), 1.0)

    def test_indices_are_those_of_titian_sensitivity(self):
        expected = table_of("sensitivity", support.DDRI, *support.ALL_DATA, *self.SEED)
        lines = lines_of(self.book, "Sensitivity", 8)[:len(expected)]
        pairs = {"Alone": "Si", "Alone, low": "Si.Low", "Alone, high": "Si.High", "In all": "STi",
                 "In all, low": "STi.Low", "In all, high": "STi.High"}
        self.assertEqual([line["Assumption"] for line in lines[:-1]], [row["Factor"] for row in expected[:-1]])
        for line, row in zip(lines, expected):
            for here, there in pairs.items():
                self.assertTrue(support.same(float(row[there]), line[here]), f"{row['Factor']}, {here}")

    def test_the_default_design_has_512_rows_and_the_models_replications(self):
        book = support.assess(self.folder / "default.xlsx", support.DDRI, *support.ALL_DATA)
        words = "\n".join(str(cell.value) for sheet in ("Uncertainty", "Sensitivity")
                          for cell in book.sheets[sheet].values())
        self.assertIn("computed 2000 times", words)
        self.assertIn("512 rows of the design", words)

    def test_unchanged_inputs_are_called_current_everywhere(self):
        for sheet in SHOWN_ON:
            with self.subTest(sheet):
                self.assertEqual(len(banners(self.same, sheet, CURRENT)), 1)
                self.assertEqual(banners(self.same, sheet, "STALE"), [])

    def test_any_changed_input_is_called_stale_everywhere(self):
        for name, book in self.found.items():
            for sheet in SHOWN_ON:
                with self.subTest(f"{name}: {sheet}"):
                    self.assertEqual(len(banners(book, sheet, STALE)), 1)
                    self.assertEqual(banners(book, sheet, CURRENT), [])

    def test_changed_inputs_change_no_range_and_make_no_error(self):
        for name, book in self.found.items():
            with self.subTest(name):
                self.assert_no_lines(support.error_cells(book), "cells hold an error")
                self.assertEqual(lines_of(book, "Rank_Ranges"), lines_of(self.same, "Rank_Ranges"))

    def test_ranges_follow_their_unit_when_the_list_is_sorted_anew(self):
        ranges = {line["Code"]: line for line in lines_of(self.book, "Rank_Ranges")}
        orders = set()
        for name, book in [("same", self.same), *self.found.items()]:
            lines = lines_of(book, "Priority")
            orders.add(tuple(line["Code"] for line in lines))
            for line in lines:
                wanted = ranges.get(line["Code"], {})
                with self.subTest(f"{name}: {line['Code']}"):
                    self.assertEqual(line.get("Tier"), wanted.get("Tier"))
                    self.assertEqual(line.get("P(first 10)"), wanted.get("P(first 10)"))
                    self.assertEqual(line.get("90 % range"), wanted.get("90 % range of the priority"))
        self.assertGreater(len(orders), 2)

    def test_a_unit_that_other_inputs_rank_has_no_range(self):
        ranked = {line["Code"] for line in lines_of(self.book, "Rank_Ranges")}
        fresh = [line for line in lines_of(self.found["many"], "Priority") if line["Code"] not in ranked]
        self.assertGreater(len(fresh), 0)
        for line in fresh:
            self.assertNotIn("Tier", line)
            self.assertNotIn("90 % range", line)

    def test_an_estimate_below_zero_has_its_interval_beside_it(self):
        below = 0
        for book in (self.book, self.made):
            for line in lines_of(book, "Sensitivity", 8):
                for head in ("Alone", "In all"):
                    if isinstance(line.get(head), float) and "Alone, low" in line:
                        self.assertLessEqual(line[f"{head}, low"], line[head])
                        self.assertGreaterEqual(line[f"{head}, high"], line[head])
                        below += line[head] < 0
        self.assertGreater(below, 0)

    def test_one_at_a_time_names_the_unit_that_moves_most(self):
        expected = table_of("sensitivity", support.DDRI, *support.ALL_DATA, *self.SEED, "--table", "alone")
        names = {line["Code"]: line["Name"] for line in lines_of(self.book, "Rank_Ranges")}
        row = next(int(p[1:]) for p, c in self.book.sheets["Sensitivity"].items() if c.value == "Drawn as")
        lines = lines_of(self.book, "Sensitivity", row)
        found = {(line["Assumption"], line["Drawn as"]): line for line in lines if "Drawn as" in line}
        for wanted in expected:
            line = found[wanted["Factor"], wanted["Value"] or "many draws"]
            self.assertTrue(support.same(float(wanted["Shift"]), line["Mean shift"]))
            self.assertEqual(float(wanted["Largest"]), line["Largest shift"])
            self.assertEqual(names.get(wanted["Unit"]), line.get("Whose"))

    def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(self):
        books = [support.assess(self.folder / f"seed-{k}.xlsx", self.model, self.table,
                                options=["--seed", seed, "--threads", threads]).path.read_bytes()
                 for k, (seed, threads) in enumerate([("5", "1"), ("5", "3"), ("6", "1")])]
        self.assertEqual(books[0], books[1])
        self.assertNotEqual(books[0], books[2])

    def test_no_replications_leave_it_all_out(self):
        plain = support.assess(self.folder / "plain.xlsx", support.DDRI, *support.ALL_DATA,
                               options=["--replications", "0"])
        self.assertEqual([s for s in plain.sheets if s.startswith("Rank_") or s in ("Uncertainty", "Sensitivity")], [])
        for sheet in ("Summary", "Priority", "Profile", "Contents"):
            words = "\n".join(str(cell.value) for cell in plain.sheets[sheet].values())
            self.assertNotIn("robust", words)
            self.assertNotIn("90 % range", words)
        self.assertNotIn("Tier", lines_of(plain, "Priority")[0])
        for line, other in zip(lines_of(plain, "Priority"), lines_of(self.book, "Priority"), strict=True):
            self.assertEqual({head: other[head] for head in line}, line)

    def test_texts_of_the_model_stay_texts(self):
        for sheet, name in (("Uncertainty", "=all weights"), ("Sensitivity", "=all weights"),
                            ("Sensitivity", "=as it is"), ("Methodology", "Varied: +scale and more")):
            cells = [cell for cell in self.made.sheets[sheet].values() if cell.value == name]
            with self.subTest(f"{sheet}: {name}"):
                self.assertGreater(len(cells), 0)
                self.assertEqual([cell for cell in cells if cell.formula is not None], [])
        words = "\n".join(str(cell.value) for cell in self.made.sheets["Uncertainty"].values())
        self.assertIn("=as it is (weight 1), ranks (weight 0.5)", words)
        self.assertIn("given, other (only with =as it is)", words)

    def test_the_page_of_a_unit_and_the_summary_name_the_range(self):
        lines = {line["Name"]: line for line in lines_of(self.book, "Rank_Ranges")}
        first = support.value_at(self.book, "Profile", "A5")
        self.assertIn(f"ranks {lines[first]['Rank']:.0f} of {len(lines)} "
                      f"(90 % range {lines[first]['90 % range of the rank']})",
                      support.value_at(self.book, "Profile", "A7"))
        self.assertIn(f"({lines[first]['90 % range of the priority']}, {lines[first]['Tier']})",
                      support.value_at(self.book, "Profile", "G10"))
        words = [str(cell.value) for cell in self.book.sheets["Summary"].values()]
        self.assertTrue(any("are robust priorities" in text for text in words))
        self.assertIn(lines[first]["90 % range of the priority"], words)


if __name__ == "__main__":
    sys.exit(support.main(needs_office=True))
