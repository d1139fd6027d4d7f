"""What a class must define before there can be an object of it."""

from __future__ import annotations

import functools
import inspect
from abc import ABCMeta
from typing import Any, Optional, TypeVar

from beras._calls import implementation


_Made = TypeVar("_Made")


def missing(method: Any) -> Any:
    """Marks a method that only says that a subclass must define it."""
    method.is_missing = True
    return method


class AbstractMeta(ABCMeta):
    """Refuses to make an object of a class that lacks a part, by the name of the part.

    The seed's classes are abstract: `call` (or `forward`) and `weights` must be there, and who
    states the gradients of its inputs states those of its weights. What states no gradient is a
    composition, whose gradient follows from what it calls.
    """

    @property
    def __signature__(cls) -> inspect.Signature:
        # Else what `inspect` shows of a class would be that of __call__ below.
        parameters = list(inspect.signature(cls.__init__).parameters.values())  # type: ignore[misc]
        return inspect.Signature(parameters[1:])

    def __call__(cls: type[_Made], *args: Any, **kwargs: Any) -> _Made:
        lacking = _lacking(cls)
        if lacking:
            raise TypeError(
                f"[{cls.__name__}] expected a class that defines {' and '.join(lacking)}. "
                "Received: one that does not, which is abstract."
            )
        made = super().__call__(*args, **kwargs)
        half = _half_stated(cls)
        if half and (half != "get_weight_gradients" or _has_weights(made)):
            raise TypeError(
                f"[{cls.__name__}] expected both get_input_gradients and get_weight_gradients, or "
                f"none where `call` is composed of Diffables. Received: a class without {half}."
            )
        return made


@functools.lru_cache(maxsize=None)
def _lacking(owner: Any) -> list[str]:
    """The abstract parts that a class has not defined."""
    lacking = []
    if hasattr(owner, "call") and getattr(implementation(owner), "is_missing", False):
        lacking.append("call (or forward)")
    weights = inspect.getattr_static(owner, "weights", None)
    if getattr(weights, "__isabstractmethod__", False):
        lacking.append("weights")
    return lacking


@functools.lru_cache(maxsize=None)
def _half_stated(owner: Any) -> Optional[str]:
    """The one of the two functions of gradients that a class lacks, if it states the other."""
    names = ("get_input_gradients", "get_weight_gradients")
    if not hasattr(owner, names[0]) or implementation(owner) is None:
        return None
    lacks = [name for name in names if not _states(owner, name)]
    return lacks[0] if len(lacks) == 1 else None


def _states(owner: Any, name: str) -> bool:
    """True if a class states gradients by that function, or by the product that goes with it."""
    ways = (getattr(owner, way) for way in (name, name.replace("get", "compose")))
    return not all(getattr(way, "is_engine_method", False) for way in ways)


def _has_weights(made: Any) -> bool:
    """True if there are weights already: those that come with the first call may come alone."""
    try:
        return len(made.weights) > 0
    except Exception:
        return False
