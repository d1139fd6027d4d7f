"""Operations that are written in Python, on symbolic tensors."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Callable, Iterator, Optional

import numpy as np

from beras import _engine
from beras._arrays import numpy_dtype
from beras._keras_tensor import KerasTensor, leaves, maker_of, refilled

#: Keras's classes that are not called as the functions are.
_CLASSES = {"isin": "IsIn", "searchsorted": "SearchSorted"}
#: Those that Keras has in core; the others are in numpy.
_OF_CORE = {"saturate_cast", "stop_gradient"}
#: Arguments without a default that belong to the configuration all the same.
_CONFIGURED = {"dtype", "indices_or_sections", "kth", "shape"}
#: Arguments with a default that are given with the tensors.
_CALLED = {"average": {"weights"}, "select": {"default"}}

_operations: dict[str, Any] = {}


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
        write = functools.partial(_written, function, args, kwargs)
        tensors = _engine.core.note_operation(_class_name(function), given, make, write)
        return refilled(shown[0], tensors)

    _operations[_class_name(function)] = operate
    return operate


def written_operation(entry: dict[str, Any]) -> Optional[Callable[[Any, Any], list[Any]]]:
    """What makes the calls of an operation that is written in Python, whose entry in a configuration
    this is; None for a layer, and for what nobody knows."""
    from beras import saving

    if not _engine.models.is_operation(entry):
        return None
    operate = _operations.get(entry["class_name"])
    if operate is None:
        return None
    config = dict(entry["config"])
    name = config.pop("name", "")

    def call(args: Any, kwargs: Any) -> list[Any]:
        args, kwargs, stated = saving.deserialize_keras_object([args, kwargs, config])
        parameters = inspect.signature(operate).parameters.values()
        places = [p for p in parameters if not _is_configured(operate, p)]
        if any(p.kind is p.VAR_POSITIONAL for p in places):
            given: dict[str, Any] = {}
        else:
            given, args = {p.name: value for p, value in zip(places, args)}, []
        with _engine.core.OperationName(name):
            return leaves(operate(*args, **given, **kwargs, **stated))

    return call


def _class_name(function: Any) -> str:
    words = function.__name__.split("_")
    return _CLASSES.get(function.__name__) or "".join(word[:1].upper() + word[1:] for word in words)


def _is_configured(function: Any, parameter: inspect.Parameter) -> bool:
    if parameter.name in _CONFIGURED or parameter.kind is parameter.KEYWORD_ONLY:
        return True
    has_default = parameter.default is not parameter.empty
    return has_default and parameter.name not in _CALLED.get(function.__name__, ())


def _written(function: Any, args: Any, kwargs: Any, inputs: list[Any]) -> dict[str, Any]:
    """The entry and the call of an operation in a configuration, with these in the places of its
    tensors."""
    from beras import saving

    args, kwargs = refilled((args, kwargs), inputs)
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    config: dict[str, Any] = {}
    called: list[Any] = []
    for parameter in bound.signature.parameters.values():
        value = bound.arguments[parameter.name]
        if parameter.kind is parameter.VAR_POSITIONAL:
            called.extend(value)
        elif _is_configured(function, parameter):
            config[parameter.name] = value
        else:
            called.append(value)
    class_name = _class_name(function)
    entry = {
        "module": f"keras.src.ops.{'core' if function.__name__ in _OF_CORE else 'numpy'}",
        "class_name": class_name,
        "config": config,
        "registered_name": class_name,
    }
    try:
        return saving.serialize_keras_object(
            {"entry": entry, "node": {"args": called, "kwargs": {}}}
        )
    except TypeError as error:
        raise TypeError(
            f"[{function.__name__}] expected arguments that stand in configurations. "
            f"Received: others. {error}"
        ) from None


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
