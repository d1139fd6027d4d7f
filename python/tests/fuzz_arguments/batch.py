"""The calls of one process: made in the current folder, each noted before it is made."""

import contextlib
import faulthandler
import os
import random
import signal
import warnings
from typing import Any, Callable, Optional

from . import targets, values, verdict


def batch(seed: int, calls: int, only: str, seconds: int) -> None:
    """Makes the calls; a call that takes longer ends the process by SIGALRM."""
    faulthandler.enable()
    warnings.simplefilter("ignore")
    random_ = random.Random(seed)
    functions = [(name, value) for name, value in targets.functions() if only in name]
    objects = targets.objects()
    notes = os.open("calls", os.O_CREAT | os.O_WRONLY)
    with open("complaints", "a", buffering=1) as complaints:
        for number in range(calls):
            if only or random_.random() < 0.6:
                name, function = random_.choice(functions)
            else:
                name, function = method(random_, objects)
            args, kwargs = arguments(random_, function, objects)
            note = f"seed {seed}, call {number}: {name} {text(args)} {text(kwargs)}"
            os.write(notes, note.encode("utf-8", "replace") + b"\n")
            signal.alarm(seconds)
            found = outcome(function, args, kwargs)
            signal.alarm(0)
            if found:
                print(f"{found!r:.300} {note!r:.300}", file=complaints)


def method(random_: random.Random, objects: list[Any]) -> tuple[str, Callable[..., Any]]:
    """A method of an object; sometimes, as one can in Python, called with another as `self`."""
    owner = random_.choice(objects)
    name = random_.choice(targets.methods(owner))
    full_name = f"{type(owner).__name__}.{name}"
    try:
        if random_.random() >= 0.1:
            return full_name, as_function(getattr(owner, name))
        unbound = as_function(getattr(type(owner), name))
    except Exception:  # a property that has nothing to give yet
        return full_name, lambda: None
    other = values.any_object(random_, objects)
    return full_name, lambda *args, **kwargs: unbound(other, *args, **kwargs)


def as_function(value: Any) -> Callable[..., Any]:
    return value if callable(value) else lambda: value


def arguments(
    random_: random.Random, function: Any, objects: list[Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Arguments for some of the parameters, by position and by name."""
    oddness, given = random_.choice((0.0, 0.0, 0.1, 0.3, 1.0)), random_.choice((0.0, 0.2, 0.5, 1.0))
    common = values.shape(random_) if random_.random() < 0.8 else None
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for parameter in targets.parameters(function):
        optional = parameter.default is not parameter.empty
        if optional and random_.random() >= given or random_.random() < 0.02:
            continue
        if random_.random() < oddness:
            value = values.any_object(random_, objects)
        else:
            value = values.plausible(random_, parameter.name, str(parameter.annotation), common)
        if parameter.kind is parameter.POSITIONAL_ONLY or not optional and not kwargs:
            args.append(value)
        else:
            kwargs[parameter.name] = value
    if random_.random() < 0.03:
        args.append(values.any_object(random_, objects))
    if random_.random() < 0.03:
        kwargs[random_.choice(("axis", "naxis", "training", "\udc80"))] = None
    return args, kwargs


def outcome(function: Any, args: list[Any], kwargs: dict[str, Any]) -> Optional[str]:
    """What there is to complain of."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        try:
            function(*args, **kwargs)
        except SystemExit:
            return "leaves the process"
        except BaseException as error:
            return verdict.complaint(error)
    return None


def text(value: Any) -> str:
    try:
        return repr(value)[:400].replace("\n", " ")
    except BaseException:
        return "?"
