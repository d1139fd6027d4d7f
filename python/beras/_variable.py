"""Keras's `Variable`: a Tensor that was made, rather than computed."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._arrays import convert
from beras._tensor import Tensor, variable

_tensor = _engine.tensor


class _VariableMeta(type(Tensor)):  # type: ignore[misc]
    """A Variable is any Tensor that a user or a layer has made, whatever way it was made."""

    def __instancecheck__(cls, value: Any) -> bool:
        if cls is not Variable:
            return super().__instancecheck__(value)
        if not isinstance(value, Tensor):
            return False
        return value._is_variable or bool(_tensor.has_engine(value) and value.name)


class Variable(Tensor, metaclass=_VariableMeta):
    """A weight, as Keras makes them: Python's floats become float32, its integers int32.

    ```python
    counter = Variable(0, trainable=False)
    kernel = Variable("glorot_uniform", shape=(3, 2), name="kernel")
    ```

    It has all that a `Tensor` has. `isinstance` is true for each Tensor that was made, by this
    class, by the seed's `Tensor` or by a layer, and false for what was computed.

    Args:
        initializer: an array, nested lists or a number; or an initializer, by name or as a function
            of `shape` and `dtype`.
        shape: for an initializer.
        dtype: that of the values if left out; float32 for an initializer.
        trainable: whether optimizers may change it and tapes follow it.
        autocast: accepted for Keras's sake.
        aggregation: accepted for Keras's sake.
        synchronization: accepted for Keras's sake.
        name: shown in messages.
    """

    __module__ = "beras"

    def __new__(
        cls,
        initializer: Any,
        shape: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str = "none",
        synchronization: str = "auto",
        name: Optional[str] = None,
    ) -> Any:
        if isinstance(initializer, str):
            from beras import initializers

            initializer = initializers.get(initializer)
        if callable(initializer):
            initializer = initializer(() if shape is None else shape, dtype=dtype or "float32")
        kind = Tensor if cls is Variable else cls
        return variable(kind, convert(initializer), dtype, trainable, name)
