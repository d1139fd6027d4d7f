"""Data sets by name: `datasets.fashion_mnist.load_data()`."""

from functools import partial

from beras.datasets import fashion_mnist, mnist

__all__ = ["fashion_mnist", "mnist"]
__dir__ = partial(sorted, __all__)
