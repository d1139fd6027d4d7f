"""Whoever allocated an array's memory, a Tensor shares it with the engine, and both let go of it."""

import weakref

import numpy as np
import pytest
from beras.core import Tensor

MADE_BY = {
    "the engine": lambda: Tensor([[1.0, 2.0], [3.0, 4.0]]),
    "a plain array": lambda: Tensor(np.array([[1.0, 2.0], [3.0, 4.0]])),
    "a view of a plain array": lambda: np.array([[1.0, 2.0], [3.0, 4.0]]).view(Tensor),
    "a copy": lambda: Tensor([[1.0, 2.0], [3.0, 4.0]]).copy(),
    "a copy in Fortran's order": lambda: Tensor([[1.0, 2.0], [3.0, 4.0]]).copy(order="F"),
    "a cast": lambda: Tensor([[1, 2], [3, 4]]).astype(np.float64),
    "a method of NumPy": lambda: Tensor([[1.0, 2.0], [3.0, 4.0]]).repeat(1, axis=0),
    "an empty copy": lambda: Tensor(np.zeros((2, 0))).copy(),
}


@pytest.mark.parametrize("maker", MADE_BY)
def test_the_engine_shares_the_memory(maker):
    tensor = MADE_BY[maker]()
    before = np.asarray(tensor)
    tensor.trainable = False
    assert not tensor.trainable
    tensor.assign(np.full(tensor.shape, 7.0))
    assert (before == 7).all() and (tensor == 7).all()


@pytest.mark.parametrize("maker", MADE_BY)
def test_the_memory_is_let_go(maker):
    tensor = MADE_BY[maker]()
    tensor.trainable = False
    array = np.asarray(tensor)
    alive = weakref.ref(tensor)
    del tensor
    array[...] = 1  # which still has its memory
    del array
    assert alive() is None
