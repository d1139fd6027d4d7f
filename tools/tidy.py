#!/usr/bin/env python3
"""Runs clang-tidy on the sources that have changed, the latest first, for at most --minutes.

With --all: on every source, to the end.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

from changed import changed

root = pathlib.Path(__file__).resolve().parent.parent
parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--all", action="store_true")
parser.add_argument("--minutes", type=float, default=15)
options = parser.parse_args()

database = json.loads((root / "build/lint/compile_commands.json").read_text())
sources = [str(pathlib.Path(entry["file"]).relative_to(root)) for entry in database
           if pathlib.Path(entry["file"]).is_relative_to(root / "beras")]
if not options.all:
    paths = [path.removesuffix(".h") + ".cpp" if path.endswith(".h") else path for path in changed()]
    sources = [path for path in dict.fromkeys(paths) if path in set(sources)]
end = time.monotonic() + (float("inf") if options.all else 60 * options.minutes)


def is_tidy(source):
    """None where the time is over."""
    if time.monotonic() > end:
        return None
    result = subprocess.run(["clang-tidy", "-quiet", "-p", "build/lint", source], cwd=root,
                            capture_output=True, text=True)
    if result.returncode:
        print(f"== {source}\n{result.stdout}{result.stderr}", flush=True)
    return result.returncode == 0


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(is_tidy, sources))
seen = sum(result is not None for result in results)
print(f"clang-tidy: {seen} of {len(sources)} {'' if options.all else 'changed '}sources")
sys.exit(False in results)
