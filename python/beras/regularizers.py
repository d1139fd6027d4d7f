"""Regularizers: what weights and outputs add to the loss."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import converters, named, public_names
from beras._shell import Shell, engine_classes
from beras._tensor import Tensor


class Regularizer(Shell):
    """`regularizer(x)` is what the tensor x adds to the loss: a number. A subclass defines `__call__`.

    ```python
    class Largest(regularizers.Regularizer):
        def __init__(self, factor):
            self.factor = factor

        def __call__(self, x):
            return self.factor * ops.max(ops.abs(x))
    ```

    A plain function does as well. Gradients flow through what it computes with `beras.ops`.
    """

    @engine_method
    def __call__(self, x: Any) -> Tensor:
        """What the tensor adds to the loss."""
        return self._engine(x) if hasattr(type(self), "_engine_class") else Tensor(0.0, trainable=False)

    def _engine_common_config(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._engine_arguments}


_classes = engine_classes(_engine.regularizers, Regularizer)
globals().update(_classes)
globals().update({_engine.snake_case(name): value for name, value in _classes.items()})
globals()["l1_l2"] = _classes["L1L2"]
__all__ = ["deserialize", "get", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> Any:
    """The regularizer that a name means ("l2", "L1L2"), or a configuration {"class_name": name,
    "config": arguments}; other things, None among them, as they are."""
    return named(identifier, globals(), "regularizer")


serialize, deserialize = converters(get)
