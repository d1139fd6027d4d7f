import numpy as np

from beras.core import Diffable


class ReLU(Diffable):
    @property
    def weights(self):
        return []

    def call(self, x):
        return np.maximum(x, 0)

    def get_input_gradients(self):
        return [(self.inputs[0] > 0).astype(float)]

    def get_weight_gradients(self):
        return []

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class Softmax(Diffable):
    @property
    def weights(self):
        return []

    def call(self, x):
        # Subtract the maximum so that exp does not overflow.
        exps = np.exp(x - x.max(axis=1, keepdims=True))
        return exps / exps.sum(axis=1, keepdims=True)

    def get_input_gradients(self):
        jacobians = []
        for y in self.outputs[0]:
            n = len(y)
            jacobian = np.zeros((n, n))
            for i in range(n):
                for j in range(n):
                    if i == j:
                        jacobian[i, j] = y[i] * (1 - y[j])
                    else:
                        jacobian[i, j] = -y[i] * y[j]
            jacobians.append(jacobian)
        return [np.array(jacobians)]

    def get_weight_gradients(self):
        return []
