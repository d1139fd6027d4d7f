"""What a room of the package shows, and what names and configurations mean in it."""

from __future__ import annotations

import difflib
from typing import Any, Callable, Optional

from beras import saving
from beras._registered import get_registered_object
from beras._shell import Shell, is_of_engine


def engine_functions(module: Any) -> dict[str, Any]:
    """The functions of an engine's module."""
    return {
        name: value for name, value in vars(module).items() if hasattr(value, "__nb_signature__")
    }


def public_names(module: dict[str, Any]) -> list[str]:
    """What a room gives: its classes, the functions that come from the engine, and their aliases."""

    def is_public(value: Any) -> bool:
        if isinstance(value, type):
            return value.__module__ == module["__name__"]
        return hasattr(value, "__nb_signature__")

    return sorted(name for name, value in module.items() if name[0] != "_" and is_public(value))


def named(identifier: Any, module: dict[str, Any], what: str) -> Any:
    """What a name means in a room: an object of a class, or a function; of a class itself, an
    object; of a configuration as Keras serializes it, what it is of; other things as they are.

    Upper and lower case are alike, where no other name differs by that alone.
    """
    if isinstance(identifier, dict):
        return _configured(identifier, module, what)
    if isinstance(identifier, type):
        return identifier()
    if identifier is None or callable(identifier) or isinstance(identifier, Shell):
        return identifier
    if not isinstance(identifier, str):
        room = module["__name__"].rpartition(".")[2]
        raise ValueError(
            f"[{room}] expected the name of a {what}, or one. Received: {identifier!r}."
        )
    value = _known(identifier, module, what)
    return value() if isinstance(value, type) else value


def converters(get: Callable[[Any], Any]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """`serialize` and `deserialize` of a room whose configurations `get` understands."""

    def serialize(obj: Any) -> Any:
        """The object as a configuration, with Keras's keys."""
        return saving.serialize_keras_object(obj)

    def deserialize(config: Any, custom_objects: Optional[dict[str, Any]] = None) -> Any:
        """What a configuration describes; `custom_objects` has classes and functions of one's own
        by name."""
        with saving.custom_object_scope(custom_objects):
            return get(config)

    for function in (serialize, deserialize):
        function.__module__ = get.__module__
    return serialize, deserialize


def _known(identifier: str, module: dict[str, Any], what: str) -> Any:
    """The class or the function of that name."""
    known = {name: module[name] for name in public_names(module) if not _is_base(module[name])}
    by_lower_case = {name.lower(): value for name, value in known.items()}
    value = known.get(identifier, by_lower_case.get(identifier.lower()))
    if value is None:
        near = difflib.get_close_matches(identifier.lower(), by_lower_case, 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
        room = module["__name__"].rpartition(".")[2]
        raise ValueError(f"[{room}] expected a known {what}. Received: {identifier!r}. {hint}")
    return value


def _configured(identifier: dict[str, Any], module: dict[str, Any], what: str) -> Any:
    """The object of {"class_name": name, "config": arguments}; a function's name is its config."""
    name, config = identifier.get("class_name"), identifier.get("config") or {}
    given = config if name == "function" else name
    if not isinstance(given, str) or (name != "function" and not isinstance(config, dict)):
        raise _no_configuration(identifier, module)
    if "module" not in identifier and get_registered_object(given) is None:
        # Of an older Keras, or by hand: the room says which name is meant.
        value = _known(given, module, what)
        if isinstance(value, type):
            return value.from_config(config)  # type: ignore[attr-defined]
        if name == "function" or not config:
            return value
        raise _no_configuration(identifier, module)
    return saving.deserialize_keras_object(identifier)


def _no_configuration(identifier: Any, module: dict[str, Any]) -> ValueError:
    room = module["__name__"].rpartition(".")[2]
    return ValueError(
        f'[{room}] expected a configuration {{"class_name": name, "config": arguments}}. '
        f"Received: {identifier!r}."
    )


def _is_base(value: Any) -> bool:
    return isinstance(value, type) and not is_of_engine(value.__init__)  # type: ignore[misc]
