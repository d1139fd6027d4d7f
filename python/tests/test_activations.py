"""Activation functions by name, as configurations hold them."""

import numpy as np
import pytest
from beras import activations


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
    with pytest.raises(ValueError, match="expected a function of beras.activations"):
        activations.serialize(np.tanh)


def test_configurations_mean_functions():
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "relu",
        "registered_name": "function",
    }
    assert activations.get(function) is activations.relu
