"""The seed's classes: what can be called, has weights, and knows its own gradients."""

from __future__ import annotations

import functools
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import numpy as np

from beras import _engine
from beras._abstract import AbstractMeta, missing
from beras._arrays import as_array
from beras._call_attributes import CallAttribute
from beras._calls import (
    Record,
    engine_method,
    implementation,
    is_nest,
    overridden,
    signature,
)
from beras._copying import Copyable
from beras._keras_tensor import KerasTensor, note
from beras._tensor import Tensor
from beras import _tree as tree

__all__ = [
    "Callable",
    "Diffable",
    "Jacobian",
    "Tensor",
    "Variable",
    "Weighted",
    "check_gradients",
]
__dir__ = functools.partial(sorted, __all__)

#: The seed's other name of a Tensor.
Variable = Tensor
Jacobian = _engine.core.Jacobian
if TYPE_CHECKING:
    import numpy.typing

    #: What the functions of the engine take for a tensor.
    TensorLike = Union[numpy.typing.ArrayLike, KerasTensor]


class Callable(metaclass=AbstractMeta):
    """Whatever can be called: `layer(x)` is `layer.call(x)`, as a Tensor.

    A subclass defines `call`, or `forward` as some editions name it. What that returns becomes one
    Tensor, be it an array, a number or a list of them; a tuple, or a list of arrays of several
    shapes, becomes a list of Tensors.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _as_tensors(implementation(type(self))(self, *args, **kwargs))

    @missing
    def call(self, *args: Any, **kwargs: Any) -> Any:
        """What it computes."""
        raise NotImplementedError(f"[{type(self).__name__}] defines neither call nor forward.")


class Weighted(metaclass=AbstractMeta):
    """Whatever has weights, which can be trained or frozen. A subclass defines `weights`."""

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


class _DiffableMeta(AbstractMeta):
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

    A subclass defines `call` and `weights`, and states its gradient in whichever way is shortest:

    1. composition: `call` uses other Diffables, operators and `beras.ops`; nothing else is stated;
    2. local Jacobians: `get_input_gradients` and `get_weight_gradients` return lists of arrays or
       `Jacobian`s, one for each input or weight; what is left out at the end is zero;
    3. products: `compose_input_gradients(J)` and `compose_weight_gradients(J)` return lists.

    While a tape watches, one that states its gradient is recorded whole, and what it calls inside
    is not. TypeError for a class that lacks `call` or `weights`, or that states the gradients of its
    inputs and not those of its weights, or the other way round.

    `call` returns an array, a number or a list of numbers, which is one output; or a tuple or a list
    of arrays, which are several.
    """

    #: The engine's class behind it.
    _engine_class: Any = _engine.core.PythonDiffable
    #: Whether a layer that has it as an attribute has its weights.
    _is_part_of_layers = True
    #: Whether a tuple that `call` returns is given as a list, as in the seed.
    _gives_lists = True
    #: How numbers and lists that `call` returns become an array.
    _as_output = staticmethod(as_array)

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
        if implementation(type(self)) is None:
            return self._engine(*args, **kwargs)
        record = Record(type(self), args, kwargs)
        if any(isinstance(tensor, KerasTensor) and tensor.is_symbolic for tensor in record.tensors):
            return note(self, args, kwargs)
        outputs = self._engine.call_python(
            record.tensor_names,
            record.tensors,
            lambda training: self.__run(record, training),
            kwargs.get("training"),
        )
        record.outputs = outputs
        if record.returned is None:
            return outputs[0]
        if self._gives_lists and not isinstance(record.returned, dict):
            return outputs if len(record.returned) == len(outputs) else record.packed(outputs)
        return record.packed(outputs)

    def _engine_forward(self, tensors: list[Tensor], names: list[str], training: bool) -> Any:
        """What the engine calls where it calls this object itself."""
        if names:
            record = Record(type(self), (), dict(zip(names, tensors)))
        elif len(tensors) > 1 and len(signature(type(self)).names) == 1:
            record = Record(type(self), (tensors,), {})  # what takes one argument takes a list
        else:
            record = Record(type(self), tuple(tensors), {})
        return self.__run(record, training)

    def __run(self, record: Record, training: Optional[bool]) -> Any:
        if not _engine.core.is_forgetting():
            self.__dict__["_Diffable__latest"] = record
            self.__dict__.pop("_Diffable__assigned", None)
        result = implementation(type(self))(self, *record.args, **record.keywords(training))
        self.__dict__.get("_Diffable__assigned", {}).pop("outputs", None)
        if isinstance(result, dict) or _are_several(result):
            outputs = self.__each_output(result)
            record.returned = tree.map_structure(lambda _: None, outputs)
            record.outputs = tree.flatten(outputs)
        else:
            record.returned = None
            record.outputs = [self.__output(result)]
        return record.outputs

    def __each_output(self, result: Any) -> Any:
        def one(part: Any) -> Any:
            return self.__each_output(part) if is_nest(part) else self.__output(part)

        if isinstance(result, dict):
            return {name: one(part) for name, part in result.items()}
        outputs = [one(part) for part in result]
        return tree.rebuilt(result, dict(enumerate(outputs)))

    def __output(self, result: Any) -> Any:
        is_plain = isinstance(result, (bool, int, float, list, tuple))
        return self._as_output(result) if is_plain else result

    def _engine_stated_outputs(self, *args: Any, **kwargs: Any) -> Any:
        """What a call gives, as KerasTensors, where the class itself says so; else None."""
        return None

    # --- the call at hand

    # They are there once it has been called, and a class may assign to them: nothing that a tape
    # needs is in them.

    argnames: list[str] = CallAttribute("The names of the arguments of the latest call.")
    input_dict: dict[str, Any] = CallAttribute(
        "{name: value} of the arguments of the latest call."
    )
    inputs: list[Any] = CallAttribute(
        "The tensors and arrays of the latest call, in the order of `call`'s signature."
    )
    outputs: list[Tensor] = CallAttribute("All that the latest call returned.")

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
    def trainable(self) -> bool:
        """True if any weight is trainable.

        Setting False freezes all; True gives back exactly those that were trainable before. The
        Diffables that are attributes, also within lists and dicts, are frozen one by one, so that
        each can be thawed alone.
        """
        return self._engine.get_trainable()

    @trainable.setter
    def trainable(self, value: bool) -> None:
        # As the engine has it for its own sub-layers: to thaw is to undo, where it froze itself.
        parts = _parts_of(self)
        if value and self._engine.frozen():
            parts = self.__dict__.pop("_Diffable__frozen_parts", [])
        elif not value:
            parts = [part for part in parts if not part._engine.frozen()]
            self.__dict__.setdefault("_Diffable__frozen_parts", []).extend(parts)
        for part in parts:
            part.trainable = value
        self._engine.set_trainable(value)

    def _engine_contents(self) -> dict[str, Any]:
        frozen = self._engine.frozen()
        return {"frozen": self._engine.frozen_here() if frozen else None}

    def _engine_restore(self, contents: dict[str, Any]) -> None:
        if contents["frozen"] is not None:
            for weight in contents["frozen"]:
                weight.trainable = True
            self._engine.set_trainable(False)


