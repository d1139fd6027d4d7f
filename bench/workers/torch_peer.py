"""PyTorch, eager or, with --compile, through torch.compile."""

from __future__ import annotations

import contextlib
import math
import sys
from typing import Any

import torch
from torch import Tensor, nn

from bench.shapes import output_shape, weight_shapes
from bench.workers.worker import Worker, serve
from bench.workloads import Layer, Network

ACTIVATIONS = {"linear": nn.Identity, "relu": nn.ReLU, "gelu": nn.GELU}
OPS: dict[str, Any] = {
    "add": lambda a, b, c, out: torch.add(a, b, out=out),
    "multiply_add": lambda a, b, c, out: torch.addcmul(c, a, b, out=out),
    "exp": lambda a, b, c, out: torch.exp(a, out=out),
    "tanh": lambda a, b, c, out: torch.tanh(a, out=out),
    "gelu": lambda a, b, c, out: nn.functional.gelu(a),
    "sum": lambda a, b, c, out: torch.sum(a),
    "max": lambda a, b, c, out: torch.max(a),
    "mean_columns": lambda a, b, c, out: torch.mean(a, 0),
    "mean_rows": lambda a, b, c, out: torch.mean(a, 1),
}


class Flatten(nn.Module):
    """In Keras's order of elements, which channels_last memory has anyway."""

    def forward(self, x: Tensor) -> Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


class GlobalAverage(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.mean((2, 3))


class Residual(nn.Module):
    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Any:
        return x + self.body(x)


def module(layer: Layer, shape: tuple[int, ...]) -> nn.Module:
    """The layer for samples of that shape (channels last, as everywhere in the descriptions)."""
    kind = layer["class_name"]
    if kind == "Dense":
        return nn.Linear(shape[-1], layer["units"])
    if kind == "Conv2D":
        return nn.Conv2d(
            shape[-1], layer["filters"], layer["kernel_size"], padding=layer["padding"]
        )
    if kind == "Residual":
        return Residual(network(layer["body"], shape))
    if kind == "MaxPooling2D":
        return nn.MaxPool2d(layer["pool_size"])
    if kind == "BatchNormalization":
        return nn.BatchNorm2d(shape[-1], eps=1e-3, momentum=0.01)
    if kind == "LayerNormalization":
        return nn.LayerNorm(shape[-1], eps=1e-3)
    if kind == "Dropout":
        return nn.Dropout(layer["rate"])
    if kind == "Activation":
        return ACTIVATIONS[layer["activation"]]()
    return GlobalAverage() if kind == "GlobalAveragePooling2D" else Flatten()


def network(layers: Network, shape: tuple[int, ...]) -> nn.Sequential:
    modules = []
    for layer in layers:
        modules.append(module(layer, shape))
        if weight_shapes(layer, shape) and layer.get("activation", "linear") != "linear":
            modules.append(ACTIVATIONS[layer["activation"]]())
        shape = output_shape(layer, shape)
    return nn.Sequential(*modules)


class TorchPeer(Worker):
    def __init__(self, compiled: bool) -> None:
        self.compiled = compiled
        torch.set_flush_denormal(True)

    def version(self) -> str:
        return torch.__version__

    def build(self) -> None:
        torch.set_num_threads(self.threads)
        if self.row.kind == "op":
            self.operands = [torch.from_numpy(array) for array in self.arrays("abc")]
            self.out = torch.empty_like(self.operands[0])
            self.op = torch.compile(OPS[self.row.op]) if self.compiled else OPS[self.row.op]
            return
        x, y = self.arrays("xy")
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(y).long()
        self.model = network(self.row.network, self.row.shape)
        if len(self.row.shape) == 3:
            self.x = self.x.permute(0, 3, 1, 2)  # a view: the memory is channels_last
            self.model = self.model.to(memory_format=torch.channels_last)
        self.reset()
        self.run_model = torch.compile(self.model) if self.compiled else self.model
        self.optimizer = torch.optim.Adam(self.model.parameters(), fused=True)
        self.steps = 0

    def reset(self) -> None:
        state = [
            tensor
            for name, tensor in self.model.state_dict().items()
            if not name.endswith("num_batches_tracked")
        ]
        for target, value in zip(state, self.weights(), strict=True):
            source = torch.from_numpy(value)
            if source.ndim == 2:
                source = source.T
            elif source.ndim == 4:
                source = source.permute(3, 2, 0, 1)
            target.copy_(source)

    def autocast(self) -> contextlib.AbstractContextManager[object]:
        if self.row.policy == "float32":
            return contextlib.nullcontext()
        return torch.autocast("cpu", torch.bfloat16)

    def loss(self) -> float:
        if self.row.kind == "op":
            return float(self.op(*self.operands, self.out).double().mean())
        self.model.eval()
        with torch.inference_mode(), self.autocast():
            scores = self.run_model(self.x[: self.row.batch])
            return float(nn.functional.cross_entropy(scores.float(), self.y[: self.row.batch]))

    def train(self, batches: int) -> None:
        self.model.train()
        size = self.row.batch
        for begin in range(0, batches * size, size):
            self.optimizer.zero_grad()
            with self.autocast():
                scores = self.run_model(self.x[begin : begin + size])
            loss = nn.functional.cross_entropy(scores, self.y[begin : begin + size])
            loss.backward()
            # Keras adds epsilon before it corrects the second moment's bias, PyTorch after it.
            self.steps += 1
            self.optimizer.param_groups[0]["eps"] = 1e-7 / math.sqrt(1 - 0.999**self.steps)
            self.optimizer.step()

    def predict(self) -> None:
        self.model.eval()
        with torch.inference_mode(), self.autocast():
            if self.row.steps == 1:
                self.run_model(self.x)
            else:
                torch.cat([self.run_model(part) for part in self.x.split(self.row.batch)])

    def evaluate_op(self) -> None:
        self.op(*self.operands, self.out)


if __name__ == "__main__":
    serve(TorchPeer("--compile" in sys.argv))
