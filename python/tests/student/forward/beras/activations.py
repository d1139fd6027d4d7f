import numpy as np

from .core import Diffable


class Sigmoid(Diffable):
    def __init__(self):
        super().__init__()
        self.inputs = None
        self.outputs = None

    @property
    def weights(self):
        return ()

    def forward(self, x):
        y = 1 / (1 + np.exp(-x))
        self.outputs = y
        return y

    def get_input_gradients(self):
        y = self.outputs[0]
        return [y * (1 - y)]

    def get_weight_gradients(self):
        return ()

    def compose_input_gradients(self, J=None):
        return self.get_input_gradients()[0] * J


class Softmax(Diffable):
    def __init__(self):
        super().__init__()
        self.inputs = None
        self.outputs = None

    @property
    def weights(self):
        return ()

    def forward(self, x):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        self.outputs = e / np.sum(e, axis=-1, keepdims=True)
        return self.outputs

    def get_input_gradients(self):
        y = self.outputs[0]
        return [np.stack([np.diag(row) - np.outer(row, row) for row in y])]

    def get_weight_gradients(self):
        return ()
