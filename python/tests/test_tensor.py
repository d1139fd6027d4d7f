"""Tensor is NumPy's array: methods, indexing, making, copies, text and numbers."""

import copy
import pickle

import numpy as np
import pytest
from beras import Tensor, Variable, core, ops
from central_differences import assert_gradients
from tensor_reference import MATRIX, OTHER, assert_same

# --- methods

METHODS = [
    ("all", (), {}),
    ("any", (), {"axis": 1}),
    ("argmax", (), {}),
    ("argmax", (1,), {}),
    ("argmin", (), {"axis": 0, "keepdims": True}),
    ("argsort", (), {}),
    ("argsort", (0,), {}),
    ("astype", ("float32",), {}),
    ("astype", (np.int64,), {"copy": False}),
    ("astype", (complex,), {}),
    ("astype", ("int16",), {}),
    ("clip", (-1, 1), {}),
    ("clip", (), {"max": 0.5}),
    ("clip", (0, None), {}),
    ("compress", ([True, False],), {"axis": 0}),
    ("conj", (), {}),
    ("copy", (), {}),
    ("copy", ("F",), {}),
    ("cumprod", (), {}),
    ("cumsum", (1,), {}),
    ("diagonal", (), {}),
    ("diagonal", (1,), {}),
    ("dot", (OTHER.T,), {}),
    ("flatten", (), {}),
    ("flatten", ("F",), {}),
    ("max", (), {}),
    ("max", (0,), {"keepdims": True}),
    ("max", (), {"initial": 9.0}),
    ("mean", (), {}),
    ("mean", (), {"axis": (0, 1)}),
    ("min", (1,), {}),
    ("nonzero", (), {}),
    ("prod", (), {"axis": 1}),
    ("ravel", (), {}),
    ("repeat", (2,), {"axis": 0}),
    ("reshape", (3, 2), {}),
    ("reshape", ((3, -1),), {}),
    ("reshape", (-1,), {}),
    ("reshape", (3, 2), {"order": "F"}),
    ("round", (), {}),
    ("round", (1,), {}),
    ("searchsorted", (0.2,), {"sorter": [0, 1]}),
    ("squeeze", (), {}),
    ("std", (), {}),
    ("std", (), {"ddof": 1}),
    ("sum", (), {}),
    ("sum", (1,), {"keepdims": True}),
    ("sum", (), {"dtype": "float32"}),
    ("sum", (), {"where": MATRIX > 0}),
    ("swapaxes", (0, 1), {}),
    ("take", ([1, 0], 1), {}),
    ("take", ([7], 1), {"mode": "wrap"}),
    ("trace", (), {}),
    ("transpose", (), {}),
    ("transpose", (1, 0), {}),
    ("transpose", ((0, 1),), {}),
    ("var", (0,), {}),
    ("view", (), {}),
]


@pytest.mark.parametrize("name, args, kwargs", METHODS)
def test_methods_are_numpys(name, args, kwargs):
    array = MATRIX[0] if name == "searchsorted" else MATRIX
    if name == "searchsorted":
        kwargs = {}
    result, expected = (getattr(x, name)(*args, **kwargs) for x in (Tensor(array), array))
    if isinstance(result, np.generic):
        np.testing.assert_allclose(result, expected)
    else:
        assert_same(result, expected)
        if name == "astype":
            assert result.dtype == expected.dtype


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x.reshape(3, 2).T.swapaxes(0, 1) ** 2,
        lambda x: x.ravel()[::-1] * x.flatten(),
        lambda x: x.sum(axis=0, keepdims=True) * x,
        lambda x: x.mean(1) * x.max(1) * x.min(1),
        lambda x: x.var() * x.std(0),
        lambda x: x.prod(1) + x.cumsum(1)[:, 1] * x.cumprod(0)[0, 0],
        lambda x: x.clip(-1.2, 1.2) * x,
        lambda x: x.take([0, 0, 2], 1) * x.repeat(3, 0)[::3],
        lambda x: x.dot(x.T) + x.diagonal()[:, None] * x.trace(),
        lambda x: x.astype("float64") * x.copy() * x.view() * x.squeeze() * x.conj(),
        lambda x: x.transpose(1, 0)[None].mT * x.round(),
        lambda x: x[x > 0] * x[[0, 0, 1, 1], [0, 2, 0, 1]],
        lambda x: x[..., -1] * x[1, None, :2] * x[0][1],
        lambda x: sum(row[0] * row for row in x),
    ],
)
def test_gradients_of_methods(function):
    assert_gradients(function, MATRIX + 0.1)


def test_views_share_memory_as_numpys_do():
    x = Tensor(MATRIX)
    array = np.asarray(x)
    for view in (x[0], x[:, 1:], x.T, x.reshape(3, 2), x.ravel(), x.view(), x.swapaxes(0, 1), x[..., None]):
        assert np.shares_memory(view, array)
    for copied in (x.copy(), x.flatten(), x[[0]], x[x > 0], x.astype("float64"), +x):
        assert not np.shares_memory(copied, array)
    x.T[0] = 9
    assert (array[:, 0] == 9).all()


