"""Methods and operators of Tensor that have one form for all of their names."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from beras import _engine, _numpy

_tensor = _engine.tensor


def define_methods(tensor: Any) -> None:
    """Gives the class the methods that do what a function of NumPy's does, and the engine's operators."""

    def forward(name: str, function: Any) -> None:
        # A position among all elements is an integer, which no tape follows.
        of_all = getattr(np.ndarray, name) if name in ("argmax", "argmin") else None

        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            if of_all is not None and not args and not kwargs:
                return of_all(self)
            return _numpy.call(function, (self, *args), kwargs)

        method.__name__ = name
        method.__doc__ = getattr(np.ndarray, name).__doc__
        setattr(tensor, name, method)

    for name in (
        "all any argmax argmin argsort clip copy cumprod cumsum diagonal dot max mean min nonzero prod "
        "ravel repeat round squeeze std sum swapaxes take trace var"
    ).split():
        forward(name, getattr(np, name))
    forward("choose", np.ndarray.choose)
    forward("compress", np.ndarray.compress)
    for name in ("fill", "partition", "put", "setfield", "sort"):
        writer = getattr(np.ndarray, name)
        _numpy.WRITERS.add(writer)
        forward(name, writer)

    for name in (
        "add sub mul truediv floordiv mod matmul pow and or xor lshift rshift "
        "eq ne lt le gt ge neg abs invert iadd isub imul itruediv"
    ).split():
        setattr(tensor, f"__{name}__", getattr(_engine.operators, name))
        if hasattr(_engine.operators, f"r{name}"):
            setattr(tensor, f"__r{name}__", getattr(_engine.operators, f"r{name}"))
    for name in "floordiv mod matmul pow and or xor lshift rshift".split():
        if hasattr(np.ndarray, f"__i{name}__"):
            setattr(tensor, f"__i{name}__", _in_place(tensor, name))


def _in_place(tensor: Any, name: str) -> Callable[[Any, Any], Any]:
    """`a op= b` where the engine has none: NumPy writes, unless a tape still needs what was there."""
    anew, write = getattr(tensor, f"__{name}__"), getattr(np.ndarray, f"__i{name}__")

    def method(self: Any, other: Any) -> Any:
        follows = (
            _engine.core.is_recording() and not _tensor.is_variable(self) and _tensor.flows(self)
        )
        if not follows:
            return write(self, other)
        if not hasattr(self, "_view_of"):
            return anew(self, other)
        self[...] = anew(self.copy(), other)  # what a view shows belongs to another Tensor as well
        return self

    return method
