/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/scarce_sketch.h"

const char scarce_tree[] = "A P 1 goalposts 0 100 per POP 1\n"
                           "B P 1 goalposts 1 100 log\n"
                           "C Q 1 goalposts 0 100\n"
                           "D Q 1 goalposts 0 100\n"
                           "P X 1\n"
                           "Q X 1\n"
                           "X - 1\n"
                           "group dac\n"
                           "denominator POP\n"
                           "other ODA\n";
const char scarce_gaps[] = "U1 2019 A 1 B 2 C 3 POP 1 ODA 5 dac 1\n"
                           "U2 2019 A 4 B 0 C 9 POP 0 ODA 7 dac 1\n"
                           "U3 2020 A 7 B - C - POP 1 dac 0\n"
                           "U4 2020 A 2 B 1 C 0.5 D 4 POP 2 dac 1\n";

const char scarce_whole[] = "U1 2020 A 10 B 20 C 90 D 44 POP 1 dac 1\n"
                            "U2 2020 A 20 B 51 C 40 D 12 POP 1 dac 0\n"
                            "U3 2020 A 35 B 40 C 55 D 70 POP 1 dac 1\n"
                            "U4 2020 A 40 B 93 C 20 D 31 POP 1 dac 1\n";
