"""Dtype policies under the names of Keras's module."""

from functools import partial

from beras.config import DTypePolicy, dtype_policy, set_dtype_policy
from beras.optimizers import LossScaleOptimizer

__all__ = [
    "DTypePolicy",
    "LossScaleOptimizer",
    "Policy",
    "dtype_policy",
    "global_policy",
    "set_dtype_policy",
    "set_global_policy",
]
__dir__ = partial(sorted, __all__)

Policy = DTypePolicy
global_policy = dtype_policy
set_global_policy = set_dtype_policy
