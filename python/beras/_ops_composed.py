"""Operations of Keras that a few others make up."""

from __future__ import annotations

import functools
from typing import Any, Callable, Optional

import numpy as np

from beras._engine import ops
from beras._numpy_nan import in_float32
from beras._ops_core import convert_to_tensor
from beras._signatures import speaking
from beras._tensor import Tensor
from beras.backend import epsilon as default_epsilon

__all__ = [
    "bincount",
    "depthwise_conv",
    "dot_product_attention",
    "glu",
    "in_top_k",
    "meshgrid",
    "multi_hot",
    "normalize",
    "rms_normalization",
    "segment_sum",
    "separable_conv",
    "where",
]


def _for_halves_in_float32(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Squares of halves overflow, and a small epsilon is 0 among them."""

    @functools.wraps(function)
    def wide(x: Any, *args: Any, **kwargs: Any) -> Tensor:
        return in_float32(function, convert_to_tensor(x), *args, **kwargs)

    return wide


@speaking
@_for_halves_in_float32
def normalize(x: Any, axis: Any = -1, order: Any = 2, epsilon: Optional[float] = None) -> Tensor:
    """x / max(norm(x), epsilon), with the norm of that order along the axis; epsilon is 1e-7."""
    if not isinstance(order, int) or order < 1:
        raise ValueError(f"[normalize] expected order, an int of at least 1. Received: {order!r}.")
    epsilon = default_epsilon() if epsilon is None else epsilon
    x = ops.reshape(x, (1,)) if np.ndim(x) == 0 else x
    if order == 2:  # over several axes too, where `norm` would be that of matrices
        squares = ops.sum(ops.square(x), axis=axis, keepdims=True)
        return ops.multiply(x, ops.rsqrt(ops.maximum(squares, epsilon**2)))
    norm = ops.norm(x, ord=order, axis=axis, keepdims=True)
    return ops.divide(x, ops.maximum(norm, epsilon))


@speaking
@_for_halves_in_float32
def rms_normalization(
    x: Any, scale: Any = None, axis: Any = -1, epsilon: Optional[float] = None
) -> Tensor:
    """x / sqrt(mean(x^2) + epsilon) along the axis, times `scale`; epsilon is 1e-7."""
    epsilon = default_epsilon() if epsilon is None else epsilon
    x = ops.reshape(x, (1,)) if np.ndim(x) == 0 else x
    mean = ops.mean(ops.square(x), axis=axis, keepdims=True)
    y = ops.multiply(x, ops.rsqrt(ops.add(mean, epsilon)))
    return y if scale is None else ops.multiply(y, scale)


@speaking
def glu(x: Any, axis: int = -1) -> Tensor:
    """a sigmoid(b) of the two halves a and b along the axis."""
    a, b = ops.split(x, 2, axis)
    return ops.multiply(a, ops.sigmoid(b))


@speaking
def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: Optional[float] = None,
    is_causal: bool = False,
    flash_attention: Optional[bool] = None,
    attn_logits_soft_cap: Optional[float] = None,
) -> Tensor:
    """softmax(scale query key^T + bias) value for each head.

    query (B, T, N, H), key and value (B, S, K, H), where K heads serve N = K G query heads; bias and
    mask broadcast to (B, N, T, S), and what the mask has False for is left out. The scale is
    1 / sqrt(H) by default; is_causal leaves out what comes later.
    """
    query, key, value = (convert_to_tensor(x) for x in (query, key, value))
    groups = query.shape[2] // key.shape[2]
    if groups > 1:
        key, value = ops.repeat(key, groups, 2), ops.repeat(value, groups, 2)
    logits = ops.einsum("btnh,bsnh->bnts", query, key)
    logits = logits * (query.shape[-1] ** -0.5 if scale is None else scale)
    if bias is not None:
        logits = ops.add(logits, bias)
    if attn_logits_soft_cap is not None:
        logits = ops.tanh(logits / attn_logits_soft_cap) * attn_logits_soft_cap
    if is_causal:
        causal = np.tri(*logits.shape[-2:], dtype=bool)
        mask = causal if mask is None else ops.logical_and(mask, causal)
    if mask is not None:
        lowest = 0.7 * float(np.finfo(np.float16 if logits.itemsize == 2 else logits.dtype).min)
        logits = ops.where(mask, logits, lowest)
    return ops.einsum("bnts,bsnh->btnh", ops.softmax(logits), value)


@speaking
def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: Optional[str] = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """A convolution in which each channel c has filters of its own: kernel (size..., C, filters)
    gives channels c * filters + f."""
    shape = np.shape(kernel)
    kernel = ops.reshape(kernel, (*shape[:-2], 1, shape[-2] * shape[-1]))
    return ops.conv(inputs, kernel, strides, padding, data_format, dilation_rate)


@speaking
def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: Optional[str] = None,
    dilation_rate: Any = 1,
) -> Tensor:
    """A depthwise convolution, and then one of the channels of each cell."""
    y = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return ops.conv(y, pointwise_kernel, data_format=data_format)


@speaking
def segment_sum(
    data: Any, segment_ids: Any, num_segments: Optional[int] = None, sorted: bool = False
) -> Tensor:
    """Row i is the sum of the rows of `data` whose segment is i. Rows of segments that there are
    not, negative ones too, are left out."""
    data, ids = convert_to_tensor(data), convert_to_tensor(segment_ids)
    if ids.ndim != 1 or ids.shape != data.shape[:1]:
        raise ValueError(
            "[segment_sum] expected a segment for each row of data. "
            f"Received: segment_ids of shape {ids.shape} for data of shape {data.shape}."
        )
    if num_segments is None:
        num_segments = max(int(ids.max()) + 1, 0) if ids.size else 0
    counts = np.flatnonzero((ids >= 0) & (ids < num_segments))
    if counts.size < ids.size:
        data, ids = ops.take(data, counts, axis=0), ids[counts]
    return ops.scatter(ids[:, None], data, (num_segments, *data.shape[1:]))


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
def in_top_k(targets: Any, predictions: Any, k: int) -> Tensor:
    """Whether predictions[i, targets[i]] is among the k greatest of its row: fewer than k are
    greater, and it is finite."""
    predictions = convert_to_tensor(predictions)
    chosen = ops.take_along_axis(predictions, convert_to_tensor(targets)[:, None], 1)
    greater = ops.count_nonzero(predictions > chosen, 1)
    return ops.logical_and(greater < k, ops.isfinite(chosen[:, 0]))


@speaking
def multi_hot(
    inputs: Any,
    num_classes: Optional[int] = None,
    axis: int = -1,
    dtype: Any = None,
    sparse: bool = False,
) -> Tensor:
    """Ones at all integers of the last axis of `inputs`, zeros elsewhere, on an axis of classes."""
    inputs = convert_to_tensor(inputs)
    return ops.max(ops.one_hot(inputs, num_classes, axis, dtype, sparse), max(inputs.ndim - 1, 0))


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
