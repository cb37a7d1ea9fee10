"""Install to a new prefix; run the installed program; build on the installed library by both routes.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import Case, main  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SANITIZE = [f"-fsanitize={os.environ['TITIAN_SANITIZE']}"] if os.environ["TITIAN_SANITIZE"] else []


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Install(Case):
    @classmethod
    def setUpClass(cls):
        cls.root = pathlib.Path(tempfile.mkdtemp(prefix="titian-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.root)
        first = cls.root / "first prefix"
        run(os.environ["TITIAN_CMAKE"], "--install", os.environ["TITIAN_BUILD"], "--prefix", first)
        # moved afterwards: nothing in it may remember where it was put
        cls.prefix = cls.root / "moved"
        first.rename(cls.prefix)
        cls.pkgconfig = next(cls.prefix.glob("**/titian.pc")).parent

    def expected(self):
        return f"{os.environ['TITIAN_VERSION']} 0.1 minmax\n"

    def test_the_program_finds_its_models_and_data(self):
        out = run(self.prefix / "bin/titian", "score", "ddri", "countries", "countries-restricted", "--quiet",
                  cwd=self.folder)
        self.assertTrue(out.startswith("uCode,uName,Time,"), out[:200])
        self.assertGreater(out.count("\n"), 100)

    def test_the_installed_models_are_those_of_the_source(self):
        installed = {path.name for path in (self.prefix / "share/titian/models").iterdir()}
        self.assertEqual(installed, {path.name for path in (HERE.parents[1] / "models").iterdir()})

    def test_the_version_is_that_of_the_project(self):
        self.assertEqual(run(self.prefix / "bin/titian", "--version"), f"titian {os.environ['TITIAN_VERSION']}\n")

    def test_find_package(self):
        flags = " ".join(SANITIZE)
        run(os.environ["TITIAN_CMAKE"], "-G", "Ninja", "-S", HERE / "consumer", "-B", self.folder / "build",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_C_COMPILER={os.environ['TITIAN_CC']}",
            f"-DCMAKE_C_FLAGS={flags}")
        run(os.environ["TITIAN_CMAKE"], "--build", self.folder / "build")
        self.assertEqual(run(self.folder / "build/consumer"), self.expected())

    def test_pkg_config(self):
        environment = {**os.environ, "PKG_CONFIG_PATH": str(self.pkgconfig),
                       "LD_LIBRARY_PATH": str(self.pkgconfig.parent)}
        flags = run("pkg-config", "--cflags", "--libs", "titian", env=environment).split()
        run(os.environ["TITIAN_CC"], "-std=c11", *SANITIZE, HERE / "consumer/main.c", "-o", self.folder / "consumer",
            *flags)
        self.assertEqual(run(self.folder / "consumer", env=environment), self.expected())
        self.assertEqual(run("pkg-config", "--modversion", "titian", env=environment).strip(),
                         os.environ["TITIAN_VERSION"])

    def test_no_installed_text_names_the_build_folder(self):
        for path in self.prefix.rglob("*"):
            if path.suffix in (".cmake", ".pc", ".h"):
                with self.subTest(path.name):
                    self.assertNotIn(os.environ["TITIAN_BUILD"], path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
