"""Dtype policies of layers, under the names of Keras's module."""

from functools import partial
from typing import Any, Optional

from beras import saving
from beras.config import DTypePolicy, DTypePolicyMap, dtype_policy

__all__ = ["DTypePolicy", "DTypePolicyMap", "deserialize", "get", "serialize"]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> DTypePolicy:
    """The policy of a name, a dtype or a configuration; that of the process for None; a policy as it
    is."""
    if identifier is None:
        return dtype_policy()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return identifier if isinstance(identifier, DTypePolicy) else DTypePolicy(identifier)


def serialize(dtype_policy: DTypePolicy) -> Any:
    """The policy as a configuration, with Keras's keys."""
    return saving.serialize_keras_object(dtype_policy)


def deserialize(config: Any, custom_objects: Optional[dict[str, Any]] = None) -> Any:
    """The policy that a configuration describes."""
    return saving.deserialize_keras_object(config, custom_objects)
