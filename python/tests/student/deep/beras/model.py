from abc import abstractmethod

import numpy as np

from .core import Diffable
from .gradient_tape import GradientTape
from .layers import Dropout


class Model(Diffable):
    def __init__(self, layers):
        self.layers = layers

    @property
    def weights(self):
        return [weight for layer in self.layers for weight in layer.weights]

    def compile(self, optimizer, loss_fn, acc_fn):
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.acc_fn = acc_fn

    def fit(self, x, y, epochs, batch_size, verbose=True):
        history = {"loss": [], "acc": []}
        for epoch in range(epochs):
            stats = self.all_batches(x, y, batch_size, training=True)
            for name, value in stats.items():
                history[name].append(value)
            if verbose:
                print(f"Epoch {epoch + 1}/{epochs}", *(f"{n}: {v:.4f}" for n, v in stats.items()))
        return history

    def evaluate(self, x, y, batch_size):
        return self.all_batches(x, y, batch_size, training=False)

    def all_batches(self, x, y, batch_size, training):
        stats = {"loss": [], "acc": []}
        for start in range(0, len(x), batch_size):
            end = start + batch_size
            for name, value in self.batch_step(x[start:end], y[start:end], training).items():
                stats[name].append(value)
        return {name: float(np.mean(values)) for name, values in stats.items()}

    @abstractmethod
    def batch_step(self, x, y, training=True):
        """What is done with one batch: a dictionary of its loss and accuracy."""

    def get_input_gradients(self):
        return super().get_input_gradients()

    def get_weight_gradients(self):
        return super().get_weight_gradients()


class SequentialModel(Model):
    def call(self, inputs):
        outputs = np.copy(inputs)
        for layer in self.layers:
            outputs = layer(outputs)
        return outputs

    def batch_step(self, x, y, training=True):
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.is_training = training
        with GradientTape() as tape:
            probs = self.call(x)
            loss = self.loss_fn(probs, y)
            if training:
                grads = tape.gradient(loss, self.trainable_variables)
        if training:
            self.optimizer.apply_gradients(self.trainable_variables, grads)
        return {"loss": loss, "acc": self.acc_fn(probs, y)}
