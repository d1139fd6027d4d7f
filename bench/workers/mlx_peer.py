"""MLX on the CPU: a compiled train step."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import mlx.core as mx
import numpy as np

from bench.workers.functional import Forward, adam, crossentropy
from bench.workers.worker import Worker, serve

mx.set_default_device(mx.cpu)

OPS: dict[str, Any] = {
    "add": lambda a, b, c: a + b,
    "multiply_add": lambda a, b, c: a * b + c,
    "exp": lambda a, b, c: mx.exp(a),
    "tanh": lambda a, b, c: mx.tanh(a),
    "gelu": lambda a, b, c: gelu(a),
    "sum": lambda a, b, c: mx.sum(a),
    "max": lambda a, b, c: mx.max(a),
    "mean_columns": lambda a, b, c: mx.mean(a, 0),
    "mean_rows": lambda a, b, c: mx.mean(a, 1),
}


def gelu(x: Any) -> Any:
    return x * (1 + mx.erf(x / math.sqrt(2))) / 2


class Functions:
    np = mx

    def conv(self, x: Any, kernel: Any, padding: str) -> Any:
        margin = kernel.shape[0] // 2 if padding == "same" else 0
        return mx.conv2d(x, kernel.transpose(3, 0, 1, 2), padding=margin)

    def activation(self, name: str, x: Any) -> Any:
        if name == "gelu":
            return gelu(x)
        return mx.maximum(x, 0) if name == "relu" else x

    def keep(self, rate: float, shape: tuple[int, ...]) -> Any:
        return mx.random.bernoulli(1 - rate, shape)

    def layer_norm(self, x: Any, gamma: Any, beta: Any) -> Any:
        return mx.fast.layer_norm(x, gamma, beta, 1e-3)


class MlxPeer(Worker):
    def version(self) -> str:
        return str(mx.__version__)

    def build(self) -> None:
        if self.row.kind == "op":
            self.operands = [mx.array(array) for array in self.arrays("abc")]
            self.op = mx.compile(OPS[self.row.op])
            return
        self.x, self.y = (mx.array(array) for array in self.arrays("xy"))
        self.reset()
        self.step = mx.compile(self.one_step, inputs=mx.random.state, outputs=mx.random.state)
        self.forward = mx.compile(partial(self.scores, training=False))

    def reset(self) -> None:
        weights = [mx.array(value) for value in self.weights()]
        moments = [[mx.zeros_like(weight) for weight in weights] for _ in range(2)]
        self.state = [weights, *moments, mx.array(0.0)]
        mx.eval(self.state)

    def apply(self, weights: list[Any], x: Any, training: bool) -> tuple[Any, dict[int, Any]]:
        forward = Forward(Functions(), weights, training)
        return forward.network(self.row.network, x), forward.moved

    def scores(self, weights: list[Any], x: Any, training: bool) -> Any:
        return self.apply(weights, x, training)[0]

    def one_step(self, state: list[Any], x: Any, y: Any) -> list[Any]:
        weights, m, v, count = state
        count = count + 1

        def loss(weights: list[Any]) -> tuple[Any, dict[int, Any]]:
            scores, moved = self.apply(weights, x, training=True)
            return crossentropy(mx, scores, y), moved

        (_, moved), gradients = mx.value_and_grad(loss)(weights)
        updates = [
            (moved[i], m[i], v[i]) if i in moved
            else adam(mx, weights[i], gradients[i], m[i], v[i], count)
            for i in range(len(weights))
        ]  # fmt: skip
        return [*(list(column) for column in zip(*updates, strict=True)), count]

    def loss(self) -> float:
        if self.row.kind == "op":
            return float(np.mean(np.asarray(self.op(*self.operands)), dtype=np.float64))
        size = self.row.batch
        scores = self.forward(self.state[0], self.x[:size])
        return float(crossentropy(mx, scores, self.y[:size]).item())

    def train(self, batches: int) -> None:
        size = self.row.batch
        for begin in range(0, batches * size, size):
            x, y = self.x[begin : begin + size], self.y[begin : begin + size]
            self.state = self.step(self.state, x, y)
            mx.eval(self.state)

    def predict(self) -> None:
        weights, size = self.state[0], self.row.batch
        if self.row.steps == 1:
            mx.eval(self.forward(weights, self.x))
            return
        begins = range(0, self.row.samples, size)
        mx.eval(mx.concatenate([self.forward(weights, self.x[b : b + size]) for b in begins]))

    def evaluate_op(self) -> None:
        mx.eval(self.op(*self.operands))


if __name__ == "__main__":
    serve(MlxPeer())
