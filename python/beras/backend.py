"""What runs the computation, and its defaults; for scripts that ask Keras."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _signatures  # noqa: F401  # which `inspect.signature` asks about these
from beras._engine.config import epsilon, image_data_format, set_epsilon, set_image_data_format

__all__ = [
    "backend",
    "epsilon",
    "floatx",
    "image_data_format",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
]
__dir__ = partial(sorted, __all__)


def backend() -> str:
    """The name of the engine."""
    return "beras"


def floatx() -> str:
    """The dtype of weights unless they are given one."""
    return "float32"


def set_floatx(value: Any) -> None:
    """Accepts "float32", which it always is. `set_dtype_policy` sets what layers compute in."""
    if value != "float32":
        raise ValueError(
            "[set_floatx] expected 'float32', the only default. "
            f"Received: {value!r}. set_dtype_policy sets the dtype of layers."
        )
