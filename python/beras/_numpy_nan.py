"""NumPy's functions that leave out what is not a number, in terms of the engine.

For floats alone, as other dtypes have nothing to leave out; NumPy itself would add halves up in halves.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from beras import _engine

_ops = _engine.ops

#: What each function means, on a floating tensor of float32 at least.
FUNCTIONS: dict[Any, Callable[..., Any]] = {}


def in_float32(function: Callable[..., Any], a: Any, *args: Any, **kwargs: Any) -> Any:
    """function(a, ...), computed in float32 and given back as it was if `a` is of halves."""
    if getattr(a, "dtype", None) is None or a.dtype.kind in "biu" or a.dtype.itemsize != 2:
        return function(a, *args, **kwargs)
    return _ops.cast(function(_ops.cast(a, "float32"), *args, **kwargs), a.dtype)


def _rule(function: Any, takes_dtype: bool = True) -> Callable[[Any], Any]:
    """Registers what `function` means by (a, axis, keepdims)."""

    def register(meaning: Any) -> Any:
        def rule(a: Any, axis: Any = None, *args: Any, **kwargs: Any) -> Any:
            named = dict(zip(("dtype", "out") if takes_dtype else ("out",), args), **kwargs)
            dtype, out, keepdims = (named.pop(key, None) for key in ("dtype", "out", "keepdims"))
            if named or out is not None or _is_exact(a):
                raise TypeError("The engine has no such argument.")
            a = a if dtype is None else _ops.cast(a, dtype)
            return in_float32(meaning, a, axis, bool(keepdims))

        FUNCTIONS[function] = rule
        return meaning

    return register


def _is_exact(a: Any) -> bool:
    return np.dtype(getattr(a, "dtype", "O")).kind in "biuOc"


def _filled(a: Any, value: float) -> Any:
    return _ops.where(_ops.isnan(a), value, a)


def _count(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.count_nonzero(_ops.logical_not(_ops.isnan(a)), axis, keepdims)


@_rule(np.nansum)
def _nansum(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.sum(_filled(a, 0), axis, keepdims)


@_rule(np.nanprod)
def _nanprod(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.prod(_filled(a, 1), axis, keepdims)


@_rule(np.nancumsum)
def _nancumsum(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.cumsum(_filled(a, 0), axis)


@_rule(np.nancumprod)
def _nancumprod(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.cumprod(_filled(a, 1), axis)


@_rule(np.nanmean)
def _nanmean(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.divide(_nansum(a, axis, keepdims), _count(a, axis, keepdims))


@_rule(np.nanvar)
def _nanvar(a: Any, axis: Any, keepdims: bool) -> Any:
    deviation = _ops.subtract(a, _nanmean(a, axis, True))
    kept = _ops.where(_ops.isnan(a), 0, deviation)  # before it is squared: 0 times NaN is NaN
    return _ops.divide(_ops.sum(_ops.square(kept), axis, keepdims), _count(a, axis, keepdims))


@_rule(np.nanstd)
def _nanstd(a: Any, axis: Any, keepdims: bool) -> Any:
    variance = _nanvar(a, axis, keepdims)
    is_zero = _ops.equal(variance, 0)  # where, as in ops.std, the gradient is 0
    return _ops.where(is_zero, 0, _ops.sqrt(_ops.where(is_zero, 1, variance)))


@_rule(np.nanmax, takes_dtype=False)
def _nanmax(a: Any, axis: Any, keepdims: bool) -> Any:
    largest = _ops.max(_filled(a, -np.inf), axis, keepdims)
    return _ops.where(_ops.equal(_count(a, axis, keepdims), 0), np.nan, largest)


@_rule(np.nanmin, takes_dtype=False)
def _nanmin(a: Any, axis: Any, keepdims: bool) -> Any:
    smallest = _ops.min(_filled(a, np.inf), axis, keepdims)
    return _ops.where(_ops.equal(_count(a, axis, keepdims), 0), np.nan, smallest)
