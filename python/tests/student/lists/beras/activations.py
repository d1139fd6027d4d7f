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
            exps = [exp(v - max(row)) for v in row]
            result.append([e / sum(exps) for e in exps])
        return result

    def get_input_gradients(self):
        y = self.outputs[0]
        batch_size, n = y.shape
        jacobians = np.zeros((batch_size, n, n))
        for b in range(batch_size):
            for i in range(n):
                for j in range(n):
                    jacobians[b][i][j] = y[b][i] * ((i == j) - y[b][j])
        return [jacobians]
