import numpy as np

from .core import Diffable
from .gradient_tape import GradientTape


class Sequential(Diffable):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    @property
    def weights(self):
        return sum((tuple(layer.weights) for layer in self.layers), ())

    def forward(self, inputs):
        outputs = inputs
        for layer in self.layers:
            outputs = layer(outputs)
        return outputs

    def get_input_gradients(self):
        return None

    def get_weight_gradients(self):
        return None

    def compile(self, optimizer, loss, metric):
        self.optimizer = optimizer
        self.loss = loss
        self.metric = metric

    def fit(self, x, y, epochs, batch_size):
        self.history = {"loss": [], "acc": []}
        for epoch in range(epochs):
            stats = [
                self.train_step(x[i : i + batch_size], y[i : i + batch_size])
                for i in range(0, len(x), batch_size)
            ]
            loss, acc = np.mean(stats, axis=0)
            self.history["loss"].append(loss)
            self.history["acc"].append(acc)
            print("epoch %d/%d loss %.4f acc %.4f" % (epoch + 1, epochs, loss, acc))
        return self.history

    def train_step(self, x, y):
        with GradientTape() as tape:
            y_pred = self.forward(x)
            loss = self.loss(y_pred, y)
            gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(self.trainable_variables, gradients)
        return float(loss), float(self.metric(y_pred, y))

    def evaluate(self, x, y):
        y_pred = self.forward(x)
        return float(self.loss(y_pred, y)), float(self.metric(y_pred, y))
