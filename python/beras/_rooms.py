"""What a room of the package shows, and what names and configurations mean in it."""

from __future__ import annotations

import difflib
import types
from functools import partial
from typing import Any, Optional

from beras import _engine, saving
from beras._registered import get_registered_object
from beras._shell import Shell, engine_classes, is_of_engine


def furnish(
    room: dict[str, Any],
    what: str,
    engine: Any,
    base: Any,
    *,
    known_as: str = "",
    in_snake_case: bool = False,
    classes_first: bool = False,
) -> None:
    """Puts into a module what the engine has for it, and what modules of Keras's have: a class,
    derived from `base`, for each of the engine's classes, its functions, both under all of their
    names, `get`, `serialize`, `deserialize`, and what it shows.

    Args:
        what: one of its objects, in messages.
        known_as: names of some, in the docstring of `get`; without them there is no `get`.
        in_snake_case: classes go by their names in snake case, too.
        classes_first: a name that means a function, and a class as well, means the class to `get`.
    """
    room.update(engine_functions(engine))
    by_name: dict[str, Any] = {}
    for name, made in engine_classes(engine, base).items():
        room.setdefault(name, made)  # what the module has written by hand stays
        function_name = _engine.snake_case(name)
        for other in getattr(made._engine_class, "names", ()):
            if classes_first:
                by_name[other] = made
            is_same = other == function_name or other.lower() == name.lower()
            if in_snake_case or not is_same:
                room.setdefault(other, room.get(function_name, made))

    def get(identifier: Any) -> Any:
        known = by_name.get(identifier.lower()) if isinstance(identifier, str) else None
        return named(identifier, room, what) if known is None else known()

    def serialize(obj: Any) -> Any:
        """The object as a configuration, with Keras's keys."""
        return saving.serialize_keras_object(obj)

    def deserialize(config: Any, custom_objects: Optional[dict[str, Any]] = None) -> Any:
        """What a configuration describes; `custom_objects` has classes and functions of one's own
        by name."""
        with saving.custom_object_scope(custom_objects):
            return get(config)

    get.__doc__ = (
        f'The {what} that a name means ({known_as}), or a configuration {{"class_name": name, '
        '"config": arguments}; other things, None among them, as they are.'
    )
    for function in (serialize, deserialize, *([get] if known_as else [])):
        function.__module__ = room["__name__"]
        room[function.__name__] = function
    show(room)


def show(room: dict[str, Any]) -> None:
    """States what a module shows: its classes, its functions, their aliases, and its parts."""

    def is_public(value: Any) -> bool:
        if isinstance(value, (type, types.FunctionType)):
            return value.__module__ == room["__name__"]
        if isinstance(value, types.ModuleType):
            return value.__name__.startswith(room["__name__"] + ".")
        return hasattr(value, "__nb_signature__")

    room["__all__"] = sorted(
        name for name, value in room.items() if name[0] != "_" and is_public(value)
    )
    room["__dir__"] = partial(sorted, room["__all__"])


def engine_functions(module: Any) -> dict[str, Any]:
    """The functions of an engine's module."""
    return {
        name: value for name, value in vars(module).items() if hasattr(value, "__nb_signature__")
    }


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


def _known(identifier: str, module: dict[str, Any], what: str) -> Any:
    """The class or the function of that name."""
    known = {name: module[name] for name in module["__all__"] if _can_be_named(module[name])}
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


def _can_be_named(value: Any) -> bool:
    """True for what an engine's module has: classes other than their base, and functions."""
    is_class = isinstance(value, type) and is_of_engine(value.__init__)  # type: ignore[misc]
    return is_class or hasattr(value, "__nb_signature__")
