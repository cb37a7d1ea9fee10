"""What the suites of survival share: the small model of the cli suites, and limits on a run of the program.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import resource
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from bridge import BridgeCase  # noqa: E402
from suite import program  # noqa: E402

# The address sanitizer takes terabytes of address space for itself, and much time.
SANITIZED = bool(os.environ.get("TITIAN_SANITIZE"))


def limit(what, most):
    """For preexec_fn: the program may have at most so much."""
    return lambda: resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


class HarshCase(BridgeCase):
    """A test in a folder with model and data, where only the files that are meant to be there may be left."""

    def assert_files(self, *expected):
        self.assertEqual(self.files(), sorted(["bridges", "bridges.csv", *expected]))

    def start(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen([program(), *map(str, arguments)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, **options)
