"""Losses: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._calls import engine_method
from beras._shell import Shell, engine_classes, engine_functions, expect_none, named, public_names
from beras.core import Diffable, Tensor


class Loss(Shell, Diffable):
    """`loss(y_true, y_pred)`, or `loss(y_true, y_pred, sample_weight)`, gives the reduced loss.

    A subclass defines `call(y_true, y_pred)`, which gives the values per sample. Labels and sample
    weights are constants: no gradient flows to them.

    Args:
        name: the class's name in snake case if left out.
        reduction: "sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", or "none" for
            the values per sample.
        dtype: None: a loss has the type of the predictions.
    """

    _engine_class: Any = _engine.losses.PythonLoss
    _is_part_of_layers = False

    def __init__(
        self,
        name: Optional[str] = None,
        reduction: Optional[str] = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        self._engine_create(name=name, reduction=reduction or "none")
        self._engine_begin(dtype=dtype)

    def _engine_begin(self, *, dtype: Any = None) -> None:
        expect_none(self, dtype=dtype)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Tensor:
        if sample_weight is None:
            return self._engine(y_true, y_pred)
        return self._engine(y_true, y_pred, sample_weight)

    @engine_method
    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        """The values before reduction, one for each sample."""
        return self._engine.per_sample(y_true, y_pred)

    @property
    @engine_method
    def weights(self) -> list[Tensor]:
        """All weights: none, unless a subclass says otherwise."""
        return self._engine.weights()

    @property
    def name(self) -> str:
        """What it is called in logs."""
        return self._engine.name()

    @property
    def reduction(self) -> str:
        """How the values become one number."""
        return self._engine.reduction()

    def _engine_common_config(self) -> dict[str, Any]:
        return {"name": self.name, "reduction": self.reduction}


globals().update(engine_classes(_engine.losses, Loss))
globals().update(engine_functions(_engine.losses))
_SHORT = {
    "bce": "binary_crossentropy",
    "mae": "mean_absolute_error",
    "mse": "mean_squared_error",
}
globals().update({short: globals()[name] for short, name in _SHORT.items()})
globals().update({short.upper(): globals()[name] for short, name in _SHORT.items()})
__all__ = ["get", *public_names(globals())]


def get(identifier: Any) -> Any:
    """The loss or the function that a name means ("MeanSquaredError", "mse"); others as they are."""
    return named(identifier, globals(), "loss")
