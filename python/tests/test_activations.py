"""Activation functions by name, as configurations hold them."""

import numpy as np
import pytest
from beras import GradientTape, Variable, activations


def test_names_and_functions_mean_each_other():
    assert activations.get("relu") is activations.relu
    assert activations.get(None) is activations.linear
    assert activations.get(np.tanh) is np.tanh
    for name in ("relu", "tanh", "softmax", "leaky_relu", "linear"):
        assert activations.serialize(activations.get(name)) == name
        assert activations.deserialize(name) is getattr(activations, name)


def test_unknown_ones_are_refused():
    with pytest.raises(ValueError, match="Did you mean 'softmax'"):
        activations.get("sofmax")
    with pytest.raises(TypeError, match="expected a function that the name 'tanh' means"):
        activations.serialize(np.tanh)


STRAIGHT = ["relu", "relu6", "leaky_relu", "hard_sigmoid", "hard_tanh", "hard_shrink"]


@pytest.mark.parametrize("name", [*STRAIGHT, "soft_shrink", "sparse_sigmoid"])
def test_second_derivatives_of_straight_pieces_are_zero(name):
    x = Variable(np.array([-7, -1, -0.5, 0, 0.5, 1, 3, 6], np.float32))
    with GradientTape() as outer:
        with GradientTape() as inner:
            y = activations.get(name)(x)
        slope = inner.gradient(y, x)
    np.testing.assert_array_equal(outer.gradient(slope, x), np.zeros(8))


def test_configurations_mean_functions():
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "relu",
        "registered_name": "function",
    }
    assert activations.get(function) is activations.relu
