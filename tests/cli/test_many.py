"""Tens of thousands of communities: what threads share and pieces of tables leave no trace in the output.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from suite import Case, main  # noqa: E402

N, STEP = 24989, 7919  # a prime: i * STEP modulo N meets every number once
REGIONS = 7


def place(i):
    return i * STEP % N


class Many(Case):
    def setUp(self):
        super().setUp()
        self.write("m/framework.csv", "iCode,Type,Level,Parent,Weight,Direction,Low,High\n"
                   "A,Indicator,1,P,1,1,0,100000\nB,Indicator,1,P,1,1,0,100000\nP,Aggregate,2,X,1,,,\nX,Aggregate,3,,1,,,\n"
                   "POP,Other,,,,,,\n")
        self.write("m/model.yaml", "framework: framework.csv\nnormalise: {method: goalposts, range: [0, 100]}\n"
                   "priority: {target: 65, population: POP}\n")
        rows = "".join(f"C{i:05d},2022,{1 + i % 5},{4 * place(i)},{4 * place(i) if i % 11 else ''}\n" for i in range(N))
        self.write("data.csv", "unit_code,year,POP,A,B\n" + rows)
        self.write("units.csv", "unit_code,unit_name,parent_unit\n" + "".join(f"R{k},,\n" for k in range(REGIONS))
                   + "".join(f'C{i:05d},"Place, {i}",R{i % REGIONS}\n' for i in range(N)))

    def same_with_any_threads(self, *arguments):
        outs = {self.run_titian(*arguments, "-q", env={**os.environ, "OMP_NUM_THREADS": n}).out for n in "134"}
        self.assertEqual(len(outs), 1)
        return list(csv.DictReader(io.StringIO(outs.pop())))

    def test_ranks_of_communities_are_those_of_their_places(self):
        rows = self.same_with_any_threads("divide", "m", "data.csv", "units.csv", "-w", "POP", "-c", "X", "-t", "communities")
        self.assertEqual(len(rows), N)
        above = [0] * REGIONS
        in_group = {}
        for i in sorted(range(N), key=place, reverse=True):
            above[i % REGIONS] += 1
            in_group[i] = above[i % REGIONS]
        left = sum((1 + i % 5) * max(0, 65 - place(i) / 250) / 65 for i in range(N))
        for i, row in enumerate(rows):
            self.assertEqual((row["uCode"], row["uName"], row["Group"]), (f"C{i:05d}", f"Place, {i}", f"R{i % REGIONS}"))
            self.assertEqual((row["Rank"], row["Rank.Group"]), (str(N - place(i)), str(in_group[i])))
            mine = (1 + i % 5) * max(0, 65 - place(i) / 250) / 65
            self.assertAlmostEqual(float(row["Left.Behind"]), mine, 9)
            self.assertAlmostEqual(float(row["Share.Left"]), mine / left, 12)

    def test_scores_of_communities(self):
        rows = self.same_with_any_threads("score", "m", "data.csv", "units.csv")
        self.assertEqual(len(rows), N + REGIONS)
        for i, row in enumerate(rows[:N]):
            self.assertEqual((row["uName"], row["B"] != ""), (f"Place, {i}", i % 11 != 0))
            self.assertAlmostEqual(float(row["X"]), place(i) / 250, 10)

    def test_measures_of_all_and_of_each_region(self):
        rows = self.same_with_any_threads("divide", "m", "data.csv", "units.csv", "-w", "POP", "-c", "X")
        self.assertEqual([row["Group"] for row in rows], ["(all)"] + [f"R{k}" for k in range(REGIONS)])
        people = sum(1 + i % 5 for i in range(N))
        mean = sum((1 + i % 5) * place(i) / 250 for i in range(N)) / people
        self.assertEqual((rows[0]["N"], rows[0]["People"]), (str(N), str(people)))
        self.assertAlmostEqual(float(rows[0]["Mean"]), mean, 9)
        self.assertEqual(sum(int(row["N"]) for row in rows[1:]), N)

    def test_an_output_file_is_whole(self):
        self.run_titian("divide", "m", "data.csv", "units.csv", "-w", "POP", "-c", "X", "-t", "communities", "-o", "out.csv", "-q")
        printed = self.run_titian("divide", "m", "data.csv", "units.csv", "-w", "POP", "-c", "X", "-t", "communities", "-q").out
        self.assertEqual((self.folder / "out.csv").read_text(encoding="utf-8"), printed)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["data.csv", "m", "out.csv", "units.csv"])


if __name__ == "__main__":
    main()
