"""The smallest index with a gate: two indicators, and a group that says who is helped.
SPDX-License-Identifier: GPL-3.0-or-later
"""


def framework(group, label):
    return f"""iCode,iName,Type,Level,Parent,Weight,Direction,Low,High
A,Alpha,Indicator,1,READY,1,1,0,100
B,Beta,Indicator,1,READY,1,1,0,100
READY,Readiness,Aggregate,2,,1,,,
POP,People,Other,,,,,,
{group},{label},Group,,,,,,
"""
