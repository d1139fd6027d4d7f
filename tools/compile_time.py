#!/usr/bin/env python3
"""Holds the compile time of a program that trains a network: under 3.6 times that of the standard
headers that any such program has, measured in turns, as machines and their moods differ."""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

# The same headers take 2.4 to 3.45 times, from one processor to the next.
LIMIT = 3.6
STANDARD = ("cmath", "cstdint", "cstdio", "functional", "map", "memory", "string", "variant", "vector")

root = pathlib.Path(__file__).resolve().parent.parent


def seconds(source, folder):
    before = os.times()
    subprocess.run(["g++", "-std=c++20", "-O0", f"-I{root}", "-c", str(source), "-o", f"{folder}/out.o"],
                   check=True)
    after = os.times()
    return (after.children_user + after.children_system
            - before.children_user - before.children_system)


with tempfile.TemporaryDirectory() as folder:
    standard = pathlib.Path(folder) / "standard.cpp"
    standard.write_text("".join(f"#include <{header}>\n" for header in STANDARD))
    rounds = [(seconds(root / "examples/consumer/main.cpp", folder), seconds(standard, folder))
              for _ in range(7)]
ratio = statistics.median(network / headers for network, headers in rounds)
print(f"examples/consumer/main.cpp: {min(rounds)[0]:.2f} s with g++ -O0, {ratio:.2f} times what "
      f"standard headers take (limit {LIMIT:.1f} times)")
sys.exit(ratio >= LIMIT)
