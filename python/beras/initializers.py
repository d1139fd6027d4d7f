"""Initializers: how weights get their first values."""

from __future__ import annotations

from typing import Any

from beras import _engine
from beras._rooms import furnish
from beras._shell import Shell
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


furnish(
    globals(),
    "initializer",
    _engine.initializers,
    Initializer,
    known_as='"glorot_uniform", "Zeros"',
    in_snake_case=True,
)
