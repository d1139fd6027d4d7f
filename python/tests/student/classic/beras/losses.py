import numpy as np
from beras.core import Diffable


class Loss(Diffable):
    @property
    def weights(self):
        return []

    def get_weight_gradients(self):
        return []


class MeanSquaredError(Loss):
    def call(self, y_pred, y_true):
        return np.mean((y_pred - y_true) ** 2)

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        return [2 * (y_pred - y_true) / np.prod(y_pred.shape), np.zeros_like(y_true)]


class CategoricalCrossEntropy(Loss):
    epsilon = 1e-12

    def call(self, y_pred, y_true):
        y_pred = np.clip(y_pred, self.epsilon, 1 - self.epsilon)
        return np.mean(-np.sum(y_true * np.log(y_pred), axis=-1))

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        y_pred = np.clip(y_pred, self.epsilon, 1 - self.epsilon)
        return [-y_true / y_pred / len(y_pred), np.zeros_like(y_true)]


CategoricalCrossentropy = CategoricalCrossEntropy
