"""Every operation gives NumPy's or Keras's values, and the gradients that are measured."""

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, ops
from central_differences import assert_gradients

A = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])
B = np.array([[0.5, 1.0, 2.0], [-1.5, 2.5, 1.25]])
P = np.array([[0.2, 0.7, 0.1], [0.3, 0.3, 0.4]])
V = np.array([3.0, -1.0, 2.0])
I = np.array([[3, -1, 2], [0, 5, 2]], np.int32)  # noqa: E741
BITS = np.array([True, False, True])
CUBE = np.arange(24.0).reshape(2, 3, 4)
IMAGES = np.sin(np.arange(2 * 5 * 5 * 2.0)).reshape(2, 5, 5, 2)
KERNEL = np.cos(np.arange(3 * 3 * 2 * 4.0)).reshape(3, 3, 2, 4)


def erf(x):
    from math import erf

    return np.vectorize(erf)(x)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def conv(x, kernel):
    """Valid, stride 1."""
    h, w = kernel.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (h, w), (1, 2))
    return np.einsum("nijchw,hwcf->nijf", windows, kernel)


def pool(x, reduce):
    """Windows of 2 x 2."""
    return reduce(np.lib.stride_tricks.sliding_window_view(x, (2, 2), (1, 2)), (-1, -2))[:, ::2, ::2]


def normalized(x, axis):
    mean, var = x.mean(axis=axis, keepdims=True), x.var(axis=axis, keepdims=True)
    return (x - mean) / np.sqrt(var + 1e-3)


def attention(q, k, v, mask=None):
    logits = np.einsum("btnh,bsnh->bnts", q, k) / np.sqrt(q.shape[-1])
    if mask is not None:
        logits = np.where(mask, logits, -1e30)
    return np.einsum("bnts,bsnh->btnh", softmax(logits), v)


Q, K, W = (np.sin(np.arange(2 * t * 2 * 3.0) + t).reshape(2, t, 2, 3) for t in (3, 4, 4))

# The functions of one tensor, element by element: reference and where it is smooth.
UNARY = {
    "abs": (np.abs, A),
    "absolute": (np.abs, A),
    "arccos": (np.arccos, A / 4),
    "arccosh": (np.arccosh, abs(A) + 1.5),
    "arcsin": (np.arcsin, A / 4),
    "arcsinh": (np.arcsinh, A),
    "arctan": (np.arctan, A),
    "arctanh": (np.arctanh, A / 4),
    "cbrt": (np.cbrt, A),
    "ceil": (np.ceil, A + 0.1),
    "celu": (lambda x: np.where(x > 0, x, np.exp(x) - 1), A),
    "conj": (np.conj, A),
    "conjugate": (np.conj, A),
    "cos": (np.cos, A),
    "cosh": (np.cosh, A),
    "copy": (np.copy, A),
    "deg2rad": (np.deg2rad, A),
    "elu": (lambda x: np.where(x > 0, x, np.exp(x) - 1), A),
    "erf": (erf, A),
    "erfc": (lambda x: 1 - erf(x), A),
    "exp": (np.exp, A),
    "exp2": (np.exp2, A),
    "expm1": (np.expm1, A),
    "floor": (np.floor, A + 0.1),
    "gelu": (gelu, A),
    "hard_shrink": (lambda x: np.where(abs(x) > 0.5, x, 0), A + 0.1),
    "hard_sigmoid": (lambda x: np.clip(x / 6 + 0.5, 0, 1), A + 0.1),
    "hard_silu": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), A + 0.1),
    "hard_swish": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), A + 0.1),
    "hard_tanh": (lambda x: np.clip(x, -1, 1), A + 0.1),
    "leaky_relu": (lambda x: np.where(x > 0, x, 0.2 * x), A),
    "log": (np.log, abs(A)),
    "log10": (np.log10, abs(A)),
    "log1p": (np.log1p, abs(A)),
    "log2": (np.log2, abs(A)),
    "log_sigmoid": (lambda x: np.log(sigmoid(x)), A),
    "log_softmax": (lambda x: np.log(softmax(x)), A),
    "logsumexp": (lambda x: np.log(np.exp(x).sum()), A),
    "mish": (lambda x: x * np.tanh(np.log1p(np.exp(x))), A),
    "negative": (np.negative, A),
    "normalize": (lambda x: x / np.sqrt((x**2).sum(axis=-1, keepdims=True)), A),
    "rad2deg": (np.rad2deg, A),
    "ravel": (np.ravel, A),
    "reciprocal": (np.reciprocal, A),
    "relu": (lambda x: np.maximum(x, 0), A),
    "relu6": (lambda x: np.clip(x, 0, 6), A * 3),
    "rms_normalization": (
        lambda x: x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-6),
        A,
    ),
    "round": (np.round, A + 0.1),
    "rsqrt": (lambda x: 1 / np.sqrt(x), abs(A)),
    "selu": (
        lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
        A,
    ),
    "sigmoid": (sigmoid, A),
    "sign": (np.sign, A),
    "silu": (lambda x: x * sigmoid(x), A),
    "sin": (np.sin, A),
    "sinh": (np.sinh, A),
    "soft_shrink": (lambda x: np.sign(x) * np.maximum(abs(x) - 0.5, 0), A + 0.1),
    "softmax": (softmax, A),
    "softplus": (lambda x: np.log1p(np.exp(x)), A),
    "softsign": (lambda x: x / (1 + abs(x)), A),
    "sparse_plus": (lambda x: np.where(x < -1, 0, np.where(x > 1, x, (x + 1) ** 2 / 4)), A + 0.1),
    "sparse_sigmoid": (lambda x: np.clip((x + 1) / 2, 0, 1), A + 0.1),
    "sqrt": (np.sqrt, abs(A)),
    "square": (np.square, A),
    "squareplus": (lambda x: (x + np.sqrt(x**2 + 4)) / 2, A),
    "swish": (lambda x: x * sigmoid(x), A),
    "tan": (np.tan, A / 4),
    "tanh": (np.tanh, A),
    "tanh_shrink": (lambda x: x - np.tanh(x), A),
    "trunc": (np.trunc, A + 0.1),
}

