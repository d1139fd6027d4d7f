"""What a class of Python defines, and what one call of it was passed."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Iterable, NamedTuple, Optional

import numpy as np

from beras import _engine
from beras import _tree as tree
from beras._keras_tensor import ARRAYS, KerasTensor
from beras._signatures import explained


def engine_method(method: Any) -> Any:
    """Marks a method that does what the engine does: the engine need not call it back."""
    method.is_engine_method = True
    return method


class Record:
    """One call: who was passed what."""

    def __init__(self, owner: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        known = signature(owner)
        names = known.names
        if _engine.core.is_recording():
            args, kwargs = _kept(args), _kept(kwargs)
        self.args = args
        self.takes_training = known.takes_training or known.takes_any
        self.mask_names = known.mask_names
        if "training" in kwargs and not self.takes_training:
            kwargs = {name: value for name, value in kwargs.items() if name != "training"}
        if not known.may_fit(args, kwargs):
            _refuse_misfit(owner, args, kwargs)
        self.kwargs = kwargs
        self.names = list(names)
        by_position = dict(zip(names + [f"x{i}" for i in range(len(names), len(args))], args))
        self.values = {**by_position, **kwargs}
        ordered = [name for name in names if name in self.values]
        ordered += [name for name in self.values if name not in names]
        found = [leaf for name in ordered for leaf in _tensors_in(name, self.values[name])]
        self.arguments = [self.values[name] for name in ordered]
        self.tensor_names = [name for name, _ in found]
        self.tensors = [tensor for _, tensor in found]
        self.outputs: list[Any] = []
        #: What the outputs lie in, with None for each; None for one output.
        self.returned: Any = None

    def attribute(self, name: str) -> Any:
        """What the seed's instance variable of that name shows."""
        if name == "inputs":
            return self.inputs(self.tensors)
        return getattr(self, {"argnames": "names", "input_dict": "values"}.get(name, name))

    def inputs(self, tensors: list[Any]) -> list[Any]:
        """All that was passed, in the order of the signature, with these for its tensors.

        Where an argument holds several tensors, the tensors alone.
        """
        counts = [len(_tensors_in("", value)) for value in self.arguments]
        if max(counts, default=0) > 1 or sum(counts) != len(tensors):
            return tensors
        rest = iter(tensors)
        return [next(rest) if count else value for count, value in zip(counts, self.arguments)]

    def packed(self, outputs: list[Any]) -> Any:
        """The outputs as they were returned."""
        return tree.pack_sequence_as(self.returned, outputs)

    def keywords(self, training: Optional[bool]) -> dict[str, Any]:
        """The keyword arguments, with `training` and masks where `call` asks for them and nobody
        gave them."""
        added = self._masks()
        if training is not None and self.takes_training and "training" not in self.values:
            added["training"] = training
        return {**self.kwargs, **added} if added else self.kwargs

    def _masks(self) -> dict[str, Any]:
        """The masks of the arguments: of a single one as `mask`, of several as `x_mask`."""
        if not self.mask_names:
            return {}
        inputs = [
            name
            for name, value in self.values.items()
            if name not in self.mask_names and _tensors_in(name, value)
        ]
        masks = {}
        for name in inputs:
            wanted = "mask" if len(inputs) == 1 else f"{name}_mask"
            if wanted in self.mask_names and self.values.get(wanted) is None:
                masks[wanted] = mask_of(self.values[name])
        return masks


@functools.lru_cache(maxsize=None)
def implementation(owner: type) -> Any:
    """The function that computes: `call` or `forward`; None if the engine does.

    Where a class defines neither, it is the one that says so.
    """
    for base in owner.__mro__:
        for name in ("call", "forward"):
            method = base.__dict__.get(name)
            if method is not None and not getattr(method, "is_missing", False):
                return None if getattr(method, "is_engine_method", False) else method
    return getattr(owner, "call", None)


