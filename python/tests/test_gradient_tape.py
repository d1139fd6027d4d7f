"""Tapes: what they follow, what they refuse, and that they let go of what they held."""

import gc

import numpy as np
import pytest
from beras import GradientTape, TapeError, Tensor
from beras.core import Diffable, Jacobian, check_gradients
from central_differences import assert_gradients

X = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])


class Scale(Diffable):
    """By composition, with a weight of its own."""

    def __init__(self, gain=2.0):
        self.gain = Tensor([gain], dtype="float64", name="gain")

    @property
    def weights(self):
        return [self.gain]

    def call(self, x):
        return x * self.gain


class Square(Diffable):
    """By local gradients, in the seed's way; counts how often it is asked."""

    weights = ()
    asked = 0

    def call(self, x):
        return np.asarray(x) ** 2

    def get_input_gradients(self):
        self.asked += 1
        return [Jacobian.elementwise(2 * self.inputs[0])]


class Product(Diffable):
    """By products."""

    weights = ()

    def call(self, a, b):
        return np.asarray(a) * np.asarray(b)

    def compose_input_gradients(self, J=None):
        a, b = self.inputs
        return [J[0] * b, J[0] * a]


class Halves(Diffable):
    """Two outputs."""

    weights = ()

    def call(self, x):
        x = np.asarray(x)
        return [x[:, :1] * 2, x[:, 1:] * 3]

    def compose_input_gradients(self, J=None):
        return [np.concatenate([2 * J[0], 3 * J[1]], axis=1)]


# --- what is followed


def test_gradients_come_in_the_structure_of_the_sources():
    a, b = Tensor([2.0]), Tensor([3.0])
    with GradientTape(persistent=True) as tape:
        y = a * a * b
    assert tape.gradient(y, a) == 12
    assert [g.item() for g in tape.gradient(y, [b, a])] == [4, 12]
    assert tape.gradient(y, (a,)) == (12,)
    nested = tape.gradient(y, {"a": a, "rest": [b]})
    assert nested == {"a": 12, "rest": [4]}


def test_targets_add_up_and_take_gradients_from_above():
    x = Tensor(X)
    with GradientTape(persistent=True) as tape:
        y, z = x * 2, x**2
    np.testing.assert_array_equal(tape.gradient(y, x), np.full_like(X, 2))
    np.testing.assert_array_equal(tape.gradient([y, z], x), 2 + 2 * X)
    np.testing.assert_array_equal(tape.gradient(z, x, output_gradients=X), 2 * X**2)


def test_diamonds_and_shared_layers():
    layer = Scale(3.0)
    x = Tensor(X)
    with GradientTape() as tape:
        once = layer(x)
        loss = (layer(once) * once + x).sum()  # 27 x^2 at gain 3: g^3 x^2 + x
    gradients = tape.gradient(loss, [x, layer.gain])
    np.testing.assert_allclose(gradients[0], 54 * X + 1)
    np.testing.assert_allclose(gradients[1], [27 * (X**2).sum()])


def test_a_tensor_with_two_consumers_and_a_residual():
    assert_gradients(lambda x: np.exp(x) * x + (x + np.tanh(x)) @ x.T, X[:, :2])


def test_several_outputs_know_their_places():
    x = Tensor(X)
    with GradientTape(persistent=True) as tape:
        left, right = Halves()(x)
        right_alone = right * 1
        both = left.sum() + (right * right).sum()
    np.testing.assert_array_equal(tape.gradient(right_alone, x), [[0, 3, 3]] * 2)
    np.testing.assert_allclose(tape.gradient(both, x), np.column_stack([[2, 2], 18 * X[:, 1:]]))


def test_all_ways_to_state_a_gradient():
    x = Tensor(X)
    with GradientTape() as tape:
        y = Product()(Square()(x), Scale(5.0)(x))
    np.testing.assert_allclose(tape.gradient(y, x), 15 * X**2)
    for diffable, inputs in [(Square(), [X]), (Product(), [X, X + 1]), (Scale(), [X]), (Halves(), [X])]:
        check_gradients(diffable, inputs)


