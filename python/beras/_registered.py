"""Classes and functions of users that configurations know by name."""

from __future__ import annotations

import inspect
import threading
from typing import Any, Callable, Optional

from beras._signatures import speaking

_objects: dict[str, Any] = {}
_names: dict[Any, str] = {}
_scopes = threading.local()


@speaking
def register_keras_serializable(
    package: str = "Custom", name: Optional[str] = None
) -> Callable[[Any], Any]:
    """A decorator that makes a class or a function known to configurations, as "package>name".

    ```python
    @beras.saving.register_keras_serializable("my_package")
    class Scale(layers.Layer):
        ...
    ```

    Args:
        package: whose it is.
        name: the class's or function's own if left out.
    """

    def register(value: Any) -> Any:
        if inspect.isclass(value) and not hasattr(value, "get_config"):
            raise ValueError(
                "[register_keras_serializable] expected a class with get_config. "
                f"Received: {value.__name__}."
            )
        registered = f"{package}>{value.__name__ if name is None else name}"
        _objects[registered] = value
        _names[value] = registered
        return value

    return register


def get_custom_objects() -> dict[str, Any]:
    """All that is registered, by "package>name"; what is put into it is known from then on."""
    return _objects


@speaking
def get_registered_name(obj: Any) -> str:
    """The name under which a class or a function is registered; its own for others."""
    try:
        registered = _names.get(obj)
    except TypeError:  # what has no hash
        registered = None
    return registered or obj.__name__


@speaking
def get_registered_object(
    name: str,
    custom_objects: Optional[dict[str, Any]] = None,
    module_objects: Optional[dict[str, Any]] = None,
) -> Any:
    """The class or function of that name: of the scopes around, what is registered, and those that
    are given; None where there is none."""
    for known in (*_open_scopes(), _objects, custom_objects or {}, module_objects or {}):
        if name in known:
            return known[name]
    return None


class CustomObjectScope:
    """Classes and functions that configurations know by these names inside a `with`.

    Args:
        custom_objects: by name.
    """

    def __init__(self, custom_objects: Optional[dict[str, Any]]) -> None:
        self.custom_objects = custom_objects or {}

    def __enter__(self) -> CustomObjectScope:
        _open_scopes().insert(0, self.custom_objects)
        return self

    def __exit__(self, *exception: Any) -> None:
        del _open_scopes()[0]


def _open_scopes() -> list[dict[str, Any]]:
    """Those of this thread, the innermost first."""
    if not hasattr(_scopes, "open"):
        _scopes.open = []
    return _scopes.open