# Those of two, with gradients.
BINARY = {
    "add": np.add,
    "arctan2": np.arctan2,
    "divide": np.divide,
    "divide_no_nan": np.divide,
    "fmod": np.fmod,
    "hypot": np.hypot,
    "logaddexp": np.logaddexp,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "mod": np.mod,
    "multiply": np.multiply,
    "subtract": np.subtract,
    "true_divide": np.divide,
}

# Reductions along axes.
REDUCTIONS = {
    "amax": np.max,
    "amin": np.min,
    "max": np.max,
    "mean": np.mean,
    "min": np.min,
    "prod": np.prod,
    "std": np.std,
    "sum": np.sum,
    "var": np.var,
}

# Others with gradients: the operation of arrays, and the same by NumPy.
DIFFERENTIABLE = [
    ("append", lambda x, y: ops.append(x, y, axis=0), lambda x, y: np.append(x, y, axis=0), A, B),
    ("array_split", lambda x: ops.array_split(x, 2, 1), lambda x: np.array_split(x, 2, 1), A),
    ("average", lambda x, w: ops.average(x, 1, w), lambda x, w: np.average(x, 1, w), A, abs(B)),
    ("average_pool", lambda x: ops.average_pool(x, 2), lambda x: pool(x, np.mean), IMAGES),
    (
        "batch_normalization",
        lambda x, m, v, b, g: ops.batch_normalization(x, m, v, -1, b, g),
        lambda x, m, v, b, g: (x - m) / np.sqrt(v + 1e-3) * g + b,
        A, V, abs(V), V, V,
    ),
    (
        "binary_crossentropy",
        lambda p: ops.binary_crossentropy(B > 0, p),
        lambda p: np.where(B > 0, -np.log(p), -np.log(1 - p)),
        P,
    ),
    ("broadcast_to", lambda x: ops.broadcast_to(x, (2, 3)), lambda x: np.broadcast_to(x, (2, 3)), V),
    ("cast", lambda x: ops.cast(x, "float64"), lambda x: x, A),
    (
        "categorical_crossentropy",
        lambda x: ops.categorical_crossentropy(P, x, from_logits=True),
        lambda x: -(P * np.log(softmax(x))).sum(-1),
        A,
    ),
    ("clip", lambda x: ops.clip(x, -1.1, 1.1), lambda x: np.clip(x, -1.1, 1.1), A),
    ("clip", lambda x, y: ops.clip(x, -1.1, y), lambda x, y: np.clip(x, -1.1, y), A, abs(B)),
    ("column_stack", lambda x, y: ops.column_stack([x, y]), lambda x, y: np.column_stack([x, y]), A, B),
    ("concatenate", lambda x, y: ops.concatenate([x, y]), lambda x, y: np.concatenate([x, y]), A, B),
    ("conv", ops.conv, conv, IMAGES, KERNEL),
    ("cumprod", lambda x: ops.cumprod(x, 1), lambda x: np.cumprod(x, 1), A),
    ("cumsum", ops.cumsum, np.cumsum, A),
    (
        "depthwise_conv",
        ops.depthwise_conv,
        lambda x, k: np.concatenate([conv(x[..., [c]], k[:, :, [c]]) for c in range(2)], -1),
        IMAGES, KERNEL,
    ),
    ("diag", lambda x: ops.diag(x, k=1), lambda x: np.diag(x, k=1), V),
    ("diag", lambda x: ops.diag(x, k=-2), lambda x: np.diag(x, k=-2), V),
    ("diag", ops.diag, np.diag, A),
    ("diagonal", lambda x: ops.diagonal(x, 1, 2, 0), lambda x: np.diagonal(x, 1, 2, 0), CUBE),
    ("diff", lambda x: ops.diff(x, 2), lambda x: np.diff(x, 2), A),
    ("dot", ops.dot, np.dot, A, B.T),
    ("dot_product_attention", ops.dot_product_attention, attention, Q, K, W),
    (
        "dot_product_attention",
        lambda q, k, v: ops.dot_product_attention(q, k, v, is_causal=True),
        lambda q, k, v: attention(q, k, v, np.tri(3, 4, dtype=bool)),
        Q, K, W,
    ),
    ("dsplit", lambda x: ops.dsplit(x, 2), lambda x: np.dsplit(x, 2), CUBE),
    ("dstack", lambda x, y: ops.dstack([x, y]), lambda x, y: np.dstack([x, y]), A, B),
    ("einsum", lambda x, y: ops.einsum("ij,kj->ik", x, y), lambda x, y: x @ y.T, A, B),
    ("expand_dims", lambda x: ops.expand_dims(x, 1), lambda x: np.expand_dims(x, 1), A),
    ("flip", lambda x: ops.flip(x, 1), lambda x: np.flip(x, 1), A),
    ("fliplr", ops.fliplr, np.fliplr, A),
    ("flipud", ops.flipud, np.flipud, A),
    ("fori_loop", lambda x: ops.fori_loop(0, 3, lambda i, y: y * x + i, x), lambda x: ((x * x) * x + 1) * x + 2, A),
    ("gather", lambda x: ops.gather(x, [1, 1]), lambda x: x[[1, 1]], A),
    ("get_item", lambda x: ops.get_item(x, (0, slice(1, None))), lambda x: x[0, 1:], A),
    ("glu", ops.glu, lambda x: x[..., :2] * sigmoid(x[..., 2:]), CUBE),
    ("hsplit", lambda x: ops.hsplit(x, 3), lambda x: np.hsplit(x, 3), A),
    ("hstack", lambda x, y: ops.hstack([x, y]), lambda x, y: np.hstack([x, y]), A, B),
    ("inner", ops.inner, np.inner, A, B),
    (
        "layer_normalization",
        lambda x, g, b: ops.layer_normalization(x, g, b),
        lambda x, g, b: normalized(x, -1) * g + b,
        A, V, V,
    ),
    ("linear", ops.linear, lambda x, k, b: x @ k + b, A, B.T, V[:2]),
    ("map", lambda x: ops.map(lambda row: row.sum() * row, x), lambda x: x.sum(1, keepdims=True) * x, A),
    ("matmul", ops.matmul, np.matmul, A, B.T),
    ("max_pool", lambda x: ops.max_pool(x, 2), lambda x: pool(x, np.max), IMAGES),
    ("meshgrid", lambda x, y: ops.meshgrid(x, y), lambda x, y: np.meshgrid(x, y), V, V[:2]),
    ("meshgrid", lambda x, y: ops.meshgrid(x, y, indexing="ij"), lambda x, y: np.meshgrid(x, y, indexing="ij"), V, V[:2]),
    ("moments", lambda x: ops.moments(x, 0), lambda x: (x.mean(0), x.var(0)), A),
    ("moveaxis", lambda x: ops.moveaxis(x, 0, -1), lambda x: np.moveaxis(x, 0, -1), CUBE),
    ("moveaxis", lambda x: ops.moveaxis(x, (0, 1), (2, 0)), lambda x: np.moveaxis(x, (0, 1), (2, 0)), CUBE),
    ("nan_to_num", ops.nan_to_num, np.nan_to_num, A),
    ("norm", ops.norm, np.linalg.norm, A),
    ("norm", lambda x: ops.norm(x, 1, 0), lambda x: np.linalg.norm(x, 1, 0), A),
    ("norm", lambda x: ops.norm(x, "fro", (0, 1), True), lambda x: np.linalg.norm(x, "fro", (0, 1), True), A),
    ("outer", ops.outer, np.outer, A, B),
    ("pad", lambda x: ops.pad(x, 1), lambda x: np.pad(x, 1), A),
    ("pad", lambda x: ops.pad(x, ((1, 0), (0, 2)), "reflect"), lambda x: np.pad(x, ((1, 0), (0, 2)), "reflect"), A),
    ("pad", lambda x: ops.pad(x, (1, 2), constant_values=3), lambda x: np.pad(x, (1, 2), constant_values=3), A),
    ("permute", lambda x: ops.permute(x, (2, 0, 1)), lambda x: x.transpose(2, 0, 1), CUBE),
    ("power", lambda x, y: ops.power(x, y), np.power, abs(A), B),
    ("ptp", lambda x: ops.ptp(x, 1), lambda x: np.ptp(x, 1), A),
    ("real", ops.real, np.real, A),
    ("reduce_to_shape", lambda x: ops.reduce_to_shape(x, (3,)), lambda x: x.sum(0), A),
    ("repeat", lambda x: ops.repeat(x, 2, 0), lambda x: np.repeat(x, 2, 0), A),
    ("repeat", lambda x: ops.repeat(x, [1, 0, 2], 1), lambda x: np.repeat(x, [1, 0, 2], 1), A),
    ("reshape", lambda x: ops.reshape(x, (3, -1)), lambda x: np.reshape(x, (3, -1)), A),
    ("roll", lambda x: ops.roll(x, 1, 1), lambda x: np.roll(x, 1, 1), A),
    ("rot90", ops.rot90, np.rot90, A),
    ("scan", lambda x: ops.scan(lambda c, row: (c + row, c * row), x[0], x)[1], lambda x: np.stack([x[0] * x[0], (x[0] + x[0]) * x[1]]), A),
    ("scatter", lambda v: ops.scatter([[1], [1], [3]], v, (4,)), lambda v: np.array([0, v[0] + v[1], 0, v[2]]), V),
    ("scatter_update", lambda x, v: ops.scatter_update(x, [[1]], v), lambda x, v: np.stack([x[0], v[0]]), A, V[None]),
    ("segment_sum", lambda x: ops.segment_sum(x, [1, 1, 0]), lambda x: np.array([x[2], x[0] + x[1]]), V),
    (
        "separable_conv",
        ops.separable_conv,
        lambda x, d, p: conv(np.concatenate([conv(x[..., [c]], d[:, :, [c]]) for c in range(2)], -1), p),
        IMAGES, KERNEL, KERNEL[:1, :1].repeat(4, 2),
    ),
    ("slice", lambda x: ops.slice(x, (0, 1), (2, 2)), lambda x: x[:, 1:], A),
    ("slice_update", lambda x, y: ops.slice_update(x, (0, 1), y), lambda x, y: np.column_stack([x[:, 0], y]), A, B[:, 1:]),
    ("sort", ops.sort, np.sort, A),
    ("sparse_categorical_crossentropy", lambda p: ops.sparse_categorical_crossentropy([0, 2], p), lambda p: -np.log(np.array([p[0, 0], p[1, 2]]) / p.sum(1)), P),
    ("split", lambda x: ops.split(x, 3, axis=1), lambda x: np.split(x, 3, axis=1), A),
    ("split", lambda x: ops.split(x, [1], 1), lambda x: np.split(x, [1], 1), A),
    ("squeeze", lambda x: ops.squeeze(x[None], 0), lambda x: x, A),
    ("stack", lambda x, y: ops.stack([x, y], -1), lambda x, y: np.stack([x, y], -1), A, B),
    ("swapaxes", lambda x: ops.swapaxes(x, 0, 2), lambda x: np.swapaxes(x, 0, 2), CUBE),
    ("switch", lambda x: ops.switch(1, [ops.exp, ops.sin], x), np.sin, A),
    ("take", lambda x: ops.take(x, [[0, 2]], 1), lambda x: np.take(x, [[0, 2]], 1), A),
    ("take_along_axis", lambda x: ops.take_along_axis(x, [[2], [0]], 1), lambda x: np.take_along_axis(x, np.array([[2], [0]]), 1), A),
    ("tensordot", lambda x, y: ops.tensordot(x, y, 2), lambda x, y: np.tensordot(x, y, 2), A, B),
    ("tensordot", lambda x, y: ops.tensordot(x, y, [[1], [1]]), lambda x, y: np.tensordot(x, y, [[1], [1]]), A, B),
    ("threshold", lambda x: ops.threshold(x, 0.3, -7.0), lambda x: np.where(x > 0.3, x, -7.0), A),
    ("tile", lambda x: ops.tile(x, (2, 1)), lambda x: np.tile(x, (2, 1)), A),
    ("top_k", lambda x: ops.top_k(x, 2)[0], lambda x: np.sort(x)[:, :-3:-1], A),
    ("trace", ops.trace, np.trace, A),
    ("transpose", ops.transpose, np.transpose, CUBE),
    ("transpose", lambda x: ops.transpose(x, (1, 0, 2)), lambda x: np.transpose(x, (1, 0, 2)), CUBE),
    ("trapezoid", ops.trapezoid, np.trapezoid, A),
    ("tril", ops.tril, np.tril, A),
    ("triu", lambda x: ops.triu(x, k=1), lambda x: np.triu(x, k=1), A),
    ("unstack", lambda x: ops.unstack(x, axis=1), lambda x: list(x.T), A),
    ("vdot", ops.vdot, np.vdot, A, B),
    ("vectorized_map", lambda x: ops.vectorized_map(ops.square, x), np.square, A),
    ("vsplit", lambda x: ops.vsplit(x, 2), lambda x: np.vsplit(x, 2), A),
    ("vstack", lambda x, y: ops.vstack([x, y]), lambda x, y: np.vstack([x, y]), A, B),
    ("where", lambda x, y: ops.where(A > 0, x, y), lambda x, y: np.where(A > 0, x, y), A, B),
    ("while_loop", lambda x: ops.while_loop(lambda y: y.max() < 9, lambda y: y * 2, x), lambda x: x * 4, A),
    ("cond", lambda x: ops.cond(x.max() > 0, lambda: x * 2, lambda: x), lambda x: x * 2, A),
]  # fmt: skip

