"""Results as text: lines for the terminal, Markdown tables, JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import Result
from bench.peers import PEERS
from bench.shapes import cost
from bench.workloads import ROWS, Row

HOW = "[How it is measured](../../docs/benchmarks.md)."
MORE = (
    "All numbers, with memory and sizes, are in [bench/results/table.md](bench/results/table.md); "
    "`./dev bench` measures them again ([how](docs/benchmarks.md))."
)
SIZES = (
    "Of Beras: without the libraries that it links, of which oneDNN, the large one, has a line of "
    "its own. Of the others: with all that pip installs for them; PyTorch's wheel on PyPI brings "
    "CUDA."
)
TITLES = {peer.name: peer.title for peer in PEERS}


@dataclass
class Report:
    """One run of the harness."""

    machine: dict[str, Any]
    roofline: dict[str, Any]
    settings: dict[str, Any]
    rows: list[tuple[Row, list[Result]]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    measured: dict[str, str] = field(default_factory=dict)
    """When and with which Beras, by row."""

    @classmethod
    def from_json(cls, text: str) -> Report:
        """What `to_json` wrote, without rows that are not there any more."""
        told = json.loads(text)
        by_name = {row.name: row for row in ROWS}
        rows = [
            (
                by_name[told_row["name"]],
                [Result.from_dict(result) for result in told_row["results"]],
            )
            for told_row in told.pop("rows")
            if told_row["name"] in by_name
        ]
        return cls(**told, rows=rows)

    def take_over(self, earlier: Report) -> None:
        """Adds the rows of an earlier run that this one did not measure again."""
        own = {row.name: (row, results) for row, results in self.rows}
        theirs = {row.name: (row, results) for row, results in earlier.rows}
        all_rows = theirs | own
        self.rows = [all_rows[row.name] for row in ROWS if row.name in all_rows]
        self.measured = earlier.measured | self.measured

    def good(self, results: list[Result]) -> dict[str, float]:
        """Seconds by peer, of those that did the row right."""
        return {result.peer: result.median for result in results if not result.error}

    def share(self, row: Row, seconds: float) -> float | None:
        """Of the roofline: the time that the machine needs at the least, by the time it took."""
        if row.kind == "start":
            return None
        needed = cost(row, self.machine["cache"])
        dtype = "bfloat16" if row.policy == "mixed_bfloat16" else "float32"
        bandwidth = max(self.roofline["read"], self.roofline["triad"])
        if dtype not in self.roofline["gemm"]:
            return None
        peak = max(self.roofline["gemm"][dtype].values())
        return float(max(needed.flops / peak, needed.streamed / bandwidth) / seconds)

    def to_json(self) -> str:
        rows = [
            {
                **{key: value for key, value in asdict(row).items() if key != "network"},
                "flops": cost(row, self.machine["cache"]).flops,
                "streamed": cost(row, self.machine["cache"]).streamed,
                "results": [
                    {**asdict(r), "median": r.median if r.rounds else None} for r in results
                ],
            }
            for row, results in self.rows
        ]
        return json.dumps({**asdict(self), "rows": rows}, indent=1) + "\n"


def duration(seconds: float) -> str:
    """Three digits and a unit: 83.1 us, 1.52 ms, 2.40 s."""
    for unit, scale in (("us", 1e-6), ("ms", 1e-3), ("s", 1.0)):
        number = f"{seconds / scale:.3g}"
        if unit == "s" or float(number) < 1000:
            break
    return f"{number} {unit}"


def size(count: float) -> str:
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def fastest_peer(times: dict[str, float]) -> tuple[str, float] | None:
    """Of those that are not Beras."""
    others = {name: time for name, time in times.items() if not name.startswith("beras")}
    return min(others.items(), key=lambda item: item[1]) if others else None


def lines(report: Report, row: Row, results: list[Result]) -> str:
    """A row for the terminal: each peer's median, and how many times as long as Beras it takes."""
    text = [f"{row.name}: {row.title}"]
    ours = report.good(results).get("beras")
    for result in results:
        if result.error:
            text.append(f"  {result.peer:14} {result.error}")
            continue
        share = report.share(row, result.median)
        how = f"{result.threads} threads" if result.threads > 1 else "1 thread"
        text.append(
            f"  {result.peer:14} {duration(result.median):>8}"
            + (f" {result.median / ours:7.2f} x" if ours else "")
            + (f" {share:6.0%} of the roofline" if share is not None else "")
            + f" {size(result.peak_memory):>9}  "
            + how
            + f", {result.variant}" * bool(result.variant)
        )
    return "\n".join(text)


