"""Networks, losses and Adam as functions of their weights, for peers of that style (JAX, MLX)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from bench.workloads import Layer, Network

LEARNING_RATE, BETA_1, BETA_2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


class Functions(Protocol):
    """What a peer calls its functions, where the peers differ."""

    @property
    def np(self) -> Any:
        """The module of array functions."""

    def conv(self, x: Any, kernel: Any, padding: str) -> Any: ...
    def activation(self, name: str, x: Any) -> Any: ...
    def keep(self, rate: float, shape: tuple[int, ...]) -> Any:
        """A mask that is true with probability 1 - rate."""

    def layer_norm(self, x: Any, gamma: Any, beta: Any) -> Any: ...


class Forward:
    """One call of a network; in training, `moved` collects the new moving statistics."""

    def __init__(self, functions: Functions, weights: list[Any], training: bool) -> None:
        self.functions = functions
        self.weights: Iterator[tuple[int, Any]] = iter(enumerate(weights))
        self.training = training
        self.moved: dict[int, Any] = {}

    def next(self) -> Any:
        return next(self.weights)[1]

    def network(self, layers: Network, x: Any) -> Any:
        for layer in layers:
            x = self.layer(layer, x)
        return x

    def layer(self, layer: Layer, x: Any) -> Any:
        functions, kind = self.functions, layer["class_name"]
        if kind == "Dense":
            x = x @ self.next().astype(x.dtype) + self.next().astype(x.dtype)
            return functions.activation(layer["activation"], x)
        if kind == "Conv2D":
            x = functions.conv(x, self.next().astype(x.dtype), layer["padding"])
            return functions.activation(layer["activation"], x + self.next().astype(x.dtype))
        if kind == "Activation":
            return functions.activation(layer["activation"], x)
        if kind == "Residual":
            return x + self.network(layer["body"], x)
        if kind == "MaxPooling2D":
            return max_pool(x, layer["pool_size"])
        if kind == "GlobalAveragePooling2D":
            return x.mean((1, 2))
        if kind == "Flatten":
            return x.reshape(x.shape[0], -1)
        if kind == "Dropout":
            if not self.training:
                return x
            mask = functions.keep(layer["rate"], x.shape)
            return functions.np.where(mask, x / (1 - layer["rate"]), 0).astype(x.dtype)
        if kind == "LayerNormalization":
            return functions.layer_norm(x, self.next(), self.next())
        return self.batch_norm(x)

    def batch_norm(self, x: Any) -> Any:
        gamma, beta = self.next(), self.next()
        (mean_at, mean), (variance_at, variance) = next(self.weights), next(self.weights)
        if self.training:
            wide = x.astype(mean.dtype)
            batch_mean, batch_variance = wide.mean((0, 1, 2)), wide.var((0, 1, 2))
            self.moved[mean_at] = 0.99 * mean + 0.01 * batch_mean
            self.moved[variance_at] = 0.99 * variance + 0.01 * batch_variance
            mean, variance = batch_mean, batch_variance
        scale = gamma / self.functions.np.sqrt(variance + 1e-3)
        return (x * scale + (beta - mean * scale)).astype(x.dtype)


def max_pool(x: Any, size: int) -> Any:
    """By a reshape, whose gradient is far faster than that of a window that slides."""
    batch, height, width, channels = x.shape
    height, width = height // size, width // size
    x = x[:, : height * size, : width * size]
    return x.reshape(batch, height, size, width, size, channels).max((2, 4))


def crossentropy(np: Any, scores: Any, labels: Any) -> Any:
    """The mean of -log softmax(scores)[label]."""
    scores = scores.astype(np.float32)
    shifted = scores - scores.max(-1, keepdims=True)
    chosen = np.take_along_axis(shifted, labels[:, None], -1)[:, 0]
    return (np.log(np.exp(shifted).sum(-1)) - chosen).mean()


def adam(np: Any, weight: Any, gradient: Any, m: Any, v: Any, step: Any) -> tuple[Any, Any, Any]:
    """Keras's Adam; step counts from 1."""
    m = m + (gradient - m) * (1 - BETA_1)
    v = v + (np.square(gradient) - v) * (1 - BETA_2)
    rate = LEARNING_RATE * np.sqrt(1 - BETA_2**step) / (1 - BETA_1**step)
    return weight - rate * m / (np.sqrt(v) + EPSILON), m, v
