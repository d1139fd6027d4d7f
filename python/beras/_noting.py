"""Operations that are written in Python, on symbolic tensors."""

from __future__ import annotations

import functools
from typing import Any, Iterator

import numpy as np

from beras import _engine
from beras._arrays import numpy_dtype
from beras._keras_tensor import KerasTensor, leaves, maker_of, refilled


def noting(function: Any) -> Any:
    """An operation that is written in Python: of symbolic tensors, its call is noted as a whole."""

    @functools.wraps(function)
    def operate(*args: Any, **kwargs: Any) -> Any:
        found = [*_keras_tensors_in(args), *_keras_tensors_in(kwargs.values())]
        if not found:
            return function(*args, **kwargs)
        if not any(tensor.is_symbolic for tensor in found):
            return _outputs_of(function, args, kwargs)
        shown: list[Any] = []
        make = functools.partial(maker_of(args, kwargs, shown), operate)
        given = leaves((args, kwargs))
        tensors = _engine.core.note_operation(function.__name__, given, make)
        return refilled(shown[0], tensors)

    return operate


def _keras_tensors_in(values: Any) -> Iterator[Any]:
    for value in values:
        if isinstance(value, KerasTensor):
            yield value
        elif type(value) in (list, tuple) and len(value) <= 64:  # others are data
            yield from _keras_tensors_in(value)


def _outputs_of(function: Any, args: Any, kwargs: Any) -> Any:
    """What a function of arrays gives for tensors without values, found out on ones."""

    def ones_like(leaf: Any) -> Any:
        if not isinstance(leaf, KerasTensor):
            return leaf
        return np.broadcast_to(np.ones((), numpy_dtype(leaf.dtype)), leaf.shape)

    ones = map(ones_like, leaves((args, kwargs)))
    core = _engine.core
    with core.PauseRecording(), core.Computing(), np.errstate(all="ignore"):
        given_args, given_kwargs = refilled((args, kwargs), ones)
        outputs = function(*given_args, **given_kwargs)
    specs = [KerasTensor(leaf.shape, leaf.dtype.name, "") for leaf in leaves(outputs)]
    return refilled(outputs, specs)