class CallSignature(NamedTuple):
    """What a class's `call` takes."""

    #: The arguments that may be given by position, without `training`.
    names: list[str]
    takes_training: bool
    #: Whether it takes any keyword.
    takes_any: bool
    by_name: frozenset[str]
    #: "mask" and "x_mask", those of its arguments that it is given by itself.
    mask_names: frozenset[str]
    least: int
    most: float

    def may_fit(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """False for too few arguments, too many by position, and unknown ones."""
        if not self.least <= len(args) + len(kwargs) or len(args) > self.most:
            return False
        return not kwargs or self.takes_any or self.by_name.issuperset(kwargs)


@functools.lru_cache(maxsize=None)
def signature(owner: type) -> CallSignature:
    """What `call` takes."""
    parameters = list(_parameters_of_call(owner).values())
    by_position = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    takes_many = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return CallSignature(
        names=[p.name for p in by_position if p.name != "training"],
        takes_training=any(p.name == "training" for p in parameters),
        takes_any=any(p.kind is p.VAR_KEYWORD for p in parameters),
        by_name=frozenset(p.name for p in parameters if p.kind in named),
        mask_names=frozenset(
            p.name for p in parameters if p.kind in named and is_mask_name(p.name)
        ),
        least=sum(p.default is p.empty and p.name != "training" for p in by_position),
        most=float("inf") if takes_many else len(by_position),
    )


def is_mask_name(name: str) -> bool:
    """True for an argument that says what counts of another one."""
    return name == "mask" or name.endswith("_mask")


def mask_of(value: Any) -> Any:
    """The mask of a tensor, or those of a structure of tensors; None where there is none."""
    return tree.map_structure(lambda leaf: getattr(leaf, "_keras_mask", None), value)


def _parameters_of_call(owner: type) -> dict[str, inspect.Parameter]:
    return dict(list(inspect.signature(implementation(owner)).parameters.items())[1:])


def _refuse_misfit(owner: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """TypeError for arguments that `call` does not take, which names them."""
    parameters = inspect.Signature(list(_parameters_of_call(owner).values()))
    try:
        parameters.bind(*args, **kwargs)
    except TypeError as error:
        raise TypeError(f"[{owner.__name__}] {explained(error, parameters, kwargs)}") from None


@functools.lru_cache(maxsize=None)
def overridden(owner: type) -> list[str]:
    """The methods that a class has from Python rather than from the engine."""
    names = [] if implementation(owner) is None else ["call"]
    for name in _engine.core.hooks[1:]:
        method = inspect.getattr_static(owner, name, None)
        if isinstance(method, property):
            method = method.fget
        if method is not None and not getattr(method, "is_engine_method", False):
            names.append(name)
    return names


def _kept(value: Any) -> Any:
    """The value with copies of plain arrays, whose owners may fill them again before a gradient reads
    what the call has read."""
    if isinstance(value, np.ndarray):
        is_plain = value.flags.writeable and not _engine.tensor.is_tensor(value)
        return value.copy() if is_plain else value
    if type(value) in (list, tuple):
        return type(value)(map(_kept, value))
    if type(value) is dict:
        return {key: _kept(part) for key, part in value.items()}
    return value


def has_arrays(values: Iterable[Any]) -> bool:
    """True for several inputs rather than one that is written as a list of numbers."""
    return any(
        not isinstance(value, (int, float))
        and (isinstance(value, (np.ndarray, KerasTensor)) or is_nest(value))
        for value in values
    )


def is_nest(value: Any) -> bool:
    """True for a dict, and for a list or tuple that holds arrays, at any depth."""
    return isinstance(value, dict) or (isinstance(value, (list, tuple)) and has_arrays(value))


def _tensors_in(name: str, value: Any) -> list[tuple[str, Any]]:
    """The tensors of one argument by name: one, or those of a list or dictionary of arrays."""
    if isinstance(value, dict):
        parts: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, (list, tuple)) and has_arrays(value):
        parts = enumerate(value)
    else:
        return [(name, value)] if _is_tensor_like(value) else []
    return [leaf for key, part in parts for leaf in _tensors_in(f"{name}_{key}", part)]


def _is_tensor_like(value: Any) -> bool:
    if isinstance(value, ARRAYS):
        return True
    if isinstance(value, (list, tuple)):
        return bool(value) and all(_is_tensor_like(item) for item in value)
    if isinstance(value, (int, float)):
        return not isinstance(value, bool)
    return hasattr(value, "__array__")
