"""Classes as the seed's users write them, for the tests of the contract."""

import numpy as np
from beras.core import Diffable, Variable

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]])


class Leaf(Diffable):
    weights = ()


class Dense(Diffable):
    def __init__(self, inputs=3, outputs=2):
        self.w = Variable(np.arange(1.0, 1 + inputs * outputs).reshape(inputs, outputs))
        self.b = Variable(np.zeros((1, outputs)))

    @property
    def weights(self):
        return [self.w, self.b]

    def call(self, x):
        return x @ self.w + self.b

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        return [np.expand_dims(self.inputs[0], -1), np.ones_like(self.b)]


class MeanSquare(Leaf):
    """A loss; `stated` says how it gives its gradients."""

    stated = staticmethod(lambda gradient, y_true: [gradient, np.zeros_like(y_true)])

    def call(self, y_pred, y_true):
        return np.mean((y_pred - y_true) ** 2)

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        return self.stated(2 * (y_pred - y_true) / y_pred.size, y_true)


class Net(Diffable):
    """A composite, as the seed's Model."""

    def __init__(self):
        self.a, self.parts = Dense(3, 3), [Dense(3, 2)]

    @property
    def weights(self):
        return self.a.weights + self.parts[0].weights

    def call(self, x):
        return self.parts[0](self.a(x))
