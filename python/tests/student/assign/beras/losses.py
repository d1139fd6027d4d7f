import numpy as np

from beras.core import Diffable, Tensor


class CategoricalCrossEntropy(Diffable):
    weights = []

    def call(self, y_pred, y_true):
        loss = 0.0
        for p, t in zip(y_pred, y_true):
            loss -= np.log(np.maximum(p[np.argmax(t)], 1e-10))
        return Tensor(loss / len(y_pred))

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        return [-y_true / np.maximum(y_pred, 1e-10) / len(y_pred), np.zeros(1)]

    def get_weight_gradients(self):
        return []
