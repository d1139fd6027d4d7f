"""What fit, evaluate and predict take for data, as the engine takes it."""

from __future__ import annotations

from typing import Any, Iterable, Optional

import numpy as np

from beras import _engine
from beras._arrays import convert
from beras._calls import has_arrays
from beras import _tree as tree

Dataset = _engine.data.Dataset


class Samples:
    """Either `arrays`, structures (x, y, sample_weight), or `batches`, an engine's Dataset of such."""

    def __init__(self, x: Any, y: Any, sample_weight: Any, who: str) -> None:
        self.batches: Optional[Any] = None
        self.arrays: tuple[Any, Any, Any] = (None, None, None)
        if x is None:
            raise ValueError(f"[{who}] expected samples. Received: x=None.")
        if isinstance(x, Dataset):
            self.batches = x
        elif _is_of_arrays(x, y):
            self.arrays = arrays_of((x, y, sample_weight), who)
        elif isinstance(x, Iterable):
            self.batches = batches_of(x, who)
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
    def of_batch(cls, data: Any, who: str) -> Samples:
        """Of (x, y), (x, y, sample_weight), or batches."""
        return cls(*parts_of(data), who)


def parts_of(batch: Any) -> tuple[Any, Any, Any]:
    """x, y and sample_weight of x, (x, y) or (x, y, sample_weight): None where there is none."""
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    return (*parts, None, None)[:3]


def arrays_of(parts: Any, who: str) -> Any:
    """Structures of anything as structures of arrays."""
    return tuple(structure_of(part, who) for part in parts)


def structure_of(value: Any, who: str) -> Any:
    """The arrays of a dict, and of a list or tuple in which there is one; else an array."""
    if isinstance(value, dict):
        return {name: structure_of(part, who) for name, part in value.items()}
    if isinstance(value, (list, tuple)) and has_arrays(value):
        parts = {place: structure_of(part, who) for place, part in enumerate(value)}
        return tree.rebuilt(value, parts)
    return as_array(value, who)


def batches_of(source: Iterable[Any], who: str) -> Any:
    """An iterable of batches as a Dataset: walked anew each epoch where it can be, as lists can;
    a generator is walked once."""

    def element(batch: Any) -> Any:
        parts = batch if isinstance(batch, (tuple, list)) else (batch,)
        return arrays_of(parts, who)

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


def _is_of_arrays(x: Any, y: Any) -> bool:
    """False for an iterable of batches: as a list of tuples is, beside no labels."""
    if isinstance(x, (np.ndarray, dict)) or hasattr(x, "__array__") or hasattr(x, "__dlpack__"):
        return True
    if not isinstance(x, (list, tuple)):
        return False
    return y is not None or not any(isinstance(item, tuple) for item in x)
