"""Losses: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._calls import engine_method
from beras._rooms import furnish
from beras._shell import Shell
from beras._signatures import explaining
from beras.config import compute_dtype
from beras.core import Diffable, Tensor


class Loss(Shell, Diffable):
    """`loss(y_true, y_pred)`, or `loss(y_true, y_pred, sample_weight)`, gives the reduced loss.

    A subclass defines `call(y_true, y_pred)`, which gives the values per sample. It sees labels and
    predictions in the loss's dtype and with one rank: a trailing axis of length 1 that only one of
    them has is added to the other if that has rank 1, else dropped. Gradients flow to predictions,
    labels and sample weights alike.

    Args:
        name: the class's name in snake case if left out.
        reduction: "sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", or None ("none")
            for the values per sample.
        dtype: what it computes in; that of the predictions if left out, which count as float32
            unless they are float64.
    """

    _engine_class: Any = _engine.losses.PythonLoss
    _is_part_of_layers = False

    def __init__(
        self,
        name: Optional[str] = None,
        reduction: Optional[str] = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        self._engine_create(name=name, reduction=reduction, dtype=dtype)

    @explaining
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

    @property
    def dtype(self) -> str:
        """What it computes in."""
        return compute_dtype(self._engine_arguments.get("dtype"))

    def _engine_common_config(self) -> dict[str, Any]:
        return {"name": self.name, "reduction": self.reduction}


furnish(globals(), "loss", _engine.losses, Loss, known_as='"MeanSquaredError", "mse"')
