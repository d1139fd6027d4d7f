from math import exp

import numpy as np

from .core import Diffable


class Activation(Diffable):
    @property
    def weights(self) -> list:
        return []

    def get_weight_gradients(self):
        return []


class LeakyReLU(Activation):
    def __init__(self, alpha=0.3):
        self.alpha = alpha

    def call(self, x):
        return [[v if v > 0 else self.alpha * v for v in row] for row in x]

    def get_input_gradients(self):
        gradients = np.ones(self.inputs[0].shape)
        gradients[self.inputs[0] <= 0] = self.alpha
        return [gradients]

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class Softmax(Activation):
    def call(self, x):
        result = []
        for row in x:
            largest = max(row)
            exps = [exp(v - largest) for v in row]
            total = sum(exps)
            result.append([e / total for e in exps])
        return result

    def get_input_gradients(self):
        jacobians = []
        for y in self.outputs[0]:
            jacobians.append(np.diag(y) - y.reshape(-1, 1) @ y.reshape(1, -1))
        return [np.array(jacobians)]
