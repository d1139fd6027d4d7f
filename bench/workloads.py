"""What is measured: one statement a row, in words that every peer's worker understands.

A network is a tuple of layers, each a dictionary of Keras's name of the class and its arguments;
numbers (Adam's settings, epsilons, padding) are those of Keras. A new row is a line in ROWS, a new
layer a function here, a shape in `shapes.py` and a line in each peer's worker that shall run it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Layer = Mapping[str, Any]
Network = tuple[Layer, ...]


def dense(units: int, activation: str = "linear") -> Layer:
    return {"class_name": "Dense", "units": units, "activation": activation}


def conv(filters: int, activation: str = "linear", padding: str = "valid", size: int = 3) -> Layer:
    return {
        "class_name": "Conv2D",
        "filters": filters,
        "kernel_size": size,
        "padding": padding,
        "activation": activation,
    }


def max_pool(size: int = 2) -> Layer:
    return {"class_name": "MaxPooling2D", "pool_size": size}


def global_average_pool() -> Layer:
    return {"class_name": "GlobalAveragePooling2D"}


def flatten() -> Layer:
    return {"class_name": "Flatten"}


def dropout(rate: float) -> Layer:
    return {"class_name": "Dropout", "rate": rate}


def batch_norm() -> Layer:
    return {"class_name": "BatchNormalization"}


def layer_norm() -> Layer:
    return {"class_name": "LayerNormalization"}


def activation(name: str) -> Layer:
    return {"class_name": "Activation", "activation": name}


def residual(*body: Layer) -> Layer:
    """x + body(x)."""
    return {"class_name": "Residual", "body": body}


@dataclass(frozen=True)
class Row:
    """One thing to measure."""

    name: str
    title: str
    kind: str
    """train and predict pass over all samples in batches; latency predicts one sample again and
    again; start is a fresh process up to its first prediction; op evaluates `op` on arrays."""
    network: Network = ()
    shape: tuple[int, ...] = ()
    """Of one sample; for an op, of its arrays."""
    batch: int = 1
    samples: int = 1
    policy: str = "float32"
    """The dtype policy, as in Keras: float32 or mixed_bfloat16."""
    op: str = ""

    @property
    def steps(self) -> int:
        """Batches, calls or evaluations in one pass."""
        return self.samples // self.batch

    @property
    def has_dropout(self) -> bool:
        return any(layer["class_name"] == "Dropout" for layer in self.network)


MLP = (dense(128, "relu"), dense(10))
WIDE_MLP = 4 * (dense(1024, "relu"),) + (dense(10),)
CONVNET = (
    conv(32, "relu"),
    max_pool(),
    conv(64, "relu"),
    max_pool(),
    flatten(),
    dropout(0.5),
    dense(10),
)
RESIDUAL_BLOCK = (
    residual(
        conv(64, padding="same"),
        batch_norm(),
        activation("relu"),
        conv(64, padding="same"),
        batch_norm(),
    ),
    activation("relu"),
)
RESNET = 2 * RESIDUAL_BLOCK + (global_average_pool(), dense(10))
FEEDFORWARD = 4 * (layer_norm(), dense(768, "gelu")) + (dense(10),)

PIXELS, IMAGE = (784,), (28, 28, 1)
OP_SHAPE = (10_000, 1_000)


def mlp(batch: int) -> Row:
    title = f"MLP 784-128-10, batch {batch}"
    return Row(f"mlp-{batch}", title, "train", MLP, PIXELS, batch, 16_384)


def op(name: str, title: str) -> Row:
    return Row(f"op-{name}", title, "op", shape=OP_SHAPE, op=name)


BF16 = "mixed_bfloat16"
ROWS = (
    mlp(32),
    mlp(128),
    mlp(1024),
    Row("wide", "four layers of 1024, batch 256", "train", WIDE_MLP, (1024,), 256, 4096),
    Row("wide-bf16", "the same, bfloat16", "train", WIDE_MLP, (1024,), 256, 4096, BF16),
    Row("convnet", "MNIST convnet, batch 128", "train", CONVNET, IMAGE, 128, 2048),
    Row("convnet-bf16", "the same, bfloat16", "train", CONVNET, IMAGE, 128, 2048, BF16),
    Row("resnet", "residual blocks 32x32x64, batch 64", "train", RESNET, (32, 32, 64), 64, 128),
    Row("layernorm", "layer norm, GELU, 768 wide, 4096 rows", "train", FEEDFORWARD, (768,),
        4096, 8192),
    Row("mlp-predict", "MLP, batches of 128", "predict", MLP, PIXELS, 128, 16_384),
    Row("convnet-predict", "convnet, batches of 128", "predict", CONVNET, IMAGE, 128, 2048),
    Row("mlp-latency", "MLP, one sample", "latency", MLP, PIXELS),
    Row("convnet-latency", "convnet, one sample", "latency", CONVNET, IMAGE),
    Row("mlp-start", "MLP, process start to first prediction", "start", MLP, PIXELS),
    op("add", "a + b"),
    op("multiply_add", "a * b + c"),
    op("exp", "exp(a)"),
    op("tanh", "tanh(a)"),
    op("gelu", "gelu(a)"),
    op("sum", "sum(a)"),
    op("max", "max(a)"),
    op("mean_columns", "mean(a, axis 0)"),
    op("mean_rows", "mean(a, axis 1)"),
)  # fmt: skip
