"""titian compare --years: changes and their parts, found by hand and on the shipped models; refusals.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import csv
import io

from bridge import BridgeCase
from suite import main

FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High
ROADS,Indicator,1,WAYS,1,1,0,100
RAILS,Indicator,1,WAYS,1,1,0,100
FEES,Indicator,1,COST,1,-1,100,0
WAYS,Aggregate,2,INDEX,3,,,
COST,Aggregate,2,INDEX,1,,,
INDEX,Aggregate,3,,1,,,
"""
MODEL = """title: Roads
framework: framework.csv
screen: {method: none, max_age: 3}
normalise: {method: goalposts, range: [0, 100]}
"""
# ROADS of NOR are measured in 2018 alone; EST has no RAILS before 2020
DATA = """uCode,uName,Time,ROADS,RAILS,FEES
NOR,North,2018,40,60,80
NOR,North,2020,,50,64
STH,South,2018,60,60,60
STH,South,2020,60,60,60
EST,East,2018,20,,40
EST,East,2020,40,80,40
"""
CHANGE = """uCode,iCode,Level,T.From,T.To,Score.From,Score.To,Change,New,Rank.From,Rank.To,Both.From,Both.To,Rank.Change,\
Own,Others,Note
EST,INDEX,3,2018,2020,30,60,30,1,3,1,3,1,-2,-2,0,
NOR,INDEX,3,2018,2020,42.5,42.75,0.25,0.625,2,3,2,3,1,0,1,
STH,INDEX,3,2018,2020,55,55,0,1,1,2,1,2,1,0,1,
"""
HEADER = "uCode,iCode,Of,Method,T.From,T.To,Score.From,Score.To,Observed.From,Observed.To,Cause,Part,Change,Note"
PARTS = HEADER + """
EST,ROADS,INDEX,Shapley,2018,2020,20,40,2018,2020,new data,11.25,30,
EST,RAILS,INDEX,Shapley,2018,2020,,80,,2020,coverage,18.75,30,a value appears
EST,FEES,INDEX,Shapley,2018,2020,60,60,2018,2020,new data,0,30,
NOR,ROADS,INDEX,linear,2018,2020,40,40,2018,2018,no new data,,0.25,the same observation in both years
NOR,RAILS,INDEX,linear,2018,2020,60,50,2018,2020,new data,-3.75,0.25,
NOR,FEES,INDEX,linear,2018,2020,20,36,2018,2020,new data,4,0.25,
STH,ROADS,INDEX,linear,2018,2020,60,60,2018,2020,new data,0,0,
STH,RAILS,INDEX,linear,2018,2020,60,60,2018,2020,new data,0,0,
STH,FEES,INDEX,linear,2018,2020,40,40,2018,2020,new data,0,0,
"""


