"""What classes written against the seed's own `core` count on: gradients, weights, freezing, and what is
said where there is no gradient."""

import copy
import re

import beras
import numpy as np
import pytest
from beras import layers, models, ops
from beras.core import Jacobian, Tensor, Variable
from beras.gradient_tape import GradientTape
from seed_classes import Dense, Leaf, MeanSquare, Net, X


# --- what get_input_gradients may return


@pytest.mark.parametrize(
    "stated",
    [
        lambda gradient, y_true: [gradient],
        lambda gradient, y_true: (gradient,),
        lambda gradient, y_true: gradient,
        lambda gradient, y_true: np.array([gradient, np.zeros_like(y_true)]),
        lambda gradient, y_true: np.array([gradient]),
        lambda gradient, y_true: [gradient, None],
        lambda gradient, y_true: [gradient, "labels"],
        lambda gradient, y_true: [gradient, 0],
        lambda gradient, y_true: [gradient, np.zeros(17)],
        lambda gradient, y_true: [gradient, object()],
    ],
)
@pytest.mark.parametrize("rows", [1, 2])
def test_a_loss_states_its_gradient_in_any_of_the_ways(stated, rows):
    loss, dense, x = MeanSquare(), Dense(), X[:rows]
    loss.stated = stated
    with GradientTape() as tape:
        value = loss(dense(x), np.ones((rows, 2)))
    expected = x.T @ (2 * (x @ np.asarray(dense.w) - 1) / (2 * rows))
    np.testing.assert_allclose(tape.gradient(value, dense.w), expected)


def test_what_is_wanted_is_looked_at():
    loss = MeanSquare()
    loss.stated = lambda gradient, y_true: [gradient, np.zeros(17)]
    truth = Tensor(np.ones((2, 3)))
    with GradientTape() as tape:
        value = loss(Tensor(X), truth)
    with pytest.raises(ValueError, match=r"\[MeanSquare\] .*input 1 of shape \(2, 3\).*\(17,\)"):
        tape.gradient(value, truth)


@pytest.mark.parametrize("gradient, hint", [((2, 3), "Jacobian.elementwise"), ((5,), "Jacobian.")])
def test_a_gradient_that_fits_nowhere_names_the_jacobian_to_write(gradient, hint):
    class Wrong(Leaf):
        def call(self, x):
            return np.asarray(x) * 2

        def get_input_gradients(self):
            return [np.full(gradient, 2.0)]

    x = Tensor(X)
    with GradientTape() as tape:
        y = Wrong()(x)
    message = rf"\[Wrong\] .*\(2, 3\).*{re.escape(str(gradient))}.*{hint}"
    with pytest.raises(ValueError, match=message):
        tape.gradient(y, x)


def test_a_weights_gradient_that_fits_nowhere_names_the_layer():
    class Wrong(Dense):
        def get_weight_gradients(self):
            return [np.ones((2, 3, 3)), np.ones_like(self.b)]

    dense = Wrong()
    with GradientTape() as tape:
        y = dense(X)
    with pytest.raises(ValueError, match=r"\[Wrong\] .*weight 0 of shape \(3, 2\).*\(2, 3, 3\).*Jacobian"):
        tape.gradient(y, dense.w)


def test_products_may_be_fewer_rows_of_an_array_or_the_only_one():
    class Scale(Leaf):
        def call(self, x, by):
            return np.asarray(x) * np.asarray(by)

        def compose_input_gradients(self, J=None):
            return self.given(self.inputs[1] * J[0])

    x = Tensor(X)
    for given in (lambda g: [g], lambda g: g, lambda g: np.array([g]), lambda g: [g, "by"]):
        scale = Scale()
        scale.given = given
        with GradientTape() as tape:
            y = scale(x, 3 * np.ones_like(X))
        np.testing.assert_array_equal(tape.gradient(y, x), np.full_like(X, 3))


# --- weights


@pytest.mark.parametrize(
    "value",
    [5, 2.5, True, [7, 8, 9], (1, 2, 3), np.float64(3), np.arange(3), np.ones((1, 3)), np.ones((1, 1)),
     np.ones((1, 1, 3)), range(3), "2", ["1", "2", "3"], np.ones(3, dtype=complex).real, np.array([True, False, True])],
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "float16"])
def test_assign_takes_what_numpys_assignment_takes(value, dtype):
    array = np.zeros(3, dtype)
    array[...] = value
    w = Variable(np.zeros(3, dtype))
    assert w.assign(value) is w and w.dtype == dtype
    np.testing.assert_array_equal(w, array)
    np.testing.assert_array_equal(w.assign(Tensor(np.asarray(value))), array)


