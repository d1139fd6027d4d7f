"""The seed's classes: what can be called, has weights, and knows its own gradients."""

from __future__ import annotations

import functools
import inspect
import threading
from abc import ABC, ABCMeta, abstractmethod
from typing import TYPE_CHECKING, Any, Iterable, Optional

import numpy as np

from beras import _engine
from beras._copying import Copyable
from beras._tensor import Tensor, Variable

__all__ = [
    "Callable",
    "Diffable",
    "Jacobian",
    "Tensor",
    "Variable",
    "Weighted",
    "check_gradients",
]

Jacobian = _engine.core.Jacobian
if TYPE_CHECKING:
    import numpy.typing

    #: What the functions of the engine take for a tensor.
    TensorLike = numpy.typing.ArrayLike


def engine_method(method: Any) -> Any:
    """Marks a method that does what the engine does: the engine need not call it back."""
    method.is_engine_method = True
    return method


class Callable(ABC):
    """Whatever can be called: `layer(x)` is `layer.call(x)`, as a Tensor.

    A subclass defines `call`, or `forward` as some editions name it.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _as_tensors(_implementation(type(self))(self, *args, **kwargs))

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """What it computes."""
        raise NotImplementedError(f"[{type(self).__name__}] defines neither call nor forward.")


class Weighted(ABC):
    """Whatever has weights, which can be trained or frozen."""

    @property
    @abstractmethod
    def weights(self) -> list[Tensor]:
        """All weights."""

    @property
    def trainable_variables(self) -> list[Tensor]:
        """The weights that are trainable."""
        return [weight for weight in self.weights if weight.trainable]

    @property
    def non_trainable_variables(self) -> list[Tensor]:
        """The weights that are not trainable."""
        return [weight for weight in self.weights if not weight.trainable]

    @property
    def trainable(self) -> bool:
        """True if any weight is trainable.

        Setting False freezes all; True gives back exactly those that were trainable before.
        """
        return bool(self.trainable_variables)

    @trainable.setter
    def trainable(self, value: bool) -> None:
        frozen = self.__dict__.setdefault("_frozen_weights", [])
        if value:
            for weight in frozen or self.weights:
                weight.trainable = True
            frozen.clear()
        else:
            frozen.extend(self.trainable_variables)
            for weight in frozen:
                weight.trainable = False


class _DiffableMeta(ABCMeta):
    """Lets `Diffable.gradient_tape` be what the thread at hand records on."""

    @property
    def gradient_tape(cls) -> Any:
        from beras.gradient_tape import GradientTape

        return GradientTape.innermost()

    @gradient_tape.setter
    def gradient_tape(cls, tape: Any) -> None:
        from beras.gradient_tape import GradientTape

        GradientTape.replace_innermost(tape)


class Diffable(Copyable, Callable, Weighted, metaclass=_DiffableMeta):
    """Whatever can be called, has weights, and knows its own gradients.

    A subclass defines `call`, and states its gradient in whichever way is shortest:

    1. composition: `call` uses other Diffables, operators and `beras.ops`; nothing else is stated;
    2. local Jacobians: `get_input_gradients` and `get_weight_gradients` return lists of arrays or
       `Jacobian`s;
    3. products: `compose_input_gradients(J)` and `compose_weight_gradients(J)` return lists.

    While a tape watches, one that states its gradient is recorded whole, and what it calls inside
    is not.
    """

    #: The engine's class behind it.
    _engine_class: Any = _engine.core.PythonDiffable
    #: What the engine may call, besides `call`.
    _hooks: tuple[str, ...] = (
        "build",
        "compute_output_shape",
        "weights",
        "get_input_gradients",
        "get_weight_gradients",
        "compose_input_gradients",
        "compose_weight_gradients",
    )
    #: Whether a layer that has it as an attribute has its weights.
    _is_part_of_layers = True

    @property
    def gradient_tape(self) -> Any:
        """The innermost tape that records on this thread, or None."""
        return Diffable.gradient_tape

    @functools.cached_property
    def _engine(self) -> Any:
        # Made when first needed, so that subclasses need not call __init__ of this class.
        return self._engine_attach(self._engine_class())

    def _engine_attach(self, engine: Any) -> Any:
        engine.attach(self, overridden(type(self)))
        return engine

    # --- calling
    #
    # Methods of ours have names that those of subclasses, such as `_run`, do not meet.

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if _implementation(type(self)) is None:
            return self._engine(*args, **kwargs)
        record = _Record(type(self), args, kwargs)
        outputs = self._engine.call_python(
            record.tensor_names,
            record.tensors,
            lambda training: self.__run(record, training),
            kwargs.get("training"),
        )
        record.outputs = outputs
        return outputs if record.returned_list else outputs[0]

    def _engine_forward(self, tensors: list[Tensor], names: list[str], training: bool) -> Any:
        """What the engine calls where it calls this object itself."""
        if names:
            record = _Record(type(self), (), dict(zip(names, tensors)))
        elif len(tensors) > 1 and len(_signature(type(self))[0]) == 1:
            record = _Record(type(self), (tensors,), {})  # what takes one argument takes a list
        else:
            record = _Record(type(self), tuple(tensors), {})
        return self.__run(record, training)

    def __run(self, record: _Record, training: Optional[bool]) -> Any:
        if not _engine.core.is_forgetting():
            self.__dict__["_Diffable__latest"] = record
        result = _implementation(type(self))(self, *record.args, **record.keywords(training))
        record.returned_list = isinstance(result, (list, tuple))
        record.outputs = list(result) if record.returned_list else [result]
        return record.outputs

    # --- the call at hand

    @property
    def argnames(self) -> list[str]:
        """The names of the arguments of the latest call."""
        record = self.__record()
        return self._engine.argnames() if record is None else record.names

    @property
    def input_dict(self) -> dict[str, Any]:
        """{name: value} of the arguments of the latest call."""
        record = self.__record()
        return self._engine.input_dict() if record is None else record.values

    @property
    def inputs(self) -> list[Any]:
        """The tensors and arrays of the latest call, in the order of `call`'s signature."""
        record = self.__record()
        return self._engine.inputs() if record is None else record.tensors

    @property
    def outputs(self) -> list[Tensor]:
        """All that the latest call returned."""
        record = self.__record()
        return self._engine.outputs() if record is None else record.outputs

    def __record(self) -> Optional[_Record]:
        """The latest call as Python made it; None where only the engine knows which one is meant."""
        latest: Optional[_Record] = self.__dict__.get("_Diffable__latest")
        return None if latest is None or self._engine.is_asked() else latest

    # --- gradients

    @engine_method
    def get_input_gradients(self) -> list[Any]:
        """Local gradients with respect to each input: one Jacobian for each (output, input)."""
        return self._engine.get_input_gradients()

    @engine_method
    def get_weight_gradients(self) -> list[Any]:
        """Local gradients with respect to each weight: one Jacobian for each (output, weight)."""
        return self._engine.get_weight_gradients()

    @engine_method
    def compose_input_gradients(self, J: Any = None) -> list[Any]:
        """The upstream gradients J, one for each output, multiplied with the input Jacobians.

        Without J, or with [None], the local gradients themselves.
        """
        if _nothing_above(J):
            return self.get_input_gradients()
        return self._engine.compose_input_gradients(J)

    @engine_method
    def compose_weight_gradients(self, J: Any = None) -> list[Any]:
        """The same for the weights, summed over the batch."""
        if _nothing_above(J):
            return self.get_weight_gradients()
        return self._engine.compose_weight_gradients(J)

    # --- weights

    @property
    @engine_method
    def weights(self) -> list[Tensor]:
        """All weights: none, unless a subclass says otherwise."""
        return self._engine.weights()

    @property
    def trainable(self) -> bool:
        """True if any weight is trainable.

        Setting False freezes all; True gives back exactly those that were trainable before.
        """
        return self._engine.get_trainable()

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._engine.set_trainable(value)


    def _engine_contents(self) -> dict[str, Any]:
        frozen = self._engine.frozen()
        return {"frozen": self._engine.frozen_here() if frozen else None}

    def _engine_restore(self, contents: dict[str, Any]) -> None:
        if contents["frozen"] is not None:
            for weight in contents["frozen"]:
                weight.trainable = True
            self._engine.set_trainable(False)


