"""Writes the seeds of every fuzz target: tests/fuzz/seeds.py FOLDER

Seeds are the models, data and golden cases that the tree has anyway, cut to a size that a fuzzer gets along with, and
small examples of what they lack. FOLDER/TARGET holds those of a target, each under the name of what it is made of;
FOLDER/TARGET.dict are the words in them, for fuzzers that put words together.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import re
import shutil
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
LINES = 12  # of a table: more of the same teach a fuzzer nothing
MOST = 4096  # bytes

os.environ.setdefault("TITIAN_PROGRAM", "")  # which is not run
sys.path.insert(0, str(PROJECT / "tests/cli"))
import doubts  # noqa: E402


def head(path):
    """The first lines of a table."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[:LINES])


def name_of(path):
    return str(path.relative_to(PROJECT)).replace("/", "-")


def whole(pattern):
    return {name_of(path): path.read_bytes() for path in sorted(PROJECT.glob(pattern))}


def heads(pattern):
    return {name_of(path): head(path) for path in sorted(PROJECT.glob(pattern))}


def c_strings():
    """Texts that the unit tests of input hand to the reader."""
    found = {}
    for path in sorted((PROJECT / "tests/unit/input").glob("test_*.c")):
        for k, match in enumerate(re.finditer(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', path.read_text(encoding="utf-8"))):
            text = "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', match.group()))
            if "\\n" in text and "," in text:
                found[f"{path.stem}-{k}"] = text.encode("utf-8").decode("unicode_escape").encode("latin-1")
    return found


def examples_in_models_md():
    """The blocks of YAML in docs/models.md."""
    text = (PROJECT / "docs/models.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```(?:yaml)?\n(.*?)^\1```", text, re.M | re.S)
    return {f"models.md-{k}": block.encode("utf-8") for k, (_, block) in enumerate(blocks) if ":" in block}


def golden_yaml():
    """What the golden cases write into model.yaml."""
    found = {}
    for path in sorted((PROJECT / "tests/golden").glob("*.golden")):
        for k, line in enumerate(re.findall(r"^yaml +(.*)$", path.read_text(encoding="utf-8"), re.M)):
            found[f"{path.stem}-{k}"] = line.encode("utf-8") + b"\n"
    return found


def data_files():
    return {**heads("datasets/**/*.csv"), **whole("tests/cli/*.csv"), **c_strings(),
            "given": b"uCode,uName,Time,A,B,C,G,D,POP\nU1,One,2020,10,20,30,x,5,1000\n",
            "long": b"unit_code,year,indicator_code,value,status\nU1,2020,A,1.5,\nU1,2020,B,,missing\n",
            "units": b'unit_code,unit_name,G,POP\nU1,"Isle, The",x,10\nU2,Two,y,\n'}


def rows():
    """Rows of each layout behind the number of its header in rows.c."""
    return {"long": b"\0U1,2020,A,1.5,\nU1,2020,B,2,estimate\nU2,2019,POP,1e6,\n",
            "wide": b"\1U1,One,2020,10,20,30,x,5,1000\nU2,Two,2020,,..,NA,y,,\n",
            "units": b'\2U1,"Isle, The",x,10\nU2,Two,y,\n',
            "other": b'\3U1,One,2020,A,7\nU1,"One ""1""",2021,B,-3.25e-2\n'}


def tables():
    return {"bounds": b"\0iCode,Lower,Upper\nP,0.2,0.7\nQ,,0.5\nA,0.1,\n",
            "lines": b"\4iCode,Line,Weight\nP,60,0.5\nQ,0.1,0\n\"A, b\",1e2,3\n",
            "design": b"\1mean,one less,u.weights.1,u.weights.2,u.weights.3\ngeometric,B,0.5,0.25,0.125\n"
                      b"arithmetic,none,0.1,0.9,0.3\n",
            "design-numbers": b"\1u.mean,u.one less,u.weights.1,u.weights.2,u.weights.3\n0.5,0.5,0.5,0.5,0.5\n",
            "judgements": b"\2Code,A,B\nA,1,3\nB,1/3,1\n",
            "points": b"\3Code,one,two\nA,60,50\nB,40,50\n"}


def mappings():
    """The mapping of docs/files.md, and small ones for the codes of given.c; each with a table."""
    text = (PROJECT / "docs/files.md").read_text(encoding="utf-8")
    found = {f"files.md-{k}": block.encode() + b"\x1e" for k, block in enumerate(re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S))}
    found["values"] = (b"unit: Country\nyear: Year\nvalues:\n  - {column: Users, code: A}\n  - {column: Cost, code: B}\n"
                       b"\x1eCountry,Year,Users,Cost\nU1,2020,1,2\nU2,2020,,3\n")
    found["long"] = (b"unit: Country\nyear: Year\nindicator: Series\nvalues: [{column: Value}]\n"
                     b"\x1eCountry,Year,Series,Value\nU1,2020,A,1\nU2,2020,B,3.5\n")
    for name, table in data_files().items():
        found[f"draft-{name}"] = b"\x1e" + table
    return found


def checkpoints():
    """The first byte tells checkpoint.c what to do; edits of eleven bytes follow."""
    return {"whole": b"\0", "cut": b"\1\x80", "edited": b"\2\0\0\x60" + bytes(8), "edited-far": b"\2\0\x50\0" + b"\xff" * 8}


def programs():
    """model.yaml, framework.csv and data as one: shipped models with invented data, and the small models of tests."""
    found = {}
    for folder in sorted([*PROJECT.glob("models/*"), *PROJECT.glob("tests/cli/bridges")]):
        framework = (folder / "framework.csv").read_bytes()
        codes = [line.split(b",") for line in framework.splitlines()]
        at = next((k for k, name in enumerate(codes[0]) if name.lower() in (b"icode", b"code")), None)
        if at is None:
            continue
        names = [row[at] for row in codes[1:] if len(row) > at]
        data = [b"uCode,uName,Time," + b",".join(names)]
        for unit in range(5):
            data.append(b"U%d,Unit %d,2022," % (unit, unit) +
                        b",".join(b"%d" % ((7 * unit * unit + 3 * k + 11) % 97 + 1) for k in range(len(names))))
        found[folder.name] = b"\x1e".join([(folder / "model.yaml").read_bytes(), framework, b"\n".join(data) + b"\n"])
    found["bridges"] = b"\x1e".join((PROJECT / "tests/cli" / name).read_bytes()
                                    for name in ("bridges/model.yaml", "bridges/framework.csv", "bridges.csv"))
    found["doubts"] = "\x1e".join([doubts.MODEL + doubts.VARY, doubts.FRAMEWORK, doubts.data()]).encode()
    for key, line in golden_yaml().items():
        found[key] = line + b"\x1e" + doubts.FRAMEWORK.encode() + b"\x1e" + doubts.data().encode()
    return found


SEEDS = {
    "csv": lambda: {**data_files(), **heads("models/*/*.csv")},
    "data": data_files,
    "rows": rows,
    "yaml": lambda: {**whole("models/*/*.yaml"), **whole("tests/cli/*/model.yaml"), **examples_in_models_md(),
                     **golden_yaml(), "doubts": (doubts.MODEL + doubts.VARY).encode()},
    "framework": lambda: {**heads("models/*/framework*.csv"), **whole("tests/cli/*/framework.csv"),
                          "doubts": doubts.FRAMEWORK.encode()},
    "tables": tables,
    "checkpoint": checkpoints,
    "mapping": mappings,
    "program": programs,
}


SIGNS = [b",", b"\n", b"\r", b"\r\n", b'"', b'""', b";", b"\t", b"..", b"NA", b"\x1e", b"\xef\xbb\xbf", b"\xc2\xa0",
         b"\xe2\x80\xaf", b"1e308", b"-1e-308", b"0x1f", b"nan", b"inf", b"1.234,5", b"- ", b": ", b"{", b"}", b"[", b"]",
         b"&a ", b"*a", b"!!str ", b"|\n ", b"--- ", b"\0", b"\xff\xfe"]


def words(seeds):
    """A dictionary as libFuzzer and AFL++ read it."""
    found = {word for seed in seeds for word in re.findall(rb"[A-Za-z_]{3,24}", seed)}
    return "".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in [*SIGNS, *sorted(found)[:600]])


def main(folder):
    for target, seeds in SEEDS.items():
        to = pathlib.Path(folder) / target
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        small = {name: seed for name, seed in seeds().items() if len(seed) <= MOST}
        for name, seed in small.items():
            (to / name).write_bytes(seed)
        to.with_suffix(".dict").write_text(words(small.values()), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
