"""What holds for the whole process: the dtype policy of layers, the number of threads, and the
defaults that Keras asks."""

from __future__ import annotations

import importlib
from collections.abc import MutableMapping
from functools import partial
from typing import Any, Iterator, Optional

from beras import _engine
from beras import backend as _backend
from beras._engine.config import num_threads, set_num_threads
from beras.backend import *  # noqa: F403

__all__ = [
    "DTypePolicy",
    "DTypePolicyMap",
    "dtype_policy",
    "num_threads",
    "set_dtype_policy",
    "set_num_threads",
    *_backend.__all__,
]
__dir__ = partial(sorted, __all__)


class DTypePolicy:
    """In which dtype a layer computes, and in which it keeps its weights.

    A dtype stands for both; "mixed_bfloat16" and "mixed_float16" compute in these with weights in
    float32. Gradients of float16 need a `beras.optimizers.LossScaleOptimizer`, which `compile` puts
    around the optimizer.

    Args:
        name: of a dtype, "mixed_bfloat16" or "mixed_float16".
    """

    name: Any
    compute_dtype: Any
    variable_dtype: Any

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


class DTypePolicyMap(DTypePolicy, MutableMapping):
    """Which layer follows which policy, by its path: a dict that layers take as their `dtype`.

    ```python
    policies = beras.DTypePolicyMap("float32")
    policies["model/encoder/.*"] = "mixed_bfloat16"
    layers.Dense(10, dtype=policies)
    ```

    A layer finds its policy when it is built: that of its very path, else that of the one regular
    expression that matches it as a whole, else the default; ValueError where several match.

    Args:
        default_policy: that of the process if left out, whatever that is when it is asked.
        policy_map: policies by path.
    """

    def __init__(
        self, default_policy: Any = None, policy_map: Optional[dict[str, Any]] = None
    ) -> None:
        if isinstance(default_policy, DTypePolicyMap):
            raise ValueError(
                "[DTypePolicyMap] expected a default policy that is no map. Received: a map."
            )
        if policy_map is not None and not isinstance(policy_map, dict):
            raise TypeError(
                "[DTypePolicyMap] expected policy_map as a dict. "
                f"Received: {type(policy_map).__name__}."
            )
        self._given = default_policy
        self._policies: dict[str, DTypePolicy] = {}
        self._engine_map = _engine.config.DTypePolicyMap(default_policy)
        for path, policy in (policy_map or {}).items():
            self[path] = policy

    @property
    def default_policy(self) -> DTypePolicy:
        """That of layers for which there is no other."""
        return dtype_policy() if self._given is None else _policy(self._given)

    @property
    def name(self) -> str:
        """"map_" and the name of the default policy."""
        return f"map_{self.default_policy.name}"

    @property
    def compute_dtype(self) -> str:
        """That of the default policy."""
        return self.default_policy.compute_dtype

    @property
    def variable_dtype(self) -> str:
        """That of the default policy."""
        return self.default_policy.variable_dtype

    def __getitem__(self, path: str) -> DTypePolicy:
        return DTypePolicy(self._engine_map.get(path))

    def __setitem__(self, path: str, policy: Any) -> None:
        self._engine_map.set(path, policy)
        self._policies[path] = _policy(policy)

    def __delitem__(self, path: str) -> None:
        if path not in self._policies:
            raise KeyError(path)
        self._engine_map.erase(path)
        del self._policies[path]

    def __contains__(self, path: object) -> bool:
        return path in self._policies

    def __iter__(self) -> Iterator[str]:
        return iter(self._policies)

    def __len__(self) -> int:
        return len(self._policies)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        mapping = [(path, policy.name) for path, policy in self._policies.items()]
        return f"<DTypePolicyMap default_policy={self.default_policy.name}, mapping={mapping}>"

    def __reduce__(self) -> Any:
        return type(self), (self._given, dict(self._policies))

    def get_config(self) -> dict[str, Any]:
        """What it is made of."""
        given = self._given
        return {
            "default_policy": given.name if isinstance(given, DTypePolicy) else given,
            "policy_map": dict(self._policies),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicyMap:
        """The map that gave this configuration."""
        saving = importlib.import_module("beras.saving")
        return cls(config["default_policy"], saving.deserialize_keras_object(config["policy_map"]))


def _policy(policy: Any) -> DTypePolicy:
    return policy if isinstance(policy, DTypePolicy) else DTypePolicy(policy)


def compute_dtype(dtype: Any) -> str:
    """The dtype that a dtype, a policy or its name computes in; `floatx()` for None."""
    return _engine.config.policy(_backend.floatx() if dtype is None else dtype)[1]


def set_dtype_policy(policy: Any) -> None:
    """Layers that are made from now on follow this policy unless they are given one.

    Args:
        policy: a DTypePolicy, its name, or a dtype.
    """
    _engine.config.set_dtype_policy(policy)


def dtype_policy() -> DTypePolicy:
    """The policy of layers that are given none: float32 at first."""
    return DTypePolicy(_engine.config.dtype_policy())