@pytest.mark.parametrize("value", [[1, 2], np.ones((2, 3)), "a", [object()] * 3, {}])
def test_assign_refuses_what_numpy_refuses_and_writes_nothing(value):
    w = Variable(np.ones(3), name="w")
    with pytest.raises((TypeError, ValueError), match=r"\[Variable 'w'\] .*shape \(3,\)"):
        w.assign(value)
    assert w.tolist() == [1, 1, 1]


def test_assign_to_a_row_is_seen_by_tapes():
    w = Variable(np.ones((2, 2)))
    with GradientTape() as tape:
        y = (w * w).sum()
    w[0].assign([3, 3])
    with pytest.raises(beras.TapeError):
        tape.gradient(y, w)


@pytest.mark.parametrize("recorded", [False, True])
@pytest.mark.parametrize("value", [True, False])
def test_trainable_is_inherited(value, recorded):
    w = Variable(X)
    w.trainable = value
    derived = (
        *(lambda: w * 2, lambda: 2 - w, lambda: -w, lambda: w[0], lambda: w[:, 1:], lambda: w[0][1:]),
        *(lambda: w.copy(), lambda: copy.deepcopy(w), lambda: copy.copy(w), lambda: w.T),
        *(lambda: np.exp(w), lambda: w.reshape(-1), lambda: w.sum(), lambda: np.zeros_like(w)),
        *(lambda: w @ np.ones((3, 1)), lambda: w > 1, lambda: np.sort(w), lambda: w.astype("float32")),
        *(lambda: np.median(w, axis=0), lambda: w[[0, 1]], lambda: np.add(1, w)),
    )
    for derive in derived:
        if recorded:
            with GradientTape() as tape:
                result = derive()
            assert all(variable is w for variable in tape.watched_variables())
        else:
            result = derive()
        assert result.trainable == value
    assert w.trainable == value


def test_a_frozen_weight_has_a_gradient_for_who_asks_by_name():
    first, second = Dense(3, 3), Dense(3, 2)
    for frozen in ("none", "first", "both", "before"):
        first.trainable, second.trainable = frozen == "none", frozen in ("none", "first")
        with GradientTape() as tape:
            loss = (second(first(X)) ** 2).sum()
        gradients = tape.gradient(loss, first.weights + second.weights)
        above = 2 * (np.asarray(first(X)) @ np.asarray(second.w))
        np.testing.assert_allclose(gradients[2], np.asarray(first(X)).T @ above)
        np.testing.assert_allclose(gradients[0], X.T @ (above @ np.asarray(second.w).T))


def test_a_frozen_weight_of_an_operator_or_of_keras_has_one_too():
    w, dense = Variable(X), layers.Dense(2, trainable=False)
    w.trainable = False
    dense(X)
    with GradientTape() as tape:
        loss = (dense(X).sum() + 0.0) * (w * w).sum() / 2
    gradients = tape.gradient(loss, [w, dense.kernel])
    scale = float(ops.sum(dense(X)))
    np.testing.assert_allclose(gradients[0], X * scale, rtol=1e-5)
    assert gradients[1].shape == (3, 2)
    assert dense.trainable_variables == [] and not w.trainable


# --- freezing


@pytest.mark.parametrize("part", ["a", "parts"])
def test_a_part_of_a_frozen_composite_thaws_by_hand(part):
    net = Net()
    net.a.b.trainable = False  # by hand, and so it stays
    net.trainable = False
    assert net.trainable_variables == []
    thawed = net.a if part == "a" else net.parts[0]
    thawed.trainable = True
    expected = [net.a.w] if part == "a" else net.parts[0].weights
    assert [id(w) for w in net.trainable_variables] == [id(w) for w in expected]
    net.trainable = True
    assert [w.trainable for w in net.weights] == [True, False, True, True]


def test_a_weight_of_a_frozen_composite_thaws_by_hand():
    net = Net()
    net.trainable = False
    net.a.w.trainable = True
    assert [w.trainable for w in net.weights] == [True, False, False, False]
    net.trainable = False
    net.trainable = True
    assert all(w.trainable for w in net.weights)


def test_a_frozen_composite_is_copied_as_it_is():
    net = Net()
    net.trainable = False
    other = copy.deepcopy(net)
    assert other.trainable_variables == []
    other.a.trainable = True
    assert [w.trainable for w in other.weights] == [True, True, False, False]
    assert net.trainable_variables == []


def test_composites_within_composites_and_layers_of_keras_freeze_alike():
    class Outer(Net):
        def __init__(self):
            super().__init__()
            self.a, self.keras = Net(), layers.Dense(2)
            self.keras(np.ones((1, 2)))

        @property
        def weights(self):
            return self.a.weights + self.keras.weights

    outer = Outer()
    outer.trainable = False
    outer.a.a.trainable = True
    outer.keras.trainable = True
    assert len(outer.trainable_variables) == 4
    outer.trainable = True
    assert len(outer.trainable_variables) == len(outer.weights) == 6


# --- errors in Python's words


