"""titian audit: its report, its tables against COINr's analysis of the ASEM data, refusals.
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
ANALYSIS = ASEM / "analysis"
TABLES = ("statistics", "availability", "correlations", "flags", "pca", "reliability", "importance", "removal",
          "shifts", "clusters", "outliers", "peers", "shares")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def reference(name):
    return rows((ANALYSIS / name).read_text(encoding="utf-8"))


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


@needs("coinr-asem")
class Asem(Case):
    """Absolute or relative error, whichever is less, within 1e-11; p-values and counts likewise."""

    WITHIN = 1e-11

    def setUp(self):
        super().setUp()
        shutil.copy(PROJECT / "tests/reference/asem/model.yaml", self.folder / "model.yaml")
        shutil.copy(ASEM / "iMeta.csv", self.folder / "iMeta.csv")
        self.worst = 0.0

    def tearDown(self):
        print(f"largest error {self.worst:.2g} ", end="")

    def audit(self, name, *options):
        return rows(self.run_titian("audit", "model.yaml", ASEM / "iData.csv", "-q", "--table", name, *options).out)

    def near(self, found, expected, what):
        x, y = number(found), number(expected)
        if math.isnan(x) or math.isnan(y):
            self.assertEqual(math.isnan(x), math.isnan(y), what)
            return
        error = abs(x - y) / max(1.0, abs(y))
        self.worst = max(self.worst, error)
        self.assertLessEqual(error, self.WITHIN, (what, found, expected))

    def pairs(self, *options):
        found = {}
        for row in self.audit("correlations", *options):
            found[row["Var1"], row["Var2"]] = found[row["Var2"], row["Var1"]] = row
        return found

    def check_statistics(self, file, *options):
        found = {row["iCode"]: row for row in self.audit("statistics", *options)}
        for row in reference(file):
            for column, text in row.items():
                if column.startswith(("Flag", "iCode")):
                    self.assertEqual(found[row["iCode"]][column], text, (row["iCode"], column))
                else:
                    self.near(found[row["iCode"]][column], text, (row["iCode"], column))

    def test_statistics(self):
        self.check_statistics("stats_raw.csv")

    def test_statistics_of_normalised_data(self):
        self.check_statistics("stats_normalised.csv", "--stage", "normalised")

    def test_availability(self):
        found = {(row["uCode"], row["iCode"]): row for row in self.audit("availability")}
        for row in reference("data_avail_by_group.csv"):
            for node in row:
                if node != "uCode":
                    self.near(found[row["uCode"], node]["Frc.Avail"], row[node], (row["uCode"], node))
        for row in reference("data_avail_summary.csv"):
            whole = found[row["uCode"], "Index"]
            self.near(whole["Frc.Avail"], row["Dat_Avail"], row["uCode"])
            self.assertEqual(int(whole["N"]) - int(whole["N.Avail"]), int(row["N_missing"]))
            self.assertEqual(whole["N.Zero"], row["N_zero"])

    def check_correlations(self, file, *options):
        found, n = self.pairs(*options), 0
        for row in reference(file):
            if row["Var1"] != row["Var2"]:
                self.near(found[row["Var1"], row["Var2"]]["Correlation"], row["Correlation"], row)
                n += 1
        self.assertGreater(n, 0)

    def test_pearson(self):
        self.check_correlations("corr_raw_pearson.csv", "--stage", "raw")

    def test_spearman(self):
        self.check_correlations("corr_raw_spearman.csv", "--stage", "raw", "--method", "spearman")

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
            self.near(row["Correlation"], str(sum(a * b for a, b in signs) / math.sqrt(untied[0] * untied[1])), row)
            n += 1
        self.assertGreater(n, 100)

    def test_eigenvalues_add_up_to_the_number_of_children(self):
        sums = {}
        for row in self.audit("pca"):
            sums.setdefault(row["Node"], {})[row["Component"]] = number(row["Eigenvalue"])
        for found in sums.values():
            self.near(str(sum(found.values())), str(len(found)), found)

    def test_correlations_with_the_index(self):
        self.check_correlations("corr_aggregated_L2_L4_pearson.csv")

    def test_significant_correlations_with_the_parent(self):
        found = self.pairs()
        for row in reference("corr_aggregated_L1_L2_parent_p05.csv"):
            pair = found[row["Var1"], row["Var2"]]
            self.assertEqual(pair["Relation"], "parent")
            self.near(pair["Correlation"] if number(pair["P"]) <= 0.05 else "", row["Correlation"], row)

    def test_p_values(self):
        found = self.pairs("--stage", "raw")
        for row in reference("pvalues_raw_pearson.csv"):
            for code, text in row.items():
                if code not in ("iCode", row["iCode"]):
                    self.near(found[row["iCode"], code]["P"], text, (row["iCode"], code))

    def test_high_correlations_of_siblings(self):
        found = {frozenset((r["Var1"], r["Var2"])): r for r in self.audit("correlations")
                 if r["Relation"] == "siblings" and r["Level1"] == "1" and number(r["Correlation"]) > 0.75}
        expected = {frozenset((r["Ind1"], r["Ind2"])): r for r in reference("corr_flags_high.csv")}
        self.assertEqual(set(found), set(expected))
        for pair, row in expected.items():
            self.near(found[pair]["Correlation"], row["Corr"], row)

    def test_cronbach(self):
        found = {stage: {(row["Node"], row["Level"]): row["Alpha"] for row in self.audit("reliability", "--stage", stage)}
                 for stage in ("raw", "normalised", "aggregated")}
        for row in reference("cronbach.csv"):
            self.near(found[row["dset"].lower()][row["group"], row["Level"]], row["alpha"], row)

    def test_removal(self):
        found = {row["iCode"]: row["MeanAbsDiff"] for row in self.audit("removal")}
        for row in reference("remove_L2_meanabsdiff.csv"):
            if row["element"] != "Nominal":
                self.near(found[row["element"]], row["MeanAbsDiff"], row)

    def test_shifts(self):
        found = {(row["uCode"], row["iCode"]): row for row in self.audit("shifts")}
        for file, column in (("remove_L2_rankdiffs.csv", "RankDiff"), ("remove_L2_scores.csv", "Score")):
            for row in reference(file):
                for code, text in row.items():
                    if code not in ("uCode", "Nominal"):
                        self.near(found[row["uCode"], code][column], text, (file, row["uCode"], code))

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
