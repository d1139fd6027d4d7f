"""Operations element by element and reductions: NumPy's or Keras's values, measured gradients."""

import numpy as np
import pytest
from beras import Tensor, ops
from central_differences import assert_gradients
from ops_reference import A, B, CUBE, assert_values, erf, gelu, sigmoid, softmax

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
        lambda x: x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-7),
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
