"""What all operations share: each has a case, Keras's names and dtypes, errors, docstrings."""

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, ops
from ops_reference import A, B, V, assert_values
from test_ops_elementwise import BINARY, REDUCTIONS, UNARY
from test_ops_gradients import DIFFERENTIABLE
from test_ops_values import VALUES


def test_every_operation_has_a_case():
    tested = {*UNARY, *BINARY, *REDUCTIONS}
    tested.update(case[0] for case in DIFFERENTIABLE + VALUES)
    elsewhere = {"einsum", "stop_gradient"}
    assert sorted(set(ops.__all__) - tested - elsewhere) == []
    assert sorted(tested - set(ops.__all__)) == []


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
    assert ops.convert_to_tensor(x, "float64") is x
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
    with pytest.raises(TypeError, match=r"\[exp\] expected x: TensorLike. Received: 'a'\."):
        ops.exp("a")
    with pytest.raises(ValueError, match=r"\[scatter_update\] expected a known reduction"):
        ops.scatter_update(V, [[0]], [1.0], "median")
    with pytest.raises(ValueError, match=r"\[multi_hot\] expected sparse=False"):
        ops.multi_hot([1], 2, sparse=True)
    with pytest.raises(ValueError, match=r"\[normalize\] expected order: at least 1"):
        ops.normalize(V, order=0)
    with pytest.raises(TypeError, match=r"\[normalize\] expected order: int"):
        ops.normalize(V, order=0.5)
    with pytest.raises(ValueError, match=r"\[quantile\] Quantiles must be in the range"):
        ops.quantile(V, 3.0)
    with pytest.raises(TypeError, match=r"\[tril\] has no argument 'kk'. Did you mean 'k'\?"):
        ops.tril(A, kk=1)
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


def test_segment_sum_leaves_out_rows_of_segments_that_there_are_not():
    data, ids = np.arange(6.0, dtype="float32")[:, None], np.array([0, -1, 1, 7, -5, 1])
    for count, expected in ((2, [0, 7]), (3, [0, 7, 0]), (8, [0, 7, 0, 0, 0, 0, 0, 3])):
        sums = ops.segment_sum(data, ids, num_segments=count)
        np.testing.assert_array_equal(np.ravel(sums), expected)
    assert ops.segment_sum(data, ids).shape == (8, 1)
    assert ops.segment_sum(data[:2], [-1, -3]).shape == (0, 1)
    np.testing.assert_array_equal(ops.segment_sum(data[:2], [-1, -3], num_segments=1), [[0]])
    rows = beras.Variable(data)
    with beras.GradientTape() as tape:
        total = ops.sum(ops.segment_sum(rows, ids, num_segments=2) * [[2.0], [3.0]])
    np.testing.assert_array_equal(np.ravel(tape.gradient(total, rows)), [2, 0, 3, 0, 0, 3])
    for wrong in (ids[:3], ids[:, None], 1):
        with pytest.raises(ValueError, match="a segment for each row of data"):
            ops.segment_sum(data, wrong, num_segments=2)


def test_errors_name_the_function_that_was_called():
    for name, call in {
        "segment_sum": lambda: ops.segment_sum(A, [0, 1], num_segments=2**62),
        "bincount": lambda: ops.bincount([2**62]),
        "normalize": lambda: ops.normalize(A, axis=5),
        "glu": lambda: ops.glu(np.ones(3, "float32")),
        "in_top_k": lambda: ops.in_top_k([5], A, 1),
        "multi_hot": lambda: ops.multi_hot([0.5], 3),
        "meshgrid": lambda: ops.meshgrid("a"),
        "depthwise_conv": lambda: ops.depthwise_conv(A, np.ones((2, 2, 1, 1))),
        "separable_conv": lambda: ops.separable_conv(A, np.ones((2, 2, 1, 1)), np.ones((1, 1))),
        "dot_product_attention": lambda: ops.dot_product_attention(*[np.ones((1, 2, 3, 4))] * 2, 1),
        "clip": lambda: ops.clip("a", 0, None),
        "norm": lambda: ops.norm(np.ones((0, 3)), ord=2),
        "logsumexp": lambda: ops.logsumexp(A, axis=4),
        "std": lambda: ops.std(A, axis=4),
        "sort": lambda: ops.sort(A, axis=4),
    }.items():
        with pytest.raises((ValueError, TypeError, IndexError, MemoryError)) as raised:
            call()
        assert str(raised.value).startswith(f"[{name}] "), (name, raised.value)


def test_bincount_counts_by_row():
    rows = np.array([[1, 2, 1], [0, 5, 5]])
    counts = ops.bincount(rows)
    np.testing.assert_array_equal(counts, [[0, 2, 1, 0, 0, 0], [1, 0, 0, 0, 0, 2]])
    assert counts.dtype == np.int32
    assert ops.bincount(rows, minlength=9).shape == (2, 9)
    assert ops.bincount(np.zeros((2, 0), "int32")).shape == (2, 0)
    assert ops.bincount(np.zeros(0, "int32"), minlength=3).tolist() == [0, 0, 0]
    weights = beras.Variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    with beras.GradientTape() as tape:
        sums = ops.bincount(rows, weights)
        total = ops.sum(sums * np.arange(6, dtype="float32"))
    np.testing.assert_array_equal(sums, [[0, 4, 2, 0, 0, 0], [4, 0, 0, 0, 0, 11]])
    np.testing.assert_array_equal(tape.gradient(total, weights), rows)
    for row in rows:
        np.testing.assert_array_equal(ops.bincount(row, minlength=2), np.bincount(row, minlength=2))
    for arguments, match in (
        (([[[1]]],), r"integers of rank 1 or 2. Received: int32 of shape \(1, 1, 1\)"),
        (([0.5],), "integers of rank 1 or 2. Received: float32"),
        (([-1],), "integers of at least 0. Received: -1"),
        ((rows, [1.0]), r"a weight for each of x, of shape \(2, 3\). Received: weights of shape"),
        ((rows, None, -1), "minlength, an integer of at least 0"),
        ((rows, None, 0, True), "sparse=False"),
    ):
        with pytest.raises(ValueError, match=r"^\[bincount\] expected " + match):
            ops.bincount(*arguments)


@pytest.mark.parametrize("axis", [(0, 1), (1, 0), (-1, -2), (2, 0), (0, -1)])
@pytest.mark.parametrize("order", [1, -1, 2, -2, np.inf, -np.inf, "fro", "nuc"])
def test_norms_of_matrices_are_numpys(order, axis):
    x = np.random.default_rng(0).normal(size=(3, 4, 5)).astype("float32")
    for keepdims in (False, True):
        expected = np.linalg.norm(x, order, axis, keepdims)
        found = ops.norm(x, order, axis, keepdims)
        assert found.shape == expected.shape and found.dtype == np.float32
        np.testing.assert_allclose(found, expected, rtol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(ops.array(x), order, axis), np.squeeze(expected), 1e-5)
