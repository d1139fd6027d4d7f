"""Operations of Keras that take or give more than the engine's, or that a few of these make up."""

from __future__ import annotations

import warnings
from typing import Any, Optional

import numpy as np

from beras._engine import ops
from beras._ops_core import convert_to_tensor
from beras._signatures import speaking
from beras._tensor import Tensor
from beras.backend import epsilon as default_epsilon

__all__ = ["bincount", "clip", "layer_normalization", "linspace", "meshgrid", "unique", "where"]


@speaking
def clip(x: Any, x_min: Any, x_max: Any) -> Tensor:
    """min(max(x, x_min), x_max), without a bound that is None; NaN stays.

    The gradient is 1 where x lies within the bounds, else 0.
    """
    if x_min is not None and x_max is not None:
        return ops.clip(x, x_min, x_max)
    x = convert_to_tensor(x)
    x = ops.cast(x, "int32") if x.dtype == np.bool_ else x
    if x_min is not None:
        return ops.maximum(x, x_min)
    return x if x_max is None else ops.minimum(x, x_max)


@speaking
def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """`num` numbers from start to stop at equal distances, along a new axis where they are tensors.

    With `retstep` also the distance; without `endpoint`, stop itself is left out.
    """
    numbers = ops.linspace(start, stop, num, endpoint, dtype, axis)
    if not retstep:
        return numbers
    steps = num - 1 if endpoint else num
    floats = "float64" if numbers.dtype == np.float64 else "float32"
    distance = ops.subtract(ops.cast(stop, floats), ops.cast(start, floats))
    return numbers, ops.divide(distance, steps) if steps > 0 else ops.full_like(distance, np.nan)


@speaking
def layer_normalization(
    x: Any,
    gamma: Any = None,
    beta: Any = None,
    axis: Any = -1,
    epsilon: Optional[float] = None,
    rms_scaling: bool = False,
) -> Tensor:
    """gamma (x - mean) / sqrt(variance + epsilon) + beta, with the moments along the axes of each
    sample; gamma and beta have the shape of those axes. `epsilon` is 1e-7 by default.

    With `rms_scaling`, which Keras has given up, gamma x / sqrt(variance + epsilon).
    """
    if not rms_scaling:
        return ops.layer_normalization(x, gamma, beta, axis, epsilon)
    warnings.warn(
        "[layer_normalization] rms_scaling divides by the deviation, not by the root of the mean "
        "square, and is deprecated. Use rms_normalization.",
        stacklevel=2,
    )
    x = convert_to_tensor(x)
    small = default_epsilon() if epsilon is None else epsilon
    y = ops.multiply(x, ops.rsqrt(ops.add(ops.var(x, axis, True), small)))
    if gamma is None:
        return y
    places = {place % x.ndim for place in np.atleast_1d(axis)}
    shape = [length if place in places else 1 for place, length in enumerate(x.shape)]
    return ops.multiply(y, ops.reshape(gamma, shape))


@speaking
def unique(
    x: Any,
    sorted: bool = True,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: Optional[int] = None,
    size: Optional[int] = None,
    fill_value: Any = None,
) -> Any:
    """The different elements, or slices along an axis, always sorted, and where asked for the first
    place of each, the place of each element among them, and how often each comes.

    With `size` that many: the first ones, or filled up with `fill_value`, the first by default.
    """
    values, first, inverse, counts = np.unique(convert_to_tensor(x), True, True, True, axis)
    if size is not None:
        along = axis or 0
        lacking = max(size - values.shape[along], 0)
        fill = np.take(values, [0] * lacking, along)
        if fill_value is not None:
            fill = np.full_like(fill, fill_value)
        values = np.concatenate([np.take(values, range(size - lacking), along), fill], along)
        first = np.concatenate([first[:size], first[:1].repeat(lacking)])
        counts = np.concatenate([counts[:size], np.zeros(lacking, counts.dtype)])
    asked = zip((return_index, return_inverse, return_counts), (first, inverse, counts))
    results = [values, *(places.astype(np.int32) for wanted, places in asked if wanted)]
    tensors = tuple(convert_to_tensor(result) for result in results)
    return tensors if len(tensors) > 1 else tensors[0]


@speaking
def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Tensor:
    """How often each number from 0 on comes, or the sum of its weights; of (n, m) row by row.

    As long as the greatest number of all needs, and at least `minlength`. int32, or the dtype of the
    weights, to which gradients flow.
    """
    if sparse:
        raise ValueError("[bincount] expected sparse=False: all tensors are dense. Received: True.")
    x = convert_to_tensor(x)
    if x.ndim not in (1, 2) or x.dtype.kind not in "biu":
        raise ValueError(
            "[bincount] expected integers of rank 1 or 2. "
            f"Received: {x.dtype.name} of shape {x.shape}."
        )
    if x.size and x.min() < 0:
        raise ValueError(f"[bincount] expected integers of at least 0. Received: {int(x.min())}.")
    if isinstance(minlength, bool) or not isinstance(minlength, (int, np.integer)) or minlength < 0:
        raise ValueError(
            f"[bincount] expected minlength, an integer of at least 0. Received: {minlength!r}."
        )
    weights = np.ones(x.shape, np.int32) if weights is None else convert_to_tensor(weights)
    if weights.shape != x.shape:
        raise ValueError(
            f"[bincount] expected a weight for each of x, of shape {x.shape}. "
            f"Received: weights of shape {weights.shape}."
        )
    weights = ops.cast(weights, "int32") if weights.dtype == np.bool_ else weights
    numbers = np.asarray(x, np.int64)
    length = max(int(numbers.max()) + 1 if x.size else 0, int(minlength))
    rows = np.indices(x.shape)[:-1]
    places = np.stack([*rows, numbers], axis=-1)
    return ops.scatter(places, weights, (*x.shape[:-1], length))


@speaking
def meshgrid(*x: Any, indexing: str = "xy") -> list[Tensor]:
    """Vectors along one axis each, broadcast to the grid that they span."""
    if indexing not in ("xy", "ij"):
        raise ValueError(f'[meshgrid] expected indexing "xy" or "ij". Received: {indexing!r}.')
    vectors = [ops.ravel(vector) for vector in x]
    axes = list(range(len(vectors)))
    if indexing == "xy" and len(axes) > 1:
        axes[:2] = [1, 0]
    lengths = [0] * len(axes)
    for vector, axis in zip(vectors, axes):
        lengths[axis] = len(vector)
    return [
        ops.broadcast_to(
            ops.reshape(vector, [-1 if i == axis else 1 for i in range(len(axes))]), lengths
        )
        for vector, axis in zip(vectors, axes)
    ]


@speaking
def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """x1 where the condition is true (not 0), else x2; all three broadcast, and x1 and x2 promote.

    With the condition alone the positions where it is true: one tensor of indices for each axis.
    """
    if x1 is None and x2 is None:
        return np.nonzero(convert_to_tensor(condition))
    return ops.where(condition, x1, x2)
