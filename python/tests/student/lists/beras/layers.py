import numpy as np

from .core import Diffable, Variable


class Dense(Diffable):
    def __init__(self, input_size, output_size):
        self.w = Variable(np.random.normal(size=(input_size, output_size)) / np.sqrt(input_size))
        self.b = Variable([0.0 for _ in range(output_size)])

    @property
    def weights(self) -> list:
        return [self.w, self.b]

    def call(self, x):
        return x.dot(self.w) + self.b

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        x = self.inputs[0]
        return [x.reshape(len(x), -1, 1), np.ones(len(self.b))]
