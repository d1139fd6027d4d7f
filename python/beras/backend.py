"""What runs the computation, and its defaults; for scripts that ask Keras."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _engine
from beras._signatures import speaking

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


def epsilon() -> float:
    """The small number that keeps quotients and logarithms finite: 1e-7 unless set."""
    return _engine.config.epsilon()


@speaking
def set_epsilon(value: float) -> None:
    """Sets it, for the whole process: cross-entropies clip probabilities by it, and it is what ops
    add that are given no epsilon of their own.

    Args:
        value: in [0, 0.5).
    """
    _engine.config.set_epsilon(value)


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


def image_data_format() -> str:
    """The order of axes of images unless a layer or an op is told otherwise: "channels_last" unless
    set."""
    return _engine.config.image_data_format()


@speaking
def set_image_data_format(data_format: str) -> None:
    """Sets it, for the whole process and for layers that are made from now on.

    Args:
        data_format: "channels_last" or "channels_first".
    """
    _engine.config.set_image_data_format(data_format)
