"""The activation functions, by Keras's names and with its defaults."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Optional

from beras import _engine
from beras._shell import engine_functions, named, public_names

globals().update(engine_functions(_engine.activations))
__all__ = ["deserialize", "get", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> Callable[..., Any]:
    """The function that a name or a configuration means; `linear` for None; functions as they are."""
    return named(
        "linear" if identifier is None else identifier, globals(), "function"
    )


def serialize(activation: Callable[..., Any]) -> str:
    """The name of an activation function, for a configuration; ValueError for one's own."""
    name = getattr(activation, "__name__", None)
    if name not in __all__ or globals()[name] is not activation:
        raise ValueError(
            f"[serialize] expected a function of beras.activations. Received: {activation!r}."
        )
    return name


def deserialize(config: str, custom_objects: Optional[dict[str, Any]] = None) -> Callable[..., Any]:
    """The function that `serialize` named, or that `custom_objects` has by that name."""
    return (custom_objects or {}).get(config) or get(config)
