import numpy as np
from beras.core import Diffable, Variable


class Dense(Diffable):
    def __init__(self, input_size, output_size, initializer="normal"):
        self.w, self.b = self._initialize_weight(initializer, input_size, output_size)

    @property
    def weights(self):
        return self.w, self.b

    def call(self, x):
        return x @ self.w + self.b

    def get_input_gradients(self):
        return [self.w]

    def get_weight_gradients(self):
        x = self.inputs[0]
        return [np.expand_dims(x, axis=-1), np.ones_like(self.b)]

    @staticmethod
    def _initialize_weight(initializer, input_size, output_size):
        name = initializer.lower()
        stddevs = {
            "normal": 1.0,
            "xavier": np.sqrt(2 / (input_size + output_size)),
            "kaiming": np.sqrt(2 / input_size),
        }
        limits = {
            "xavier uniform": np.sqrt(6 / (input_size + output_size)),
            "kaiming uniform": np.sqrt(6 / input_size),
        }
        shape = (input_size, output_size)
        if name == "zero":
            w = np.zeros(shape)
        elif name in stddevs:
            w = np.random.normal(0, stddevs[name], size=shape)
        elif name in limits:
            w = np.random.uniform(-limits[name], limits[name], size=shape)
        else:
            raise ValueError(f"Unknown dense weight initialization: {initializer}")
        return Variable(w), Variable(np.zeros((1, output_size)))
