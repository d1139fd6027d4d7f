import numpy as np

from beras.core import Diffable, Tensor, Variable


class Dense(Diffable):
    def __init__(self, input_size, output_size):
        std = np.sqrt(2 / (input_size + output_size))
        self.w = Variable(np.random.randn(input_size, output_size) * std)
        self.b = Variable([[0.0] * output_size])

    @property
    def weights(self):
        return [self.w, self.b]

    def call(self, x):
        z = x @ self.w
        z += self.b
        return Tensor(z)

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        return [np.expand_dims(self.inputs[0], -1), np.ones_like(self.b)]