def test_a_wrong_gradient_is_found():
    class Wrong(Square):
        def get_input_gradients(self):
            return [Jacobian.elementwise(3 * self.inputs[0])]

    with pytest.raises(AssertionError, match="Wrong"):
        check_gradients(Wrong(), [X])


def test_a_frozen_tensor_has_a_gradient_by_name_and_integers_are_constants():
    frozen, w = Tensor([2.0], trainable=False), Tensor([3.0])
    with GradientTape() as tape:
        y = frozen * w * Tensor([2])
    assert tape.watched_variables() == [w]
    assert tape.gradient(y, [frozen, w]) == [6, 4]


def test_watching():
    x = Tensor([2.0], trainable=False)
    with GradientTape(watch_accessed_variables=False) as tape:
        w = Tensor([3.0])
        tape.watch(x)
        y = x * w
    assert [variable is x or variable == x for variable in tape.watched_variables()] == [True]
    gradients = tape.gradient(y, [x, w])
    assert gradients[0] == 3 and gradients[1] is None
    with pytest.raises(TypeError):
        GradientTape().watch(Tensor([1]))


def test_only_what_happens_inside_is_recorded():
    w = Tensor([2.0])
    before = w * w
    with GradientTape() as tape:
        inside = before * 3
        with tape.stop_recording():
            hidden = w * 5
        y = inside * hidden * w
    after = y * w
    assert len(tape.calls) == 3
    assert tape.gradient(y, w) == 4 * 3 * 10
    with GradientTape() as tape:
        w * 1
    assert tape.gradient(after, w) is None


def test_calls_name_what_ran():
    w = Tensor([2.0])
    with GradientTape() as tape:
        np.exp(Square()(w)).sum()
    assert [call.label for call in tape.calls] == ["Square", "exp", "sum"]
    assert tape.calls[0].inputs[0] == 2 and tape.calls[0].outputs[0] == 4


def test_unconnected_sources():
    x, other = Tensor(X), Tensor([1.0, 2.0])
    with GradientTape(persistent=True) as tape:
        y = x.sum()
    assert tape.gradient(y, other) is None
    np.testing.assert_array_equal(tape.gradient(y, other, unconnected_gradients="zero"), [0, 0])
    with pytest.raises(ValueError, match='"none" or "zero"'):
        tape.gradient(y, other, unconnected_gradients="nothing")


def test_an_untouched_output_is_an_output():
    class Identity(Diffable):
        weights = ()

        def call(self, x):
            return x

    x = Tensor(X)
    with GradientTape(persistent=True) as tape:
        y = Identity()(x)
        z = y * 2
    np.testing.assert_array_equal(tape.gradient(z, y), np.full_like(X, 2))
    np.testing.assert_array_equal(tape.gradient(z, x), np.full_like(X, 2))
    assert y is not x


def test_temporaries_are_kept_for_the_tape():
    x = Tensor(X)
    with GradientTape() as tape:
        y = Square()(x)
        gc.collect()
    np.testing.assert_array_equal(tape.gradient(y, x), 2 * X)


# --- nesting, asking again


def test_second_derivatives():
    x = Tensor([0.5, 2.0], dtype="float64")
    with GradientTape() as outer:
        with GradientTape() as inner:
            y = (x**3 * np.exp(x)).sum()
        first = inner.gradient(y, x)
    second = outer.gradient(first, x)
    v = x.numpy()
    np.testing.assert_allclose(first, np.exp(v) * (v**3 + 3 * v**2))
    np.testing.assert_allclose(second, np.exp(v) * (v**3 + 6 * v**2 + 6 * v))


def test_third_derivatives_through_layers():
    x = Tensor([2.0], dtype="float64")
    with GradientTape() as third:
        with GradientTape() as second:
            with GradientTape() as first:
                y = Scale(1.0)(x) ** 4
            d1 = first.gradient(y, x)
        d2 = second.gradient(d1, x)
    np.testing.assert_allclose(third.gradient(d2, x), 24 * 2.0)


