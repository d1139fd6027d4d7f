"""What the engine states of its functions' arguments, as Python's signatures."""

from __future__ import annotations

import ast
import difflib
import functools
import inspect
import re
from typing import Any, Callable, Optional, TypeVar, cast

from beras import _engine

#: What is named by who was called.
_NAMED = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError)

Function = TypeVar("Function", bound=Callable[..., Any])


def explained(error: TypeError, signature: inspect.Signature, kwargs: dict[str, Any]) -> str:
    """What is wrong with a call, and the argument that an unknown one was meant to be."""
    known = ", ".join(signature.parameters)
    for name in kwargs:
        if name not in signature.parameters:
            near = difflib.get_close_matches(name, signature.parameters, 1, 0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"It has: {known}."
            return f"has no argument {name!r}. {hint}"
    return f"{error}. It has: {known}."


def speaking(function: Function) -> Function:
    """A function whose errors say its name, whoever raised them: NumPy, Python itself, or one of
    those that it is made up of."""

    @functools.wraps(function)
    def speaks(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except _NAMED as error:
            label = re.match(r"\[[\w.]+\] ", str(error))
            if label:
                error.args = (f"[{function.__name__}] {str(error)[label.end():]}",)
                raise
            if isinstance(error, (ArithmeticError, MemoryError)):
                raise
            kinds = (kind for kind in (IndexError, ValueError) if isinstance(error, kind))
            raise next(kinds, TypeError)(f"[{function.__name__}] {error}") from error

    return cast(Function, speaks)


def explaining(method: Function) -> Function:
    """A method whose errors about its arguments name the object's class and the argument."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    signature = inspect.Signature(parameters)

    @functools.wraps(method)
    def explains(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except TypeError as error:
            # With a frame below this one it came from inside.
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            said = explained(error, signature, kwargs)
            raise TypeError(f"[{type(self).__name__}] {said}") from None

    return cast(Function, explains)


def engine_signature(function: Any) -> inspect.Signature:
    """The signature that nanobind states of a function of the engine."""
    text, _, defaults = function.__nb_signature__[0]
    # Defaults stand there as \0, \1 ..., and as they are written where the binding states them.
    source = re.sub(r"\\(\d+)", r"_default_\1", text.replace(", /)", ")")) + ": ..."
    source = re.sub(r"^def \w*", "def function", source)  # its name may be a keyword, or empty
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    arguments = definition.args
    empty = inspect.Parameter.empty

    def parameter(argument: ast.arg, default: Optional[ast.expr], kind: Any) -> inspect.Parameter:
        value = empty
        if isinstance(default, ast.Name):
            value = defaults[int(default.id.rpartition("_")[2])]
        elif default is not None:
            value = ast.literal_eval(default)
        annotation = ast.unparse(argument.annotation) if argument.annotation else empty
        return inspect.Parameter(argument.arg, kind, default=value, annotation=annotation)

    missing = [None] * (len(arguments.args) - len(arguments.defaults))
    by_position = [
        parameter(argument, default, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        for argument, default in zip(arguments.args, [*missing, *arguments.defaults])
    ]
    by_name = [
        parameter(argument, default, inspect.Parameter.KEYWORD_ONLY)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults)
    ]
    returns = ast.unparse(definition.returns) if definition.returns else empty
    return inspect.Signature([*by_position, *by_name], return_annotation=returns)


def _bound_signature(method: Any) -> inspect.Signature:
    signature = engine_signature(method.__func__)
    return signature.replace(parameters=list(signature.parameters.values())[1:])


# `inspect.signature` asks a function for its __signature__: of the engine's, their types answer.
for _function, _shows in (
    (_engine.is_tensor_like, engine_signature),
    (_engine.data.Dataset.batch, engine_signature),
    (_engine.models.FitOptions().mix, _bound_signature),
):
    _engine.show_signatures_by(_function, property(_shows))
