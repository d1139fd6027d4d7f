"""Symbolic tensors: what stands for the inputs of a functional model, and for what it computes of them."""

from __future__ import annotations

from typing import Any, Iterator, NoReturn

import numpy as np

from beras import _engine

#: A tensor of which the shape and the dtype are known and the values are not: what `beras.Input`
#: gives, and what calls with it give. Operators, slices and `beras.ops` take it.
KerasTensor = _engine.tensor.KerasTensor

#: What stands for a tensor in the arguments of a call.
ARRAYS = (np.ndarray, np.generic, KerasTensor)


def leaves(value: Any) -> Iterator[Any]:
    """The tensors and arrays in lists, tuples and dicts, at any depth."""
    if isinstance(value, ARRAYS):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)


def refilled(value: Any, tensors: Iterator[Any]) -> Any:
    """The same lists, tuples and dicts with other tensors in the places of these."""
    if isinstance(value, ARRAYS):
        return next(tensors)
    if isinstance(value, (list, tuple)):
        parts = [refilled(part, tensors) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, dict):
        return {name: refilled(part, tensors) for name, part in value.items()}
    return value


def input_of(layer: Any) -> Any:
    """The symbolic tensor that an InputLayer gives."""
    return _engine.tensor.input_of(layer)


def shapes_of(value: Any) -> Any:
    """The shapes of the tensors in lists, tuples and dicts, in their structure."""
    if isinstance(value, (list, tuple)):
        return [shapes_of(part) for part in value]
    if isinstance(value, dict):
        return {name: shapes_of(part) for name, part in value.items()}
    return tuple(value.shape)


def keras_tensors(shapes: Any, dtype: Any) -> Any:
    """Tensors of which no more is known than these shapes, in their structure."""
    if isinstance(shapes, dict):
        return {name: keras_tensors(part, dtype) for name, part in shapes.items()}
    if any(isinstance(part, (list, tuple, dict)) for part in shapes):
        return [keras_tensors(part, dtype) for part in shapes]
    return KerasTensor(shapes, dtype, "")


def any_symbolic(*values: Any) -> bool:
    """True if there is a symbolic tensor among them, at any depth."""
    return any(isinstance(leaf, KerasTensor) and leaf.is_symbolic for leaf in leaves(values))


def maker_of(args: Any, kwargs: dict[str, Any], shown: list[Any]) -> Any:
    """What makes a call with other tensors, and puts what the first one gave into `shown`: that of a
    trial, which holds no memory."""

    def make(called: Any, tensors: list[Any]) -> list[Any]:
        given_args, given_kwargs = refilled((args, kwargs), iter(tensors))
        result = called(*given_args, **given_kwargs)
        if not shown:
            shown.append(result)
        return list(leaves(result))

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

    tensors = owner._engine.note_call(list(leaves((args, kwargs))), make, stated)
    return refilled(shown[0], iter(tensors))


def _refuse(what: str) -> Any:
    def refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            f"[KerasTensor] expected a tensor with values for {what}. Received: {self!r}, which "
            "stands for what a model will be given. Use beras.ops, or do it within a layer's call."
        )

    return refuse


def _operator(name: str, reflected: bool = False) -> Any:
    def operate(self: Any, *others: Any) -> Any:
        from beras import ops

        function = getattr(ops, name)
        return function(*others, self) if reflected else function(self, *others)

    return operate


def _reduce(self: Any) -> Any:
    """What pickles it: an input is what its layer gives, others belong to a graph."""
    owner = _engine.tensor.owner_of(self)
    if hasattr(owner, "batch_shape"):
        return input_of, (owner,)
    raise TypeError(
        f"[KerasTensor] expected the input of a graph to pickle. Received: {self!r}, which belongs to "
        "the calls that lead to it."
    )


def _getitem(self: Any, key: Any) -> Any:
    return _engine.tensor.symbolic_item(self, key)


def _itself(self: Any, memo: Any) -> Any:
    """Its deep copy, as it never changes."""
    return self


def _repr(self: Any) -> str:
    return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


_BINARY = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "matmul": "matmul",
    "truediv": "true_divide",
    "pow": "power",
    "floordiv": "floor_divide",
    "mod": "mod",
    "and": "logical_and",
    "or": "logical_or",
    "xor": "logical_xor",
}
_UNARY = {
    "neg": "negative",
    "abs": "absolute",
    "invert": "logical_not",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "ne": "not_equal",
    "round": "round",
}
for _name, _function in {**_BINARY, **_UNARY}.items():
    setattr(KerasTensor, f"__{_name}__", _operator(_function))
for _name, _function in _BINARY.items():
    setattr(KerasTensor, f"__r{_name}__", _operator(_function, reflected=True))
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
KerasTensor.__getitem__ = _getitem
KerasTensor.__deepcopy__ = _itself
KerasTensor.__reduce__ = _reduce
KerasTensor.__repr__ = _repr
KerasTensor.__hash__ = object.__hash__
KerasTensor.reshape = _operator("reshape")
KerasTensor.squeeze = _operator("squeeze")
KerasTensor.sparse = False
