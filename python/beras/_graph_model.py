"""What a model has that was made of symbolic tensors."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._calls import implementation
from beras._graph_config import WrittenGraph, calls_of
from beras._keras_tensor import any_symbolic, refilled
from beras._parts import holds
from beras._tensor import Tensor


def is_graph(graph: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """True for the arguments of a functional model."""
    return bool(graph) or bool({"inputs", "outputs"} & options.keys())


class OfGraph:
    """A model that may be the calls between symbolic tensors, which the engine's model holds."""

    _engine: Any
    _engine_arguments: dict[str, Any]
    _engine_adopted: list[Any]
    _engine_own: list[Any]
    _engine_adopt_variable: Any
    _engine_create: Any
    _engine_begin: Any
    #: True for a functional model.
    _engine_has_graph = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._engine_has_graph and implementation(type(self)) is None:
            return self._engine.apply_to(*args, **kwargs)
        return super().__call__(*args, **kwargs)  # type: ignore[misc]

    def _engine_init_graph(
        self, inputs: Any = None, outputs: Any = None, name: Optional[str] = None, **options: Any
    ) -> None:
        if inputs is None or outputs is None:
            raise TypeError(f"[{type(self).__name__}] expected inputs and outputs. Received: one.")
        self._engine_create(
            inputs=inputs, outputs=outputs, name=name, dtype=options.pop("dtype", None)
        )
        # What the engine's graph holds, a copy makes of the copies of its layers.
        if any_symbolic(self.__dict__.get("_engine_made_with")):
            del self.__dict__["_engine_made_with"]
        self._engine_arguments = {"dtype": self._engine_arguments["dtype"]}
        self._engine_adopted.extend(self._engine.graph_layers())
        self._engine_has_graph = True
        self._engine_begin(**options)

    def _engine_contents(self) -> dict[str, Any]:
        contents = super()._engine_contents()  # type: ignore[misc]
        return {**contents, "graph": _GraphOf(self)} if self._engine_has_graph else contents

    def _engine_adopt_child(self, child: Any) -> None:
        if not self._engine_has_graph or not holds(self._engine.graph_layers(), child):
            super()._engine_adopt_child(child)  # type: ignore[misc]

    def _engine_expect_known(self, parts: list[Any]) -> None:
        # As in Keras it takes in what comes later, though no call of the graph uses it.
        if not self._engine_has_graph:
            return super()._engine_expect_known(parts)  # type: ignore[misc]
        for part in parts:
            if holds([*self._engine_adopted, *self._engine_own], part):
                continue
            if isinstance(part, Tensor):
                self._engine_adopt_variable(part)
            else:
                self._engine_adopt_child(part)
                self._engine_adopted.append(part)

    def _engine_let_go(self, parts: list[Any]) -> None:
        # And keeps it.
        if not self._engine_has_graph:
            super()._engine_let_go(parts)  # type: ignore[misc]

    def _engine_restore(self, contents: Any) -> None:
        if "graph" in contents:
            inputs, outputs = contents["graph"].ends(self._engine_adopted)
            ends = {"inputs": inputs, "outputs": outputs}
            self._engine_arguments = {**self._engine_arguments, **ends}
        super()._engine_restore(contents)  # type: ignore[misc]
        if "graph" in contents:
            self._engine_arguments = {"dtype": self._engine_arguments["dtype"]}


class GraphEnds:
    """The two ends of the graph that a functional model or a Sequential has."""

    _engine: Any

    @property
    def inputs(self) -> list[Any]:
        """The symbolic inputs, in one list; a Sequential makes its graph when first asked."""
        return self._engine.graph_inputs()

    @property
    def outputs(self) -> list[Any]:
        """The symbolic outputs, in one list."""
        return self._engine.graph_outputs()


class _GraphOf:
    """The calls of a model, which a copy makes of its own layers."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def ends(self, layers: list[Any]) -> tuple[Any, Any]:
        """The inputs and outputs of the same calls of other layers, in their structures."""
        of = self.model
        inputs, outputs = _engine.models.remade(of, of.layers, layers)
        return refilled(of.input, inputs), refilled(of.output, outputs)

    def __deepcopy__(self, memo: Any) -> _GraphOf:
        return self

    def __reduce__(self) -> Any:
        return WrittenGraph, (calls_of(self.model),)
