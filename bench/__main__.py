"""Runs rows and writes what they gave: the program behind ./dev bench."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from fnmatch import fnmatch

from bench import peers as field
from bench import report
from bench.measure import Result, Settings, measure
from bench.workloads import ROWS, Row


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description="Measures Beras side by side with its peers: each row in rounds, A B C A B C, "
        "each peer with its best settings, all checked to compute the same losses.",
        epilog="BERAS_BENCH_PYTHON names a Python that has the peers; without it they are "
        "installed into build/peers. `./dev bench --kernels [ARGS]` runs Beras's kernels one by "
        "one instead. A run of all rows and peers writes bench/results, any other build/bench.",
    )
    parser.add_argument("--rows", default="*", help="names or patterns: mlp*,convnet")
    parser.add_argument("--only", default="*", help="peers, by name or pattern: beras,torch*")
    parser.add_argument("--rounds", type=int, default=7, help="medians are of so many (default 7)")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, no trial of threads")
    parser.add_argument("--list", action="store_true", help="show names of rows and peers")
    return parser.parse_args()


def matches(name: str, patterns: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns.split(","))


def present(wanted: list[field.Peer]) -> list[field.Peer]:
    """Those that can take part; says which cannot."""
    found = []
    if any(peer.module for peer in wanted) and "BERAS_BENCH_PYTHON" not in os.environ:
        print("  the peers are installed into build/peers, unless they are there", flush=True)
        subprocess.run(["tools/peers_env.sh"], check=True, cwd=field.ROOT)
    for peer in wanted:
        if field.version(peer) is None:
            print(f"  left out: {peer.title} ({field.PEERS_PYTHON} cannot import {peer.module})")
        else:
            found.append(peer)
    return found


def main() -> int:
    options = parse()
    if options.list:
        print("rows: ", *(row.name for row in ROWS), sep="\n  ")
        print("peers:", *(peer.name for peer in field.PEERS), sep="\n  ")
        return 0
    rows = [row for row in ROWS if matches(row.name, options.rows)]
    entered = present([peer for peer in field.PEERS if matches(peer.name, options.only)])
    settings = Settings(3, 0.05, False) if options.quick else Settings(options.rounds, 0.5, True)

    measured: list[tuple[Row, list[Result]]] = []
    start = time.monotonic()
    for number, row in enumerate(rows):
        entrants = [peer for peer in entered if peer.runs(row)]
        if not entrants:
            continue
        left = (time.monotonic() - start) / max(number, 1) * (len(rows) - number) / 60
        remaining = f", about {left:.0f} min left" if number else ""

        def progress(what: str, label: str = f"{row.name} ({number + 1}/{len(rows)}{remaining})",
                     ) -> None:  # fmt: skip
            if sys.stderr.isatty():
                print(f"\r\033[K  {label}: {what}", end="", file=sys.stderr, flush=True)

        results = measure(row, entrants, settings, progress)
        if sys.stderr.isatty():
            print("\r\033[K", end="", file=sys.stderr)
        print(report.lines(row, results), flush=True)
        measured.append((row, results))
    return int(any(result.error for _, results in measured for result in results))


if __name__ == "__main__":
    sys.exit(main())
