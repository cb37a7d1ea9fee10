"""What tests of titian allocate share: a small model, and countries whose amounts are found by hand.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import io

from bridge import BridgeCase


FRAMEWORK = """iCode,Type,Level,Parent,Weight,Direction,Low,High
READY,Indicator,1,IDX,1,1,0,100
IDX,Aggregate,2,,1,,,
POP,Other,,,,,,
GNI,Other,,,,,,
PREV,Other,,,,,,
AID,Other,,,,,,
DAC,Group,,,,,,
LDC,Group,,,,,,
"""
MODEL = """framework: framework.csv
normalise: {method: goalposts, range: [0, 100]}
priority:
  target: 65
  eligible: [{group: DAC, in: ["1"], reason: not on the list of recipients}]
  population: POP
allocation:
"""
# the shares of the worked example: six countries, the sixth not eligible
SIX = """uCode,uName,Time,DAC,POP,GNI,READY
A,Aland,2023,1,4.2,620,28
B,Bland,2023,1,160,2400,35
C,Cland,2023,1,0.6,3900,42
D,Dland,2023,1,27,1500,47
E,Eland,2023,1,95,1100,55
F,Fland,2023,0,12,9800,72
"""
RULE = "  rule: titian\n  factors: [{name: income, variable: GNI}, {name: aid, power: 0}]\n"
# four alike but for people: 1, 2, 3, 4, so that equal_head gives tenths
FOUR = """uCode,uName,Time,DAC,LDC,POP,PREV,AID,READY
U1,One,2023,1,1,1,20,5,0
U2,Two,2023,1,1,2,,5,0
U3,Three,2023,1,0,3,10,0,0
U4,Four,2023,1,0,4,50,10,32.5
"""
HEADS = "  rule: equal_head\n  unit: 1\n"
HAND = "uCode,action,amount,author,date,reason\n"


class SharingCase(BridgeCase):
    def setUp(self):
        super().setUp()
        self.write("framework.csv", FRAMEWORK)

    def given(self, data, block):
        self.write("model.yaml", MODEL + block)
        self.write("data.csv", data)

    def allocate(self, *options, **more):
        return self.run_titian("allocate", "model.yaml", "data.csv", "-q", *options, **more)

    def rows(self, *options, key="uCode"):
        return {row[key]: row for row in csv.DictReader(io.StringIO(self.allocate(*options).out))}

    def amounts(self, *options):
        return [float(row["Amount"]) for row in self.rows(*options).values()]

    def refused(self, *options, code=1):
        return self.allocate(*options, code=code).err
