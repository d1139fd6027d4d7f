from . import core, gradient_tape
from . import activations, layers, losses, metrics, model, onehot, optimizer

__all__ = [
    "activations",
    "core",
    "gradient_tape",
    "layers",
    "losses",
    "metrics",
    "model",
    "onehot",
    "optimizer",
]
