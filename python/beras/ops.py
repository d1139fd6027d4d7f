"""Operations on tensors, by Keras's names: recorded by tapes, and quicker than NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np

from beras import _engine
from beras._engine.ops import *  # noqa: F403
from beras._tensor import Tensor, convert, numpy_dtype

_tensor = _engine.tensor


def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None, ragged: Any = None) -> Tensor:
    """A Tensor of anything: itself if it is one, else a constant, on the same memory if it can be.

    Python's floats become float32 and its integers int32, as in Keras; arrays keep their dtype.
    """
    if not isinstance(x, Tensor):
        x = Tensor(convert(x), trainable=False)
    return x if dtype is None or numpy_dtype(dtype) == x.dtype else x.astype(dtype)


def convert_to_numpy(x: Any) -> np.ndarray:
    """The same memory as a plain array; a new array of what is none."""
    return np.asarray(convert(x))


def array(x: Any, dtype: Any = None) -> Tensor:
    """As `convert_to_tensor`."""
    return convert_to_tensor(x, dtype)


def is_tensor(x: Any) -> bool:
    """True for Tensors."""
    return isinstance(x, Tensor)


def shape(x: Any) -> tuple[int, ...]:
    """The length of each axis."""
    return np.shape(x)


def ndim(x: Any) -> int:
    """The number of axes."""
    return np.ndim(x)


def size(x: Any) -> int:
    """The number of elements."""
    return np.size(x)


def dtype(x: Any) -> str:
    """The name of the dtype."""
    return convert_to_tensor(x).dtype.name


def get_item(x: Any, key: Any) -> Tensor:
    """x[key]."""
    return convert_to_tensor(x)[key]


def stop_gradient(variable: Any) -> Tensor:
    """The same memory as a constant, which no gradient flows through."""
    constant = _tensor.detach(variable)
    constant.trainable = False
    return constant
