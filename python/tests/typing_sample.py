"""A program as users write them: `mypy --strict` has nothing to say about it, and it runs."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import numpy.typing as npt

import beras
from beras import GradientTape, Tensor, callbacks, layers, losses, metrics, ops, optimizers

Images = npt.NDArray[np.float32]


class Scale(layers.Layer):
    """x * gain."""

    def __init__(self, initial: float = 1.0, name: Optional[str] = None) -> None:
        super().__init__(name=name)
        self.initial = initial

    def build(self, input_shape: tuple[int, ...]) -> None:
        self.gain = self.add_weight(name="gain", shape=(input_shape[-1],), initializer="ones")
        self.gain.assign(self.gain * self.initial)

    def call(self, x: Tensor, training: bool = False) -> Tensor:
        return x * self.gain


class Cube(beras.Diffable):
    """x^3, with its derivative stated."""

    @property
    def weights(self) -> list[Tensor]:
        return []

    def call(self, x: Tensor) -> Tensor:
        return x**3

    def get_input_gradients(self) -> list[beras.Jacobian]:
        return [beras.Jacobian.elementwise(3 * self.inputs[0] ** 2)]


class Residual(beras.Model):
    """x + f(x)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.hidden = layers.Dense(16, activation="relu", kernel_initializer="he_normal")
        self.back = layers.Dense(width, use_bias=False)

    def call(self, x: Tensor) -> Tensor:
        return x + self.back(self.hidden(x))


class Losses(callbacks.Callback):
    """Notes the loss of each epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[float] = []

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, float]] = None) -> None:
        self.values.append((logs or {})["loss"])


def data(samples: int) -> tuple[Images, npt.NDArray[np.int32]]:
    x = np.random.default_rng(0).normal(size=(samples, 8)).astype(np.float32)
    return x, (x.sum(axis=1) > 0).astype(np.int32)


def twice(image: beras.KerasTensor) -> beras.KerasTensor:
    return (image[:, 0] * 2 + 1) / -abs(image.reshape((-1, 4)))


def classifier() -> beras.Sequential:
    model = beras.Sequential(
        [
            beras.Input(shape=(8,)),
            Scale(initial=0.5),
            layers.Dense(32, activation=ops.tanh),
            layers.BatchNormalization(momentum=0.9),
            layers.Dropout(0.1, seed=1),
            layers.Dense(2, name="scores"),
        ]
    )
    model.compile(
        optimizer=optimizers.Adam(learning_rate=0.01, clipnorm=1.0),
        loss=losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def train_by_hand(model: beras.Sequential, x: Images, y: npt.NDArray[np.int32]) -> float:
    optimizer = optimizers.SGD(0.05, momentum=0.9)
    loss_of = losses.SparseCategoricalCrossentropy(from_logits=True)
    mean = metrics.Mean()
    for _ in range(3):
        with GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        mean.update_state(loss)
    return float(mean.result())


def derivatives() -> tuple[Tensor, Tensor]:
    x = Tensor([1.0, 2.0, 3.0])
    with GradientTape(persistent=True) as tape:
        y = Cube()(x) + 2.0 * x - x / 3 + (x @ x)
        total = ops.sum(ops.exp(-y), axis=0)
    return tape.jacobian(y, x), tape.gradient(total, x)


def main() -> None:
    x, y = data(256)
    model = classifier()
    noted = Losses()
    history = model.fit(x, y, epochs=2, validation_split=0.25, callbacks=[noted], verbose=0)
    course: list[float] = history.history["loss"]
    assert course == noted.values
    scores: npt.NDArray[np.float32] = np.asarray(model.predict(x[:4], verbose=0))
    assert scores.shape == (4, 2)
    assert train_by_hand(model, x, y) > 0

    residual = Residual(8)
    residual.compile(optimizer="sgd", loss="mse")
    residual.fit(x, np.sin(x), epochs=1, verbose=0)

    jacobian, gradient = derivatives()
    plain: npt.NDArray[Any] = gradient.numpy()
    assert jacobian.shape == (3, 3) and plain.shape == (3,)
    kernel: Tensor = residual.hidden.kernel
    kernel.trainable = False
    mask: Tensor = kernel > 0
    first: Tensor = kernel[0]
    assert mask.dtype == np.bool_ and first.shape == (16,)


if __name__ == "__main__":
    main()
