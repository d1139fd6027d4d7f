"""Tensor is NumPy's array: operators, methods, indexing, text, copies."""

import copy
import operator
import pickle

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, Variable, ops
from central_differences import assert_gradients

MATRIX = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])
OTHER = np.array([[0.5, 1.0, 2.0], [-1.5, 2.5, 1.25]])

ARITHMETIC = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    divmod,
]
COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
BITS = [operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift]
DTYPES = ["float32", "float64", "float16", "int8", "int32", "int64", "uint8"]


def assert_same(ours, numpys):
    """Equal values and shapes, and dtypes of the same kind."""
    if isinstance(numpys, tuple):
        assert isinstance(ours, tuple) and len(ours) == len(numpys)
        for pair in zip(ours, numpys):
            assert_same(*pair)
        return
    assert isinstance(ours, Tensor)
    assert ours.shape == np.shape(numpys)
    assert ours.dtype.kind == np.asarray(numpys).dtype.kind
    np.testing.assert_allclose(ours, numpys, rtol=2e-7 if ours.dtype.itemsize > 2 else 2e-3)


# --- operators


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("apply", ARITHMETIC + COMPARISONS)
def test_operators_are_numpys(apply, dtype):
    a, b = MATRIX.astype(dtype), OTHER.astype(dtype)
    for x, y in [(a, b), (a, b[0]), (a[:, :1], b), (a, 2.0), (a, -3)]:
        expected = apply(x, y)
        assert_same(apply(Tensor(x), y), expected)
        assert_same(apply(Tensor(x), Tensor(y) if np.ndim(y) else y), expected)
        if np.ndim(y):
            assert_same(apply(x, Tensor(y)), expected)
        else:
            assert_same(apply(y, Tensor(x)), apply(y, x))


@pytest.mark.parametrize("apply", ARITHMETIC[:3] + ARITHMETIC[4:] + COMPARISONS + BITS)
def test_operators_of_integers_are_numpys(apply):
    a, b = np.array([[7, -8, 3]], np.int32), np.array([[2], [1]], np.int32)
    assert_same(apply(Tensor(a), Tensor(b)), apply(a, b))
    assert_same(apply(Tensor(a), 2), apply(a, 2))
    assert_same(apply(9, Tensor(b)), apply(9, b))


@pytest.mark.parametrize("apply", BITS[:3])
def test_logic_of_bools(apply):
    a, b = np.array([True, True, False]), np.array([True, False, False])
    assert_same(apply(Tensor(a), Tensor(b)), apply(a, b))
    assert_same(apply(Tensor(a), True), apply(a, True))
    assert_same(~Tensor(a), ~a)


def test_powers():
    assert_same(Tensor(OTHER) ** 3, OTHER**3)
    assert_same(2.0 ** Tensor(MATRIX), 2.0**MATRIX)
    assert_same(abs(Tensor(MATRIX)) ** Tensor(OTHER), abs(MATRIX) ** OTHER)
    assert_same(Tensor([1, 2, 3]) ** 2, np.array([1, 4, 9]))


def test_unary_operators():
    assert_same(-Tensor(MATRIX), -MATRIX)
    assert_same(abs(Tensor(MATRIX)), abs(MATRIX))
    assert_same(~Tensor([1, -5]), ~np.array([1, -5]))
    x = Tensor(MATRIX)
    assert_same(+x, MATRIX)
    assert not np.shares_memory(+x, x)


def test_matmul():
    assert_same(Tensor(MATRIX) @ Tensor(OTHER.T), MATRIX @ OTHER.T)
    assert_same(Tensor(MATRIX) @ OTHER[0], MATRIX @ OTHER[0])
    assert_same(MATRIX[0] @ Tensor(OTHER.T), MATRIX[0] @ OTHER.T)
    batch = np.arange(24.0).reshape(2, 3, 4)
    assert_same(Tensor(batch) @ batch.swapaxes(1, 2), batch @ batch.swapaxes(1, 2))


@pytest.mark.parametrize("a", DTYPES)
@pytest.mark.parametrize("b", DTYPES)
def test_dtypes_promote_as_in_keras(a, b):
    x, y = Tensor(np.ones(2, a)), Tensor(np.ones(2, b))
    if "float" in a and "float" in b or ("float" not in a and "float" not in b):
        wider = np.result_type(a, b)
        assert (x + y).dtype == ("int32" if wider == "int16" else wider)
    else:
        assert (x + y).dtype == (a if "float" in a else b)


def test_python_numbers_are_weak():
    for dtype in DTYPES:
        x = Tensor(np.ones(2, dtype))
        assert (x + 1).dtype == (1 - x).dtype == (x * True).dtype == x.dtype
        assert (x + 0.5).dtype == (x.dtype if "float" in dtype else "float32")
        assert (x * np.float64(2)).dtype == (np.float64(2) * x).dtype == (x * 2.0).dtype
    assert (Tensor([True]) + 1).dtype == "int32"
    assert (Tensor([1.0]) + np.float32(1)).dtype == "float32"


