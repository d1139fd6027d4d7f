"""What is wrong with a call that a function of the engine does not take."""

from __future__ import annotations

import ast
import functools
import operator
import reprlib
from typing import Any, Callable

import numpy as np

from beras import _engine
from beras._arrays import numpy_dtype
from beras._signatures import engine_signature, explained


#: Whose arguments the fields of an engine class are.
_RUNS = {"FitOptions": "fit", "EvaluateOptions": "evaluate", "PredictOptions": "predict"}


def refusal(function: Any, args: list[Any], kwargs: dict[str, Any]) -> str:
    """The first argument that does not fit: what was expected, and what came."""
    signature = engine_signature(function)
    name = function.__name__
    option = ""
    if "self" in signature.parameters and args:
        owner = type(args[0])
        name = name or _property_set_by(function, owner)
        shown = owner.__name__.removeprefix("Python")  # an engine class in front of the user's
        if shown in _RUNS:
            name, option = _RUNS[shown], name
        else:
            name = shown if name == "__init__" else f"{shown}.{name}"
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        return f"[{name}] {explained(error, signature, kwargs)}"
    for argument, value in bound.arguments.items():
        annotation = signature.parameters[argument].annotation
        if isinstance(annotation, str) and not _fits(value, _parsed(annotation)):
            expected = _text(_parsed(annotation))
            what = option or argument
            return f"[{name}] expected {what}: {expected}. Received: {_described(value)}."
    received = ", ".join(map(_described, [*args, *kwargs.values()]))
    return f"[{name}] expected {', '.join(signature.parameters)}. Received: {received}."


def _property_set_by(function: Any, owner: type) -> str:
    found = (name for name, value in vars(owner).items() if getattr(value, "fset", 0) is function)
    return next(found, "")


def _described(value: Any) -> str:
    try:
        return reprlib.repr(value)
    except Exception:
        return f"an object of type {type(value).__name__}"


@functools.lru_cache(maxsize=None)
def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _fits(value: Any, annotation: Any) -> bool:
    """Whether a value is of the type that nanobind's signatures write so."""
    if isinstance(annotation, ast.BinOp):
        if "dtype[" in ast.unparse(annotation):
            return value is None or _is_dtype(value)
        return _fits(value, annotation.left) or _fits(value, annotation.right)
    if isinstance(annotation, ast.Constant):
        return value is annotation.value
    if isinstance(annotation, ast.Subscript):
        return _fits_generic(value, _name(annotation.value), annotation.slice)
    name = _name(annotation)
    return _FITS[name](value) if name in _FITS else _is_named(value, name)


def _fits_generic(value: Any, name: str, inner: Any) -> bool:
    if name == "Callable":
        return callable(value)
    if name == "dtype":
        return isinstance(value, np.dtype)
    if name == "Mapping":
        key, item = inner.elts
        return isinstance(value, dict) and all(
            _fits(k, key) and _fits(v, item) for k, v in value.items()
        )
    if not isinstance(value, (list, tuple)):
        return False
    if name == "tuple":
        return len(value) == len(inner.elts) and all(map(_fits, value, inner.elts))
    return all(_fits(item, inner) for item in value)


def _is_named(value: Any, name: str) -> bool:
    """Whether it is of a class of that name, or stands for an object of the engine that is."""
    owners = (*type(value).__mro__, *type(getattr(value, "_engine", None)).__mro__)
    return any(owner.__name__ == name for owner in owners)


def _is_dtype(value: Any) -> bool:
    try:
        return _engine.is_tensor_like(np.empty(0, numpy_dtype(value)))
    except Exception:
        return False


def _is_float(value: Any) -> bool:
    try:
        return not isinstance(value, str) and float(value) is not None
    except Exception:
        return False


def _is_int(value: Any) -> bool:
    try:
        return -(2**63) <= operator.index(value) < 2**63
    except Exception:
        return False


_FITS: dict[str, Callable[[Any], bool]] = {
    "Any": lambda value: True,
    "TensorLike": _engine.is_tensor_like,
    "bool": lambda value: isinstance(value, bool),
    "float": _is_float,
    "int": _is_int,
    "object": lambda value: True,
    "str": lambda value: isinstance(value, str),
}


def _name(annotation: Any) -> str:
    """The last part of a dotted name."""
    return annotation.attr if isinstance(annotation, ast.Attribute) else annotation.id


def _text(annotation: Any) -> str:
    """An annotation without the modules of its names."""

    class Shorter(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.Name:
            return ast.Name(node.attr)

    parts = ast.unparse(Shorter().visit(annotation)).split(" | ")
    return " | ".join(dict.fromkeys(parts))