def test_no_message_speaks_another_language():
    x = Tensor(X)
    with GradientTape() as tape:
        y = x * 2
    tape.gradient(y, x)
    with pytest.raises(beras.TapeError, match="Make it persistent"):
        tape.gradient(y, x)


@pytest.mark.parametrize("target", [2.5, 3, X, np.float64(1), [1.0], None, "loss"])
def test_a_target_that_no_tape_knows_is_explained(target):
    x = Tensor(X)
    with GradientTape() as tape:
        x * 2
    with pytest.raises(TypeError, match=r"\[GradientTape\] expected a Tensor as target"):
        tape.gradient(target, x)


def test_a_source_that_no_tape_knows_is_explained():
    x = Tensor(X)
    with GradientTape() as tape:
        y = (x * X).sum()
    with pytest.raises(TypeError, match="as source. Received: a plain array"):
        tape.gradient(y, [x, X])


@pytest.mark.parametrize(
    "leave", [lambda x: np.array([r for r in x]), np.asarray, lambda x: x.numpy(), lambda x: x.tolist()]
)
def test_a_value_that_left_the_tape_is_explained(leave):
    x, w = Tensor(X), Tensor(X)
    with GradientTape() as tape:
        y = (w * leave(x)).sum()
    with pytest.warns(UserWarning, match="does not depend on source number 1 .*np.array"):
        gradients = tape.gradient(y, [w, x])
    assert gradients[1] is None
    np.testing.assert_array_equal(gradients[0], X)


def test_rows_that_stay_tensors_have_gradients():
    x = Tensor(X)
    for gather in (lambda x: Tensor([r for r in x]), lambda x: np.stack([r for r in x])):
        with GradientTape() as tape:
            y = (gather(x) ** 2).sum()
        np.testing.assert_array_equal(tape.gradient(y, x), 2 * X)


def test_a_model_of_keras_takes_the_seeds_layers():
    model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
    assert model(X).shape == (2, 2)


# --- what hostile students have found


def test_inputs_are_all_that_was_passed():
    class Dropped(Leaf):
        def call(self, x, is_training, scale=1.0, name=None):
            return np.asarray(x) * scale if is_training else x

        def get_input_gradients(self):
            x, is_training, scale = self.inputs
            return [Jacobian.elementwise(np.full(x.shape, scale if is_training else 1)), 0, None]

    layer, x = Dropped(), Tensor(X)
    with GradientTape() as tape:
        y = layer(x, True, scale=3.0)
    assert layer.inputs[1] is True and layer.inputs[2] == 3.0 and len(layer.inputs) == 3
    np.testing.assert_array_equal(tape.gradient(y, x), np.full_like(X, 3))


def test_gradients_may_come_from_a_generator_and_from_no_dictionary():
    loss, dense = MeanSquare(), Dense()
    loss.stated = lambda gradient, y_true: (g for g in (gradient, None))
    with GradientTape() as tape:
        value = loss(dense(X), np.ones((2, 2)))
    assert tape.gradient(value, (w for w in dense.weights))[0].shape == (3, 2)
    loss.stated = lambda gradient, y_true: {0: gradient}
    with GradientTape() as tape:
        value = loss(dense(X), np.ones((2, 2)))
    with pytest.raises(TypeError, match=r"\[MeanSquare\] expected a list of gradients. Received: dict"):
        tape.gradient(value, {"w": dense.w}.values())


@pytest.mark.parametrize("recorded", [False, True])
def test_a_list_of_numpys_numbers_is_one_tensor(recorded):
    class Largest(Leaf):
        def call(self, x):
            return [max(row) for row in x]

    x = Tensor(X)
    with GradientTape() as tape:
        if not recorded:
            tape._tape.stop()
        y = Largest()(x)
    assert isinstance(y, Tensor) and y.tolist() == [3, 6.5]
    if recorded:
        np.testing.assert_array_equal(tape.gradient(y, x), [[0, 0, 1], [0, 0, 1]])


def test_what_shows_a_call_can_be_deleted():
    dense = Dense()
    dense(X)
    dense.inputs = None
    del dense.inputs
    assert dense.inputs[0] is X


@pytest.mark.parametrize("recorded", [False, True])
def test_rows_change_in_place_under_a_tape_too(recorded):
    def centred(x):
        y = x.copy()
        for row in y:
            row -= 2 * np.ones(3)
        y[:, 1:] *= 3
        y[0] //= 1
        return y

    x = Tensor(X)
    if not recorded:
        np.testing.assert_array_equal(centred(x), [[-1, 0, 3], [2, 9, 13.5]])
        return
    with GradientTape() as tape:
        y = centred(x)
        total = (y * y).sum()
    np.testing.assert_array_equal(y, [[-1, 0, 3], [2, 9, 13.5]])
    np.testing.assert_array_equal(tape.gradient(total, x), [[0, 0, 0], [4, 54, 81]])
