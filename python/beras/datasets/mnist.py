"""MNIST: 70,000 images of handwritten digits (LeCun, Cortes, Burges 1998)."""

from __future__ import annotations

import os
from functools import partial

import numpy as np

from beras import _engine

__all__ = ["load_data"]
__dir__ = partial(sorted, __all__)


def load_data(
    path: str,
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """(x_train, y_train), (x_test, y_test): uint8 images (N, 28, 28) and labels (N,).

    Args:
        path: a folder of the four IDX files, gzipped or not. OSError naming a file that is missing
            or broken.
    """

    def read(name: str) -> np.ndarray:
        file = os.path.join(path, name)
        return np.asarray(_engine.data.load_idx(file if os.path.exists(file) else file + ".gz"))

    return (
        (read("train-images-idx3-ubyte"), read("train-labels-idx1-ubyte")),
        (read("t10k-images-idx3-ubyte"), read("t10k-labels-idx1-ubyte")),
    )
