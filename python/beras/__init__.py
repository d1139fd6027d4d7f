"""Beras: Keras, native.

The classes of the seed are in `beras.core` and `beras.gradient_tape`; Keras's API is here, so that
`import beras as keras` runs the usual scripts.
"""

import importlib
from typing import Any

from beras._engine import (
    BackendError,
    DTypeError,
    Error,
    FormatError,
    IndexError,
    ShapeError,
    TapeError,
    ValueError,
    __version__,
)
from beras._tensor import Tensor
from beras._variable import Variable
from beras.gradient_tape import GradientTape

_MODULES = (
    *("activations", "backend", "callbacks", "config", "constraints", "core", "data", "datasets"),
    "dtype_policies",
    *("gradient_tape", "initializers", "layers", "losses", "metrics", "mixed_precision", "models"),
    *("ops", "optimizers", "profiler", "random", "regularizers", "saving", "tree", "utils"),
)
_FROM_MODULES = {
    "Callable": "core",
    "DTypePolicy": "config",
    "DTypePolicyMap": "config",
    "Diffable": "core",
    "Input": "layers",
    "Jacobian": "core",
    "KerasTensor": "_keras_tensor",
    "Layer": "layers",
    "Loss": "losses",
    "Metric": "metrics",
    "Model": "models",
    "Optimizer": "optimizers",
    "Regularizer": "regularizers",
    "Sequential": "models",
    "Weighted": "core",
    "check_gradients": "core",
    "per_sample_gradients": "models",
}

__all__ = [
    "BackendError",
    "DTypeError",
    "Error",
    "FormatError",
    "GradientTape",
    "IndexError",
    "ShapeError",
    "TapeError",
    "Tensor",
    "ValueError",
    "Variable",
    "__version__",
    *_MODULES,
    *_FROM_MODULES,
]


def __getattr__(name: str) -> Any:
    # Modules are imported when they are first used, so that `import beras` takes no time.
    if name in _MODULES:
        return importlib.import_module(f"beras.{name}")
    if name in _FROM_MODULES:
        return getattr(importlib.import_module(f"beras.{_FROM_MODULES[name]}"), name)
    raise AttributeError(f"module 'beras' has no attribute {name!r}")


def __dir__() -> "list[str]":
    return sorted(__all__)
