"""titian audit: its report, its tables, refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import shutil

from bridge import BridgeCase
from reference import FOLDER, needs, number, table
from suite import PROJECT, Case, main

ASEM = FOLDER / "coinr-asem"
TABLES = ("framework", "lineage", "statistics", "availability", "denominators", "screening", "treatment", "treated",
          "cells", "correlations", "flags", "pca", "factors", "factor_scores", "reliability", "importance", "optimised",
          "bod", "removal", "shifts", "clusters", "outliers", "peers", "strengths")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


class Audit(BridgeCase):
    def audit(self, *arguments, **options):
        return self.run_titian("audit", "bridges", "bridges.csv", "-q", *arguments, **options)

    def test_the_report_has_a_section_for_each_question(self):
        out = self.audit().out
        self.assertTrue(out.startswith("Coherence audit: Bridges Index, 2024\n"))
        for name in ("availability", "flags", "pca", "reliability", "importance", "removal", "outliers", "clusters"):
            self.assertIn(f"(--table {name})", out)

    def test_the_help_lists_every_table(self):
        text = self.run_titian("audit", "--help").out
        for name in TABLES:
            self.assertIn(f"\n  {name} ", text)

    def test_every_table_has_a_header_and_full_rows(self):
        for name in TABLES:
            with self.subTest(name):
                lines = list(csv.reader(io.StringIO(self.audit("--table", name).out)))
                self.assertEqual({len(line) for line in lines}, {len(lines[0])})

    def test_statistics_are_those_found_by_hand(self):
        found = table(self.audit("--table", "statistics").out, "iCode")["COST"]  # 10, 20, 5
        self.assertEqual([found[c] for c in ("Min", "Max", "Median", "N.Avail", "Frc.Avail", "Flag.Avail")],
                         ["5", "20", "10", "3", "0.75", "ok"])

    def test_availability_counts_the_indicators_of_a_node(self):
        found = {(r["uCode"], r["iCode"]): r for r in rows(self.audit("--table", "availability").out)}
        self.assertEqual([found["WST", node]["N.Avail"] for node in ("ACCESS", "SKILLS", "INDEX")], ["0", "1", "1"])
        self.assertEqual(found["NOR", "INDEX"]["Frc.Avail"], "0.75")

    def test_the_stage_says_which_values(self):
        of = lambda stage: table(self.audit("--table", "statistics", "--stage", stage).out, "iCode")["COST"]["Min"]
        self.assertEqual((of("raw"), of("normalised"), of("aggregated")), ("5", "0", "0"))

    def test_a_table_goes_to_a_file(self):
        self.audit("--table", "removal", "-o", "removal.csv")
        self.assertEqual((self.folder / "removal.csv").read_text(encoding="utf-8"), self.audit("-t", "removal").out)
        self.audit("--table", "removal", "-o", "removal.csv", code=2)
        self.audit("-o", "removal.csv", "-f")

    def test_a_wrong_name_is_refused_with_the_nearest(self):
        for option, wrong, what, near in (("--table", "flag", "table", "flags"), ("--stage", "rae", "stage", "raw"),
                                          ("--method", "kendal", "kind of correlation", "kendall")):
            with self.subTest(option):
                self.assertEqual(self.audit(option, wrong, code=2).err,
                                 f'titian: there is no {what} "{wrong}"\n        did you mean "{near}"?\n')


    def test_a_unit_and_a_number_narrow_a_table(self):
        found = [(row["uCode"], row["Kind"], row["iCode"]) for row in rows(
            self.audit("--table", "strengths", "--unit", "East Bank", "--number", "1", "--stage", "raw").out)]
        self.assertEqual(found, [("EST", "strength", "NET"), ("EST", "weakness", "COST")])
        self.assertEqual({row["uCode"] for row in rows(self.audit("-t", "cells", "-u", "NOR").out)}, {"NOR"})
        self.assertEqual(self.audit("-t", "cells", "-u", "NRO", code=2).err,
                         'titian: the data have no unit "NRO"\n        did you mean NOR (Northport)?\n')
        self.assertEqual(self.audit("-t", "pca", "-u", "NOR", code=2).err,
                         'titian: the table "pca" is not about units\n        leave the unit out\n')
        self.assertIn("needs a table", self.audit("--unit", "NOR", code=2).err)
        for wrong in ("0", "x", "2.5", "1001", "-1", ""):
            self.assertIn("is not a whole number from 1 to 1000", self.audit("-t", "peers", "--number", wrong, code=2).err)

    def test_cells_tell_the_year_a_value_is_from(self):
        found = {(row["uCode"], row["iCode"]): row for row in rows(self.audit("--table", "cells", "--stage", "raw").out)}
        self.assertEqual([found["ISL", "READ"][c] for c in ("Value", "Kind", "Rule", "Year", "Treated")],
                         ["60", "carried", "", "2023", "no"])
        self.assertEqual([found["WST", "NET"][c] for c in ("Value", "Kind", "Year")], ["", "missing", ""])

    def test_years_are_run_together_and_the_last_is_told(self):
        self.change("bridges/model.yaml", "min_coverage: 0.5", "min_coverage: 0.5, indicator_coverage: 0.1")
        found = rows(self.audit("--table", "cells", "--years", "2023:2024", "--stage", "raw").out)
        self.assertEqual({row["Year"] for row in found if row["uCode"] == "EST"}, {"2024"})


@needs("coinr-asem")
class Asem(Case):
    """What holds whatever the data; COINr's own numbers are those of tests/reference/test_table.py."""

    def setUp(self):
        super().setUp()
        shutil.copy(PROJECT / "tests/reference/asem/model.yaml", self.folder / "model.yaml")
        shutil.copy(ASEM / "iMeta.csv", self.folder / "iMeta.csv")

    def audit(self, name, *options):
        return rows(self.run_titian("audit", "model.yaml", ASEM / "iData.csv", "-q", "--table", name, *options).out)

    def test_kendall(self):
        """tau-b from its definition, for every pair of siblings."""
        data, n = rows((ASEM / "iData.csv").read_text(encoding="utf-8")), 0
        for row in self.audit("correlations", "--stage", "raw", "--method", "kendall"):
            if row["Relation"] != "siblings" or row["Level1"] != "1":
                continue
            x = [(number(r[row["Var1"]]), number(r[row["Var2"]])) for r in data]
            x = [pair for pair in x if not any(map(math.isnan, pair))]
            signs = [((a > c) - (a < c), (b > d) - (b < d)) for k, (a, b) in enumerate(x) for c, d in x[:k]]
            untied = [sum(pair[side] != 0 for pair in signs) for side in (0, 1)]
            wanted = sum(a * b for a, b in signs) / math.sqrt(untied[0] * untied[1])
            self.assertLessEqual(abs(number(row["Correlation"]) - wanted), 1e-11, row)
            n += 1
        self.assertGreater(n, 100)

    def test_eigenvalues_add_up_to_the_number_of_children(self):
        sums = {}
        for row in self.audit("pca"):
            sums.setdefault(row["Node"], {})[row["Component"]] = number(row["Eigenvalue"])
        for found in sums.values():
            self.assertLessEqual(abs(sum(found.values()) - len(found)), 1e-11, found)

    def test_shares_add_up(self):
        for row in self.audit("pca"):
            self.assertLessEqual(abs(number(row["Loading"])), 1.0 + 1e-12)
        sums = {}
        for row in self.audit("importance"):
            if row["Shapley"]:
                sums.setdefault((row["Of"], row["iCode"] in ("Conn", "Sust"), row["R2"]), []).append(number(row["Shapley"]))
        for (_, _, r_squared), shares in sums.items():
            self.assertAlmostEqual(sum(shares), number(r_squared), 9)


if __name__ == "__main__":
    main()
