"""The seed's classes in plain NumPy, for chains of layers that end in one loss.

What a student's package is trained on to see what it must reach on Beras.
"""

import functools
import inspect
from abc import ABC, abstractmethod

import numpy as np


class Tensor(np.ndarray):
    """An array that knows whether it is trainable; what is made of it inherits that."""

    def __new__(cls, value):
        if isinstance(value, Tensor):
            return value
        return np.asarray(value).view(cls)

    def __array_finalize__(self, parent):
        self.trainable = getattr(parent, "trainable", True)

    def assign(self, value):
        self[...] = value
        return self


Variable = Tensor


class Callable(ABC):
    """`layer(x)` is `layer.call(x)`, as a Tensor."""

    def __init_subclass__(cls):
        # Some editions of the course name it `forward`.
        if "forward" in cls.__dict__ and "call" not in cls.__dict__:
            cls.call = cls.forward

    def __call__(self, *args, **kwargs):
        return Tensor(self.call(*args, **kwargs))

    @abstractmethod
    def call(self, *args, **kwargs):
        """What it computes."""


class Weighted(ABC):
    """Whatever has weights."""

    @property
    @abstractmethod
    def weights(self):
        """All weights."""

    @property
    def trainable_variables(self):
        return [weight for weight in self.weights if weight.trainable]

    @property
    def non_trainable_variables(self):
        return [weight for weight in self.weights if not weight.trainable]

    @property
    def trainable(self):
        return len(self.trainable_variables) > 0

    @trainable.setter
    def trainable(self, value):
        for weight in self.weights:
            weight.trainable = value


class Diffable(Callable, Weighted):
    """Whatever can be called, has weights, and knows its local gradients."""

    gradient_tape = None

    def __call__(self, *args, **kwargs):
        self.argnames = _positional_names(type(self))
        passed = {**dict(zip(self.argnames, args)), **kwargs}
        ordered = [name for name in self.argnames if name in passed]
        ordered += [name for name in passed if name not in self.argnames]
        self.input_dict = {name: passed[name] for name in ordered}
        self.inputs = list(self.input_dict.values())

        result = self.call(*args, **kwargs)
        has_several = isinstance(result, (list, tuple)) and any(
            isinstance(item, np.ndarray) for item in result
        )
        self.outputs = [Tensor(item) for item in (result if has_several else [result])]
        if Diffable.gradient_tape is not None:
            Diffable.gradient_tape.record(self)
        return self.outputs if has_several else self.outputs[0]

    @abstractmethod
    def get_input_gradients(self):
        """Local gradients with respect to each input."""

    @abstractmethod
    def get_weight_gradients(self):
        """Local gradients with respect to each weight."""

    def compose_input_gradients(self, J=None):
        """The gradients above, multiplied with the local ones, sample by sample."""
        local = self.get_input_gradients()
        if J is None or J[0] is None:
            return local
        composed = []
        for above in J:
            for x, gradient in zip(self.inputs, local):
                result = np.zeros(np.shape(x))
                for b in range(len(above)):
                    matrix = gradient[b] if gradient.ndim == 3 else gradient
                    result[b] = matrix @ above[b]
                composed.append(result)
        return composed

    def compose_weight_gradients(self, J=None):
        """The same for the weights, summed over the batch."""
        local = self.get_weight_gradients()
        if J is None or J[0] is None:
            return local
        composed = []
        for above in J:
            for weight, gradient in zip(self.weights, local):
                result = np.zeros(weight.shape)
                for b in range(len(above)):
                    result += (gradient[b] if gradient.ndim == 3 else gradient) * above[b]
                composed.append(result)
        return composed


@functools.lru_cache(maxsize=None)
def _positional_names(owner):
    parameters = list(inspect.signature(owner.call).parameters.values())[1:]
    return [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
