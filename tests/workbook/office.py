"""LibreOffice as the referee: opens workbooks, calculates every formula anew, and writes them out again.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import shutil
import subprocess
import tempfile

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
