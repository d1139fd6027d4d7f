"""Datasets and files of arrays."""

from functools import partial

from beras import _signatures  # noqa: F401  # which `inspect.signature` asks about these
from beras._engine.data import (
    Dataset,
    OneHotEncoder,
    load_csv,
    load_idx,
    load_npy,
    load_npz,
    save_npy,
    save_npz,
)

__all__ = [
    "Dataset",
    "OneHotEncoder",
    "load_csv",
    "load_idx",
    "load_npy",
    "load_npz",
    "save_npy",
    "save_npz",
]
__dir__ = partial(sorted, __all__)
