"""COINr's default pipeline on the ASEM data, from the unchanged iData.csv and iMeta.csv: all seven stages.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from reference import FOLDER, needs, number, relative_error, table  # noqa: E402
from suite import Case, main  # noqa: E402

ASEM = FOLDER / "coinr-asem"
WITHIN = 1e-12  # relative
MODEL = pathlib.Path(__file__).resolve().parent / "asem" / "model.yaml"


@needs("coinr-asem")
class Asem(Case):
    def setUp(self):
        super().setUp()
        shutil.copy(MODEL, self.folder / "model.yaml")
        shutil.copy(ASEM / "iMeta.csv", self.folder / "iMeta.csv")

    def compare(self, stage, file):
        run = self.run_titian("score", self.folder / "model.yaml", ASEM / "iData.csv", "--stage", stage)
        found = table(run.out)
        expected = table((ASEM / "default" / file).read_text(encoding="utf-8"))
        self.assertEqual(set(found), set(expected))
        worst, cells = (0.0, "", ""), 0
        for unit, row in expected.items():
            for code, text in row.items():
                if code == "uCode":
                    continue
                worst = max(worst, (relative_error(number(found[unit][code]), number(text)), unit, code))
                cells += 1
        print(f"{stage}: {cells} cells, largest relative error {worst[0]:.3g} ({worst[1]} {worst[2]}) ", end="")
        self.assertLessEqual(worst[0], WITHIN, worst)

    def test_1_raw(self):
        self.compare("raw", "1_raw.csv")

    def test_2_denominated(self):
        self.compare("denominated", "2_denominated.csv")

    def test_3_imputed(self):
        self.compare("imputed", "3_imputed.csv")

    def test_4_screened(self):
        self.compare("screened", "4_screened.csv")

    def test_5_treated(self):
        self.compare("treated", "5_treated.csv")

    def test_6_normalised(self):
        self.compare("normalised", "6_normalised.csv")

    def test_7_aggregated(self):
        self.compare("aggregated", "7_aggregated.csv")

    def test_the_framework_alone_runs_with_the_defaults(self):
        run = self.run_titian("score", self.folder / "iMeta.csv", ASEM / "iData.csv")
        self.assertEqual(len(table(run.out)), 51)


if __name__ == "__main__":
    main()
