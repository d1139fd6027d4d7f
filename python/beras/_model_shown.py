"""What a model tells of itself, and its weights as files."""

from __future__ import annotations

from typing import Any

from beras import optimizers as optimizers_module
from beras._engine.models import MemoryPlan
from beras._samples import structure_of


class Shown:
    """The part of a model that neither computes nor trains."""

    _engine: Any
    _engine_whole: Any
    compiled: Any
    optimizer: Any

    def summary(self, print_fn: Any = None) -> None:
        """Prints a table of layers, output shapes and parameter counts."""
        (print_fn or print)(self._engine_whole.summary())

    def plan(self, batch_size: int = 32, x: Any = None, y: Any = None) -> MemoryPlan:
        """The memory that a training step on a batch of that size needs: what is in use when most
        is, layer by layer. `print(model.plan(128))` shows it as a table.

        One step is rehearsed on zeros, or on `x` and `y`, with copies of the weights. Weights,
        optimizer, metrics and random generators are then as they were. Counted is what tensors
        hold: a program needs besides what is not in the peak, its samples and the batches made of
        them, metrics, working memory that kernels keep from one call to the next (oneDNN's
        scratchpads, one for each thread), and itself.

        Raises:
            ValueError: before `compile`, before the model is built, where the input has further
                axes of unknown length, and for an optimizer whose class overrides `build`.
        """
        if self.compiled and type(self.optimizer).build is not optimizers_module.Optimizer.build:
            raise ValueError(
                "[plan] expected an optimizer whose state the engine keeps. "
                f"Received: {type(self.optimizer).__name__}, which overrides build."
            )
        if x is None:
            return self._engine.plan(batch_size)
        return self._engine.plan_samples(structure_of(x, "plan"), structure_of(y, "plan"))

    def save_weights(self, filepath: Any) -> None:
        """Writes all weights to a .npz file, whole or not at all."""
        self._engine_whole.save_weights(str(filepath))

    def load_weights(self, filepath: Any) -> None:
        """Reads them back; if the file does not fit, nothing is changed."""
        self._engine_whole.load_weights(str(filepath))