# Values alone: nothing flows, or NumPy computes them.
VALUES = [
    ("all", lambda: ops.all(A, axis=0), np.all(A, axis=0)),
    ("allclose", lambda: ops.allclose(A, A + 1e-9), True),
    ("angle", lambda: ops.angle(V), np.angle(V)),
    ("any", lambda: ops.any(BITS), True),
    ("arange", lambda: ops.arange(3), np.arange(3, dtype="int32")),
    ("arange", lambda: ops.arange(1, 2, 0.25), np.arange(1, 2, 0.25, dtype="float32")),
    ("arange", lambda: ops.arange(2, dtype="float64"), np.arange(2.0)),
    ("arange", lambda: ops.arange(np.int64(3), step=Tensor(2)), np.arange(0, 3, 2, "int32")),
    ("argmax", lambda: ops.argmax(A, 1), np.argmax(A, 1)),
    ("argmin", lambda: ops.argmin(A), np.argmin(A)),
    ("argpartition", lambda: ops.argpartition(V, 1)[1], np.int64(2)),
    ("argsort", lambda: ops.argsort(A), np.argsort(A)),
    ("array", lambda: ops.array([1, 2], "float32"), np.array([1, 2], "float32")),
    ("array_equal", lambda: ops.array_equal(A, A), True),
    ("bartlett", lambda: ops.bartlett(5), np.bartlett(5)),
    ("bincount", lambda: ops.bincount([1, 1, 3]), np.bincount([1, 1, 3])),
    ("bitwise_and", lambda: ops.bitwise_and(I, 3), I & 3),
    ("bitwise_invert", lambda: ops.bitwise_invert(I), ~I),
    ("bitwise_left_shift", lambda: ops.bitwise_left_shift(I, 1), I << 1),
    ("bitwise_not", lambda: ops.bitwise_not(BITS), ~BITS),
    ("bitwise_or", lambda: ops.bitwise_or(I, 3), I | 3),
    ("bitwise_right_shift", lambda: ops.bitwise_right_shift(I, 1), I >> 1),
    ("bitwise_xor", lambda: ops.bitwise_xor(I, 3), I ^ 3),
    ("blackman", lambda: ops.blackman(5), np.blackman(5)),
    ("convert_to_numpy", lambda: ops.convert_to_numpy([1.0, 2.0]), np.array([1, 2], "float32")),
    ("convert_to_tensor", lambda: ops.convert_to_tensor([[1, 2]]), np.array([[1, 2]], "int32")),
    ("corrcoef", lambda: ops.corrcoef(A), np.corrcoef(A)),
    ("correlate", lambda: ops.correlate(V, V, "full"), np.correlate(V, V, "full")),
    ("count_nonzero", lambda: ops.count_nonzero(I, axis=1), np.count_nonzero(I, axis=1)),
    ("cross", lambda: ops.cross(V, B[0]), np.cross(V, B[0])),
    ("diagflat", lambda: ops.diagflat(V, 1), np.diagflat(V, 1)),
    ("digitize", lambda: ops.digitize(V, [0.0, 2.5]), np.digitize(V, [0.0, 2.5])),
    ("divide_no_nan", lambda: ops.divide_no_nan(V, [0.0, 1.0, 2.0]), np.array([0, -1, 1.0])),
    ("dtype", lambda: ops.dtype(I), "int32"),
    ("empty", lambda: ops.empty((2, 0)), np.zeros((2, 0), "float32")),
    ("empty_like", lambda: ops.empty_like(I).shape, (2, 3)),
    ("equal", lambda: ops.equal(I, 2), I == 2),
    ("erfinv", lambda: ops.erfinv(erf(A)), A),
    ("eye", lambda: ops.eye(2, 3, k=1), np.eye(2, 3, k=1, dtype="float32")),
    ("fabs", lambda: ops.fabs(A), np.fabs(A)),
    ("floor_divide", lambda: ops.floor_divide(A, B), A // B),
    ("fmax", lambda: ops.fmax(A, B), np.fmax(A, B)),
    ("fmin", lambda: ops.fmin(A, B), np.fmin(A, B)),
    ("full", lambda: ops.full((2,), 3), np.full(2, 3, "float32")),
    ("full", lambda: ops.full((2, 3), V, "float64"), np.full((2, 3), V)),
    ("full_like", lambda: ops.full_like(I, 3), np.full_like(I, 3)),
    ("gcd", lambda: ops.gcd(I, 6), np.gcd(I, 6)),
    ("geomspace", lambda: ops.geomspace(1.0, 8.0, 4), np.geomspace(1, 8, 4)),
    ("greater", lambda: ops.greater(A, B), A > B),
    ("greater_equal", lambda: ops.greater_equal(A, B), A >= B),
    ("hamming", lambda: ops.hamming(5), np.hamming(5)),
    ("hanning", lambda: ops.hanning(5), np.hanning(5)),
    ("heaviside", lambda: ops.heaviside(V, 0.5), np.heaviside(V, 0.5)),
    ("histogram", lambda: ops.histogram(V, 2)[0], np.histogram(V, 2)[0]),
    ("i0", lambda: ops.i0(V), np.i0(V)),
    ("identity", lambda: ops.identity(2), np.identity(2, "float32")),
    ("imag", lambda: ops.imag(V), np.imag(V)),
    ("in_top_k", lambda: ops.in_top_k([1, 0], P, 1), np.array([True, False])),
    ("is_tensor", lambda: ops.is_tensor(ops.array(A)) and not ops.is_tensor(A), True),
    ("isclose", lambda: ops.isclose(A, A + 1e-3, atol=1e-2), np.ones((2, 3), bool)),
    ("isfinite", lambda: ops.isfinite([1.0, np.inf, np.nan]), np.array([True, False, False])),
    ("isin", lambda: ops.isin(I, [2, 3]), np.isin(I, [2, 3])),
    ("isinf", lambda: ops.isinf([1.0, -np.inf]), np.array([False, True])),
    ("isnan", lambda: ops.isnan([1.0, np.nan]), np.array([False, True])),
    ("isneginf", lambda: ops.isneginf([1.0, -np.inf]), np.array([False, True])),
    ("isposinf", lambda: ops.isposinf([np.inf, -np.inf]), np.array([True, False])),
    ("isreal", lambda: ops.isreal(V), np.isreal(V)),
    ("kaiser", lambda: ops.kaiser(5, 2.0), np.kaiser(5, 2.0)),
    ("kron", lambda: ops.kron(A, B), np.kron(A, B)),
    ("lcm", lambda: ops.lcm(I, 6), np.lcm(I, 6)),
    ("ldexp", lambda: ops.ldexp(V, [1, 2, 3]), np.ldexp(V, [1, 2, 3])),
    ("left_shift", lambda: ops.left_shift(I, 2), I << 2),
    ("less", lambda: ops.less(A, B), A < B),
    ("less_equal", lambda: ops.less_equal(A, B), A <= B),
    ("linspace", lambda: ops.linspace(0, 1, 5), np.linspace(0, 1, 5, dtype="float32")),
    ("linspace", lambda: ops.linspace(0, 1, 4, endpoint=False), np.linspace(0, 1, 4, False)),
    ("logaddexp2", lambda: ops.logaddexp2(A, B), np.logaddexp2(A, B)),
    ("logical_and", lambda: ops.logical_and(I, BITS), np.logical_and(I, BITS)),
    ("logical_not", lambda: ops.logical_not(I), np.logical_not(I)),
    ("logical_or", lambda: ops.logical_or(I, BITS), np.logical_or(I, BITS)),
    ("logical_xor", lambda: ops.logical_xor(I, BITS), np.logical_xor(I, BITS)),
    ("logspace", lambda: ops.logspace(0.0, 2.0, 3), np.logspace(0, 2, 3)),
    ("median", lambda: ops.median(A, axis=1), np.median(A, axis=1)),
    ("multi_hot", lambda: ops.multi_hot([[0, 2], [1, 1]], 3), np.array([[1, 0, 1], [0, 1, 0]], "float32")),
    ("nan_to_num", lambda: ops.nan_to_num([np.nan, np.inf], posinf=7), np.array([0, 7.0])),
    ("nanargmax", lambda: ops.nanargmax(V), np.nanargmax(V)),
    ("nanargmin", lambda: ops.nanargmin(V), np.nanargmin(V)),
    ("nancumprod", lambda: ops.nancumprod([2.0, np.nan, 3.0]), np.array([2, 2, 6.0])),
    ("nancumsum", lambda: ops.nancumsum([2.0, np.nan, 3.0]), np.array([2, 2, 5.0])),
    ("nanmax", lambda: ops.nanmax([2.0, np.nan]), 2.0),
    ("nanmean", lambda: ops.nanmean([2.0, np.nan, 4.0]), 3.0),
    ("nanmedian", lambda: ops.nanmedian([2.0, np.nan, 4.0]), 3.0),
    ("nanmin", lambda: ops.nanmin([2.0, np.nan]), 2.0),
    ("nanpercentile", lambda: ops.nanpercentile(V, 50), 2.0),
    ("nanprod", lambda: ops.nanprod([2.0, np.nan, 4.0]), 8.0),
    ("nanquantile", lambda: ops.nanquantile(V, 0.5), 2.0),
    ("nanstd", lambda: ops.nanstd(V), np.std(V)),
    ("nansum", lambda: ops.nansum([2.0, np.nan]), 2.0),
    ("nanvar", lambda: ops.nanvar(V), np.var(V)),
    ("ndim", lambda: ops.ndim(CUBE), 3),
    ("nextafter", lambda: ops.nextafter(V, 9.0), np.nextafter(V, 9.0)),
    ("nonzero", lambda: ops.nonzero(I)[1], np.nonzero(I)[1]),
    ("not_equal", lambda: ops.not_equal(I, 2), I != 2),
    ("one_hot", lambda: ops.one_hot([1, 0, 5], 2), np.array([[0, 1], [1, 0], [0, 0]], "float32")),
    ("ones", lambda: ops.ones((2,), "int32"), np.ones(2, "int32")),
    ("ones_like", lambda: ops.ones_like(I), np.ones_like(I)),
    ("percentile", lambda: ops.percentile(A, 30, axis=0), np.percentile(A, 30, axis=0)),
    ("quantile", lambda: ops.quantile(A, 0.3), np.quantile(A, 0.3)),
    ("right_shift", lambda: ops.right_shift(I, 1), I >> 1),
    ("saturate_cast", lambda: ops.saturate_cast([-3.0, 300.0], "uint8"), np.array([0, 255], "uint8")),
    ("saturate_cast", lambda: ops.saturate_cast(I, "int8"), I),
    ("searchsorted", lambda: ops.searchsorted([1.0, 2.0], V), np.searchsorted([1.0, 2.0], V)),
    ("select", lambda: ops.select([V > 2, V < 0], [V, -V], 9), np.array([3.0, 1.0, 9.0])),
    ("shape", lambda: ops.shape(CUBE), (2, 3, 4)),
    ("signbit", lambda: ops.signbit(V), np.signbit(V)),
    ("sinc", lambda: ops.sinc(V), np.sinc(V)),
    ("size", lambda: ops.size(CUBE), 24),
    ("top_k", lambda: ops.top_k(A, 2)[1], np.argsort(-A)[:, :2]),
    ("tri", lambda: ops.tri(2, 3), np.tri(2, 3)),
    ("unique", lambda: ops.unique([3, 1, 3]), np.array([1, 3])),
    ("unravel_index", lambda: ops.unravel_index([5], (2, 3))[1], np.array([2])),
    ("vander", lambda: ops.vander(V), np.vander(V)),
    ("where", lambda: ops.where(I)[1], np.where(I)[1]),
    ("zeros", lambda: ops.zeros((2, 3)), np.zeros((2, 3), "float32")),
    ("zeros_like", lambda: ops.zeros_like(I, "float64"), np.zeros((2, 3))),
]  # fmt: skip


def assert_values(ours, expected, rtol=1e-12, atol=1e-12):
    if isinstance(expected, (list, tuple)):
        assert len(ours) == len(expected)
        for pair in zip(ours, expected):
            assert_values(*pair, rtol, atol)
        return
    assert np.shape(ours) == np.shape(expected)
    if isinstance(expected, str):
        assert ours == expected
    else:
        np.testing.assert_allclose(ours, expected, rtol, atol)


def test_every_operation_has_a_case():
    tested = {*UNARY, *BINARY, *REDUCTIONS}
    tested.update(case[0] for case in DIFFERENTIABLE + VALUES)
    elsewhere = {"einsum", "stop_gradient"}
    assert sorted(set(ops.__all__) - tested - elsewhere) == []
    assert sorted(tested - set(ops.__all__)) == []


@pytest.mark.parametrize("name", UNARY)
def test_functions_of_one_tensor(name):
    reference, x = UNARY[name]
    function = getattr(ops, name)
    assert_values(function(x), reference(x))
    single = function(x.astype("float32"))
    assert isinstance(single, Tensor) and single.dtype == "float32"
    assert_values(single, reference(x), 1e-5, 1e-6)
    assert_gradients(function, x)


@pytest.mark.parametrize("name", BINARY)
def test_functions_of_two_tensors(name):
    reference, function = BINARY[name], getattr(ops, name)
    x = A + 0.1  # so that nothing is a multiple of anything
    for x, y in [(x, B), (x, B[1]), (x[:, :1], B)]:
        assert_values(function(x, y), reference(x, y))
        assert_gradients(function, x, y)
    assert_values(function(A, 2.5), reference(A, 2.5))
    assert_values(function(2.5, A), reference(2.5, A))
    assert function(np.float32(1), A.astype("float32")).dtype == "float32"


@pytest.mark.parametrize("name", REDUCTIONS)
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2), [1]])
def test_reductions(name, axis):
    x = np.sin(CUBE * 3)
    function, numpys = getattr(ops, name), REDUCTIONS[name]
    for keepdims in (False, True):
        expected = numpys(x, axis=tuple(axis) if isinstance(axis, list) else axis, keepdims=keepdims)
        assert_values(function(x, axis=axis, keepdims=keepdims), expected)
    assert_gradients(lambda x: function(x, axis), x, tolerance=1e-5)


