"""Functional models, held against Keras's: shapes, numbers, order of layers, errors."""

import copy
import threading

import numpy as np
import pytest

import beras
from beras import layers, ops

X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, -6.0]], np.float32)


def test_a_model_is_the_calls_between_its_tensors():
    x = beras.Input((2,))
    hidden = layers.Dense(3, activation="relu", name="hidden")(x)
    model = beras.Model(x, layers.Dense(2)(hidden))
    assert isinstance(model, beras.models.Functional)
    by_hand = model.layers[2](model.layers[1](X))
    assert np.array_equal(model(X), by_hand)
    assert model.predict(X).shape == (3, 2)
    assert [type(layer).__name__ for layer in model.layers] == ["InputLayer", "Dense", "Dense"]
    assert model.input_shape == (None, 2) and model.output_shape == (None, 2)


def test_symbolic_tensors_know_their_shapes():
    x = beras.Input((None, 4), name="x")
    assert x.shape == (None, None, 4) and x.dtype == "float32" and x.name == "x" and x.ndim == 3
    assert (x + 1).shape == (None, None, 4)
    assert (np.ones(4, np.float32) * x).shape == (None, None, 4)
    assert x[:, 0].shape == (None, 4)
    assert x[..., None, 1:3].shape == (None, None, 1, 2)
    assert ops.mean(x, axis=1).shape == (None, 4)
    assert ops.reshape(x, (-1, 2)).shape == (None, 2)
    assert ops.concatenate([x, x], axis=-1).shape == (None, None, 8)
    assert (x > 0).dtype == "bool"
    assert (x @ ops.transpose(x, (0, 2, 1))).shape == (None, None, None)
    assert [part.shape for part in ops.split(x, 2, axis=-1)] == [(None, None, 2)] * 2
    assert x.reshape((-1, 4)).shape == (None, 4)


def test_operators_compute_what_they_compute_on_arrays():
    x = beras.Input((2,))
    y = abs(-x) ** 2 / (1 + x * x) - (3 - x) % 2
    model = beras.Model(x, y)
    expected = abs(-X) ** 2 / (1 + X * X) - (3 - X) % 2
    np.testing.assert_allclose(model(X), expected, rtol=1e-6)


def test_inputs_and_outputs_may_be_structures():
    a, b = beras.Input((2,), name="a"), beras.Input((2,), name="b")
    model = beras.Model({"a": a, "b": b}, {"sum": a + b, "both": [a * b, a - b]})
    result = model({"a": X, "b": 2 * X})
    np.testing.assert_array_equal(result["sum"], 3 * X)
    np.testing.assert_array_equal(result["both"][0], 2 * X * X)
    predicted = model.predict({"b": 2 * X, "a": X}, verbose=0)
    np.testing.assert_array_equal(predicted["both"][1], -X)
    listed = beras.Model([a, b], [a + b, a - b])
    first, second = listed.predict([X, X], verbose=0)
    np.testing.assert_array_equal(first, 2 * X)
    np.testing.assert_array_equal(second, 0 * X)
    np.testing.assert_array_equal(listed({"a": X, "b": X})[0], 2 * X)


def test_layers_are_shared():
    encode = layers.Dense(3)
    a, b = beras.Input((2,)), beras.Input((2,))
    model = beras.Model([a, b], encode(a) - encode(b))
    assert len(model.weights) == 2
    np.testing.assert_array_equal(model([X, X]), np.zeros((3, 3)))


def test_python_layers_take_part_with_all_their_arguments():
    class Mix(layers.Layer):
        def build(self, input_shape):
            self.shapes = input_shape
            self.w = self.add_weight(shape=(1,), initializer="ones")

        def call(self, pair, scale=1.0, training=False):
            a, b = pair
            return {"sum": (a + b) * scale * self.w, "training": a * float(training)}

    a, b = beras.Input((2,)), beras.Input((2,))
    mix = Mix()
    out = mix([a, b], scale=3.0)
    assert mix.shapes == [(None, 2), (None, 2)]
    assert out["sum"].shape == (None, 2)
    model = beras.Model([a, b], out)
    np.testing.assert_array_equal(model([X, X])["sum"], 6 * X)
    np.testing.assert_array_equal(model([X, X], training=True)["training"], X)
    assert model.weights[0] is mix.w


def test_a_layer_may_state_its_output_itself():
    class Opaque(layers.Layer):
        def call(self, x):
            return np.asarray(x)[:, :1]  # needs values

        def compute_output_shape(self, shape):
            return (shape[0], 1)

    x = beras.Input((2,))
    y = Opaque()(x)
    assert y.shape == (None, 1)
    np.testing.assert_array_equal(beras.Model(x, y)(X), X[:, :1])


def test_models_nest_and_are_cut():
    x = beras.Input((2,))
    hidden = layers.Dense(3, activation="relu", name="hidden")(x)
    model = beras.Model(x, layers.Dense(1)(hidden))
    features = beras.Model(model.input, model.get_layer("hidden").output)
    head = beras.Model(hidden, model.output)
    np.testing.assert_allclose(head(features(X)), model(X), rtol=1e-6)
    z = beras.Input((2,))
    outer = beras.Model(z, model(z) + model(2 * z))
    np.testing.assert_allclose(outer(X), model(X) + model(2 * X), rtol=1e-6)
    assert len(outer.weights) == 4


def test_a_sequential_is_gone_on_from():
    base = beras.Sequential([beras.Input((2,)), layers.Dense(3, name="base")])
    model = beras.Model(base.inputs, layers.Dense(1)(base.outputs[0]))
    assert len(model.weights) == 4 and model.weights[0] is base.weights[0]
    features = beras.Model(base.input, base.get_layer("base").output)
    np.testing.assert_array_equal(features(X), base(X))


