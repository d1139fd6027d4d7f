"""Operators of Tensors are NumPy's, with Keras's dtypes; those in place write into the memory."""

import operator

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, Variable, ops
from central_differences import assert_gradients
from tensor_reference import MATRIX, OTHER, assert_same

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
    assert (Variable([1.0]) + np.float32(1)).dtype == "float32"


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
        view = np.asarray(x)
        version = beras._engine.tensor.version(x)
        same = apply(x, other)
        assert same is x
        assert_same(x, expected)
        assert (view == x).all()
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
    x = Tensor([3.0, 1.0, 2.0])
    view = np.asarray(x)
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
    assert (view == x).all()