def _parts_of(diffable: Diffable) -> list[Any]:
    from beras._parts import parts_in

    return [part for part in parts_in(vars(diffable).items()) if isinstance(part, Diffable)]


def _are_several(result: Any) -> bool:
    """True for a tuple of arrays or numbers of NumPy's, and for a list that is not of numbers alone."""
    if not isinstance(result, (list, tuple)):
        return False
    if any(map(is_nest, result)):
        return True
    if not any(hasattr(y, "__array__") for y in result):
        return False
    return isinstance(result, tuple) or any(_rank_of(y) > 0 for y in result if not is_nest(y))


def _rank_of(value: Any) -> int:
    return value.ndim if isinstance(value, KerasTensor) else np.ndim(value)


def _as_tensors(result: Any) -> Any:
    if isinstance(result, (Tensor, KerasTensor)):
        return result
    if _are_several(result) and (isinstance(result, tuple) or len(set(map(np.shape, result))) > 1):
        return [_as_tensors(item) for item in result]
    return Tensor(result)


def _nothing_above(J: Any) -> bool:
    return J is None or (isinstance(J, (list, tuple)) and (not J or (len(J) == 1 and J[0] is None)))


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
    ok, message = _engine.core.check_gradients(
        diffable, list(inputs), training=training, constant_inputs=list(constant_inputs)
    )
    if not ok:
        raise AssertionError(message)
