"""Learning rate schedules: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

import functools
from typing import Any, Optional

from beras import _engine
from beras._calls import engine_method
from beras._shell import Shell, deserialized, engine_classes, public_names, serialized


class LearningRateSchedule(Shell):
    """The learning rate as a function of the step. A subclass defines `__call__`:

    ```python
    class Warmup(optimizers.schedules.LearningRateSchedule):
        def __init__(self, target):
            self.target = target

        def __call__(self, step):
            return self.target * min(1, (step + 1) / 100)

    optimizer = optimizers.SGD(learning_rate=Warmup(0.1))
    ```
    """

    @engine_method
    def __call__(self, step: Any) -> Any:
        """The learning rate after so many steps: 0 for the first."""
        if not hasattr(type(self), "_engine_class"):
            raise NotImplementedError(f"[{type(self).__name__}] overrides no __call__(self, step).")
        return self._engine(int(step))


globals().update(engine_classes(_engine.optimizers.schedules, LearningRateSchedule))
__all__ = ["deserialize", "serialize", *public_names(globals())]
__dir__ = functools.partial(sorted, __all__)


def serialize(learning_rate_schedule: LearningRateSchedule) -> dict[str, Any]:
    """A schedule as Keras serializes it: its class, where that stands, and its configuration."""
    return serialized(learning_rate_schedule, "keras.optimizers.schedules")


def deserialize(
    config: dict[str, Any], custom_objects: Optional[dict[str, Any]] = None
) -> LearningRateSchedule:
    """The schedule of what `serialize` gave; `custom_objects` has one's own classes by name."""
    return deserialized(config, custom_objects, globals(), "schedule")
