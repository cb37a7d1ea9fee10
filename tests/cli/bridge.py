"""The small model and data of these tests: four units, four indicators, scores that can be found by hand.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from suite import Case  # noqa: E402


class BridgeCase(Case):
    """A test in a folder that holds the model `bridges` and the data `bridges.csv`."""

    def setUp(self):
        super().setUp()
        shutil.copytree(HERE / "bridges", self.folder / "bridges")
        shutil.copy(HERE / "bridges.csv", self.folder / "bridges.csv")

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())
