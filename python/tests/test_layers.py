"""Layers of the engine and of one's own."""

import concurrent.futures
import gc
import inspect
import weakref

import golden
import numpy as np
import pytest

from beras import (
    GradientTape,
    Variable,
    activations,
    core,
    layers,
    models,
    ops,
)


def x_of(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


class Linear(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b


class Net(layers.Layer):
    """Layers in a list and in a dictionary, a Variable, and a layer of the engine."""

    def __init__(self):
        super().__init__()
        self.blocks = [Linear(4), layers.Dense(5, activation="tanh")]
        self.by_name = {"head": Linear(3)}
        self.scale = Variable(np.float32(2))

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.by_name["head"](x) * self.scale


def test_dense_is_a_product_a_sum_and_an_activation():
    dense = layers.Dense(3, activation="relu")
    x = x_of(4, 5)
    y = dense(x)
    kernel, bias = dense.get_weights()
    assert type(kernel) is np.ndarray and kernel.shape == (5, 3)
    np.testing.assert_array_equal(kernel, dense.kernel)
    np.testing.assert_allclose(y, np.maximum(x @ kernel + bias, 0), rtol=1e-6, atol=1e-6)
    assert dense.count_params() == 18
    assert (dense.input_shape, dense.output_shape) == ((None, 5), (None, 3))


def test_a_layer_of_ones_own_is_built_by_its_first_call():
    linear = Linear(3, name="first")
    assert not linear.built and linear.weights == [] and linear.trainable
    y = linear(x_of(4, 5))
    assert linear.built and y.shape == (4, 3) and linear.name == "first"
    assert [weight.name for weight in linear.weights] == ["w", "b"]
    assert linear.weights[0] is linear.w
    core.check_gradients(linear, [x_of(4, 5)])


def test_build_runs_once_and_knows_the_batch_as_none():
    shapes = []

    class Noted(layers.Layer):
        def build(self, input_shape):
            shapes.append(input_shape)
            super().build(input_shape)

        def call(self, x):
            return x

    noted = Noted()
    noted.build((7, 5))
    noted.build((7, 5))
    noted(x_of(2, 5))
    assert shapes == [(None, 5)]


def test_attributes_are_parts_in_their_order():
    net = Net()
    assert net._engine_children == [*net.blocks, net.by_name["head"]]
    net(x_of(2, 3))
    shapes = [tuple(weight.shape) for weight in net.weights]
    assert shapes == [(), (3, 4), (4,), (4, 5), (5,), (5, 3), (3,)]
    core.check_gradients(net, [x_of(2, 3)])
    with pytest.raises(ValueError, match="expected its layers and Variables before it is built"):
        net.late = Linear()


def test_a_layer_of_the_engine_can_be_subclassed():
    class Doubled(layers.Dense):
        def call(self, inputs):
            return super().call(inputs) * 2

    doubled = Doubled(3)
    x = x_of(4, 5)
    np.testing.assert_allclose(doubled(x), 2 * (x @ doubled.kernel), rtol=1e-5, atol=1e-6)
    assert doubled.name.startswith("doubled")
    core.check_gradients(doubled, [x])


def test_float64_becomes_the_dtype_of_the_layer():
    dense = layers.Dense(2)
    assert dense(np.ones((3, 4))).dtype == np.float32
    assert layers.Dense(2, dtype="float64")(x_of(3, 4)).dtype == np.float64
    with GradientTape() as tape:
        x = Variable(np.ones((3, 4)))
        loss = ops.sum(dense(x))
    gradient = tape.gradient(loss, x)
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient[0], np.sum(dense.kernel, axis=1), rtol=1e-6)


def test_errors_name_what_was_meant():
    with pytest.raises(TypeError, match="has no argument 'unit'. Did you mean 'units'"):
        layers.Dense(unit=3)
    with pytest.raises(TypeError, match="missing a required argument: 'units'"):
        layers.Dense()
    with pytest.raises(TypeError, match=r"\[Dense\] expected units: int. Received: 3.5"):
        layers.Dense(3.5)
    with pytest.raises(ValueError, match="rlu"):
        layers.Dense(3, activation="rlu")
    with pytest.raises(ValueError, match="expected units >= 1"):
        layers.Dense(0)
    with pytest.raises(ValueError, match="Layers are chained by Sequential"):
        layers.Dense(3)(layers.Dense(4))


def test_signatures_are_kerass():
    parameters = inspect.signature(layers.Dense).parameters
    assert list(parameters)[:6] == [
        *("units", "activation", "use_bias", "kernel_initializer", "bias_initializer"),
        "kernel_regularizer",
    ]
    assert parameters["units"].default is inspect.Parameter.empty
    assert parameters["use_bias"].default is True
    assert "kernel" in layers.Dense.__doc__


def test_frozen_layers_thaw_as_they_were():
    net = Net()
    net.trainable = False
    assert not net.trainable
    net(x_of(2, 3))
    assert net.trainable_weights == []
    net.trainable = True
    assert len(net.trainable_weights) == 7

    normalization = layers.BatchNormalization()
    normalization.build((None, 3))
    normalization.trainable = False
    normalization.trainable = True
    assert len(normalization.trainable_weights) == len(normalization.non_trainable_weights) == 2


def test_layers_leave_no_trace():
    net = Net()
    with GradientTape() as tape:
        loss = ops.sum(net(x_of(2, 3)))
    tape.gradient(loss, net.trainable_weights)
    gone = weakref.ref(net)
    del net, tape, loss
    gc.collect()
    assert gone() is None


class Joined(layers.Layer):
    """Takes a list, with a weight for each of its parts."""

    def build(self, input_shape):
        assert isinstance(input_shape, list) and input_shape[0][0] is None
        self.scales = [self.add_weight(shape=shape[1:], initializer="ones") for shape in input_shape]

    def call(self, inputs):
        parts = [part * scale for part, scale in zip(inputs, self.scales)]
        return ops.concatenate(parts, axis=-1)


def test_a_list_of_inputs_is_several_inputs():
    joined, parts = Joined(), [x_of(2, 3), x_of(2, 4)]
    np.testing.assert_array_equal(joined(parts), np.concatenate(parts, axis=-1))
    assert [weight.shape for weight in joined.weights] == [(3,), (4,)]
    assert len(joined.inputs) == 2
    core.check_gradients(joined, parts)
    with GradientTape() as tape:
        inputs = [Variable(part) for part in parts]
        loss = ops.sum(joined(inputs) * 2)
    for gradient in tape.gradient(loss, inputs):
        np.testing.assert_array_equal(gradient, np.full(gradient.shape, 2))


def test_a_dictionary_of_inputs_is_several_inputs():
    class Difference(layers.Layer):
        def call(self, inputs):
            return inputs["left"] - inputs["right"]

    left, right = Variable(np.ones((2, 3))), Variable(np.ones((2, 3)))
    with GradientTape() as tape:
        loss = ops.sum(Difference()({"left": left, "right": right}))
    assert [float(g.sum()) for g in tape.gradient(loss, [left, right])] == [6, -6]


CASES = {
    "dense": lambda: layers.Dense(3, activation="relu"),
    "dense_rank_3_without_bias": lambda: layers.Dense(2, use_bias=False),
    "conv2d_valid": lambda: layers.Conv2D(3, (2, 3)),
    "conv2d_same_strides_2": lambda: layers.Conv2D(2, 3, 2, "same", activation="tanh"),
    "conv2d_dilation_2_without_bias": lambda: layers.Conv2D(
        2, 2, padding="same", dilation_rate=2, use_bias=False
    ),
    "conv2d_groups_2": lambda: layers.Conv2D(4, [3, 1], groups=2),
    "max_pooling2d": layers.MaxPooling2D,
    "max_pooling2d_same_strides_2": lambda: layers.MaxPool2D(3, strides=2, padding="same"),
    "average_pooling2d_same": lambda: layers.AveragePooling2D((2, 3), padding="same"),
    "average_pooling2d_strides_1": lambda: layers.AveragePooling2D(2, 1),
    "global_average_pooling2d": lambda: layers.GlobalAvgPool2D(keepdims=True),
    "layer_normalization": layers.LayerNormalization,
    "layer_normalization_axes_1_2": lambda: layers.LayerNormalization(axis=[1, 2], epsilon=0.01),
    "batch_normalization_inference": lambda: layers.BatchNormalization(momentum=0.5),
    "softmax_axis_1": lambda: layers.Softmax(axis=1),
    "relu": lambda: layers.ReLU(max_value=2.0, negative_slope=0.25, threshold=0.5),
    "leaky_relu": layers.LeakyReLU,
    "rescaling": lambda: layers.Rescaling(1 / 127.5, offset=-1),
    "flatten": layers.Flatten,
    "reshape": lambda: layers.Reshape((-1, 2)),
}


@pytest.mark.parametrize("name", CASES)
def test_layers_equal_kerass(name):
    case, layer = golden.load("layers")[name], CASES[name]()
    x = golden.array(case["x"])
    layer.build(x.shape)
    layer.set_weights([golden.array(weight) for weight in case["weights"]])
    np.testing.assert_allclose(layer(x), case["y"], rtol=3e-6, atol=3e-6)
    assert layer.compute_output_shape((None, *x.shape[1:])) == (None, *np.shape(case["y"])[1:])


@pytest.mark.parametrize("axis", [(1, 2), [-1, -2], (0,), (0, 2), -1])
def test_softmax_takes_several_axes_together(axis):
    x = x_of(2, 3, 4)
    axes = tuple(axis) if isinstance(axis, list) else axis
    powers = np.exp(x - x.max())
    expected = powers / powers.sum(axis=axes, keepdims=True)
    np.testing.assert_allclose(layers.Softmax(axis=axis)(x), expected, rtol=1e-5)
    assert layers.Softmax(axis=axis).get_config()["axis"] == axis


def test_softmax_refuses_axes_that_are_not_there():
    for axis in [(), (1, 1), (5,)]:
        with pytest.raises((ValueError, IndexError)):
            layers.Softmax(axis=axis)(x_of(2, 3, 4))


@pytest.mark.parametrize("noise_shape", [(None, 1, 3), [None, 1, None], (4, 1, None), (1, 3)])
def test_an_unknown_length_of_the_noise_is_the_inputs(noise_shape):
    dropout = layers.Dropout(0.5, noise_shape=noise_shape, seed=1)
    for batch in (4,) if 4 in noise_shape else (4, 7):
        y = np.asarray(dropout(np.ones((batch, 2, 3), "float32"), training=True))
        assert set(np.unique(y)) <= {0, 2}
        np.testing.assert_array_equal(y[:, 0], y[:, 1])
    assert dropout.get_config()["noise_shape"] == noise_shape


def test_a_noise_shape_that_cannot_be_is_refused():
    for noise_shape in [(0, 1, 1), (-2, 1, 1)]:
        with pytest.raises(ValueError, match="noise_shape"):
            layers.Dropout(0.5, noise_shape=noise_shape)
    with pytest.raises(ValueError):
        layers.Dropout(0.5, noise_shape=(4, 1, 4))(np.ones((4, 2, 3), "float32"), training=True)


@pytest.mark.parametrize("padding, length", [("SAME", 5), ("Same", 5), ("VALID", 3), ("Valid", 3)])
def test_paddings_and_formats_are_known_in_capitals_too(padding, length):
    x = x_of(1, 5, 5, 1)
    convolution = layers.Conv2D(2, 3, padding=padding, data_format="CHANNELS_LAST")
    assert convolution(x).shape == (1, length, length, 2)
    for pooling in (layers.MaxPooling2D, layers.AveragePooling2D):
        assert pooling(3, strides=1, padding=padding)(x).shape == (1, length, length, 1)
    assert layers.Flatten(data_format="CHANNELS_LAST")(x).shape == (1, 25)
    with pytest.raises(ValueError, match="known padding"):
        layers.Conv2D(2, 3, padding="full")(x)


def test_training_is_an_argument_of_the_call():
    case = golden.load("layers")["batch_normalization_axis_1"]
    layer, x = layers.BatchNormalization(1, 0.9, 0.1, scale=False), golden.array(case["x"])
    layer.build(x.shape)
    layer.set_weights([golden.array(weight) for weight in case["weights"]])
    np.testing.assert_allclose(layer(x, training=True), case["y"], rtol=3e-6, atol=3e-6)
    for weight, after in zip(layer.get_weights(), case["weights_after"]):
        np.testing.assert_allclose(weight, after, rtol=3e-6)

    class Halved(layers.Layer):
        def __init__(self):
            super().__init__()
            self.dropout = layers.Dropout(0.5, seed=1)

        def call(self, x, training=False):
            return self.dropout(x)  # inherits what it was called with

    ones = np.ones((4, 50), "float32")
    assert (Halved()(ones) == 1).all()
    assert np.unique(Halved()(ones, training=True)).tolist() == [0, 2]


def test_an_activation_may_be_a_name_a_function_or_a_layer_with_weights():
    class Slope(layers.Layer):
        def build(self, input_shape):
            self.slope = self.add_weight(shape=(), initializer="ones")

        def call(self, x):
            return ops.where(x > 0, x, self.slope * x)

    x = x_of(4, 3)
    slope = Slope()
    for activation in ("tanh", activations.tanh, ops.tanh, lambda x: 2 * x, slope):
        dense = layers.Dense(2, activation=activation)
        dense(x)
        assert len(dense.weights) == (3 if activation is slope else 2)
        core.check_gradients(dense, [x])


def test_an_input_shape_is_announced_to_models():
    dense = layers.Dense(2, input_shape=(3,))
    assert not dense.built
    model = models.Sequential([dense])
    assert dense.built and model.built and dense.input_shape == (None, 3)


def test_exceptions_of_python_come_through_the_engine():
    class Fails(layers.Layer):
        def call(self, x):
            raise KeyError("inside")

    model = models.Sequential([layers.Dense(2), Fails()])
    with pytest.raises(KeyError, match="inside"):
        model(x_of(2, 3))
    with pytest.raises(ValueError, match="has no weights yet"):
        layers.Dense(2).count_params()


def test_threads_may_build_and_call_one_layer_at_once():
    net, x = Net(), x_of(8, 3)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        outputs = list(pool.map(lambda _: np.array(net(x)), range(32)))
    assert len(net.weights) == 7
    for output in outputs:
        np.testing.assert_array_equal(output, outputs[0])
