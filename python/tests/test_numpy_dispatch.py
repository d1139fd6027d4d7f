"""NumPy's functions on Tensors: NumPy's values, recorded by tapes or honestly without a gradient."""

import warnings

import numpy as np
import pytest
from beras import GradientTape, TapeError, Tensor, ops
from beras import _engine
from central_differences import assert_gradients

A = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])
B = np.array([[0.5, 1.0, 2.0], [-1.5, 2.5, 1.25]])
V = np.array([3.0, -1.0, 2.0])

# Those that the engine computes, and whose gradients are measured.
DIFFERENTIABLE = {
    "exp": (np.exp, A),
    "log": (np.log, abs(A)),
    "sqrt": (np.sqrt, abs(A)),
    "sin": (np.sin, A),
    "tanh": (np.tanh, A),
    "abs": (np.abs, A),
    "square": (np.square, A),
    "negative": (np.negative, A),
    "positive": (np.positive, A),
    "reciprocal": (np.reciprocal, A),
    "degrees": (np.degrees, A),
    "conj": (np.conj, A),
    "add": (np.add, A, B),
    "subtract": (lambda x: np.subtract(1, x), A),
    "multiply": (np.multiply, A, B),
    "multiply in a dtype": (lambda x, y: np.multiply(x, y, dtype="float64"), A, B),
    "divide": (np.divide, A, B),
    "power": (np.power, abs(A), B),
    "float power": (lambda x: np.power(x, 3), A),
    "maximum": (np.maximum, A, B),
    "arctan2": (np.arctan2, A, B),
    "logaddexp": (np.logaddexp, A, B),
    "matmul": (lambda x, y: np.matmul(x, y.T), A, B),
    "add.reduce": (lambda x: np.add.reduce(x, axis=1, keepdims=True), A),
    "add.reduce of all": (lambda x: np.add.reduce(x, axis=None), A),
    "multiply.reduce": (np.multiply.reduce, A),
    "maximum.reduce": (np.maximum.reduce, A),
    "add.accumulate": (np.add.accumulate, A),
    "multiply.accumulate": (lambda x: np.multiply.accumulate(x, 1), A),
    "subtract.outer": (np.subtract.outer, A, V),
    "sum": (lambda x: np.sum(x, axis=0), A),
    "sum with keepdims": (lambda x: np.sum(x, (0, 1), keepdims=True), A),
    "prod": (np.prod, A),
    "mean": (lambda x: np.mean(x, axis=-1, keepdims=True), A),
    "var": (np.var, A),
    "std": (lambda x: np.std(x, 1), A),
    "max": (lambda x: np.max(x, axis=1), A),
    "amin": (np.amin, A),
    "ptp": (np.ptp, A),
    "average": (lambda x, w: np.average(x, axis=1, weights=w), A, abs(B)),
    "cumsum": (np.cumsum, A),
    "cumprod": (lambda x: np.cumprod(x, axis=1), A),
    "diff": (np.diff, A),
    "clip": (lambda x: np.clip(x, -1.1, 2), A),
    "clip by name": (lambda x: np.clip(x, a_min=None, a_max=1), A),
    "round": (np.round, A + 0.1),
    "where": (lambda x, y: np.where(A > 0, x, y), A, B),
    "where x": (lambda x: np.where(x > 0, x, 0.3), A),
    "nan_to_num": (np.nan_to_num, A),
    "reshape": (lambda x: np.reshape(x, (3, 2)), A),
    "ravel": (np.ravel, A),
    "transpose": (np.transpose, A),
    "swapaxes": (lambda x: np.swapaxes(x, 0, 1), A),
    "moveaxis": (lambda x: np.moveaxis(x, 0, -1), A),
    "expand_dims": (lambda x: np.expand_dims(x, 1), A),
    "squeeze": (lambda x: np.squeeze(x[None]), A),
    "broadcast_to": (lambda x: np.broadcast_to(x, (4, 3)), V),
    "flip": (np.flip, A),
    "fliplr": (np.fliplr, A),
    "rot90": (np.rot90, A),
    "roll": (lambda x: np.roll(x, 1, axis=1), A),
    "concatenate": (lambda x, y: np.concatenate([x, y], axis=1), A, B),
    "concatenate all": (lambda x, y: np.concatenate((x, y), axis=None), A, V),
    "stack": (lambda x, y: np.stack((x, y)), A, B),
    "vstack": (lambda x, y: np.vstack((x, y)), A, V),
    "hstack": (lambda x, y: np.hstack((x, y)), A, B),
    "column_stack": (lambda x, y: np.column_stack((x, y)), V, V),
    "dstack": (lambda x, y: np.dstack((x, y)), A, B),
    "append": (lambda x, y: np.append(x, y), A, V),
    "split": (lambda x: np.split(x, [1], axis=1), A),
    "array_split": (lambda x: np.array_split(x, 2, axis=1), A),
    "hsplit": (lambda x: np.hsplit(x, 3), A),
    "tile": (lambda x: np.tile(x, 2), A),
    "repeat": (lambda x: np.repeat(x, 2), A),
    "pad": (lambda x: np.pad(x, ((1, 0), (2, 1))), A),
    "atleast_2d": (np.atleast_2d, V),
    "copy": (np.copy, A),
    "sort": (np.sort, A),
    "take": (lambda x: np.take(x, [2, 0], axis=1), A),
    "take_along_axis": (lambda x: np.take_along_axis(x, np.array([[2], [0]]), axis=1), A),
    "dot": (lambda x, y: np.dot(x, y.T), A, B),
    "vdot": (np.vdot, A, B),
    "inner": (np.inner, A, B),
    "outer": (np.outer, V, V),
    "tensordot": (lambda x, y: np.tensordot(x, y, axes=([1], [1])), A, B),
    "einsum": (lambda x, y: np.einsum("ij,ij->i", x, y), A, B),
    "einsum, optimized": (lambda x, y: np.einsum("ij,kj", x, y, optimize=True), A, B),
    "norm": (np.linalg.norm, A),
    "spectral norm": (lambda x: np.linalg.norm(x, 2), A),
    "norm along": (lambda x: np.linalg.norm(x, axis=1, keepdims=True), A),
    "trace": (np.trace, A),
    "diagonal": (lambda x: np.diagonal(x, 1), A),
    "diag": (np.diag, V),
    "tril": (np.tril, A),
    "triu": (np.triu, A),
    "trapezoid": (lambda x: np.trapezoid(x, dx=0.5), A),
    "real": (np.real, A),
    "divmod": (lambda x: np.divmod(x, 0.7)[1], A),
}  # fmt: skip

