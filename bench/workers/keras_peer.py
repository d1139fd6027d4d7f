"""Keras's fit and predict, with TensorFlow underneath, or with "beras": the same from Beras."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from bench.workers.worker import Worker, serve
from bench.workloads import Layer, Network


class KerasPeer(Worker):
    """Networks in Keras's words; `keras` is any module that speaks them."""

    def __init__(self, module: str) -> None:
        self.keras: Any = importlib.import_module(module)

        class Residual(self.keras.layers.Layer):  # type: ignore
            """x + body(x)."""

            def __init__(self, body: Any) -> None:
                super().__init__()
                self.body = body

            def build(self, shape: Any) -> None:
                self.body.build(shape)

            def call(self, x: Any, training: bool = False) -> Any:
                return x + self.body(x, training=training)

        self.residual = Residual

    def version(self) -> str:
        return str(self.keras.__version__)

    def layer(self, layer: Layer) -> Any:
        name, arguments = layer["class_name"], {**layer}
        del arguments["class_name"]
        if name == "Residual":
            return self.residual(self.network(arguments["body"]))
        return getattr(self.keras.layers, name)(**arguments)

    def network(self, layers: Network) -> Any:
        return self.keras.Sequential([self.layer(layer) for layer in layers])

    def set_threads(self) -> None:
        """Beras reads OMP_NUM_THREADS."""

    def compile_options(self) -> dict[str, Any]:
        return {}

    def build(self) -> None:
        keras = self.keras
        self.set_threads()
        if self.row.policy != "float32":
            keras.config.set_dtype_policy(self.row.policy)
        self.x, self.y = self.arrays("xy")
        self.model = self.network(self.row.network)
        self.model.build((None, *self.row.shape))
        self.initial = self.weights()
        self.reset()
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        self.model.compile("adam", loss, **self.compile_options())

    def reset(self) -> None:
        self.model.set_weights(self.initial)

    def loss(self) -> float:
        size = self.row.batch
        result = self.model.evaluate(self.x[:size], self.y[:size], batch_size=size, verbose=0)
        return float(result)

    def train(self, batches: int) -> None:
        samples, size = batches * self.row.batch, self.row.batch
        x, y = self.x[:samples], self.y[:samples]
        self.model.fit(x, y, batch_size=size, shuffle=False, verbose=0)

    def predict(self) -> None:
        if self.row.steps == 1:
            self.model.predict_on_batch(self.x)
        else:
            self.model.predict(self.x, batch_size=self.row.batch, verbose=0)


class KerasOnTensorFlow(KerasPeer):
    def __init__(self) -> None:
        super().__init__("keras")

    def set_threads(self) -> None:
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(self.threads)
        tf.config.threading.set_inter_op_parallelism_threads(self.threads)

    def compile_options(self) -> dict[str, Any]:
        return {"jit_compile": self.variant == "XLA"}


if __name__ == "__main__":
    serve(KerasPeer("beras") if "beras" in sys.argv else KerasOnTensorFlow())
