"""Learning rate schedules: Keras's, on the engine, and the base of one's own."""

from __future__ import annotations

from typing import Any

from beras import _engine
from beras._calls import engine_method
from beras._rooms import furnish
from beras._shell import Shell


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


furnish(globals(), "schedule", _engine.optimizers.schedules, LearningRateSchedule)
