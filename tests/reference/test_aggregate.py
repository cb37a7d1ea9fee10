"""Aggregation against COINr and Compind, through the command line, with models written for the purpose.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"
COMPIND = FOLDER / "compind"


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def csv_text(names, lines):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(lines)
    return out.getvalue()


def off(x, expected):
    """|a - b| / max(1, |b|); 0 where both are missing, infinite where one is."""
    if math.isnan(x) or math.isnan(expected):
        return 0.0 if math.isnan(x) and math.isnan(expected) else math.inf
    return abs(x - expected) / max(1.0, abs(expected))


class Reference(Case):
    def compare(self, found, expected, within, columns, what=""):
        """found: {unit: {found column: text}}; columns: {found column: expected column}."""
        worst, cells = (0.0, "", ""), 0
        for unit, row in expected.items():
            for mine, theirs in columns.items():
                worst = max(worst, (off(number(found[unit][mine]), number(row[theirs])), str(unit), mine))
                cells += 1
        print(f"{what}: {cells} cells, largest error {worst[0]:.3g} ({worst[1]} {worst[2]}) ", end="")
        self.assertLessEqual(worst[0], within, (what, worst))


@needs("coinr-asem")
class Asem(Reference):
    """Inputs that are normalised already: goalposts from 0 to 100 leave them as they are."""

    NODES = ["Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin", "Conn", "Sust",
             "Index"]

    def score(self, source, aggregate, weights=None):
        meta = rows(ASEM / "iMeta.csv")
        given = {row["iCode"]: row["Weight"] for row in rows(ASEM / "aggregate" / weights)} if weights else {}
        names = ["iCode", "Type", "Level", "Parent", "Weight", "Low", "High"]
        lines = [[m["iCode"], m["Type"], m["Level"], m["Parent"], given.get(m["iCode"], m["Weight"]),
                  "0" if m["Type"] == "Indicator" else "", "100" if m["Type"] == "Indicator" else ""]
                 for m in meta if m["Type"] in ("Indicator", "Aggregate")]
        self.write("framework.csv", csv_text(names, lines))
        self.write("model.yaml", f"normalise: {{method: goalposts, clip: false}}\naggregate:\n{aggregate}\n")
        data = rows(ASEM / "aggregate" / source)
        codes = [code for code in data[0] if code != "uCode"]
        self.write("data.csv", csv_text(["uCode", "Time"] + codes, [[r["uCode"], 2018] + [r[c] for c in codes] for r in data]))
        run = self.run_titian("score", "model.yaml", "data.csv")
        return table(run.out)

    def check(self, expected, source, aggregate, weights=None, within=1e-13):
        found = self.score(source, aggregate, weights)
        self.compare(found, table((ASEM / "aggregate" / expected).read_text(encoding="utf-8")), within,
                     {node: node for node in self.NODES}, expected)
        return found

    COMPLETE, GAPS = "input_B1_complete.csv", "input_B0_missing.csv"

    def test_arithmetic(self):
        self.check("B1_amean.csv", self.COMPLETE, "  - {method: arithmetic}")
        self.check("B1_amean_walt.csv", self.COMPLETE, "  - {method: arithmetic}", "weights_alt.csv")
        self.check("B1_amean_wzero.csv", self.COMPLETE, "  - {method: arithmetic}", "weights_with_zeros.csv")
        self.check("B0_amean.csv", self.GAPS, "  - {method: arithmetic}")
        self.check("B0_amean_walt.csv", self.GAPS, "  - {method: arithmetic}", "weights_alt.csv")

    def test_arithmetic_with_a_threshold_by_count(self):
        self.check("B0_amean_thresh0.9.csv", self.GAPS,
                   "  - {method: arithmetic, min_coverage: 0.9, coverage_by: count}")

    def test_geometric(self):
        self.check("B1_gmean.csv", self.COMPLETE, "  - {method: geometric, floor: 0}")
        self.check("B1_gmean_walt.csv", self.COMPLETE, "  - {method: geometric, floor: 0}", "weights_alt.csv")
        self.check("B0_gmean.csv", self.GAPS, "  - {method: geometric, floor: 0}")

    def test_power(self):
        self.check("B1_genmean_p2.csv", self.COMPLETE, "  - {method: power, p: 2}")
        self.check("B1_genmean_p2.csv", self.COMPLETE, "  - {method: quadratic}")

    def test_a_method_for_each_level(self):
        self.check("B1_mix_amean_amean_gmean.csv", self.COMPLETE,
                   "  - {level: 2, method: arithmetic}\n  - {level: 3, method: arithmetic}\n  - {level: 4, method: geometric}")
        self.check("B1_mix_gmean_amean_genmean3.csv", self.COMPLETE,
                   "  - {level: 2, method: geometric}\n  - {level: 3, method: arithmetic}\n  - {level: 4, method: power, p: 3}")

    def test_a_power_mean_drops_a_gap_where_coinr_has_no_result(self):
        """COINr's help says that gaps are skipped; its code makes any gap a missing result."""
        found = self.score(self.GAPS, "  - {method: power, p: 2}")
        expected = table((ASEM / "aggregate" / "B0_genmean_p2.csv").read_text(encoding="utf-8"))
        pillars, more = self.NODES[:8], 0
        for unit, row in expected.items():
            for pillar in pillars:
                if row[pillar] in ("", "NA"):
                    self.assertFalse(math.isnan(number(found[unit][pillar])))
                    more += 1
                else:
                    self.assertLess(off(number(found[unit][pillar]), number(row[pillar])), 1e-13)
        self.assertGreater(more, 0)


