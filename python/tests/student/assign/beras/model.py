import numpy as np

from beras.core import Diffable, Tensor, Variable
from beras.gradient_tape import GradientTape


class SequentialModel(Diffable):
    def __init__(self, layers):
        self.layers = layers

    @property
    def weights(self):
        weights = []
        for layer in self.layers:
            weights += layer.weights
        return weights

    def call(self, x):
        x = Tensor(x)
        for layer in self.layers:
            x = Tensor(layer(x))
        return x

    def get_input_gradients(self):
        return []

    def get_weight_gradients(self):
        return []

    def compile(self, optimizer, loss_fn, acc_fn):
        self.optimizer = optimizer
        self.loss_fn = loss_fn
        self.acc_fn = acc_fn

    def gradients(self, x, y):
        with GradientTape() as tape:
            y_pred = self.call(x)
            loss = Tensor(self.loss_fn(y_pred, y))
        return y_pred, loss, tape.gradient(loss, self.trainable_variables)

    def batch_step(self, x, y):
        y_pred, loss, grads = self.gradients(x, y)
        self.optimizer.apply_gradients(self.trainable_variables, grads)
        return loss, self.acc_fn(y_pred, y)

    def fit(self, x, y, epochs, batch_size):
        order = Variable(np.arange(len(x)))
        history = []
        for epoch in range(epochs):
            shuffle(order)
            losses, accuracies = [], []
            for start in range(0, len(x), batch_size):
                batch = order[start : start + batch_size]
                loss, accuracy = self.batch_step(x[batch], y[batch])
                losses.append(loss)
                accuracies.append(accuracy)
            means = {"loss": float(np.mean(losses)), "acc": float(np.mean(accuracies))}
            history.append(means)
            print(f"{epoch + 1:3d}  loss {np.mean(losses):.4f}  acc {np.mean(accuracies):.4f}")
        return history

    def evaluate(self, x, y):
        y_pred = self(x)
        return {"loss": self.loss_fn(y_pred, y).item(), "acc": self.acc_fn(y_pred, y).item()}


def shuffle(order):
    """Every element changes places with one that is drawn."""
    for i in range(len(order)):
        j = np.random.randint(i, len(order))
        order[i], order[j] = order[j], order[i]
