"""A function of Python as a layer."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Optional

from beras import saving
from beras._layer import Layer


class Lambda(Layer):
    """Computes what a function of its inputs gives.

    ```python
    layers.Lambda(lambda x: x**2)
    ```

    A function that is to be saved is registered, by `beras.saving.register_keras_serializable`:
    a configuration holds names, never code.

    Args:
        function: of the inputs, and of what `arguments` names; one that takes `training` or `mask`
            is given these, too.
        output_shape: of one sample, or a function from the input's shape to the output's; found out
            if left out.
        mask: what `compute_mask` gives: a tensor, or a function of inputs and mask; None for none.
        arguments: keyword arguments of the function.
    """

    __module__ = "beras.layers"

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Any = None,
        mask: Any = None,
        arguments: Optional[dict[str, Any]] = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        if not callable(function):
            raise TypeError(f"[Lambda] expected a function. Received: {function!r}.")
        self.function = function
        self.arguments = arguments or {}
        self.mask = mask
        self.supports_masking = mask is not None
        self._output_shape = output_shape
        known = inspect.signature(function).parameters
        self._takes_training, self._takes_mask = "training" in known, "mask" in known

    def call(self, inputs: Any, mask: Any = None, training: Optional[bool] = None) -> Any:
        """`function(inputs, **arguments)`."""
        given = dict(self.arguments)
        if self._takes_mask:
            given["mask"] = mask
        if self._takes_training:
            given["training"] = training
        return self.function(inputs, **given)

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """What the argument `mask` says."""
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def _engine_stated_outputs(self, *args: Any, **kwargs: Any) -> Any:
        if self._output_shape is None:
            return None
        return super()._engine_stated_outputs(*args, **kwargs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """What the argument `output_shape` says, or found out by a call."""
        if callable(self._output_shape):
            return self._output_shape(input_shape)
        if self._output_shape is not None:
            return (input_shape[0], *self._output_shape)
        return super().compute_output_shape(input_shape)

    def get_config(self) -> dict[str, Any]:
        """Its functions by the names that they are registered under."""
        config = {"function": saving.serialize_keras_object(self.function)}
        if self._output_shape is not None:
            config["output_shape"] = saving.serialize_keras_object(self._output_shape)
        if self.mask is not None:
            config["mask"] = saving.serialize_keras_object(self.mask)
        config["arguments"] = saving.serialize_keras_object(self.arguments)
        return {**self._engine_common_config(), **config}

    def _engine_made_of(self) -> dict[str, Any]:
        return {
            **self._engine_common_arguments(),
            "function": self.function,
            "output_shape": self._output_shape,
            "mask": self.mask,
            "arguments": self.arguments,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A new layer of that configuration; ValueError for functions that are not registered."""
        function = config["function"]
        if callable(function):
            return cls(**config)
        given = {name: saving.deserialize_keras_object(value) for name, value in config.items()}
        return cls(**given)
