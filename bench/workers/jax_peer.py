"""JAX: the whole train step jitted, its state donated; as a variant, the whole pass in one jit."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bench.workers.functional import Forward, adam, crossentropy
from bench.workers.worker import Worker, serve

State = tuple[list[Any], list[Any], list[Any], Any]
OPS: dict[str, Any] = {
    "add": lambda a, b, c: a + b,
    "multiply_add": lambda a, b, c: a * b + c,
    "exp": lambda a, b, c: jnp.exp(a),
    "tanh": lambda a, b, c: jnp.tanh(a),
    "gelu": lambda a, b, c: jax.nn.gelu(a, approximate=False),
    "sum": lambda a, b, c: jnp.sum(a),
    "max": lambda a, b, c: jnp.max(a),
    "mean_columns": lambda a, b, c: jnp.mean(a, 0),
    "mean_rows": lambda a, b, c: jnp.mean(a, 1),
}


class Functions:
    np = jnp

    def __init__(self, key: Any) -> None:
        self.key = key

    def conv(self, x: Any, kernel: Any, padding: str) -> Any:
        layout = ("NHWC", "HWIO", "NHWC")
        return jax.lax.conv_general_dilated(x, kernel, (1, 1), padding.upper(), None, None, layout)

    def activation(self, name: str, x: Any) -> Any:
        if name == "gelu":
            return jax.nn.gelu(x, approximate=False)
        return jax.nn.relu(x) if name == "relu" else x

    def keep(self, rate: float, shape: tuple[int, ...]) -> Any:
        return jax.random.bernoulli(self.key, 1 - rate, shape)

    def layer_norm(self, x: Any, gamma: Any, beta: Any) -> Any:
        wide = x.astype(gamma.dtype)
        mean, variance = wide.mean(-1, keepdims=True), wide.var(-1, keepdims=True)
        return ((wide - mean) * jax.lax.rsqrt(variance + 1e-3) * gamma + beta).astype(x.dtype)


class JaxPeer(Worker):
    def version(self) -> str:
        return jax.__version__

    def build(self) -> None:
        if self.row.kind == "op":
            self.operands = [jnp.asarray(array) for array in self.arrays("abc")]
            self.op = jax.jit(OPS[self.row.op])
            return
        self.x, self.y = (jnp.asarray(array) for array in self.arrays("xy"))
        self.reset()
        self.step = jax.jit(self.one_step, donate_argnums=0)
        self.all_steps = jax.jit(self.many_steps, donate_argnums=0)
        self.forward = jax.jit(partial(self.scores, training=False))
        self.forward_all = jax.jit(self.all_scores)

    def reset(self) -> None:
        weights = [jnp.asarray(value) for value in self.weights()]
        moments = [jnp.zeros_like(weight) for weight in weights]
        self.state: State = (weights, moments, [m.copy() for m in moments], jnp.float32(0))

    def apply(self, weights: list[Any], x: Any, key: Any, training: bool) -> tuple[Any, Any]:
        if self.row.policy == "mixed_bfloat16":
            x = x.astype(jnp.bfloat16)
        forward = Forward(Functions(key), weights, training)
        return forward.network(self.row.network, x), forward.moved

    def scores(self, weights: list[Any], x: Any, training: bool) -> Any:
        return self.apply(weights, x, None, training)[0]

    def all_scores(self, weights: list[Any], x: Any) -> Any:
        batches = x.reshape(self.row.steps, self.row.batch, *x.shape[1:])
        return jax.lax.map(lambda batch: self.scores(weights, batch, False), batches)

    def one_step(self, state: State, x: Any, y: Any, index: Any) -> State:
        size = self.row.batch
        x = jax.lax.dynamic_slice_in_dim(x, index * size, size)
        y = jax.lax.dynamic_slice_in_dim(y, index * size, size)
        weights, m, v, count = state
        count = count + 1
        key = jax.random.fold_in(jax.random.key(0, impl="rbg"), count.astype(jnp.int32))

        def loss(weights: list[Any]) -> tuple[Any, Any]:
            scores, moved = self.apply(weights, x, key, training=True)
            return crossentropy(jnp, scores, y), moved

        gradients, moved = jax.grad(loss, has_aux=True)(weights)
        updates = [
            (moved[i], m[i], v[i]) if i in moved
            else adam(jnp, weights[i], gradients[i], m[i], v[i], count)
            for i in range(len(weights))
        ]  # fmt: skip
        new_weights, new_m, new_v = (list(column) for column in zip(*updates, strict=True))
        return new_weights, new_m, new_v, count

    def many_steps(self, state: State, x: Any, y: Any, batches: Any) -> State:
        last: State = jax.lax.fori_loop(0, batches, lambda i, s: self.one_step(s, x, y, i), state)
        return last

    def loss(self) -> float:
        if self.row.kind == "op":
            return float(np.mean(self.op(*self.operands), dtype=np.float64))
        size = self.row.batch
        return float(crossentropy(jnp, self.forward(self.state[0], self.x[:size]), self.y[:size]))

    def train(self, batches: int) -> None:
        if self.variant == "one jit a pass":
            self.state = self.all_steps(self.state, self.x, self.y, batches)
        else:
            for index in range(batches):
                self.state = self.step(self.state, self.x, self.y, index)
        jax.block_until_ready(self.state)

    def predict(self) -> None:
        weights, size = self.state[0], self.row.batch
        if self.variant == "one jit a pass" and self.row.steps > 1:
            jax.block_until_ready(self.forward_all(weights, self.x))
            return
        outputs = [
            self.forward(weights, self.x if self.row.steps == 1 else self.x[begin : begin + size])
            for begin in range(0, self.row.samples, size)
        ]
        jax.block_until_ready(outputs if len(outputs) == 1 else jnp.concatenate(outputs))

    def evaluate_op(self) -> None:
        jax.block_until_ready(self.op(*self.operands))


if __name__ == "__main__":
    serve(JaxPeer())
