"""Optimizers: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

import functools
from typing import Any, Iterable, Optional, Sequence

import numpy as np

from beras import _engine, initializers, saving
from beras._calls import engine_method
from beras._rooms import furnish, named
from beras._shell import Shell, lent
from beras._tensor import Tensor
from beras.optimizers import schedules as schedules


class Optimizer(Shell):
    """Changes weights, in place, along their gradients.

    A subclass defines `update_step`, and `build` if it keeps state:

    ```python
    class Momentum(optimizers.Optimizer):
        def build(self, variables):
            super().build(variables)
            self.velocities = [self.add_variable_from_reference(v, "velocity") for v in variables]

        def update_step(self, gradient, variable, learning_rate):
            velocity = self.velocities[self._get_variable_index(variable)]
            velocity.assign(0.9 * velocity - learning_rate * gradient)
            variable.assign(variable + velocity)
    ```

    Args:
        learning_rate: a number, a schedule, or a function of the number of steps done or of
            nothing.
        weight_decay: decoupled decay of every weight: w -= w * weight_decay * learning_rate.
        clipnorm: the greatest norm of each gradient.
        clipvalue: the greatest magnitude of each element.
        global_clipnorm: the greatest norm of all gradients together.
        use_ema: keeps the average of each weight, ema_momentum * average + (1 - ema_momentum) *
            weight after each step, for `finalize_variable_values`.
        ema_momentum: in [0, 1].
        ema_overwrite_frequency: weights become their averages every so many steps, too.
        loss_scale_factor: what `scale_loss` multiplies the loss by, and gradients are divided by.
        gradient_accumulation_steps: so many calls make one step, along the mean of their gradients.
        name: the class's name in snake case if left out.
    """

    _engine_class: Any = _engine.optimizers.PythonOptimizer

    def __init__(
        self,
        learning_rate: Any = 0.001,
        weight_decay: Optional[float] = None,
        clipnorm: Optional[float] = None,
        clipvalue: Optional[float] = None,
        global_clipnorm: Optional[float] = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: Optional[int] = None,
        loss_scale_factor: Optional[float] = None,
        gradient_accumulation_steps: Optional[int] = None,
        name: Optional[str] = None,
    ) -> None:
        self._engine_create(
            learning_rate=learning_rate,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name or _engine.snake_case(type(self).__name__),
        )

    def _engine_defaults(self) -> dict[str, Any]:
        return {"name": _engine.snake_case(type(self).__name__)}

    def apply_gradients(self, grads_and_vars: Iterable[Any], gradients: Any = None) -> None:
        """One step: `apply_gradients(zip(gradients, weights))`, or `(weights, gradients)`.

        Frozen weights stay as they are, and so do those whose gradient is None. All is checked
        before the first weight is changed.
        """
        if gradients is None:
            pairs = list(grads_and_vars)
            self.apply([pair[0] for pair in pairs], [pair[1] for pair in pairs])
        else:
            self.apply(gradients, grads_and_vars)

    def apply(self, grads: Iterable[Any], trainable_variables: Any = None) -> None:
        """The same in the order of gradients and weights; those of `build` if left out."""
        if trainable_variables is None:
            trainable_variables = self._trainable_variables
        self._engine.apply(list(grads), list(trainable_variables))

    def scale_loss(self, loss: Tensor) -> Tensor:
        """What to differentiate instead of the loss: loss * loss_scale_factor, or the loss itself."""
        return self._engine.scale_loss(loss)

    def exclude_from_weight_decay(
        self,
        var_list: Optional[Iterable[Tensor]] = None,
        var_names: Optional[Sequence[str]] = None,
    ) -> None:
        """From now on these weights, and those in whose name a regular expression of `var_names` is
        found, do not decay; those excluded before do."""
        excluded = (list(var_list or []), list(var_names or []))
        self._engine.exclude_from_weight_decay(*excluded)
        self._excluded_from_decay = excluded

    _excluded_from_decay: tuple[list[Tensor], list[str]] = ([], [])

    def finalize_variable_values(self, var_list: Iterable[Tensor]) -> None:
        """Assigns their averages to these weights where there are some: what `fit` ends with."""
        self._engine.finalize_variable_values(list(var_list))

    @engine_method
    def build(self, variables: Iterable[Tensor]) -> None:
        """Makes the state of these weights now rather than at their first update."""
        self._trainable_variables = list(variables)
        self._engine.build(self._trainable_variables)

    def _engine_build(self, variables: list[Tensor]) -> None:
        """What the engine calls before each update."""
        if not self.built:
            self.build(variables)

    @property
    def built(self) -> bool:
        """True once there is state."""
        return bool(self._trainable_variables)

    #: What `build` was called with.
    _trainable_variables: list[Tensor] = []

    @engine_method
    def update_step(self, gradient: Tensor, variable: Tensor, learning_rate: float) -> None:
        """Changes one weight in place; `self.iterations` is the number of steps before this one."""
        self._engine.update_step(gradient, variable, learning_rate)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step; it may be set to whatever it may be given as."""
        return self._engine.get_learning_rate()

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        find = lambda optimizer: optimizer._engine_arguments["learning_rate"]  # noqa: E731
        self._engine.set_learning_rate(lent(self, find, value))
        self._engine_arguments = {**self._engine_arguments, "learning_rate": value}

    @property
    def iterations(self) -> Tensor:
        """The number of steps done: the calls of `apply` that changed weights."""
        calls = self._engine.variables()[0]
        steps = self._engine_arguments.get("gradient_accumulation_steps")
        return calls // steps if steps else calls

    @property
    def variables(self) -> list[Tensor]:
        """The number of calls of `apply`, the learning rate if it is a number, the averages of all
        weights, their accumulated gradients, then their other state."""
        return [*self._engine.variables(), *self._own_variables]

    def save_own_variables(self, store: Any) -> None:
        """Puts copies of `variables` into a dict, by their positions "0", "1", ..."""
        store.update((str(i), np.array(each)) for i, each in enumerate(self.variables))

    def load_own_variables(self, store: Any) -> None:
        """Assigns them, once `build` has made the state of the weights.

        ValueError if there are more or fewer, or a shape does not fit; then nothing is changed.
        """
        own = self.variables
        names = [str(i) for i in range(len(own))]
        if set(store.keys()) != set(names):
            raise ValueError(
                f"[{type(self).__name__}] expected {len(own)} variables to load. "
                f"Received: {len(list(store.keys()))}. "
                "Make the state first: optimizer.build(model.trainable_variables)."
            )
        values = [np.asarray(store[name]) for name in names]
        for name, variable, value in zip(names, own, values):
            if value.shape != variable.shape:
                raise ValueError(
                    f'[{type(self).__name__}] expected variable "{name}" of shape {variable.shape}. '
                    f"Received: {value.shape}."
                )
        for variable, value in zip(own, values):
            variable.assign(value)

    @property
    def name(self) -> str:
        """What it is called: the class's name in snake case unless given."""
        return self._engine_arguments.get("name") or _engine.snake_case(type(self).__name__)

    def _engine_common_config(self) -> dict[str, Any]:
        return self._engine.common_config()

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Optional[dict[str, Any]] = None
    ) -> Any:
        """A new optimizer of that configuration; `custom_objects` has schedules of one's own."""
        return cls(**saving.deserialize_keras_object(config, custom_objects))

    def _engine_contents(self) -> dict[str, Any]:
        return {
            "weights": self._engine.weights_with_state(),
            "variables": [np.array(variable) for variable in self._engine.variables()],
        }

    def _engine_restore(self, contents: dict[str, Any]) -> None:
        super()._engine_restore(contents)
        self._engine.exclude_from_weight_decay(*self._excluded_from_decay)
        self._engine.build(contents["weights"])
        for variable, value in zip(self._engine.variables(), contents["variables"]):
            variable.assign(value)

    # --- state of one's own

    def add_variable(
        self,
        shape: Any,
        initializer: Any = "zeros",
        dtype: Any = None,
        aggregation: str = "none",
        name: Optional[str] = None,
    ) -> Tensor:
        """Makes a variable of the state."""
        value = initializers.get(initializer)(shape, dtype=dtype or "float32")
        variable = Tensor(value, trainable=False, name=name)
        self._own_variables.append(variable)
        return variable

    def add_variable_from_reference(
        self,
        reference_variable: Tensor,
        name: Optional[str] = None,
        initializer: Any = "zeros",
    ) -> Tensor:
        """Makes a variable of the shape and dtype of a weight."""
        return self.add_variable(
            reference_variable.shape, initializer, reference_variable.dtype, name=name
        )

    @functools.cached_property
    def _own_variables(self) -> list[Tensor]:
        return []

    def _get_variable_index(self, variable: Tensor) -> int:
        """The place of a weight among those of `build`."""
        wanted = _engine.tensor.id(variable)
        for index, known in enumerate(self._trainable_variables):
            if _engine.tensor.id(known) == wanted:
                return index
        raise ValueError(
            f"[{type(self).__name__}] expected a weight that it was built with. "
            f"Received: {variable.name or 'another'!r}."
        )

    def assign(self, variable: Tensor, value: Any) -> None:
        """variable = value, in place."""
        variable.assign(value)

    def assign_add(self, variable: Tensor, value: Any) -> None:
        """variable += value, in place."""
        variable.assign(variable + value)

    def assign_sub(self, variable: Tensor, value: Any) -> None:
        """variable -= value, in place."""
        variable.assign(variable - value)


