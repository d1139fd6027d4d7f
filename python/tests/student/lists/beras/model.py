from .core import Diffable
from .gradient_tape import GradientTape


class Model(Diffable):
    def __init__(self, *layers):
        self.layers = layers

    @property
    def weights(self) -> list:
        return [w for layer in self.layers for w in layer.weights]

    def call(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def get_input_gradients(self) -> list:
        return []

    def get_weight_gradients(self) -> list:
        return []

    def compile(self, optimizer, loss_fn, hits):
        self.optimizer, self.loss_fn, self.hits = optimizer, loss_fn, hits

    def fit(self, x, y, epochs, batch_size):
        history = []
        for epoch in range(epochs):
            loss_sum, hit_sum = 0.0, 0
            for start in range(0, len(x), batch_size):
                stop = min(start + batch_size, len(x))
                with GradientTape() as tape:
                    y_pred = self.call(x[start:stop])
                    loss = self.loss_fn(y_pred, y[start:stop])
                gradients = tape.gradient(loss, self.trainable_variables)
                self.optimizer.apply_gradients(self.trainable_variables, gradients)
                loss_sum += float(loss) * (stop - start)
                hit_sum += int(self.hits(y_pred, y[start:stop]).sum())
            history.append((loss_sum / len(x), hit_sum / len(x)))
            print(f"{epoch + 1}: {history[-1][0]:.4f} {history[-1][1]:.2%}")
        return history

    def evaluate(self, x, y):
        y_pred = self.call(x)
        return float(self.loss_fn(y_pred, y)), float(self.hits(y_pred, y).mean())