class Comparison(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)
        self.write("model.yaml", MODEL)
        self.write("roads.csv", DATA)

    def compare(self, *options, years="2018:2020", **more):
        return self.run_titian("compare", "model.yaml", "roads.csv", "--years", years, "-q", *options, **more)

    def test_changes_are_exact(self):
        """NOR falls because EST passes it; STH stands still, and its ranks are the others' doing."""
        self.assertEqual(self.compare("--node", "INDEX").out, CHANGE)

    def test_a_value_of_both_years_is_no_change(self):
        row = next(row for row in csv.DictReader(io.StringIO(self.compare().out))
                   if (row["uCode"], row["iCode"]) == ("NOR", "ROADS"))
        self.assertEqual((row["Score.To"], row["Change"], row["New"], row["Note"]), ("40", "", "0", "no new data"))

    def test_parts_are_exact(self):
        """EST: WAYS 20 -> 60, of which ROADS (20 -> 40, 50 -> 60) have 15 and RAILS (20 -> 50, 40 -> 60) 25, times 3/4."""
        self.assertEqual(self.compare("--table", "decomposition").out, PARTS)

    def test_parts_of_a_node(self):
        rows = list(csv.DictReader(io.StringIO(self.compare("-t", "decomposition", "--node", "WAYS").out)))
        self.assertEqual([(row["uCode"], row["iCode"], row["Part"]) for row in rows[:2]],
                         [("EST", "ROADS", "15"), ("EST", "RAILS", "25")])

    def test_sums_by_cause(self):
        """What has no cause is empty, not 0."""
        rows = {row["uCode"]: row for row in csv.DictReader(io.StringIO(self.compare("-t", "causes").out))}
        columns = ("Change", "New.Data", "Coverage", "Scale", "Weights", "Not.Split", "N.New", "N.Still")
        self.assertEqual([[rows[unit][c] for c in columns] for unit in ("EST", "NOR", "STH")],
                         [["30", "11.25", "18.75", "", "", "", "2", "0"], ["0.25", "0.25", "", "", "", "", "2", "1"],
                          ["0", "0", "", "", "", "", "3", "0"]])

    def test_a_table_goes_to_a_file(self):
        self.compare("-o", "change.csv")
        self.assertEqual((self.folder / "change.csv").read_text(encoding="utf-8"), self.compare().out)

    def refused(self, *options, **more):
        return self.compare(*options, code=2, **more).err

    def test_two_years_and_two_models_exclude_each_other(self):
        self.assertEqual(self.refused("--against", "model.yaml"),
                         'titian: "--against" and "--years" exclude each other\n'
                         "        compare two models in one year (--year), or two years of one model\n")
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--against", "model.yaml", "-t", "change", code=2)
        self.assertEqual(run.err, 'titian: there is no table of two models "change"\n'
                                  '        "titian help compare" lists them\n')

    def test_wrong_requests_are_refused(self):
        self.assertEqual(self.refused(years="2020:2020"),
                         "titian: a comparison needs two index years, the earlier first\n"
                         "        give a span that begins and ends in different years\n")
        self.assertEqual(self.refused("-t", "decomposition", "-n", "FEES"),
                         "titian: FEES is an indicator: nothing is under it that its change could be split into\n"
                         '        name an aggregate, or take the table "change"\n')
        self.assertEqual(self.refused("-n", "INDX"),
                         'titian: the model has no element "INDX"\n        did you mean "INDEX"?\n')
        self.assertEqual(self.refused("-t", "parts"), 'titian: there is no table "parts"\n'
                                                      '        "titian help compare" lists them\n')

    def blocks(self, *options):
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--year", "2020", "-t", "blocks", "-q", *options)
        return {row["uCode"]: row for row in csv.DictReader(io.StringIO(run.out))}

    def test_two_vintages_are_split_into_revised_and_new(self):
        """EST: FEES of 2020 revised from 40 to 20 points: a quarter of 20; NOR: ROADS appear where 2018's stood."""
        self.write("later.csv", DATA.replace("EST,East,2020,40,80,40", "EST,East,2020,40,80,20")
                   .replace("NOR,North,2020,,50,64", "NOR,North,2020,48,50,64"))
        rows = self.blocks("--against-data", "later.csv")
        columns = ("Change", "New.Data", "Revision", "Coverage", "Goalposts", "Weights", "Method")
        self.assertEqual([[round(float(rows[unit][c]), 9) for c in columns] for unit in ("EST", "NOR", "STH")],
                         [[5, 0, 5, 0, 0, 0, 0], [3, 3, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]])
        self.assertEqual({row["Not.Split"] for row in rows.values()}, {""})

    def test_two_models_are_split_into_goalposts_weights_and_method(self):
        """STH: WAYS 60, COST 40; 55 with weights 3 and 1, 50 with 1 and 1."""
        self.write("other.csv", FRAMEWORK.replace("WAYS,Aggregate,2,INDEX,3", "WAYS,Aggregate,2,INDEX,1"))
        self.write("other.yaml", MODEL.replace("framework.csv", "other.csv"))
        rows = self.blocks("--against", "other.yaml")
        self.assertEqual([rows["STH"][c] for c in ("Score.1", "Score.2", "Change", "Weights", "Goalposts", "Method")],
                         ["55", "50", "-5", "-5", "0", "0"])
        self.write("more.csv", FRAMEWORK + "POP,Other,,,,,,\n")
        self.write("more.yaml", MODEL.replace("framework.csv", "more.csv"))
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--against", "more.yaml", "-t", "blocks", "-q", code=2)
        self.assertIn("POP is a row of one of the models alone", run.err)

    def test_blocks_go_down_to_indicators(self):
        """As above, and EST loses RAILS: WAYS of 40 and 80 with COST 60 or, FEES 80, of 20."""
        self.write("later.csv", DATA.replace("EST,East,2020,40,80,40", "EST,East,2020,40,,80")
                   .replace("NOR,North,2020,,50,64", "NOR,North,2020,48,50,64"))
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--year", "2020", "-t", "decomposition", "-q",
                              "--against-data", "later.csv")
        rows = [(row["uCode"], row["iCode"], row["Block"], row["Method"], round(float(row["Part"]), 9))
                for row in csv.DictReader(io.StringIO(run.out))]
        self.assertEqual(rows, [("EST", "FEES", "revision", "linear", -10.0), ("EST", "RAILS", "coverage", "Shapley", -15.0),
                                ("NOR", "ROADS", "new data", "linear", 3.0)])

    def test_the_block_of_weights_goes_down_to_elements(self):
        """WAYS and COST go from 3/4 and 1/4 to 1/2 each: a quarter moves, and either end has half of what that does. NOR
        has WAYS 45 and COST 36, STH 60 and 40, EST 60 and 60."""
        self.write("other.csv", FRAMEWORK.replace("WAYS,Aggregate,2,INDEX,3", "WAYS,Aggregate,2,INDEX,1"))
        self.write("other.yaml", MODEL.replace("framework.csv", "other.csv"))
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--year", "2020", "-t", "decomposition", "-q",
                              "--against", "other.yaml")
        rows = [tuple(row[c] for c in ("uCode", "iCode", "Block", "Method", "Score.1", "Part", "Of.Block"))
                for row in csv.DictReader(io.StringIO(run.out))]
        self.assertEqual(rows, [("NOR", "WAYS", "weights", "linear", "45", "-1.125", "-2.25"),
                                ("NOR", "COST", "weights", "linear", "36", "-1.125", "-2.25"),
                                ("STH", "WAYS", "weights", "linear", "60", "-2.5", "-5"),
                                ("STH", "COST", "weights", "linear", "40", "-2.5", "-5")])

    def test_units_with_weights_of_their_own_have_parts_of_their_own(self):
        """STH alone, of group b, has WAYS and COST alike in the second model: from 60 and 40 with 3/4 and 1/4."""
        self.write("framework.csv", FRAMEWORK + "G,Group,,,,,,\n")
        self.write("grouped.csv", "uCode,G,Time,ROADS,RAILS,FEES\nNOR,a,2020,40,50,64\nSTH,b,2020,60,60,60\n")
        for mean in ("arithmetic", "power, p: 1"):
            model = MODEL + f"aggregate: [{{method: {mean}}}]\nweigh:\n  - {{method: given}}\n"
            self.write("model.yaml", model)
            self.write("other.yaml", model + "  - {level: 3, method: equal, where: {group: G, in: [b]}}\n")
            run = self.run_titian("compare", "model.yaml", "grouped.csv", "--against", "other.yaml", "-q", "-t",
                                  "decomposition")
            self.assertEqual([(row["uCode"], row["iCode"], row["Block"], round(float(row["Part"]), 9))
                              for row in csv.DictReader(io.StringIO(run.out))],
                             [("STH", "WAYS", "weights", -2.5), ("STH", "COST", "weights", -2.5)])

    def test_the_method_goes_down_to_stages(self):
        """STH: WAYS 60 and COST 40; 55, and 60 ^ .75 40 ^ .25 by the geometric mean; half of either on a scale to 50."""
        self.write("other.yaml", MODEL.replace("range: [0, 100]", "range: [0, 50]") + "aggregate: [{method: geometric}]\n")
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--year", "2020", "-t", "decomposition", "-q",
                              "--against", "other.yaml")
        found = {row["Stage"]: float(row["Part"]) for row in csv.DictReader(io.StringIO(run.out)) if row["uCode"] == "STH"}
        other = 60 ** 0.75 * 40 ** 0.25
        self.assertEqual(set(found), {"aggregate", "normalise"})
        self.assertAlmostEqual(found["aggregate"], 0.75 * (other - 55), 9)
        self.assertAlmostEqual(found["normalise"], -0.25 * (other + 55), 9)

    def test_games_are_chosen_by_name(self):
        """STH: WAYS 60 with COST 40, of weights 3 and 1; with 1 and 1 in a product, one block: either game has it all."""
        self.write("other.csv", FRAMEWORK.replace("WAYS,Aggregate,2,INDEX,3", "WAYS,Aggregate,2,INDEX,1"))
        self.write("other.yaml", MODEL.replace("framework.csv", "other.csv"))
        for game in ("nested", "flat"):
            self.assertEqual([self.blocks("--against", "other.yaml", "--game", game)["STH"][c]
                              for c in ("Change", "Weights", "Method")], ["-5", "-5", "0"])
        against = ("compare", "model.yaml", "roads.csv", "--against", "other.yaml")
        self.assertEqual(self.run_titian(*against, "-t", "blocks", "--game", "flatt", code=2).err,
                         'titian: there is no game "flatt"\n        did you mean "flat"?\n')
        self.assertEqual(self.run_titian(*against, "--game", "flat", code=2).err,
                         'titian: "--game" does not go with the table sides\n'
                         "        it goes with --table blocks and --table decomposition, and with a workbook\n")
        self.assertEqual(self.refused("--game", "flat"),
                         'titian: "--game" is about two models\n'
                         "        the parts of two years follow the tree: leave it away\n")

    def test_like_is_compared_with_like(self):
        """EST has no RAILS in 2018: without them WAYS go from 20 to 40, and INDEX by three quarters of that."""
        rows = {row["uCode"]: row for row in csv.DictReader(io.StringIO(self.compare("-t", "common").out))}
        self.assertEqual([rows["EST"][c] for c in ("Change", "Common.From", "Common.To", "Common.Change", "N.From", "N.To",
                                                   "N.Common", "Weight.Common", "Rank.From", "Rank.To")],
                         ["30", "30", "45", "15", "2", "3", "2", "0.625", "3", "2"])
        self.assertEqual([rows["STH"][c] for c in ("Score.From", "Common.From", "N.Common")], ["55", "55", "3"])
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--year", "2020", "-t", "common", "-q",
                              "--against", "model.yaml")
        for row in csv.DictReader(io.StringIO(run.out)):
            self.assertEqual((row["Common.1"], row["Common.2"], row["Common.Change"]), (row["Score.1"], row["Score.2"], "0"))

    def test_movers_need_something_uncertain(self):
        """U = (3 WAYS + COST) / 4: drawn weights move NOR, whose parts go apart, and leave STH where it is."""
        run = self.compare("-t", "movers", code=1)
        self.assertIn("uncertainty", run.err)
        self.write("model.yaml", MODEL + "uncertainty:\n  replications: 200\n  vary:\n"
                                         "    - {name: weights, method: noise, level: 2, share: 0.25}\n")
        rows = {row["uCode"]: row for row in csv.DictReader(io.StringIO(self.compare("-t", "movers", "-S", "3").out))}
        self.assertEqual([rows[unit]["Verdict"] for unit in ("EST", "NOR", "STH")],
                         ["moved up", "not beyond noise", "not beyond noise"])
        self.assertEqual([rows["STH"][c] for c in ("Change", "SD", "Low", "High", "P.Up", "N")],
                         ["0", "0", "0", "0", "0", "200"])
        self.assertGreater(float(rows["NOR"]["SD"]), 0.1)
        again = self.compare("-t", "movers", "-S", "3", "-j", "1").out
        self.assertEqual(again, self.compare("-t", "movers", "-S", "3", "-j", "2").out)

    def test_noise_of_methods_alone_is_said(self):
        self.write("model.yaml", MODEL + "uncertainty:\n  vary:\n"
                                         "    - {name: weights, method: noise, level: 2, share: 0.25}\n")
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--years", "2018:2020", "-t", "movers", "-N", "20")
        self.assertIn("noise is that of its weights and methods alone", run.err)

    def test_replications_go_with_what_replicates(self):
        self.assertEqual(self.refused("-N", "20"), 'titian: "--replications" does not go with the table change\n'
                                                   "        it goes with --table movers, and with a workbook\n")
        self.assertEqual(self.refused("-t", "movers", "-N", "0"),
                         "titian: the table movers needs replications\n"
                         "        ask for at least 1, or take the table change\n")
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--against", "model.yaml", "-N", "20", code=2)
        self.assertIn('"--replications" is about two years', run.err)

    def test_a_workbook_has_all_tables(self):
        self.assertEqual(self.refused("-t", "movers", "-o", "changes.xlsx"),
                         'titian: "--table" is about a CSV, and the name of the output ends in .xlsx\n'
                         "        a workbook has all tables: leave it away\n")
        self.compare("-o", "changes.xlsx")
        self.assertTrue((self.folder / "changes.xlsx").exists())
        self.assertIn("changes.xlsx: the file exists", self.refused("-o", "changes.xlsx"))
        self.compare("-o", "changes.xlsx", "--force")
        self.run_titian("compare", "model.yaml", "roads.csv", "--against", "model.yaml", "-q", "-o", "editions.xlsx")
        self.assertTrue((self.folder / "editions.xlsx").exists())
        run = self.run_titian("compare", "model.yaml", "roads.csv", "--against", "model.yaml", "-t", "blocks", "-o", "a.xlsx",
                              code=2)
        self.assertIn("a workbook has all tables", run.err)
        self.assertFalse((self.folder / "a.xlsx").exists())
        self.refused("-o", "other.xlsx", years="2020:2020")
        self.assertFalse((self.folder / "other.xlsx").exists())

    def test_the_help_lists_every_table(self):
        text = self.run_titian("compare", "--help").out
        for name in ("change", "decomposition", "causes", "movers", "sides", "blocks", "common", "nested", "flat"):
            self.assertIn(f"\n  {name} ", text)


class Shipped(BridgeCase):
    """Parts add up to the change on data as they are, with gaps, carried values and screening."""

    def check(self, model, least, years="2019:2023"):
        run = self.run_titian("compare", model, "countries", "countries-restricted", "--years", years, "-q", "-t",
                              "decomposition")
        sums, changes, causes = collections.defaultdict(float), {}, collections.Counter()
        for row in csv.DictReader(io.StringIO(run.out)):
            sums[row["uCode"]] += float(row["Part"] or 0)
            causes[row["Cause"]] += 1
            if row["Change"]:
                changes[row["uCode"]] = float(row["Change"])
        self.assertGreater(len(changes), least)
        for unit, change in changes.items():
            self.assertAlmostEqual(sums[unit], change, delta=1e-9, msg=unit)
        self.assertEqual((causes["not split"], causes["others"], causes["weights"]), (0, 0, 0))
        return causes

    def test_the_readiness_index(self):
        causes = self.check("ddri", 180)
        for cause in ("new data", "no new data", "coverage", "screening"):
            self.assertGreater(causes[cause], 50)

    def test_other_models_over_the_same_data(self):
        self.check("bali5", 180)
        self.check("ministry5", 180, "2018:2020")


if __name__ == "__main__":
    main()
