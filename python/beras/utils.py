"""Small helpers around training: seeds, labels, pictures."""

from __future__ import annotations

import random as python_random
from typing import Any, Optional

import numpy as np

from beras import _engine
from beras._signatures import speaking

__all__ = ["normalize", "plot_history", "plot_model", "set_random_seed", "to_categorical"]


@speaking
def set_random_seed(seed: int) -> None:
    """Seeds Python's, NumPy's and the engine's generators: with it, runs repeat bit by bit."""
    if not 0 <= int(seed) < 2**32:
        raise ValueError(f"[set_random_seed] expected a seed in [0, 2**32). Received: {seed}.")
    python_random.seed(seed)
    np.random.seed(seed)
    _engine.random.set_random_seed(seed)


@speaking
def to_categorical(x: Any, num_classes: Optional[int] = None) -> np.ndarray:
    """Integer labels (...) as one-hot vectors (..., num_classes), float32.

    Args:
        x: labels in [0, num_classes); a last axis of length 1 is dropped.
        num_classes: one more than the largest label unless given.
    """
    labels = np.asarray(x)
    if labels.dtype.kind not in "iub":
        labels = labels.astype(np.int64)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    count = int(labels.max()) + 1 if num_classes is None else num_classes
    if labels.size and not (0 <= labels.min() and labels.max() < count):
        raise ValueError(
            f"[to_categorical] expected labels in [0, {count}). "
            f"Received: from {labels.min()} to {labels.max()}."
        )
    return np.eye(count, dtype=np.float32)[labels]


@speaking
def normalize(x: Any, axis: int = -1, order: int = 2) -> np.ndarray:
    """`x` divided by its norms along an axis; a norm of 0 counts as 1."""
    array = np.asarray(x)
    norms = np.linalg.norm(array, order, axis, keepdims=True)
    return array / np.where(norms == 0, 1, norms)


def plot_history(history: Any, path: Optional[str] = None) -> Any:
    """Draws the course of each value over the epochs; gives the matplotlib figure.

    Args:
        history: what `fit` returned, or a dict of lists.
        path: where to save it as well, as PNG or SVG.
    """
    from matplotlib.figure import Figure

    values = getattr(history, "history", history)
    names = [name for name in values if not name.startswith("val_")]
    figure = Figure(figsize=(5 * max(len(names), 1), 3.5), layout="constrained")
    for axes, name in zip(figure.subplots(1, max(len(names), 1), squeeze=False)[0], names):
        for label, key in (("training", name), ("validation", f"val_{name}")):
            if key in values:
                epochs = range(1, len(values[key]) + 1)
                axes.plot(epochs, values[key], marker=".", label=label)
        axes.set(title=name, xlabel="epoch")
        axes.grid(alpha=0.3)
        axes.legend()
    if path is not None:
        figure.savefig(path)
    return figure


def plot_model(
    model: Any, to_file: Optional[str] = None, show_shapes: bool = True
) -> str:
    """The model's layers, one below the other, as an SVG picture.

    Args:
        model: a model that is built.
        to_file: where to write it as well, an .svg file.
        show_shapes: write the shape of each output.
    """
    from xml.sax.saxutils import escape

    width, height, gap = 320, 48, 24
    boxes = []
    for row, layer in enumerate(model.layers):
        top = row * (height + gap) + 8
        middle = width / 2 + 8
        if row:
            boxes.append(
                f'<line x1="{middle}" y1="{top - gap}" x2="{middle}" y2="{top - 2}" '
                'stroke="#555" marker-end="url(#arrow)"/>'
            )
        detail = f"{layer.count_params():,} parameters"
        if show_shapes:
            detail = f"{layer.output_shape}, {detail}"
        boxes.append(
            f'<rect x="8" y="{top}" width="{width}" height="{height}" rx="6" fill="#eef3fa" '
            'stroke="#4a6fa5"/>'
            f'<text x="{middle}" y="{top + 20}" font-weight="bold">'
            f"{escape(layer.name)} ({escape(type(layer).__name__)})</text>"
            f'<text x="{middle}" y="{top + 38}" fill="#444">{escape(detail)}</text>'
        )
    total = max(len(model.layers), 1) * (height + gap) - gap + 16
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 16}" height="{total}" '
        'font-family="sans-serif" font-size="13" text-anchor="middle">'
        '<defs><marker id="arrow" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" '
        'markerHeight="6" orient="auto"><path d="M0,0 L6,3 L0,6 z" fill="#555"/></marker></defs>'
        f'{"".join(boxes)}</svg>'
    )
    if to_file is not None:
        with open(to_file, "w", encoding="utf-8") as file:
            file.write(svg)
    return svg
