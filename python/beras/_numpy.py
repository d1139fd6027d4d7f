"""How NumPy's functions act on Tensors: as the engine's where it has them, else on plain arrays.

While a tape records, what NumPy has computed from Tensors that gradients flow through is recorded
too: as something whose gradient is an error that names the function, never as a constant.
"""

from __future__ import annotations

import functools
import inspect
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
    if len(args) > 2:
        args, kwargs = _with_named_out(function, args, kwargs)
    rule = FUNCTIONS.get(function)
    if rule is not None:
        try:
            return _tensor.as_numpys(rule(*args, **kwargs), args)
        except REFUSALS:
            pass
    return run(function, args, kwargs)


def _with_named_out(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The arguments with `out`, and those after it, by name."""
    names = _names(function)
    place = names.index("out") if "out" in names else len(args)
    return args[:place], {**kwargs, **dict(zip(names[place:], args[place:]))}


@functools.lru_cache(maxsize=None)
def _names(function: Any) -> list[str]:
    """Those that may be given by position, where each has its own."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return ["a", "b", "out"] if function is np.dot else []
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return []
    return [parameter.name for parameter in parameters]


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
    plain_args, plain_kwargs = _plain(args, inputs), _plain(kwargs, inputs)
    name = name or getattr(function, "__name__", str(function))
    out = kwargs.get("out")
    targets = out if isinstance(out, tuple) else () if out is None else (out,)
    if writes or function in WRITERS:
        targets = (*args, *kwargs.values())[:1]
    targets = tuple(to for to in targets if _tensor.is_tensor(to) and _tensor.has_engine(to))
    recorded = [_tensor.is_to_record(target, inputs, name) for target in targets]
    result = function(*plain_args, **plain_kwargs)
    for target, is_recorded in zip(targets, recorded):
        _tensor.bump_version(target)
        if is_recorded:
            _tensor.record_opaque_write(name, target, inputs)
    if out is None:
        return _recorded(name, inputs, result)
    if not isinstance(out, tuple):
        out, result = (out,), (result,)
    elif len(out) == 1:
        result = (result,)
    given = [_recorded(name, inputs, y) if to is None else to for to, y in zip(out, result)]
    return given[0] if len(given) == 1 else tuple(given)


def set_item(target: Any, key: Any, value: Any) -> None:
    """`target[key] = value` while a tape records: an operation of its own, whose gradient is exact
    where the key is of integers and slices."""
    plain, name = np.asarray(target), "Tensor.__setitem__"
    window = _window(plain, key)
    if not _tensor.has_engine(target) or (window is not None and window.size == 0):
        plain[key] = np.asarray(value)
        return
    inputs = [value] if _tensor.is_tensor(value) and _tensor.has_engine(value) else []
    if inputs and window is not None and _is_same(window, np.asarray(value)):
        return  # o[0] += v has written through o[0]
    is_recorded = _tensor.is_to_record(target, inputs, name)
    elements = None
    if is_recorded and inputs and window is not None:
        elements = _tensor.as_elements(value, window)
    plain[key] = np.asarray(value)
    _tensor.bump_version(target)
    if is_recorded and window is None:
        _tensor.record_opaque_write(f"{name} with arrays of indices", target, inputs)
    elif is_recorded:
        _tensor.record_write(target, window, elements)


def _window(plain: np.ndarray, key: Any) -> Any:
    """The view that the key picks; None for keys that pick a copy."""
    parts = key if isinstance(key, tuple) else (key,)
    parts = tuple(int(p) if np.ndim(p) == 0 and _is_whole(p) else p for p in parts)
    for part in parts:
        is_index = isinstance(part, (int, np.integer)) and not isinstance(part, bool)
        if not (is_index or part is None or part is Ellipsis or isinstance(part, slice)):
            return None
    return plain[parts if any(part is Ellipsis for part in parts) else (*parts, Ellipsis)]


def _is_whole(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype.kind in "iu"


def _is_same(a: np.ndarray, b: np.ndarray) -> bool:
    """True if both show the same elements of one memory."""
    return (a.ctypes.data, a.shape, a.strides, a.dtype) == (
        b.ctypes.data,
        b.shape,
        b.strides,
        b.dtype,
    )


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
        tensor = _tensor.view_among(value, inputs)
        if tensor is None:
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
