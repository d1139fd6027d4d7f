#!/usr/bin/env python3
"""Compiles the public headers: all together in two orders, and alone those that have changed.

With --all each is compiled alone, which takes minutes.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

from changed import changed

root = pathlib.Path(__file__).resolve().parent.parent
PRIVATE = re.compile(r"^beras/backend/(reference|cpu|meta)/|_internal\.h$")
FLAGS = ["-std=c++20", "-fsyntax-only", "-I.", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"]


def compiles(headers):
    source = "".join(f"#include <{header}>\n" for header in headers)
    result = subprocess.run(["g++", *FLAGS, "-x", "c++", "-"], cwd=root, input=source, text=True,
                            capture_output=True)
    name = headers[0] if len(headers) == 1 else f"{len(headers)} headers, {headers[0]} first"
    if result.returncode:
        print(f"== {name}\n{result.stderr}", flush=True)
    return result.returncode == 0


public = sorted(path for path in (str(header.relative_to(root)) for header in root.glob("beras/**/*.h"))
                if not PRIVATE.search(path))
alone = public if "--all" in sys.argv else [path for path in changed() if path in public]
orders = [public, public[::-1]]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    good = sum(pool.map(compiles, orders + [[header] for header in alone]))
print(f"{len(public)} headers together in {len(orders)} orders, {len(alone)} of them alone")
sys.exit(good != len(orders) + len(alone))
