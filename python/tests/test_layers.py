"""Layers of the engine and of one's own."""

import gc
import inspect
import weakref

import numpy as np
import pytest

from beras import GradientTape, Variable, core, layers, ops


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
    assert net._children == [*net.blocks, net.by_name["head"]]
    net(x_of(2, 3))
    shapes = [tuple(weight.shape) for weight in net.weights]
    assert shapes == [(), (3, 4), (4,), (4, 5), (5,), (5, 3), (3,)]
    core.check_gradients(net, [x_of(2, 3)])
    with pytest.raises(ValueError, match="expected its layers before it is built"):
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
        layers.Dense(3)(layers.Input(shape=(4,)))


def test_signatures_are_kerass():
    parameters = inspect.signature(layers.Dense).parameters
    assert list(parameters)[:6] == [
        *("units", "activation", "use_bias", "kernel_initializer", "bias_initializer", "name"),
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
