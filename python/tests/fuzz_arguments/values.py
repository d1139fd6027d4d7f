"""Random objects to call with: plausible ones, odd ones, and hostile ones."""

import collections
import decimal
import fractions
import random
from typing import Any, Callable

import beras
import ml_dtypes
import numpy as np
from beras import Tensor, layers, ops


class Refused(Exception):
    """What hostile objects raise."""


def _raise(*args: Any, **kwargs: Any) -> Any:
    raise Refused("hostile")


def _hostile(**methods: Any) -> Any:
    return type("Hostile", (), {f"__{name}__": method for name, method in methods.items()})()


class Itself:
    """Any attribute is the object again."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


HOSTILE: list[Callable[[], Any]] = [
    lambda: _hostile(index=_raise),
    lambda: _hostile(index=lambda self: "a"),
    lambda: _hostile(float=_raise, int=_raise),
    lambda: _hostile(array=_raise),
    lambda: _hostile(array=lambda self, *args, **kwargs: "no array"),
    lambda: _hostile(array=lambda self, *args, **kwargs: np.array([object()])),
    lambda: _hostile(array_interface={"shape": (2**62,), "typestr": "<f4", "version": 3}),
    lambda: _hostile(dlpack=_raise, dlpack_device=_raise),
    lambda: _hostile(len=lambda self: 2**62, getitem=lambda self, key: [1, 2][key]),
    lambda: _hostile(len=lambda self: -1),
    lambda: _hostile(len=_raise, getitem=_raise, iter=_raise),
    lambda: _hostile(bool=_raise),
    lambda: _hostile(eq=_raise, hash=_raise),
    lambda: _hostile(repr=_raise, str=_raise),
    lambda: _hostile(call=_raise),
    Itself,
]

NUMBERS: list[Any] = [
    *(0, 1, 2, 3, 4, -1, -2, -3, 7, 100, True, False, 0.0, -0.0, 0.5, 1.5, -2.5, 1e-3, 1e308),
    *(float("nan"), float("inf"), -float("inf"), 2**31 - 1, 2**31, -(2**31), 2**40, 2**62),
    *(2**63 - 1, -(2**63), 2**63, 2**64, 2**70, -(2**70), 10**400, 1j, np.int8(3), np.uint64(2**63)),
    *(np.float64(0.5), np.float16(1), np.bool_(True), np.int64(-1), np.complex64(1j)),
    *(decimal.Decimal("1.5"), fractions.Fraction(1, 3), np.datetime64("2026-11-28")),
    ml_dtypes.bfloat16(1.5),
]
TEXTS: list[Any] = [
    *("", "a", "valid", "same", "SAME", "channels_first", "channels_last", "float32", "int8", "bool"),
    *("bfloat16", "complex64", "float128", "relu", "softmax", "mse", "adam", "accuracy", "zeros"),
    *("sum", "mean", "none", "auto", "min", "max", "constant", "reflect", "ij,jk->ik", "ij", "...i"),
    *("fro", "nuc", "linear", "left", "\udc80", "\0", "é" * 40, "x" * 5000, b"", b"\xff", bytearray(3)),
]
DTYPES = "float32 float64 float16 bfloat16 int8 int16 int32 int64 uint8 bool".split()


def shape(random_: random.Random) -> tuple[int, ...]:
    """A small one of any rank."""
    return tuple(random_.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)) for _ in range(random_.randrange(6)))


def array(random_: random.Random, common: Any = None) -> Any:
    """A small array of any dtype and layout, of a shape that others share or of its own."""
    lengths = common if common is not None and random_.random() < 0.8 else shape(random_)
    dtype = random_.choice(DTYPES if common is None else ("float32", *DTYPES))
    count = int(np.prod(lengths, dtype=int))
    whole = np.array([random_.choice((0, 1, 2, 3, -1, 0.5)) for _ in range(count)]).reshape(lengths)
    made = whole.astype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
    layout = random_.randrange(8)
    if layout == 0 and made.ndim:
        made = made[::-1]
    elif layout == 1:
        made = made.T
    elif layout == 2:
        made.flags.writeable = False
    elif layout == 3 and dtype not in ("bool", "bfloat16"):
        made = made.astype(made.dtype.newbyteorder())
    return made if random_.random() < 0.4 else _tensor(made)


def _tensor(made: Any) -> Any:
    return ops.convert_to_tensor(made) if made.size % 2 else Tensor(made)


ODD_ARRAYS: list[Callable[[], Any]] = [
    lambda: np.array(["a", "b"]),
    lambda: np.array([None, 1], dtype=object),
    lambda: np.zeros(2, dtype=[("x", "f4"), ("y", "i4")]),
    lambda: np.array(["2026-11-28"], dtype="datetime64[D]"),
    lambda: np.zeros((2, 2), np.complex128),
    lambda: np.array([2**64 - 1], np.uint64),
    lambda: np.zeros((0, 2**40), np.float32),
    lambda: np.zeros((1,) * 40, np.float32),
    lambda: np.ma.masked_array([1.0, 2.0], [True, False]),
    lambda: np.matrix([[1.0, 2.0]]),
    lambda: memoryview(b"abc"),
    lambda: np.frombuffer(b"\0" * 9, np.uint8)[1:].view(np.float32),
]
FUNCTIONS: list[Any] = [
    *(lambda *args, **kwargs: args[0] if args else None, lambda: 1, lambda x: x, lambda x, y: x),
    *(lambda *args, **kwargs: "a", lambda *args, **kwargs: None, _raise, len, print, ops.relu),
    *(lambda x, y: ops.mean(ops.square(x - y), -1), int, type, np.sum, beras.Tensor, layers.Dense),
]
KINDS: list[Callable[[], Any]] = [
    *(lambda: None, lambda: Ellipsis, lambda: NotImplemented, object, dict, list, tuple, set),
    *(lambda: np, lambda: int, lambda: float, lambda: np.float32, lambda: np.dtype("int32")),
    *(lambda: range(3), lambda: range(0), lambda: iter([1, 2]), lambda: collections.deque([1])),
    *(lambda: slice(None), lambda: slice(0, 2), lambda: slice("a", 1.5), lambda: slice(2**70, None, -1)),
    lambda: (x for x in [np.ones((2, 2), np.float32)]),
]


def any_object(random_: random.Random, objects: list[Any], depth: int = 0) -> Any:
    """One of all kinds; `objects` are made of the module's own classes."""
    kind = random_.randrange(20)
    if kind < 4:
        return random_.choice(NUMBERS)
    if kind < 7:
        return array(random_)
    if kind < 9:
        return random_.choice(TEXTS)
    if kind < 13 and depth < 3:
        items = [any_object(random_, objects, depth + 1) for _ in range(random_.randrange(4))]
        if kind == 9:
            return {random_.choice(("a", "loss", 1, None)): item for item in items}
        return tuple(items) if kind < 12 else items
    if kind == 13:
        return random_.choice(HOSTILE)()
    if kind == 14:
        return random_.choice(ODD_ARRAYS)()
    if kind == 15:
        return random_.choice(FUNCTIONS)
    if kind < 18 and objects:
        return random_.choice(objects)
    return random_.choice(KINDS)()


def plausible(random_: random.Random, name: str, annotation: str, common: Any) -> Any:
    """One of the kind that a parameter of this name and type seems to want."""
    if "bool" in annotation:
        return random_.random() < 0.5
    if "int" in annotation and "Sequence" in annotation or name in ("axis", "axes", "shape"):
        some = [random_.randrange(-2, 5) for _ in range(random_.randrange(4))]
        return random_.choice((random_.randrange(-2, 4), some, tuple(some)))
    if annotation.startswith("int"):
        return random_.choice((0, 1, 2, 3, 4, -1))
    if annotation.startswith("float"):
        return random_.choice((0.0, 0.5, 1.0, 2, -1.0))
    if name == "dtype" or "dtype" in annotation:
        return random_.choice(DTYPES)
    if annotation.startswith("str"):
        return random_.choice(TEXTS)
    if "Callable" in annotation or name in ("f", "fn", "function", "call", "body"):
        return random_.choice(FUNCTIONS)
    if name in ("xs", "arrays", "operands", "inputs") and random_.random() < 0.3:
        return [array(random_, common) for _ in range(random_.randrange(1, 4))]
    return array(random_, common) if random_.random() < 0.9 else random_.choice(NUMBERS)
