"""The elements of a Tensor one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from beras import _engine, _numpy

if TYPE_CHECKING:
    from beras._tensor import Tensor


class Flat:
    """What `tensor.flat` is: NumPy's flat iterator, in whose reads and writes tapes can follow."""

    def __init__(self, tensor: Tensor) -> None:
        self.base = tensor
        self._position = 0

    def __len__(self) -> int:
        return self.base.size

    def __iter__(self) -> Flat:
        return self

    def __next__(self) -> Any:
        if self._position >= self.base.size:
            raise StopIteration
        if self._position == 0:
            self._elements = self.base.reshape(-1)
        self._position += 1
        return self._elements[self._position - 1]

    def __getitem__(self, key: Any) -> Any:
        picked = self.base.reshape(-1)[key]
        return picked.copy() if _engine.tensor.is_tensor(picked) else picked

    def __setitem__(self, key: Any, value: Any) -> None:
        if self.base.flags.c_contiguous and np.ndim(value) == 0:
            self.base.reshape(-1)[key] = value
        else:
            _numpy.run(_set_flat, (self.base, key, value), {}, "Tensor.flat", writes=True)

    def __array__(self, dtype: Any = None, copy: Optional[bool] = None) -> np.ndarray:
        return np.array(np.asarray(self.base).ravel(), dtype)

    def copy(self) -> Tensor:
        """A copy of the elements along one axis."""
        return self.base.flatten()

    @property
    def index(self) -> int:
        """How many elements have been iterated over."""
        return self._position

    @property
    def coords(self) -> tuple[int, ...]:
        """The indices of the element that comes next."""
        return tuple(int(i) for i in np.unravel_index(self._position, self.base.shape))


def _set_flat(array: np.ndarray, key: Any, value: Any) -> None:
    array.flat[key] = value
