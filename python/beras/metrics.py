"""Metrics: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

import functools
from typing import Any, Optional

from beras import _engine, initializers, losses
from beras._calls import engine_method
from beras._rooms import engine_functions, furnish
from beras._shell import Shell
from beras._signatures import explaining
from beras._tensor import Tensor
from beras.config import compute_dtype


class Metric(Shell):
    """Gathers what `update_state` sees until `reset_state`; `result` may be asked at any time.

    A subclass keeps its state in variables, which `reset_state` sets to zero:

    ```python
    class Positives(metrics.Metric):
        def __init__(self, name="positives"):
            super().__init__(name=name)
            self.count = self.add_variable(shape=(), initializer="zeros")

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.count.assign(self.count + ops.sum(y_pred > 0.5))

        def result(self):
            return self.count
    ```

    Args:
        dtype: that of the result, and of variables; float32 if left out.
        name: the class's name in snake case if left out.
    """

    _engine_class: Any = _engine.metrics.PythonMetric
    #: A layer that has it as an attribute tracks it.
    _is_metric = True
    _answers = ("reset_state",)

    def __init__(self, dtype: Any = None, name: Optional[str] = None) -> None:
        self._engine_create(name=name or _engine.snake_case(type(self).__name__))
        self._dtype = compute_dtype(dtype)

    def _engine_defaults(self) -> dict[str, Any]:
        return {"name": _engine.snake_case(type(self).__name__)}

    @classmethod
    def of(cls, metric: Any) -> Metric:
        """A metric that the engine made itself, as an object of this class."""
        if isinstance(metric, cls):
            return metric
        shell = cls.__new__(cls)
        shell.__dict__["_engine"] = metric
        return shell

    @property
    def name(self) -> str:
        """What it is called in logs."""
        return self._engine.name()

    @property
    def dtype(self) -> str:
        """That of the result."""
        return self.__dict__.get("_dtype") or compute_dtype(self._engine_arguments.get("dtype"))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Takes in a batch and gives the result over all that was seen."""
        self.update_state(*args, **kwargs)
        return self.result()

    @engine_method
    @explaining
    def update_state(self, y_true: Any, y_pred: Any = None, sample_weight: Any = None) -> None:
        """Takes in a batch: labels, predictions, and weights of samples; or, for a mean, values."""
        given = [value for value in (y_true, y_pred, sample_weight) if value is not None]
        self._engine.update_state(*given)

    @engine_method
    def result(self) -> Any:
        """The value over all that was seen."""
        return self._engine.result()

    @engine_method
    def reset_state(self) -> None:
        """Forgets all that was seen."""
        self._engine.reset_state()
        for variable in self._own_variables:
            variable.assign(0)

    def add_variable(
        self,
        shape: Any = (),
        initializer: Any = None,
        dtype: Any = None,
        aggregation: str = "sum",
        name: Optional[str] = None,
    ) -> Tensor:
        """Makes a variable of the state: zeros unless said otherwise.

        Args:
            shape: a number's, (), if left out.
            initializer: a name, or a function of shape and dtype.
            dtype: the metric's if left out.
            aggregation: accepted for Keras's sake.
            name: shown in messages.
        """
        value = initializers.get(initializer or "zeros")(shape, dtype=dtype or self.dtype)
        variable = Tensor(value, trainable=False, name=name)
        self._own_variables.append(variable)
        return variable

    def add_weight(
        self,
        shape: Any = (),
        initializer: Any = None,
        dtype: Any = None,
        name: Optional[str] = None,
    ) -> Tensor:
        """The same under its other name."""
        return self.add_variable(shape, initializer, dtype, name=name)

    @functools.cached_property
    def _own_variables(self) -> list[Tensor]:
        return []

    @property
    def variables(self) -> list[Tensor]:
        """The state; for the engine's metrics, a snapshot of it."""
        return [*self._engine.variables(), *self._own_variables]

    def _engine_common_config(self) -> dict[str, Any]:
        return {"name": self.name}


@engine_method
@explaining
def _update_mean(self: Any, values: Any, sample_weight: Any = None) -> None:
    """Takes in values, and the weight of each."""
    self._engine.update_state(*(given for given in (values, sample_weight) if given is not None))


globals().update(engine_functions(losses))
furnish(
    globals(),
    "metric",
    _engine.metrics,
    Metric,
    known_as='"BinaryAccuracy", "binary_accuracy", "mae"',
    classes_first=True,
)
_update_mean.__name__ = "update_state"
globals()["Mean"].update_state = _update_mean
