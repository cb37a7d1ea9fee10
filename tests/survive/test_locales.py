"""The same bytes in every language: numbers, sorting and letters do not follow the locale.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from harsh import HarshCase
from suite import main, program

# A decimal comma; I without a dot in small letters; another script and its digits; dots between thousands.
LOCALES = ("de_DE", "tr_TR", "ar_EG", "id_ID")
COMMANDS = {
    "score": ("score", "bridges", "bridges.csv"),
    "check": ("check", "bridges", "bridges.csv"),
    "explain": ("explain", "bridges", "bridges.csv", "-u", "EST"),
    "results": ("results", "bridges", "bridges.csv"),
    "audit": ("audit", "bridges", "bridges.csv"),
    "weights": ("weights", "bridges", "bridges.csv"),
    "methods": ("methods",),
    "help": ("help", "assess"),
    "faults": ("score", "bridges", "faulty.csv"),
    "shipped": ("score", "DDRI".lower(), "countries", "countries-restricted"),
}


def make_locales(folder):
    """@return whether they could be made"""
    localedef = os.environ.get("TITIAN_LOCALEDEF") or shutil.which("localedef")
    if not localedef or not pathlib.Path(localedef).exists() or not pathlib.Path("/usr/share/i18n/locales/tr_TR").exists():
        return False
    for name in LOCALES:
        subprocess.run([localedef, "-i", name, "-f", "UTF-8", f"{folder}/{name}.UTF-8"], capture_output=True, check=False)
        if not pathlib.Path(f"{folder}/{name}.UTF-8/LC_NUMERIC").exists():
            return False
    return True


class Locales(HarshCase):
    @classmethod
    def setUpClass(cls):
        cls.locales = tempfile.mkdtemp(prefix="titian-locales-")
        cls.addClassCleanup(shutil.rmtree, cls.locales)
        if not make_locales(cls.locales):
            raise unittest.SkipTest("there is no localedef, or no sources of locales: apt-get install locales")

    def setUp(self):
        super().setUp()
        text = (self.folder / "bridges.csv").read_text()
        self.write("faulty.csv", text.replace("80", "80,5").replace("river", '"1,5"').replace("NET", "net").replace("CODE", "İcode"))

    def outputs(self, locale):
        environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "LOCPATH": self.locales}
        environment.pop("LANGUAGE", None)
        found = {}
        for name, command in COMMANDS.items():
            done = subprocess.run([program(), *command], cwd=self.folder, env=environment, capture_output=True,
                                  stdin=subprocess.DEVNULL, check=False)
            found[name] = (done.returncode, done.stdout, done.stderr)
        done = subprocess.run([program(), "assess", "bridges", "bridges.csv", "-q", "--force", "-o", "out.xlsx"], cwd=self.folder,
                              env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        found["assess"] = (done.returncode, done.stdout, (self.folder / "out.xlsx").read_bytes())
        return found

    def test_the_locales_are_those_meant(self):
        """Else the other test shows nothing."""
        for name, expected in (("de_DE", "0,5"), ("id_ID", "0,5")):
            shown = subprocess.run(["env", f"LOCPATH={self.locales}", f"LC_ALL={name}.UTF-8", "printf", "%.1f", "0,5"],
                                   capture_output=True, check=False)
            self.assertEqual(shown.stdout.decode(), expected, shown.stderr)

    def test_every_command_gives_the_same_bytes(self):
        plain = self.outputs("C")
        self.assertEqual({name: code for name, (code, _, _) in plain.items()},
                         {name: 1 if name == "faults" else 0 for name in plain})
        for locale in LOCALES:
            found = self.outputs(f"{locale}.UTF-8")
            for name, output in plain.items():
                with self.subTest(locale, command=name):
                    self.assertEqual(found[name], output)


if __name__ == "__main__":
    sys.exit(main())