class LossScaleOptimizer(Optimizer):
    """Scales the loss for another optimizer, as far as float16 bears it.

    `scale_loss` multiplies by the scale, and the gradients are divided by it before the inner
    optimizer takes its step. Where one of them is not finite, the step is left out and the scale is
    halved; after `dynamic_growth_steps` finite steps since it last changed, it is doubled. What an
    optimizer is asked, such as its learning rate, is the inner one's. `compile` puts it around the
    optimizer of a model of the policy "mixed_float16".

    Args:
        inner_optimizer: the optimizer to scale for; its `loss_scale_factor` is dropped.
        initial_scale: high is right, as what is too high is soon halved.
        dynamic_growth_steps: after so many finite steps the scale is doubled.
        name: "loss_scale_optimizer" if left out.
    """

    _engine_class: Any = _engine.optimizers.LossScaleOptimizer

    @engine_method
    def __init__(
        self,
        inner_optimizer: Any,
        initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000,
        name: Optional[str] = None,
    ) -> None:
        inner = named(inner_optimizer, globals(), "optimizer")
        if isinstance(inner, Optimizer) and "loss_scale_factor" in inner._engine_arguments:
            inner._engine_arguments = {**inner._engine_arguments, "loss_scale_factor": None}
        self._engine_create(
            inner_optimizer=inner,
            initial_scale=initial_scale,
            dynamic_growth_steps=dynamic_growth_steps,
            name=name,
        )

    @property
    def inner_optimizer(self) -> Optimizer:
        """The optimizer that takes the steps."""
        return self._engine_arguments["inner_optimizer"]

    @property
    def step_counter(self) -> Tensor:
        """The number of finite steps since the scale last changed."""
        return self._engine.variables()[2]

    @property
    def dynamic_scale(self) -> Tensor:
        """What the next loss is multiplied by."""
        return self._engine.variables()[3]

    @engine_method
    def build(self, variables: Iterable[Tensor]) -> None:
        """Makes the state of these weights now rather than at their first update."""
        self._trainable_variables = list(variables)
        self.inner_optimizer.build(self._trainable_variables)

    @property
    def learning_rate(self) -> float:
        """That of the inner optimizer."""
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self.inner_optimizer.learning_rate = value

    @property
    def iterations(self) -> Tensor:
        """The number of steps of the inner optimizer."""
        return self.inner_optimizer.iterations

    @property
    def variables(self) -> list[Tensor]:
        """"iteration" and "learning_rate", which stay 0, "step_counter" and "dynamic_scale"; then
        those of the inner optimizer."""
        return [*self._engine.variables()[:4], *self.inner_optimizer.variables]

    @engine_method
    def get_config(self) -> dict[str, Any]:
        """The arguments that make such an object again: `type(self)(**config)`."""
        arguments = {**self._engine_arguments, "name": self.name}
        order = ("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps")
        return {name: saving.serialize_keras_object(arguments[name]) for name in order}

    def _engine_contents(self) -> dict[str, Any]:
        own = self._engine.variables()[:4]
        return {"weights": [], "variables": [np.array(variable) for variable in own]}


furnish(globals(), "optimizer", _engine.optimizers, Optimizer, known_as='"adam", "SGD"')
