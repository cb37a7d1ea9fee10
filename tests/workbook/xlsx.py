"""Reads an Excel workbook with nothing but the standard library: cells with formula and cached value, defined names,
locks, and the XML of each part; and writes a copy with some input cells changed.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import zipfile
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
LINK = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}'


class Cell:
    """One cell. `value` is a float, a str, a bool or None; `formula` is None for a constant; `kind` is Excel's."""

    __slots__ = ('value', 'formula', 'kind', 'style')

    def __init__(self, value, formula, kind, style):
        self.value, self.formula, self.kind, self.style = value, formula, kind, style

    @property
    def is_error(self):
        return self.kind == 'e' or isinstance(self.value, str) and re.match(r'#(N/A|[A-Z/0]+[!?])', self.value)


def column_number(letters):
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n


class Book:
    """A workbook read from a file."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as z:
            self.parts = {name: z.read(name) for name in z.namelist()}
        self._shared = self._read_shared()
        book = self.xml('xl/workbook.xml')
        self._part_of = self._read_sheet_parts(book)
        self.sheets = {name: self._read_cells(part) for name, part in self._part_of.items()}
        self.names = {d.get('name'): d.text for d in book.iter(MAIN + 'definedName')}
        self._unlocked = self._read_unlocked_styles()
        self._formats = self._read_number_formats()

    def xml(self, part):
        return ET.fromstring(self.parts[part])

    def sheet_xml(self, sheet):
        return self.xml(self._part_of[sheet])

    def sheet_text(self, sheet):
        return self.parts[self._part_of[sheet]].decode()

    def related(self, sheet, kind):
        """Parts that a sheet refers to, by the last word of the relation's type: drawing, table, hyperlink ..."""
        part = self._part_of[sheet]
        return self.related_to(part, kind)

    def related_to(self, part, kind):
        folder, name = part.rsplit('/', 1)
        rels = f'{folder}/_rels/{name}.rels'
        if rels not in self.parts:
            return []
        out = []
        for r in self.xml(rels):
            if r.get('Type').endswith('/' + kind):
                target = r.get('Target')
                steps = folder.split('/')
                while target.startswith('../'):
                    steps, target = steps[:-1], target[3:]
                out.append('/'.join(steps + [target]))
        return out

    def cell(self, reference):
        """The cell that "Sheet!$B$7" or "Sheet!B7" names; None when it is empty."""
        sheet, place = self.split(reference)
        return self.sheets[sheet].get(place)

    @staticmethod
    def split(reference):
        sheet, place = reference.lstrip('=').rsplit('!', 1)
        return sheet.strip("'"), place.replace('$', '')

    def is_unlocked(self, cell):
        return cell.style in self._unlocked

    def number_format(self, cell):
        """The number format of a cell as Excel writes it; "General" where it has none."""
        return self._formats[cell.style]

    def wraps(self, cell):
        """Do the words of a cell go over several lines?"""
        alignment = self.xml('xl/styles.xml').find(MAIN + 'cellXfs')[cell.style].find(MAIN + 'alignment')
        return alignment is not None and alignment.get('wrapText') == '1'

    def widths(self, sheet):
        """Widths of columns in characters, by number from 1; those without one are left out."""
        return {n: float(col.get('width')) for col in self.sheet_xml(sheet).iter(MAIN + 'col')
                for n in range(int(col.get('min')), int(col.get('max')) + 1)}

    def formulas(self):
        for sheet, cells in self.sheets.items():
            for place, cell in cells.items():
                if cell.formula is not None:
                    yield sheet, place, cell

    def _read_shared(self):
        if 'xl/sharedStrings.xml' not in self.parts:
            return []
        return [''.join(t.text or '' for t in si.iter(MAIN + 't'))
                for si in self.xml('xl/sharedStrings.xml').findall(MAIN + 'si')]

    def _read_sheet_parts(self, book):
        targets = {r.get('Id'): r.get('Target') for r in self.xml('xl/_rels/workbook.xml.rels')}
        out = {}
        for s in book.find(MAIN + 'sheets'):
            target = targets[s.get(LINK + 'id')].lstrip('/')
            out[s.get('name')] = target if target.startswith('xl/') else 'xl/' + target
        return out

    def _read_cells(self, part):
        out = {}
        for c in self.xml(part).iter(MAIN + 'c'):
            formula = c.find(MAIN + 'f')
            out[c.get('r')] = Cell(self._value(c), None if formula is None else formula.text or '',
                                   c.get('t'), int(c.get('s') or 0))
        return out

    def _value(self, c):
        kind, v, inline = c.get('t'), c.find(MAIN + 'v'), c.find(MAIN + 'is')
        if inline is not None:
            return ''.join(t.text or '' for t in inline.iter(MAIN + 't'))
        if v is None or v.text is None:
            return None
        if kind == 's':
            return self._shared[int(v.text)]
        if kind in ('str', 'e'):
            return v.text
        if kind == 'b':
            return v.text == '1'
        return float(v.text)

    def _read_unlocked_styles(self):
        xfs = self.xml('xl/styles.xml').find(MAIN + 'cellXfs')
        out = set()
        for number, xf in enumerate(xfs):
            protection = xf.find(MAIN + 'protection')
            if protection is not None and protection.get('locked') == '0':
                out.add(number)
        return out

    def _read_number_formats(self):
        styles = self.xml('xl/styles.xml')
        built_in = {0: 'General', 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%'}
        own = {int(f.get('numFmtId')): f.get('formatCode') for f in styles.iter(MAIN + 'numFmt')}
        return [{**built_in, **own}[int(xf.get('numFmtId'))] for xf in styles.find(MAIN + 'cellXfs')]


def _constant(cell, value):
    """XML of a constant cell with another value; `cell` is its start tag without type and bracket."""
    if isinstance(value, str):
        return f'{cell} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'{cell}><v>{value!r}</v></c>'


def write_changed(book, changes, path):
    """Write a copy of a book with other values in some constant cells.
    changes -- {"Sheet!B7": number or text}; each cell must hold a constant, no formula"""
    parts = dict(book.parts)
    for reference, value in changes.items():
        sheet, place = book.split(reference)
        part = book._part_of[sheet]
        text, n = re.subn(rf'(<c r="{place}"(?: s="\d+")?)(?: t="s")?><v>[^<]*</v></c>',
                          lambda m: _constant(m.group(1), value), parts[part].decode())
        if n != 1:
            raise ValueError(f'{reference} holds no constant in {book.path}')
        parts[part] = text.encode()
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
