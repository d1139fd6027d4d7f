"""The activation functions, by Keras's names and with its defaults."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Optional

from beras import _engine, saving
from beras._rooms import engine_functions, named, public_names

globals().update(engine_functions(_engine.activations))
__all__ = ["deserialize", "get", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> Callable[..., Any]:
    """The function that a name or a configuration means; `linear` for None; functions as they are."""
    return named(
        "linear" if identifier is None else identifier, globals(), "function"
    )


def serialize(activation: Callable[..., Any]) -> Any:
    """The name of an activation function; a function or layer of another make as a configuration."""
    config = saving.serialize_keras_object(activation)
    is_known = activation is globals().get(config["config"]) if _is_function(config) else False
    return config["config"] if is_known else config


def deserialize(config: Any, custom_objects: Optional[dict[str, Any]] = None) -> Callable[..., Any]:
    """What `serialize` described; `custom_objects` has further functions by name."""
    with saving.custom_object_scope(custom_objects):
        return get(config)


def _is_function(config: Any) -> bool:
    return isinstance(config, dict) and config["class_name"] == "function"
