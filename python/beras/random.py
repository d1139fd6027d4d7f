"""Random tensors. The same seed gives the same numbers for any number of threads.

A `seed` is an integer, which always gives the same numbers, a `SeedGenerator`, which goes on, or None
for the global generator.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from beras import _engine
from beras._engine.random import *  # noqa: F403
from beras._ops_core import convert_to_tensor
from beras._signatures import speaking
from beras._tensor import Tensor

__all__ = ["beta", "binomial", "gamma"]
__all__ += [name for name in vars(_engine.random) if not name.startswith("_")]
__dir__ = partial(sorted, __all__)


@speaking
def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> Tensor:
    """Gamma distributed with the shape parameter `alpha` and scale 1."""
    return convert_to_tensor(_generator(seed).gamma(alpha, size=shape), dtype or "float32")


@speaking
def beta(shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None) -> Tensor:
    """Beta distributed in [0, 1]."""
    return convert_to_tensor(_generator(seed).beta(alpha, beta, size=shape), dtype or "float32")


@speaking
def binomial(
    shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None
) -> Tensor:
    """How many of `counts` trials succeed, each with its probability."""
    drawn = _generator(seed).binomial(counts, probabilities, size=shape)
    return convert_to_tensor(drawn, dtype or "float32")


def _generator(seed: Any) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=_engine.random.next_key(seed)))
