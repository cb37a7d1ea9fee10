"""What the suites of uncertainty and sensitivity share: a small index with uncertain assumptions, and titian-mpi.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from suite import Case, program  # noqa: E402

FRAMEWORK = """Level,iCode,iName,Parent,Type,Weight,Direction,Low,High
3,INDEX,Index,,Aggregate,1,,,
2,P,First,INDEX,Aggregate,2,,,
2,Q,Second,INDEX,Aggregate,1,,,
1,A,Alpha,P,Indicator,3,1,0,100
1,B,Beta,P,Indicator,1,-1,100,0
1,C,Gamma,Q,Indicator,1,1,0,200
1,D,Delta,Q,Indicator,1,1,0,100
1,E,Epsilon,Q,Indicator,2,1,0,100
,POP,People,,Other,,,,
"""
MODEL = """title: Doubts
framework: framework.csv
screen: {method: coverage, min_coverage: 0.5}
treat: {method: winsorise, skewness: 0.1, kurtosis: -2, max_points: 1, then: none}
normalise: {method: goalposts, range: [0, 100]}
bands: [{name: low, from: 0}, {name: high, from: 50}]
priority: {target: 80, alpha: 1, level: 2, population: POP, people_reference: 1000000, weights: {need: 3, people: 1}}
uncertainty:
  replications: 300
  seed: 7
  top: 3
  vary:
"""
VARY = """    - {name: weights, method: noise, level: 1, share: 0.4}
    - {name: shares, method: dirichlet, level: 2, concentration: 20}
    - {name: source, method: family, codes: "A D", share: 0.3}
    - {name: one less, method: removal, codes: "B C"}
    - name: scale
      alternatives:
        - {name: goalposts}
        - {name: from 1, probability: 0.5, normalise: {method: goalposts, range: [1, 100]}}
        - {name: minmax, normalise: {method: minmax, range: [1, 100]}}
    - name: mean
      alternatives:
        - {name: arithmetic}
        - {name: geometric, when: [{factor: scale, in: [from 1, minmax]}], aggregate: [{method: geometric}]}
    - {name: points, method: option, stage: treat, option: max_points, range: [0, 3], whole: true}
    - {name: posts, method: goalposts, share: 0.1}
    - {name: alpha, method: priority, parameter: alpha, range: [1, 2]}
"""
N_UNITS = 11


def data():
    """Values from 3 to 97 without order, two of them missing."""
    lines = ["uCode,uName,Time,A,B,C,D,E,POP"]
    for i in range(N_UNITS):
        values = [3 + (37 * i * i + 53 * i + 29 * j * (i + 2) + 11 * j) % 95 for j in range(5)]
        texts = ["" if (i, j) in ((2, 0), (7, 4)) else str(v) for j, v in enumerate(values)]
        lines.append(f"u{i},Unit {i},2020,{','.join(texts)},{100000 * (1 + (5 * i) % N_UNITS)}")
    return "\n".join(lines) + "\n"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def mpi_missing():
    if not pathlib.Path(f"{program()}-mpi").exists():
        return "titian-mpi is not built: no MPI was found"
    return "" if shutil.which("mpirun") else "there is no mpirun"


needs_mpi = unittest.skipIf(mpi_missing(), mpi_missing())


class DoubtsCase(Case):
    """A test in a folder that holds the model `doubts` and the data `data.csv`."""

    def setUp(self):
        super().setUp()
        self.write("doubts/framework.csv", FRAMEWORK)
        self.write("doubts/model.yaml", MODEL + VARY)
        self.write("data.csv", data())

    def run_on(self, command, *arguments, **options):
        return self.run_titian(command, "doubts", "data.csv", "-q", *arguments, **options)

    def table(self, name, *arguments, command="uncertainty"):
        return rows(self.run_on(command, "--table", name, *arguments).out)

    def run_mpi(self, n, *arguments):
        """Run titian-mpi with n processes of one thread; several lists of arguments, one for each process."""
        several = arguments if isinstance(arguments[0], list) else [list(arguments)]
        command = ["mpirun", "--oversubscribe"]
        for k, own in enumerate(several):
            command += ([":"] if k > 0 else []) + ["-n", str(n), f"{program()}-mpi", *map(str, own)]
        # the leaks that a sanitizer sees are those of MPI
        environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
        return subprocess.run(command, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=120, check=False)
