"""Beras: Keras, native.

The classes of the seed are in `beras.core` and `beras.gradient_tape`; Keras's API is here, so that
`import beras as keras` runs the usual scripts.
"""

from beras import activations, ops, random
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
from beras._tensor import Tensor, Variable
from beras.gradient_tape import GradientTape

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
    "activations",
    "ops",
    "random",
]
