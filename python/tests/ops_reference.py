"""What tests of operations share: inputs, functions that NumPy lacks, and how values compare."""

import math

import numpy as np

A = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])
B = np.array([[0.5, 1.0, 2.0], [-1.5, 2.5, 1.25]])
P = np.array([[0.2, 0.7, 0.1], [0.3, 0.3, 0.4]])
V = np.array([3.0, -1.0, 2.0])
I = np.array([[3, -1, 2], [0, 5, 2]], np.int32)  # noqa: E741
BITS = np.array([True, False, True])
CUBE = np.arange(24.0).reshape(2, 3, 4)
IMAGES = np.sin(np.arange(2 * 5 * 5 * 2.0)).reshape(2, 5, 5, 2)
KERNEL = np.cos(np.arange(3 * 3 * 2 * 4.0)).reshape(3, 3, 2, 4)
Q, K, W = (np.sin(np.arange(2 * t * 2 * 3.0) + t).reshape(2, t, 2, 3) for t in (3, 4, 4))


erf = np.vectorize(math.erf)


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
    return (x - mean) / np.sqrt(var + 1e-7)


def attention(q, k, v, mask=None):
    logits = np.einsum("btnh,bsnh->bnts", q, k) / np.sqrt(q.shape[-1])
    if mask is not None:
        logits = np.where(mask, logits, -1e30)
    return np.einsum("bnts,bsnh->btnh", softmax(logits), v)


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
