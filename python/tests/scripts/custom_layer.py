"""Layers of one's own: weights made in `build`, layers made of layers, state that is not trained.

After https://keras.io/guides/making_new_layers_and_models_via_subclassing.
"""

import numpy as np
from framework import keras, report, set_first_weights


class Linear(keras.layers.Layer):
    """x @ w + b, and an activation: the guide's layer."""

    def __init__(self, units=32, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(
            shape=(input_shape[-1], self.units),
            initializer="glorot_uniform",
            trainable=True,
            name="w",
        )
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True, name="b")

    def call(self, inputs):
        return self.activation(keras.ops.matmul(inputs, self.w) + self.b)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)

    def get_config(self):
        config = super().get_config()
        config.update(
            {"units": self.units, "activation": keras.activations.serialize(self.activation)}
        )
        return config


class Residual(keras.layers.Layer):
    """x + f(g(x)): a layer made of layers, in which x is used twice."""

    def __init__(self, hidden, **kwargs):
        super().__init__(**kwargs)
        self.hidden = hidden

    def build(self, input_shape):
        self.widen = Linear(self.hidden, activation="gelu")
        self.narrow = Linear(input_shape[-1])
        self.widen.build(input_shape)
        self.narrow.build(self.widen.compute_output_shape(input_shape))

    def call(self, inputs):
        return inputs + self.narrow(self.widen(inputs))

    def compute_output_shape(self, input_shape):
        return input_shape


class RunningMax(keras.layers.Layer):
    """Divides by the greatest magnitude that training has seen in each column."""

    def build(self, input_shape):
        self.greatest = self.add_weight(
            shape=(input_shape[-1],), initializer="ones", trainable=False, name="greatest"
        )

    def call(self, inputs, training=False):
        if training:
            batch = keras.ops.max(keras.ops.abs(inputs), axis=0)
            self.greatest.assign(keras.ops.maximum(self.greatest, batch))
        return inputs / self.greatest

    def compute_output_shape(self, input_shape):
        return input_shape


linear = Linear(32, activation="tanh", name="first")
again = Linear.from_config(linear.get_config())
assert (again.units, again.name) == (32, "first") and again.activation is linear.activation
assert not linear.built and linear.weights == []

generator = np.random.default_rng(3)
x = generator.uniform(-3, 3, size=(512, 8)).astype("float32")
y = np.sin(x).sum(axis=1, keepdims=True).astype("float32")

model = keras.Sequential(
    [keras.Input(shape=(8,)), RunningMax(), linear, Residual(64), Residual(64), Linear(1)]
)
set_first_weights(model)
assert linear.built and [tuple(w.shape) for w in linear.weights] == [(8, 32), (32,)]
assert linear.compute_output_shape((None, 8)) == (None, 32)
assert len(model.layers[0].non_trainable_weights) == 1
assert (len(model.trainable_weights), len(model.weights)) == (12, 13)

model.compile(optimizer=keras.optimizers.SGD(learning_rate=1e-3, momentum=0.9), loss="mse")
history = model.fit(x, y, batch_size=32, epochs=5, shuffle=False, verbose=0)

report(
    losses=history.history["loss"],
    greatest=model.layers[0].greatest.numpy(),
    predictions=model.predict(x[:64], verbose=0),
)
