import numpy as np
from beras.core import Diffable


class Activation(Diffable):
    @property
    def weights(self):
        return []

    def get_weight_gradients(self):
        return []


class LeakyReLU(Activation):
    def __init__(self, alpha=0.3):
        self.alpha = alpha

    def call(self, x):
        y = np.array(x)
        y[x <= 0] *= self.alpha
        return y

    def get_input_gradients(self):
        x = self.inputs[0]
        return [np.where(x > 0, 1, self.alpha)]

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class ReLU(LeakyReLU):
    def __init__(self):
        super().__init__(alpha=0)


class Sigmoid(Activation):
    def call(self, x):
        return 1 / (1 + np.exp(-x))

    def get_input_gradients(self):
        y = self.outputs[0]
        return [y * (1 - y)]

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class Softmax(Activation):
    def call(self, x):
        exps = np.exp(x - np.max(x, axis=-1, keepdims=True))
        return exps / np.sum(exps, axis=-1, keepdims=True)

    def get_input_gradients(self):
        y = self.outputs[0]
        batch_size, n = y.shape
        jacobian = np.zeros((batch_size, n, n))
        for b in range(batch_size):
            jacobian[b] = np.diag(y[b]) - np.outer(y[b], y[b])
        return [jacobian]
