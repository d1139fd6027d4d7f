"""What a layer adds to the loss, and what regularizes its weights."""

from __future__ import annotations

import functools
from typing import Any

from beras import _engine, regularizers
from beras._shell import lent
from beras._tensor import Tensor

_tensor = _engine.tensor


class LossAdder:
    """The part of a layer that a model's loss sees besides its predictions."""

    _engine: Any
    _engine_arguments: Any
    _engine_whole: Any

    @property
    def activity_regularizer(self) -> Any:
        """What its outputs add to the loss of each call, divided by the batch size; None for
        nothing."""
        as_given = self._engine_arguments.get("activity_regularizer")
        return self.__dict__.get("_engine_activity_regularizer", as_given)

    @activity_regularizer.setter
    def activity_regularizer(self, value: Any) -> None:
        self.__dict__["_engine_activity_regularizer"] = regularizers.get(value)
        self._engine_regularize_activity()

    def _engine_regularize_activity(self) -> None:
        regularizer = self.activity_regularizer
        self._engine.set_activity_regularizer(
            lent(self, lambda layer: layer.activity_regularizer, regularizer)
        )

    def add_loss(self, loss: Any) -> None:
        """Inside `call`: adds a number, or a list of them, to the loss of this call.

        ValueError in a class that states its gradients itself, as they know nothing of it.
        """
        for value in loss if isinstance(loss, (list, tuple)) else [loss]:
            self._engine.add_loss(value)

    @property
    def losses(self) -> list[Tensor]:
        """What it adds to the loss besides what it computes: what this thread's latest call of it
        added, predictions aside, layer by layer, and what its trainable weights add by their
        regularizers. A model's loss contains their sum."""
        return self._engine_whole.losses()

    @functools.cached_property
    def _engine_rules(self) -> list[tuple[Tensor, Any, Any]]:
        """The weights that Python has made with a regularizer or a constraint, and these."""
        return []

    def _engine_lay_rules(self, place: int) -> None:
        weight, *rules = self._engine_rules[place]
        regularizer, constraint = (
            lent(self, lambda layer, which=which: layer._engine_rules[place][which], rule)
            for which, rule in enumerate(rules, 1)
        )
        _tensor.set_rules(weight, regularizer, constraint)