def test_indexing_is_numpys():
    array = np.arange(24).reshape(2, 3, 4)
    x = Tensor(array)
    keys = [
        0, -1, (1, 2), (0, -1, 3), slice(None, None, -1), (slice(1), ..., 2), (None, 1), ...,
        [1, 0, 1], (slice(None), [0, 2]), array > 5, (0, array[0] > 5), np.array(1), np.int64(0),
        Tensor([1, 0]), Tensor(array % 2 == 0), (np.array([[0], [1]]), np.array([2, 0])), (), [],
        True, (slice(None), np.array([], int)),
    ]  # fmt: skip
    for key in keys:
        ours, expected = x[key], array[key]
        assert isinstance(ours, np.integer if expected.ndim == 0 else Tensor)
        np.testing.assert_array_equal(ours, expected)
        assert ours.shape == expected.shape
    for key in (2, (0, 3), [0, 5], (0, 0, 0, 0)):
        with pytest.raises(IndexError):
            x[key]


def test_writing_by_index():
    array = np.arange(6.0).reshape(2, 3)
    x = Tensor(array.copy())
    for key, value in [(0, 7), ((1, slice(1)), [8.0]), (array > 3, -1), ([0, 1], Tensor([[1.0], [2.0]]))]:
        x[key] = value
        array[key] = value
        assert_same(x, array)
    with pytest.raises(IndexError):
        x[5] = 0


# --- making them


def test_lists_have_numpys_dtypes_and_keras_variables_keras():
    assert Tensor([1.0, 2.0]).dtype == "float64" and Variable([1.0, 2.0]).dtype == "float32"
    assert Tensor([[1, 2]]).dtype == "int64" and Variable([[1, 2]]).dtype == "int32"
    assert Variable([2**40]).dtype == "int64"
    assert Tensor([True]).dtype == Variable([True]).dtype == "bool"
    assert Tensor(3.5).dtype == "float64" and Tensor(3.5).shape == ()
    assert Tensor([1.0], dtype="float32").dtype == "float32"
    assert Tensor([1.0], "bfloat16").dtype.name == "bfloat16"
    assert Tensor(np.ones(2)).dtype == "float64"
    nested = Tensor([Tensor([1.0, 2.0], "float32"), [3, 4]])
    assert_same(nested, np.array([[1, 2], [3, 4]], "float32"))
    number = Tensor([Tensor(1.0), 0.1])
    assert number.dtype == "float64" and number[1] == 0.1


@pytest.mark.parametrize("value", [None, object(), [None], {"a": 1}])
def test_what_is_no_array_is_an_error(value):
    for make in (Tensor, ops.convert_to_tensor):
        with pytest.raises(TypeError, match=r"^\[Tensor\] expected an array, a number"):
            make(value)


def test_trainable_and_name():
    x = Tensor([1.0], trainable=False, name="x")
    assert not x.trainable and x.name == "x"
    x.trainable, x.name = True, "y"
    assert x.trainable and x.name == "y"
    assert core.Variable is Tensor and isinstance(x, Variable)


def test_initializers_make_values():
    def initializer(shape, dtype=None):
        return np.full(shape, 2, dtype)

    assert_same(Tensor(initializer, shape=(2, 3)), np.full((2, 3), 2, "float32"))


def test_subclasses_stay():
    class Labels(Tensor):
        pass

    labels = Labels([1, 2])
    assert type(labels) is Labels and isinstance(labels, np.ndarray)


def test_copies_and_pickles_are_the_same_but_apart():
    x = Tensor([[1.0, 2.0]], trainable=False, name="x")
    for twin in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
        assert type(twin) is Tensor
        assert_same(twin, x.numpy())
        assert (twin.trainable, twin.name) == (False, "x")
        assert not np.shares_memory(twin, x)
    [a, b] = copy.deepcopy([x, x])
    assert a is b


# --- as Python's values


def test_text():
    assert repr(Tensor([1.0, 2.0], "float32")) == "Tensor([1., 2.], dtype=float32)"
    assert str(Tensor([[1, 2]])) == "[[1 2]]"
    assert f"{Tensor(2.5):.2f} {Tensor([1.5]).sum():6.1f}" == "2.50    1.5"
    assert "%.1f" % Tensor(2.5) == "2.5"


def test_numbers():
    assert float(Tensor([2.5])[0]) == 2.5 and int(Tensor(3)) == 3 and bool(Tensor(0.0)) is False
    assert len(Tensor(MATRIX)) == 2 and list(range(4))[Tensor(2)] == 2
    assert [float(x) for x in Tensor([1.0, 2.0])] == [1, 2]
    assert Tensor([1.0, 2.0]).tolist() == [1, 2] and Tensor(4.0).item() == 4
    assert 2.0 in Tensor([1.0, 2.0])
    a, b = Tensor([3.0, 4.0])
    assert a + b == 7
    assert max(Tensor([1.0, 5.0, 2.0])) == 5 and sum(Tensor([1, 2])) == 3
    assert round(Tensor([1.26])[0], 1) == Tensor(1.3) and round(Tensor(2.6)) == 3
    assert set(Tensor([1, 2, 1])) == {1, 2} and {3: "three"}[Tensor([[3]])[0, 0]] == "three"
    with pytest.raises(ValueError):
        bool(Tensor([1.0, 2.0]))
    with pytest.raises(TypeError):
        hash(Tensor([1.0]))
    with pytest.raises(TypeError):
        len(Tensor(1.0))
