"""What a layer consists of: its attributes, and what comes into and leaves its lists and dicts."""

from __future__ import annotations

import functools
import operator
from typing import Any, Iterator, Sequence

import numpy as np

from beras._engine.random import SeedGenerator
from beras._parts import holds, may_hold_parts, parts_in, tracked_in
from beras._tensor import Tensor
from beras.core import Diffable


class Holder:
    """Finds the layers and Variables among the attributes, and has the engine object hold them."""

    _engine: Any
    built: Any

    @property
    def _engine_children(self) -> list[Any]:
        """The layers that are attributes, in the order of these."""
        self._engine_adopt_all()
        return self._engine_adopted

    @property
    def _engine_whole(self) -> Any:
        """The engine object, once it knows all parts."""
        self._engine_adopt_all()
        return self._engine

    @functools.cached_property
    def _engine_adopted(self) -> list[Any]:
        return []

    @functools.cached_property
    def _engine_own(self) -> list[Tensor]:
        """The weights that Python has made."""
        return []

    def _engine_adopt_all(self) -> None:
        """Takes in the layers and Variables among the attributes; ValueError for a new one once it
        is built: it would be used, but not trained."""
        if not self.built:
            self.__dict__.pop("_engine_containers", None)
            for part in self._engine_parts():
                if isinstance(part, Tensor):
                    if not holds(self._engine_own, part):
                        self._engine_adopt_variable(part)
                elif not holds(self._engine_adopted, part):
                    self._engine_adopt_child(part)
                    self._engine_adopted.append(part)
        self._engine_look()
        self._engine_track()
        for part in self._engine_adopted:
            if isinstance(part, Holder):
                part._engine_adopt_all()

    def _engine_parts(self) -> Iterator[Any]:
        """The layers and Variables among the attributes that are part of it."""
        return parts_in(list(self.__dict__.items()))

    #: The metrics and random generators that the engine knows of.
    _engine_tracked: Sequence[Any] = ()

    def _engine_track(self) -> None:
        """Tells the engine of the metrics and random generators among the attributes."""
        found = list(tracked_in(self.__dict__.items()))
        if len(found) != len(self._engine_tracked) or not all(
            map(operator.is_, found, self._engine_tracked)
        ):
            generators = [each for each in found if isinstance(each, SeedGenerator)]
            metrics = [each for each in found if not isinstance(each, SeedGenerator)]
            self._engine.hold(metrics, generators)
            self.__dict__["_engine_tracked"] = found

    @functools.cached_property
    def _engine_containers(self) -> dict[str, Any]:
        """The attributes that may change without being set."""
        return {
            name: value
            for name, value in list(self.__dict__.items())
            if isinstance(value, (list, tuple, dict)) and not name.startswith("_engine")
        }

    def _engine_look(self) -> None:
        """Sees what has come into the lists and dicts, and what has gone: ValueError for a layer or
        Variable that this one, which is built, has not."""
        holders = [item for item in self._engine_containers.items() if may_hold_parts(item[1])]
        found = list(parts_in(holders)) if holders else []
        held = self.__dict__.get("_engine_held")
        if held is not None and len(found) == len(held) and all(map(operator.is_, found, held)):
            return
        self._engine_expect_known(found)
        self.__dict__["_engine_held"] = found
        self._engine_let_go([part for part in held or () if not holds(found, part)])

    def _engine_let_go(self, parts: list[Any]) -> None:
        """Has no longer for parts what is in none of the attributes, as Keras does."""
        left = list(parts_in(list(self.__dict__.items()))) if parts else []
        for part in parts:
            if holds(left, part):
                continue
            is_layer = not isinstance(part, Tensor)
            own = self._engine_adopted if is_layer else self._engine_own
            if not holds(own, part):
                continue
            own[:] = [each for each in own if each is not part]
            if is_layer:
                self._engine.let_go(part)
            else:
                self._engine.let_go_weight(part)

    def _engine_expect_known(self, parts: list[Any]) -> None:
        known = {id(part) for part in (*self._engine_adopted, *self._engine_own)}
        for part in parts:
            # What states its gradient and has no weights, such as a loss, is nothing to train.
            if id(part) in known or not (isinstance(part, (Holder, Tensor)) or part.weights):
                continue
            what = "Variable" if isinstance(part, Tensor) else type(part).__name__
            raise ValueError(
                f"[{type(self).__name__}] expected its layers and Variables before it is built, "
                f"in __init__ or build. Received: another {what} afterwards, which nobody would "
                "train."
            )

    def _engine_adopt_child(self, child: Any) -> None:
        self._engine.adopt(child)

    def _engine_adopt_variable(self, variable: Tensor) -> None:
        self._engine.adopt_variable(variable.name or "variable", variable)
        self._engine_own.append(variable)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, (Diffable, np.ndarray, list, tuple, dict)) and self._engine_is_closed:
            if may_hold_parts(value):
                self._engine_expect_known(list(parts_in([(name, value)])))
            replaced = self.__dict__.get(name)
            is_other_array = isinstance(value, np.ndarray) and value is not replaced
            if is_other_array and holds(self._engine_own, replaced):
                raise ValueError(
                    f"[{type(self).__name__}] expected {name!r} to remain the weight that it is. "
                    f"Received: another array, which nobody would train. Use {name}.assign(value)."
                )
            self._engine_forget_container(name)
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        part = self.__dict__.get(name)
        if isinstance(part, (list, tuple, dict)):
            self._engine_forget_container(name)
        super().__delattr__(name)
        if isinstance(part, Tensor):
            self._engine_let_go([part])

    def _engine_forget_container(self, name: str) -> None:
        """As in Keras, what a list or dict holds remains a part where the attribute alone changes."""
        if isinstance(self.__dict__.get(name), (list, tuple, dict)):
            self._engine_look()
            self.__dict__.pop("_engine_held", None)
        self.__dict__.pop("_engine_containers", None)

    @property
    def _engine_is_closed(self) -> bool:
        return "_engine" in self.__dict__ and self.built
