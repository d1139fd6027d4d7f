"""`inputs`, `outputs` and their like: what the seed's instance variables show of a call."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from beras import _engine

_tensor = _engine.tensor


class CallAttribute:
    """One of the seed's instance variables: it shows the call at hand, or what was assigned to it.

    The call at hand is the latest one, or, while a tape asks for a gradient, the one that it asks
    about. What a class assigns in `call` belongs to that call.
    """

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, diffable: Any, owner: Optional[type] = None) -> Any:
        if diffable is None:
            return self
        latest = diffable.__dict__.get("_Diffable__latest")
        assigned = diffable.__dict__.get("_Diffable__assigned", {})
        if diffable._engine.is_asked():
            if self.name not in assigned:
                value = getattr(diffable._engine, self.name)()
                return value if latest is None or self.name != "inputs" else latest.inputs(value)
            return self._assigned_in_call(diffable, latest, assigned[self.name])
        if self.name in assigned:
            return assigned[self.name]
        if latest is not None:
            return latest.attribute(self.name)
        try:
            return getattr(diffable._engine, self.name)()
        except ValueError as error:
            raise AttributeError(str(error)) from None

    def __set__(self, diffable: Any, value: Any) -> None:
        diffable.__dict__.setdefault("_Diffable__assigned", {})[self.name] = value

    def __delete__(self, diffable: Any) -> None:
        diffable.__dict__.get("_Diffable__assigned", {}).pop(self.name, None)

    def _assigned_in_call(self, diffable: Any, latest: Any, value: Any) -> Any:
        """What the call that is asked about would have assigned where the latest assigned `value`."""
        if latest is None or _is_same_call(diffable._engine.outputs(), latest.outputs):
            return value
        for name, argument in latest.values.items():
            if value is argument or _are_equal(value, argument):
                return diffable._engine.input_dict()[name]
        raise ValueError(
            f"[{type(diffable).__name__}] expected `{self.name}` of an earlier call. Received: what "
            "its `call` has assigned in a later one. Do not assign to it: it is filled by the call."
        )


def _is_same_call(outputs: Any, others: Any) -> bool:
    def ids(tensors: Any) -> list[Any]:
        return [_tensor.id(y) if _tensor.is_tensor(y) else None for y in tensors]

    return len(outputs) == len(others) and ids(outputs) == ids(others)


def _are_equal(value: Any, argument: Any) -> bool:
    if not isinstance(value, np.ndarray) or not isinstance(argument, np.ndarray):
        return False
    return np.array_equal(np.asarray(value), np.asarray(argument), equal_nan=value.dtype.kind == "f")
