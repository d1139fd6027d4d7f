"""The state of a layer: its weights, its random generators, its metrics."""

from __future__ import annotations

from typing import Any

import numpy as np

from beras._calls import engine_method
from beras._parts import metrics_in
from beras._tensor import Tensor


class StateKeeper:
    """Lists what a layer keeps, its own first and then that of its layers."""

    _engine: Any
    _engine_whole: Any
    _engine_children: list[Any]
    trainable_variables: Any

    @property
    @engine_method
    def weights(self) -> list[Tensor]:
        """All weights: its own, then those of its layers; each once, whatever layers share it."""
        return self._engine_whole.weights()

    @property
    def variables(self) -> list[Tensor]:
        """All of its state: its weights, the states of its random generators, then the same of its
        layers; each once. Metrics have their own, `metrics_variables`."""
        return self._engine_whole.variables()

    @property
    def non_trainable_variables(self) -> list[Tensor]:
        """Those of `variables` that are not trainable."""
        return [variable for variable in self.variables if not variable.trainable]

    @property
    def trainable_weights(self) -> list[Tensor]:
        """The weights that are trainable."""
        return self.trainable_variables

    @property
    def non_trainable_weights(self) -> list[Tensor]:
        """The weights that are not trainable."""
        return [weight for weight in self.weights if not weight.trainable]

    @property
    @engine_method
    def metrics(self) -> list[Any]:
        """The metrics that are attributes of it, also within lists and dicts, and of its layers. A
        model that holds it begins them anew each epoch and reports them."""
        own = list(metrics_in(self.__dict__.items()))
        found = own + [metric for layer in self._engine_layers for metric in layer.metrics]
        return list({id(metric): metric for metric in found}.values())

    @property
    def metrics_variables(self) -> list[Tensor]:
        """The state of its metrics."""
        return [variable for metric in self.metrics for variable in metric.variables]

    @property
    def _engine_layers(self) -> list[Any]:
        return [child for child in self._engine_children if isinstance(child, StateKeeper)]

    @property
    def trainable(self) -> bool:
        """False once frozen. Setting True gives back exactly what was trainable before."""
        return not self._engine.frozen()

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._engine_whole.set_trainable(bool(value))

    def get_weights(self) -> list[np.ndarray]:
        """Copies of all weights, as plain arrays."""
        return [np.array(weight, subok=False) for weight in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Writes over all weights; ValueError, and nothing written, if one does not fit."""
        self._engine_whole.set_weights(list(weights))

    def count_params(self) -> int:
        """The number of elements of all weights."""
        return self._engine_whole.count_params()
