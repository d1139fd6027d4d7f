"""Regularizers: what weights and outputs add to the loss."""

from __future__ import annotations

from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import furnish
from beras._shell import Shell
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


furnish(
    globals(),
    "regularizer",
    _engine.regularizers,
    Regularizer,
    known_as='"l2", "L1L2"',
    in_snake_case=True,
)
