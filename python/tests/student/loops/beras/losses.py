import numpy as np

from beras.core import Diffable


class CategoricalCrossEntropy(Diffable):
    @property
    def weights(self):
        return []

    def call(self, y_pred, y_true):
        y_pred = np.clip(y_pred, 1e-12, 1 - 1e-12)
        losses = -np.sum(y_true * np.log(y_pred), axis=1)
        return np.mean(losses)

    def get_input_gradients(self):
        # Only for y_pred: nobody trains the labels.
        y_pred, y_true = self.inputs
        y_pred = np.clip(y_pred, 1e-12, 1 - 1e-12)
        return [-(y_true / y_pred) / y_pred.shape[0]]

    def get_weight_gradients(self):
        return []
