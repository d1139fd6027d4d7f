"""Layers: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from functools import partial
from typing import Any, Optional

from beras import _engine
from beras._layer import Layer
from beras._shell import engine_classes, public_names

globals().update(engine_classes(_engine.layers, Layer))


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
    return globals()["InputLayer"](shape, batch_size=batch_size, dtype=dtype, name=name)


_OTHER_NAMES = {
    "AvgPool2D": "AveragePooling2D",
    "Convolution2D": "Conv2D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "MaxPool2D": "MaxPooling2D",
}
globals().update({name: globals()[meant] for name, meant in _OTHER_NAMES.items()})
__all__ = ["Input", *public_names(globals())]
__dir__ = partial(sorted, __all__)
