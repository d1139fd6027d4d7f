"""TensorFlow: Keras's layers and Adam in a hand-written train step, compiled by XLA or not."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from bench.workers.keras_peer import KerasOnTensorFlow
from bench.workers.worker import serve


class TensorFlowPeer(KerasOnTensorFlow):
    def version(self) -> str:
        return str(tf.__version__)

    def build(self) -> None:
        super().build()
        self.x, self.y = tf.constant(self.x), tf.constant(self.y)
        compiled = self.variant == "XLA"
        self.step = tf.function(self.one_step, jit_compile=compiled)
        self.forward = tf.function(self.one_prediction, jit_compile=compiled)

    def one_step(self, x: Any, y: Any) -> None:
        with tf.GradientTape() as tape:
            loss = self.model.loss(y, self.model(x, training=True))
            scaled = self.model.optimizer.scale_loss(loss)
        variables = self.model.trainable_variables
        self.model.optimizer.apply(tape.gradient(scaled, variables), variables)

    def one_prediction(self, x: Any) -> Any:
        return self.model(x, training=False)

    def train(self, batches: int) -> None:
        size = self.row.batch
        for begin in range(0, batches * size, size):
            self.step(self.x[begin : begin + size], self.y[begin : begin + size])
        self.model.weights[0].numpy()  # waits for the last step

    def predict(self) -> None:
        size = self.row.batch
        if self.row.kind == "start":
            self.one_prediction(self.x)
        elif self.row.steps == 1:
            self.forward(self.x).numpy()
        else:
            begins = range(0, self.row.samples, size)
            tf.concat([self.forward(self.x[b : b + size]) for b in begins], 0).numpy()


if __name__ == "__main__":
    serve(TensorFlowPeer())
