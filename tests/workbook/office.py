"""LibreOffice as the referee: opens workbooks, calculates every formula anew, and writes them out again.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
from xml.sax import saxutils

SETTINGS = '''<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
'''


def program():
    """Path of LibreOffice, or None."""
    return shutil.which('soffice') or shutil.which('libreoffice')


def recalculate(paths, folder):
    """Recalculate workbooks, all in one start of LibreOffice, with a profile of its own that always recalculates.
    paths  -- files with different names
    folder -- where the results go
    returns the new path of each, in the same order"""
    names = [os.path.basename(p) for p in paths]
    if len(set(names)) != len(names):
        raise ValueError('workbooks to recalculate must have different names')
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        user = os.path.join(home, 'user')
        os.makedirs(user)
        with open(os.path.join(user, 'registrymodifications.xcu'), 'w', encoding='utf-8') as f:
            f.write(SETTINGS)
        done = subprocess.run(
            [program(), f'-env:UserInstallation=file://{home}', '--headless', '--convert-to',
             'xlsx:Calc MS Excel 2007 XML', '--outdir', folder, *paths],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900, check=False)
    results = [os.path.join(folder, name) for name in names]
    for path in results:
        if not os.path.exists(path):
            raise RuntimeError(f'LibreOffice wrote no {path}:\n{done.stdout.decode(errors="replace")}')
    return results


# A plan is lines of words between tabs: set SHEET CELL NUMBER; calculate; get SHEET RANGE, which answers a line for
# each cell. What goes wrong is answered as the last line.
PLAYER = """Sub Play(book As String, plan As String, answers As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim doc As Object, cells As Object, text As String, word, rows, r, c
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Open plan For Input As #1
  Open answers For Output As #2
  On Error Goto Wrong
  doc = StarDesktop.loadComponentFromURL(book, "_blank", 0, hidden())
  Do While Not Eof(1)
    Line Input #1, text
    word = Split(text, Chr(9))
    If word(0) = "calculate" Then
      doc.calculateAll()
    Else
      cells = doc.Sheets.getByName(word(1)).getCellRangeByName(word(2))
      If word(0) = "set" Then
        cells.setValue(Val(word(3)))
      Else
        rows = cells.getDataArray()
        For r = 0 To UBound(rows)
          For c = 0 To UBound(rows(r))
            If VarType(rows(r)(c)) = 8 Then Print #2, "=" & rows(r)(c) Else Print #2, Trim(Str(rows(r)(c)))
          Next c
        Next r
      End If
    End If
  Loop
  Print #2, "done"
  Goto Ended
Wrong:
  Print #2, "line " & Erl & ": " & Error
Ended:
  Close #1
  Close #2
  On Error Resume Next
  doc.close(True)
  StarDesktop.terminate()
End Sub
"""


def library(user):
    """Put the player where LibreOffice looks for macros of the user, in place of those that a new profile has."""
    folder = os.path.join(user, 'basic', 'Standard')
    shutil.rmtree(os.path.join(user, 'basic'))
    os.makedirs(folder)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"'
    files = {
        os.path.join(user, 'basic', 'script.xlc'):
            f'<library:libraries {space}><library:library library:name="Standard" library:link="false"/>'
            '</library:libraries>',
        os.path.join(folder, 'script.xlb'):
            f'<library:library {space} library:name="Standard" library:readonly="false">'
            '<library:element library:name="Player"/></library:library>',
        os.path.join(folder, 'Player.xba'):
            '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Player" '
            f'script:language="StarBasic">{saxutils.escape(PLAYER)}</script:module>',
    }
    for path, text in files.items():
        with open(path, 'w', encoding='utf-8') as f:
            f.write(head + text)


def play(book, steps):
    """Open a workbook once and go through steps in it, as a user would.
    steps -- ('set', sheet, cell, number), ('calculate',), ('get', sheet, range) in any order
    returns a list for each 'get': the values of its cells, row by row; texts as they are, numbers as floats"""
    with tempfile.TemporaryDirectory() as home:
        plan, answers = os.path.join(home, 'plan'), os.path.join(home, 'answers')
        start = [program(), f'-env:UserInstallation=file://{home}', '--headless', '--norestore']
        subprocess.run([*start, '--terminate_after_init'], capture_output=True, timeout=60, check=False)  # a profile
        library(os.path.join(home, 'user'))
        with open(plan, 'w', encoding='utf-8') as f:
            for step in steps:
                f.write('\t'.join(repr(word) if isinstance(word, (int, float)) else word for word in step) + '\n')
        url = pathlib.Path(book).resolve().as_uri()
        done = subprocess.run(
            [*start, f'macro:///Standard.Player.Play("{url}","{plan}","{answers}")'],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
        try:
            with open(answers, encoding='utf-8') as f:
                lines = f.read().splitlines()
        except OSError:
            lines = []
    if not lines or lines.pop() != 'done':
        raise RuntimeError(f'LibreOffice did not go through the steps: {lines[-3:]}\n'
                           f'{done.stdout.decode(errors="replace")}')
    found = iter(line[1:] if line.startswith('=') else float(line) for line in lines)
    return [[next(found) for _ in range(cells_in(step[2]))] for step in steps if step[0] == 'get']


def cells_in(area):
    """How many cells a range of one column has, such as D8:D21."""
    first, _, last = area.partition(':')
    rows = [int(''.join(c for c in end if c.isdigit())) for end in (first, last or first)]
    return rows[1] - rows[0] + 1
