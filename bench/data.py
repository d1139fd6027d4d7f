"""Data and initial weights, the same for all: made once with NumPy, read by every worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench.shapes import walk, weight_shapes
from bench.workloads import Row

CLASSES = 10


def write(row: Row, folder: Path) -> None:
    """Writes x.npy, y.npy and weights.npz of a network, or a.npy, b.npy and c.npy of an op."""
    random = np.random.default_rng(2024)
    if row.kind == "op":
        for name in "abc":
            np.save(folder / f"{name}.npy", random.standard_normal(row.shape, np.float32))
        return
    # A pattern for each class, under noise. A fifth of the labels are random, so that losses stay
    # away from 0 and gradients from subnormals.
    patterns = random.random((CLASSES, *row.shape), np.float32)
    labels = random.integers(0, CLASSES, row.samples, np.int32)
    noise = random.random((row.samples, *row.shape), np.float32)
    np.save(folder / "x.npy", 0.3 * patterns[labels] + 0.7 * noise - 0.5)
    wrong = random.random(row.samples) < 0.2
    labels[wrong] = random.integers(0, CLASSES, wrong.sum(), np.int32)
    np.save(folder / "y.npy", labels)
    named: dict[str, Any] = {f"{i:03}": w for i, w in enumerate(weights(row, random))}
    np.savez(folder / "weights.npz", **named)


def weights(row: Row, random: np.random.Generator) -> list[np.ndarray]:
    """Kernels as Keras's glorot_uniform draws them; scales and variances are 1, all else 0."""
    values = []
    for layer, shape in walk(row.network, row.shape):
        for position, own in enumerate(weight_shapes(layer, shape)):
            if len(own) > 1:
                window = int(np.prod(own[:-2]))
                limit = np.sqrt(6 / (window * (own[-2] + own[-1])))
                values.append(random.uniform(-limit, limit, own).astype(np.float32))
            else:
                is_scale = layer["class_name"] in (
                    "BatchNormalization",
                    "LayerNormalization",
                ) and position in (0, 3)
                values.append(np.full(own, float(is_scale), np.float32))
    return values
