"""What tests of Tensor share: arrays, and how a result is held against NumPy's."""

import numpy as np
from beras import Tensor

MATRIX = np.array([[1.5, -2.0, 0.5], [3.0, 0.25, -1.0]])
OTHER = np.array([[0.5, 1.0, 2.0], [-1.5, 2.5, 1.25]])


def assert_same(ours, numpys):
    """Equal values and shapes, and dtypes of the same kind."""
    if isinstance(numpys, tuple):
        assert isinstance(ours, tuple) and len(ours) == len(numpys)
        for pair in zip(ours, numpys):
            assert_same(*pair)
        return
    assert isinstance(ours, Tensor)
    assert ours.shape == np.shape(numpys)
    assert ours.dtype.kind == np.asarray(numpys).dtype.kind
    np.testing.assert_allclose(ours, numpys, rtol=2e-7 if ours.dtype.itemsize > 2 else 2e-3)