# Those that NumPy computes, without a gradient.
WITHOUT_GRADIENT = {
    "median": (np.median, A),
    "percentile": (lambda x: np.percentile(x, 30, axis=0), A),
    "inv": (np.linalg.inv, A[:, :2]),
    "det": (np.linalg.det, A[:, :2]),
    "pad by a ramp": (lambda x: np.pad(x, 1, "linear_ramp"), A),
    "svd": (lambda x: np.linalg.svd(x).S, A),
    "kron": (np.kron, A, B),
    "cross": (np.cross, A, B),
    "interp": (lambda x: np.interp(x, [0.0, 1.0], [0.0, 2.0]), A),
    "logaddexp2": (np.logaddexp2, A, B),
    "gradient": (np.gradient, V),
    "var of a sample": (lambda x: np.var(x, ddof=1), A),
    "sum where": (lambda x: np.sum(x, where=A > 0), A),
    "max from": (lambda x: np.max(x, initial=9.0), A),
    "sum of complex": (lambda x: np.sum(x * 1j).imag, A),
    "reduceat": (lambda x: np.add.reduceat(x, [0, 1]), V),
    "fft": (lambda x: np.fft.irfft(np.fft.rfft(x), 3), V),
    "complex numbers": (lambda x: abs((x * 1j)[0]).reshape(3).real + x.astype(complex).imag, A),
    "complex numbers seen as real": (lambda x: x.astype(complex).view("float64"), A),
    "compress": (lambda x: x.compress([True, False], 0), A),
    "choose": (lambda x: np.choose([1, 0, 1], [x[0], x[1]]), A),
    "in Fortran's order": (lambda x: x.reshape((3, 2), order="F"), A),
    "view of views": (lambda x: np.lib.stride_tricks.sliding_window_view(x, 2), V),
}  # fmt: skip


