"""What follows from a network's description: shapes of weights and activations, FLOPs and bytes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bench.workloads import Layer, Row

Shape = tuple[int, ...]
FLOAT = 4

OPERANDS = {"add": 2, "multiply_add": 3}
"""Arrays that an op reads, where it is not one."""
RESULTS = {"sum": 0, "max": 0, "mean_columns": 0, "mean_rows": 0}
"""Arrays that an op writes, where it is not one; a reduction's are too small to count."""


def output_shape(layer: Layer, shape: Shape) -> Shape:
    """The shape of one sample after the layer."""
    kind = layer["class_name"]
    if kind == "Dense":
        return (*shape[:-1], layer["units"])
    if kind == "Conv2D":
        margin = layer["kernel_size"] - 1 if layer["padding"] == "valid" else 0
        return (shape[0] - margin, shape[1] - margin, layer["filters"])
    if kind == "MaxPooling2D":
        return (shape[0] // layer["pool_size"], shape[1] // layer["pool_size"], shape[2])
    if kind == "GlobalAveragePooling2D":
        return shape[-1:]
    if kind == "Flatten":
        return (math.prod(shape),)
    return shape


def weight_shapes(layer: Layer, shape: Shape) -> list[Shape]:
    """The layer's own weights, in Keras's order and layout, for samples of that shape."""
    kind = layer["class_name"]
    if kind == "Dense":
        return [(shape[-1], layer["units"]), (layer["units"],)]
    if kind == "Conv2D":
        size, filters = layer["kernel_size"], layer["filters"]
        return [(size, size, shape[-1], filters), (filters,)]
    if kind == "BatchNormalization":
        return 4 * [shape[-1:]]
    if kind == "LayerNormalization":
        return 2 * [shape[-1:]]
    return []


def walk(layers: tuple[Layer, ...], shape: Shape) -> Iterator[tuple[Layer, Shape]]:
    """Each layer with the shape of its input, inside of residuals too, in the order of weights."""
    for layer in layers:
        if layer["class_name"] == "Residual":
            yield from walk(layer["body"], shape)
        yield layer, shape
        shape = output_shape(layer, shape)


@dataclass(frozen=True)
class Cost:
    """What one step cannot do without."""

    flops: float
    """Of matrix products and convolutions, a multiplication and an addition each."""
    streamed: float
    """Bytes that no cache can hold back: the batch, and what else is there if all of it together
    is more than the last cache holds."""


def cost(row: Row, cache: int) -> Cost:
    """The cost of one step of a row on a machine whose last cache has that many bytes."""
    if row.kind == "op":
        arrays = OPERANDS.get(row.op, 1) + RESULTS.get(row.op, 1)
        return Cost(0, arrays * FLOAT * math.prod(row.shape))
    training = row.kind == "train"
    flops = weights = activations = 0
    first = True
    for layer, shape in walk(row.network, row.shape):
        output = math.prod(output_shape(layer, shape))
        activations += output
        own = weight_shapes(layer, shape)
        weights += sum(map(math.prod, own))
        if layer["class_name"] in ("Dense", "Conv2D"):
            forward = 2 * math.prod(own[0]) * (output // own[0][-1])
            # Backward: gradients of the kernel and of the input, which the first layer is spared.
            flops += forward * ((2 if first else 3) if training else 1)
            first = False
    data = row.batch * math.prod(row.shape)
    activations *= row.batch
    if training:
        # Weights, gradients and Adam's moments are read, and all but the gradients written;
        # activations and their gradients are written once and read once.
        state, traffic = 4 * weights + 2 * activations, 7 * weights + 4 * activations
    else:
        state, traffic = weights + activations, weights + 2 * activations
    fits = FLOAT * (data + state) <= cache
    return Cost(row.batch * flops, FLOAT * (data if fits else data + traffic))