@pytest.mark.parametrize("case", DIFFERENTIABLE, ids=lambda case: case[0])
def test_other_operations(case):
    _, function, reference, *inputs = case
    assert_values(function(*inputs), reference(*inputs))
    assert_gradients(function, *inputs)


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case[0])
def test_values(case):
    _, function, expected = case
    ours = function()
    assert_values(ours, expected, 1e-6)
    if isinstance(expected, np.ndarray) and expected.dtype != np.float64:
        assert ours.dtype.kind == expected.dtype.kind


def test_integers_become_float32():
    for function in (ops.exp, ops.sqrt, ops.mean, ops.softmax, ops.sigmoid, ops.std):
        assert function(np.array([1, 4])).dtype == "float32"
    assert ops.divide([1, 2], 2).dtype == "float32"
    assert ops.sum(np.array([True, True])) == 2


def test_names_of_arguments_are_keras():
    assert_values(ops.reshape(x=A, newshape=(3, 2)), A.reshape(3, 2))
    assert_values(ops.sum(x=A, axis=0, keepdims=True), A.sum(0, keepdims=True))
    assert_values(ops.concatenate(xs=[A, B], axis=1), np.concatenate([A, B], 1))
    assert_values(ops.add(x1=A, x2=B), A + B)
    assert_values(ops.nn.relu(x=A), np.maximum(A, 0))
    assert_values(ops.linalg.norm(x=A), np.linalg.norm(A))
    assert ops.numpy.sum is ops.sum


