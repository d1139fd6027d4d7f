"""Ordinary Python classes around the engine's: what users construct, subclass, copy and pickle."""

from __future__ import annotations

import functools
import inspect
import types
import weakref
from typing import Any, Callable, Optional

from beras import _engine, saving
from beras._call_attributes import CallAttribute
from beras._calls import engine_method, overridden
from beras._copying import Copyable
from beras._signatures import engine_signature, explained


class Shell(Copyable):
    """A Python object in front of an engine object, `_engine`.

    The engine calls back those methods that a subclass overrides, and `_answers` for every class
    that users write.
    """

    _engine_class: Any
    _answers: tuple[str, ...] = ()
    #: What the engine object was made with.
    _engine_arguments: dict[str, Any] = {}
    #: What the object was made with, as its own __init__ takes it.
    _engine_made_with: tuple[tuple[Any, ...], dict[str, Any]] = ((), {})

    def __getattr__(self, name: str) -> Any:
        # An argument is an attribute, as in Keras: Dense(3).units.
        arguments = self.__dict__.get("_engine_arguments", {})
        if name not in arguments:
            if isinstance(getattr(type(self), name, None), CallAttribute):
                raise AttributeError(
                    f"[{type(self).__name__}] has no {name!r} before it is called."
                )
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return arguments[name]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__init__" in cls.__dict__ and not is_of_engine(cls.__init__):
            cls.__init__ = _remembering(cls.__init__)  # type: ignore[method-assign]

    @functools.cached_property
    def _engine(self) -> Any:
        # Made when first needed, so that subclasses need not call __init__ of this class.
        return self._engine_attach(self._engine_class(**self._engine_defaults()))

    def _engine_defaults(self) -> dict[str, Any]:
        return {}

    def _engine_attach(self, engine: Any) -> Any:
        if hasattr(engine, "attach"):
            engine.attach(self, _hooks_of(type(self)))
        return engine

    def _engine_create(self, **arguments: Any) -> None:
        """Makes the engine object; to be called by __init__ before all else."""
        if "_engine" in self.__dict__:
            raise RuntimeError(
                f"[{type(self).__name__}] expected super().__init__() first. "
                "Received: an object that is in use already."
            )
        self._engine_make(arguments)

    def _engine_make(self, arguments: dict[str, Any]) -> None:
        lent_ones = {
            name: lent(self, lambda shell, name=name: shell._engine_arguments[name], value)
            for name, value in arguments.items()
        }
        self._engine = self._engine_attach(self._engine_class(**lent_ones))
        self._engine_arguments = arguments

    def _engine_restore(self, contents: Any) -> None:
        self._engine_make(self._engine_arguments or self._engine_defaults())

    def _engine_begin(self) -> None:
        """What __init__ does once there is an engine object. Its keywords are those of every class."""

    @engine_method
    def get_config(self) -> dict[str, Any]:
        """The arguments that make such an object again: `type(self)(**config)`.

        For a class of one's own they are the arguments of its __init__, as they were given, unless
        it overrides this.
        """
        common = self._engine_common_config()
        owner = type(self)
        if is_of_engine(owner.__init__) or not is_of_engine(owner.get_config):
            return self._engine_config(common)
        parameters = inspect.signature(owner).parameters.values()
        takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        names = {parameter.name for parameter in parameters}
        config = {name: value for name, value in common.items() if takes_any or name in names}
        return {**config, **self._engine_made_with_by_name()}

    def _engine_config(self, common: dict[str, Any]) -> dict[str, Any]:
        """What the engine's class says of itself, with Keras's keys; `common` for a base."""
        if not hasattr(self._engine, "get_config"):
            return common
        given = self._engine_arguments
        return {
            name: _as_given(value, given.get(name))
            for name, value in self._engine.get_config().items()
        }

    def _engine_made_of(self) -> dict[str, Any]:
        """The arguments of an object of the same make: the very objects, not what describes them."""
        if not is_of_engine(type(self).get_config) or not is_of_engine(type(self).__init__):
            return self.get_config()
        common = self._engine_common_arguments()
        return {**common, **self._engine_arguments, **common}

    def _engine_common_config(self) -> dict[str, Any]:
        """What every object of this family has in its configuration."""
        return {}

    def _engine_common_arguments(self) -> dict[str, Any]:
        """The same as arguments of `__init__`."""
        return self._engine_common_config()

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A new object of that configuration."""
        if isinstance(config.get("dtype"), dict):
            config = {**config, "dtype": saving.deserialize_keras_object(config["dtype"])}
        if is_of_engine(cls.get_config) and not is_of_engine(cls.__init__):
            config = saving.deserialize_keras_object(config)
        return cls(**config)

    def _engine_made_with_by_name(self) -> dict[str, Any]:
        args, kwargs = self._engine_made_with
        bound = inspect.signature(type(self)).bind(*args, **kwargs)
        named: dict[str, Any] = {}
        for name, parameter in bound.signature.parameters.items():
            if parameter.kind is parameter.VAR_KEYWORD:
                named.update(bound.arguments.get(name, {}))
            elif name in bound.arguments:
                named[name] = bound.arguments[name]
        return named


def _as_given(value: Any, given: Any) -> Any:
    """Several numbers are a tuple in Python, as in Keras, unless they were given as a list; one
    number that was given as several stays so."""
    if isinstance(value, list):
        return value if isinstance(given, list) else tuple(value)
    if isinstance(given, (list, tuple)) and isinstance(value, int):
        return type(given)([value])
    return value


def expect_none(owner: Any, **arguments: Any) -> None:
    """Refuses values of arguments that Keras has and the library has not."""
    for name, value in arguments.items():
        if value is not None:
            raise ValueError(
                f"[{type(owner).__name__}] expected {name}=None: the library has no others yet. "
                f"Received: {value!r}."
            )


def lent(owner: Any, find: Callable[[Any], Any], value: Any) -> Any:
    """A function as the engine shall hold it: by way of `owner`, which keeps it.

    Python sees nothing of what the engine holds, so a function that knows its owner would keep it
    alive for ever. Other things as they are.
    """
    if not isinstance(value, (types.FunctionType, types.MethodType, functools.partial)):
        return value
    reference = weakref.ref(owner)

    def borrowed(*args: Any, **kwargs: Any) -> Any:
        return find(reference())(*args, **kwargs)

    borrowed._engine_original = lambda: find(reference())  # type: ignore[attr-defined]
    borrowed.__name__ = getattr(value, "__name__", "function")
    borrowed.__signature__ = inspect.signature(value)  # type: ignore[attr-defined]
    return borrowed


def engine_classes(module: Any, base: type) -> dict[str, type]:
    """A Python class, derived from `base`, for each class of an engine's module."""
    classes = {}
    for name, engine_class in vars(module).items():
        init = getattr(engine_class, "__init__", None)
        if name.startswith("Python") or "__init__" not in getattr(engine_class, "__dict__", ()):
            continue
        if hasattr(init, "__nb_signature__"):
            classes[name] = _shell_class(name, engine_class, base)
    return classes


