"""How a layer makes its weights: once, and all or none."""

from __future__ import annotations

import contextlib
import functools
from typing import Any, Iterator, Optional

from beras._parts import first_shape


class Builder:
    """Surrounds `build`, which a layer's class or the engine's may define, as the engine asks."""

    _engine: Any
    _engine_adopted: list[Any]
    _engine_own: list[Any]
    _engine_adopt_all: Any
    build: Any
    #: True while the class's own `build` runs.
    _engine_building = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "build" in cls.__dict__:
            cls.build = _once(cls.__dict__["build"])  # type: ignore[method-assign]

    def _engine_build_now(self, input_shape: Any) -> None:
        first = first_shape(input_shape)
        if first is not input_shape:
            self._engine_input_shapes = input_shape
        with self._engine_all_or_none():
            self._engine.build(first)

    def _engine_build(self, input_shape: tuple[Optional[int], ...]) -> None:
        """What the engine calls, once, to make the weights."""
        # The engine knows the shape of the first input; a list of them has a list of shapes.
        shapes = self.__dict__.pop("_engine_input_shapes", None)
        self._engine_building = True
        try:
            with self._engine_all_or_none():
                self._engine_adopt_all()
                self.build(input_shape if shapes is None else shapes)
                self._engine_adopt_all()
        finally:
            del self._engine_building

    @contextlib.contextmanager
    def _engine_all_or_none(self) -> Iterator[None]:
        """Forgets, as the engine does, what was taken in while a build fails."""
        adopted, own = len(self._engine_adopted), len(self._engine_own)
        try:
            yield
        except BaseException:
            del self._engine_adopted[adopted:], self._engine_own[own:]
            self.__dict__.pop("_engine_held", None)
            raise


def _once(build: Any) -> Any:
    """A `build` that the engine surrounds: it runs once, and if it fails leaves nothing behind."""

    @functools.wraps(build)
    def building(self: Builder, *args: Any, **kwargs: Any) -> None:
        if self._engine_building:
            build(self, *args, **kwargs)
        else:
            self._engine_build_now(args[0] if args else next(iter(kwargs.values())))

    return building
