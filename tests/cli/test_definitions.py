"""Methods against their definitions, worked out anew in plain Python on small random tables with gaps, ties, zeros,
negative values, both directions and weights of 0. The tables are the same in every run: seeds are numbers below.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import math
import pathlib
import random
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import Case, main  # noqa: E402

TABLES = 6
CODES = ("Q2", "A1", "M3", "B4")  # not in alphabetical order
TREE = (("P1", "Q2", "A1"), ("P2", "M3", "B4"))


def present(x):
    return [v for v in x if v is not None]


def sd(x):
    return statistics.stdev(x)


class Table:
    """Units x years x indicators; a column has at least two different values in each year."""

    def __init__(self, seed, n_years=1, positive=False):
        draw = random.Random(seed)
        self.units = [f"U{k}" for k in range(draw.randint(6, 12))]
        self.years = [2020 + k for k in range(n_years)]
        self.directions = {code: 1 if positive else draw.choice((1, -1)) for code in CODES}
        self.weights = {code: draw.choice((1, 2, 0.5)) for code in CODES + ("P1", "P2")}
        if draw.random() < 0.5:
            self.weights["A1"] = 0
        self.labels = {unit: draw.choice("xyz") for unit in self.units}
        kinds = {
            "normal": lambda: draw.gauss(10, 5), "ties": lambda: float(draw.randint(0, 3)),
            "skewed": lambda: math.exp(draw.gauss(0, 2)), "negative": lambda: -math.exp(draw.gauss(0, 2)),
        }
        self.x = {code: [self.column(kinds, draw, positive) for _ in self.years] for code in CODES}

    def column(self, kinds, draw, positive):
        kind = draw.choice(("ties", "skewed") if positive else sorted(kinds))
        while True:
            x = [None if draw.random() < 0.2 else kinds[kind]() for _ in self.units]
            if positive:
                x = [None if v is None else v + 1.0 for v in x]
            if len(set(present(x))) > 2:
                return x

    def turned(self, code, year=0):
        return [None if v is None else v * self.directions[code] for v in self.x[code][year]]

    def csv(self):
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("uCode", "Time", "G") + CODES)
        for t, year in enumerate(self.years):
            for i, unit in enumerate(self.units):
                cells = ["" if self.x[code][t][i] is None else repr(self.x[code][t][i]) for code in CODES]
                rows.writerow([unit, year, self.labels[unit], *cells])
        return out.getvalue()

    def framework(self, goalposts):
        lines = ["iCode,Type,Level,Parent,Weight,Direction" + (",Low,High" if goalposts else "")]
        for node, *children in TREE:
            lines.append(f"{node},Aggregate,2,X,{self.weights[node]:g},")
            for code in children:
                posts = ",0,1" if goalposts else ""
                lines.append(f"{code},Indicator,1,{node},{self.weights[code]:g},{self.directions[code]}{posts}")
        lines += ["X,Aggregate,3,,,", "G,Group,,,,"]
        width = lines[0].count(",")
        return "\n".join(line + "," * (width - line.count(",")) for line in lines) + "\n"


# ---- the definitions ----

def moments(x):
    """Skewness and excess kurtosis as spreadsheets have them."""
    n, mean = len(x), statistics.fmean(x)
    s2, s3, s4 = (sum((v - mean) ** r for v in x) for r in (2, 3, 4))
    return (math.sqrt(n) * s3 / s2 ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2),
            ((n + 1) * (n * s4 / s2 ** 2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def winsorised(x, skewness, kurtosis, most):
    """COINr's rule, on values without gaps; None where nothing would remain."""
    x, changed = list(x), {True: 0, False: 0}
    while sum(changed.values()) < most:
        g, k = moments(x)
        if abs(g) < skewness - 1e-9 or k < kurtosis - 1e-9:
            break
        high = g >= 0
        end = max(x) if high else min(x)
        rest = [v for v in x if v != end]
        if len(set(rest)) < 2:
            return None
        changed[high] = x.count(end)
        x = [v if v != end else (max(rest) if high else min(rest)) for v in x]
    return x


