"""Networks with a training loop: compile, fit, evaluate, predict."""

from __future__ import annotations

from typing import Any, Iterable, Optional

from beras import _engine
from beras._calls import engine_method
from beras._engine.models import MemoryPlan
from beras._model import Model
from beras._samples import as_array
from beras._tensor import Tensor
from beras.layers import Input, Layer

__all__ = ["MemoryPlan", "Model", "Sequential", "per_sample_gradients"]


class Sequential(Model):
    """A row of layers: each takes what the one before it gives.

    ```python
    model = beras.Sequential([layers.Flatten(), layers.Dense(10)])
    ```

    With an `Input` in front it is built at once, else by its first call.
    """

    _engine_class: Any = _engine.models.Sequential

    def __init__(
        self,
        layers: Optional[Iterable[Layer]] = None,
        trainable: bool = True,
        name: Optional[str] = None,
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        for layer in layers or ():
            self.add(layer)

    @engine_method
    def call(self, inputs: Any, training: Optional[bool] = None) -> Any:
        """What the last layer gives."""
        return self._engine.plain_call(inputs, training=training)

    def add(self, layer: Layer) -> None:
        """Appends a layer; ValueError if it does not fit to a model that is built."""
        if not isinstance(layer, Layer):
            raise TypeError(
                f"[{self.name}] expected layers. Received: {type(layer).__name__} {layer!r}."
            )
        if not self._engine_adopted and layer._batch_input_shape is not None:
            self.add(Input(batch_shape=layer._batch_input_shape))
        self._engine_adopt_child(layer)
        self._engine_adopted.append(layer)

    def _engine_adopt_child(self, child: Any) -> None:
        self._engine.append(child)

    def pop(self) -> Layer:
        """Removes the last layer and gives it back."""
        self._engine.pop()
        return self._engine_adopted.pop()


def per_sample_gradients(
    model: Any, loss: Any, x: Any, y: Any, *, training: bool = False
) -> list[Tensor]:
    """For each trainable weight w of the model, d(loss of sample b)/dw for every b: (B, w...).

    Sample b is seen as a batch of its own, `loss(y[b:b+1], model(x[b:b+1]))`. The mean over the
    samples is the gradient of a loss with the usual reduction, where no sample depends on another.

    ```python
    >>> model = beras.Sequential([layers.Dense(1)])
    >>> [gradient.shape for gradient in beras.per_sample_gradients(model, "mse", x, y)]
    [(32, 8, 1), (32, 1)]

    ```

    Args:
        model: a model or layer of one input and one output.
        loss: a loss by name, as an object, or as a function of y_true and y_pred.
        x: B samples.
        y: their labels.
        training: whether the model is called as in training.
    """
    who = "per_sample_gradients"
    return _engine.models.per_sample_gradients(
        model, loss, as_array(x, who), as_array(y, who), training
    )