def test_gradients_flow_as_by_hand():
    x = beras.Input((2,))
    dense = layers.Dense(3)
    model = beras.Model(x, ops.square(dense(x)))
    with beras.GradientTape() as tape:
        loss = ops.sum(model(X))
    by_model = tape.gradient(loss, dense.kernel)
    with beras.GradientTape() as tape:
        loss = ops.sum(ops.square(dense(X)))
    np.testing.assert_array_equal(by_model, tape.gradient(loss, dense.kernel))


def test_it_is_trained():
    x = beras.Input((2,))
    model = beras.Model(x, layers.Dense(1)(layers.Dense(8, activation="tanh")(x) * 1.5))
    model.compile("adam", "mse")
    y = np.array([[1.0], [0.0], [-1.0]], np.float32)
    losses = model.fit(X, y, epochs=100, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_subclasses_may_be_functional():
    class Custom(beras.Model):
        def train_step(self, data):
            self.seen = True
            return super().train_step(data)

    x = beras.Input((2,))
    model = Custom(inputs=x, outputs=layers.Dense(1)(x))
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], verbose=0)
    assert model.seen


def test_clones_share_nothing():
    a, b = beras.Input((2,), name="a"), beras.Input((2,), name="b")
    encode = layers.Dense(3, name="encode")
    inner_x = beras.Input((3,))
    inner = beras.Model(inner_x, layers.Lambda(lambda t: t * 2)(layers.Dense(1)(inner_x)))
    model = beras.Model([a, b], {"out": inner(encode(a)) + inner(encode(b))})
    for clone in (beras.models.clone_model(model), copy.deepcopy(model)):
        assert [layer.name for layer in clone.layers] == [layer.name for layer in model.layers]
        assert len(clone.weights) == 4
        assert not any(one is other for one in clone.weights for other in model.weights)
        clone.set_weights(model.get_weights())
        np.testing.assert_array_equal(clone([X, 2 * X])["out"], model([X, 2 * X])["out"])
    frozen = beras.models.clone_model(model, clone_function=lambda layer: layer)
    assert frozen.weights[0] is model.weights[0]


def test_clones_know_the_names_of_their_inputs_in_any_order():
    b, a = beras.Input((2,), name="b"), beras.Input((2,), name="a")
    model = beras.Model({"b": b, "a": a}, {"z": b - 2 * a, "y": a})
    expected = model({"a": X, "b": 3 * X})
    for clone in (beras.models.clone_model(model), copy.deepcopy(model)):
        result = clone({"a": X, "b": 3 * X})
        np.testing.assert_array_equal(result["z"], expected["z"])
        np.testing.assert_array_equal(result["y"], X)


def test_lambda_is_a_function():
    x = beras.Input((2,))
    y = layers.Lambda(lambda t, power: t**power, arguments={"power": 3})(x)
    np.testing.assert_allclose(beras.Model(x, y)(X), X**3, rtol=1e-6)


def test_values_are_refused_by_name():
    x = beras.Input((2,), name="x")
    for use in (bool, float, int, len, list, np.asarray):
        with pytest.raises(TypeError, match="KerasTensor"):
            use(x)


def test_wrong_graphs_are_refused():
    x, other = beras.Input((2,), name="x"), beras.Input((2,), name="other")
    with pytest.raises(ValueError, match='"other"'):
        beras.Model(x, layers.Dense(1)(other))
    with pytest.raises(ValueError, match="symbolic"):
        beras.Model(X, layers.Dense(1)(x))
    with pytest.raises(ValueError, match='input "x" of shape'):
        beras.Model(x, x * 1)(np.ones((3, 5), np.float32))
    with pytest.raises(ValueError):
        layers.Dense(1)(beras.Input(()))


def test_it_is_run_by_many_threads():
    x = beras.Input((2,))
    model = beras.Model(x, layers.Dense(3)(layers.Lambda(lambda t: t * 2)(x)))
    expected = np.array(model(X))
    wrong = []

    def run():
        for _ in range(20):
            if not np.array_equal(model(X), expected):
                wrong.append(1)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_nobody_keeps_what_nobody_has():
    import gc
    import weakref

    x = beras.Input((2,))
    layer = layers.Dense(3)
    model = beras.Model(x, layers.Lambda(lambda t: t + 1)(layer(x)))
    gone = weakref.ref(layer)
    del x, layer, model
    gc.collect()
    assert gone() is None


def test_operations_that_are_written_in_python_are_noted_whole():
    x = beras.Input((4,))
    cases = {
        "nanmean": lambda t: ops.nanmean(t, axis=1),
        "glu": ops.glu,
        "normalize": ops.normalize,
        "map": lambda t: ops.map(lambda row: row * 2, t),
        "saturate_cast": lambda t: ops.saturate_cast(t * 300, "uint8"),
        "stop_gradient": ops.stop_gradient,
        "convert_to_tensor": lambda t: ops.convert_to_tensor(t) * 2,
    }
    values = np.linspace(-1, 2, 12, dtype=np.float32).reshape(3, 4)
    for name, function in cases.items():
        expected = function(beras.Tensor(values))
        y = function(x)
        assert y.shape == (None, *expected.shape[1:]) and y.dtype == str(expected.dtype), name
        np.testing.assert_array_equal(beras.Model(x, y)(values), expected, err_msg=name)
        inner = layers.Lambda(function)(x)  # within a layer, which is tried without values
        np.testing.assert_array_equal(beras.Model(x, inner)(values), expected, err_msg=name)


def test_a_functional_model_has_both_ends():
    x = beras.Input((2,))
    with pytest.raises(TypeError, match="inputs and outputs"):
        beras.Model(x)