def markdown(header: list[str], body: list[list[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, rule, *body])


def where(report: Report) -> str:
    machine, roofline = report.machine, report.roofline
    gemm = {dtype: max(rates.values()) / 1e9 for dtype, rates in roofline["gemm"].items()}
    products = ", ".join(f"{gemm[dtype]:.0f} GFLOP/s in {dtype}" for dtype in sorted(gemm)[::-1])
    return (
        f"{machine['cpu']}, {machine['cores']} cores ({', '.join(machine['vectors'])}), "
        f"{machine['memory'] / 2**30:.0f} GiB, {machine['system']}; Beras {machine['beras']}. "
        f"Its roofline, measured: {products}, {roofline['read'] / 1e9:.1f} GB/s reading, "
        f"{roofline['triad'] / 1e9:.1f} GB/s in a triad."
    )


def summary(report: Report) -> str:
    """A line a row: Beras, the fastest peer, how they compare, and the share of the roofline."""
    body = []
    for row, results in report.rows:
        times = report.good(results)
        rival = fastest_peer(times)
        if "beras" not in times or not rival:
            continue
        ours, (name, theirs) = times["beras"], rival
        share = report.share(row, ours)
        body.append([
            row.title, duration(ours), f"{duration(theirs)} ({TITLES[name]})",
            f"{theirs / ours:.2f}", "" if share is None else f"{share:.0%}",
        ])  # fmt: skip
    header = ["median of a step", "Beras", "fastest peer", "times as fast", "of the roofline"]
    return markdown(header, body)


def matrix(report: Report, title: str, cell: Any) -> str:
    """Rows by peers; `cell` makes a text of a row and a result."""
    present = [
        peer.name for peer in PEERS
        if any(result.peer == peer.name for _, results in report.rows for result in results)
    ]  # fmt: skip
    body = []
    for row, results in report.rows:
        by_peer = {result.peer: result for result in results}
        cells = [cell(row, by_peer[name]) if name in by_peer else "" for name in present]
        if any(cells):
            body.append([row.title, *cells])
    return markdown([title, *(TITLES[name] for name in present)], body)


def tables(report: Report) -> str:
    """The whole page: times, memory, sizes, and what went wrong."""

    def time(row: Row, result: Result) -> str:
        return "failed" if result.error else duration(result.median)

    def memory(row: Row, result: Result) -> str:
        if row.kind != "train" or result.error:
            return ""
        return f"{size(result.peak_memory)} (+{size(result.peak_memory - result.base_memory)})"

    errors = [
        f"- {row.name}, {TITLES[result.peer]}: {result.error}"
        for row, results in report.rows
        for result in results
        if result.error
    ]
    sizes = [[name, size(count)] for name, count in report.sizes.items()]
    rounds = report.settings["rounds"]
    parts = [
        "# Beras beside its peers",
        where(report),
        f"Medians of {rounds} rounds, each peer with its best threads and settings. {HOW}",
        summary(report),
        "## Times",
        matrix(report, "one step", time),
        "## Peak memory in training",
        "Of the process, data included, and in brackets what came on top of the imports.",
        matrix(report, "row", memory),
    ]
    if len(set(report.measured.values())) > 1:
        body = [[row.title, report.measured.get(row.name, "")] for row, _ in report.rows]
        parts += ["## When", markdown(["row", "measured"], body)]
    if sizes:
        parts += ["## Size on disk", markdown(["of", "size"], sizes), SIZES]
    if errors:
        parts += ["## Failed", "\n".join(errors)]
    return "\n\n".join(parts) + "\n"


def put_into_readme(report: Report, readme: Path) -> None:
    """Between the markers, which stay."""
    picture = "![How many times as long as Beras each peer takes](bench/results/chart.svg)"
    section = "\n\n".join(["## Speed", picture, where(report), summary(report), MORE]) + "\n"
    pattern = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
    text = readme.read_text()
    readme.write_text(pattern.sub(lambda found: f"{found[1]}{section}\n{found[2]}", text))
