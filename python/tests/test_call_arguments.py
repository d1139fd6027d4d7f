"""What layers, losses and metrics may be called with: masks, and nothing that they do not know."""

import json
import os
import subprocess

import beras
import numpy as np
import pytest
from beras import layers, losses, metrics, ops
from test_scripts import keras_python  # noqa: F401

X = np.random.default_rng(0).normal(size=(4, 3, 2)).astype(np.float32)
MASK = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1]], bool)

# Runs in either library: what each call gives, and the statistics that it leaves behind.
CASES = """
def results(k, x, mask):
    found = {}
    def note(name, *arrays):
        found[name] = [np.asarray(k.ops.convert_to_numpy(a), "float64").tolist() for a in arrays]
    for name, options, given in (
        ("plain", {}, mask),
        ("numbers", {"momentum": 0.5}, mask.astype("float32")),
        ("without scale", {"scale": False, "center": False}, mask),
        ("axis 1", {"axis": 1}, mask),
        ("nothing kept", {}, np.zeros_like(mask)),
        ("all kept", {"epsilon": 0.1}, np.ones_like(mask)),
    ):
        layer = k.layers.BatchNormalization(**options)
        y = layer(x, training=True, mask=given)
        note(name, y, layer.moving_mean, layer.moving_variance, layer(x, mask=given))
    layer = k.layers.BatchNormalization()
    layer.trainable = False
    note("frozen", layer(x, training=True, mask=mask), layer.moving_mean)
    halves = k.layers.BatchNormalization(dtype="mixed_bfloat16")
    halves(x, training=True, mask=mask)
    note("halves", halves.moving_variance)
    wide = mask[..., None]
    note("softmax", k.layers.Softmax()(x, mask=wide), k.layers.Softmax(1)(x, mask=wide),
         k.layers.Softmax((1, 2))(x, mask=wide), k.layers.Softmax()(x, wide),
         k.layers.Softmax()(x, mask=np.array([0.6, 0.4], "float32")),
         k.layers.Softmax()(x, mask=np.array([True, False])), k.layers.Softmax()(x, mask=None),
         k.layers.Softmax(dtype="float16")(x, mask=wide))
    return found
"""


def test_masked_layers_are_kerass(keras_python):  # noqa: F811
    program = "import json, sys, keras, numpy as np\n" + CASES
    program += "x, mask = (np.array(a) for a in json.loads(sys.argv[1]))\n"
    program += "print(json.dumps(results(keras, x.astype('float32'), mask)))"
    arguments = json.dumps([X.tolist(), MASK.tolist()])
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    command = [keras_python, "-W", "ignore", "-c", program, arguments]
    theirs = json.loads(subprocess.check_output(command, env=environment, text=True))
    space = {"np": np}
    exec(CASES, space)
    ours = space["results"](beras, X, MASK)
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        assert len(ours[name]) == len(expected)
        for own, array in zip(ours[name], expected):
            tolerance = {"halves": 1e-2, "softmax": 1e-3}.get(name, 2e-4)  # both have halves
            np.testing.assert_allclose(own, array, tolerance, tolerance, err_msg=name)


def test_gradients_flow_through_masked_statistics():
    layer = layers.BatchNormalization()
    x = beras.Variable(X)
    with beras.GradientTape() as tape:
        loss = ops.sum(layer(x, training=True, mask=MASK) ** 3)
    (gradient,) = tape.gradient(loss, [x])
    step = 1e-2
    for place in ((0, 0, 1), (1, 2, 0)):  # one that is kept and one that is not
        ends = []
        for sign in (1, -1):
            moved = X.copy()
            moved[place] += sign * step
            ends.append(float(np.sum(np.float64(layer(moved, training=True, mask=MASK)) ** 3)))
        assert gradient[place] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=2e-2)


@pytest.mark.parametrize("shape", [(4,), (4, 3, 2), (3, 4), ()])
def test_masks_of_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match=r"\[BatchNormalization\] expected a mask"):
        layers.BatchNormalization()(X, training=True, mask=np.ones(shape, bool))
    if shape != (4, 3, 2) and shape:
        with pytest.raises(ValueError, match=r"\[Softmax\] expected a mask"):
            layers.Softmax()(X, mask=np.ones(shape, bool))


class Own(layers.Layer):
    def call(self, x, gain=1.0, *, shift=0.0):
        return x * gain + shift


class Trained(layers.Layer):
    def call(self, x, training=False):
        return x * 2 if training else x


class Open(layers.Layer):
    def call(self, x, *others, **options):
        return x + float(len(others) + len(options))


