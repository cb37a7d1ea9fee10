"""A small made-up model for every method: three levels, gaps, ties, unequal weights (one of them 0), a child where less
is better, one on a log scale; and what each method is asked to do, and then to do differently.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import dataclasses
import random

# Code: parent, weight, direction, Low, High, scale, target. Siblings' weights all differ.
INDICATORS = {
    "I1": ("P", 3, 1, 0, 110, "", 90), "I2": ("P", 1, -1, 110, 0, "", 4), "I3": ("P", 2, 1, 0.5, 120, "log", 95),
    "I4": ("P", 0, 1, 0, 110, "", 90), "I5": ("Q", 1, 1, -10, 130, "", 99), "I6": ("Q", 4, -1, 120, -5, "", 3),
    "I7": ("Q", 2.5, 1, 0, 101, "", 80), "I8": ("R", 1, 1, 0, 110, "", 88), "I9": ("R", 2, 1, 0, 105, "", 77),
}
AGGREGATES = {"P": ("X", 2), "Q": ("X", 1.5), "R": ("X", 3), "X": ("", 1)}
NODES = [*INDICATORS, *AGGREGATES]
UNITS = [f"U{k:02}" for k in range(16)]


def _value(draw, unit, indicator):
    if unit == "U15" or (unit == "U14" and INDICATORS[indicator][0] != "P"):
        return ""  # nothing at all; one area alone
    if unit in ("U03", "U04"):
        return 40 + int(indicator[1])  # two units alike in everything
    if unit not in ("U00", "U01", "U02") and draw.random() < 0.15:
        return ""
    return draw.choice([5, 20, 20, 40, 60, 60, 75, 99]) if draw.random() < 0.6 else round(draw.uniform(1, 100), 2)


def table():
    """data.csv: the year 2022."""
    draw = random.Random(3)
    rows = ["uCode,uName,Time," + ",".join(INDICATORS)]
    for unit in UNITS:
        rows.append(",".join(map(str, [unit, f"Place {unit}", 2022, *(_value(draw, unit, i) for i in INDICATORS)])))
    return "\n".join(rows) + "\n"


def hundredths():
    """Numbers of two decimals for many units: their means often stand halfway between two of two decimals, or would but
    for the last bit of a double."""
    draw = random.Random(5)
    rows = ["uCode,uName,Time," + ",".join(INDICATORS)]
    for k in range(100):
        cells = [draw.randrange(0, 101) / 100 if draw.random() < 0.9 else "" for _ in INDICATORS]
        rows.append(",".join(map(str, [f"W{k:02}", f"W{k:02}", 2022, *cells])))
    return "\n".join(rows) + "\n"


@dataclasses.dataclass
class Case:
    """What a model says beside the common part, and the same once more after inputs were changed."""
    stage: str = ""            # normalise or aggregate: whose method it is
    method: str = ""
    options: dict = dataclasses.field(default_factory=dict)
    changed: dict = dataclasses.field(default_factory=dict)  # options by other values
    levels: tuple = (2, 3)     # of aggregation by the method; arithmetic elsewhere
    normalise: str = "{method: goalposts, range: [1, 100]}"
    own: dict = dataclasses.field(default_factory=dict)  # by code: method, options and changed options of its own
    more: str = ""             # further lines of model.yaml
    more_changed: str = ""
    inputs: dict = dataclasses.field(default_factory=dict)  # what to type for them
    says: str = ""             # a sentence on values other than scores
    weights: dict = dataclasses.field(default_factory=dict)  # the same in framework.csv, by code
    posts: dict = dataclasses.field(default_factory=dict)    # goalposts or targets, {code: {"Low": x, "Target": y}}
    hundredths: bool = False   # data of hundredths(), equal weights, and posts at 0 and 1
    values: tuple = ()         # nodes whose scores are values and must say so


def _number(value):
    return "[" + ", ".join(map(repr, value)) + "]" if isinstance(value, (list, tuple)) else str(value)


def entry(method, options, where=None):
    """One method as it stands in model.yaml."""
    words = ([where] if where else []) + [f"method: {method}"]
    words += [f"{name}: {_number(value)}" for name, value in options.items() if value is not None]
    return "{" + ", ".join(words) + "}"


def _level(code):
    return 1 if code in INDICATORS else 3 if code == "X" else 2


def _own(case, code, changed):
    method, options, other = case.own[code]
    return method, {**options, **other} if changed else options


def _aggregation(case, options, changed):
    lines = [entry(*_own(case, code, changed), f"node: {code}") for code in case.own if code in AGGREGATES]
    levels = case.levels if case.stage == "aggregate" else ()
    lines += [entry(case.method, options, f"level: {level}") for level in levels]
    return "[" + ", ".join(lines + [entry("arithmetic", {})]) + "]"


def yaml(case, changed=False):
    options = {**case.options, **case.changed} if changed else case.options
    normalise = entry(case.method, options) if case.stage == "normalise" else case.normalise
    more = changed and case.more_changed or case.more
    return ("title: Small\nyear: 2022\nframework: framework.csv\n" + more +
            f"normalise: {normalise}\naggregate: {_aggregation(case, options, changed)}\n")


def _cell(value):
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def framework(case, changed=False):
    weights, posts = (case.weights, case.posts) if changed else ({}, {})
    own = {code: _own(case, code, changed) for code in case.own if code in INDICATORS}
    options = sorted({name for _, its in own.values() for name in its})
    head = ["iCode", "iName", "Type", "Level", "Parent", "Weight", "Direction", "Low", "High", "Scale", "Target"]
    head += ["normalise.method", *(f"normalise.{name}" for name in options)] if own else []
    rows = [",".join(head)]
    for code, (parent, weight) in AGGREGATES.items():
        weight = 1 if case.hundredths else weight
        rows.append(",".join(map(str, [code, f"Area {code}", "Aggregate", _level(code), parent,
                                       weights.get(code, weight)])) + "," * (len(head) - 6))
    for code, (parent, weight, direction, low, high, scale, target) in INDICATORS.items():
        if case.hundredths:
            weight, low, high, scale = 1, 0 if direction > 0 else 1, 1 if direction > 0 else 0, ""
        its = posts.get(code, {})
        cells = [code, f"Indicator {code}", "Indicator", 1, parent, weights.get(code, weight), direction,
                 its.get("Low", low), its.get("High", high), scale, its.get("Target", target)]
        if own:
            method, values = own.get(code, ("", {}))
            cells += [method, *(_cell(values.get(name, "")) for name in options)]
        rows.append(",".join(map(str, cells)))
    return "\n".join(rows) + "\n"


def _names(prefix, options):
    """Defined names of options on Parameters."""
    names = {}
    for option, value in options.items():
        if option == "range":
            names[f"{prefix}_low"], names[f"{prefix}_high"] = value
        elif isinstance(value, (list, tuple)):
            names.update({f"{prefix}_{option}_{k + 1}": x for k, x in enumerate(value)})
        else:
            names[f"{prefix}_{option}"] = value
    return names


# Options that stand in the table of nodes and have no name: by the head of their column.
OF_NODES = {"floor": "Floor", "min_coverage": "Least coverage"}


def _of_nodes(options, codes):
    return {(code, head): options[name] for name, head in OF_NODES.items() if name in options for code in codes}


def inputs(case):
    """What to type on Parameters: {defined name, or (code, head of column): value}."""
    typed = {f"W_{code}": value for code, value in case.weights.items()}
    for code, its in case.posts.items():
        typed.update({f"GP_{code}_{word}": its[head] for head, word in
                      (("Low", "worst"), ("High", "best"), ("Target", "target")) if head in its})
    named = {name: value for name, value in case.changed.items() if name not in OF_NODES}
    if case.stage == "normalise":
        typed.update(_names("S", named))
    for level in case.levels if case.stage == "aggregate" else ():
        typed.update(_names(f"L{level}", named))
        typed.update(_of_nodes(case.changed, [code for code in AGGREGATES if _level(code) == level]))
    for code, (_, _, changed) in case.own.items():
        # the first node of a level gives its options their name; all others have their own
        prefix = f"S_{code}" if code in INDICATORS else f"L{_level(code)}" if code in ("P", "X") else f"AG_{code}"
        typed.update(_names(prefix, {name: value for name, value in changed.items() if name not in OF_NODES}))
        typed.update(_of_nodes(changed, [code]))
    return {**typed, **case.inputs}


WEIGHTS = {"I1": 1, "I3": 4, "I4": 0.5, "I6": 0, "Q": 5}
POSTS = {"I1": {"Low": 2, "High": 97}, "I2": {"Low": 101}, "I3": {"High": 80}}
TARGETS = {"I1": {"Target": 70.5}, "I2": {"Target": 9}, "I7": {"Target": 101}}
SCREEN = ("screen: {{method: coverage, min_coverage: {}, by: weight, max_age: 2, indicator_coverage: 0.7, "
          "group_level: 2, group_coverage: 0.5, min_groups: 2, failing: {}}}\n")
SAME = "{method: goalposts, range: [0, 1], clip: false}"


def _normaliser(method, options, changed, **more):
    return Case("normalise", method, options, changed, weights=more.pop("weights", {"I1": 1, "Q": 5}), **more)


def _aggregator(method, options, changed, **more):
    return Case("aggregate", method, options, changed, weights=more.pop("weights", WEIGHTS), **more)


# At least one case for every row of the two tables; a row without a case fails the test.
CASES = {
    "minmax": _normaliser("minmax", {"range": [0, 100]}, {"range": [1, 10]}),
    "zscore": _normaliser("zscore", {}, {"mean": 50, "sd": 12.5}),
    "mpi-scale": _normaliser("mpi", {}, {"mean": 90, "sd": 11}),
    "logistic": _normaliser("logistic", {}, {"range": [1, 9], "steepness": 2.5}),
    "dist2max": _normaliser("dist2max", {}, {"range": [10, 20]}),
    "rank": _normaliser("rank", {}, {}),
    "borda": _normaliser("borda", {}, {}),
    "prank": _normaliser("prank", {}, {"range": [5, 50]}),
    "categories": _normaliser("categories", {"at": [20, 40, 60, 80]}, {"at": [10, 30, 50, 90], "range": [2, 7]}),
    "categories-scores": _normaliser("categories", {"by": "percentile", "at": [25, 50, 75], "scores": [0, 1, 3, 9]},
                                     {"at": [25, 60, 75], "scores": [0, 2, 3, 4]}),
    "goalposts": _normaliser("goalposts", {"range": [0, 100]}, {"range": [10, 90]}, posts=POSTS),
    "scaled": _normaliser("scaled", {}, {"range": [0, 10]}, posts=POSTS),
    "fracmax": _normaliser("fracmax", {}, {"range": [0, 100]}),
    "ratio2ref": _normaliser("ratio2ref", {"unit": "U01"}, {"unit": "U02", "range": [0, 50]}),
    "dist2ref": _normaliser("dist2ref", {"unit": "U03"}, {"unit": "U04", "range": [0, 10]}),
    "dist2targ": _normaliser("dist2targ", {}, {"range": [1, 5]}, posts=TARGETS),
    "above_mean": _normaliser("above_mean", {}, {"margin": 0.25, "range": [-2, 2]}),
    "ampi-scale": _normaliser("ampi", {}, {"range": [60, 140]}),
    "arithmetic": _aggregator("arithmetic", {"min_coverage": 0.5}, {"min_coverage": 0.75}),
    "geometric": _aggregator("geometric", {"floor": 5}, {"floor": 20}),
    "harmonic": _aggregator("harmonic", {}, {"floor": 30}),
    "power": _aggregator("power", {"p": 0.5}, {"p": -3}),
    "quadratic": _aggregator("quadratic", {}, {}),
    "reversed_geometric": _aggregator("reversed_geometric", {"range": [0, 100]}, {"range": [-10, 120]}),
    "median": _aggregator("median", {}, {}),
    "minimum": _aggregator("minimum", {}, {}),
    "maximum": _aggregator("maximum", {}, {}),
    "owa": _aggregator("owa", {}, {"alpha": 0}),
    "extreme_mean": _aggregator("extreme_mean", {"count": 2}, {"count": 3}),
    "mpi": _aggregator("mpi", {}, {"penalty": "plus"}, normalise="{method: mpi}"),
    "ampi": _aggregator("ampi", {"penalty": "plus"}, {"penalty": "minus"},
                        normalise="{method: goalposts, range: [70, 130], clip: false}"),
    "mean_min": _aggregator("mean_min", {}, {"alpha": 1, "beta": 0}),
    "weak_link": _aggregator("weak_link", {}, {"b": 0.5, "width": 40}),
    "wroclaw": _aggregator("wroclaw", {}, {"points": 1}),
    "topsis": _aggregator("topsis", {}, {"points": 1}),
    "vikor": _aggregator("vikor", {}, {"v": 0.2, "points": 10}),
    "copeland": _aggregator("copeland", {}, {}),
    "outranking": _aggregator("outranking", {}, {"points": 7}),
    "bod": _aggregator("bod", {}, {}, weights={}, values=("P", "Q", "R", "X")),
    "bod_bounds": _aggregator("bod_bounds", {"shares": [0.1, 0.8]}, {}, weights={}, values=("P", "Q", "R", "X")),
    "bod_geometric": _aggregator("bod_geometric", {}, {}, normalise="{method: minmax, range: [1, 10]}", weights={},
                                 values=("P", "Q", "R", "X")),
    "bod_leeway": _aggregator("bod_leeway", {}, {}, weights={}, values=("P", "Q", "R", "X")),
    "bod_two_level": _aggregator("bod_two_level", {}, {}, levels=(3,), weights={}, values=("X",)),
    "bod_ordinal": _aggregator("bod_ordinal", {}, {}, levels=(3,), weights={}, values=("X",)),
    "bod_directional": _aggregator("bod_directional", {}, {}, weights={}, values=("P", "Q", "R", "X")),
    "bod_order_m": _aggregator("bod_order_m", {}, {}, weights={}, values=("P", "Q", "R", "X")),
    "bod_order_alpha": _aggregator("bod_order_alpha", {}, {}, weights={}, values=("P", "Q", "R", "X")),
    # what is common to methods
    "rounding": _aggregator("arithmetic", {"decimals": 2}, {"decimals": 1}, normalise=SAME, hundredths=True,
                            weights={"I1": 3}),
    "rounded-outranking": _aggregator("outranking", {"decimals": 1}, {"points": 55}),
    "rounded-minus": _aggregator("arithmetic", {"decimals": 2}, {}, normalise="{method: zscore}"),
    "nodes-1": Case(own={"P": ("power", {"p": 0}, {"p": 2}),
                         "Q": ("power", {"p": 90, "floor": 3}, {"p": -100, "floor": 7}),
                         "R": ("owa", {"alpha": 0.3}, {"alpha": 7.5}), "X": ("bod", {}, {})}, values=("X",)),
    "nodes-2": Case(own={"P": ("extreme_mean", {"count": 4, "of": "highest"}, {"count": 1}),
                         "Q": ("wroclaw", {"measure": "wroclaw"}, {"points": 10}),
                         "R": ("arithmetic", {"min_coverage": 0.6, "coverage_by": "count"}, {"min_coverage": 0.4}),
                         "X": ("mpi", {"divisor": "sample"}, {"penalty": "plus"})}, weights={"I6": 0}),
    "nodes-3": Case(own={"P": ("arithmetic", {"decimals": 2, "rounding": "half_even"}, {"decimals": 1}),
                         "Q": ("arithmetic", {"decimals": 2}, {"decimals": 3}),
                         "R": ("arithmetic", {"decimals": 1, "rounding": "half_even"}, {"decimals": 0}),
                         "X": ("arithmetic", {"decimals": 2, "rounding": "half_even"}, {"decimals": 3})},
                    normalise=SAME, hundredths=True, weights={"I1": 3}),
    "indicators-1": Case(own={"I1": ("zscore", {"divisor": "population"}, {"sd": 2}),
                              "I2": ("rank", {"ties": "average"}, {}), "I3": ("rank", {"ties": "max"}, {}),
                              "I4": ("prank", {"ties": "average", "range": [0, 100]}, {"range": [1, 2]}),
                              "I5": ("categories", {}, {"range": [-1, 1]}),
                              "I6": ("categories", {"at": [15, 40, 60]}, {"at": [10, 30, 50]}),
                              "I7": ("dist2targ", {"cap": "true"}, {}),
                              "I8": ("dist2ref", {"unit": "U03", "cap": "true"}, {"range": [0, 10], "unit": "U02"})},
                         posts={"I7": {"Target": 66}}, weights={"I9": 5}),
    "indicators-2": Case(own={"I1": ("categories", {"by": "value", "at": [20, 60]}, {"at": [40, 75]}),
                              "I2": ("categories", {"by": "value", "at": [60, 20], "scores": [1, 2, 5]},
                                     {"at": [75, 5], "scores": [0, 4, 5]}),
                              "I3": ("goalposts", {"clip": "false", "range": [0, 1]}, {"range": [1, 7]}),
                              "I5": ("ampi", {"reference": "target", "over": "year"}, {}),
                              "I6": ("ampi", {"reference": "value", "value": 50}, {"value": 45.5}),
                              "I7": ("rank", {}, {}), "I8": ("above_mean", {"margin": 0.1}, {"margin": 0.3}),
                              "I9": ("logistic", {"divisor": "population"}, {"steepness": 3})},
                         posts={"I3": {"Low": 2}, "I5": {"Target": 70}, "I4": {"High": 60}}),
    "weights-of-data": _aggregator("harmonic", {}, {}, weights={}, more=SCREEN.format(0.6, "unranked") +
                                   "weigh: [{level: 2, method: entropy}, {level: 3, method: sd}]\n",
                                   says="Weights found in the data stand as inputs"),
    "dropped": _aggregator("copeland", {}, {}, weights={}, more=SCREEN.format(0.6, "dropped"),
                           more_changed=SCREEN.format(0.8, "dropped"), inputs={"C_unit": 0.8}),
    "left-out": Case(own={"I1": ("rank", {}, {}), "I3": ("fracmax", {}, {}), "P": ("topsis", {}, {"points": 10}),
                          "Q": ("median", {}, {})},
                     more=SCREEN.format(0.6, "unranked"),
                     more_changed=SCREEN.format(0.6, "unranked").replace("indicator_coverage: 0.7",
                                                                         "indicator_coverage: 0.85"),
                     inputs={"C_indicator": 0.85}),
    "imputed": _aggregator("mean_min", {}, {"alpha": 0.2}, normalise="{method: rank, ties: average}",
                           more="impute: {method: median}\ntreat: {method: winsorise}\n",
                           says="Imputed and treated data are values"),
    "changed-after": _aggregator("owa", {}, {"alpha": 3}, normalise="{method: minmax}", weights={},
                                 more="order: [denominate, screen, treat, normalise, impute]\n"
                                 "impute: {method: mean}\n", values=tuple(INDICATORS),
                                 says="Indicator scores are values: stages after normalisation changed them"),
}
