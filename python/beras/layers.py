"""Layers: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

import functools
from typing import Any, Iterator, Optional

import numpy as np

from beras import _engine
from beras._shell import Shell, engine_classes, public_names
from beras._tensor import Tensor, numpy_dtype
from beras.core import Diffable, engine_method, exact

_tensor = _engine.tensor


class Layer(Shell, Diffable):
    """A Diffable with weights whose shapes follow from its input.

    ```
    class Linear(layers.Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units

        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], self.units))
            self.b = self.add_weight(shape=(self.units,), initializer="zeros")

        def call(self, inputs):
            return ops.matmul(inputs, self.w) + self.b
    ```

    Layers and Variables that are attributes, also within lists and dicts, are part of it; all must
    be there when the first call, or `build`, has built it. Floating inputs are cast to its dtype.

    Args:
        name: the class's name in snake case, numbered, if left out.
        dtype: of the weights and of what it computes; "float32" if left out.
        trainable: False freezes it from the start.
        activity_regularizer: None.
        autocast: False leaves inputs as they are.
        input_shape: of one sample, where a model should know it before the first call.
    """

    _engine_class: Any = _engine.layers.PythonLayer
    _hooks: tuple[str, ...] = Diffable._hooks
    _answers = ("build",)
    _autocast = True
    _building = False
    #: The shape of batches that was announced by `input_shape`.
    _batch_input_shape: Optional[tuple[Optional[int], ...]] = None

    def __init__(
        self,
        *,
        name: Optional[str] = None,
        dtype: Any = None,
        trainable: bool = True,
        activity_regularizer: Any = None,
        autocast: bool = True,
        input_shape: Any = None,
    ) -> None:
        self._create(name=name, dtype=dtype)
        self._begin(
            trainable=trainable,
            activity_regularizer=activity_regularizer,
            autocast=autocast,
            input_shape=input_shape,
        )

    def _begin(
        self,
        *,
        trainable: bool = True,
        activity_regularizer: Any = None,
        autocast: bool = True,
        input_shape: Any = None,
    ) -> None:
        _expect_none(self, activity_regularizer=activity_regularizer)
        if not trainable:
            self._engine.set_trainable(False)
        if not autocast:
            self._autocast = False
        if input_shape is not None:
            self._batch_input_shape = (None, *input_shape)

    # --- calling

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._autocast and not exact.on:
            args = tuple([self._cast(value) for value in args])
            if kwargs:
                kwargs = {name: self._cast(value) for name, value in kwargs.items()}
        return super().__call__(*args, **kwargs)

    @engine_method
    def call(self, *args: Any, **kwargs: Any) -> Any:
        """What it computes: tensors in, tensors out, and `training=...` where it matters."""
        return self._engine.plain_call(*args, **kwargs)

    def _cast(self, value: Any) -> Any:
        if isinstance(value, (np.ndarray, np.generic)):
            dtype = value.dtype
            if dtype == self._numpy_dtype or (dtype.kind != "f" and dtype.name != "bfloat16"):
                return value
            return _tensor.cast(value, self.dtype)
        if isinstance(value, (list, tuple)):
            return type(value)(map(self._cast, value))
        if isinstance(value, InputLayer):
            raise ValueError(
                f"[{type(self).__name__}] expected tensors. Received: an Input. "
                "Layers are chained by Sequential, or in the `call` of a Model."
            )
        return value

    @functools.cached_property
    def _numpy_dtype(self) -> np.dtype:
        return numpy_dtype(self.dtype)

    # --- building

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "build" in cls.__dict__:
            cls.build = _once(cls.__dict__["build"])  # type: ignore[method-assign]

    def build(self, input_shape: Any) -> None:
        """Makes the weights for inputs of this shape, unless they are there.

        A class of one's own makes them here by `add_weight`. The shape has None for the batch.
        """
        if self._building:
            self._engine.plain_build(_first_shape(input_shape))
        else:
            self._build_now(input_shape)

    def _build_now(self, input_shape: Any) -> None:
        self._engine.build(_first_shape(input_shape))

    def _build(self, input_shape: tuple[Optional[int], ...]) -> None:
        """What the engine calls, once, to make the weights."""
        self._building = True
        try:
            self._adopt_all()
            self.build(input_shape)
            self._adopt_all()
        finally:
            del self._building

    @property
    def built(self) -> bool:
        """True once the weights are there."""
        return self._engine.built()

    @built.setter
    def built(self, value: bool) -> None:
        """Accepted, as classes written for Keras set it: the engine knows by itself."""

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        name: Optional[str] = None,
    ) -> Tensor:
        """Makes a weight of this layer.

        Args:
            shape: a number's, (), if left out.
            initializer: a name, or a function of shape and dtype; "glorot_uniform" if left out, and
                "zeros" for dtypes that are not floating.
            dtype: the layer's if left out.
            trainable: False for state that gradients do not change.
            autocast: accepted for Keras's sake.
            regularizer: None.
            constraint: None.
            aggregation: accepted for Keras's sake.
            name: shown in messages.
        """
        _expect_none(self, regularizer=regularizer, constraint=constraint)
        dtype = self.dtype if dtype is None else dtype
        if initializer is None:
            is_floating = numpy_dtype(dtype).kind in "fV"
            initializer = "glorot_uniform" if is_floating else "zeros"
        shape = () if shape is None else shape
        weight = self._engine.add_weight(name or "variable", shape, initializer, dtype, trainable)
        _tensor.remember(weight)
        self._own.append(weight)
        return weight

    # --- what it consists of

    @property
    def _children(self) -> list[Any]:
        """The layers that are attributes, in the order of these."""
        if not self.built:
            self._adopt_all()
        return self._adopted

    @functools.cached_property
    def _adopted(self) -> list[Any]:
        return []

    @functools.cached_property
    def _own(self) -> list[Tensor]:
        """The weights that Python has made."""
        return []

    def _adopt_all(self) -> None:
        for part in _parts(list(self.__dict__.items())):
            if isinstance(part, Tensor):
                if not _holds(self._own, part):
                    self._adopt_variable(part)
            else:
                if not _holds(self._adopted, part):
                    self._engine.adopt(part)
                    self._adopted.append(part)
                if isinstance(part, Layer) and not part.built:
                    part._adopt_all()

    def _adopt_variable(self, variable: Tensor) -> None:
        self._engine.add_weight(
            variable.name or "variable",
            variable.shape,
            lambda shape, dtype: variable,
            variable.dtype,
            variable.trainable,
        )
        self._own.append(variable)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Layer) and name not in self.__dict__ and self._is_closed(value):
            raise ValueError(
                f"[{type(self).__name__}] expected its layers before it is built. "
                f"Received: a {type(value).__name__} as {name!r}."
            )
        super().__setattr__(name, value)

    def _is_closed(self, layer: Layer) -> bool:
        built = "_engine" in self.__dict__ and self.built
        return built and not _holds(self._adopted, layer)

    @property
    @engine_method
    def weights(self) -> list[Tensor]:
        """All weights: its own, then those of its layers."""
        if not self.built:
            self._adopt_all()
        return self._engine.weights()

    @property
    def variables(self) -> list[Tensor]:
        """All weights."""
        return self.weights

    @property
    def trainable_weights(self) -> list[Tensor]:
        """The weights that are trainable."""
        return self.trainable_variables

    @property
    def non_trainable_weights(self) -> list[Tensor]:
        """The weights that are not trainable."""
        return self.non_trainable_variables

    @property
    def trainable(self) -> bool:
        """False once frozen. Setting True gives back exactly what was trainable before."""
        return not self._engine.frozen()

    @trainable.setter
    def trainable(self, value: bool) -> None:
        if not self.built:
            self._adopt_all()
        self._engine.set_trainable(bool(value))

    def get_weights(self) -> list[np.ndarray]:
        """Copies of all weights, as plain arrays."""
        return [np.array(weight, subok=False) for weight in self.weights]

    def set_weights(self, weights: Any) -> None:
        """Writes over all weights; ValueError, and nothing written, if one does not fit."""
        self._engine.set_weights(list(weights))

    def count_params(self) -> int:
        """The number of elements of all weights."""
        return self._engine.count_params()

    # --- facts

    @property
    def name(self) -> str:
        """What it is called in messages and files."""
        return self._engine.name()

    @property
    def dtype(self) -> str:
        """The type of the weights and of what it computes."""
        return self._engine.dtype()

    @property
    def input_shape(self) -> tuple[Optional[int], ...]:
        """The shape that it was built for, with None for the batch."""
        return self._engine.input_shape()

    @property
    def output_shape(self) -> tuple[Optional[int], ...]:
        """The shape of its output for inputs of `input_shape`."""
        return self.compute_output_shape(self.input_shape)

    @engine_method
    def compute_output_shape(self, input_shape: Any) -> tuple[Optional[int], ...]:
        """The shape of the output for an input of that shape; found out by a call if need be."""
        return self._engine.compute_output_shape(input_shape)

    def _common_config(self) -> dict[str, Any]:
        return {"name": self.name, "trainable": self.trainable, "dtype": self.dtype}


def _once(build: Any) -> Any:
    """A `build` that the engine surrounds: it runs once, and if it fails leaves nothing behind."""

    @functools.wraps(build)
    def building(self: Layer, *args: Any, **kwargs: Any) -> None:
        if self._building:
            build(self, *args, **kwargs)
        else:
            self._build_now(args[0] if args else next(iter(kwargs.values())))

    return building


def _holds(items: list[Any], wanted: Any) -> bool:
    return any(item is wanted for item in items)


def _parts(attributes: Any) -> Iterator[Any]:
    """The layers and Variables among attributes, also within lists, tuples and dicts."""
    for name, value in attributes:
        if name in _BOOKKEEPING:
            continue
        if isinstance(value, Diffable):
            if value._is_part_of_layers:
                yield value
        elif isinstance(value, Tensor):
            if value._is_variable:
                yield value
        elif isinstance(value, (list, tuple)):
            yield from _parts((None, item) for item in value)
        elif isinstance(value, dict):
            yield from _parts((None, item) for item in value.values())


_BOOKKEEPING = {"_adopted", "_own", "_arguments", "_engine_arguments", "_latest"}


def _first_shape(shape: Any) -> Any:
    """The shape of the first input, where there are several."""
    if isinstance(shape, dict):
        return _first_shape(next(iter(shape.values())))
    if isinstance(shape, (list, tuple)) and shape and isinstance(shape[0], (list, tuple)):
        return _first_shape(shape[0])
    return shape


def _expect_none(layer: Layer, **arguments: Any) -> None:
    for name, value in arguments.items():
        if value is not None:
            raise ValueError(
                f"[{type(layer).__name__}] expected {name}=None: the library has none yet. "
                f"Received: {value!r}."
            )


globals().update(engine_classes(_engine.layers, Layer))
InputLayer: Any = globals()["InputLayer"]


def Input(
    shape: Any = None,
    batch_size: Optional[int] = None,
    dtype: Any = None,
    name: Optional[str] = None,
    batch_shape: Any = None,
) -> Any:
    """Where data enters a Sequential, as its first element: says the shape of samples.

    Args:
        shape: of one sample, without the batch; None stands for any length.
        batch_size: the only size of batches that is accepted, if given.
        dtype: "float32" if left out.
        name: numbered "input_layer" if left out.
        batch_shape: (batch_size, *shape), in place of both.
    """
    if batch_shape is not None:
        batch_size, *shape = batch_shape
    if shape is None:
        raise ValueError("[Input] expected shape or batch_shape. Received: neither.")
    return InputLayer(shape, batch_size=batch_size, dtype=dtype, name=name)


_OTHER_NAMES = {
    "AvgPool2D": "AveragePooling2D",
    "Convolution2D": "Conv2D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "MaxPool2D": "MaxPooling2D",
}
globals().update({name: globals()[meant] for name, meant in _OTHER_NAMES.items()})
__all__ = ["Input", *public_names(globals())]
