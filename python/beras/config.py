"""What holds for the whole process: the dtype policy of layers, the number of threads, and the
defaults that Keras asks."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _engine
from beras.backend import (
    backend,
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)

__all__ = [
    "DTypePolicy",
    "backend",
    "dtype_policy",
    "epsilon",
    "floatx",
    "image_data_format",
    "num_threads",
    "set_dtype_policy",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_num_threads",
]
__dir__ = partial(sorted, __all__)


class DTypePolicy:
    """In which dtype a layer computes, and in which it keeps its weights.

    A dtype stands for both; "mixed_bfloat16" computes in bfloat16 with weights in float32.

    Args:
        name: of a dtype, or "mixed_bfloat16".
    """

    def __init__(self, name: str) -> None:
        self.name, self.compute_dtype, self.variable_dtype = _engine.config.policy(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f'<DTypePolicy "{self.name}">'

    def get_config(self) -> dict[str, Any]:
        """What it is made of."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        """The policy that gave this configuration."""
        return cls(**config)


def compute_dtype(dtype: Any) -> str:
    """The dtype that a dtype, a policy or its name computes in; `floatx()` for None."""
    return _engine.config.policy(floatx() if dtype is None else dtype)[1]


def set_dtype_policy(policy: Any) -> None:
    """Layers that are made from now on follow this policy unless they are given one.

    Args:
        policy: a DTypePolicy, its name, or a dtype.
    """
    _engine.config.set_dtype_policy(policy)


def dtype_policy() -> DTypePolicy:
    """The policy of layers that are given none: float32 at first."""
    return DTypePolicy(_engine.config.dtype_policy())


def num_threads() -> int:
    """The number of threads that computations may use: all cores unless set."""
    return _engine.config.num_threads()


def set_num_threads(count: int) -> None:
    """Sets it, for the whole process; at least 1. Results do not depend on it."""
    _engine.config.set_num_threads(count)
