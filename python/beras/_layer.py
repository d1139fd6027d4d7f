"""The base of layers."""

from __future__ import annotations

import functools
from typing import Any, Optional

import numpy as np

from beras import _engine, constraints, regularizers, saving
from beras import _tree as tree
from beras._arrays import convert, numpy_dtype
from beras._building import Builder
from beras._calls import engine_method, overridden
from beras._holder import Holder
from beras._keras_tensor import keras_tensors, note, shapes_of
from beras._layer_losses import LossAdder
from beras._layer_state import StateKeeper
from beras._masks import MaskPasser
from beras._parts import first_shape, has_arrays, shapes_in
from beras._shell import Shell, is_of_engine
from beras._tensor import Tensor
from beras.config import DTypePolicy, DTypePolicyMap
from beras.core import Diffable

_tensor = _engine.tensor


class Layer(Builder, Holder, LossAdder, StateKeeper, MaskPasser, Shell, Diffable):
    """A Diffable with weights whose shapes follow from its input.

    ```python
    class Linear(layers.Layer):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self.units = units

        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], self.units))
            self.b = self.add_weight(shape=(self.units,), initializer="zeros")

        def call(self, inputs):
            return ops.matmul(inputs, self.w) + self.b
    ```

    Layers and Variables that are attributes, also within lists and dicts, are part of it; all must
    be there when the first call, or `build`, has built it: ValueError for another one afterwards,
    and for a layer made in `call` that a tape would record. One that is taken out of a list or dict,
    and a Variable whose attribute is deleted, is no part any more. Floating inputs are cast to the
    dtype that it computes in.

    Args:
        name: the class's name in snake case, numbered, if left out.
        dtype: of the weights and of what it computes, or a policy such as "mixed_bfloat16"; the
            global policy if left out.
        trainable: False freezes it from the start.
        activity_regularizer: what its outputs add to the loss, divided by the batch size: as
            `beras.regularizers.get` takes it.
        autocast: False leaves inputs as they are.
        input_shape: of one sample, where a model should know it before the first call.
    """

    __module__ = "beras.layers"
    _engine_class: Any = _engine.layers.PythonLayer
    _answers = ("build",)
    _as_output = staticmethod(convert)
    _autocast = True
    _gives_lists = False
    #: Whether a list of one tensor is that tensor.
    _engine_takes_one_input = False
    #: The shape of batches that was announced by `input_shape`.
    _batch_input_shape: Optional[tuple[Optional[int], ...]] = None

    def __init__(
        self,
        *,
        name: Optional[str] = None,
        dtype: Any = None,
        trainable: bool = True,
        activity_regularizer: Any = None,
        autocast: bool = True,
        input_shape: Any = None,
    ) -> None:
        self._engine_create(name=name, dtype=dtype)
        self._engine_begin(
            trainable=trainable,
            activity_regularizer=activity_regularizer,
            autocast=autocast,
            input_shape=input_shape,
        )

    def _engine_begin(
        self,
        *,
        trainable: bool = True,
        activity_regularizer: Any = None,
        autocast: bool = True,
        input_shape: Any = None,
    ) -> None:
        if activity_regularizer is not None:
            self.activity_regularizer = activity_regularizer
        activation = self._engine_arguments.get("activation")
        if isinstance(activation, Diffable):
            self._engine_adopted.append(activation)
            self._engine.adopt(activation)
        if not isinstance(trainable, bool):
            raise ValueError(
                f"[{type(self).__name__}] expected trainable: True or False. "
                f"Received: {trainable!r}."
            )
        if not trainable:
            self._engine.set_trainable(False)
        if not autocast:
            self._autocast = False
            self._engine.set_autocast(False)
        if input_shape is not None:
            self._batch_input_shape = (None, *input_shape)

    # --- calling

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        given = self._engine_arguments.get("dtype")
        if isinstance(given, DTypePolicyMap) and not self.built and args:
            self.build(shapes_in(args[0]))  # which tells what it computes in
        if self._autocast and not _engine.core.is_exact():
            args = tuple([self._engine_cast(value) for value in args])
            if kwargs:
                kwargs = {name: self._engine_cast(value) for name, value in kwargs.items()}
        if not self.built:
            if args and isinstance(args[0], (list, tuple, dict)):
                self._engine_input_shapes = shapes_in(args[0])
        else:
            self._engine_look()
        return super().__call__(*args, **kwargs)

    def _engine_forward(self, tensors: list[Tensor], names: list[str], training: bool) -> Any:
        if self.built:
            self._engine_look()
        return super()._engine_forward(tensors, names, training)

    def _engine_stated_outputs(self, *args: Any, **kwargs: Any) -> Any:
        owner = type(self)
        if not is_of_engine(owner.compute_output_spec):
            return self.compute_output_spec(*args, **kwargs)
        if len(args) != 1 or "compute_output_shape" not in overridden(owner):
            return None
        shapes = self.compute_output_shape(shapes_of(args[0]))
        return keras_tensors(shapes, self.compute_dtype)

    @engine_method
    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """What a call with these symbolic tensors gives, as KerasTensors; nothing is computed."""
        return note(self, args, kwargs)

    @engine_method
    def call(self, *args: Any, **kwargs: Any) -> Any:
        """What it computes: tensors in, tensors out, and `training=...` where it matters."""
        return self._engine.plain_call(*args, **kwargs)

    def _engine_cast(self, value: Any) -> Any:
        if isinstance(value, (np.ndarray, np.generic)):
            dtype = value.dtype
            is_floating = dtype.kind == "f" or dtype.name == "bfloat16"
            if dtype == self._engine_numpy_dtype or not is_floating:
                return value
            return _tensor.cast(value, self.compute_dtype)
        if isinstance(value, (list, tuple)) and has_arrays(value):
            if self._engine_takes_one_input and len(value) == 1:
                return self._engine_cast(value[0])
            return tree.map_structure(self._engine_cast, value)
        if isinstance(value, dict) and has_arrays(value.values()):
            return tree.map_structure(self._engine_cast, value)
        if isinstance(value, Layer):
            raise ValueError(
                f"[{type(self).__name__}] expected tensors. Received: {type(value).__name__}. "
                "Layers are chained by Sequential, in the `call` of a Model, or by calling them with "
                "what `beras.Input` gives."
            )
        return value

    @functools.cached_property
    def _engine_numpy_dtype(self) -> np.dtype:
        return numpy_dtype(self.compute_dtype)

    # --- building

    def build(self, input_shape: Any) -> None:
        """Makes the weights for inputs of this shape, unless they are there.

        A class of one's own makes them here by `add_weight`. The shape has None for the batch.
        """
        if self._engine_building:
            self._engine.plain_build(first_shape(input_shape))
        else:
            self._engine_build_now(input_shape)

    @property
    def built(self) -> bool:
        """True once the weights are there."""
        return self._engine.built()

    @built.setter
    def built(self, value: bool) -> None:
        """Accepted, as classes written for Keras set it: the engine knows by itself."""

    def add_weight(
        self,
        shape: Any = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str = "none",
        name: Optional[str] = None,
    ) -> Tensor:
        """Makes a weight of this layer.

        Args:
            shape: a number's, (), if left out.
            initializer: a name, or a function of shape and dtype; "glorot_uniform" if left out, and
                "zeros" for dtypes that are not floating.
            dtype: the layer's if left out.
            trainable: False for state that gradients do not change.
            autocast: accepted for Keras's sake.
            regularizer: what the weight adds to the loss, as `beras.regularizers.get` takes it.
            constraint: what it becomes after each update, as `beras.constraints.get` takes it.
            aggregation: accepted for Keras's sake.
            name: shown in messages.
        """
        regularizer, constraint = regularizers.get(regularizer), constraints.get(constraint)
        dtype = self.dtype if dtype is None else dtype
        if initializer is None:
            is_floating = numpy_dtype(dtype).kind in "fV"
            initializer = "glorot_uniform" if is_floating else "zeros"
        shape = () if shape is None else shape
        weight = self._engine.add_weight(name or "variable", shape, initializer, dtype, trainable)
        _tensor.remember(weight)
        self._engine_own.append(weight)
        if regularizer is not None or constraint is not None:
            self._engine_rules.append((weight, regularizer, constraint))
            self._engine_lay_rules(len(self._engine_rules) - 1)
        return weight

    # --- in graphs

    @property
    def input(self) -> Any:
        """The symbolic tensor that it was first called with, as long as anybody has it."""
        return self._engine.symbolic_input()

    @property
    def output(self) -> Any:
        """The symbolic tensor that it gave then."""
        return self._engine.symbolic_output()

    # --- facts

    @property
    def name(self) -> str:
        """What it is called in messages and files."""
        return self._engine.name()

    @property
    def path(self) -> Optional[str]:
        """Where it is: its name, after those of the layers that built it, "model/block/dense"; None
        before it is built. A `DTypePolicyMap` goes by it."""
        return self._engine.path() or None

    @property
    def dtype(self) -> str:
        """The type of the weights."""
        return self._engine.dtype()

    @property
    def variable_dtype(self) -> str:
        """The type of the weights."""
        return self.dtype

    @property
    def compute_dtype(self) -> str:
        """The type of what it computes: floating inputs are cast to it."""
        return self._engine.compute_dtype()

    @property
    def dtype_policy(self) -> DTypePolicy:
        """Both types, as it was given: a `DTypePolicyMap` where it follows one."""
        given = self._engine_arguments.get("dtype")
        return given if isinstance(given, DTypePolicyMap) else DTypePolicy(self._engine.dtype_policy())

    @property
    def input_shape(self) -> tuple[Optional[int], ...]:
        """The shape that it was built for, with None for the batch."""
        return self._engine.input_shape()

    @property
    def output_shape(self) -> tuple[Optional[int], ...]:
        """The shape of its output for inputs of `input_shape`."""
        return self.compute_output_shape(self.input_shape)

    @engine_method
    def compute_output_shape(self, input_shape: Any) -> tuple[Optional[int], ...]:
        """The shape of the output for an input of that shape, or for several in a list or a dict;
        found out by a call on tensors without values if need be."""
        if first_shape(input_shape) is not input_shape:
            return shapes_of(self.compute_output_spec(keras_tensors(input_shape, self.dtype)))
        return self._engine.compute_output_shape(input_shape)

    def get_build_config(self) -> Optional[dict[str, Any]]:
        """What it is built for, as configurations keep it; None where it is not built."""
        return {"input_shape": self.input_shape} if self.built else None

    def build_from_config(self, config: dict[str, Any]) -> None:
        """Builds it for what `get_build_config` gave."""
        if config.get("input_shape") is not None:
            self.build(config["input_shape"])

    def _engine_common_arguments(self) -> dict[str, Any]:
        arguments = {"name": self.name, "trainable": self.trainable}
        arguments["dtype"] = self.dtype_policy
        if self.activity_regularizer is not None:
            arguments["activity_regularizer"] = self.activity_regularizer
        return arguments

    def _engine_common_config(self) -> dict[str, Any]:
        arguments = self._engine_common_arguments()
        return saving.serialize_keras_object(arguments)

    def _engine_contents(self) -> dict[str, Any]:
        self._engine_adopt_all()
        return {
            **super()._engine_contents(),
            "name": self.name,
            "own": self._engine.contents(),
            "seeds": [np.array(state) for state in self._engine_seed_states],
            "frozen_children": self._engine.frozen_children(),
        }

    def _engine_restore(self, contents: dict[str, Any]) -> None:
        self._engine_make({**self._engine_arguments, "name": contents["name"]})
        if "_engine_activity_regularizer" in self.__dict__:
            self._engine_regularize_activity()
        for place in range(len(self._engine_rules)):
            self._engine_lay_rules(place)
        for child in self._engine_adopted:
            self._engine_adopt_child(child)
        # What was frozen here is thawed for a moment, to be frozen here again.
        for child, is_frozen_here in zip(self._engine_adopted, contents["frozen_children"]):
            if is_frozen_here:
                child.trainable = True
        for weight in contents["frozen"] or ():
            weight.trainable = True
        self._engine.restore(*contents["own"])
        if contents["frozen"] is not None:
            self._engine.set_trainable(False)
        if "_engine_supports_masking" in self.__dict__:
            self._engine.set_supports_masking(self._engine_supports_masking)
        for state, value in zip(self._engine_seed_states, contents["seeds"]):
            state.assign(value)

    @property
    def _engine_seed_states(self) -> list[Tensor]:
        """Those of the engine's own generators."""
        return [each for each in self._engine.variables() if each.name == "seed_generator_state"]
