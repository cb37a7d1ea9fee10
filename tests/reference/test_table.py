"""How much of the COINr and Compind references the program is held to: one line per file with results.

The suites named below run again here. A file counts as matched when a test that passed read it, at that test's
tolerance; every deliberate difference stands in DIFFERENT with its reason and a test of the right value. A file that no
suite reads is printed as "not run", never as matched.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import importlib
import io
import math
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from reference import FOLDER, needs, number, table  # noqa: E402
from suite import Case, main  # noqa: E402

SUITES = ["test_aggregate", "test_asem", "test_impute", "test_prepare", "test_trend"]

INPUTS = {"coinr-asem": {"iData.csv", "iMeta.csv", "iData_panel.csv", "aggregate/input_B1_complete.csv",
                         "aggregate/input_B0_missing.csv", "aggregate/weights_alt.csv",
                         "aggregate/weights_with_zeros.csv", "normalise/iMeta_with_parameters.csv",
                         "panel/iData_panel_gaps.csv"},
          "compind": {"eu_nuts1.csv", "bli_2017.csv", "eu_2020_2010_2011.csv", "eu_2020_2007_2011.csv",
                      "smaa_hpi12_input.csv"}}

# file: reason, test of the right value (suite.class.test, or a unit test by file)
DIFFERENT = {
    "coinr-asem/aggregate/B0_genmean_p2.csv":
        ("COINr's help says that gaps are skipped, its code makes the result missing; a gap drops out with its weight",
         "test_aggregate.Asem.test_a_power_mean_drops_a_gap_where_coinr_has_no_result"),
    "coinr-asem/normalise/fracmax.csv":
        ("COINr does not reverse x / max where less is better; titian does: min / x. Equal where more is better",
         "test_table.Differences.test_fracmax_reverses_the_order_where_less_is_better"),
    "coinr-asem/treat/log_GII.csv":
        ("COINr's log_GII() returns its input unchanged; titian does what its help says",
         "test_table.Differences.test_log_gii_takes_logarithms"),
    "coinr-asem/impute/em_level2_indicative.csv":
        ("one random draw of Amelia around the estimate; titian gives the estimate",
         "test_impute.Impute.test_expectation_maximisation_lies_near_a_random_draw_of_amelia"),
}

# files of which a suite compares a part: what is compared
PART = {"coinr-asem/analysis/screen_byNA_0.9.csv": "who is included", "compind/bod_bli.csv": "scores, not weights",
        "coinr-asem/analysis/screen_byNAandzeros.csv": "who is included", "compind/bod_nuts1.csv": "scores, not weights",
        "compind/rbod_bli.csv": "closed form, not the simulation", "compind/rbod_nuts1.csv":
        "closed form, not the simulation",
        "coinr-asem/panel/trends_cagr_raw.csv": "a rate from 0 is missing here, infinite there",
        "coinr-asem/panel/trends_cagr_gaps.csv": "a rate from 0 is missing here, infinite there"}


class Differences(Case):
    """The right values, where a reference has others."""

    def stage(self, stage, model, values):
        self.write("framework.csv", "iCode,Type,Level,Parent,Weight,Direction\nx,Indicator,1,top,1,-1\n"
                                    "top,Aggregate,2,,1,\n")
        self.write("model.yaml", model)
        self.write("data.csv", "uCode,Time,x\n" + "".join(f"u{k},2018,{v}\n" for k, v in enumerate(values)))
        found = table(self.run_titian("score", "model.yaml", "data.csv", "--stage", stage).out)
        return [number(found[f"u{k}"]["x"]) for k in range(len(values))]

    def near(self, found, wanted):
        for a, b in zip(found, wanted):
            self.assertLessEqual(abs(a - b), 1e-13 * max(1.0, abs(b)))

    def test_fracmax_reverses_the_order_where_less_is_better(self):
        values = [2, 4, 8, 5]
        self.near(self.stage("normalised", "normalise: {method: fracmax}\n", values), [2 / x for x in values])

    def test_log_gii_takes_logarithms(self):
        """ln((max f - 1) (x - min) / (max - min) + 1), f the smallest power of ten, from 1, with max f > 1."""
        for values, f in (([3, 4, 5, 6, 7, 950], 1), ([0.01, 0.02, 0.03, 0.04, 0.05, 0.95], 10)):
            found = self.stage("treated", "treat: {method: log_gii, force: true}\nnormalise: {method: rank}\n", values)
            low, high = min(values), max(values)
            self.near(found, [math.log((high * f - 1) * (x - low) / (high - low) + 1) for x in values])


class Recorder:
    """Which reference files are opened while a test runs."""

    def __init__(self):
        self.files = None
        sys.addaudithook(self.hook)

    def hook(self, event, arguments):
        if event == "open" and self.files is not None and isinstance(arguments[0], (str, pathlib.Path)):
            path = pathlib.Path(arguments[0])
            if path.suffix == ".csv" and FOLDER in path.parents:
                self.files.add(path.relative_to(FOLDER).as_posix())


def tests_of(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from tests_of(part)
        else:
            yield part


def run_suites():
    """{file: tests that read it and passed}, names of tests that failed, names of all that passed."""
    recorder, read, failed, passed, seen = Recorder(), {}, [], set(), set()
    for module in map(importlib.import_module, SUITES):
        for test in tests_of(unittest.defaultTestLoader.loadTestsFromModule(module)):
            name = test.id()
            if name in seen:
                continue
            seen.add(name)
            recorder.files, out, sys.stdout = set(), sys.stdout, io.StringIO()
            result = unittest.TestResult()
            try:
                test.run(result)
            finally:
                sys.stdout, files, recorder.files = out, recorder.files, None
            if not result.wasSuccessful():
                failed.append(name)
            elif not result.skipped:
                passed.add(name)
                for file in files:
                    read.setdefault(file, set()).add(name)
    return read, failed, passed


@needs("coinr-asem")
@needs("compind")
class Table(unittest.TestCase):
    def test_table(self):
        read, failed, passed = run_suites()
        own = {f"test_table.Differences.{name}" for name in dir(Differences) if name.startswith("test_")}
        with (FOLDER / "coinr-asem" / "index.csv").open(encoding="utf-8") as file:
            cases = ["coinr-asem/" + row["file"] for row in csv.DictReader(file)]
        cases += sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "compind").glob("*.csv"))
        cases = [case for case in cases if case.split("/", 1)[1] not in INPUTS[case.split("/", 1)[0]]]
        groups = {}
        lines = []
        for case in cases:
            state = "different" if case in DIFFERENT else "matched" if case in read else "not run"
            parts = case.split("/")
            counts = groups.setdefault("/".join(parts[:-1]), {"matched": 0, "different": 0, "not run": 0})
            counts[state] += 1
            lines.append(f"{state:<10} {case}" + (f" ({PART[case]})" if case in PART and state == "matched" else ""))
        print("\n" + "\n".join(lines))
        print(f"\n{'folder':<24}{'cases':>7}{'matched':>9}{'different':>11}{'not run':>9}")
        total = {"matched": 0, "different": 0, "not run": 0}
        for name, counts in groups.items():
            print(f"{name:<24}{sum(counts.values()):>7}" + "".join(f"{counts[s]:>{w}}" for s, w in
                                                                zip(total, (9, 11, 9))))
            for state in total:
                total[state] += counts[state]
        print(f"{'all':<24}{len(cases):>7}" + "".join(f"{total[s]:>{w}}" for s, w in zip(total, (9, 11, 9))))
        print("\ndeliberate differences")
        for case, (reason, test) in DIFFERENT.items():
            print(f"  {case}\n    {reason}\n    {test}")
        self.assertEqual(failed, [])
        self.assertEqual([case for case in DIFFERENT if case not in cases], [])
        self.assertEqual([test for _, test in DIFFERENT.values() if test not in passed | own], [])


if __name__ == "__main__":
    main()
