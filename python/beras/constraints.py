"""Constraints: what keeps weights in bounds."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import converters, named, public_names
from beras._shell import Shell, engine_classes
from beras._tensor import Tensor


class Constraint(Shell):
    """`constraint(w)` is what the weight w becomes after an update. A subclass defines `__call__`.

    ```python
    class Within(constraints.Constraint):
        def __init__(self, bound):
            self.bound = bound

        def __call__(self, w):
            return ops.clip(w, -self.bound, self.bound)
    ```

    A plain function does as well.
    """

    @engine_method
    def __call__(self, w: Any) -> Tensor:
        """The tensor of the same shape that keeps the constraint."""
        return self._engine(w) if hasattr(type(self), "_engine_class") else w


_classes = engine_classes(_engine.constraints, Constraint)
globals().update(_classes)
globals().update({_engine.snake_case(name): value for name, value in _classes.items()})
__all__ = ["deserialize", "get", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> Any:
    """The constraint that a name means ("max_norm", "NonNeg"), or a configuration {"class_name":
    name, "config": arguments}; other things, None among them, as they are."""
    return named(identifier, globals(), "constraint")


serialize, deserialize = converters(get)
