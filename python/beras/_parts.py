"""What lists and dictionaries hold: the parts of a layer, and several inputs."""

from __future__ import annotations

from typing import Any, Iterator

import numpy as np

from beras._calls import has_arrays
from beras._engine.random import SeedGenerator
from beras._keras_tensor import KerasTensor
from beras._tensor import Tensor
from beras.core import Diffable


def holds(items: list[Any], wanted: Any) -> bool:
    """True if one of the items is that very object: arrays have no plain equality."""
    return any(item is wanted for item in items)


def parts_in(attributes: Any) -> Iterator[Any]:
    """The layers and Variables among attributes, also within lists, tuples and dicts."""
    for name, value in attributes:
        if isinstance(name, str) and name.startswith(("_engine", "_Diffable__")):
            continue
        if isinstance(value, Diffable):
            if value._is_part_of_layers:
                yield value
        elif isinstance(value, Tensor):
            if value._is_variable:
                yield value
        elif isinstance(value, (list, tuple)):
            yield from parts_in((None, item) for item in value)
        elif isinstance(value, dict):
            yield from parts_in((None, item) for item in value.values())


def metrics_in(attributes: Any) -> Iterator[Any]:
    """The metrics among attributes, also within lists, tuples and dicts."""
    return _of_kind(attributes, _is_metric)


def tracked_in(attributes: Any) -> Iterator[Any]:
    """The metrics and the random generators among them."""
    return _of_kind(attributes, lambda value: _is_metric(value) or isinstance(value, SeedGenerator))


def _is_metric(value: Any) -> bool:
    return getattr(type(value), "_is_metric", False)


def _of_kind(attributes: Any, is_wanted: Any) -> Iterator[Any]:
    for name, value in list(attributes):
        # What belongs to the engine, or to `compile`, is none of the class's own.
        if isinstance(name, str) and name.startswith(("_engine", "_Diffable__", "_trains_with")):
            continue
        if is_wanted(value):
            yield value
        elif isinstance(value, (list, tuple, dict)) and value:
            items = list(value.values() if isinstance(value, dict) else value)
            # Of long ones both ends tell, as it is asked at every call.
            ends = (items[0], items[-1])
            if len(items) <= 16 or any(is_wanted(x) or isinstance(x, (list, tuple, dict)) for x in ends):
                yield from _of_kind([(None, item) for item in items], is_wanted)


def may_hold_parts(value: Any) -> bool:
    """False for lists and dictionaries of data. Of long ones it looks at both ends alone, as it is
    asked at every call."""
    if isinstance(value, dict):
        items: Any = value.values()
    elif isinstance(value, (list, tuple)):
        items = value
    else:
        return isinstance(value, (Diffable, Tensor))
    if len(value) > 16:
        items = (next(iter(items)), next(reversed(items)))
    return any(map(may_hold_parts, items))


def first_shape(shape: Any) -> Any:
    """The shape of the first input, where there are several."""
    if isinstance(shape, dict):
        return first_shape(next(iter(shape.values())))
    if isinstance(shape, (list, tuple)) and shape and isinstance(shape[0], (list, tuple)):
        return first_shape(shape[0])
    return shape


def shapes_in(inputs: Any) -> Any:
    """The shapes of several inputs, in their structure, with None for the batch; None for one."""
    if isinstance(inputs, dict):
        arrays = has_arrays(inputs.values())
        return {name: shapes_in(value) for name, value in inputs.items()} if arrays else None
    if isinstance(inputs, (list, tuple)):
        return [shapes_in(value) for value in inputs] if has_arrays(inputs) else None
    shape = inputs.shape if isinstance(inputs, KerasTensor) else np.shape(inputs)
    return (None, *shape[1:])
