"""The array that users hold: NumPy's, on the engine's memory."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from beras import _engine

_tensor = _engine.tensor


class Tensor(np.ndarray):
    """An n-dimensional array with NumPy's semantics that can be marked as trainable.

    It *is* a `numpy.ndarray`, on the memory of an engine tensor: neither direction copies. What is
    computed from Tensors while a `GradientTape` watches is recorded, through operators, NumPy's
    functions and `beras.ops` alike.

    Args:
        value: an array, whose memory is shared if it can be written to; nested lists; a number; or
            an initializer, called with `shape` and `dtype`.
        dtype: as NumPy's; that of `value` by default.
        trainable: whether optimizers may change it and tapes follow it.
        name: shown in messages.
        shape: for an initializer.
    """

    def __new__(
        cls,
        value: Any,
        dtype: Any = None,
        trainable: bool = True,
        name: Optional[str] = None,
        shape: Any = None,
    ) -> Tensor:
        if callable(value):
            value = value(shape, dtype=dtype or "float32")
        tensor = _on_memory(value, dtype)
        if type(tensor) is not cls:
            tensor = tensor.view(cls)
        tensor.trainable = trainable
        if name is not None:
            tensor.name = name
        if _tensor.has_engine(tensor):
            _tensor.remember(tensor)
        return tensor

    @property
    def trainable(self) -> bool:
        """Whether optimizers may change it and tapes follow it."""
        return _tensor.get_trainable(self) if _tensor.has_engine(self) else False

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if _tensor.has_engine(self):
            _tensor.set_trainable(self, value)

    @property
    def name(self) -> str:
        """Shown in messages; empty unless given."""
        return _tensor.get_name(self)

    @name.setter
    def name(self, value: str) -> None:
        _tensor.set_name(self, value)

    def assign(self, value: Any) -> Tensor:
        """Writes `value`, broadcast and cast, over the elements in place."""
        _tensor.assign(self, value)
        return self

    def numpy(self) -> np.ndarray:
        """The same memory as a plain array, which no tape knows."""
        return np.asarray(self)

    def __getitem__(self, key: Any) -> Any:
        picked = _tensor.getitem(self, key) if _tensor.has_engine(self) else None
        return super().__getitem__(key) if picked is None else picked

    def __setitem__(self, key: Any, value: Any) -> None:
        np.asarray(self)[key] = value
        if _tensor.has_engine(self):
            _tensor.bump_version(self)

    def __repr__(self) -> str:
        return repr(np.asarray(self)).replace("array(", "Tensor(", 1)

    def __str__(self) -> str:
        return str(np.asarray(self))

    def __format__(self, spec: str) -> str:
        return format(np.asarray(self), spec)

    def __reduce__(self) -> tuple[Callable[..., Tensor], tuple[Any, ...]]:
        name = self.name if _tensor.has_engine(self) else None
        return type(self), (np.array(self, subok=False), None, self.trainable, name or None)

    def __copy__(self) -> Tensor:
        rebuild, arguments = self.__reduce__()
        return rebuild(*arguments)

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        return self.__copy__()


def _on_memory(value: Any, dtype: Any) -> Tensor:
    """A Tensor with an identity of its own on the memory of `value`, or on a copy."""
    if isinstance(value, Tensor) and dtype is None and _tensor.has_engine(value):
        return _tensor.detach(value)
    array = np.asarray(value, dtype=None if dtype is None else numpy_dtype(dtype))
    if not array.flags.writeable:
        array = array.copy()
    tensor = _tensor.on(array)
    return array.view(Tensor) if tensor is None else tensor


def numpy_dtype(dtype: Any) -> np.dtype:
    """NumPy's dtype of a name, which may be "bfloat16" as well."""
    if isinstance(dtype, str) and dtype == "bfloat16":
        import ml_dtypes

        return np.dtype(ml_dtypes.bfloat16)
    return np.dtype(dtype)


def convert(value: Any) -> np.ndarray:
    """An array of anything: Python's numbers become float32 and int32, as in Keras."""
    if isinstance(value, (list, tuple)) and _holds_tensor(value):
        return _engine.ops.stack([convert(item) for item in value])
    if isinstance(value, np.ndarray):
        return value
    if hasattr(value, "__array__"):
        return np.asarray(value)
    if hasattr(value, "__dlpack__"):
        return np.from_dlpack(value)
    array = np.asarray(value)
    if array.dtype == np.float64:
        return array.astype(np.float32)
    if array.dtype == np.int64 and (array.size == 0 or abs(array).max() < 2**31):
        return array.astype(np.int32)
    return array


def _holds_tensor(values: Any) -> bool:
    return any(
        isinstance(value, Tensor) or (isinstance(value, (list, tuple)) and _holds_tensor(value))
        for value in values
    )


Variable = Tensor
_tensor.set_tensor_class(Tensor, convert)
