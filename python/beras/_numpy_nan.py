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


def _filled_rule(function: Any, value: float, meaning: Callable[..., Any]) -> None:
    """Registers a function that takes `value` for what is not a number."""

    @_rule(function)
    def _of_filled(a: Any, axis: Any, keepdims: bool) -> Any:
        return meaning(_filled(a, value), axis, keepdims)


_filled_rule(np.nansum, 0, _ops.sum)
_filled_rule(np.nanprod, 1, _ops.prod)
_filled_rule(np.nancumsum, 0, lambda a, axis, _: _ops.cumsum(a, axis))
_filled_rule(np.nancumprod, 1, lambda a, axis, _: _ops.cumprod(a, axis))


@_rule(np.nanmean)
def _nanmean(a: Any, axis: Any, keepdims: bool) -> Any:
    return _ops.divide(_ops.sum(_filled(a, 0), axis, keepdims), _count(a, axis, keepdims))


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


def _extreme_rule(function: Any, lowest: float, meaning: Callable[..., Any]) -> None:
    """Registers a function that is NaN where nothing is a number."""

    @_rule(function, takes_dtype=False)
    def _extreme(a: Any, axis: Any, keepdims: bool) -> Any:
        extreme = meaning(_filled(a, lowest), axis, keepdims)
        return _ops.where(_ops.equal(_count(a, axis, keepdims), 0), np.nan, extreme)


_extreme_rule(np.nanmax, -np.inf, _ops.max)
_extreme_rule(np.nanmin, np.inf, _ops.min)