def normalised(method, y):
    """Of turned values, gaps kept."""
    p = present(y)
    low, high, mean = min(p), max(p), statistics.fmean(p)
    rule = {
        "minmax": lambda v: 100 * (v - low) / (high - low),
        "zscore": lambda v: (v - mean) / sd(p),
        "mpi": lambda v: 100 + 10 * (v - mean) / statistics.pstdev(p),
        "rank": lambda v: 1 + sum(w < v for w in p),
        "borda": lambda v: sum(w < v for w in p),
        "prank": lambda v: sum(w < v for w in p) / (len(p) - 1),
        "logistic": lambda v: 100 / (1 + math.exp(-(v - mean) / sd(p))),
        "ampi": lambda v: 70 + 60 * (v - (mean - (high - low) / 2)) / (high - low),
    }[method]
    return [None if v is None else rule(v) for v in y]


def aggregated(method, y, w):
    """Of one unit's scores, all present, and weights above 0."""
    total = sum(w)
    mean = sum(a * v for a, v in zip(w, y)) / total
    variance = sum(a * (v - mean) ** 2 for a, v in zip(w, y)) / total
    down = sorted(y, reverse=True)
    return {
        "arithmetic": lambda: mean,
        "geometric": lambda: math.exp(sum(a * math.log(v) for a, v in zip(w, y)) / total),
        "harmonic": lambda: total / sum(a / v for a, v in zip(w, y)),
        "power, p: 3": lambda: (sum(a * v ** 3 for a, v in zip(w, y)) / total) ** (1 / 3),
        "quadratic": lambda: math.sqrt(sum(a * v * v for a, v in zip(w, y)) / total),
        "minimum": lambda: min(y),
        "maximum": lambda: max(y),
        "owa": lambda: sum((((k + 1) / len(y)) ** 2 - (k / len(y)) ** 2) * v for k, v in enumerate(down)),
        "mpi": lambda: mean - variance / mean,
        "ampi, penalty: plus": lambda: mean + variance / mean,
        "mean_min": lambda: mean - 0.5 * (math.sqrt((mean - min(y)) ** 2 + 1) - 1),
        "weak_link": lambda: sum(a * (min(y) + 100 * (1 - math.exp((min(y) - v) / 100)))
                                 for a, v in zip(w, y)) / total,
        "reversed_geometric, range: [0, 10000]": lambda: (10 - math.exp(
            sum(a * math.log(9 * (1 - v / 10000) + 1) for a, v in zip(w, y)) / total)) / 9 * 10000,
    }[method]()


def outranked(rows, w):
    """Copeland scores: each pair by the children that both have."""
    def wins(a, b):
        margin = sum(c * ((x > y) - (x < y)) for c, x, y in zip(w, a, b) if x is not None and y is not None)
        return 0 if abs(margin) < 1e-9 else math.copysign(1, margin)

    takes_part = [any(v is not None and c > 0 for c, v in zip(w, row)) for row in rows]
    return [sum(wins(a, b) for b, part in zip(rows, takes_part) if part) if mine else None
            for a, mine in zip(rows, takes_part)]


def ranks(x):
    return [sum(w < v for w in x) + (sum(w == v for w in x) + 1) / 2 for v in x]


def correlation(x, y):
    a, b = statistics.fmean(x), statistics.fmean(y)
    s = sum((v - a) * (w - b) for v, w in zip(x, y))
    return s / math.sqrt(sum((v - a) ** 2 for v in x) * sum((w - b) ** 2 for w in y))


def kendall(x, y):
    pairs = [((x[i] > x[j]) - (x[i] < x[j]), (y[i] > y[j]) - (y[i] < y[j])) for i in range(len(x)) for j in range(i)]
    return sum(a * b for a, b in pairs) / math.sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))


