import numpy as np

from .core import Diffable


class MeanSquaredError(Diffable):
    @property
    def weights(self):
        return ()

    def forward(self, y_pred, y_true):
        return np.square(y_pred - y_true).mean()

    def get_input_gradients(self):
        y_pred, y_true = self.inputs
        gradient = 2 * (y_pred - y_true) / y_pred.size
        return np.array([gradient, np.zeros(gradient.shape)])

    def get_weight_gradients(self):
        return ()
