"""What is called: the functions and classes of all public modules, and the methods of objects."""

import inspect
from typing import Any, Callable, Iterator

import beras
import numpy as np
from beras import layers
from beras._signatures import engine_signature

MODULES = (
    "activations backend callbacks config core data gradient_tape initializers layers losses "
    "metrics mixed_precision models ops optimizers profiler random utils"
).split()
#: Loops whose length the caller states: whoever says 2^62 gets 2^62 turns.
ENDLESS = {"fori_loop", "while_loop"}
OPERATORS = (
    "add radd sub rsub mul rmul truediv rtruediv floordiv mod matmul rmatmul pow rpow and or xor "
    "lshift rshift eq ne lt le gt ge iadd isub imul itruediv ifloordiv imatmul ipow iand neg abs "
    "invert pos divmod round getitem setitem contains len bool int float index iter array copy deepcopy "
    "format repr str reduce call enter exit"
).split()
#: Methods of NumPy's own that write over memory, or wait, as they are told.
NUMPYS = {"byteswap", "dump", "setfield", "setflags", "tofile", "resize", "getfield"}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All public functions and classes by their full names."""
    for name in MODULES:
        module = getattr(beras, name)
        for attribute in getattr(module, "__all__", None) or dir(module):
            value = getattr(module, attribute)
            is_ours = attribute[0] != "_" and not inspect.ismodule(value)
            if is_ours and callable(value) and attribute not in ENDLESS:
                yield f"{name}.{attribute}", value


def methods(value: Any) -> list[str]:
    """The methods of an object that are called, its operators among them."""
    names = [name for name in dir(type(value)) if name[0] != "_" and name not in NUMPYS]
    names += [f"__{name}__" for name in OPERATORS if hasattr(type(value), f"__{name}__")]
    return names


def objects() -> list[Any]:
    """One object of every kind, some of them used already."""
    made: list[Any] = []
    known = {"target_shape": (2, 3), "shape": (4,), "pool_size": 2, "kernel_size": 3}
    known |= {"activation": "relu", "schedule": lambda epoch: 0.1, "name": "float32"}
    for _, kind in functions():
        if inspect.isclass(kind):
            wanted = [p for p in parameters(kind) if p.default is p.empty]
            arguments = {p.name: known.get(p.name, 1) for p in wanted}
            try:
                made.append(kind(**arguments))
            except Exception:
                pass  # abstract, or of a kind that the lines below make
    x, y = np.ones((4, 3), np.float32), np.ones((4, 2), np.float32)
    model = beras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(2)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, verbose=0)
    weight = beras.Variable(x)
    with beras.GradientTape(persistent=True) as tape:
        loss = beras.ops.sum(model(x) * weight[0, 0])
    data = beras.data.Dataset.from_tensors(x, y)
    made += [model, layers.Dense(2), weight, loss, tape, data, model.layers[0], beras.Tensor(y)]
    return [*made, model.layers[0].kernel, tape.gradient(loss, weight)]


def parameters(function: Any) -> list[inspect.Parameter]:
    """The parameters that a call may give; those that nobody knows are two tensors."""
    try:
        known = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        try:
            known = list(engine_signature(function).parameters.values())
        except Exception:
            kind = inspect.Parameter.POSITIONAL_ONLY
            return [inspect.Parameter("x", kind), inspect.Parameter("y", kind, default=None)]
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p for p in known if p.kind not in variadic and p.name != "self"]