class _Record:
    """One call: who was passed what."""

    def __init__(self, owner: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        names, takes_training, takes_any = _signature(owner)
        self.args = args
        self.takes_training = takes_training or takes_any
        if "training" in kwargs and not self.takes_training:
            kwargs = {name: value for name, value in kwargs.items() if name != "training"}
        self.kwargs = kwargs
        self.names = list(names)
        by_position = dict(zip(names + [f"x{i}" for i in range(len(names), len(args))], args))
        self.values = {**by_position, **kwargs}
        ordered = [name for name in names if name in self.values]
        ordered += [name for name in self.values if name not in names]
        found = [leaf for name in ordered for leaf in _tensors_in(name, self.values[name])]
        self.tensor_names = [name for name, _ in found]
        self.tensors = [tensor for _, tensor in found]
        self.outputs: list[Any] = []
        self.returned_list = False

    def keywords(self, training: Optional[bool]) -> dict[str, Any]:
        """The keyword arguments, with `training` where `call` asks for it and nobody gave it."""
        if training is None or not self.takes_training or "training" in self.values:
            return self.kwargs
        return {**self.kwargs, "training": training}


@functools.lru_cache(maxsize=None)
def _implementation(owner: type) -> Any:
    """The function that computes: `call` or `forward`; None if the engine does."""
    for base in owner.__mro__:
        for name in ("call", "forward"):
            method = base.__dict__.get(name)
            if method is not None and base is not Callable:
                return None if getattr(method, "is_engine_method", False) else method
    return Callable.call


@functools.lru_cache(maxsize=None)
def _signature(owner: type) -> tuple[list[str], bool, bool]:
    """The positional arguments of `call`; whether it takes `training`, or any keyword."""
    parameters = list(inspect.signature(_implementation(owner)).parameters.values())[1:]
    names = [
        parameter.name
        for parameter in parameters
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        and parameter.name != "training"
    ]
    takes_training = any(parameter.name == "training" for parameter in parameters)
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    return names, takes_training, takes_any


@functools.lru_cache(maxsize=None)
def overridden(owner: type) -> list[str]:
    """The methods that a class has from Python rather than from the engine."""
    names = [] if _implementation(owner) is None else ["call"]
    for name in owner._hooks:
        method = inspect.getattr_static(owner, name, None)
        if isinstance(method, property):
            method = method.fget
        if method is not None and not getattr(method, "is_engine_method", False):
            names.append(name)
    return names


def _tensors_in(name: str, value: Any) -> list[tuple[str, Any]]:
    """The tensors of one argument by name: one, or those of a list or dictionary of arrays."""
    if isinstance(value, dict):
        parts: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, (list, tuple)) and any(isinstance(item, np.ndarray) for item in value):
        parts = enumerate(value)
    else:
        return [(name, value)] if _is_tensor_like(value) else []
    return [leaf for key, part in parts for leaf in _tensors_in(f"{name}_{key}", part)]


