"""What NumPy's functions mean in terms of the engine.

A rule takes what the function takes, and raises an error for arguments and dtypes that the engine
has not.
"""

from __future__ import annotations

import inspect
from typing import Any, Callable

import numpy as np

from beras import _engine, _numpy_nan

_ops = _engine.ops

Rule = Callable[..., Any]
_NUMBERS = (bool, int, float)

#: Rules of calls of NumPy's universal functions.
UFUNCS: dict[np.ufunc, Rule] = {
    function: getattr(_ops, name)
    for name, function in vars(np).items()  # dir(np) names modules that are slow to import
    if isinstance(function, np.ufunc) and hasattr(_ops, name)
}
UFUNCS.update(
    {
        np.conjugate: _ops.copy,
        np.degrees: _ops.rad2deg,
        np.divmod: lambda x1, x2: (_ops.floor_divide(x1, x2), _ops.mod(x1, x2)),
        np.positive: _ops.copy,
        np.radians: _ops.deg2rad,
        np.rint: _ops.round,
    }
)
REDUCTIONS: dict[np.ufunc, Rule] = {
    np.add: _ops.sum,
    np.logical_and: _ops.all,
    np.logical_or: _ops.any,
    np.maximum: _ops.max,
    np.minimum: _ops.min,
    np.multiply: _ops.prod,
}
ACCUMULATIONS: dict[np.ufunc, Rule] = {np.add: _ops.cumsum, np.multiply: _ops.cumprod}
#: Rules of NumPy's other functions, and of methods of its arrays.
FUNCTIONS: dict[Any, Rule] = {np.ndarray.astype: _ops.cast}
#: Functions that NumPy itself writes in terms of others, which Tensors then meet.
COMPOSITIONS = (
    "append array_split atleast_1d atleast_2d atleast_3d average diff dsplit dstack fliplr flipud "
    "hsplit hstack ptp real rot90 trapezoid trapz tril triu vsplit vstack"
).split()
FUNCTIONS.update(
    {vars(np)[name]: inspect.unwrap(vars(np)[name]) for name in COMPOSITIONS if name in vars(np)}
)


FUNCTIONS.update(_numpy_nan.FUNCTIONS)
_average = FUNCTIONS[np.average]


def _average_in_float32(a: Any, axis: Any = None, weights: Any = None, **kwargs: Any) -> Any:
    """A half holds no large sum of weights."""
    if weights is not None and getattr(weights, "dtype", None) != a.dtype:
        return _average(a, axis, weights, **kwargs)
    return _numpy_nan.in_float32(_average, a, axis, weights, **kwargs)


FUNCTIONS[np.average] = _average_in_float32


def _no_out(out: Any, rule: Rule, *args: Any, **kwargs: Any) -> Any:
    if out is not None:
        raise TypeError("The engine writes into no array that it is given.")
    return rule(*args, **kwargs)


def _as(dtype: Any, value: Any) -> Any:
    return value if dtype is None else _ops.cast(value, dtype)


def _only(choice: Any, given: Any) -> None:
    if given != choice:
        raise TypeError(f"The engine knows only {choice!r}.")


def _rule(*functions: Any) -> Callable[[Rule], Rule]:
    def register(rule: Rule) -> Rule:
        FUNCTIONS.update(dict.fromkeys(functions, rule))
        return rule

    return register


#: Functions that are the engine's of the same name, and take its arguments.
_ALIKE = (
    "allclose argsort array_equal broadcast_to count_nonzero dot expand_dims flip full_like inner "
    "isclose moveaxis ones_like outer repeat roll sort squeeze swapaxes tensordot tile transpose vdot "
    "zeros_like"
).split()
FUNCTIONS.update({getattr(np, name): getattr(_ops, name) for name in _ALIKE})
FUNCTIONS[np.linalg.norm] = _ops.norm


def _reduction(engines: Rule) -> Rule:
    """With NumPy's order of arguments."""

    def rule(
        a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False
    ) -> Any:
        return _no_out(out, engines, _as(dtype, a), axis, keepdims)

    return rule