def assert_same(ours, expected):
    if isinstance(expected, (list, tuple)):
        assert len(ours) == len(expected)
        for pair in zip(ours, expected):
            assert_same(*pair)
    else:
        assert np.shape(ours) == np.shape(expected)
        np.testing.assert_allclose(ours, expected, 1e-12, 1e-12)


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_what_the_engine_computes(name):
    function, *inputs = DIFFERENTIABLE[name]
    result = function(*map(Tensor, inputs))
    assert_same(result, function(*inputs))
    assert all(isinstance(y, Tensor) for y in (result if isinstance(result, list) else [result]))
    assert_gradients(function, *inputs)


@pytest.mark.parametrize("name", WITHOUT_GRADIENT)
def test_what_numpy_computes(name):
    function, *inputs = WITHOUT_GRADIENT[name]
    tensors = [Tensor(x) for x in inputs]
    assert_same(function(*tensors), function(*inputs))
    with GradientTape(persistent=True) as tape:
        result = function(*tensors)
        assert_same(result, function(*inputs))
        loss = ops.sum(result) + ops.sum(tensors[0])
    with pytest.raises(TapeError, match="has no gradient in Beras"):
        tape.gradient(loss, tensors)


def test_the_error_names_the_function():
    x = Tensor(A[:, :2])
    with GradientTape() as tape:
        y = np.linalg.inv(x).sum()
    with pytest.raises(RuntimeError, match=r"^\[inv\] has no gradient in Beras"):
        tape.gradient(y, x)


def test_what_does_not_flow_leaves_no_record():
    constant = Tensor(A[:, :2], trainable=False)
    w = Tensor([2.0])
    with GradientTape() as tape:
        inverse = np.linalg.inv(constant)
        order = np.lexsort((w,))
        y = w * inverse + order
    assert not inverse.trainable
    np.testing.assert_allclose(tape.gradient(y, w), inverse.sum())


def test_writing_with_out():
    x, y, target = Tensor(A), Tensor(B), Tensor(np.zeros((2, 3)))
    version = _engine.tensor.version(target)
    assert np.add(x, y, out=target) is target
    assert_same(target, A + B)
    assert _engine.tensor.version(target) > version
    plain = np.zeros((2, 3))
    assert np.add(x, y, out=plain) is plain
    assert_same(plain, A + B)
    assert np.concatenate([x, y], out=np.zeros((4, 3))).shape == (4, 3)
    x.sum(axis=0, out=target[0])
    assert_same(target[0], A.sum(0))
    whole, part = np.modf(x, out=(target, Tensor(np.zeros((2, 3)))))
    assert whole is target
    assert_same(part, np.modf(A)[1])


def test_a_write_with_out_is_a_change_that_tapes_see():
    w = Tensor([2.0])
    with GradientTape() as tape:
        y = w * w
        np.add(w, 1, out=w)
    with pytest.raises(TapeError, match="changed in place"):
        tape.gradient(y, w)


@pytest.mark.parametrize("write", [
    lambda target, w: np.multiply(w, 2, out=target),
    lambda target, w: np.copyto(target, w),
    lambda target, w: target.__setitem__([0], w * 2),
    lambda target, w: np.add.at(target, [0], w),
    lambda target, w: np.put(target, [0], w),
])
def test_what_is_written_by_numpy_has_no_gradient(write):
    w, target = Tensor([2.0]), ops.zeros(1)
    with GradientTape() as tape:
        write(target, w)
        loss = (target * w).sum()
    with pytest.raises(TapeError, match="has no gradient"):
        tape.gradient(loss, w)


def test_a_variable_that_is_assigned_begins_anew():
    w, state = Tensor([2.0]), Tensor([0.0])
    with GradientTape() as tape:
        state.assign(w * 3)
        loss = (state * w).sum()
    gradients = tape.gradient(loss, [w, state])
    assert [float(g[0]) for g in gradients] == [6.0, 2.0]