def test_tapes_side_by_side_record_the_same():
    x = Tensor([2.0])
    with GradientTape() as one, GradientTape() as two:
        y = x * x
    assert one.gradient(y, x) == two.gradient(y, x) == 4


def test_persistent_tapes_can_be_asked_again():
    x = Tensor([2.0])
    with GradientTape(persistent=True) as tape:
        y = x * x
        z = y * y
    assert [tape.gradient(t, x).item() for t in (z, y, z)] == [32, 4, 32]
    with GradientTape() as tape:
        y = x * x
    tape.gradient(y, x)
    with pytest.raises(TapeError, match="persistent"):
        tape.gradient(y, x)


def test_a_reset_tape_begins_anew():
    x = Tensor([2.0])
    with GradientTape() as tape:
        x * x
        tape.reset()
        y = x * 3
    assert len(tape.calls) == 1 and tape.gradient(y, x) == 3


def test_asking_inside_the_block():
    w = Tensor([2.0])
    for _ in range(3):
        with GradientTape() as tape:
            loss = (w - 5) ** 2
            gradient = tape.gradient(loss, w)
            w -= 0.1 * gradient
    np.testing.assert_allclose(w, 5 - 3 * 0.8**3, 1e-6)


def test_jacobians():
    x = Tensor([1.0, 2.0, 3.0], dtype="float64")
    with GradientTape(persistent=True) as tape:
        y = np.cumsum(x * x)
    expected = np.tri(3) * 2 * x.numpy()
    np.testing.assert_allclose(tape.jacobian(y, x), expected)
    batch = Tensor(X)
    with GradientTape(persistent=True) as tape:
        z = batch**2
    jacobian = tape.batch_jacobian(z, batch)
    np.testing.assert_allclose(jacobian, [np.diag(2 * row) for row in X])


def test_jacobians_of_several_sources_have_their_structure():
    a, b = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    with GradientTape(persistent=True) as tape:
        y = a * b
    in_list = tape.jacobian(y, [a, b])
    assert isinstance(in_list, list)
    np.testing.assert_array_equal(in_list, [np.diag([3, 4]), np.diag([1, 2])])
    nested = tape.jacobian(y, {"a": a, "rest": (b,)})
    np.testing.assert_array_equal(nested["a"], np.diag([3, 4]))
    np.testing.assert_array_equal(nested["rest"][0], np.diag([1, 2]))
    assert tape.jacobian(y, []) == []
    rows = Tensor(X)
    with GradientTape() as tape:
        z = rows**2 * a[0]
    by_name = tape.batch_jacobian(z, {"rows": rows})
    np.testing.assert_allclose(by_name["rows"], [np.diag(2 * row) for row in X])


# --- what is refused


def test_a_weight_that_has_changed_is_an_error_that_names_it():
    for change in (
        lambda w: w.assign([1.0]),
        lambda w: w.__isub__(0.5),
        lambda w: w.__setitem__(0, 9.0),
        lambda w: w.fill(1.0),
        lambda w: np.add(w, 1, out=w),
        lambda w: w[:1].assign(3.0),
    ):
        w = Tensor([2.0], name="kernel")
        with GradientTape() as tape:
            y = w * w
        change(w)
        with pytest.raises(RuntimeError, match='"kernel".*changed in place'):
            tape.gradient(y, w)


def test_wrong_shapes_of_gradients_from_above():
    x = Tensor(X)
    with GradientTape() as tape:
        y = x * 2
    with pytest.raises(ValueError, match=r"\(2, 3\)"):
        tape.gradient(y, x, output_gradients=np.ones((3, 2)))


def test_an_error_inside_leaves_no_tape_behind():
    with pytest.raises(ZeroDivisionError):
        with GradientTape():
            raise ZeroDivisionError
    assert GradientTape.innermost() is None
    x = Tensor([1.0]) * 2
    assert x.trainable  # no tape has recorded it


# --- memory and threads
