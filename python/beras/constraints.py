"""Constraints: what keeps weights in bounds."""

from __future__ import annotations

from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import furnish
from beras._shell import Shell
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


furnish(
    globals(),
    "constraint",
    _engine.constraints,
    Constraint,
    known_as='"max_norm", "NonNeg"',
    in_snake_case=True,
)
