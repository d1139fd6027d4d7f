"""The configuration of a functional model: the engine writes and reads its calls, Python its layers."""

from __future__ import annotations

import functools
from typing import Any, Callable

from beras import _engine
from beras import _noting
from beras import _tree as tree
from beras import saving
from beras._calls import implementation, is_mask_name
from beras._keras_tensor import input_of, leaves

#: What tells that a configuration is that of a functional model.
KEYS = frozenset({"layers", "input_layers", "output_layers"})


def calls_of(model: Any) -> dict[str, Any]:
    """What `KEYS` are for it, with the names and the calls of its layers, but not their configurations."""
    return _engine.models.graph_config(model)


def config_of(model: Any) -> dict[str, Any]:
    """Its configuration, as Keras has it."""
    config = {"name": model.name, "trainable": model.trainable, **calls_of(model)}
    config["layers"] = [
        entry if layer is None else {**saving.serialize_keras_object(layer), **entry}
        for entry, layer in zip(config["layers"], _engine.models.graph_parts(model))
    ]
    return config


def ends_of(
    config: dict[str, Any], layer_of: Callable[[dict[str, Any]], Any], of_keras: bool = True
) -> tuple[Any, Any]:
    """The symbolic inputs and outputs of the calls that a configuration tells of, with `layer_of` of
    the entry of each layer.

    Keras writes training=False where nobody said anything, and trains such layers all the same: with
    `of_keras` it is passed over.
    """
    missing = sorted(KEYS - config.keys())
    if missing:
        raise ValueError(
            f"[Functional] expected a configuration with {', '.join(missing)}. "
            f"Received: {', '.join(config)}."
        )
    entries = {entry.get("name"): entry for entry in config["layers"]}

    def part(name: str) -> Any:
        entry = entries[name]
        operate = _noting.written_operation(entry)
        if operate is not None:
            return operate, None, False
        layer = layer_of(entry)
        if hasattr(layer, "batch_shape"):
            return None, input_of(layer), False
        call = functools.partial(_call, layer, of_keras)
        return call, None, getattr(layer, "_engine_has_graph", False)

    calls = {**config, "layers": [_without_layer(entry) for entry in config["layers"]]}
    return _engine.models.graph_from(calls, part)


def _without_layer(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as the engine needs it: of a layer without the configuration, which is Python's."""
    return entry if _engine.models.is_operation(entry) else {**entry, "config": None}


def _call(layer: Any, of_keras: bool, args: Any, kwargs: Any) -> list[Any]:
    """Makes a call that was written; gives its outputs, flat."""
    args, kwargs = saving.deserialize_keras_object([args, kwargs])
    if of_keras and kwargs.get("training") is False:
        del kwargs["training"]
    is_of_engine = implementation(type(layer)) is None
    for name in [name for name in kwargs if is_mask_name(name)]:
        # Masks lie with the tensors; what the engine is told besides, it finds there.
        masks = tree.flatten(kwargs[name])
        if is_of_engine or all(mask is None for mask in masks):
            del kwargs[name]
    return leaves(layer(*args, **kwargs))


class WrittenGraph:
    """The calls of a model in a pickle, which a model makes again of its own layers."""

    def __init__(self, calls: dict[str, Any]) -> None:
        self.calls = calls

    def ends(self, layers: list[Any]) -> tuple[Any, Any]:
        """The inputs and outputs of these calls of other layers, in their structures."""
        by_name = {layer.name: layer for layer in layers}
        return ends_of(self.calls, lambda entry: by_name[entry["name"]], of_keras=False)
