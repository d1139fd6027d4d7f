"""What classes written against the seed's own `core` count on: dtypes, identity, what is abstract, and
what a call takes, shows and returns."""

import beras
import numpy as np
import pytest
from beras import core, layers, losses, ops
from beras.core import Callable, Diffable, Jacobian, Tensor, Variable, Weighted
from beras.gradient_tape import GradientTape
from seed_classes import Dense, Leaf, MeanSquare, Net, X


# --- dtypes: one rule


@pytest.mark.parametrize("made", [core.Tensor, core.Variable, beras.Tensor])
def test_the_seeds_classes_have_numpys_dtypes(made):
    for value in ([1.0], [[0.5, 2]], 3.5, [1, 2], 7, [True], np.float32(1), [np.float32(1)], (1.5,)):
        assert made(value).dtype == np.asarray(value).dtype
    assert made([1.0], dtype="float32").dtype == np.float32


def test_kerass_api_has_kerass_dtypes():
    assert beras.Variable([1.0]).dtype == np.float32 and beras.Variable([1]).dtype == np.int32
    assert beras.Variable(np.ones(2)).dtype == np.float64
    assert ops.convert_to_tensor([1.0]).dtype == ops.array(2.5).dtype == np.float32
    assert layers.Dense(2)([[1.0, 2.0]]).dtype == np.float32
    assert beras.Variable("zeros", shape=(2, 3)).shape == (2, 3)


def test_a_variable_is_what_was_made_rather_than_computed():
    dense = layers.Dense(2)
    dense(X)
    made = [beras.Variable([1.0]), core.Tensor([1.0]), dense.kernel, *dense.weights]
    assert all(isinstance(value, beras.Variable) for value in made)
    assert not any(isinstance(v, beras.Variable) for v in (made[0] * 2, dense.kernel[:1], X, 1.0))


# --- Tensor(t) is the same value


@pytest.mark.parametrize("again", [Tensor, Variable, lambda t: t.view(Tensor), lambda t: Tensor([t])])
def test_a_tensor_of_a_tensor_is_the_same_value_on_the_tape(again):
    dense = Dense()
    with GradientTape() as tape:
        loss = again(MeanSquare()(again(dense(X)), np.ones((2, 2))))
    expected = X.T @ (2 * (X @ np.asarray(dense.w) - 1) / 4)
    np.testing.assert_allclose(tape.gradient(loss, dense.w), expected)


def test_a_loss_is_asked_about_by_its_tensor_after_the_tape_too():
    dense = Dense()
    with GradientTape(persistent=True) as tape:
        loss = MeanSquare()(dense(X), np.ones((2, 2)))
    for target in (Tensor(loss), Variable(Tensor(loss)), loss):
        assert tape.gradient(target, dense.w) is not None
    number = Tensor(Tensor(2.0))
    number += 1
    assert number == 3


def test_a_layer_may_end_in_tensor():
    class Twice(Leaf):
        def call(self, x):
            return Tensor(2 * x)

    class Half(Twice):
        def call(self, x):
            return Tensor(np.asarray(x) / 2)

        def get_input_gradients(self):
            return [Jacobian.elementwise(np.full_like(self.inputs[0], 0.5))]

    for layer, slope in ((Twice(), 2.0), (Half(), 0.5)):
        x = Tensor(X)
        with GradientTape() as tape:
            y = Tensor(layer(x)).sum()
        np.testing.assert_array_equal(tape.gradient(y, x), np.full_like(X, slope))


# --- what is abstract


@pytest.mark.parametrize(
    "bases, names, lacking",
    [
        ((Callable,), (), "call"),
        ((Weighted,), (), "weights"),
        ((Diffable,), (), "call .* and weights"),
        ((Diffable,), ("call",), "weights"),
        ((Diffable,), ("weights",), "call"),
        ((Diffable,), ("forward", "weights", "get_input_gradients"), "get_weight_gradients"),
        ((Diffable,), ("call", "weights", "get_weight_gradients"), "get_input_gradients"),
        ((Callable, Weighted), ("call",), "weights"),
    ],
)
def test_who_lacks_a_part_cannot_be_made(bases, names, lacking):
    parts = {name: lambda self, *inputs: [1.0] for name in names}
    if "weights" in parts:
        parts["weights"] = property(lambda self: [Variable([1.0])])
    with pytest.raises(TypeError, match=lacking):
        type("Incomplete", bases, parts)()


