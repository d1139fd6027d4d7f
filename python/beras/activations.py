"""The activation functions, by Keras's names and with its defaults."""

from __future__ import annotations

from typing import Any, Callable, Optional

from beras import _engine, saving
from beras._rooms import engine_functions, named, show


def get(identifier: Any) -> Callable[..., Any]:
    """The function that a name or a configuration means; `linear` for None; functions as they are."""
    return named("linear" if identifier is None else identifier, globals(), "function")


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


globals().update(engine_functions(_engine.activations))
show(globals())
