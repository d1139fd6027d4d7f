from abc import abstractmethod

import numpy as np

from .core import Diffable


class Activation(Diffable):
    """Element by element: the Jacobian is a diagonal, and only that is kept."""

    @property
    def weights(self):
        return []

    def get_weight_gradients(self):
        return []

    @abstractmethod
    def derivative(self, x, y):
        pass

    def get_input_gradients(self):
        return [self.derivative(self.inputs[0], self.outputs[0])]

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class LeakyReLU(Activation):
    def __init__(self, alpha=0.3):
        self.alpha = alpha

    def call(self, x):
        return np.where(x > 0, x, self.alpha * x)

    def derivative(self, x, y):
        return np.where(x > 0, 1.0, self.alpha)


class ReLU(LeakyReLU):
    def __init__(self):
        super().__init__(0)


class Sigmoid(Activation):
    def call(self, x):
        return 1 / (1 + np.exp(-x))

    def derivative(self, x, y):
        return y * (1 - y)


class Tanh(Activation):
    def call(self, x):
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

    def derivative(self, x, y):
        return 1 - y**2


class Softmax(Diffable):
    @property
    def weights(self):
        return []

    def call(self, x):
        shifted = x - np.amax(x, axis=-1, keepdims=True)
        exps = np.exp(shifted)
        return exps / np.sum(exps, axis=-1, keepdims=True)

    def get_input_gradients(self):
        y = self.outputs[0]
        jacobians = -np.einsum("bi,bj->bij", y, y)
        diagonal = np.arange(y.shape[-1])
        jacobians[:, diagonal, diagonal] += y
        return [jacobians]

    def get_weight_gradients(self):
        return []
