"""Objects as configurations and back, with Keras's keys, and the names of classes of one's own."""

from __future__ import annotations

import importlib
import types
from functools import partial
from typing import Any, Optional

import numpy as np

from beras._registered import (
    CustomObjectScope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from beras._signatures import speaking

custom_object_scope = CustomObjectScope

__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "deserialize_keras_object",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "register_keras_serializable",
    "serialize_keras_object",
]
__dir__ = partial(sorted, __all__)

#: Where Keras has what is in a room of ours, if not under the same name.
_KERAS_MODULES = {
    "config": "keras",
    "config.DTypePolicyMap": "keras.dtype_policies",
    "models": "keras",
    "models.Functional": "keras.src.models.functional",
}
#: Where we look for what Keras has in a module.
_ROOMS = {
    "builtins": ("activations", "losses", "metrics", "initializers"),
    "keras": ("config", "models", "layers"),
    "keras.dtype_policies": ("config",),
    "keras.models": ("models",),
    "keras.src.models.functional": ("models",),
    **{
        f"keras.{room}": (room,)
        for room in (
            *("activations", "constraints", "initializers", "layers", "losses", "metrics"),
            *("optimizers", "optimizers.schedules", "regularizers"),
        )
    },
}


@speaking
def serialize_keras_object(obj: Any) -> Any:
    """What stands for the object in a configuration, and can be written as JSON.

    Numbers, strings and None stand for themselves, lists and dicts for what is in them; an object
    with `get_config` is {"module", "class_name", "config", "registered_name"}, as Keras writes it.
    """
    if obj is None or isinstance(obj, (str, int, float, bool)):
        return obj
    if isinstance(obj, (list, tuple)):
        return type(obj)([serialize_keras_object(item) for item in obj])
    if isinstance(obj, dict):
        return {key: serialize_keras_object(value) for key, value in obj.items()}
    if isinstance(obj, bytes):
        return _special("bytes", value=obj.decode("utf-8"))
    if isinstance(obj, slice):
        return _special("slice", start=obj.start, stop=obj.stop, step=obj.step)
    if obj is Ellipsis:
        return _special("ellipsis")
    if isinstance(obj, np.generic):
        return obj.item()
    if isinstance(obj, np.ndarray):
        kind = "numpy" if type(obj) is np.ndarray else "tensor"
        return _special(kind, value=obj.tolist(), dtype=str(getattr(obj, "dtype", "")))
    return _serialized(obj)


@speaking
def deserialize_keras_object(
    config: Any, custom_objects: Optional[dict[str, Any]] = None, safe_mode: bool = True
) -> Any:
    """The object that `serialize_keras_object` described.

    Classes and functions of one's own are those that are registered, in `custom_objects` or in the
    scopes around: nothing else is looked up or imported, whatever a configuration says.

    Args:
        config: what stands for an object.
        custom_objects: further classes and functions, by name.
        safe_mode: accepted for Keras's sake: code in a configuration is never run.
    """
    with CustomObjectScope(custom_objects):
        return _deserialized(config)


def _special(kind: str, **config: Any) -> dict[str, Any]:
    return {"class_name": f"__{kind}__", "config": serialize_keras_object(config)}


def _serialized(obj: Any) -> dict[str, Any]:
    obj = getattr(obj, "_engine_original", lambda: obj)()
    if hasattr(obj, "get_config"):
        cls, config = type(obj), serialize_keras_object(obj.get_config())
        module = cls.__module__
        if module.startswith("beras."):
            room = module.partition(".")[2]
            keras_module = _KERAS_MODULES.get(room, f"keras.{room}")
            keras_module = _KERAS_MODULES.get(f"{room}.{cls.__name__}", keras_module)
            # Keras exports all but this one.
            registered_name = "Functional" if room == "models" and cls.__name__ == "Functional" else None
            entry = _entry(keras_module, cls.__name__, config, registered_name)
        else:
            own_module = None if module == "__main__" else module
            entry = _entry(own_module, cls.__name__, config, get_registered_name(cls))
        built_for = obj.get_build_config() if hasattr(obj, "get_build_config") else None
        return entry if built_for is None else {**entry, "build_config": built_for}
    if getattr(obj, "__name__", "<lambda>") == "<lambda>":
        raise TypeError(
            "[serialize_keras_object] expected an object with get_config, or a function with a "
            f"name. Received: {obj!r}."
        )
    name = get_registered_name(obj)
    ours = _in_rooms("builtins", name)
    if ours and obj not in ours:
        raise TypeError(
            f"[serialize_keras_object] expected a function that the name {name!r} means. "
            f"Received: {obj!r}. Register it with @beras.saving.register_keras_serializable()."
        )
    return _entry("builtins", "function", name, "function")


def _entry(module: Any, class_name: str, config: Any, registered_name: Any) -> dict[str, Any]:
    return {
        "module": module,
        "class_name": class_name,
        "config": config,
        "registered_name": registered_name,
    }


def _deserialized(config: Any) -> Any:
    if isinstance(config, (list, tuple)):
        return [_deserialized(item) for item in config]
    if not isinstance(config, dict):
        return config
    if "class_name" not in config or "config" not in config:
        return {key: _deserialized(value) for key, value in config.items()}
    name, inner = config["class_name"], config["config"]
    if name in _SPECIAL:
        return _SPECIAL[name](**_deserialized(inner))
    is_function = name == "function"
    found = _found(config, inner if is_function else name)
    if is_function or isinstance(found, types.FunctionType):
        return found
    if not hasattr(found, "from_config"):
        raise TypeError(
            f"[deserialize_keras_object] expected a class with from_config. Received: {found!r}."
        )
    made = found.from_config(inner or {})
    if config.get("build_config") and not made.built:
        made.build_from_config(config["build_config"])
    return made


def _found(config: dict[str, Any], name: Any) -> Any:
    """The class or the function that the configuration speaks of."""
    for known in (config.get("registered_name"), name):
        value = get_registered_object(known) if isinstance(known, str) else None
        if value is not None:
            return value
    of_ours = _in_rooms(config.get("module"), name)
    if of_ours:
        return of_ours[0]
    raise TypeError(
        "[deserialize_keras_object] expected a class or function that is known. "
        f"Received: {name!r} of module {config.get('module')!r}. Register it with "
        "@beras.saving.register_keras_serializable(), or give it in custom_objects."
    )


def _in_rooms(module: Any, name: Any) -> list[Any]:
    """What our rooms for a module of Keras's have of that name."""
    rooms = [importlib.import_module(f"beras.{room}") for room in _ROOMS.get(module, ())]
    return [getattr(room, name) for room in rooms if name in room.__all__]


def _tensor(value: Any, dtype: str) -> Any:
    return importlib.import_module("beras.ops").convert_to_tensor(value, dtype=dtype)


_SPECIAL = {
    "__bytes__": lambda value: value.encode("utf-8"),
    "__ellipsis__": lambda: Ellipsis,
    "__numpy__": lambda value, dtype: np.array(value, dtype=dtype),
    "__slice__": lambda start, stop, step: slice(start, stop, step),
    "__tensor__": _tensor,
}
