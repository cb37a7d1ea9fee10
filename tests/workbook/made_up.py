"""A made-up panel and models over it: a tree of four levels, gaps, outliers, values below zero, unequal weights, and
names that a careless writer would turn into formulas.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import random

# Codes, names: whatever a name begins with, it stays a text.
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-2", "=HYPERLINK(\"http://x\",\"y\")", "1e3",
           "Ampersand & <tag>", "Quote \" and 'apostrophe'", "Star * and ? and ~",
           "Comma, semicolon; tab\tand more", "Åland, the élan"]
N_UNITS = 40

GROUPS = [("P1", "A", 3), ("P2", "A", 4), ("P3", "B", 2), ("P4", "B", 5)]
N_INDICATORS = sum(n for _, _, n in GROUPS)


def unit_name(k):
    return HOSTILE[k] if k < len(HOSTILE) else f"Place {k}"


def _quoted(text):
    return '"' + str(text).replace('"', '""') + '"'


def _indicators():
    j = 0
    for pillar, _, n in GROUPS:
        for _ in range(n):
            yield j, pillar
            j += 1


def framework():
    """framework.csv: levels 1 to 4, one indicator of less-is-better, one on a log scale, one with a denominator."""
    rows = ["iCode,iName,Type,Level,Parent,Weight,Direction,Unit,Low,High,Scale,Denominator,MaxAge,Licence",
            "INDEX,=The index,Aggregate,4,,1,,,,,,,,",
            "A,First half,Aggregate,3,INDEX,2,,,,,,,,",
            "B,Second half,Aggregate,3,INDEX,1,,,,,,,,"]
    for k, (pillar, parent, _) in enumerate(GROUPS):
        rows.append(f"{pillar},Pillar {k + 1},Aggregate,2,{parent},{k + 1},,,,,,,,")
    for j, pillar in _indicators():
        low, high, scale = ("90", "0", "") if j == 1 else ("1", "1000", "log") if j == 2 else ("-40", "120", "")
        denominator = "POP" if j == 3 else ""
        low, high = ("0", "100") if j == 3 else (low, high)
        rows.append(f"I{j},Indicator {j},Indicator,1,{pillar},{1 + j % 3},{-1 if j == 1 else 1},"
                    f"@unit {j},{low},{high},{scale},{denominator},{'1' if j == 4 else ''},=licence")
    rows += ["region,Region,Group,,,,,,,,,,,", "poor,Poor,Group,,,,,,,,,,,", "POP,Population,Denominator,,,,,,,,,,,",
             "AID,Aid,Other,,,,,,,,,,,", "GOV,Governance,Other,,,,,,,,,,,"]
    return "\n".join(rows) + "\n"


def data(seed=7):
    """A wide table of three years with gaps; the first units bear the hostile names."""
    draw = random.Random(seed)
    rows = ["uCode,uName,Time,region,poor,POP,AID,GOV," + ",".join(f"I{j}" for j in range(N_INDICATORS))]
    for k in range(N_UNITS):
        level = draw.gauss(50, 20)
        for year in (2020, 2021, 2022):
            region = _quoted(["=north", "south", "+east"][k % 3])
            cells = [f"U{k:02}", _quoted(unit_name(k)), year, region, int(k % 4 == 0),
                     round(math.exp(draw.uniform(10, 18))), _or_gap(draw, round(draw.uniform(0, 30), 2), 0.1),
                     _or_gap(draw, round(draw.uniform(-2, 2), 3), 0.1)]
            cells += [_or_gap(draw, _value(draw, j, level), 0.6 if k == 20 else 0.12) for j in range(N_INDICATORS)]
            rows.append(",".join(map(str, cells)))
    return "\n".join(rows) + "\n"


def _or_gap(draw, value, share):
    return "" if draw.random() < share else value


def _value(draw, j, level):
    x = level + draw.gauss(0, 15)
    if j == 2:
        return round(math.exp(x / 15) + 0.5, 4)
    if j == 3:
        return round(abs(x) * 1e6, 1)
    if j == 5 and draw.random() < 0.05:
        return round(x * 40, 3)  # an outlier
    return round(x, 3)


PRIORITY = """
priority:
  target: {target}
  alpha: 2
  level: 2
  eligible:
    - {{group: region, in: ["=north", south], reason: "=not in these regions"}}
  population: POP
  people_reference: 50000000
  vulnerability:
    - {{group: poor, in: ["1"], value: 1}}
    - {{group: region, in: [south], value: 0.4}}
  aid: {{variable: AID, group: region, years: 2}}
  absorption:
    variables: [{{variable: GOV, low: -2, high: 2}}]
    weak_below: 0.4
    strong_from: 0.6
  absorption_penalty: 0.3
  age_discount: 0.4
  weights: {{need: 0.5, people: 0.2, vulnerability: 0.1, aid: 0.15, confidence: 0.05}}
