"""What a model tells of itself, and its weights as files."""

from __future__ import annotations

from typing import Any, Callable, Optional, Sequence

from beras import optimizers as optimizers_module
from beras._engine.models import MemoryPlan
from beras._samples import structure_of


class Shown:
    """The part of a model that neither computes nor trains."""

    _engine: Any
    _engine_whole: Any
    compiled: Any
    optimizer: Any

    def summary(
        self,
        line_length: Optional[int] = None,
        positions: Optional[Sequence[float]] = None,
        print_fn: Optional[Callable[[str], Any]] = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Optional[Sequence[str]] = None,
    ) -> None:
        """Prints a table of layers, output shapes and parameter counts.

        Args:
            line_length: the width of the table in characters; cells are broken between words to fit.
                Columns are as wide as what is in them if left out.
            positions: where each column ends, as parts of the line, [0.45, 0.8, 1], or in characters.
            print_fn: called with the text instead of `print`.
            expand_nested: below each model within the model its layers.
            show_trainable: a column that says whether layers are trained.
            layer_range: the names of the first and the last layer to show, or regular expressions
                that match their beginnings.
        """
        text = self._engine_whole.summary(
            line_length, positions, expand_nested, show_trainable, layer_range
        )
        (print_fn or print)(text)

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
