"""What is written in place while a tape records has its exact gradient, or is an error."""

import numpy as np
import pytest

import beras
from beras import GradientTape, TapeError, Tensor, Variable, layers, ops

X = np.array([2.0, 3.0, 4.0])


def source():
    return Tensor(X)


def same(value, expected):
    np.testing.assert_allclose(np.asarray(value), expected)


BUFFERS = {
    "ops.zeros": lambda x: ops.zeros(3, dtype="float64"),
    "np.zeros_like": lambda x: np.zeros_like(x),
    "ops.zeros_like": lambda x: ops.zeros_like(x),
    "a Tensor that is not trainable": lambda x: Tensor(np.zeros(3), trainable=False),
}


@pytest.mark.parametrize("make", BUFFERS.values(), ids=BUFFERS)
@pytest.mark.parametrize("before_the_tape", [False, True])
def test_a_loop_that_fills_a_buffer(make, before_the_tape):
    x = source()
    y = make(x) if before_the_tape else None
    with GradientTape() as tape:
        y = make(x) if y is None else y
        for i in range(3):
            y[i] = x[i] ** 2
        loss = (y * y).sum()
    same(y, X**2)
    same(tape.gradient(loss, x), 4 * X**3)


windows = np.lib.stride_tricks.sliding_window_view

