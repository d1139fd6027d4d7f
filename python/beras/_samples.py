"""What fit, evaluate and predict take for data, as the engine takes it."""

from __future__ import annotations

import math
from typing import Any, Iterable, Optional

import numpy as np

from beras import _engine
from beras._arrays import convert

Dataset = _engine.data.Dataset


class Samples:
    """Either `arrays` (x, y, sample_weight), or `batches`, an engine's Dataset of such.

    Labels and weights may be given as {output: array}, and each array in a list, as the only input
    or output.
    """

    def __init__(
        self, x: Any, y: Any, sample_weight: Any, who: str, output: Optional[str] = None
    ) -> None:
        self.batches: Optional[Any] = None
        self.arrays: tuple[Any, Any, Any] = (None, None, None)
        x = only_array(x)
        if x is None:
            raise ValueError(f"[{who}] expected samples. Received: x=None.")
        if isinstance(x, Dataset):
            self.batches = x
        elif _is_array(x):
            self.arrays = arrays_of((x, y, sample_weight), who, output)
        elif isinstance(x, Iterable):
            self.batches = batches_of(x, who, output)
        else:
            raise TypeError(
                f"[{who}] expected arrays, a Dataset, or an iterable of batches. "
                f"Received: {type(x).__name__}."
            )
        if self.batches is not None and y is not None:
            raise ValueError(
                f"[{who}] expected y=None beside batches, which hold the labels. "
                f"Received: {type(y).__name__}."
            )

    @classmethod
    def of_batch(cls, data: Any, who: str, output: Optional[str] = None) -> Samples:
        """Of (x, y), (x, y, sample_weight), or batches."""
        return cls(*parts_of(data), who, output)

    def steps(self, batch_size: int, held_out: float = 0.0) -> Optional[int]:
        """The number of batches, if it is known."""
        if self.batches is not None:
            count = self.batches.cardinality()
            return count if count >= 0 else None
        count = math.floor(len(self.arrays[0]) * (1 - held_out)) if self.arrays[0].ndim else 0
        return math.ceil(count / max(batch_size, 1))


def parts_of(batch: Any) -> tuple[Any, Any, Any]:
    """x, y and sample_weight of x, (x, y) or (x, y, sample_weight): None where there is none."""
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    return (*parts, None, None)[:3]


def arrays_of(parts: Any, who: str, output: Optional[str]) -> Any:
    """x and, where they follow it, labels and sample weights."""
    x, *others = (only_array(part) for part in parts)
    outputs = (only_array(of_output(part, who, output)) for part in others)
    return (as_array(x, who), *(as_array(part, who) for part in outputs))


def only_array(given: Any) -> Any:
    """The array of a list or tuple that holds it alone: as in Keras, a list of one input."""
    if isinstance(given, (list, tuple)) and len(given) == 1:
        (value,) = given
        if isinstance(value, np.ndarray) or hasattr(value, "__array__"):
            return value if np.ndim(value) > 0 else given
    return given


def of_output(given: Any, who: str, output: Optional[str]) -> Any:
    """What is given for the one output of a model, be it as {its name: ...}."""
    if not isinstance(given, dict):
        return given
    if set(given) != {output}:
        raise ValueError(
            f"[{who}] expected what belongs to the output {output!r}, or a dict of that name alone. "
            f"Received: a dict of {', '.join(map(repr, given)) or 'nothing'}."
        )
    return given[output]


def batches_of(source: Iterable[Any], who: str, output: Optional[str] = None) -> Any:
    """An iterable of batches as a Dataset: walked anew each epoch where it can be, as lists can;
    a generator is walked once."""

    def element(batch: Any) -> Any:
        parts = batch if isinstance(batch, (tuple, list)) else (batch,)
        return arrays_of(parts, who, output)

    return Dataset.from_generator(lambda: map(element, source))


def as_array(value: Any, who: str) -> Any:
    """An array whose float64, Python's and NumPy's default, has become float32, as in Keras."""
    if value is None:
        return None
    array = value if isinstance(value, np.ndarray) else convert(value)
    if array.dtype == np.float64:
        return np.asarray(array).astype(np.float32)
    if array.dtype == object:
        raise TypeError(
            f"[{who}] expected an array of numbers. Received: {type(value).__name__} of objects. "
            "Rows of unequal lengths, text and missing values must be dealt with first."
        )
    return array


def _is_array(value: Any) -> bool:
    if isinstance(value, np.ndarray) or hasattr(value, "__array__") or hasattr(value, "__dlpack__"):
        return True
    return isinstance(value, (list, tuple)) and not any(isinstance(i, tuple) for i in value)