def _shell_class(name: str, engine_class: Any, base: Any) -> type:
    namespace: dict[str, Any] = {
        "__module__": engine_class.__module__.replace("._engine", ""),
        "__doc__": engine_class.__doc__,
        "__init__": _init(name, engine_class, base),
        "_engine_class": engine_class,
    }
    for attribute, value in vars(engine_class).items():
        if isinstance(value, property):
            namespace[attribute] = _forwarded(attribute, value.__doc__)
    return type(base)(name, (base,), namespace)


def _forwarded(name: str, doc: Optional[str]) -> property:
    return property(lambda self: getattr(self._engine, name), doc=doc)


def _init(name: str, engine_class: Any, base: Any) -> Callable[..., None]:
    stated = list(engine_signature(engine_class.__init__).parameters.values())[1:]
    of_engine = [_as_in_keras(parameter, engine_class) for parameter in stated]
    known = {parameter.name for parameter in of_engine}
    of_base = [
        parameter
        for parameter in inspect.signature(base._engine_begin).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.name not in known
    ]
    self_parameter = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    signature = inspect.Signature([*of_engine, *of_base])

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"[{name}] {explained(error, signature, kwargs)}") from None
        bound.apply_defaults()
        arguments = bound.arguments
        if arguments.get("data_format", "") is None:
            arguments["data_format"] = _engine.config.image_data_format()
        self._engine_create(**{key: value for key, value in arguments.items() if key in known})
        self._engine_begin(**{key: value for key, value in arguments.items() if key not in known})

    __init__.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[self_parameter, *signature.parameters.values()]
    )
    __init__.__doc__ = engine_class.__init__.__doc__
    return engine_method(__init__)


def _as_in_keras(parameter: inspect.Parameter, engine_class: Any) -> inspect.Parameter:
    """A parameter of the engine with the default that Keras states."""
    if parameter.name == "data_format":  # None: what the whole process has
        return parameter.replace(default=None)
    room = engine_class.__module__.rpartition(".")[2]
    if parameter.name == "name" and room in ("losses", "metrics"):
        return parameter.replace(default=_engine.snake_case(engine_class.__name__))
    return parameter


def _remembering(init: Any) -> Any:
    """An __init__ that notes what the outermost of its kind was called with."""

    @functools.wraps(init)
    def remembering(self: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__.setdefault("_engine_made_with", (args, kwargs))
        init(self, *args, **kwargs)

    return remembering


def is_of_engine(method: Any) -> bool:
    """True for a method that does what the engine does."""
    return getattr(method, "is_engine_method", False)


@functools.lru_cache(maxsize=None)
def _hooks_of(owner: Any) -> list[str]:
    is_users = "_engine_class" not in owner.__dict__
    return [*overridden(owner), *(owner._answers if is_users else ())]
