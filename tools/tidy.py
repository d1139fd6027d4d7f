#!/usr/bin/env python3
"""Runs clang-tidy on the sources that have changed, as they are compiled: many together.

With --all: on every source.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

from changed import changed

root = pathlib.Path(__file__).resolve().parent.parent
build = root / "build/asan"
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--all", action="store_true")
options = parser.parse_args()


def sources_of(unit):
    """The library's sources that are compiled by one command, as paths from the root."""
    if unit.is_relative_to(root / "beras"):
        return {str(unit.relative_to(root))}
    return set(re.findall(r"#include <(beras/.*\.cpp)>", unit.read_text()))


commands = json.loads((build / "compile_commands.json").read_text())
units = {pathlib.Path(command["file"]): None for command in commands}
units = {unit: sources for unit in units if (sources := sources_of(unit))}
if not options.all:
    # Of a header its own source is looked at, which includes it first.
    wanted = {re.sub(r"(_internal)?\.h$", ".cpp", path) for path in changed()}
    units = {unit: sources for unit, sources in units.items() if sources & wanted}


def is_tidy(unit):
    result = subprocess.run(["clang-tidy", "-quiet", "-p", build, unit], cwd=root,
                            capture_output=True, text=True)
    if result.returncode:
        print(f"== {unit.relative_to(root)}\n{result.stdout}{result.stderr}", flush=True)
    return result.returncode == 0


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(is_tidy, units))
print(f"clang-tidy: {len(set().union(*units.values()))} {'' if options.all else 'changed '}sources")
sys.exit(False in results)