@pytest.mark.parametrize(
    "view",
    [
        lambda w: np.ndarray.view(w, Tensor),
        lambda w: np.ndarray.__getitem__(w, slice(None, None, -1)),
        lambda w: np.ndarray.reshape(w, (-1, 1)),
        lambda w: np.ndarray.__new__(type(w), (2,), w.dtype, w, 0, (2 * w.itemsize,)),
    ],
)
def test_views_of_numpys_own_making_have_gradients(view):
    w, shown = Tensor(V), np.zeros_like(V)
    view(shown)[...] = 1
    with GradientTape() as tape:
        loss = (view(w) ** 2).sum()
    np.testing.assert_array_equal(tape.gradient(loss, w), 2 * V * shown)


def test_views_whose_elements_overlap_do_not_cut_silently():
    w = Tensor(V)
    with GradientTape() as tape:
        view = np.ndarray.__new__(Tensor, (2, 2), w.dtype, w, 0, 2 * w.strides)
        loss = (view * 2).sum()
    with pytest.raises(TapeError, match="a view made by NumPy"):
        tape.gradient(loss, w)


def test_a_plain_array_is_a_constant():
    w = Tensor(V)
    with GradientTape() as tape:
        loss = (w * w.numpy() * np.asarray(w)).sum()
    np.testing.assert_array_equal(tape.gradient(loss, w), V * V)


def test_results_are_tensors_and_numbers_stay_numbers():
    x = Tensor(A)
    assert isinstance(np.median(x), np.float64)
    assert isinstance(np.median(x, axis=0), Tensor)
    assert isinstance(np.linalg.svd(x).U, Tensor)
    assert isinstance(np.sum(x), Tensor) and np.sum(x).shape == ()
    assert isinstance(np.shape(x), tuple) and np.ndim(x) == 2 and np.size(x) == 6
    assert isinstance(np.iscomplexobj(x), bool)
    assert np.may_share_memory(x, x) and np.shares_memory(x, x[0])
    assert isinstance(np.array_equal(x, A), bool) and np.allclose(x, A)
    assert isinstance(np.unique(x), Tensor)
    assert np.result_type(x, np.float32) == np.float64
    assert str(np.array2string(x)) == np.array2string(A)


def test_dtypes_are_keras():
    integers = Tensor([1, 4])
    assert np.sqrt(integers).dtype == "float32" and np.mean(integers).dtype == "float32"
    single = Tensor([1.0, 2.0], "float32")
    assert np.multiply(single, integers).dtype == "float32"
    assert np.multiply(single, np.float64(2)).dtype == "float32"
    assert np.multiply(single, np.ones(2)).dtype == "float64"
    assert np.sum(single, dtype="float64").dtype == "float64"
    assert np.add(single, 1, dtype="float64").dtype == "float64"
    assert np.where(single > 1, 1, 0.3).dtype == "float64"


def test_ufunc_methods_that_only_numpy_has():
    x = Tensor([3, 1, 2])
    assert_same(np.bitwise_or.reduce(x), 3)
    assert_same(np.minimum.accumulate(x), [3, 1, 1])
    assert_same(np.add.outer(x, x), np.add.outer([3, 1, 2], [3, 1, 2]))
    assert_same(np.frompyfunc(lambda v: v + 1, 1, 1)(x).astype(int), [4, 2, 3])
    assert_same(np.vectorize(lambda v: v * 2)(x), [6, 2, 4])


def test_other_kinds_of_arrays_are_asked_first():
    class Foreign:
        def __array_function__(self, function, types, args, kwargs):
            return "foreign"

        __array_ufunc__ = None

        def __radd__(self, other):
            return "radd"

    assert np.concatenate([Tensor(V), Foreign()]) == "foreign"


def test_errors_are_numpys_own_kinds():
    x = Tensor(A)
    with pytest.raises(ValueError):
        np.concatenate([x, Tensor(V)])
    with pytest.raises(IndexError):
        np.take(x, 7)
    with pytest.raises(TypeError):
        np.sum(x, nonsense=3)
    with pytest.raises(IndexError):
        np.sum(x, axis=5)
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.inv(Tensor(np.zeros((2, 2))))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.log(Tensor([0.0]))