class Definitions(Case):
    def run_on(self, table, model, command="score", *options, goalposts=False):
        self.write("framework.csv", table.framework(goalposts))
        self.write("model.yaml", model)
        self.write("data.csv", table.csv())
        years = ("--years", f"{table.years[0]}:{table.years[-1]}") if len(table.years) > 1 else ()
        text = self.run_titian(command, "model.yaml", "data.csv", *options, *years).out
        return list(csv.DictReader(io.StringIO(text)))

    def column(self, rows, table, code, year=0):
        found = {row["uCode"]: row[code] for row in rows if int(row["Time"]) == table.years[year]}
        return [None if found[unit] == "" else float(found[unit]) for unit in table.units]

    def compare(self, found, expected, what, within=1e-10):
        self.assertEqual(len(found), len(expected), what)
        for k, (a, b) in enumerate(zip(found, expected)):
            if (a is None) != (b is None) or (a is not None and abs(a - b) > within * max(1.0, abs(b))):
                self.fail(f"{what}, at {k}: {a} instead of {b}")

    def test_normalisation_by_year_and_over_all_years(self):
        for seed in range(TABLES):
            table = Table(seed, n_years=2)
            for method in ("minmax", "zscore", "mpi", "rank", "borda", "prank", "logistic", "ampi"):
                for over in ("year", "pooled"):
                    rows = self.run_on(table, f"normalise: {{method: {method}, over: {over}}}\n"
                                              "aggregate: [{method: median}]\n", "score", "--stage", "normalised")
                    for code in CODES:
                        both = normalised(method, table.turned(code, 0) + table.turned(code, 1))
                        n = len(table.units)
                        for t in (0, 1):
                            expected = both[t * n:(t + 1) * n] if over == "pooled" \
                                else normalised(method, table.turned(code, t))
                            self.compare(self.column(rows, table, code, t), expected, f"{seed} {method} {over} {code}")

    def test_imputation(self):
        for seed in range(TABLES):
            table = Table(seed)
            by = {
                "mean": lambda code, i: statistics.fmean(present(table.x[code][0])),
                "group_median, group: G": lambda code, i: self.of_group(table, code, i),
                "row_mean": lambda code, i: self.of_row(table, code, i),
            }
            for method, estimate in by.items():
                rows = self.run_on(table, f"impute: {{method: {method}}}\nnormalise: {{method: rank}}\n", "score",
                                   "--stage", "imputed")
                for code in CODES:
                    expected = [estimate(code, i) if v is None else v for i, v in enumerate(table.x[code][0])]
                    self.compare(self.column(rows, table, code), expected, f"{seed} {method} {code}")

    @staticmethod
    def of_group(table, code, i):
        peers = [v for v, unit in zip(table.x[code][0], table.units)
                 if v is not None and table.labels[unit] == table.labels[table.units[i]]]
        return statistics.median(peers) if peers else None

    @staticmethod
    def of_row(table, code, i):
        siblings = next(children for _, *children in TREE if code in children)
        scaled = [normalised("minmax", table.turned(other))[i] for other in siblings]
        own = present(table.turned(code))
        if not present(scaled):
            return None
        share = statistics.fmean(present(scaled)) / 100
        return (share * (max(own) - min(own)) + min(own)) * table.directions[code]

    def test_treatment(self):
        for seed in range(2 * TABLES):
            table = Table(seed)
            rows = self.run_on(table, "treat: {method: winsorise, skewness: 1, kurtosis: 0, max_points: 3}\n"
                                      "normalise: {method: rank}\n", "score", "--stage", "treated")
            for code in CODES:
                x = present(table.x[code][0])
                done = x if len(x) < 4 else winsorised(x, 1, 0, 3)
                if done is None:
                    done = x
                elif len(x) > 3 and abs(moments(done)[0]) >= 1 - 1e-9 and moments(done)[1] >= -1e-9:
                    done = [math.log(v - min(x) + 0.01 * (max(x) - min(x))) for v in x]
                values = iter(done)
                expected = [None if v is None else next(values) for v in table.x[code][0]]
                self.compare(self.column(rows, table, code), expected, f"{seed} {code}", 1e-9)

    def test_aggregation_with_gaps_and_weights_of_zero(self):
        methods = ("arithmetic", "geometric", "harmonic", "power, p: 3", "quadratic", "minimum", "maximum", "owa",
                   "mpi", "ampi, penalty: plus", "mean_min", "weak_link", "reversed_geometric, range: [0, 10000]")
        for seed in range(TABLES):
            table = Table(seed, positive=True)
            for method in methods:
                rows = self.run_on(table, "normalise: {method: scaled}\naggregate:\n"
                                          f"  - {{level: 2, method: {method}}}\n  - {{level: 3, method: arithmetic}}\n",
                                   goalposts=True)
                for node, *children in TREE:
                    expected = []
                    for i in range(len(table.units)):
                        there = [(table.x[code][0][i], table.weights[code]) for code in children
                                 if table.x[code][0][i] is not None and table.weights[code] > 0]
                        expected.append(aggregated(method, [y for y, _ in there], [w for _, w in there])
                                        if there else None)
                    self.compare(self.column(rows, table, node), expected, f"{seed} {method} {node}")

    def test_copeland_scores_with_gaps(self):
        for seed in range(TABLES):
            table = Table(seed, positive=True)
            rows = self.run_on(table, "normalise: {method: scaled}\naggregate: [{method: copeland}]\n", goalposts=True)
            for node, *children in TREE:
                scores = list(zip(*(table.x[code][0] for code in children)))
                expected = outranked(scores, [table.weights[code] for code in children])
                self.compare(self.column(rows, table, node), expected, f"{seed} {node}", 0.0)

    def test_weights_from_data(self):
        for seed in range(TABLES):
            table = Table(seed, positive=True)
            for method in ("sd", "entropy", "rank_order"):
                rows = self.run_on(table, f"normalise: {{method: scaled}}\nweigh: [{{level: 2, method: {method}}}]\n",
                                   "weights", goalposts=True)
                found = {row["iCode"]: float(row["Weight"]) for row in rows}
                for _, *children in TREE:
                    raw = [self.raw_weight(method, table, code, children) for code in children]
                    shares = [found[code] / sum(found[c] for c in children) for code in children]
                    self.compare(shares, [w / sum(raw) for w in raw], f"{seed} {method} {children}")

    @staticmethod
    def raw_weight(method, table, code, siblings):
        x = present(table.x[code][0])
        if method == "sd":
            return sd(x)
        if method == "entropy":
            return 1 + sum(v / sum(x) * math.log(v / sum(x)) for v in x) / math.log(len(x))
        mine, other = table.weights[code], next(table.weights[c] for c in siblings if c != code)
        return 0.5 if mine == other else 0.75 if mine > other else 0.25  # of two: (1 + 1/2) / 2 and 1/2 / 2

    def test_correlations_over_pairs_without_gaps(self):
        of = {"pearson": correlation, "spearman": lambda x, y: correlation(ranks(x), ranks(y)), "kendall": kendall}
        for seed in range(TABLES):
            table = Table(seed)
            for method, rule in of.items():
                rows = self.run_on(table, "normalise: {method: minmax}\n", "audit", "--table", "correlations",
                                   "--stage", "raw", "--method", method)
                rows = [row for row in rows if {row["Var1"], row["Var2"]} <= set(CODES)]
                self.assertEqual(len(rows), 6)
                for row in rows:
                    pairs = [(a, b) for a, b in zip(table.x[row["Var1"]][0], table.x[row["Var2"]][0])
                             if a is not None and b is not None]
                    self.assertEqual(int(row["N"]), len(pairs))
                    x, y = zip(*pairs)
                    if len(pairs) > 2 and len(set(x)) > 1 and len(set(y)) > 1:
                        self.compare([float(row["Correlation"])], [rule(x, y)], f"{seed} {method} {row}", 1e-9)


if __name__ == "__main__":
    sys.exit(main())
