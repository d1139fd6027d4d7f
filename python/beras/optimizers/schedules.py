"""Learning rate schedules: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

import functools
from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import converters, named, public_names
from beras._shell import Shell, engine_classes


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


def _described(config: Any) -> Any:
    return named(config, globals(), "schedule")


serialize, deserialize = converters(_described)
