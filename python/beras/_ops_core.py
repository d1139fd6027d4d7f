"""What comes before all computing: from anything to tensors and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from beras import _engine
from beras._arrays import convert, numpy_dtype
from beras._keras_tensor import KerasTensor
from beras._noting import noting
from beras._tensor import Tensor, read

__all__ = [
    "array",
    "convert_to_numpy",
    "convert_to_tensor",
    "dtype",
    "get_item",
    "is_tensor",
    "ndim",
    "saturate_cast",
    "shape",
    "size",
    "stop_gradient",
]


def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None, ragged: Any = None) -> Tensor:
    """A Tensor of anything: itself if it is one, else a constant on the same memory; on a copy while
    a tape records, if the array can be written to, as its owner may fill it again.

    Anything is an array, what has `__array__` or `__dlpack__`, nested lists, a number. Python's
    floats become float32 and its integers int32, as in Keras; arrays keep their dtype.
    """
    if sparse or ragged:
        raise ValueError("[convert_to_tensor] expected a dense tensor. Received: sparse or ragged.")
    x = convert(x)
    if isinstance(x, KerasTensor):
        return x if dtype is None else _engine.ops.cast(x, dtype)
    if not isinstance(x, Tensor):
        may_change = _engine.core.is_recording() and x.flags.writeable
        x = _engine.tensor.constant(x.copy() if may_change else x)
    return x if dtype is None or numpy_dtype(dtype) == x.dtype else x.astype(dtype)


def array(x: Any, dtype: Any = None) -> Tensor:
    """As `convert_to_tensor`."""
    return convert_to_tensor(x, dtype)


def convert_to_numpy(x: Any) -> np.ndarray:
    """A copy as a plain array, which no tape knows and no training changes."""
    return np.array(convert(x), subok=False)


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
    x = convert_to_tensor(x)
    return x.dtype if isinstance(x, KerasTensor) else x.dtype.name


def get_item(x: Any, key: Any) -> Tensor:
    """x[key]."""
    if isinstance(x, KerasTensor):
        return x[key]
    return convert_to_tensor(read(convert_to_tensor(x), key))


@noting
def saturate_cast(x: Any, dtype: Any) -> Tensor:
    """Cast, with what the dtype cannot hold replaced by the nearest that it can."""
    x = convert_to_tensor(x)
    to = numpy_dtype(dtype)
    if to.kind in "iu" and x.dtype != np.bool_:
        bounds = np.iinfo(to)
        x = _engine.ops.clip(x, *_clipped(x.dtype, bounds.min, bounds.max))
    return x.astype(to)


def _clipped(dtype: np.dtype, low: int, high: int) -> tuple[int, int]:
    """The bounds as far as `dtype` reaches."""
    if dtype.kind not in "iu":
        return low, high
    own = np.iinfo(dtype)
    return max(low, int(own.min)), min(high, int(own.max))


@noting
def stop_gradient(variable: Any) -> Tensor:
    """The same memory as a constant, which no gradient flows through."""
    constant: Tensor = _engine.tensor.detach(variable)
    constant.trainable = False
    return constant
