"""How NumPy's functions act on Tensors: as the engine's where it has them, else on plain arrays.

While a tape records, what NumPy has computed from Tensors that gradients flow through is recorded
too: as something whose gradient is an error that names the function, never as a constant.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from beras import _engine
from beras._numpy_rules import FUNCTIONS, METHODS

_core = _engine.core
_tensor = _engine.tensor

#: Functions, and methods of arrays, that write into their first argument.
WRITERS = {np.copyto, np.fill_diagonal, np.place, np.put, np.put_along_axis, np.putmask}

_WITHOUT_GRADIENTS = "biu"
#: How the engine says that it lacks an argument, a dtype or a choice. NumPy may have it, or say no.
REFUSALS = (TypeError, ValueError, IndexError)


def call(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a NumPy function gives for arguments among which are Tensors."""
    rule = FUNCTIONS.get(function)
    if rule is not None:
        try:
            return _tensor.as_numpys(rule(*args, **kwargs), args)
        except REFUSALS:
            pass
    return run(function, args, kwargs)


def call_ufunc(ufunc: np.ufunc, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The same for a universal function: its call, or its method of that name."""
    rule = METHODS[method](ufunc) if method in METHODS else None
    if rule is not None and "out" not in kwargs:
        try:
            if method == "__call__" and "dtype" in kwargs:
                return _tensor.as_numpys(_in_dtype(rule, *args, **kwargs), args)
            return _tensor.as_numpys(rule(*args, **kwargs), args)
        except REFUSALS:
            pass
    bound = getattr(ufunc, method)
    return run(bound, args, kwargs, ufunc.__name__, writes=method == "at")


def _in_dtype(rule: Any, *args: Any, dtype: Any) -> Any:
    return rule(*(_engine.ops.cast(x, dtype) for x in args))


def run(
    function: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    name: str = "",
    writes: bool = False,
) -> Any:
    """The function on plain arrays; arrays among its results become Tensors."""
    inputs: list[Any] = []
    result = function(*_plain(args, inputs), **_plain(kwargs, inputs))
    name = name or getattr(function, "__name__", str(function))
    if writes or function in WRITERS:
        written(name, inputs, (*args, *kwargs.values())[0])
    out = kwargs.get("out")
    if out is None:
        return _recorded(name, inputs, result)
    if not isinstance(out, tuple):
        out, result = (out,), (result,)
    elif len(out) == 1:
        result = (result,)
    for target in out:
        written(name, inputs, target)
    given = [_recorded(name, inputs, y) if to is None else to for to, y in zip(out, result)]
    return given[0] if len(given) == 1 else tuple(given)


def written(name: str, inputs: list[Any], target: Any) -> None:
    """Tells tapes that NumPy wrote into `target` what it made of the inputs.

    What a variable is assigned is a new beginning; anything else has been computed.
    """
    if not _tensor.is_tensor(target) or not _tensor.has_engine(target):
        return
    _tensor.bump_version(target)
    assigned = _tensor.is_variable(target) and _tensor.is_held(target)
    if _flow(inputs) and not assigned and target.dtype.kind not in _WITHOUT_GRADIENTS:
        _tensor.rebind(target, _core.without_gradient(name, inputs, [target])[0])


def _flow(inputs: list[Any]) -> bool:
    return _core.is_recording() and any(map(_tensor.flows, inputs))


def _plain(value: Any, tensors: list[Any]) -> Any:
    """The value with plain arrays in place of Tensors; what the tapes know of them is gathered."""
    if _tensor.is_tensor(value):
        tensors.extend([value] if _tensor.has_engine(value) else vars(value).get("_made_of", []))
        return np.asarray(value)
    if isinstance(value, (list, tuple)):
        return type(value)([_plain(item, tensors) for item in value])
    if isinstance(value, dict):
        return {key: _plain(item, tensors) for key, item in value.items()}
    return value


def _recorded(name: str, inputs: list[Any], result: Any) -> Any:
    """The result with Tensors for arrays, recorded as something that has no gradient."""
    recording = _core.is_recording()
    flow = _flow(inputs)

    def wrap(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            items = [wrap(item) for item in value]
            return value._make(items) if hasattr(value, "_make") else type(value)(items)
        if not isinstance(value, np.ndarray) and not (flow and isinstance(value, np.inexact)):
            return value
        tensor = (_tensor.constant if recording else _tensor.on)(np.asarray(value))
        if not flow or tensor.dtype.kind in _WITHOUT_GRADIENTS:
            return tensor
        if not _tensor.has_engine(tensor):
            tensor._made_of = inputs  # complex numbers on the way from real ones to real ones
            return tensor
        return _core.without_gradient(name, inputs, [tensor])[0]

    result = wrap(result)
    if inputs:
        _tensor.inherit_trainable(result, inputs[0])
    return result