def _is_tensor_like(value: Any) -> bool:
    if isinstance(value, (np.ndarray, np.generic)):
        return True
    if isinstance(value, (list, tuple)):
        return bool(value) and all(_is_tensor_like(item) for item in value)
    if isinstance(value, (int, float)):
        return not isinstance(value, bool)
    return hasattr(value, "__array__")


def _as_tensors(result: Any) -> Any:
    if isinstance(result, (list, tuple)):
        return [_as_tensors(item) for item in result]
    return result if isinstance(result, Tensor) else Tensor(result)


def _nothing_above(J: Any) -> bool:
    return J is None or (isinstance(J, (list, tuple)) and (not J or (len(J) == 1 and J[0] is None)))


class _Exact(threading.local):
    """Whether layers compute in the type of their inputs, whatever their own is."""

    on = False


exact = _Exact()


def check_gradients(
    diffable: Diffable,
    inputs: Iterable[Any],
    *,
    training: bool = False,
    constant_inputs: Iterable[int] = (),
) -> None:
    """Compares the gradients that `diffable` states with central differences in float64.

    Raises AssertionError with the worst entry: which input or weight, which element, and both
    values.
    """
    exact.on = True
    try:
        ok, message = _engine.core.check_gradients(
            diffable, list(inputs), training=training, constant_inputs=list(constant_inputs)
        )
    finally:
        exact.on = False
    if not ok:
        raise AssertionError(message)
