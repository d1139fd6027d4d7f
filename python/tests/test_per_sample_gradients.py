"""Gradients of each sample alone."""

import numpy as np
import pytest
from test_models import classifier, points

import beras
from beras import layers, losses


def test_per_sample_gradients_are_those_of_each_sample_alone():
    model = classifier()
    x, y = points(6)
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    gradients = beras.per_sample_gradients(model, loss, x, y)
    weights = model.trainable_variables
    assert [g.shape for g in gradients] == [(6, *w.shape) for w in weights]
    for b in range(6):
        with beras.GradientTape() as tape:
            value = loss(y[b : b + 1], model(x[b : b + 1]))
        for together, alone in zip(gradients, tape.gradient(value, weights)):
            np.testing.assert_array_equal(together[b], alone)


def test_per_sample_gradients_take_losses_and_models_in_any_form():
    class Halved(beras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1, use_bias=False, kernel_initializer="ones")

        def call(self, x):
            return self.dense(x) / 2

    x, y = np.array([[1.0], [2.0]]), np.zeros((2, 1))
    for loss in ("mse", losses.mean_squared_error, lambda t, p: beras.ops.mean((t - p) ** 2, -1)):
        (gradient,) = beras.per_sample_gradients(Halved(), loss, x, y)
        np.testing.assert_allclose(gradient, [[[0.5]], [[2.0]]])  # d(w x / 2)^2 = w x^2 / 2
    with pytest.raises(beras.ShapeError, match="equal length"):
        beras.per_sample_gradients(Halved(), "mse", x, y[:1])
    with pytest.raises(ValueError, match="mze"):
        beras.per_sample_gradients(Halved(), "mze", x, y)
