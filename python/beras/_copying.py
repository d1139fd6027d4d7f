"""How objects with an engine object behind them are pickled and copied."""

from __future__ import annotations

from typing import Any

#: What belongs to the engine object at hand, or to its latest call.
_NOT_COPIED = ("_engine", "_engine_numpy_dtype", "_engine_tracked", "_Diffable__latest")


class Copyable:
    """Pickling and `copy.deepcopy`: a copy has a new engine object, with the same contents."""

    def __getstate__(self) -> tuple[dict[str, Any], Any]:
        contents = self._engine_contents() if "_engine" in self.__dict__ else None
        attributes = {
            name: value for name, value in self.__dict__.items() if name not in _NOT_COPIED
        }
        return attributes, contents

    def __setstate__(self, state: tuple[dict[str, Any], Any]) -> None:
        attributes, contents = state
        self.__dict__.update(attributes)
        if contents is not None:
            self._engine_restore(contents)

    def _engine_contents(self) -> Any:
        """What a new engine object needs to know of this one."""
        return ()

    def _engine_restore(self, contents: Any) -> None:
        """Makes the engine object again."""
