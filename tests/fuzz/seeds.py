"""Writes the seeds of every fuzz target: tests/fuzz/seeds.py FOLDER

Seeds are the models, data and golden cases that the tree has anyway, cut to a size that a fuzzer gets along with, and
small examples of what they lack. FOLDER/TARGET holds those of a target, each under the name of what it is made of;
FOLDER/TARGET.dict are the words in them, for fuzzers that put words together.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import io
import os
import pathlib
import re
import shutil
import sys
import zipfile

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
            "lists": b"\6list,uCode,valid_from,valid_to,source\nLDC,U1,2003,,UN CDP\n\"L, b\",U2,,1999,\n",
            "overrides": b"\7uCode,action,amount,author,date,reason\nU1,fix,7.5,me,2024-02-29,\"flood, 2023\"\n",
            "projects": b"\x08uCode,project,cost,gain\nU1,a,6,9\nU2,b,5e2,0\n",
            "efforts": b"\x09iCode,Class,Cost\nA,legal,\nB,infrastructure,1.5\nC,institutional,2\n",
            "submissions": b"\x0auCode,iCode,Weight,Target,NotApplicable\nU1,P,0.15,60,\nU1,C,,,\"none, here\"\n",
            "judgements": b"\2Code,A,B\nA,1,3\nB,1/3,1\n",
            "points": b"\3Code,one,two\nA,60,50\nB,40,50\n",
            "breaks": b"\5indicator,unit,year,action,factor,offset,overlap,note,source\nA,,2015,hold,,,,,\n"
                      b"B,U1,2016,link,1.5,2,,\"new, better\",\nC,*,2017,link,,,B,,\nPOP,,2018,drop,,,,,\n"}


def sheets():
    """The parts of a workbook, as book.c packs them."""
    book = b"<workbook><sheets><sheet name='Data' id='s'/></sheets></workbook>"
    first = (b"<row><c t='s'><v>0</v></c><c t='str'><v>Time</v></c><c t='inlineStr'><is><t>A</t></is></c></row>")
    sheet = (b"<worksheet><sheetData>" + first +
             b"<row r='2'><c r='A2' t='s'><v>1</v></c><c s='1'><v>44197</v></c><c r='C2'><v>0.30000000000000004</v></c>"
             b"</row><row><c t='str'><v>U2</v></c><c><v>2021</v></c><c t='e'><v>#N/A</v></c></row><row hidden='1'><c><f>"
             b"A1+1</f></c><c t='b'><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B1'/></mergeCells>"
             b"</worksheet>")
    texts = b"<sst><si><t>uCode</t></si><si><r><t>U</t></r><r><t>1</t></r></si></sst>"
    styles = (b"<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy'/></numFmts>"
              b"<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>")
    return {"workbook": b"\x1e".join([book, sheet, texts, styles]),
            "two": b"\x1e".join([book.replace(b"</sheets>", b"<sheet name='Notes' state='hidden' id='s'/></sheets>"),
                                 sheet, texts, styles]),
            "zip": b"\x1e" * 4 + b"uCode,Time,A\nU1,2020,1\n"}


def containers():
    """Zip files, packed in every way, and workbooks; small ones."""
    found = {}
    parts = ("xl/workbook.xml", "xl/sheet.xml", "xl/strings.xml", "xl/styles.xml", "data.csv")
    links = "".join(f"<Relationship Id='{key}' Type='x/{kind}' Target='{to}'/>" for key, kind, to in
                    (("s", "worksheet", "sheet.xml"), ("t", "sharedStrings", "strings.xml"), ("u", "styles", "styles.xml")))
    for name, text in sheets().items():
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            to = io.BytesIO()
            with zipfile.ZipFile(to, "w", method) as packed:
                if name != "zip":
                    packed.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<Types/>", method)
                    packed.writestr(zipfile.ZipInfo("_rels/.rels"), "<Relationships><Relationship Id='a' Type="
                                    "'x/officeDocument' Target='xl/workbook.xml'/></Relationships>", method)
                    packed.writestr(zipfile.ZipInfo("xl/_rels/workbook.xml.rels"),
                                    f"<Relationships>{links}</Relationships>", method)
                for part, content in zip(parts, text.split(b"\x1e")):
                    if content:
                        packed.writestr(zipfile.ZipInfo(part), content, method)
            found[f"{name}-{method}"] = to.getvalue()
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as packed:
        packed.writestr(zipfile.ZipInfo("deep/a.xlsx"), found[f"workbook-{zipfile.ZIP_STORED}"])
        packed.writestr(zipfile.ZipInfo("b.csv"), "uCode,Time,A\nU1,2020,1\n")
    found["nested"] = nested.getvalue()
    return {**found, "gzip": b"\x1f\x8b\x08" + bytes(20), "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)}


def aliases():
    data = (b"uCode,uName,Time,A,B\nKEN,Kenya,2020,1,2\nUGA,Uganda,2020,3,\n,Viet Nam,2020,4,5\nWLD,World,2020,6,7\n",
            b"unit_name,year,A\nC\xc3\xb4te d'Ivoire,2020,1\nTurkiye,2020,2\nAfrica (WHO),2020,3\nCzechoslovakia,1990,4\n",
            b"unit_code,year,A\n004,2020,1\n8,2020,2\nOWID_WRL,2020,3\nFR,2020,4\n")
    given = (b"name,code\nVietnam the,VNM\nThe isle,ISL1\nAll of us,\n", b"", b"code,name,note\nKEN,Kenia,x\n")
    return {f"{k}-{m}": one + b"\x1e" + table for k, one in enumerate(given) for m, table in enumerate(data)}


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


def also_regional(seeds):
    """Tables, and the same with semicolons and decimal commas."""
    return {**seeds, **{f"{name}-regional": seed.replace(b",", b";").replace(b".", b",") for name, seed in seeds.items()}}


SEEDS = {
    "csv": lambda: {**data_files(), **heads("models/*/*.csv")},
    "data": data_files,
    "containers": containers,
    "book": sheets,
    "names": aliases,
    "rows": rows,
    "yaml": lambda: {**whole("models/*/*.yaml"), **whole("tests/cli/*/model.yaml"), **examples_in_models_md(),
                     **golden_yaml(), "doubts": (doubts.MODEL + doubts.VARY).encode()},
    "framework": lambda: also_regional({**heads("models/*/framework*.csv"), **whole("tests/cli/*/framework.csv"),
                                        "doubts": doubts.FRAMEWORK.encode()}),
    "tables": lambda: also_regional(tables()),
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
