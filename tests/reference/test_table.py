"""Every file of the COINr and Compind references against the program: one line per file, and a table at the end.

A file is "matched" when each of its cells was compared with what the program prints, within the tolerance named;
"different" when some cells differ on purpose, for a reason that is printed and is a row of docs/methods-differences.md,
and all the others match. Some files are held by tests of other suites, which compare every cell of them: these tests are
run again here, and must open the file. There is nothing else: a file that no case and no such test is about fails the
test, and so does a difference that has gone. See cases.py.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
from reference import FOLDER, needs  # noqa: E402
from suite import PROJECT, main  # noqa: E402

# files that hold data or settings, not results
INPUTS = {
    "coinr-asem/iData.csv", "coinr-asem/iMeta.csv", "coinr-asem/iData_panel.csv",
    "coinr-asem/aggregate/input_B1_complete.csv", "coinr-asem/aggregate/input_B0_missing.csv",
    "coinr-asem/aggregate/weights_alt.csv", "coinr-asem/aggregate/weights_with_zeros.csv",
    "coinr-asem/normalise/iMeta_with_parameters.csv", "coinr-asem/panel/iData_panel_gaps.csv",
    "coinr-asem/weights/noisy_L2_L3_25pct_100.csv",
    "compind/eu_nuts1.csv", "compind/bli_2017.csv", "compind/eu_2020_2010_2011.csv",
    "compind/eu_2020_2007_2011.csv", "compind/smaa_hpi12_input.csv"}
UNUSED = {"coinr-asem/weights/noisy_L2_L3_25pct_100.csv": "test_uncertainty takes it, as the sets of weights",
          "compind/smaa_hpi12_input.csv": "test_smaa takes it",
          "compind/eu_2020_2007_2011.csv": "no result of the reference is from it"}

# files whose cells are compared by a test of another suite; a reason where some differ on purpose
FROM_ZERO = "a rate of growth from 0 is missing here, infinite there"
OF_ALL = "the variance is divided by 2 N here, by 2 N - 1 there, to the last digit; bootstrap intervals within 0.03, 0.01"
SENSITIVITY = {"ua_rankstats": "Coinr.test_statistics_of_ranks",
               "ua_design": "Coinr.test_mean_absolute_rank_change_of_each_replication",
               "ua_mean_abs_rank_change": "Coinr.test_mean_absolute_rank_change_of_each_replication",
               "ua_scores_first200": "Coinr.test_scores_of_the_first_200_replications",
               "sa_rankstats": "Coinr.test_statistics_of_ranks_of_the_sensitivity_analysis",
               "sa_design": "Coinr.test_output_of_each_run_of_the_sensitivity_analysis",
               "sa_y": "Coinr.test_output_of_each_run_of_the_sensitivity_analysis",
               "sa_indices": "Coinr.test_sensitivity_indices",
               "estimator_test_design": "Estimators.test_indices", "estimator_test_indices": "Estimators.test_indices"}
HELD = {
    "coinr-asem/panel/trends_cagr_raw.csv": ("test_trend.Coinr.test_growth", FROM_ZERO),
    "coinr-asem/panel/trends_cagr_gaps.csv": ("test_trend.Coinr.test_growth_with_gaps", FROM_ZERO),
    "coinr-asem/panel/trends_cagr_latest3.csv": ("test_trend.Coinr.test_growth_over_the_latest_three", ""),
    "coinr-asem/panel/trends_prc_raw.csv": ("test_trend.Coinr.test_percent_change", ""),
    **{f"compind/smaa_{name}_{table}.csv": (f"test_smaa.Smaa.{test}", "")
       for name, test in (("hpi12", "test_three_weights"), ("nuts1_minmax", "test_two_weights"))
       for table in ("summary", "rank_acceptability", "pairwise")},
    **{f"coinr-asem/sensitivity/{file}.csv": (f"test_uncertainty.{test}", OF_ALL if file == "sa_indices" else "")
       for file, test in SENSITIVITY.items()},
}

STATES = ("matched", "different")


class Opened:
    """Which reference files are opened while something runs."""

    def __init__(self):
        self.files = None
        sys.addaudithook(self.hook)

    def hook(self, event, arguments):
        if event == "open" and self.files is not None and isinstance(arguments[0], (str, pathlib.Path)):
            path = pathlib.Path(arguments[0])
            if FOLDER in path.parents:
                self.files.add(path.relative_to(FOLDER).as_posix())


def run_held():
    """{test: (passed, files it opened)} of the tests in HELD."""
    opened, done = Opened(), {}
    for name in dict.fromkeys(test for test, _ in HELD.values()):
        suite, result = unittest.defaultTestLoader.loadTestsFromName(name), unittest.TestResult()
        opened.files, out, sys.stdout = set(), sys.stdout, io.StringIO()
        try:
            suite.run(result)
        finally:
            sys.stdout = out
        done[name] = result.wasSuccessful() and result.testsRun > 0 and not result.skipped, opened.files
        opened.files = None
    return done


def all_files():
    with (FOLDER / "coinr-asem" / "index.csv").open(encoding="utf-8") as file:
        files = ["coinr-asem/" + row["file"] for row in csv.DictReader(file)]
    return files + sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / "compind").glob("*.csv"))


def line_of(case, outcome):
    state = "FAILED" if outcome.faults else "different" if case.reason else "matched"
    found = f"{state:<10} {case.file}: {outcome.compared} cells"
    if outcome.compared:
        found += f", largest error {outcome.worst:.2g} (within {case.within:.2g}{' relative' if case.relative else ''})"
    if outcome.different:
        found += f"; {outcome.different} differ"
        found += f", by at most {outcome.furthest:.2g}" if outcome.furthest < 1e-3 else ""
    if outcome.left_out:
        reasons = "; ".join(dict.fromkeys(case.but.values()))
        found += f"; {outcome.left_out} not compared ({reasons})"
    return found + (f" [{case.says}]" if case.says else "")


class Count:
    """Files of each state, by folder."""

    def __init__(self):
        self.folders = {}

    def add(self, file, state):
        folder = self.folders.setdefault(file.rsplit("/", 1)[0], dict.fromkeys(STATES, 0))
        folder[state] = folder.get(state, 0) + 1

    def total(self, state):
        return sum(folder.get(state, 0) for folder in self.folders.values())

    def text(self):
        def line(name, counts):
            return f"{name:<24}{sum(counts.values()):>7}" + "".join(f"{counts[state]:>{len(state) + 2}}" for state in STATES)
        lines = [f"{'folder':<24}{'cases':>7}" + "".join(f"  {state}" for state in STATES)]
        lines += [line(name, counts) for name, counts in self.folders.items()]
        return "\n".join(lines + [line("all", {state: self.total(state) for state in STATES})])


@needs("coinr-asem")
@needs("compind")
class Table(unittest.TestCase):
    @staticmethod
    def cases():
        import coinr
        import coinr_analysis
        import compind
        for module in (coinr, coinr_analysis, compind):
            yield from module.cases()

    def run_cases(self):
        """{file: (case, outcome)}; what a case could not even run is a fault of it."""
        import cases
        done = {}
        for case in self.cases():
            try:
                outcome = cases.compare(case, *cases.both(case))
            except AssertionError as fault:
                outcome = cases.Outcome(faults=[str(fault)])
            self.assertNotIn(case.file, done)
            done[case.file] = case, outcome
        unread = sorted(INPUTS - cases.opened - set(UNUSED))
        self.assertEqual(unread, [], "no case used these inputs")
        return done

    def test_every_file_is_matched_or_differs_for_a_reason(self):
        done, held, count, lines = self.run_cases(), run_held(), Count(), []
        files = [file for file in all_files() if file not in INPUTS]
        for file in files:
            if file in done:
                case, outcome = done[file]
                lines.append(line_of(case, outcome))
                count.add(file, "FAILED" if outcome.faults else "different" if case.reason else "matched")
            elif file in HELD:
                test, reason = HELD[file]
                passed, opened = held[test]
                state = "FAILED" if not passed or file not in opened else "different" if reason else "matched"
                lines.append(f"{state:<10} {file}: by {test}{'; ' + reason if reason else ''}")
                count.add(file, state)
            else:
                lines.append(f"NO CASE    {file}")
                count.add(file, "no case")
        print("\n" + "\n".join(lines) + "\n\n" + count.text())
        print(f"\nbeside these {len(INPUTS)} files of data and settings, of which no case takes")
        print("\n".join(f"  {file}: {why}" for file, why in UNUSED.items()))
        print("\ndeliberate differences")
        for reason, test in dict.fromkeys((case.reason, case.test) for case, _ in done.values() if case.reason):
            print(f"  {reason}\n    {test}")
            for case, outcome in done.values():
                if case.reason == reason:
                    print(f"      {case.file}: {outcome.different} of {outcome.different + outcome.compared} cells")
        for reason in dict.fromkeys(reason for _, reason in HELD.values() if reason):
            print(f"  {reason}")
            for file, (test, why) in HELD.items():
                if why == reason:
                    print(f"      {file}: {test}")
        faults = [f"{file}: {fault}" for file, (_, outcome) in done.items() for fault in outcome.faults[:5]]
        self.assertEqual(faults, [])
        self.assertEqual([file for file in done if file not in files], [], "cases about files that are not there")
        self.assertEqual(sum(map(count.total, STATES)), len(files), "a file is in none of the columns")

    def test_a_cell_that_is_wrong_would_be_noticed(self):
        """Of each case one cell that is compared, changed in the fourth digit; and one cell too few."""
        import cases
        for case in self.cases():
            wanted, found = cases.both(case)
            looked_at = [key for key in wanted if not cases.left_out(case, key) and not (case.differs and case.differs(key))]
            if not looked_at:
                continue
            with self.subTest(case.file):
                key = looked_at[len(looked_at) // 2]
                text = str(found[key])
                x = cases.number(text) if text and cases.is_number(text) else None
                wrong = text + "x" if x is None else repr(x + 3e-4 * max(1.0, abs(x)))
                self.assertTrue(cases.compare(case, wanted, found | {key: wrong}).faults)
                self.assertTrue(cases.compare(case, wanted, {k: v for k, v in found.items() if k != key}).faults)

    def test_every_difference_has_a_test_of_the_right_value(self):
        text = (HERE / "test_differences.py").read_text(encoding="utf-8")
        documented = (PROJECT / "docs" / "methods-differences.md").read_text(encoding="utf-8")
        for case in self.cases():
            if not case.reason:
                continue
            with self.subTest(case.file):
                file, name = case.test.split(": ")
                self.assertEqual(file, "test_differences.py")
                self.assertIn(f"    def {name}(self):", text)
                self.assertIn(name, documented)


if __name__ == "__main__":
    main()
