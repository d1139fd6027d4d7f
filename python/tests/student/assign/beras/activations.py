import numpy as np

from beras.core import Diffable, Tensor


class Tanh(Diffable):
    weights = []

    def call(self, x):
        y = np.tanh(x)
        return Tensor(y)

    def get_input_gradients(self):
        return [1 - self.outputs[0] ** 2]

    def get_weight_gradients(self):
        return []

    def compose_input_gradients(self, J=None):
        if J is None or J[0] is None:
            return self.get_input_gradients()
        return [self.get_input_gradients()[0] * j for j in J]


class Softmax(Diffable):
    weights = []

    def call(self, x):
        exps = np.exp(x - np.max(x, axis=-1, keepdims=True))
        return Tensor(exps / exps.sum(axis=-1, keepdims=True))

    def get_input_gradients(self):
        y = self.outputs[0]
        return [y[:, :, None] * (np.eye(y.shape[1]) - y[:, None, :])]

    def get_weight_gradients(self):
        return []
