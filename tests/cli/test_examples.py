"""Every example of the help and every command in the documentation runs as it stands.

In a document the commands are the lines `$ titian ...` or `titian ...` of a fenced block marked `sh`; blocks of one
document run one after the other in one folder.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys

from bridge import BridgeCase
from suite import PROJECT, main, program

DOCUMENTS = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def blocks(path):
    return re.findall(r"(?ms)^```sh\n(.*?)^```$", path.read_text(encoding="utf-8"))


class Examples(BridgeCase):
    def shell(self, command):
        """Run one command line with titian on the PATH."""
        path = f"{pathlib.Path(program()).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["bash", "-ec", command], cwd=self.folder, env={**os.environ, "PATH": path},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")

    def test_links_lead_somewhere(self):
        for path in [*DOCUMENTS, PROJECT / "CONTRIBUTING.md", PROJECT / "CHANGELOG.md"]:
            for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
                with self.subTest(f"{path.name}: {link}"):
                    self.assertTrue((path.parent / link).exists())

    def test_every_status_is_documented(self):
        header = (PROJECT / "analyzer/include/titian/status.h").read_text(encoding="utf-8")
        document = (PROJECT / "docs/errors.md").read_text(encoding="utf-8")
        statuses = re.findall(r'X\((\w+), (-?\d+), "([^"]+)"\)', header)
        self.assertGreater(len(statuses), 5)
        for name, value, text in statuses:
            self.assertIn(f"| `TITIAN_{name}` | {value} | {text} |", document)

    def test_examples_of_the_help(self):
        for command in ("allocate", "check", "score", "assess", "explain", "trend", "divide", "smaa", "uncertainty", "sensitivity", "map", "methods",
                        "models", "help"):
            examples = self.run_titian("help", command).out.split("Examples:\n")[1].splitlines()
            self.assertGreater(len(examples), 0)
            for line in examples:
                with self.subTest(line.strip()):
                    self.assertEqual(shlex.split(line)[:2], ["titian", command])
                    self.shell(line)

    def test_examples_of_the_documents(self):
        for path in DOCUMENTS:
            for block in blocks(path):
                if not re.search(r"(?m)^(\$ )?titian ", block):
                    continue  # building and installing: tests/install and the scripts themselves
                with self.subTest(f"{path.name}: {block}"):
                    self.shell(re.sub(r"(?m)^\$ ", "", block))


if __name__ == "__main__":
    sys.exit(main())
