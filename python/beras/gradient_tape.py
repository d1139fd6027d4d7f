"""A scope that records the calls made inside it, and walks back over them to give gradients."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Optional

import numpy as np

from beras import _engine
from beras import _tree as tree
from beras._tensor import Tensor

__all__ = ["GradientTape"]
__dir__ = partial(sorted, __all__)

_recording = threading.local()


class GradientTape:
    """Records what is computed inside its `with` block; `gradient` may be asked in it or after it.

    ```python
    with GradientTape() as tape:
        loss = mse(model(x), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    ```

    Tapes nest, and a tape belongs to the thread that made it. One that is not `persistent` can be
    asked once. RuntimeError (`beras.TapeError`) if a tensor that the gradient relies on was changed
    in place after it was recorded. Frozen weights are followed too, as in the seed: who asks for
    their gradients by name gets them.

    Args:
        persistent: keep all records, to be asked any number of times.
        watch_accessed_variables: follow all weights, not only those that are watched.
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self._tape = _engine.core.GradientTape(persistent, watch_accessed_variables)

    def __enter__(self) -> GradientTape:
        self._tape.start()
        _tapes().append(self)
        return self

    def __exit__(self, *error: Any) -> None:
        self._tape.stop()
        if self in _tapes():
            _tapes().remove(self)

    def watch(self, tensor: Any) -> None:
        """Follows gradients through a tensor, or a list of them, that is not trainable."""
        self._tape.watch(_listed(tensor))

    def watched_variables(self) -> list[Tensor]:
        """The watched tensors, and the trainable ones that recorded calls have read."""
        return self._tape.watched_variables()

    def reset(self) -> None:
        """Drops all records and begins anew."""
        self._tape.reset()

    @property
    def calls(self) -> list[Any]:
        """The records, oldest first: each has `label`, `inputs`, `outputs` and `weights`."""
        return self._tape.calls()

    @contextlib.contextmanager
    def stop_recording(self) -> Iterator[None]:
        """A scope in which this tape records nothing."""
        was_recording = self._tape.recording()
        self._tape.stop()
        try:
            yield
        finally:
            if was_recording:
                self._tape.start()

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: str = "none",
        on_ready: Any = None,
    ) -> Any:
        """d(sum of target)/d(source) for each source, in the structure of `sources`.

        A source that no target depends on gets None, with a warning that names it. TypeError for a
        plain array or a number as target or source.

        Args:
            target: a tensor or a list of them, whose gradients add up.
            sources: a tensor, or a list, tuple or dict of them.
            output_gradients: of something further on with respect to the targets; ones if None.
            unconnected_gradients: what a source gets that the target does not depend on: "none"
                for None, "zero" for zeros.
            on_ready: called once with the position of each source and its gradient, as soon as that
                is final, while the walk goes on; those without one come first.
        """
        if isinstance(sources, Iterable) and not isinstance(sources, (np.ndarray, dict, str)):
            sources = sources if tree.is_nested(sources) else list(sources)
        above = [] if output_gradients is None else _listed(output_gradients)
        leaves = tree.flatten(sources)
        targets = _listed(target)
        _check("target", targets)
        _check("source", leaves)
        gradients = self._tape.gradient(targets, leaves, above, unconnected_gradients, on_ready)
        _warn_of_unconnected(leaves, gradients)
        return tree.pack_sequence_as(sources, gradients)

    def jacobian(self, target: Tensor, source: Any) -> Any:
        """Every d(target[i])/d(source[j]): shape (target..., source...).

        Args:
            target: a tensor.
            source: a tensor, or a list, tuple or dict of them: the Jacobians have its structure.
        """
        leaves = tree.flatten(source)
        _check("target", [target])
        _check("source", leaves)
        return tree.pack_sequence_as(source, self._tape.jacobian(target, leaves))

    def batch_jacobian(self, target: Tensor, source: Any) -> Any:
        """The same for each sample alone: (B, target..., source...)."""
        leaves = tree.flatten(source)
        _check("target", [target])
        _check("source", leaves)
        return tree.pack_sequence_as(source, self._tape.batch_jacobian(target, leaves))

    @staticmethod
    def innermost() -> Optional[GradientTape]:
        """The tape that `Diffable.gradient_tape` shows: the last one entered on this thread."""
        tapes = _tapes()
        return tapes[-1] if tapes else None

    @staticmethod
    def replace_innermost(tape: Optional[GradientTape]) -> None:
        """What `Diffable.gradient_tape = tape` means: this one records, or with None, nothing does."""
        for outer in list(_tapes()):
            outer.__exit__()
        if tape is not None:
            tape.__enter__()


def _check(role: str, values: list[Any]) -> None:
    """Refuses what no tape can know: plain arrays and numbers have left its sight."""
    for value in values:
        if not isinstance(value, Tensor):
            kind = "plain array" if isinstance(value, np.ndarray) else type(value).__name__
            raise TypeError(
                f"[GradientTape] expected a Tensor as {role}. Received: a {kind}, which no tape "
                "follows. float(), .numpy(), np.asarray and np.array take values out of its sight: "
                "keep the Tensor, and make one of an array by Tensor(array) before the call."
            )


def _warn_of_unconnected(sources: list[Any], gradients: list[Any]) -> None:
    lost = [
        repr(source.name) if source.name else f"number {i} of shape {source.shape}"
        for i, (source, gradient) in enumerate(zip(sources, gradients))
        if gradient is None
    ]
    if lost:
        warnings.warn(
            f"[GradientTape] the target does not depend on source {', '.join(lost)}: the gradient is "
            "None. If it should, something on the way was computed outside the tape, or taken out of "
            "its sight by np.array, np.asarray, .numpy() or float().",
            stacklevel=3,
        )


def _tapes() -> list[GradientTape]:
    if not hasattr(_recording, "tapes"):
        _recording.tapes = []
    return _recording.tapes


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
