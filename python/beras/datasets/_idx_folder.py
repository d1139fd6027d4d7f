"""The four IDX files of the MNIST family, gzipped or not."""

from __future__ import annotations

import os

import numpy as np

from beras import _engine

Arrays = "tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]"


def load(folder: str) -> Arrays:
    """(x_train, y_train), (x_test, y_test) as uint8: images (N, 28, 28), labels (N,)."""

    def read(name: str) -> np.ndarray:
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            path += ".gz"
        return np.asarray(_engine.data.load_idx(path))

    return (
        (read("train-images-idx3-ubyte"), read("train-labels-idx1-ubyte")),
        (read("t10k-images-idx3-ubyte"), read("t10k-labels-idx1-ubyte")),
    )
