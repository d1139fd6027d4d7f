"""Networks with a training loop: compile, fit, evaluate, predict."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Iterable, Iterator, Optional, Union

from beras import _engine, saving
from beras._calls import engine_method
from beras._engine.models import MemoryPlan
from beras._graph_model import GraphEnds
from beras._keras_tensor import KerasTensor, refilled
from beras._model import Functional, Model
from beras._samples import as_array
from beras._shell import expect_none
from beras._tensor import Tensor
from beras.layers import InputLayer, Layer

__all__ = ["Functional", "MemoryPlan", "Model", "Sequential", "clone_model", "per_sample_gradients"]
__dir__ = partial(sorted, __all__)


class Sequential(GraphEnds, Model):
    """A row of layers: each takes what the one before it gives.

    ```python
    model = beras.Sequential([layers.Flatten(), layers.Dense(10)])
    ```

    With an `Input` in front it is built at once, else by its first call.
    """

    _engine_class: Any = _engine.models.Sequential
    _engine_takes_one_input = True

    def __init__(
        self,
        layers: Optional[Iterable[Union[Layer, KerasTensor]]] = None,
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

    def add(self, layer: Any) -> None:
        """Appends a layer; ValueError if it does not fit to a model that is built.

        What `Input` gives, as the first, says what shape samples have."""
        if isinstance(layer, KerasTensor):
            layer = _engine.tensor.owner_of(layer)
        if not isinstance(layer, Layer):
            raise TypeError(
                f"[{self.name}] expected layers. Received: {type(layer).__name__} {layer!r}."
            )
        if not self._engine_adopted and layer._batch_input_shape is not None:
            self.add(InputLayer(batch_shape=layer._batch_input_shape))
        self._engine_adopt_child(layer)
        self._engine_adopted.append(layer)

    @engine_method
    def get_config(self) -> dict[str, Any]:
        """Its layers as configurations; for a class with an `__init__` of its own, its arguments."""
        if not _is_row(self):
            return super().get_config()
        row = list(self._engine_children)
        if self.built and not isinstance(row[0], InputLayer):
            row.insert(0, InputLayer(self.input_shape[1:], name="input_layer"))
        config = self._engine_common_config()
        config["layers"] = [saving.serialize_keras_object(layer) for layer in row]
        return {**config, "build_input_shape": self.input_shape} if self.built else config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A new model of that configuration."""
        if cls.__init__ is not Sequential.__init__:
            return super().from_config(config)
        model = cls(
            [saving.deserialize_keras_object(layer) for layer in config.get("layers", ())],
            trainable=config.get("trainable", True),
            name=config.get("name"),
        )
        if config.get("build_input_shape") and not model.built:
            model.build(config["build_input_shape"])
        return model

    def _engine_adopt_child(self, child: Any) -> None:
        self._engine.append(child)

    # What stands in the row comes by `add` and leaves by `pop`: as in Keras, layers that are
    # attributes are no part of it.

    def _engine_parts(self) -> Iterator[Any]:
        return iter(_variables_among(super()._engine_parts()))

    def _engine_expect_known(self, parts: list[Any]) -> None:
        super()._engine_expect_known(_variables_among(parts))

    def _engine_let_go(self, parts: list[Any]) -> None:
        super()._engine_let_go(_variables_among(parts))

    def pop(self) -> Layer:
        """Removes the last layer and gives it back."""
        self._engine.pop()
        return self._engine_adopted.pop()


def _variables_among(parts: Iterable[Any]) -> list[Any]:
    return [part for part in parts if isinstance(part, Tensor)]


def clone_model(
    model: Model,
    input_tensors: Any = None,
    clone_function: Optional[Callable[[Layer], Layer]] = None,
) -> Any:
    """A model of the same layers with weights of their own, made anew, and not compiled.

    `clone.set_weights(model.get_weights())` gives it the values; `copy.deepcopy(model)` is a copy
    with all: values, what is frozen, loss, optimizer and its state.

    Args:
        model: a Sequential or a functional model, layer by layer, or a model of one's own, by its
            configuration: the arguments of its `__init__`. Layers among these are cloned too.
        input_tensors: None.
        clone_function: what gives the clone of each layer of a Sequential or a functional model but
            its inputs; None makes another of the same configuration.
    """
    expect_none(model, input_tensors=input_tensors)
    if not isinstance(model, Model):
        raise ValueError(f"[clone_model] expected a model. Received: {type(model).__name__}.")
    if clone_function is not None and not (_is_row(model) or _is_graph(model)):
        raise ValueError(
            "[clone_model] expected clone_function=None for a model that is neither a Sequential nor "
            f"functional. Received: {type(model).__name__} with {clone_function!r}."
        )
    clones: dict[int, Any] = {}

    def clone_of(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)([clone_of(item) for item in value])
        if isinstance(value, dict):
            return {name: clone_of(item) for name, item in value.items()}
        if not isinstance(value, Layer):
            return value
        if id(value) not in clones:
            clones[id(value)] = made_of(value, clone_of)
        return clones[id(value)]

    def made_of(layer: Any, clone: Callable[[Layer], Layer]) -> Any:
        if _is_row(layer):
            return row_of(layer, clone)
        return graph_of(layer, clone) if _is_graph(layer) else another(layer)

    def another(layer: Layer) -> Layer:
        return type(layer).from_config(clone_of(layer._engine_made_of()))

    def graph_of(graph: Any, clone: Callable[[Layer], Layer]) -> Any:
        made = [
            (clone_of if isinstance(layer, InputLayer) else clone)(layer) for layer in graph.layers
        ]
        inputs, outputs = _engine.models.remade(graph, graph.layers, made)
        return type(graph)(
            inputs=refilled(graph.input, inputs),
            outputs=refilled(graph.output, outputs),
            name=graph.name,
        )

    def row_of(row: Any, clone: Callable[[Layer], Layer]) -> Any:
        made = type(row)(name=row.name)
        for layer, is_frozen_here in zip(row._engine_children, row._engine.frozen_children()):
            made.add(clone_of(layer) if isinstance(layer, InputLayer) else clone(layer))
            if is_frozen_here:
                made._engine_children[-1].trainable = True
        if not row.trainable:
            made.trainable = False
        if row.built:
            made.build(row.input_shape)
        return made

    return made_of(model, clone_function or clone_of)


def _is_row(layer: Layer) -> bool:
    """True for a Sequential that is all that its layers say."""
    return isinstance(layer, Sequential) and type(layer).__init__ is Sequential.__init__


def _is_graph(layer: Layer) -> bool:
    """True for a functional model that is all that its graph says."""
    return type(layer) is Functional


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
