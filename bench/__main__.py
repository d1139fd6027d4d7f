"""Runs rows and writes what they gave: the program behind ./dev bench."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import date
from fnmatch import fnmatch
from functools import partial

from bench import chart, machine, report, sizes
from bench import peers as field
from bench.measure import Settings, measure
from bench.options import parse
from bench.workloads import ROWS


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


def size_on_disk(entered: list[field.Peer]) -> dict[str, int]:
    """Of Beras, and of each peer with what it depends on."""
    own = sizes.own(field.BUILD)
    names = list(dict.fromkeys(peer.module.split(".")[0] for peer in entered if peer.module))
    if not names:
        return own
    output = subprocess.run(
        [field.PEERS_PYTHON, "-m", "bench.sizes", *names],
        check=True, capture_output=True, text=True, cwd=field.ROOT,
    ).stdout  # fmt: skip
    theirs: dict[str, int] = json.loads(output)
    return own | theirs


def write(result: report.Report, counts: bool) -> None:
    """The JSON goes by the processor's name, so that machines stand side by side.

    What counts goes to bench/results and into the README, beside rows of earlier runs.
    """
    folder = field.ROOT / ("bench/results" if counts else "build/bench")
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", f"{result.machine['cpu']} {result.machine['cores']} cores").lower()
    file = folder / f"{name}.json"
    if counts and file.exists():
        result.take_over(report.Report.from_json(file.read_text()))
    file.write_text(result.to_json())
    (folder / "table.md").write_text(report.tables(result))
    (folder / "chart.svg").write_text(chart.draw(result))
    if counts:
        report.put_into_readme(result, field.ROOT / "README.md")
    print(f"\n{folder}/table.md, chart.svg, {name}.json")


def main() -> int:
    options = parse()
    rows = [row for row in ROWS if matches(row.name, options.rows)]
    entered = present([peer for peer in field.PEERS if matches(peer.name, options.only)])
    rows = [row for row in rows if any(peer.runs(row) for peer in entered)]
    settings = Settings(3, 0.05, False) if options.quick else Settings(options.rounds, 0.5, True)
    result = report.Report(machine.describe(), machine.roofline(), asdict(settings))
    print(report.where(result) + "\n", flush=True)

    start = time.monotonic()
    for number, row in enumerate(rows):
        done = f"{row.name} ({number + 1}/{len(rows)}"
        if number:
            left = (time.monotonic() - start) / number * (len(rows) - number) / 60
            done += f", about {left:.0f} min left"
        results = measure(
            row, [peer for peer in entered if peer.runs(row)], settings, partial(progress, done)
        )
        clear_progress()
        result.rows.append((row, results))
        result.measured[row.name] = f"{date.today()}, Beras {result.machine['beras']}"
        print(report.lines(result, row, results), flush=True)
    result.roofline = machine.best(result.roofline, machine.roofline())
    result.sizes = size_on_disk(entered)

    write(result, len(entered) == len(field.PEERS) and options.rounds >= 5 and not options.quick)
    return int(any(one.error for _, results in result.rows for one in results))


def progress(done: str, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K  {done}): {what}", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
