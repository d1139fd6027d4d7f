"""What runs the computation, and its defaults; for scripts that ask Keras."""

from __future__ import annotations

__all__ = ["backend", "epsilon", "floatx", "image_data_format"]


def backend() -> str:
    """The name of the engine."""
    return "beras"


def epsilon() -> float:
    """The small number that keeps quotients and logarithms finite."""
    return 1e-7


def floatx() -> str:
    """The dtype of weights unless they are given one."""
    return "float32"


def image_data_format() -> str:
    """The order of axes of images unless a layer is told otherwise."""
    return "channels_last"