WRITES = {
    "o[i] = v": lambda o, v: [o.__setitem__(i, v[i]) for i in range(3)],
    "o[-1:] = v": lambda o, v: o.__setitem__(slice(None), v),
    "o[...] = v": lambda o, v: o.__setitem__(Ellipsis, v),
    "o[::-1] = v": lambda o, v: o.__setitem__(slice(None, None, -1), v[::-1]),
    "o[i] = list": lambda o, v: o.__setitem__(slice(None), [v[0], v[1], v[2]]),
    "o[None] = v": lambda o, v: o.__setitem__(None, v),
    "o[:] = v[None]": lambda o, v: o.__setitem__(slice(None), v[None]),
    "o.T": lambda o, v: o.T.__setitem__(slice(None), v),
    "o.reshape": lambda o, v: [o.reshape(3, 1).__setitem__((i, 0), v[i]) for i in range(3)],
    "o[:].reshape": lambda o, v: o[:].reshape(-1).__setitem__(slice(0, 3), v),
    "o[1:][0]": lambda o, v: [o[:1].__setitem__(0, v[0]), o[1:].__setitem__(slice(None), v[1:])],
    "o[Tensor] = v": lambda o, v: [o.__setitem__(ops.convert_to_tensor(i), v[i]) for i in range(3)],
    "o.flat[i]": lambda o, v: [o.flat.__setitem__(i, v[i]) for i in range(3)],
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize("make", [BUFFERS["ops.zeros"], BUFFERS["np.zeros_like"]])
def test_every_way_to_write_elements(write, make):
    x = source()
    with GradientTape(persistent=True) as tape:
        o = make(x)
        view = o[:]
        write(o, x**2)
        loss, seen_by_view = (o * X).sum(), (view * X).sum()
    same(o, X**2)
    same(tape.gradient(loss, x), 2 * X**2)
    same(tape.gradient(seen_by_view, x), 2 * X**2)
    same(tape.gradient(o, x), 2 * X)


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_views_made_before_the_tape_show_what_was_written(write):
    x, o = source(), Tensor(np.zeros(3), trainable=False)
    views = [o[:], o.reshape(3, 1), o[::-1]]
    with GradientTape(persistent=True) as tape:
        write(o, x**2)
        losses = [(view.reshape(-1) ** 2).sum() for view in views]
    for loss in losses:
        same(tape.gradient(loss, x), 4 * X**3)


def test_adding_in_place_to_elements_and_rows():
    x = Tensor(np.arange(6.0).reshape(2, 3))
    with GradientTape(persistent=True) as tape:
        o = ops.zeros((2, 3), dtype="float64")
        for _ in range(2):
            o[0] += x[0] * 3
            o[1, 2] += x[1, 0]
        o[1] += x[1]
        o[1] *= 2
        o[1] **= 2
        total = o.sum()
    same(o[0], 6 * np.arange(3.0))
    same(o[1], (2 * np.array([3, 4, 5 + 6])) ** 2)
    same(tape.gradient(total, x)[0], [6, 6, 6])
    same(tape.gradient(total, x)[1], [8 * 3 + 8 * 11 * 2, 8 * 4, 8 * 11])


def test_a_view_that_is_changed_by_what_is_computed_changes_what_it_shows():
    x = source()
    with GradientTape() as tape:
        o = (x * 2).copy()
        part = o[:2]
        part += x[1:]
        loss = (part * part).sum() + o.sum()
    same(o, [7, 10, 8])
    same(part, [7, 10])
    # part = (2 x0 + x1, 2 x1 + x2), and o = (part, 2 x2)
    same(tape.gradient(loss, x), [2 * (14 + 1), (14 + 1) + 2 * (20 + 1), (20 + 1) + 2])


def test_a_recurrence():
    x = source()
    with GradientTape() as tape:
        y = ops.zeros(3, dtype="float64")
        y[0] = x[0]
        for i in range(1, 3):
            y[i] = y[i - 1] * x[i]
        loss = y[2]
    same(tape.gradient(loss, x), [12, 8, 6])


def test_the_last_write_counts():
    x = source()
    with GradientTape() as tape:
        y = ops.zeros(2, dtype="float64")
        y[0] = x[0] * 5
        y[0] = x[1] * 7
        y[1] = x[2]
        y[1] = 1.0
        loss = y.sum()
    same(tape.gradient(loss, x), [0, 7, 0])


COMPUTED = {
    "o[0] += v": lambda o, v: o.__setitem__(0, o[0].__iadd__(v[0])),
    "o[:1] += v": lambda o, v: o.__setitem__(slice(1), o[:1].__iadd__(v[:1])),
    "o.T[0] = v": lambda o, v: o.T.__setitem__(0, v[0]),
    "o.reshape(-1)[0] = v": lambda o, v: o.reshape(-1).__setitem__(0, v[0]),
    "o.flat[0] = v": lambda o, v: o.flat.__setitem__(0, v[0]),
    "o.flat = v": lambda o, v: setattr(o, "flat", v),
    "copyto": lambda o, v: np.copyto(o, v),
    "copyto T": lambda o, v: np.copyto(o.T, v),
    "out=": lambda o, v: np.multiply(v, 1, out=o),
    "out=view": lambda o, v: np.multiply(v[:1], 1, out=o[:1]),
    "dot into": lambda o, v: np.dot(v, np.eye(3), o),
    "sum into": lambda o, v: v[None].sum(0, None, o),
    "clip into": lambda o, v: np.clip(v, 0, 99, o),
    "sliding": lambda o, v: windows(o, 2, writeable=True).__setitem__((0, 0), v[0]),
    "o.assign": lambda o, v: o.assign(v),
    "o.assign_add": lambda o, v: o.assign_add(v),
    "o[:1].assign": lambda o, v: o[:1].assign(v[:1]),
    "add.at": lambda o, v: np.add.at(o, [0], v[:1]),
    "put": lambda o, v: np.put(o, [0], v[:1]),
    "o.put": lambda o, v: o.put([0], v[:1]),
    "o[[0]] = v": lambda o, v: o.__setitem__([0], v[:1]),
    "o[mask] = v": lambda o, v: o.__setitem__(np.array([True, False, False]), v[0]),
    "fill": lambda o, v: o.fill(v[0]),
    "sort": lambda o, v: o.sort(),
    "o[0] = 1": lambda o, v: o.__setitem__(0, 1.0),
    "o.T.fill(1)": lambda o, v: o.T.fill(1.0),
}


@pytest.mark.parametrize("write", COMPUTED.values(), ids=COMPUTED)
def test_what_was_computed_is_written_over(write):
    a, b = Tensor(X[::-1].copy()), Tensor([7.0, 8.0, 9.0])
    with GradientTape(persistent=True) as tape:
        o = a * 2
        write(o, b * 3)
        loss = (o * X).sum()
    with pytest.raises(TapeError, match=r"\(3,\)|\(1,\)"):
        tape.gradient(loss, a)


def test_a_value_written_over_what_was_computed_has_its_gradient():
    a, b = Tensor(X), Tensor([7.0, 8.0, 9.0])
    for name in ("o[0] += v", "o[:1] += v", "o.T[0] = v", "o.reshape(-1)[0] = v", "o.flat[0] = v"):
        with GradientTape() as tape:
            o = a * 2
            COMPUTED[name](o, b * 3)
            loss = (o * X).sum()
        same(tape.gradient(loss, b), [3 * X[0], 0, 0])


@pytest.mark.parametrize("name", [name for name in COMPUTED if "sort" not in name and "1" not in name])
def test_buffers_that_numpy_fills_are_exact_or_an_error(name):
    b = Tensor([7.0, 8.0, 9.0])
    with GradientTape() as tape:
        o = ops.zeros(3, dtype="float64")
        try:
            COMPUTED[name](o, b * 3)
            gradient = tape.gradient((o * X).sum(), b)
        except TapeError as error:
            assert "no gradient" in str(error) or "overlapping" in str(error)
            return
    is_whole = name in ("o.flat = v", "o.assign", "o.assign_add")
    whole = [3 * x for x in X] if is_whole else [3 * X[0], 0, 0]
    same(gradient, whole)


WEIGHT = {name: write for name, write in COMPUTED.items()
          if name not in ("sort", "o[0] = 1", "o.T.fill(1)", "o.assign", "o.assign_add")}
WEIGHT["o[...] = v"] = lambda o, v: o.__setitem__(Ellipsis, v)
WEIGHT["o **= v"] = lambda o, v: o.__ipow__(v)


@pytest.mark.parametrize("write", WEIGHT.values(), ids=WEIGHT)
@pytest.mark.parametrize("make", [
    lambda: Tensor(np.ones(3), name="kernel"),
    lambda: Variable(np.ones(3), name="kernel"),
    lambda: Tensor(np.ones(3)),
])
def test_a_weight_does_not_take_in_what_is_computed(make, write):
    w, b = make(), Tensor([7.0, 8.0, 9.0])
    with GradientTape():
        v = b * 3
        with pytest.raises(TapeError, match=r'weight cannot be changed in place.*(kernel|\(3,\))'):
            write(w, v)
    same(w, np.ones(3))


def test_a_weights_layer_is_named():
    layer = layers.Dense(2)
    layer.build((None, 3))
    with GradientTape():
        v = Tensor([2.0]) * 2
        with pytest.raises(TapeError, match="kernel"):
            layer.kernel[0, 0] = v[0]


def test_whole_variables_are_assigned_anew():
    w, b = Tensor([1.0, 1.0]), Tensor([2.0, 3.0])
    with GradientTape() as tape:
        w.assign(b * 2)
        loss = (w * w).sum()
    same(tape.gradient(loss, w), [8, 12])


def test_buffers_are_assigned_as_part_of_the_computation():
    x = source()
    with GradientTape() as tape:
        y = Tensor(np.zeros(3), trainable=False)
        y[0] = x[0]
        y.assign_add(x * 2)
        y.assign_sub(x)
        y[1:].assign_add(x[:2])
        loss = (y * y).sum()
    same(y, [4, 5, 7])
    same(tape.gradient(loss, x), [4 * 4 + 5 * 2, 5 * 2 + 7 * 2, 7 * 2])


def test_a_part_of_a_variable_is_not_assigned_what_is_computed():
    w, b = Tensor(np.ones(3), name="kernel"), source()
    with GradientTape():
        v = b * 2
        with pytest.raises(TapeError, match="kernel"):
            w[1:].assign(v[1:])
        with pytest.raises(TapeError, match="kernel"):
            w.reshape(3, 1).assign_add(v[:, None])
    same(w, np.ones(3))


def test_flat_is_followed_and_is_as_numpys():
    array = np.arange(6.0).reshape(2, 3)
    x = Tensor(array)
    assert [float(e) for e in x.flat] == list(array.flat) and len(x.flat) == 6
    assert float(x.flat[4]) == 4 and x.flat[1:3].tolist() == [1, 2]
    assert x.T.flat[1] == 3 and np.asarray(x.flat).tolist() == list(array.flat)
    x.T.flat[1] = 10
    assert x[1, 0] == 10
    x.flat = [1, 2]
    assert x.tolist() == [[1, 2, 1], [2, 1, 2]]
    with GradientTape() as tape:
        loss = sum(e * e for e in x.flat) + x.flat[1] + x.T.flat[1]
    same(tape.gradient(loss, x), 2 * np.asarray(x) + [[0, 1, 0], [1, 0, 0]])


def test_a_write_outside_the_tapes_sight_is_an_error():
    x = source()
    with GradientTape() as tape:
        y = ops.zeros(3, dtype="float64")
        y[0] = x[0]
        with tape.stop_recording():
            y[0] = 3.0
        loss = y.sum()
    with pytest.raises(TapeError, match="changed in place"):
        tape.gradient(loss, x)


def test_a_state_that_takes_in_what_is_computed_passes_gradients_on():
    class Scaled(beras.core.Diffable):
        def __init__(self):
            self.state = Tensor(np.ones(3), trainable=False)

        @property
        def weights(self):
            return [self.state]

        def call(self, x):
            return x * self.state

        def compose_input_gradients(self, J=None):
            return [J[0] * self.state]

        def compose_weight_gradients(self, J=None):
            return [J[0] * self.inputs[0]]

    x, scaled = source(), Scaled()
    with GradientTape() as tape:
        scaled.state[:] = x**2
        loss = scaled(x).sum()
    same(tape.gradient(loss, x), 3 * X**2)


def test_second_derivatives_pass_through_writes():
    x = source()
    with GradientTape() as outer:
        with GradientTape() as inner:
            y = ops.zeros(3, dtype="float64")
            for i in range(3):
                y[i] = x[i] ** 3
            loss = y.sum()
        first = inner.gradient(loss, x)
        total = first.sum()
    same(first, 3 * X**2)
    same(outer.gradient(total, x), 6 * X)


def test_a_layer_of_ones_own_may_fill_a_buffer():
    class Cumulative(layers.Layer):
        def call(self, inputs):
            total = ops.zeros_like(inputs)
            total[:, 0] = inputs[:, 0]
            for i in range(1, inputs.shape[1]):
                total[:, i] = inputs[:, i] * 2
            return total

    x = Variable(np.ones((2, 3), "float32"))
    with GradientTape() as tape:
        loss = beras.ops.sum(Cumulative()(x))
    same(tape.gradient(loss, x), [[1, 2, 2]] * 2)
