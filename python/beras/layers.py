"""Layers: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from functools import partial
from typing import Any, Optional

from beras import _engine
from beras._layer import Layer
from beras._shell import converters, engine_classes, named, public_names

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


def _input_from(cls: Any, config: dict[str, Any]) -> Any:
    """The layer of what `get_config` gave, or of arguments."""
    batch_shape = config.get("batch_shape")
    if batch_shape is None:
        return cls(**config)
    arguments = {name: config[name] for name in ("dtype", "name") if name in config}
    return cls(batch_shape[1:], batch_size=batch_shape[0], **arguments)


globals()["InputLayer"].from_config = classmethod(_input_from)
_OTHER_NAMES = {
    "AvgPool2D": "AveragePooling2D",
    "Convolution2D": "Conv2D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "MaxPool2D": "MaxPooling2D",
}
globals().update({name: globals()[meant] for name, meant in _OTHER_NAMES.items()})
__all__ = ["Input", "deserialize", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def _described(config: Any) -> Any:
    return named(config, globals(), "layer")


serialize, deserialize = converters(_described)
