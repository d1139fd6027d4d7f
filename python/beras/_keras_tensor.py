"""Symbolic tensors: what stands for the inputs of a functional model, and for what it computes of them."""

from __future__ import annotations

from typing import Any, Iterable, NoReturn

import numpy as np

from beras import _engine
from beras import _tree as tree

#: A tensor of which the shape and the dtype are known and the values are not: what `beras.Input`
#: gives, and what calls with it give. Operators, slices and `beras.ops` take it.
KerasTensor = _engine.tensor.KerasTensor

#: What stands for a tensor in the arguments of a call.
ARRAYS = (np.ndarray, np.generic, KerasTensor)


def leaves(value: Any) -> list[Any]:
    """The tensors and arrays in lists, tuples and dicts, at any depth, in the order of `beras.tree`."""
    return [leaf for leaf in tree.flatten(value) if isinstance(leaf, ARRAYS)]


def refilled(value: Any, tensors: Iterable[Any]) -> Any:
    """The same lists, tuples and dicts with other tensors in the places of these."""
    rest = iter(tensors)
    return tree.map_structure(
        lambda leaf: next(rest) if isinstance(leaf, ARRAYS) else leaf, value
    )


def input_of(layer: Any) -> Any:
    """The symbolic tensor that an InputLayer gives."""
    return _engine.tensor.input_of(layer)


def shapes_of(value: Any) -> Any:
    """The shapes of the tensors in lists, tuples and dicts, in their structure."""
    return tree.map_structure(lambda leaf: tuple(leaf.shape), value)


def keras_tensors(shapes: Any, dtype: Any) -> Any:
    """Tensors of which no more is known than these shapes, in their structure."""
    return tree.map_shape_structure(lambda shape: KerasTensor(shape, dtype), shapes)


def any_symbolic(*values: Any) -> bool:
    """True if there is a symbolic tensor among them, at any depth."""
    return any(isinstance(leaf, KerasTensor) and leaf.is_symbolic for leaf in leaves(values))


def maker_of(args: Any, kwargs: dict[str, Any], shown: list[Any]) -> Any:
    """What makes a call with other tensors, and puts what the first one gave into `shown`: that of a
    trial, which holds no memory."""

    def make(called: Any, tensors: list[Any]) -> list[Any]:
        given_args, given_kwargs = refilled((args, kwargs), tensors)
        result = called(*given_args, **given_kwargs)
        if not shown:
            shown.append(result)
        return leaves(result)

    return make


def note(owner: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """Notes the call `owner(*args, **kwargs)`, which functional models make; gives symbolic tensors
    in the structure that it returns."""
    shown: list[Any] = []
    make = maker_of(args, kwargs, shown)

    def stated() -> Any:
        outputs = owner._engine_stated_outputs(*args, **kwargs)
        if outputs is None:
            return None
        shown.append(outputs)
        return [(leaf.shape, leaf.dtype) for leaf in leaves(outputs)]

    def written(inputs: list[Any]) -> dict[str, Any]:
        from beras import saving

        given_args, given_kwargs = refilled((args, kwargs), inputs)
        called = {"args": list(given_args), "kwargs": given_kwargs}
        return saving.serialize_keras_object(called)

    tensors = owner._engine.note_call(leaves((args, kwargs)), make, stated, written)
    return refilled(shown[0], tensors)


def _refuse(what: str) -> Any:
    def refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            f"[KerasTensor] expected a tensor with values for {what}. Received: {self!r}, which "
            "stands for what a model will be given. Use beras.ops, or do it within a layer's call."
        )

    return refuse


def _reduce(self: Any) -> Any:
    """What pickles it: an input is what its layer gives, others belong to a graph."""
    owner = _engine.tensor.owner_of(self)
    if hasattr(owner, "batch_shape"):
        return input_of, (owner,)
    raise TypeError(
        f"[KerasTensor] expected the input of a graph to pickle. Received: {self!r}, which belongs to "
        "the calls that lead to it."
    )


def _itself(self: Any, memo: Any) -> Any:
    """Its deep copy, as it never changes."""
    return self


def _repr(self: Any) -> str:
    return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


for _name, _what in {
    "array": "an array",
    "bool": "a truth",
    "int": "an int",
    "float": "a float",
    "index": "an index",
    "iter": "a loop",
    "len": "a length",
}.items():
    setattr(KerasTensor, f"__{_name}__", _refuse(_what))
KerasTensor.__array_ufunc__ = None  # NumPy leaves the operators to this class
KerasTensor.__deepcopy__ = _itself
KerasTensor.__reduce__ = _reduce
KerasTensor.__repr__ = _repr
KerasTensor.__hash__ = object.__hash__
KerasTensor.sparse = False
