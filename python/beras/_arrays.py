"""Arrays of anything: what a Tensor is made of."""

from __future__ import annotations

from typing import Any

import numpy as np

from beras import _engine
from beras._keras_tensor import KerasTensor

_tensor = _engine.tensor
_ops = _engine.ops
#: The base of Tensor, which is made on top of this.
_Tensor = _tensor.ArrayBase


def numpy_dtype(dtype: Any) -> np.dtype:
    """NumPy's dtype of a name, which may be "bfloat16" as well."""
    if isinstance(dtype, str) and dtype == "bfloat16":
        import ml_dtypes

        return np.dtype(ml_dtypes.bfloat16)
    return np.dtype(dtype)


def as_array(value: Any) -> np.ndarray:
    """An array of anything, of NumPy's dtypes."""
    if isinstance(value, (list, tuple)) and _tensor.first_tensor(value) is not None:
        return _stacked(value)
    if isinstance(value, (np.ndarray, KerasTensor)):
        return value
    if hasattr(value, "__array__"):
        return np.asarray(value)
    if hasattr(value, "__dlpack__"):
        return np.from_dlpack(value)
    array = np.asarray(value)
    if array.dtype == object:
        raise _engine.DTypeError(
            f"[Tensor] expected an array, a number or nested lists of them. Received: {value!r}."
        )
    return array


def convert(value: Any) -> np.ndarray:
    """The same with the dtypes of Keras: Python's numbers become float32 and int32."""
    array = as_array(value)
    has_dtype = any(hasattr(value, name) for name in ("dtype", "__array__", "__dlpack__"))
    if has_dtype or isinstance(array, _Tensor):
        return array
    if array.dtype == np.float64:
        return array.astype(np.float32)
    if array.dtype == np.int64 and (array.size == 0 or abs(array).max() < 2**31):
        return array.astype(np.int32)
    return array


def _stacked(values: Any) -> Any:
    """A list among whose items are Tensors; numbers and lists of them take the dtype of these."""
    items = [as_array(value) for value in values]
    dtypes = [item.dtype for item in items if isinstance(item, _Tensor)]

    def fitting(value: Any, item: np.ndarray) -> np.ndarray:
        has_dtype = hasattr(value, "dtype") or isinstance(item, _Tensor)
        return item if has_dtype or dtypes[0].kind != "f" else item.astype(dtypes[0])

    return _ops.stack([fitting(value, item) for value, item in zip(values, items)])
