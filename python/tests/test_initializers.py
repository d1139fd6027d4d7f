"""Initializers of the engine and of one's own."""

import copy
import inspect
import pickle

import numpy as np
import pytest

import beras
from beras import initializers, layers, random


def test_values_have_the_shape_the_dtype_and_the_spread_that_were_asked_for():
    values = initializers.RandomNormal(mean=1.0, stddev=0.5, seed=3)((200, 100))
    assert values.shape == (200, 100) and values.dtype == np.float32
    assert values.mean() == pytest.approx(1, abs=0.02) and values.std() == pytest.approx(0.5, abs=0.02)
    assert initializers.Zeros()((2,), dtype="float64").dtype == np.float64
    np.testing.assert_array_equal(initializers.Constant(3)((2, 1)), [[3], [3]])
    np.testing.assert_array_equal(initializers.Identity(gain=2)((2, 2)), [[2, 0], [0, 2]])
    limit = np.sqrt(6 / (30 + 50))
    uniform = initializers.GlorotUniform(seed=1)((30, 50))
    assert abs(uniform).max() <= limit and uniform.std() == pytest.approx(limit / np.sqrt(3), rel=0.1)
    square = initializers.Orthogonal(seed=1)((5, 5))
    np.testing.assert_allclose(square.T @ square, np.eye(5), atol=1e-5)


def test_a_seed_gives_the_same_values_again():
    for name in ("HeNormal", "RandomUniform", "VarianceScaling", "TruncatedNormal"):
        seeded = getattr(initializers, name)
        np.testing.assert_array_equal(seeded(seed=5)((3, 4)), seeded(seed=5)((3, 4)))
        assert (seeded()((3, 4)) != seeded()((3, 4))).any()


def test_layers_take_initializers_in_every_form():
    class Diagonal(initializers.Initializer):
        def __init__(self, value):
            self.value = value

        def __call__(self, shape, dtype=None):
            return np.diag(np.full(shape[0], self.value)).astype(dtype)

    def kernel(initializer):
        dense = layers.Dense(2, kernel_initializer=initializer)
        dense.build((None, 2))
        return np.asarray(dense.kernel)

    np.testing.assert_array_equal(kernel("ones"), np.ones((2, 2)))
    np.testing.assert_array_equal(kernel(initializers.Ones), np.ones((2, 2)))
    np.testing.assert_array_equal(kernel(initializers.Constant(2.0)), np.full((2, 2), 2))
    np.testing.assert_array_equal(kernel(Diagonal(3)), [[3, 0], [0, 3]])
    np.testing.assert_array_equal(
        kernel(lambda shape, dtype: random.normal(shape, dtype=dtype) * 0), np.zeros((2, 2))
    )
    assert Diagonal(4).get_config() == {"value": 4}
    assert Diagonal.from_config({"value": 5}).value == 5


def test_errors_of_initializers_reach_the_caller_and_leave_the_layer_unbuilt():
    dense = layers.Dense(2, kernel_initializer=lambda shape, dtype: np.zeros(3))
    with pytest.raises(ValueError, match=r'an initializer that makes \(2, 2\) for weight "kernel"'):
        dense.build((None, 2))
    assert not dense.built and dense.weights == []

    def fails(shape, dtype):
        raise KeyError("no values")

    with pytest.raises(KeyError, match="no values"):
        layers.Dense(2, kernel_initializer=fails).build((None, 2))
    with pytest.raises(TypeError, match="expected a name or a function. Received: int"):
        layers.Dense(2, kernel_initializer=3)


def test_names_mean_classes():
    assert isinstance(initializers.get("glorot_uniform"), initializers.GlorotUniform)
    assert isinstance(initializers.get("uniform"), initializers.RandomUniform)
    assert isinstance(initializers.get(initializers.Zeros), initializers.Zeros)
    with pytest.raises(ValueError, match="Did you mean 'he_normal'"):
        initializers.get("he_norml")


RANDOM = [
    name
    for name in initializers.__all__
    if name[0].isupper() and "seed" in inspect.signature(getattr(initializers, name)).parameters
]


@pytest.mark.parametrize("name", RANDOM)
def test_an_object_gives_the_same_values_whenever_it_is_asked(name):
    made = getattr(initializers, name)
    initializer, other = made(), made()
    values = np.asarray(initializer((4, 4)))
    np.testing.assert_array_equal(initializer((4, 4)), values)
    assert (np.asarray(other((4, 4))) != values).any()
    for copied in (copy.deepcopy(initializer), pickle.loads(pickle.dumps(initializer))):
        np.testing.assert_array_equal(copied((4, 4)), values)
        assert copied.get_config()["seed"] is None
    np.testing.assert_array_equal(made(seed=initializer.seed)((4, 4)), values)
    assert made(seed=3).seed == 3 and made(seed=3).get_config()["seed"] == 3
    again = made.from_config(initializer.get_config())
    assert (np.asarray(again((4, 4))) != values).any()


def test_a_name_gives_each_weight_its_own_values():
    def kernel(initializer):
        dense = layers.Dense(4, kernel_initializer=initializer)
        dense.build((None, 4))
        return np.asarray(dense.kernel)

    assert (kernel("glorot_uniform") != kernel("glorot_uniform")).any()
    shared = initializers.get("glorot_uniform")
    np.testing.assert_array_equal(kernel(shared), kernel(shared))
    np.testing.assert_array_equal(kernel(shared), shared((4, 4)))
    beras.utils.set_random_seed(1)
    first = kernel("he_normal")
    beras.utils.set_random_seed(1)
    np.testing.assert_array_equal(kernel("he_normal"), first)


def test_configurations_mean_initializers():
    of_keras = {
        "module": "keras.initializers",
        "class_name": "VarianceScaling",
        "config": {
            "seed": 3,
            "scale": 2.0,
            "mode": "fan_avg",
            "distribution": "uniform",
            "input_axes": None,
            "output_axes": None,
        },
        "registered_name": None,
    }
    initializer = initializers.get(of_keras)
    assert (initializer.scale, initializer.mode, initializer.seed) == (2, "fan_avg", 3)
    relu = {"class_name": "function", "config": "relu"}
    dense = layers.Dense(2, activation=relu, kernel_initializer=of_keras)
    dense.build((None, 2))
    np.testing.assert_array_equal(dense.kernel, initializer((2, 2)))