"""

# With unequal chances, a condition, hostile names, and for what has a priority a parameter of it.
VARY = """
uncertainty:
  replications: 300
  seed: 11
  quantiles: [0.1, 0.5, 0.9]
  top: 5
  vary:
    - {{name: "=all weights", method: noise, level: 1, share: 0.5}}
    - name: "+scale and more"
      alternatives:
        - {{name: "=as it is"}}
        - {{name: ranks, probability: 0.5, normalise: {{method: rank}}}}
    - name: mean
      alternatives:
        - {{name: given}}
        - {{name: other, when: [{{factor: "+scale and more", in: ["=as it is"]}}],
           aggregate: [{{method: arithmetic}}]}}
{more}"""
VARY_ALPHA = "    - {name: alpha, method: priority, parameter: alpha, range: [1, 3]}\n"

HEAD = "title: \"=Made-up index\"\nedition: \"+1\"\nyear: 2022\nframework: framework.csv\n"
SCREEN = ("screen: {method: coverage, min_coverage: 0.6, by: weight, max_age: 2, indicator_coverage: 0.5, "
          "group_level: 2, group_coverage: 0.5, min_groups: 3, failing: unranked}\n")

# What a run of R's COINr would do, and what else the methods allow.
RECIPES = {
    "goalposts": HEAD + SCREEN + "normalise: {method: goalposts, range: [0, 100]}\n"
    "aggregate: [{level: 2, method: geometric, floor: 2, min_coverage: 0.5}, "
    "{level: 4, method: geometric, floor: 1}]\n"
    "bands: [{name: low, from: 0}, {name: \"=high\", from: 50}]\n" + PRIORITY.format(target=60) +
    VARY.format(more=VARY_ALPHA),
    "minmax": HEAD + SCREEN + "order: [denominate, screen, impute, treat, normalise]\n"
    "impute: {method: group_median, group: region}\n"
    "treat: {method: winsorise, skewness: 2, kurtosis: 3.5, max_points: 5, then: log_ct}\n"
    "normalise: {method: minmax, range: [1, 10]}\n"
    "aggregate: [{level: 2, method: geometric, floor: 1}, {method: arithmetic}]\n" + PRIORITY.format(target=7),
    "exceptions": HEAD + SCREEN + "normalise: {method: goalposts, range: [0, 100]}\n"
    "weigh:\n  - {level: 2, where: {missing: [I4]}, method: equal}\n"
    "  - {node: INDEX, where: {group: region, in: [south]}, method: equal}\n" +
    PRIORITY.format(target=60),
    "zscore": HEAD + "screen: {method: coverage, min_coverage: 0.5, by: count, failing: dropped}\n"
    "impute: {method: mean}\nnormalise: {method: zscore}\naggregate: [{method: arithmetic}]\n"
    "bands: [{name: below, from: -9}, {name: above, above: 0}]\n" + VARY.format(more=""),
    "rank": HEAD + "impute: {method: median}\ntreat: {method: winsorise}\nnormalise: {method: rank}\n",
    "count": HEAD + "screen: {method: coverage, min_coverage: 0.8, by: count, max_age: 0, indicator_coverage: 0.87, "
    "group_level: 3, group_coverage: 0.9, min_groups: 2, failing: unranked}\n"
    "normalise: {method: goalposts, range: [0, 1], clip: false}\n"
    "aggregate: [{method: arithmetic, min_coverage: 0.7, coverage_by: count}]\n" + PRIORITY.format(target=0.8),
}


def write(folder, recipe):
    """Write model and data of a recipe into a folder; returns their paths."""
    model = folder / recipe
    model.mkdir()
    (model / "framework.csv").write_text(framework(), encoding="utf-8")
    (model / "model.yaml").write_text(RECIPES[recipe], encoding="utf-8")
    table = folder / f"{recipe}.csv"
    table.write_text(data(), encoding="utf-8")
    return model, table
