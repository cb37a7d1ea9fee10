"""The command line itself: help, versions, suggestions, exit codes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import sys
import unittest

from bridge import BridgeCase
from suite import main


class Arguments(BridgeCase):
    def commands(self):
        listed = self.run_titian("help").out.split("Commands:\n")[1].split("\n\n")[0]
        return [line.split()[0] for line in listed.splitlines()]

    def test_every_command_is_listed_and_has_help(self):
        self.assertEqual(self.commands(), ["check", "import", "score", "results", "assess", "explain", "simulate",
                                           "advise", "own", "compare", "weights", "audit", "trend", "divide",
                                           "allocate", "smaa", "uncertainty", "sensitivity", "map", "adopt", "methods",
                                           "models", "names", "help"])
        for command in self.commands():
            with self.subTest(command):
                text = self.run_titian("help", command).out
                self.assertTrue(text.startswith(f"titian {command}: "))
                self.assertRegex(text, rf"(?m)^Usage: titian {command}\b")
                self.assertIn("\nOptions:\n", text)
                self.assertRegex(text, rf"(?m)^Examples:\n  titian {command}\b")

    def test_help_is_the_same_by_every_way(self):
        for command in self.commands():
            with self.subTest(command):
                text = self.run_titian("help", command).out
                self.assertEqual(self.run_titian(command, "--help").out, text)
                self.assertEqual(self.run_titian(command, "-h").out, text)
                self.assertEqual(self.run_titian(command, "no-such-model", "-h").out, text)
        self.assertEqual(self.run_titian("--help").out, self.run_titian("help").out)
        self.assertEqual(self.run_titian("-h").out, self.run_titian("help").out)

    def test_help_goes_to_stdout_alone(self):
        self.assertEqual(self.run_titian("help", "assess").err, "")

    def test_help_fits_a_screen_of_112_columns(self):
        for command in self.commands():
            for line in self.run_titian("help", command).out.splitlines():
                with self.subTest(line):
                    self.assertLessEqual(len(line), 112)

    def test_version(self):
        for option in ("--version", "-V"):
            self.assertEqual(self.run_titian(option).out, f"titian {os.environ['TITIAN_VERSION']}\n")

    def test_no_command_is_a_usage_error(self):
        run = self.run_titian(code=2)
        self.assertEqual(run.out, "")
        self.assertEqual(run.err, 'titian: a command is needed\n        "titian help" lists the commands\n')

    def test_an_unknown_command_suggests_the_nearest(self):
        self.assertEqual(self.run_titian("asess", code=2).err,
                         'titian: there is no command "asess"\n        did you mean "titian assess"?\n')
        self.assertEqual(self.run_titian("help", "xyz", code=2).err,
                         'titian: there is no command "xyz"\n        "titian help" lists the commands\n')

    def test_an_unknown_option_suggests_the_nearest(self):
        self.assertEqual(self.run_titian("score", "--yaer=2020", "bridges", "bridges.csv", code=2).err,
                         'titian: "titian score" has no option "--yaer=2020"\n        did you mean "--year"?\n')
        self.assertEqual(self.run_titian("score", "-z", code=2).err,
                         'titian: "titian score" has no option "-z"\n'
                         '        "titian score --help" lists the options\n')
        self.assertEqual(self.run_titian("--stage", code=2).err,
                         'titian: "titian" has no option "--stage"\n        "titian --help" lists the options\n')

    def test_an_option_of_another_command_is_unknown(self):
        self.assertEqual(self.run_titian("methods", "--budget=3", code=2).err,
                         'titian: "titian methods" has no option "--budget=3"\n'
                         '        it goes with titian assess, allocate; "titian methods --help" lists the options\n')
        self.assertEqual(self.run_titian("methods", "--year", "2023", code=2).err,  # which nearly every command has
                         'titian: "titian methods" has no option "--year"\n'
                         '        "titian methods --help" lists the options\n')
        self.run_titian("check", "bridges", "bridges.csv", "-o", "x.csv", code=2)

    def test_an_option_without_its_value_is_a_usage_error(self):
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "--year", code=2).err,
                         'titian: the option "--year" needs a value behind it\n'
                         '        "titian score --help" lists the options\n')
        self.run_titian("score", "bridges", "bridges.csv", "-o", code=2)

    def test_a_value_for_an_option_without_one_is_a_usage_error(self):
        self.assertEqual(self.run_titian("score", "--force=yes", "bridges", "bridges.csv", code=2).err,
                         'titian: the option "--force=yes" takes no value\n'
                         '        "titian score --help" lists the options\n')

    def test_an_option_given_twice_is_a_usage_error(self):
        self.run_titian("score", "bridges", "bridges.csv", "--year", "2023", "--year", "2024", code=2)

    def test_too_few_and_too_many_operands(self):
        for command in ("check", "score", "assess", "explain"):
            with self.subTest(command):
                self.assertEqual(self.run_titian(command, code=2).err,
                                 f'titian: "titian {command}" needs a model and data\n'
                                 f'        "titian help {command}" shows how\n')
        self.assertEqual(self.run_titian("methods", "minmax", "zscore", code=2).err,
                         'titian: "titian methods" does not take "zscore"\n'
                         '        "titian help methods" shows what it takes\n')

    def test_a_model_without_data_is_told_which_data_are_shipped(self):
        """Folders of datasets/ that describe themselves; communities has one folder for each country."""
        shipped = "communities/brazil, communities/us, countries, countries-restricted, worldbank-lists"
        for command in self.commands():
            usage = re.search(r"(?m)^Usage: titian \S+ MODEL.* DATA", self.run_titian("help", command).out)
            with self.subTest(command):
                if usage:
                    self.assertEqual(self.run_titian(command, "ddri", code=2).err,
                                     f'titian: "titian {command}" needs data behind the model "ddri"\n'
                                     f"        name files, folders or what is shipped: {shipped}; "
                                     f'"titian help {command}" shows how\n')

    def test_options_may_stand_anywhere(self):
        expected = self.run_titian("score", "bridges", "bridges.csv", "--year", "2024").out
        self.assertEqual(self.run_titian("score", "--year=2024", "bridges", "bridges.csv").out, expected)
        self.assertEqual(self.run_titian("score", "bridges", "-y", "2024", "bridges.csv").out, expected)
        self.assertEqual(self.run_titian("score", "-y2024", "--", "bridges", "bridges.csv").out, expected)

    def test_years_are_four_digits(self):
        for year in ("24", "20x4", "02024", "2024.0", "", "-2024", "2023:2024"):
            with self.subTest(year):
                run = self.run_titian("score", "bridges", "bridges.csv", f"--year={year}", code=2)
                self.assertEqual(run.err, f'titian: "{year}" is not a year\n'
                                          '        write four digits: --year 2023\n')
        for span in ("2024", "2024:2023", "2023-2024", ":2024", "2023:", "2023:2024:2025"):
            with self.subTest(span):
                run = self.run_titian("score", "bridges", "bridges.csv", f"--years={span}", code=2)
                self.assertIn("is not a span of years", run.err)

    def test_two_years_may_be_given_apart(self):
        together = self.run_titian("score", "bridges", "bridges.csv", "--years", "2024:2024").out
        for words in (["--years", "2024", "2024", "bridges", "bridges.csv"],
                      ["bridges", "--years", "2024", "2024", "bridges.csv"],
                      ["bridges", "bridges.csv", "-Y", "2024", "2024"]):
            self.assertEqual(self.run_titian("score", *words).out, together)
        self.assertIn("is not a span of years",
                      self.run_titian("score", "bridges", "bridges.csv", "--years", "2023", code=2).err)

    def test_year_and_years_exclude_each_other(self):
        self.run_titian("score", "bridges", "bridges.csv", "--year", "2024", "--years", "2023:2024", code=2)

    def test_a_year_outside_the_data_is_a_usage_error(self):
        self.assertRegex(self.run_titian("score", "bridges", "bridges.csv", "--year", "2031", code=2).err,
                         r"^titian: the data do not reach the year 2031\n {8}\S")

    def test_a_model_or_file_that_is_not_there(self):
        self.assertEqual(self.run_titian("score", "dri", "bridges.csv", code=3).err,
                         'titian: there is no model "dri"\n        did you mean "ddri"?\n')
        self.assertEqual(self.run_titian("score", "./nowhere/model", "bridges.csv", code=3).err,
                         'titian: there is no model "./nowhere/model"\n'
                         '        "titian models" lists the models\n')
        self.assertTrue(self.run_titian("score", "bridges", "bridge.csv", code=3).err.startswith(
            'titian: there is no file, folder or shipped dataset "bridge.csv"\n'
            '        check the name; paths start from the present folder; shipped are: communities/brazil, '))

    def test_an_existing_path_wins_over_a_shipped_name(self):
        (self.folder / "bridges").rename(self.folder / "ddri")
        self.assertIn("INDEX", self.run_titian("score", "ddri", "bridges.csv").out.splitlines()[0])

    def test_models_are_sought_in_the_folders_of_the_environment(self):
        os.mkdir(self.folder / "mine")
        (self.folder / "bridges").rename(self.folder / "mine" / "crossings")
        run = self.run_titian("score", "crossings", "bridges.csv",
                              env={**os.environ, "TITIAN_MODELS": f"{self.folder}/none:{self.folder}/mine"})
        self.assertIn("INDEX", run.out.splitlines()[0])
        self.run_titian("score", "crossings", "bridges.csv", code=3)

    def test_a_name_never_leaves_its_shelf(self):
        self.run_titian("score", "ddri/../egdi", "bridges.csv", code=3)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_a_full_disk_is_noticed(self):
        for command in (["help"], ["methods"], ["score", "bridges", "bridges.csv"],
                        ["explain", "bridges", "bridges.csv", "--unit", "EST"]):
            with self.subTest(command[0]), open("/dev/full", "wb") as full:
                run = self.run_titian(*command, code=3, stdout=full)
                self.assertRegex(run.err, r"^titian: .*could not be written whole: No space left on device\n$")

    def test_quiet_silences_notes_but_not_errors(self):
        self.change("bridges.csv", "80,10,90,100", "80,10,90,0")
        self.assertRegex(self.run_titian("score", "bridges", "bridges.csv").err, r"(?m)^titian: note: ")
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", "--quiet").err, "")
        self.assertEqual(self.run_titian("--quiet", "score", "bridges", "bridges.csv").err, "")
        self.change("bridges.csv", "80,10,90,0", "80,ten,90,0")
        self.assertIn('"ten" is not a number', self.run_titian("score", "-q", "bridges", "bridges.csv", code=1).err)

    def test_nothing_but_results_goes_to_stdout(self):
        self.change("bridges.csv", "80,10,90,100", "80,ten,90,0")
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv", code=1).out, "")

    def test_no_progress_where_stderr_is_no_terminal(self):
        self.assertEqual(self.run_titian("score", "bridges", "bridges.csv").err, "")

    def test_messages_name_no_source_file_of_titian(self):
        for arguments in (["x"], ["score", "nope", "y"], ["score", "bridges", "bridges.csv", "--year", "1800"]):
            run = self.run_titian(*arguments, code=3 if "nope" in arguments else 2)
            self.assertIsNone(re.search(r"\w+\.c\b(?!sv)", run.err))


if __name__ == "__main__":
    sys.exit(main())
