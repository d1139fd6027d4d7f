"""Keras's functions that steer others. Tapes record what runs, so these are Python's own loops."""

from __future__ import annotations

import builtins
from typing import Any, Callable, Optional, Sequence

from beras import _engine

__all__ = ["cond", "fori_loop", "map", "scan", "switch", "vectorized_map", "while_loop"]


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """`true_fn()` if `pred`, else `false_fn()`."""
    return true_fn() if pred else false_fn()


def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """`branches[index](*operands)`, with the index limited to those that there are."""
    return branches[min(max(int(index), 0), len(branches) - 1)](*operands)


def fori_loop(lower: int, upper: int, body_fun: Callable[[int, Any], Any], init_val: Any) -> Any:
    """value = body_fun(i, value) for i from lower up to, not including, upper."""
    value = init_val
    for i in range(int(lower), int(upper)):
        value = body_fun(i, value)
    return value


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: Optional[int] = None,
) -> Any:
    """loop_vars = body(*loop_vars) as long as cond(*loop_vars)."""
    is_sequence = isinstance(loop_vars, (list, tuple))
    values = tuple(loop_vars) if is_sequence else (loop_vars,)
    done = 0
    while (maximum_iterations is None or done < maximum_iterations) and cond(*values):
        results = body(*values)
        values = tuple(results) if isinstance(results, (list, tuple)) else (results,)
        done += 1
    return values if is_sequence else values[0]


def map(f: Callable[[Any], Any], xs: Any) -> Any:
    """f of each slice of `xs` along the first axis, stacked; `xs` and results may be tuples."""
    return _stack([f(x) for x in _slices(xs)])


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """As `map`."""
    return map(function, elements)


def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any = None,
    length: Optional[int] = None,
    reverse: bool = False,
    unroll: int = 1,
) -> tuple[Any, Any]:
    """carry, y = f(carry, x) for each slice of `xs`: the last carry, and all y stacked."""
    slices = [None] * int(length or 0) if xs is None else _slices(xs)
    carry, ys = init, []
    for x in reversed(slices) if reverse else slices:
        carry, y = f(carry, x)
        ys.append(y)
    return carry, _stack(ys[::-1] if reverse else ys)


def _slices(xs: Any) -> list[Any]:
    if isinstance(xs, (list, tuple)):
        return list(zip(*builtins.map(_slices, xs)))
    return _engine.ops.unstack(xs)


def _stack(results: list[Any]) -> Any:
    if not results or results[0] is None:
        return None
    if isinstance(results[0], (list, tuple)):
        return tuple(_stack(list(each)) for each in zip(*results))
    return _engine.ops.stack(results)
