import numpy as np

from .core import Diffable, Variable


class Dense(Diffable):
    def __init__(self, input_size, output_size):
        std = np.sqrt(2 / input_size)
        self.w = Variable(np.random.normal(scale=std, size=(input_size, output_size)))
        self.b = Variable(np.zeros(output_size))

    @property
    def weights(self):
        return [self.w, self.b]

    def call(self, x):
        return x @ self.w + self.b

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        return [self.inputs[0][..., None], np.ones_like(self.b)]


class Dropout(Diffable):
    def __init__(self, rate):
        self.rate = rate
        self.is_training = True

    @property
    def weights(self):
        return []

    def call(self, x):
        if self.is_training:
            self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
            return x * self.mask
        return x

    def get_input_gradients(self):
        return [self.mask]

    def get_weight_gradients(self):
        return []

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J