def _extreme(engines: Rule) -> Rule:
    """The same for those that take no dtype."""

    def rule(a: Any, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        return _no_out(out, engines, a, axis, keepdims)

    return rule


for _name in ("sum", "prod", "mean", "var", "std"):
    FUNCTIONS[getattr(np, _name)] = _reduction(getattr(_ops, _name))
for _name in ("max", "min", "amax", "amin", "any", "all", "argmax", "argmin"):
    FUNCTIONS[getattr(np, _name)] = _extreme(getattr(_ops, _name))


@_rule(np.cumsum)
def _cumsum(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    return _no_out(out, _ops.cumsum, a, axis, dtype)


@_rule(np.cumprod)
def _cumprod(a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    return _no_out(out, _ops.cumprod, a, axis, dtype)


@_rule(np.reshape)
def _reshape(a: Any, shape: Any, order: str = "C") -> Any:
    _only("C", order)
    return _ops.reshape(a, shape)


@_rule(np.ravel)
def _ravel(a: Any, order: str = "C") -> Any:
    _only("C", order)
    return _ops.ravel(a)


@_rule(np.copy)
def _copy(a: Any, order: str = "K", subok: bool = False) -> Any:
    return _ops.copy(a)


@_rule(np.take)
def _take(a: Any, indices: Any, axis: Any = None, out: Any = None, mode: str = "raise") -> Any:
    _only("raise", mode)
    return _no_out(out, _ops.take, a, indices, axis)


@_rule(np.take_along_axis)
def _take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Any:
    return _ops.take_along_axis(arr, indices, axis)


@_rule(np.clip)
def _clip(a: Any, a_min: Any = None, a_max: Any = None, out: Any = None, **bounds: Any) -> Any:
    low, high = bounds.pop("min", a_min), bounds.pop("max", a_max)
    if bounds or out is not None:
        raise TypeError("The engine has no such argument.")
    if low is not None and high is not None:
        return _ops.clip(a, low, high)
    if low is None and high is None:
        return _ops.copy(a)
    return _ops.maximum(a, low) if high is None else _ops.minimum(a, high)


@_rule(np.round, np.around)
def _round(a: Any, decimals: int = 0, out: Any = None) -> Any:
    return _no_out(out, _ops.round, a, decimals)


@_rule(np.nan_to_num)
def _nan_to_num(
    x: Any, copy: bool = True, nan: float = 0.0, posinf: Any = None, neginf: Any = None
) -> Any:
    _only(True, copy)
    return _ops.nan_to_num(x, nan, posinf, neginf)


@_rule(np.where)
def _where(condition: Any, x: Any, y: Any) -> Any:
    if isinstance(x, _NUMBERS) and isinstance(y, _NUMBERS):
        raise TypeError("Of numbers alone NumPy makes float64 and int64.")
    return _ops.where(condition, x, y)


@_rule(np.concatenate)
def _concatenate(
    arrays: Any, axis: Any = 0, out: Any = None, dtype: Any = None, casting: str = "same_kind"
) -> Any:
    if axis is None:
        arrays, axis = [_ops.ravel(array) for array in arrays], 0
    return _as(dtype, _no_out(out, _ops.concatenate, list(arrays), axis))


@_rule(np.stack)
def _stack(
    arrays: Any, axis: int = 0, out: Any = None, dtype: Any = None, casting: str = "same_kind"
) -> Any:
    return _as(dtype, _no_out(out, _ops.stack, list(arrays), axis))


@_rule(np.column_stack)
def _column_stack(tup: Any) -> Any:
    columns = [_ops.expand_dims(x, 1) if np.ndim(x) < 2 else x for x in tup]
    return _ops.concatenate(columns, 1)


@_rule(np.split)
def _split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    return _ops.split(ary, indices_or_sections, axis)


@_rule(np.pad)
def _pad(array: Any, pad_width: Any, mode: str = "constant", constant_values: Any = 0) -> Any:
    return _ops.pad(array, pad_width, mode, constant_values)


@_rule(np.einsum)
def _einsum(subscripts: str, *operands: Any, optimize: Any = False) -> Any:
    return _ops.einsum(subscripts, *operands)


@_rule(np.diagonal)
def _diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    a = _ops.moveaxis(a, (axis1, axis2), (-2, -1))
    rows, columns = a.shape[-2:]
    count = max(min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns), 0)
    row = np.arange(count) + max(-offset, 0)
    return a[..., row, row + offset]


@_rule(np.trace)
def _trace(
    a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None
) -> Any:
    diagonal = _diagonal(a, offset, axis1, axis2)
    return _as(dtype, _no_out(out, _ops.sum, diagonal, -1))


@_rule(np.diag)
def _diag(v: Any, k: int = 0) -> Any:
    if not _engine.core.is_recording():
        return _engine.tensor.on(np.diag(np.asarray(v), k).copy())
    if v.ndim != 1:
        return _diagonal(v, k)
    size = len(v) + abs(k)
    padded = _ops.pad(v, [(max(k, 0), max(-k, 0))])
    return _ops.multiply(np.eye(size, k=k, dtype=v.dtype), padded)


# --- methods of universal functions


def _reduce(ufunc: np.ufunc) -> Any:
    reduction = REDUCTIONS.get(ufunc)
    if reduction is None:
        return None
    rule = _reduction(reduction)
    return lambda array, axis=0, *args, **kwargs: rule(array, axis, *args, **kwargs)


def _accumulate(ufunc: np.ufunc) -> Any:
    accumulation = ACCUMULATIONS.get(ufunc)
    if accumulation is None:
        return None
    return lambda array, axis=0, dtype=None, out=None: _no_out(
        out, accumulation, array, axis=axis, dtype=dtype
    )


def _outer(ufunc: np.ufunc) -> Any:
    rule = UFUNCS.get(ufunc)
    if rule is None or ufunc.nin != 2:
        return None

    def outer(a: Any, b: Any) -> Any:
        return rule(_ops.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)

    return outer


#: For each method of universal functions, what gives the rule of one, or None.
METHODS: dict[str, Callable[[np.ufunc], Any]] = {
    "__call__": UFUNCS.get,
    "reduce": _reduce,
    "accumulate": _accumulate,
    "outer": _outer,
}
