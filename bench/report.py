"""Results as text."""

from __future__ import annotations

from bench.measure import Result
from bench.workloads import Row


def duration(seconds: float) -> str:
    """Three digits and a unit: 83.1 us, 1.52 ms, 2.40 s."""
    for unit, scale in (("us", 1e-6), ("ms", 1e-3)):
        if seconds < 999.5 * scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds:.3g} s"


def lines(row: Row, results: list[Result]) -> str:
    """One row for the terminal: each peer's median, and how much longer it takes than Beras."""
    text = [f"{row.name}: {row.title}"]
    ours = next((r.median for r in results if r.peer == "beras" and not r.error), None)
    for result in results:
        if result.error:
            text.append(f"  {result.peer:16} {result.error}")
            continue
        ratio = f"{result.median / ours:8.2f} x" if ours else ""
        how = f"{result.threads} threads" + f", {result.variant}" * bool(result.variant)
        memory = f"{result.peak_memory / 2**20:6.0f} MiB"
        text.append(f"  {result.peer:16} {duration(result.median):>8} {ratio} {memory}  {how}")
    return "\n".join(text)
