"""Fashion-MNIST: 70,000 images of clothes in ten classes (Xiao, Rasul, Vollgraf 2017)."""

from __future__ import annotations

from functools import partial

import numpy as np

from beras.datasets import mnist

__all__ = ["CLASS_NAMES", "load_data"]
__dir__ = partial(sorted, __all__)

CLASS_NAMES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)


def load_data(
    path: str = "/usr/share/datasets/fashion-mnist",
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """(x_train, y_train), (x_test, y_test): uint8 images (N, 28, 28) and labels (N,).

    Args:
        path: a folder of the four IDX files, gzipped or not; where Debian's package
            dataset-fashion-mnist puts them unless given. OSError naming a file that is missing or
            broken.
    """
    return mnist.load_data(path)
