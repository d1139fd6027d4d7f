import numpy as np

from beras.core import Diffable
from beras.gradient_tape import GradientTape


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

    def fit(self, x, y, epochs, batch_size):
        history = {"loss": [], "acc": []}
        num_batches = len(x) // batch_size  # what is left over has to wait for the next epoch
        for epoch in range(epochs):
            order = np.random.permutation(len(x))
            x, y = x[order], y[order]
            losses = np.zeros(num_batches)
            accuracies = np.zeros(num_batches)
            for i in range(num_batches):
                batch = slice(i * batch_size, (i + 1) * batch_size)
                losses[i], accuracies[i] = self.batch_step(x[batch], y[batch])
            history["loss"].append(losses.mean())
            history["acc"].append(accuracies.mean())
            print(f"epoch {epoch + 1}: loss {losses.mean():.4f}, acc {accuracies.mean():.4f}")
        return history

    def evaluate(self, x, y):
        y_pred = self.call(x)
        return {"loss": float(self.loss_fn(y_pred, y)), "acc": float(self.acc_fn(y_pred, y))}

    def batch_step(self, x, y):
        raise NotImplementedError

    def get_input_gradients(self):
        return super().get_input_gradients()

    def get_weight_gradients(self):
        return super().get_weight_gradients()


class SequentialModel(Model):
    def call(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def batch_step(self, x, y):
        with GradientTape() as tape:
            y_pred = self.call(x)
            loss = self.loss_fn(y_pred, y)
        grads = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(self.trainable_variables, grads)
        return loss, self.acc_fn(y_pred, y)
