"""Layers: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._calls import engine_method
from beras._keras_tensor import KerasTensor, input_of
from beras._lambda import Lambda as Lambda
from beras._layer import Layer
from beras._rooms import furnish
from beras._shell import expect_none


class InputLayer(Layer):
    """Where data enters a model: says the shape of samples, and gives its input on as it is.

    Args:
        shape: of one sample, without the batch; None stands for any length.
        batch_size: the only size of batches that is accepted, if given.
        dtype: "float32" if left out.
        sparse, ragged, input_tensor, optional: as left out; the library has no others yet.
        batch_shape: (batch_size, *shape), in place of both.
        name: numbered "input_layer" if left out.
    """

    _engine_class: Any = _engine.layers.InputLayer

    @engine_method
    def __init__(
        self,
        shape: Any = None,
        batch_size: Optional[int] = None,
        dtype: Any = None,
        sparse: Optional[bool] = None,
        ragged: Optional[bool] = None,
        batch_shape: Any = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: Optional[str] = None,
    ) -> None:
        expect_none(
            self,
            sparse=sparse or None,
            ragged=ragged or None,
            input_tensor=input_tensor,
            optional=optional or None,
        )
        if batch_shape is not None:
            batch_size, *shape = batch_shape
        if shape is None:
            raise ValueError("[InputLayer] expected shape or batch_shape. Received: neither.")
        self._engine_create(shape=shape, batch_size=batch_size, dtype=dtype, name=name)

    @property
    def batch_shape(self) -> tuple[Optional[int], ...]:
        """The shape of batches, with None for what is not known."""
        return self._engine.batch_shape

    def get_build_config(self) -> None:
        """None: it is built from the start."""

    def _engine_made_of(self) -> dict[str, Any]:
        return {**self._engine_arguments, "name": self.name}


def Input(
    shape: Any = None,
    batch_size: Optional[int] = None,
    dtype: Any = None,
    sparse: Optional[bool] = None,
    ragged: Optional[bool] = None,
    batch_shape: Any = None,
    name: Optional[str] = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """Where a graph of calls begins: a symbolic tensor that stands for what a model will be given.

    ```python
    x = beras.Input((28, 28, 1))
    y = layers.Dense(10)(layers.Flatten()(x))
    model = beras.Model(x, y)
    ```

    As the first of a Sequential it says what shape samples have. The arguments are those of
    InputLayer.
    """
    layer = InputLayer(
        shape,
        batch_size=batch_size,
        dtype=dtype,
        sparse=sparse,
        ragged=ragged,
        batch_shape=batch_shape,
        input_tensor=tensor,
        optional=optional,
        name=name,
    )
    return input_of(layer)


furnish(globals(), "layer", _engine.layers, Layer)
