from math import log

import numpy as np

from .core import Diffable


class CategoricalCrossentropy(Diffable):
    @property
    def weights(self) -> list:
        return []

    def call(self, y_pred, y_true):
        total = 0
        for probabilities, row in zip(y_pred, y_true):
            for p, t in zip(probabilities, row):
                if t == 1:
                    total -= log(max(p, 1e-12))
        return total / len(y_pred)

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        to_pred = -y_true / np.clip(y_pred, 1e-12, 1) / len(y_pred)
        return [to_pred, None]

    def get_weight_gradients(self):
        return []
