"""Operations of Keras that NumPy has, and the engine makes up of others or leaves to NumPy.

Those that are made up of the engine's have gradients; the gradient of the others is an error.
"""

from __future__ import annotations

import inspect
from typing import Any, Callable

import numpy as np

from beras._ops_core import convert_to_tensor
from beras._signatures import explained, speaking

#: The operations of each list of arguments, in Keras's words. What has no default stands where NumPy
#: has it too.
_NAMES = {
    "x": (
        "angle bartlett blackman conj conjugate corrcoef fabs fliplr flipud hamming hanning "
        "i0 imag isneginf isposinf isreal nonzero real signbit sinc"
    ),
    "x, axis=None, keepdims=False": (
        "median nanargmax nanargmin nanmax nanmean nanmedian nanmin nanprod nanstd nansum "
        "nanvar ptp"
    ),
    "x1, x2": "fmax fmin gcd kron lcm ldexp logaddexp2 nextafter",
    "x, k=0": "diag diagflat tril triu",
    "x, q, axis=None, method='linear', keepdims=False": (
        "nanpercentile nanquantile percentile quantile"
    ),
    "xs": "column_stack dstack hstack vstack",
    "x, indices_or_sections": "dsplit hsplit vsplit",
    "x, axis=None, dtype=None": "nancumprod nancumsum",
    "x, offset=0, axis1=0, axis2=1": "diagonal trace",
    "N, M=None, k=0, dtype=None": "tri",
    "a, n=1, axis=-1": "diff",
    "array, k=1, axes=(0, 1)": "rot90",
    "condlist, choicelist, default=0": "select",
    "indices, shape": "unravel_index",
    "sorted_sequence, values, side='left'": "searchsorted",
    "start, stop, num=50, endpoint=True, base=10, dtype=None, axis=0": "logspace",
    "start, stop, num=50, endpoint=True, dtype=None, axis=0": "geomspace",
    "x, N=None, increasing=False": "vander",
    "x, axis=None, weights=None": "average",
    "x, beta": "kaiser",
    "x, bins": "digitize",
    "x, bins=10, range=None": "histogram",
    "x, indices_or_sections, axis=0": "array_split",
    "x, kth, axis=-1": "argpartition",
    "x1, x2, assume_unique=False, invert=False": "isin",
    "x1, x2, axis=None": "append",
    "x1, x2, axisa=-1, axisb=-1, axisc=-1, axis=None": "cross",
    "x1, x2, mode='valid'": "correlate",
    "y, x=None, dx=1.0, axis=-1": "trapezoid",
}
_SIGNATURES = {name: arguments for arguments, names in _NAMES.items() for name in names.split()}
#: Arguments that are no tensors.
_PLAIN = {"N", "beta", "indices_or_sections", "kth", "shape"}

__all__ = sorted(_SIGNATURES)


def _operation(name: str, parameters: str) -> Callable[..., Any]:
    signature = inspect.signature(eval(f"lambda {parameters}: None"))
    function = vars(np).get(name) or np.trapz  # which is how NumPy 1 calls trapezoid

    def operation(*args: Any, **kwargs: Any) -> Any:
        try:
            arguments = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise TypeError(f"[{name}] {explained(error, signature, kwargs)}") from None
        positional, named = [], {}
        for key, value in arguments.items():
            if signature.parameters[key].default is not inspect.Parameter.empty:
                named[key] = value
            else:
                positional.append(value if key in _PLAIN else _tensors(value))
            if key == "indices_or_sections" and isinstance(value, int):
                _check_sections(name, value, positional[0])
        if name == "diff" and np.ndim(positional[0]) and isinstance(named.get("n"), int):
            # NumPy takes differences as often as it is told, though there be nothing left.
            named["n"] = min(named["n"], max(np.shape(positional[0])))
        return _results(function(*positional, **named), positional)

    operation.__name__ = operation.__qualname__ = name
    operation.__doc__ = f"As `numpy.{name}`, whose results that would be float64 are float32."
    operation.__signature__ = signature  # type: ignore[attr-defined]
    return speaking(operation)


def _check_sections(name: str, sections: int, x: Any) -> None:
    """NumPy makes as many arrays as it is told, be they empty."""
    most = max(np.size(x), 2**16)
    if sections > most:
        raise ValueError(f"[{name}] expected at most {most} sections. Received: {sections}.")


def _tensors(value: Any) -> Any:
    if isinstance(value, (list, tuple)) and any(np.ndim(item) for item in value):
        return [convert_to_tensor(item) for item in value]
    return convert_to_tensor(value)


def _results(result: Any, inputs: list[Any]) -> Any:
    """As Tensors; float64 only if something was."""
    if isinstance(result, (list, tuple)):
        return type(result)(_results(item, inputs) for item in result)
    tensor = convert_to_tensor(result)
    if tensor.dtype == np.float64 and not _any_double(inputs):
        return tensor.astype("float32")
    return tensor


def _any_double(values: list[Any]) -> bool:
    return any(
        _any_double(value) if isinstance(value, list) else getattr(value, "dtype", 0) == np.float64
        for value in values
    )


globals().update({name: _operation(name, _SIGNATURES[name]) for name in _SIGNATURES})
