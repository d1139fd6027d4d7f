import numpy as np

from beras.core import Diffable, Variable


class Dense(Diffable):
    def __init__(self, input_size, output_size, initializer="normal"):
        shape = (input_size, output_size)
        if initializer == "zero":
            w = np.zeros(shape)
        elif initializer == "normal":
            w = np.random.normal(0, 1, shape)
        elif initializer == "xavier":
            w = np.random.normal(0, np.sqrt(2 / (input_size + output_size)), shape)
        elif initializer == "kaiming":
            w = np.random.normal(0, np.sqrt(2 / input_size), shape)
        else:
            raise ValueError(f"I do not know the initializer {initializer}")
        self.w = Variable(w)
        self.b = Variable(np.zeros((1, output_size)))

    @property
    def weights(self):
        return [self.w, self.b]

    def call(self, x):
        return np.dot(x, self.w) + self.b

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        # One matrix for each sample: every column is the sample itself.
        x = self.inputs[0]
        columns = np.repeat(x[:, :, np.newaxis], self.w.shape[1], axis=2)
        return [columns, np.ones_like(self.b)]
