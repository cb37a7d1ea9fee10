"""The shipped lists of the World Bank: against copies of what it published, and in a gate.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import csv
import functools
import hashlib
import io
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import PROJECT, Case, main  # noqa: E402

FOLDER = PROJECT / "datasets/worldbank-lists"
INCOME = ("Low income", "Lower middle income", "Upper middle income", "High income")
DATA = ("countries", "countries-restricted", "worldbank-lists")

# Low, lower middle, upper middle, high; fiscal year: as the World Bank announced them.
SIZES = {2016: (31, 51, 53, 80), 2017: (31, 52, 56, 79), 2018: (31, 53, 56, 78), 2019: (34, 47, 56, 81),
         2020: (31, 47, 60, 80), 2021: (29, 50, 56, 83), 2022: (27, 55, 55, 80), 2023: (28, 54, 54, 81),
         2024: (26, 54, 54, 83), 2025: (26, 51, 54, 86), 2026: (25, 50, 54, 87)}

# The Bank's table of economies, fiscal year 2018, from another copy than the one the lists are made from
# (connor-cozens/Invest-Ed, countryCodes.js). The 78 others are of high income.
FY2018 = {
    "Low income": "AFG BEN BFA BDI CAF TCD COM COD ERI ETH GMB GIN GNB HTI PRK LBR MDG MWI MLI MOZ NPL NER RWA SEN SLE SOM "
                  "SSD TZA TGO UGA ZWE",
    "Lower middle income": "AGO ARM BGD BTN BOL CPV KHM CMR COG CIV DJI EGY SLV GEO GHA GTM HND IND IDN JOR KEN KIR XKX "
                           "KGZ LAO LSO MRT FSM MDA MNG MAR MMR NIC NGA PAK PNG PHL STP SLB LKA SDN SWZ SYR TJK TLS TUN "
                           "UKR UZB VUT VNM PSE YEM ZMB",
    "Upper middle income": "ALB DZA ASM ARG AZE BLR BLZ BIH BWA BRA BGR CHN COL CRI HRV CUB DMA DOM ECU GNQ FJI GAB GRD "
                           "GUY IRN IRQ JAM KAZ LBN LBY MKD MYS MDV MHL MUS MEX MNE NAM NRU PAN PRY PER ROU RUS WSM SRB "
                           "ZAF LCA VCT SUR THA TON TUR TKM TUV VEN"}

# Who came on the list of fragile situations and who left it (GPID-WB/Class, Class.do), and how many were on it then.
FRAGILE = {2020: ("BFA CMR NER NGA VEN", "CIV DJI MOZ TGO", 37), 2021: ("MOZ LAO", "", 39),
           2022: ("ARM AZE ETH", "GMB LAO LBR", 39), 2023: ("UKR", "ARM AZE KIR", 37), 2024: ("KIR STP", "", 39),
           2025: ("", "", 39), 2026: ("", "XKX", 38)}


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table(FOLDER / "lists.csv")


@functools.cache
def on(name, fiscal_year):
    """Codes on a list of a fiscal year, which is published in the year before."""
    year = fiscal_year - 1
    return {row["uCode"] for row in ROWS
            if row["list"] == name and int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)}


def group(code, fiscal_year):
    return [label for label in INCOME if code in on(f"income_group={label}", fiscal_year)]


class WorldBank(Case):
    def test_files_are_those_of_the_description(self):
        package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
        resource, data = package["resources"][0], (FOLDER / "lists.csv").read_bytes()
        self.assertEqual((resource["bytes"], resource["hash"]),
                         (len(data), "sha256:" + hashlib.sha256(data).hexdigest()))
        self.assertEqual({row["list"] for row in ROWS}, set(resource["schema"]["fields"][0]["constraints"]["enum"]))

    def test_spells_of_one_economy_neither_overlap_nor_touch(self):
        spells = collections.defaultdict(list)
        for row in ROWS:
            spells[row["list"], row["uCode"]].append((int(row["valid_from"]), int(row["valid_to"] or 9999)))
        for key, years in spells.items():
            for (first, last), following in zip(sorted(years), sorted(years)[1:] + [(99999, 99999)]):
                self.assertLessEqual(first, last, key)
                self.assertGreater(following[0], last + 1, key)

    def test_the_source_repeats_the_fiscal_years(self):
        for row in ROWS:
            first, last = int(row["valid_from"]) + 1, int(row["valid_to"] or 2025) + 1
            said = f"fiscal year {first}" if first == last else f"fiscal years {first} to {last}"
            self.assertIn(f": {said}", row["source"] + " ", row)

    # ---- income ----

    def test_income_groups_have_the_published_sizes(self):
        for year, sizes in SIZES.items():
            self.assertEqual(tuple(len(on(f"income_group={label}", year)) for label in INCOME), sizes, year)

    def test_every_economy_is_in_one_income_group(self):
        """But Venezuela, unclassified from fiscal year 2022, and Ethiopia in 2026."""
        codes = [row["unit_code"] for row in table(PROJECT / "datasets/countries/units.csv")]
        for year in range(2017, 2027):
            without = ({"VEN"} if year >= 2022 else set()) | ({"ETH"} if year == 2026 else set())
            for code in codes:
                self.assertEqual(len(group(code, year)), 0 if code in without else 1, (code, year))

    def test_income_groups_are_those_of_the_countries(self):
        """Fiscal year 2026. The countries have none for Cuba and the DPR of Korea, which are classified."""
        for row in table(PROJECT / "datasets/countries/units.csv"):
            told = {"CUB": "Upper middle income", "PRK": "Low income"}.get(row["unit_code"], row["income_group"])
            self.assertEqual(group(row["unit_code"], 2026), [told] if told else [], row["unit_code"])

    def test_income_groups_are_those_of_another_copy(self):
        for label, codes in FY2018.items():
            self.assertEqual(on(f"income_group={label}", 2018), set(codes.split()), label)

    def test_changes_of_income_group_that_are_known(self):
        low, lower, upper, high = INCOME
        for code, years in {"IDN": {2020: lower, 2021: upper, 2022: lower, 2023: lower, 2024: upper},
                            "LBN": {2022: upper, 2023: lower}, "ZMB": {2022: lower, 2023: low, 2024: lower},
                            "RUS": {2013: upper, 2014: high, 2016: high, 2017: upper, 2024: upper, 2025: high},
                            "BGR": {2024: upper, 2025: high}, "PLW": {2022: high, 2023: upper, 2024: upper, 2025: high},
                            "MUS": {2020: upper, 2021: high, 2022: upper}, "PSE": {2023: lower, 2024: upper, 2025: lower},
                            "UKR": {2024: lower, 2025: upper}, "SSD": {2013: lower, 2014: low, 2015: lower, 2016: low},
                            "ARG": {2015: upper, 2016: high, 2017: upper, 2018: upper, 2019: high, 2020: upper},
                            "HUN": {2013: high, 2014: upper, 2015: upper, 2016: high}, "NAM": {2025: upper, 2026: lower},
                            "CPV": {2025: lower, 2026: upper}, "CRI": {2025: upper, 2026: high}}.items():
            self.assertEqual({year: group(code, year) for year in years}, {y: [label] for y, label in years.items()}, code)

    # ---- fragile situations, IDA ----

    def test_the_list_of_fragile_situations_changes_as_published(self):
        self.assertEqual(len(on("fragile", 2019)), 36)
        for year, (came, left, n) in FRAGILE.items():
            before, now = on("fragile", year - 1), on("fragile", year)
            self.assertEqual((now - before, before - now, len(now)), (set(came.split()), set(left.split()), n), year)

    def test_fragile_situations_that_another_file_has(self):
        """PIP-Technical-Team/aux_income_groups, by the year of the figures, two before the fiscal year."""
        for code, year, there in (("AFG", 2017, True), ("AFG", 2024, True), ("BFA", 2017, False), ("SDN", 2018, True),
                                  ("MDG", 2019, False), ("SLE", 2019, False), ("TCD", 2020, True), ("AGO", 2021, False),
                                  ("CMR", 2022, True), ("SEN", 2022, False), ("COM", 2023, True), ("COG", 2024, True),
                                  ("RWA", 2024, False), ("ALB", 2022, False), ("CPV", 2018, False)):
            self.assertEqual(code in on("fragile", year + 2), there, (code, year))

    def test_borrowers_of_ida(self):
        sizes = {2018: 75, 2019: 75, 2020: 76, 2021: 74, 2022: 74, 2023: 74, 2024: 75, 2026: 78}
        self.assertEqual({year: len(on("ida", year)) for year in sizes}, sizes)
        for code, years in {"FJI": {2019: False, 2020: True, 2026: True}, "MDA": {2020: True, 2021: False},
                            "MNG": {2020: True, 2021: False}, "LKA": {2018: False, 2023: False, 2024: True, 2026: True},
                            "BLZ": {2024: False, 2026: True}, "SUR": {2024: False, 2026: True},
                            "SWZ": {2024: False, 2026: True}, "ZWE": {2018: True, 2020: True, 2026: True},
                            "KEN": {2018: True, 2026: True}, "GUY": {2018: True, 2026: True},
                            "VNM": {2018: False}, "BOL": {2018: False}, "IND": {2018: False, 2026: False},
                            "PSE": {2020: False, 2026: False}, "BRB": {2026: False}}.items():
            self.assertEqual({year: code in on("ida", year) for year in years}, years, code)

    # ---- in the program ----

    def model(self, gate):
        """The shipped index with a gate of one's own and rows for the two groups that it does not have."""
        framework = (PROJECT / "models/ddri/framework.csv").read_text(encoding="utf-8")
        cells = framework.split("\n", 1)[0].count(",")
        for code in ("fragile", "ida"):
            framework += f"{code},{code},Group" + "," * (cells - 2) + "\n"
        text = (PROJECT / "models/ddri/model.yaml").read_text(encoding="utf-8")
        given = '{group: dac_recipient, in: ["1"], reason: "not on the DAC list of ODA recipients"}'
        self.assertIn(given, text)
        self.write("framework.csv", framework)
        self.write("model.yaml", text.replace(given, gate))

    def rows(self, command, year, *options):
        text = self.run_titian(command, "model.yaml", *DATA, "-q", "--year", year, *options).out
        return {row["uCode"]: row for row in csv.DictReader(io.StringIO(text))}

    def test_a_gate_names_years_and_source(self):
        self.model('{group: fragile, in: ["1"], reason: not fragile}')
        listed = "World Bank, list of fragile and conflict-affected situations: fiscal years"
        at = self.rows("score", "2021", "--priority")
        self.assertEqual((at["UKR"]["Decision"], at["UKR"]["Why"]),
                         ("out", f"not fragile (not on the list fragile in 2021: from 2022, {listed} 2023 to 2026)"))
        self.assertEqual(at["ARM"]["Why"], f"on the list fragile in 2021: 2021 to 2021, {listed[:-1]} 2022")
        at = self.rows("score", "2023", "--priority")
        self.assertEqual((at["UKR"]["Decision"], at["UKR"]["Why"]),
                         ("in", f"on the list fragile in 2023: from 2022, {listed} 2023 to 2026"))
        self.assertEqual(at["IDN"]["Why"], "not fragile (not on the list fragile in 2023)")
        self.assertEqual({code for code, row in at.items() if row["Decision"] != "out"}, on("fragile", 2024))

    def test_money_for_borrowers_of_ida(self):
        self.model('{group: ida, in: ["1"]}')
        rows = self.rows("allocate", "2023", "--budget", "100")
        self.assertEqual(rows["LKA"]["Why"], "on the list ida in 2023: from 2023, World Bank, lending category IDA or Blend: "
                                             "fiscal years 2024 to 2026")
        self.assertEqual([rows[code]["Decision"] for code in ("LKA", "MDA")], ["in", "out"])
        self.assertEqual({code for code, row in rows.items() if row["Decision"] == "in"} - on("ida", 2024), set())

    def test_income_groups_are_those_of_the_index_year(self):
        """Indonesia, upper middle in the countries' file: lower middle by the list of July 2022."""
        self.model("{group: income_group, in: [Low income, Lower middle income]}")
        rows = self.rows("score", "2022", "--priority")
        self.assertEqual(rows["IDN"]["Why"], "on the list income_group=Lower middle income in 2022: 2021 to 2022, "
                                             "World Bank, classification by income: fiscal years 2022 to 2023")
        self.assertEqual({code for code, row in rows.items() if row["Decision"] != "out"},
                         (on("income_group=Low income", 2023) | on("income_group=Lower middle income", 2023)) & set(rows))

    def test_nothing_changes_without_a_group_of_the_name(self):
        """The shipped index has no group of fragile situations; scores do not depend on income groups."""
        plain, with_lists = (self.run_titian("score", "ddri", *names, "-q").out for names in (DATA[:2], DATA))
        self.assertEqual(plain, with_lists)


if __name__ == "__main__":
    main()
