"""Arguments of the wrong kind are natural exceptions: which argument, what was expected, what came."""

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, layers, losses, ops
from fuzz_arguments.__main__ import run

X = np.arange(6.0, dtype=np.float32).reshape(2, 3)


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.mark.parametrize(
    "key", [slice(1.5), slice("a", None), (0, slice("a", None)), slice(0, 2, 0.5), slice(X), slice(X[0, :1])]
)
def test_bounds_of_slices_are_integers(key):
    with pytest.raises(TypeError, match=r"\[get_item\] expected an index of integers\. Received: "):
        ops.get_item(X, key)
    x = Tensor(X)
    with pytest.raises(TypeError, match="integer"):
        x[key]  # NumPy's answer
    with GradientTape(), pytest.raises(TypeError, match="integers"):
        x[key]


def test_bounds_of_slices_are_cut_as_numpy_cuts_them():
    x = Tensor(X)
    for bound in (2**70, -(2**70), 2**63, Index(1), Index(2**70), np.int8(1), np.array(1), True):
        for key in (slice(bound), slice(bound, None), slice(None, None, bound or 1)):
            np.testing.assert_array_equal(x[key], X[key])
    with pytest.raises(ZeroDivisionError, match="mine"):
        x[Index(ZeroDivisionError("mine")) :]


def test_far_indices_are_out_of_range():
    for far in (2**70, -(2**70), 2**63):
        with pytest.raises(IndexError, match=r"expected an index in \[-2, 2\)"):
            ops.get_item(X, far)
        with pytest.raises((IndexError, OverflowError)):
            Tensor(X)[far]
    for key in (1.5, "a", None, {}, np.array("a"), [[1], [2, 3]], object()):
        try:
            expected = X[key]
        except (IndexError, TypeError, ValueError) as error:
            with pytest.raises((IndexError, TypeError, ValueError)):
                Tensor(X)[key]
            assert error
        else:
            np.testing.assert_array_equal(Tensor(X)[key], expected)


def test_what_numpy_would_repeat_for_ever_ends():
    assert ops.diff(X, n=2**62).shape == (2, 0)
    np.testing.assert_array_equal(ops.diff(X, n=2), np.diff(X, n=2))
    for split in (ops.split, ops.array_split, ops.vsplit):
        with pytest.raises(ValueError, match="at most 65536 (sections|parts)"):
            split(np.zeros((0, 2), np.float32), 2**31)


def test_nested_indices_of_sections_are_refused():
    with pytest.raises(TypeError):
        ops.array_split(X, [[1], [2]])


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: ops.relu("a"), r"\[relu\] expected x: TensorLike. Received: 'a'\."),
        (lambda: ops.relu(), r"\[relu\] missing a required argument: 'x'. It has: x\."),
        (lambda: ops.relu(X, y=1), r"\[relu\] has no argument 'y'. It has: x\."),
        (lambda: ops.sum(X, axs=1), r"\[sum\] has no argument 'axs'. Did you mean 'axis'\?"),
        (lambda: ops.sum(X, axis=2**70), r"\[sum\] expected axis: int \| Sequence\[int\] \| None\. Rec"),
        (lambda: ops.concatenate([X, "a"]), r"\[concatenate\] expected xs: Sequence\[TensorLike\]\. Rec"),
        (lambda: ops.cast(X, "float23"), r"\[cast\] expected dtype: .*Received: 'float23'\."),
        (lambda: ops.einsum("ij", "a"), r"\[einsum\] expected operands: TensorLike\. Received: 'a'\."),
        (lambda: ops.exp(np.empty(2, "U0")), r"\[exp\] expected x: TensorLike\. Received: array"),
        (lambda: layers.Dense("a"), r"\[Dense\] expected units: int\. Received: 'a'\."),
        (lambda: layers.Dense(3, dtype=5), r"\[Dense\] expected dtype: str \| .*Received: 5\."),
        (lambda: layers.Dense(3)(X, training="a"), r"\[call\] expected training: bool\. Received: 'a'\."),
        (lambda: beras.data.Dataset(X), r"\[Dataset\] is made by the library"),
        (lambda: ops.max(X, initial="a"), r"\[max\] expected initial: float \| None\. Received: 'a'\."),
        (lambda: losses.mse("a", X), r"\[mean_squared_error\] expected y_true: TensorLike\. Received"),
        (lambda: Tensor.__eq__("a", 1), r"\[Tensor\] expected a method of a Tensor\. Received: one of .* str"),
        (lambda: Tensor.__iadd__([1], 1), r"\[Tensor\] expected a method of a Tensor\. Received: one of .* list"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(TypeError, match=message):
        call()


def test_what_functions_of_users_return_is_checked():
    data = beras.data.Dataset.from_tensors(X)
    with pytest.raises(TypeError, match=r"\[Dataset\] expected an element: TensorLike\. Received: 'a'\."):
        list(data.map(lambda row: "a"))
    with pytest.raises(TypeError, match=r"\[<lambda>\] expected to return: TensorLike\. Received: 'a'\."):
        layers.Dense(1, activation=lambda x: "a")(X)

    class Strange(losses.Loss):
        def call(self, y_true, y_pred):
            return "a"

    with pytest.raises(TypeError, match=r"\[Strange\] expected to return: TensorLike\. Received: 'a'\."):
        Strange()(X, X)


@pytest.mark.parametrize("seed", [1, 2])
def test_random_arguments(seed, capsys):
    """A few of the calls that `python -m fuzz_arguments` makes; its complaints are printed."""
    assert run(seed, 1000) == 0, capsys.readouterr().out
