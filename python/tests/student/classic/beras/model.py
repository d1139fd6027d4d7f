from abc import abstractmethod

import numpy as np
from beras.core import Diffable
from beras.gradient_tape import GradientTape


class Model(Diffable):
    def __init__(self, layers):
        self.layers = layers

    @property
    def weights(self):
        weights = []
        for layer in self.layers:
            weights.extend(layer.weights)
        return weights

    def compile(self, optimizer, loss_fn, acc_fn):
        self.optimizer = optimizer
        self.compiled_loss = loss_fn
        self.compiled_acc = acc_fn

    def fit(self, x, y, epochs, batch_size):
        history = {"loss": [], "acc": []}
        for epoch in range(epochs):
            means = self._run(x, y, batch_size, training=True)
            for name in history:
                history[name].append(means[name])
            print(f"Epoch {epoch + 1}/{epochs}: {means}")
        return history

    def evaluate(self, x, y, batch_size):
        return self._run(x, y, batch_size, training=False)

    def _run(self, x, y, batch_size, training):
        totals = {"loss": 0, "acc": 0}
        for start in range(0, len(x), batch_size):
            x_batch = x[start : start + batch_size]
            y_batch = y[start : start + batch_size]
            metrics = self.batch_step(x_batch, y_batch, training)
            for name in totals:
                totals[name] += metrics[name] * len(x_batch)
        return {name: float(total) / len(x) for name, total in totals.items()}

    @abstractmethod
    def batch_step(self, x, y, training=True):
        raise NotImplementedError

    def get_input_gradients(self):
        return super().get_input_gradients()

    def get_weight_gradients(self):
        return super().get_weight_gradients()


class SequentialModel(Model):
    def call(self, inputs):
        x = np.array(inputs)
        for layer in self.layers:
            x = layer(x)
        return x

    def batch_step(self, x, y, training=True):
        if training:
            with GradientTape() as tape:
                y_pred = self.call(x)
                loss = self.compiled_loss(y_pred, y)
            grads = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(self.trainable_variables, grads)
        else:
            y_pred = self.call(x)
            loss = self.compiled_loss(y_pred, y)
        return {"loss": loss, "acc": self.compiled_acc(y_pred, y)}