class OwnLoss(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(ops.square(y_true - y_pred), axis=-1)


ENGINES = {
    "Activation": lambda: layers.Activation("relu"),
    "BatchNormalization": layers.BatchNormalization,
    "Dense": lambda: layers.Dense(2),
    "Dropout": lambda: layers.Dropout(0.5),
    "Flatten": layers.Flatten,
    "LayerNormalization": layers.LayerNormalization,
    "LeakyReLU": layers.LeakyReLU,
    "ReLU": layers.ReLU,
    "Rescaling": lambda: layers.Rescaling(2.0),
    "Reshape": lambda: layers.Reshape((6,)),
    "Sequential": lambda: beras.Sequential([layers.Dense(2)]),
    "Softmax": layers.Softmax,
    "Own": Own,
    "Trained": Trained,
}


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("value", [3, None, "a", np.ones(3)])
def test_layers_refuse_arguments_that_they_have_not(name, value):
    layer = ENGINES[name]()
    for _ in range(2):  # before and after it is built
        with pytest.raises(TypeError, match=rf"^\[{name}\] has no argument 'foo'\. It has: .*"):
            layer(X, foo=value)
        layer(X)
    with pytest.raises(TypeError, match="It has: .*training|It has: x, gain, shift"):
        layer(X, foo=value)


@pytest.mark.parametrize("name", ENGINES)
def test_layers_refuse_more_by_position_than_they_have(name):
    layer = ENGINES[name]()
    with pytest.raises(TypeError, match=rf"^\[{name}\] (takes \d by position|too many positional)"):
        layer(X, np.ones(3, np.float32), np.ones(3, np.float32), np.ones(3, np.float32))
    with pytest.raises(TypeError, match=rf"^\[{name}\] "):
        layer()


@pytest.mark.parametrize("name", ["Dense", "Sequential", "Softmax", "Dropout"])
def test_the_input_may_be_named_as_in_keras(name):
    layer = ENGINES[name]()
    np.testing.assert_array_equal(layer(inputs=X), layer(X))
    with pytest.raises(TypeError, match=rf"^\[{name}\] got 'inputs' by position and by name"):
        layer(X, inputs=X)


def test_what_a_layer_of_ones_own_takes_it_gets():
    np.testing.assert_array_equal(Own()(X, 2.0, shift=1.0), X * 2 + 1)
    np.testing.assert_array_equal(Own()(X, gain=3.0, training=True), X * 3)
    np.testing.assert_array_equal(Trained()(X, training=True), X * 2)
    np.testing.assert_array_equal(Trained()(X, True), X * 2)
    np.testing.assert_array_equal(Open()(X, X, X, a=1), X + np.float32(3))
    with pytest.raises(TypeError, match=r"^\[Own\] has no argument 'gian'\. Did you mean 'gain'\?"):
        Own()(X, gian=2.0)


class Wrapped(layers.Dense):
    def call(self, inputs, **options):
        return super().call(inputs, **options)


def test_what_is_handed_on_is_looked_at_too():
    Wrapped(2)(X, training=True)
    with pytest.raises(TypeError, match=r"^\[Wrapped\] has no argument 'foo'"):
        Wrapped(2)(X, foo=3)


@pytest.mark.parametrize("loss", [losses.MeanSquaredError, losses.BinaryCrossentropy, OwnLoss])
def test_losses_refuse_arguments_that_they_have_not(loss):
    y = np.ones((4, 1), np.float32)
    with pytest.raises(TypeError, match=rf"^\[{loss.__name__}\] has no argument 'foo'"):
        loss()(y, y, foo=3)
    with pytest.raises(TypeError, match=rf"^\[{loss.__name__}\] too many positional"):
        loss()(y, y, y, y)
    with pytest.raises(TypeError, match=rf"^\[{loss.__name__}\] missing"):
        loss()(y)


@pytest.mark.parametrize("metric", [metrics.MeanSquaredError, metrics.Accuracy, metrics.Mean])
@pytest.mark.parametrize("how", ["__call__", "update_state"])
def test_metrics_refuse_arguments_that_they_have_not(metric, how):
    y = np.ones((4, 1), np.float32)
    call = getattr(metric(), how)
    with pytest.raises(TypeError, match=rf"^\[{metric.__name__}\] has no argument 'foo'"):
        call(y, foo=3)
    with pytest.raises(TypeError, match=rf"^\[{metric.__name__}\] too many positional"):
        call(y, y, y, y)


def test_a_mean_takes_values_as_in_keras():
    mean = metrics.Mean()
    mean.update_state(values=[1.0, 3.0], sample_weight=[3.0, 1.0])
    assert mean.result() == 1.5
    mean.update_state(5.0)
    assert mean(values=5.0) == pytest.approx((6 + 10) / 6)


def test_errors_from_inside_stay_as_they_are():
    class Broken(losses.Loss):
        def call(self, y_true, y_pred):
            return len(3)

    with pytest.raises(TypeError, match="object of type 'int' has no len"):
        Broken()(X, X)


@pytest.mark.parametrize("op", [ops.relu, ops.sum, ops.normalize, ops.matmul, ops.concatenate])
def test_ops_refuse_arguments_that_they_have_not(op):
    with pytest.raises(TypeError, match=r"'foo'"):
        op([X, X], foo=3)