@needs("compind")
class Compind(Reference):
    """One node over the indicators; `normalise` is written out where a reference needs it."""

    def score(self, data, key, aggregate, normalise=None, directions=None, weights=None, posts=None, years=None):
        codes = [code for code in data[0] if code not in (key, "region", "year")]
        posts = posts or {code: (0, 1) if (directions or {}).get(code, 1) > 0 else (1, 0) for code in codes}
        meta = [[code, "Indicator", 1, "index", (weights or {}).get(code, 1), (directions or {}).get(code, 1),
                 *map(repr, posts[code])] for code in codes]
        self.write("framework.csv", csv_text(["iCode", "Type", "Level", "Parent", "Weight", "Direction", "Low", "High"],
                                             meta + [["index", "Aggregate", 2, "", 1, "", "", ""]]))
        normalise = normalise or "{method: goalposts, clip: false, range: [0, 1]}"
        self.write("model.yaml", f"normalise: {normalise}\naggregate:\n  - {aggregate}\n")
        lines = [[r[key].replace(" ", "_"), r.get("year", 2017)] + [r[c] for c in codes] for r in data]
        self.write("data.csv", csv_text(["uCode", "Time"] + codes, lines))
        return self.run_titian("score", "model.yaml", "data.csv", *(["--years", years] if years else [])).out

    def check(self, expected, key, column, within, source, aggregate, **how):
        found = table(self.score(rows(COMPIND / source), key, aggregate, **how))
        wanted = {row[key].replace(" ", "_"): row for row in rows(COMPIND / expected)}
        self.compare(found, wanted, within, {"index": column}, f"{expected} {column}")

    def bli(self, expected, column, within, aggregate, **how):
        self.check(expected, "country", column, within, "bli_2017.csv", aggregate, **how)

    def nuts(self, expected, column, within, aggregate, **how):
        self.check(expected, "code", column, within, "eu_nuts1.csv", aggregate, **how)

    def test_means(self):
        codes = [c for c in rows(COMPIND / "bli_2017.csv")[0] if c != "country"]
        weights = {code: j + 1 for j, code in enumerate(codes)}
        for column, aggregate in (("arithmetic", "{method: arithmetic}"), ("geometric", "{method: geometric, floor: 0}"),
                                  ("harmonic", "{method: harmonic, floor: 0}"), ("quadratic_p2", "{method: quadratic}"),
                                  ("power_p0.5", "{method: power, p: 0.5}"), ("power_p-3", "{method: power, p: -3}")):
            self.bli("means_bli.csv", column, 1e-13, aggregate)
        for column, aggregate in (("weighted_arithmetic", "{method: arithmetic}"),
                                  ("weighted_geometric", "{method: power, p: 0}"),
                                  ("weighted_harmonic", "{method: harmonic, floor: 0}"),
                                  ("weighted_power_p2", "{method: power, p: 2}"),
                                  ("weighted_power_p-3", "{method: power, p: -3}")):
            self.bli("means_bli.csv", column, 1e-13, aggregate, weights=weights)

    def test_ordered(self):
        for of, name in (("lowest", "worst"), ("highest", "best")):
            for count in (3, 5, 8):
                self.bli("owa_bli.csv", f"{name}_{count}", 1e-13, f"{{method: extreme_mean, of: {of}, count: {count}}}")
        for alpha in ("0.5", "2"):
            self.bli("owa_bli.csv", f"rim_alpha_{alpha}", 1e-13, f"{{method: owa, alpha: {alpha}}}")

    Z100 = "{method: zscore, mean: 100, sd: 10}"

    @staticmethod
    def population_posts(source, directions=None):
        """Goalposts that make scores of 100 +- 10 (x - mean) / sd with the divisor n."""
        data, posts = rows(COMPIND / source), {}
        for code in data[0]:
            if code in ("country", "code", "region"):
                continue
            x = [float(row[code]) for row in data]
            sign = (directions or {}).get(code, 1)
            posts[code] = (statistics.fmean(x) - sign * statistics.pstdev(x), statistics.fmean(x) + sign * statistics.pstdev(x))
        return posts

    def test_mazziotta_pareto(self):
        posted = "{method: goalposts, clip: false, range: [90, 110]}"
        plus = {"minus": "", "plus": ", penalty: plus"}
        for sign, option in plus.items():
            self.bli("mpi_bli.csv", f"mpi_{sign}_sample", 1e-12, f"{{method: mpi, divisor: sample{option}}}",
                     normalise=self.Z100)
            self.bli("mpi_bli.csv", f"mpi_{sign}_pop", 1e-12, f"{{method: mpi{option}}}", normalise=posted,
                     posts=self.population_posts("bli_2017.csv"))
        reverse = {"roads": -1}
        self.nuts("mpi_nuts1.csv", "mpi_minus_sample", 1e-12, "{method: mpi, divisor: sample}", normalise=self.Z100)
        self.nuts("mpi_nuts1.csv", "mpi_plus_sample_roadsneg", 1e-12, "{method: mpi, divisor: sample, penalty: plus}",
                  normalise=self.Z100, directions=reverse)
        self.nuts("mpi_nuts1.csv", "mpi_minus_pop", 1e-12, "{method: mpi}", normalise=posted,
                  posts=self.population_posts("eu_nuts1.csv"))
        self.nuts("mpi_nuts1.csv", "mpi_plus_pop_roadsneg", 1e-12, "{method: mpi, penalty: plus}", normalise=posted,
                  directions=reverse, posts=self.population_posts("eu_nuts1.csv", reverse))

    def test_adjusted_mazziotta_pareto(self):
        data = rows(COMPIND / "eu_2020_2010_2011.csv")
        posts = {}
        for code, reference in (("employ", 50.0), ("finalenergy", 100.0)):
            x = [float(row[code]) for row in data]
            half = (max(x) - min(x)) / 2
            posts[code] = (reference - half, reference + half)
        wanted = rows(COMPIND / "ampi_eu_2010_2011.csv")
        for sign in ("minus", "plus"):
            out = self.score(data, "geo", f"{{method: ampi, penalty: {sign}}}", posts=posts, years="2010:2011",
                             normalise="{method: goalposts, clip: false, range: [70, 130]}")
            found = {(r["uCode"], r["Time"]): r for r in csv.DictReader(io.StringIO(out))}
            self.compare(found, {(r["geo"].replace(" ", "_"), r["year"]): r for r in wanted}, 1e-12,
                         {"index": f"ampi_{sign}"}, f"ampi {sign}")

    def test_mean_min(self):
        for column, alpha, beta in (("mmf_a0.5_b1", 0.5, 1), ("mmf_a1_b0", 1, 0)):
            self.bli("mean_min_bli.csv", column, 1e-12, f"{{method: mean_min, alpha: {alpha}, beta: {beta}}}",
                     normalise=self.Z100)
        self.bli("mean_min_bli.csv", "mmf_a0.5_b1_pop", 1e-12, "{method: mean_min}",
                 normalise="{method: goalposts, clip: false, range: [90, 110]}", posts=self.population_posts("bli_2017.csv"))

    def test_wroclaw(self):
        z = "{method: zscore}"
        for check, file in ((self.nuts, "wroclaw_nuts1.csv"), (self.bli, "wroclaw_bli.csv")):
            check(file, "wroclaw_raw", 1e-13, "{method: wroclaw, measure: wroclaw, points: 1}")
            check(file, "wroclaw_zscores", 1e-13, "{method: wroclaw, measure: wroclaw, points: 1}", normalise=z)
            check(file, "hellwig_zscores", 1e-13, "{method: wroclaw, points: 1}", normalise=z)

    def test_benefit_of_the_doubt(self):
        self.nuts("bod_nuts1.csv", "bod", 1e-11, "{method: bod, points: 1}")
        self.bli("bod_bli.csv", "bod", 1e-11, "{method: bod, points: 1}")

    def test_benefit_of_the_doubt_with_bounds(self):
        names = {row["code"] for row in rows(COMPIND / "bod_constr_example_nuts1.csv")}
        self.check_bounds(names)

    def check_bounds(self, names):
        data = [row for row in rows(COMPIND / "eu_nuts1.csv")]
        found = table(self.score(data, "code", "{method: bod_bounds, points: 1, shares: [0.3, 0.7]}"))
        wanted = {row["code"]: row for row in rows(COMPIND / "bod_constr_example_nuts1.csv")}
        self.assertEqual(names, set(wanted))
        self.compare(found, wanted, 1e-11, {"index": "bod_constr_raw_l30_u70"}, "bod_bounds")

    def test_benefit_of_the_doubt_against_samples(self):
        for draws in (5, 10, 20):
            self.nuts("rbod_nuts1.csv", f"rbod_m{draws}", 1e-12, f"{{method: bod_order_m, points: 1, draws: {draws}}}")
        self.bli("rbod_bli.csv", "rbod_m15", 1e-12, "{method: bod_order_m, points: 1, draws: 15}")


if __name__ == "__main__":
    main()
