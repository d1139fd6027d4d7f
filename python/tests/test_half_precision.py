"""Sums and counts of halves are formed in float32, also by what NumPy's functions are made of."""

import numpy as np
import pytest

import beras
from beras import ops

MANY = 70000  # which float16 cannot hold
HALVES = ["float16", "bfloat16"]


def ones(dtype):
    return ops.ones((MANY,), dtype)


@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize(
    "name, value",
    [
        ("average", 1),
        ("logsumexp", 1 + np.log(MANY)),
        ("max", 1),
        ("mean", 1),
        ("nanmax", 1),
        ("nanmean", 1),
        ("nanmin", 1),
        ("nanprod", 1),
        ("nanstd", 0),
        ("nanvar", 0),
        ("norm", np.sqrt(MANY)),
        ("std", 0),
        ("var", 0),
    ],
)
def test_reductions_of_many_halves(name, value, dtype):
    result = getattr(ops, name)(ones(dtype))
    assert result.dtype.name == dtype
    assert float(result) == pytest.approx(value, rel=5e-3)


@pytest.mark.parametrize("dtype", HALVES)
def test_numpys_own_names_mean_the_same(dtype):
    x = ones(dtype)
    assert float(np.nanmean(x)) == 1
    assert float(np.average(x, weights=x)) == 1
    assert float(np.nansum(x * 0.5)) == pytest.approx(MANY / 2, rel=5e-3)
    assert float(np.nancumsum(x)[30000]) == pytest.approx(30001, rel=5e-3)
    assert float(np.linalg.norm(x)) == pytest.approx(np.sqrt(MANY), rel=5e-3)


@pytest.mark.parametrize("dtype", HALVES)
def test_squares_of_halves_do_not_overflow(dtype):
    large = ops.ones((4,), dtype) * 300
    np.testing.assert_allclose(ops.normalize(large).astype("float32"), 0.5)
    np.testing.assert_allclose(ops.rms_normalization(large).astype("float32"), 1)
    assert ops.normalize(large).dtype == ops.rms_normalization(large).dtype == large.dtype
    np.testing.assert_array_equal(ops.normalize(large * 0).astype("float32"), 0)


NAN = np.nan
GAPS = np.array([[1.0, NAN, 3.0], [NAN, NAN, NAN], [2.0, 5.0, -1.0]], np.float32)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize(
    "name", "nansum nanprod nanmean nanvar nanstd nanmax nanmin nancumsum nancumprod".split()
)
def test_functions_that_leave_nan_out_agree_with_numpy(name, axis):
    function = getattr(np, name)
    np.testing.assert_allclose(
        function(ops.convert_to_tensor(GAPS), axis), function(GAPS, axis), rtol=1e-6
    )
    if not name.startswith("nancum"):
        kept = function(ops.convert_to_tensor(GAPS), axis, keepdims=True)
        np.testing.assert_allclose(kept, function(GAPS, axis, keepdims=True), rtol=1e-6)
    whole = np.arange(6, dtype=np.int32).reshape(2, 3)
    np.testing.assert_allclose(
        function(ops.convert_to_tensor(whole), axis if axis != 1 else 0),
        function(whole, axis if axis != 1 else 0),
        rtol=1e-6,
    )


@pytest.mark.parametrize(
    "function, gradient",
    [
        (np.nansum, [1, 0, 1]),
        (np.nanmean, [0.5, 0, 0.5]),
        (np.nanmax, [0, 0, 1]),
        (np.nanmin, [1, 0, 0]),
        (np.nanprod, [3, 0, 1]),
        (np.nanstd, [-0.5, 0, 0.5]),
        (np.nanvar, [-1, 0, 1]),
    ],
)
def test_what_is_left_out_gets_no_gradient(function, gradient):
    x = beras.Variable(np.array([1, NAN, 3], np.float32))
    with beras.GradientTape() as tape:
        y = function(x)
    np.testing.assert_allclose(tape.gradient(y, x), gradient, atol=1e-6)


def test_equal_numbers_have_no_gradient_of_their_deviation():
    x = beras.Variable(np.array([2, NAN, 2], np.float32))
    with beras.GradientTape() as tape:
        y = np.nanstd(x)
    np.testing.assert_array_equal(tape.gradient(y, x), [0, 0, 0])


def test_bytes_do_not_wrap_in_losses_and_metrics():
    y_true, y_pred = np.array([[200, 0, 3]], np.uint8), np.array([[3, 5, 250]], np.uint8)
    assert float(beras.losses.mean_squared_error(y_true, y_pred)[0]) == 33281
    assert float(beras.losses.mean_absolute_error(y_true, y_pred)[0]) == pytest.approx(449 / 3)
    for metric, value in [
        (beras.metrics.MeanSquaredError(), 33281),
        (beras.metrics.MeanAbsoluteError(), 449 / 3),
    ]:
        metric.update_state(y_true, y_pred)
        assert float(metric.result()) == pytest.approx(value)
    assert float(beras.losses.MeanSquaredError()(y_true, y_pred)) == 33281