@pytest.mark.parametrize("base", [Callable, Weighted, Diffable])
def test_the_seeds_classes_are_abstract(base):
    with pytest.raises(TypeError, match=rf"\[{base.__name__}\] expected a class that defines"):
        base()


def test_who_has_all_parts_can_be_made():
    class Encoder(Callable):
        def forward(self, data):
            return data

    class Products(Leaf):
        def call(self, x):
            return x

        def compose_input_gradients(self, J=None):
            return J

        def get_weight_gradients(self):
            return []

    class Late(Dense):
        """Its weights come with the first call."""

        def __init__(self):
            pass

    assert Encoder()(3) == 3 and Products() and Late() and Net()
    assert len(Net().get_input_gradients.__doc__) > 0


# --- instance variables


def test_a_class_may_assign_to_what_shows_its_call():
    class Sigmoid(Leaf):
        def __init__(self):
            self.inputs = None
            self.outputs = self.argnames = self.input_dict = None

        def call(self, x):
            self.inputs = np.asarray(x)
            self.outputs = 1 / (1 + np.exp(-self.inputs))
            return self.outputs

        def get_input_gradients(self):
            y = self.outputs[0]
            return [Jacobian.elementwise(y * (1 - y) + 0 * self.inputs)]

    layer, x = Sigmoid(), Tensor(X)
    assert layer.inputs is None and layer.outputs is None and layer.argnames is None
    with GradientTape() as tape:
        y = layer(layer(x))  # reused: each call has its own
        total = y.sum()
    s1 = 1 / (1 + np.exp(-X))
    s2 = 1 / (1 + np.exp(-s1))
    np.testing.assert_allclose(tape.gradient(total, x), s2 * (1 - s2) * s1 * (1 - s1))
    assert isinstance(layer.outputs, list) and layer.argnames == ["x"]
    np.testing.assert_array_equal(layer.inputs, s1)  # as `call` has left it
    layer.outputs = "mine"
    assert layer.outputs == "mine"


def test_what_was_assigned_of_another_call_is_never_shown():
    class Cube(Leaf):
        def call(self, x):
            self.inputs = 3 * np.asarray(x) ** 2
            return np.asarray(x) ** 3

        def get_input_gradients(self):
            return [Jacobian.elementwise(self.inputs)]

    cube, x = Cube(), Tensor(X)
    with GradientTape() as tape:
        y = cube(x)
    np.testing.assert_array_equal(tape.gradient(y, x), 3 * X**2)
    with GradientTape() as tape:
        y = cube(cube(x))
    with pytest.raises(ValueError, match=r"\[Cube\] expected `inputs` of an earlier call"):
        tape.gradient(y, x)


@pytest.mark.parametrize("make", [Dense, Net, lambda: layers.Dense(2), lambda: losses.get("MeanSquaredError")])
def test_before_the_first_call_there_is_nothing_to_show(make):
    layer = make()
    for name in ("inputs", "outputs", "argnames", "input_dict"):
        assert not hasattr(layer, name)
    if not isinstance(layer, losses.Loss):
        layer(X)
        assert len(layer.inputs) == len(layer.outputs) == 1
        assert list(layer.input_dict) == list(layer.argnames)


# --- what call may return


@pytest.mark.parametrize("base", [Callable, Leaf])
@pytest.mark.parametrize("value", [3, 2.5, [1.0, 2.0], [[1, 2], [3, 4]], True, [], (1, 2.5)])
def test_lists_and_numbers_become_one_tensor(base, value):
    result = type("Plain", (base,), {"call": lambda self, x: value})()(X)
    assert isinstance(result, Tensor) and result.dtype == np.asarray(value).dtype
    np.testing.assert_array_equal(result, np.asarray(value))


@pytest.mark.parametrize("kind", [tuple, list])
def test_arrays_are_several_outputs(kind):
    class Halves(Leaf):
        def call(self, x):
            return kind([x[:, :1], x[:, 1:]])

    first, second = Halves()(Tensor(X))
    assert isinstance(first, Tensor) and first.shape == (2, 1) and second.shape == (2, 2)


def test_rows_of_a_callable_become_one_tensor():
    class OneHot(Callable):
        def call(self, labels):
            return [np.eye(3)[label] for label in labels]

    class Two(Callable):
        def call(self, x):
            return x, x + 1

    rows = OneHot()([0, 2])
    assert isinstance(rows, Tensor) and rows.shape == (2, 3)
    first, second = Two()(X)
    assert isinstance(first, Tensor) and second[0, 0] == 2
