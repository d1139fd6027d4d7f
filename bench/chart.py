"""The picture: how many times as long as Beras each peer takes, a line a row, as SVG."""

from __future__ import annotations

import math
from html import escape

from bench.report import TITLES, Report, duration

LEFT, RIGHT, TOP, LINE, WIDTH = 330, 40, 84, 24, 960
COLOURS = {
    "beras-python": "#7aa6d8",
    "torch": "#e4572e",
    "torch-compile": "#f0a28c",
    "jax": "#8e44ad",
    "tensorflow": "#f2a900",
    "keras": "#a3282f",
    "onnxruntime": "#17a398",
    "mlx": "#6b7280",
    "numpy": "#2e9949",
}
BERAS = "#1f5fa8"
INK, FAINT = "#24292f", "#d8dee4"


def text(x: float, y: float, words: str, anchor: str = "start", style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {style}>{escape(words)}</text>'


def draw(report: Report) -> str:
    """Beras is the line at 1; to its right is slower. The axis is logarithmic."""
    rows = [
        (row, times) for row, results in report.rows
        if "beras" in (times := report.good(results)) and len(times) > 1
    ]  # fmt: skip
    ratios = [time / times["beras"] for _, times in rows for time in times.values()]
    low, high = math.log10(min([0.5, *ratios])), math.log10(max([10, *ratios]))
    height = TOP + LINE * len(rows) + 40

    def place(ratio: float) -> float:
        return LEFT + (math.log10(ratio) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    bottom = height - 34
    frame = f'viewBox="0 0 {WIDTH} {height}" font-family="system-ui, sans-serif" font-size="12"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame} fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>',
        text(16, 26, "How many times as long as Beras", style='font-size="16" font-weight="600"'),
    ]
    parts += legend({name for _, times in rows for name in times})
    ticks = [m * 10.0**e for e in range(math.floor(low), math.ceil(high) + 1) for m in (1, 2, 5)]
    for tick in ticks:
        if low <= math.log10(tick) <= high and tick != 1:
            x = place(tick)
            parts.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom}" stroke="{FAINT}"/>')
            parts.append(text(x, bottom + 16, f"{tick:g}", "middle"))
    parts.append(
        f'<path d="M{place(1):.1f} {TOP - 8}V{bottom}" stroke="{BERAS}" stroke-width="2.5"/>'
    )
    parts.append(text(place(1), bottom + 16, "1", "middle", 'font-weight="600"'))
    for number, (row, times) in enumerate(rows):
        y = TOP + LINE * number + 6
        parts.append(text(16, y + 4, row.title))
        ours = f'fill="{BERAS}" font-weight="600"'
        parts.append(text(LEFT - 12, y + 4, duration(times["beras"]), "end", ours))
        for name, time in times.items():
            if name != "beras":
                label = f"{TITLES[name]}: {duration(time)}"
                parts.append(
                    f'<circle cx="{place(time / times["beras"]):.1f}" cy="{y}" r="5" '
                    f'fill="{COLOURS[name]}" fill-opacity="0.9">'
                    f"<title>{escape(label)}</title></circle>"
                )
    return "\n".join([*parts, "</svg>"]) + "\n"


def legend(names: set[str]) -> list[str]:
    parts = [f'<path d="M20 42v14" stroke="{BERAS}" stroke-width="2.5"/>', text(28, 53, "Beras")]
    x = 28 + 60.0
    for name in TITLES:
        if name in names and name != "beras":
            parts.append(f'<circle cx="{x:.1f}" cy="49" r="5" fill="{COLOURS[name]}"/>')
            parts.append(text(x + 9, 53, TITLES[name]))
            x += 30 + 6.6 * len(TITLES[name])
    return parts
