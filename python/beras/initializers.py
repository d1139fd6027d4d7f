"""Initializers: how weights get their first values."""

from __future__ import annotations

from functools import partial
from typing import Any

from beras import _engine
from beras._rooms import converters, named, public_names
from beras._shell import Shell, engine_classes
from beras._tensor import Tensor


class Initializer(Shell):
    """`initializer(shape, dtype)` makes a tensor. A subclass defines `__call__`.

    A random one gives the same values whenever it is asked: those of its seed, which is drawn when
    it is made unless given. By name ("glorot_uniform") each weight gets one of its own.
    """

    def __call__(self, shape: Any, dtype: Any = None) -> Tensor:
        """A tensor of this shape and dtype; float32 if left out."""
        return self._engine(shape, "float32" if dtype is None else dtype)

    def _engine_config(self, common: dict[str, Any]) -> dict[str, Any]:
        config = super()._engine_config(common)
        # A copy has the seed that was drawn for the original, and says what the original says.
        return {**config, "seed": self._engine_arguments["seed"]} if "seed" in config else config

    def _engine_contents(self) -> Any:
        return (getattr(self._engine, "seed", None),)

    def _engine_restore(self, contents: Any) -> None:
        (seed,) = contents
        as_given = self._engine_arguments
        self._engine_make(as_given if seed is None else {**as_given, "seed": seed})
        self._engine_arguments = as_given


_classes = engine_classes(_engine.initializers, Initializer)
globals().update(_classes)
globals().update({_engine.snake_case(name): value for name, value in _classes.items()})
_OTHER_NAMES = {
    "IdentityInitializer": "Identity",
    "OrthogonalInitializer": "Orthogonal",
    "normal": "RandomNormal",
    "one": "Ones",
    "uniform": "RandomUniform",
    "zero": "Zeros",
}
globals().update({name: _classes[meant] for name, meant in _OTHER_NAMES.items()})
__all__ = ["deserialize", "get", "serialize", *public_names(globals())]
__dir__ = partial(sorted, __all__)


def get(identifier: Any) -> Any:
    """The initializer that a name means ("glorot_uniform", "Zeros"), or a configuration
    {"class_name": name, "config": arguments}; other things as they are."""
    return named(identifier, globals(), "initializer")


serialize, deserialize = converters(get)