def test_dtypes_have_many_names():
    for name in ("float64", "f8", float, np.float64, np.dtype("f8"), Tensor(A).dtype):
        assert ops.cast([1], name).dtype == "float64"
    assert ops.cast([1.5], "int").dtype == "int64" and ops.cast([1.5], bool).dtype == "bool"


def test_stop_gradient():
    w = Tensor([2.0])
    with GradientTape() as tape:
        y = w * ops.stop_gradient(w)
    assert tape.gradient(y, w) == 2
    assert np.shares_memory(ops.stop_gradient(w), w) and w.trainable


def test_convert_to_tensor():
    x = Tensor(1.0)
    assert ops.convert_to_tensor(x) is x
    assert ops.convert_to_tensor(x, "float32") is x
    assert ops.convert_to_tensor(x, "int32").dtype == "int32"
    array = np.ones(3)
    constant = ops.convert_to_tensor(array)
    assert np.shares_memory(constant, array) and not constant.trainable
    with GradientTape() as tape:
        y = ops.convert_to_tensor([x * 2, 3.0])
    assert tape.gradient(y, x) == 2


def test_errors_say_who_and_what():
    with pytest.raises(ValueError, match=r"\[reshape\] expected .* 6 elements. Received: \(4, 2\)"):
        ops.reshape(A, (4, 2))
    with pytest.raises(IndexError, match=r"\[sum\].*3"):
        ops.sum(A, axis=3)
    with pytest.raises(TypeError, match=r"\[bitwise_and\] expected integers or bools"):
        ops.bitwise_and(A, 1)
    with pytest.raises(TypeError, match="incompatible function arguments"):
        ops.exp("a")
    with pytest.raises(TypeError):
        ops.cast(A, "float23")
    with pytest.raises(beras.ShapeError):
        ops.concatenate([A, V])
    with pytest.raises(ValueError, match=r"\[unstack\] expected num = 2"):
        ops.unstack(A, num=3)
    with pytest.raises(ValueError, match="indexing"):
        ops.meshgrid(V, V, indexing="yx")


def test_docstrings_come_from_the_headers():
    assert "overflow" in ops.logsumexp.__doc__
    assert "newshape" in ops.reshape.__doc__
