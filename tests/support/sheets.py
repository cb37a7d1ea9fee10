"""Small workbooks and zip files written part by part, with nothing but the standard library.

A cell is None (nothing), a str, an int or float (its repr is what the sheet holds), or a Raw with the XML of the whole
element behind its reference.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

GENERAL, DAY, OWN_DAY, MONEY = range(4)  # numbers of the styles below
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
          '<numFmt numFmtId="165" formatCode="[Red]#,##0.00\\ &quot;dollars&quot;"/></numFmts>'
          '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/>'
          '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>')


class Raw:
    """A cell of any kind: attributes behind its reference, and what it holds."""

    def __init__(self, attributes="", inside=""):
        self.attributes, self.inside = attributes, inside


def letters(column):
    """Of a column from 1."""
    text = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


class Sheet:
    """Rows of cells. As Excel writes them: shared texts, every cell with its reference. `inline`: texts in the cells
    and no references, as other programs do."""

    def __init__(self, name, rows, inline=False, state=None, hidden_rows=(), before="", behind=""):
        self.name, self.rows, self.inline, self.state = name, rows, inline, state
        self.hidden_rows, self.before, self.behind = hidden_rows, before, behind

    def cell(self, value, row, column, texts):
        at = "" if self.inline else f' r="{letters(column)}{row}"'
        if value is None:
            return f"<c{at}/>" if self.inline else ""
        if isinstance(value, Raw):
            return f"<c{at} {value.attributes}>{value.inside}</c>"
        if not isinstance(value, str):
            return f"<c{at}><v>{value!r}</v></c>"
        if self.inline:
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        return f'<c{at} t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'

    def xml(self, texts):
        rows = []
        for r, row in enumerate(self.rows, 1):
            if row is None:
                continue
            cells = "".join(self.cell(value, r, c, texts) for c, value in enumerate(row, 1))
            hidden = ' hidden="1"' if r in self.hidden_rows else ""
            rows.append(f'<row r="{r}"{hidden}>{cells}</row>')
        return (f'{HEAD}<worksheet xmlns="{MAIN}">{self.before}<sheetData>{"".join(rows)}</sheetData>{self.behind}'
                '</worksheet>')


def parts(*sheets, from_1904=False):
    """The parts of a workbook, to be changed before they are packed."""
    texts = {}
    made = {f"xl/worksheets/sheet{k}.xml": sheet.xml(texts) for k, sheet in enumerate(sheets, 1)}
    listed = "".join(f'<sheet name={quoteattr(s.name)} sheetId="{k}" r:id="rId{k}"'
                     + (f' state="{s.state}"' if s.state else "") + "/>" for k, s in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{k}" Type="{LINKS}/worksheet" Target="worksheets/sheet{k}.xml"/>'
                    for k in range(1, len(sheets) + 1))
    links += (f'<Relationship Id="rId901" Type="{LINKS}/styles" Target="/xl/styles.xml"/>'
              f'<Relationship Id="rId902" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>')
    made["[Content_Types].xml"] = f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    made["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
                           f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    made["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
                               f'<workbookPr date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>')
    made["xl/_rels/workbook.xml.rels"] = f'{HEAD}<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
    made["xl/sharedStrings.xml"] = (f'{HEAD}<sst xmlns="{MAIN}">'
                                    + "".join(f"<si><t>{escape(text)}</t></si>" for text in texts) + "</sst>")
    made["xl/styles.xml"] = STYLES
    return made


def pack(members, method=zipfile.ZIP_DEFLATED):
    """Bytes of a zip file. members -- name: text or bytes, or pairs of them"""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", method) as z:
        for name, content in members.items() if isinstance(members, dict) else members:
            z.writestr(name, content)
    return to.getvalue()


def workbook(*sheets, **options):
    return pack(parts(*sheets, **options))