def test_what_the_engine_lacks_is_numpys():
    x = Tensor(MATRIX)
    assert_same(x * 1j, MATRIX * 1j)
    assert_same(1j + x, 1j + MATRIX)
    assert_same(x + np.ones((2, 3), complex), MATRIX + np.ones((2, 3), complex))
    assert_same(x.astype("int16") + x.astype("uint16"), np.zeros((2, 3), "int32") + MATRIX.astype("int16") + MATRIX.astype("uint16"))
    assert_same(x == None, MATRIX == None)  # noqa: E711
    assert (x == "a").all() == False  # noqa: E712
    with pytest.raises(TypeError):
        x + "a"
    with pytest.raises(TypeError):
        x & x


def test_shapes_that_do_not_broadcast_are_an_error():
    with pytest.raises(ValueError, match=r"\[add\].*\(2, 3\).*\(2,\)"):
        Tensor(MATRIX) + Tensor([1.0, 2.0])
    with pytest.raises(beras.ShapeError):
        Tensor(MATRIX) @ Tensor(MATRIX)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: x + y * 2 - 3,
        lambda x, y: 2 - x / y,
        lambda x, y: 1 / y + x,
        lambda x, y: x**3 + 2.0**y,
        lambda x, y: abs(x) ** y,
        lambda x, y: -x % 2.3 + x * abs(y),
        lambda x, y: x @ y.T,
        lambda x, y: x[:, None] * y[..., 1:, None],
        lambda x, y: divmod(x, 0.7)[1] * divmod(3.1, abs(y))[1],
        lambda x, y: +x * y[0],
    ],
)
def test_gradients_of_operators(function):
    assert_gradients(function, MATRIX + 0.1, OTHER)


# --- in place


@pytest.mark.parametrize(
    "apply",
    [
        operator.iadd,
        operator.isub,
        operator.imul,
        operator.itruediv,
        operator.ifloordiv,
        operator.imod,
        operator.ipow,
    ],
)
def test_in_place_operators_write_into_the_memory(apply):
    for other in (OTHER + 3, OTHER[0] + 3, 2.0, 3):
        array = abs(MATRIX) + 1
        expected = apply(array.copy(), other)
        x = Tensor(array)
        version = beras._engine.tensor.version(x)
        same = apply(x, other)
        assert same is x
        assert_same(x, expected)
        assert (array == x).all()
        assert beras._engine.tensor.version(x) > version


def test_in_place_operators_keep_dtype_and_shape():
    x = Tensor([1, 2])
    with pytest.raises(TypeError):
        x += 0.5
    with pytest.raises(ValueError):
        x += np.ones((2, 2), int)
    assert_same(x, np.array([1, 2]))


def test_in_place_operators_of_integers():
    for apply in (operator.iand, operator.ior, operator.ixor, operator.ilshift, operator.irshift):
        array = np.array([5, 9])
        expected = apply(array.copy(), 2)
        assert_same(apply(Tensor(array), 2), expected)


def test_sums_that_grow_under_a_tape_are_followed():
    w = Tensor([1.0, 2.0])
    with GradientTape() as tape:
        total = ops.zeros(2)
        for _ in range(3):
            total += w * w
        total *= 2
        total -= w
        total /= 2
        total **= 2
        loss = total.sum()
    np.testing.assert_allclose(tape.gradient(loss, w), 2 * (3 * w**2 - w / 2) * (6 * w - 0.5))


def test_a_weight_cannot_take_in_what_a_tape_has_computed():
    w, v = Tensor([1.0]), Tensor([2.0])
    with GradientTape():
        with pytest.raises(beras.TapeError, match="weight cannot be changed in place"):
            w += v * 2
    assert w == 1


def test_other_in_place_writes():
    array = np.array([3.0, 1.0, 2.0])
    x = Tensor(array)
    version = beras._engine.tensor.version(x)
    writes = [
        lambda: x.sort(),
        lambda: x.fill(2),
        lambda: x.put([0], 7),
        lambda: x.partition(1),
        lambda: x.__setitem__(0, 5),
        lambda: np.copyto(x, 1.0),
        lambda: np.add(x, 1, out=x),
        lambda: np.add.at(x, [0, 0], 1),
        lambda: x.assign([1, 2, 3]),
        lambda: x.assign_add(1),
        lambda: x.assign_sub([1, 0, 0]),
        lambda: x[1:].assign(0),
    ]
    for write in writes:
        write()
        assert beras._engine.tensor.version(x) > version
        version = beras._engine.tensor.version(x)
    assert_same(x, np.array([1.0, 0.0, 0.0]))
    assert (array == x).all()


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
    array = MATRIX.copy()
    x = Tensor(array)
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


def test_lists_have_keras_dtypes():
    assert Tensor([1.0, 2.0]).dtype == "float32"
    assert Tensor([[1, 2]]).dtype == "int32"
    assert Tensor([2**40]).dtype == "int64"
    assert Tensor([True]).dtype == "bool"
    assert Tensor(3.5).dtype == "float32" and Tensor(3.5).shape == ()
    assert Tensor([1.0], dtype="float64").dtype == "float64"
    assert Tensor([1.0], "bfloat16").dtype.name == "bfloat16"
    assert Tensor(np.ones(2)).dtype == "float64"
    nested = Tensor([Tensor([1.0, 2.0]), [3, 4]])
    assert_same(nested, np.array([[1, 2], [3, 4]], "float32"))


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
    assert Variable is Tensor


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
    assert repr(Tensor([1.0, 2.0])) == "Tensor([1., 2.], dtype=float32)"
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
