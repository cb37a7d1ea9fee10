"""Inputs without measure: a clear error in bounded memory and time, or an answer.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import resource
import sys
import threading

from harsh import SANITIZED, HarshCase, limit
from suite import main

MEMORY = 1 << 30  # bytes of address space, where no sanitizer wants more
SECONDS = 60 if SANITIZED else 10  # of a processor


def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class LimitedCase(HarshCase):
    def run_limited(self, *arguments, code, memory=MEMORY):
        begun = spent()
        options = {} if SANITIZED else {"preexec_fn": limit(resource.RLIMIT_AS, memory)}
        run = self.run_titian(*arguments, code=code, **options)
        self.assertLess(spent() - begun, SECONDS)
        return run


class Limits(LimitedCase):
    def test_a_header_of_a_million_columns(self):
        names = ",".join(f"x{k}" for k in range(1000000))
        self.write("wide.csv", f"uCode,uName,Time,NET,{names}\nEST,East,2024,1\n")
        self.assertIn("wide.csv:1:65536: this line has more than 65,535 fields",
                      self.run_limited("score", "bridges", "wide.csv", code=1).err)
        self.write("bridges/framework.csv", f"iCode,{names}\n")
        self.assertIn("framework.csv", self.run_limited("score", "bridges", "bridges.csv", code=1).err)

    def test_a_row_of_a_million_fields(self):
        text = (self.folder / "bridges.csv").read_text()
        self.write("wide.csv", text + "EST" + "," * 1000000 + "\n")
        self.assertIn("wide.csv:7:65536: this line has more than 65,535 fields",
                      self.run_limited("score", "bridges", "wide.csv", code=1).err)

    def test_a_field_of_a_gibibyte(self):
        """Through a pipe; less where a sanitizer makes everything slow."""
        size = 1 << (24 if SANITIZED else 30)
        for name, first in (("open", b'uCode,uName,Time,NET\nEST,"'), ("plain", b"uCode,uName,Time,NET\nEST,")):
            os.mkfifo(self.folder / name)

            def write(path=self.folder / name, begin=first):
                try:
                    with path.open("wb", buffering=0) as pipe:
                        pipe.write(begin)
                        for _ in range(size >> 20):
                            pipe.write(b"x" * (1 << 20))
                except BrokenPipeError:
                    pass
            threading.Thread(target=write, daemon=True).start()
            run = self.run_limited("score", "bridges", name, code=1 if SANITIZED else 3, memory=3 << 29)
            self.assertIn("this field is longer than 1048576 bytes" if SANITIZED else "it is longer than 1073741824 bytes", run.err)

    def test_a_field_just_below_what_is_read(self):
        for text in ("x" * (400 << 20 >> (4 if SANITIZED else 0)), '"' + "x" * (1 << 21)):
            self.write("long.csv", f"uCode,uName,Time,NET\nEST,{text}\n")
            run = self.run_limited("score", "bridges", "long.csv", code=1)
            self.assertIn("long.csv:2:2: this field is longer than 1048576 bytes", run.err)

    def test_a_hundred_thousand_problems(self):
        rows = "".join(f"U{k},Unit,2024,river,1,x,y,z,1\n" for k in range(34000))
        self.write("faulty.csv", "uCode,uName,Time,region,POP,NET,COST,READ,CODE\n" + rows)
        run = self.run_limited("score", "bridges", "faulty.csv", code=1)
        self.assertLess(len(run.err.splitlines()), 60)
        self.assertIn("more errors", run.err)
        told = self.run_limited("check", "bridges", "faulty.csv", code=1)
        self.assertLess(len(told.out.splitlines()) + len(told.err.splitlines()), 5000)

    def test_a_hundred_thousand_malformed_lines(self):
        self.write("quotes.csv", "uCode,uName,Time,NET\n" + 'EST,"a"b,2024,1\n' * 100000)
        self.run_limited("score", "bridges", "quotes.csv", code=1)
        self.write("quotes.csv", "uCode,uName,Time,NET\n" + 'EST,"a,2024,1\n' * 100001)
        self.run_limited("score", "bridges", "quotes.csv", code=1)
        self.write("quotes.csv", "uCode,uName,Time,NET\nEST," + '"' * 3000001 + ",2024,1\n")
        self.run_limited("score", "bridges", "quotes.csv", code=1)

    def test_a_million_units(self):
        rows = "".join(f"U{k},Unit {k},2024,{k % 101}\n" for k in range(200000 if SANITIZED else 1000000))
        self.write("many.csv", "uCode,uName,Time,NET\n" + rows)
        self.write("one.csv", "iCode,iName,Parent,Type,Level,Direction,Weight\nNET,Net,INDEX,Indicator,1,1,1\nINDEX,Index,,Aggregate,2,,1\n")
        run = self.run_limited("check", "one.csv", "many.csv", code=0, memory=4 << 30)
        self.assertIn("1000000" if not SANITIZED else "200000", run.out.replace(",", ""))


class Models(LimitedCase):
    """The same of model.yaml."""

    def model(self, text, code=1):
        self.write("bridges/model.yaml", text)
        return self.run_limited("score", "bridges", "bridges.csv", code=code).err

    def test_a_bomb_of_aliases(self):
        lines = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
        for k in range(1, 26):
            lines.append(f"{chr(97 + k)}: &{chr(97 + k)} [" + ", ".join([f"*{chr(96 + k)}"] * 9) + "]")
        self.assertIn("model.yaml:1:4: ", self.model("\n".join(lines) + "\n"))
        self.model("title: &t x\nedition: *t\n")
        self.model("&a [*a]\n")

    def test_deep_nesting(self):
        for text in ("[" * 100000, "{a: " * 100000, "- " * 100000, "title: " + "[" * 30000 + "]" * 30000, "? " * 100000):
            self.assertIn("model.yaml", self.model(text))

    def test_long_things(self):
        self.assertIn("model.yaml", self.model("title: " + "x" * (20 << 20) + "\n"))
        self.assertIn("model.yaml", self.model("x" * 1000000 + ": 1\n"))
        self.assertIn("model.yaml", self.model("".join(f"k{k}: 1\n" for k in range(50000))))
        self.assertIn("model.yaml", self.model("bands: [" + "{name: x, from: 0}, " * 30000 + "]\n"))
        self.assertIn("model.yaml", self.model("a: 1\n" * 50000))

    def test_nothing_outside_the_folder_is_read(self):
        self.write("secret.csv", "TOP SECRET,1\n")
        for name in ("../secret.csv", "/etc/passwd", "..", ".", "bridges/../../secret.csv", "a/../framework.csv"):
            err = self.model(f"framework: {name}\n")
            self.assertIn("write the name of a file in the model's own folder; no other file is read", err)
            self.assertNotIn("SECRET", err)
            self.assertNotIn("root", err)
        (self.folder / "bridges/link.csv").symlink_to("../secret.csv")
        err = self.model("framework: link.csv\n")
        self.assertIn("is a link that leads out of the model's folder", err)
        self.assertNotIn("SECRET", err)
        (self.folder / "bridges/inside.csv").symlink_to("framework.csv")
        self.model("framework: inside.csv\n", code=0)
        self.write("bridges/model.yaml", "framework: framework.csv\nweigh: [{node: ACCESS, method: ahp, file: ../secret.csv}]\n")
        err = self.run_limited("score", "bridges", "bridges.csv", code=1).err
        self.assertNotIn("SECRET", err)

    def test_a_tree_without_measure(self):
        rows = ["Level,iCode,iName,Parent,Type,Weight,Direction"]
        deep = rows + [f"{k + 1},N{k},N,{'' if k == 4999 else f'N{k + 1}'},{'Indicator' if k == 0 else 'Aggregate'},1,1"
                       for k in range(5000)]
        self.write("deep.csv", "\n".join(deep) + "\n")
        self.assertIn("deep.csv", self.run_limited("score", "deep.csv", "bridges.csv", code=1).err)
        broad = rows + ["2,TOP,Top,,Aggregate,1,1"] + [f"1,N{k},N,TOP,Indicator,1,1" for k in range(20000)]
        self.write("broad.csv", "\n".join(broad) + "\n")
        self.run_limited("score", "broad.csv", "bridges.csv", code=1, memory=4 << 30)


if __name__ == "__main__":
    sys.exit(main())
