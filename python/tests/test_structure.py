"""What models are made of: parts that are shared, what is built for which shapes, and copies."""

import copy
import pickle

import numpy as np
import pytest

import beras
from beras import layers
from test_parts import Blocks, Parts, X, Y, trained


# --- shared parts


class Autoencoder(beras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = beras.Sequential([layers.Dense(2)])
        self.decoder = beras.Sequential([layers.Dense(3)])
        self.both = beras.Sequential([self.encoder, self.decoder])

    def call(self, x):
        return self.both(x)


def test_shared_parts_count_once_and_train(tmp_path, capsys):
    model = Autoencoder()
    model.compile(optimizer=beras.optimizers.Adam(0.05), loss="mse")
    losses = model.fit(X, X, epochs=60, verbose=0).history["loss"]
    assert losses[-1] < 0.6 * losses[0]
    assert len(model.weights) == len(model.trainable_variables) == 4
    assert model.count_params() == 8 + 9
    assert len(model.optimizer.variables) == 2 + 2 * 4
    model.summary()
    assert "Trainable params: 17 " in capsys.readouterr().out
    other = Autoencoder()
    other.build((None, 3))
    model.save_weights(tmp_path / "w.npz")
    other.load_weights(tmp_path / "w.npz")
    np.testing.assert_array_equal(other(X), model(X))
    model.encoder.trainable = False
    assert len(model.trainable_variables) == 2
    model.trainable = False
    model.trainable = True
    assert len(model.trainable_variables) == 2
    for copied in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert len(copied.weights) == 4
        assert len(copied.trainable_variables) == 2
        assert copied.both.layers[0] is copied.encoder


def test_a_layer_twice_in_a_sequential_has_its_weights_once():
    shared = layers.Dense(3, kernel_initializer="ones")
    model = beras.Sequential([layers.Input((3,)), shared, layers.ReLU(), shared])
    assert len(model.weights) == 2
    assert model.count_params() == 12
    assert len(model.layers) == 3
    one = np.ones((1, 3), np.float32)
    np.testing.assert_array_equal(model(one), [[9, 9, 9]])
    model.compile(optimizer=beras.optimizers.SGD(0.1), loss="mse")
    model.fit(one, one, verbose=0)
    # What real Keras 3.15.1 gives.
    np.testing.assert_allclose(shared.kernel, np.full((3, 3), -2.2), rtol=1e-5)
    np.testing.assert_allclose(shared.bias, np.full(3, -32 / 15), rtol=1e-5)


def test_names_are_unique_in_a_sequential():
    with pytest.raises(ValueError, match="unique names"):
        beras.Sequential([layers.Dense(3, name="a"), layers.Dense(3, name="a")])
    model = beras.Sequential([layers.Dense(3, name="a")])
    with pytest.raises(ValueError, match="unique names"):
        model.add(layers.ReLU(name="a"))
    assert len(model.layers) == 1
    model.add(model.layers[0])  # the same layer is no other of its name
    assert len(model.layers) == 2


def test_sequentials_grow_and_shrink_after_fit():
    model = trained(beras.Sequential([layers.Dense(3)]))
    model.add(layers.Dense(3))
    before = model.get_weights()
    with pytest.raises(ValueError, match="expected the 2 weights of its first step. Received: 4"):
        model.fit(X, Y, verbose=0)
    with pytest.raises(ValueError, match="Call compile again"):
        model.train_on_batch(X, Y)
    trained(model)
    assert len(model.trainable_variables) == 4
    assert all((a != b).any() for a, b in zip(before, model.get_weights()))
    model.pop()
    with pytest.raises(ValueError, match="expected the 4 weights of its first step. Received: 2"):
        model.fit(X, Y, verbose=0)
    trained(model)
    assert len(model.trainable_variables) == 2


# --- building


class TwoInputs(beras.Model):
    def __init__(self):
        super().__init__()
        self.left = layers.Dense(2)
        self.right = layers.Dense(2)

    def call(self, inputs):
        first, second = inputs.values() if isinstance(inputs, dict) else inputs
        return self.left(first) + self.right(second)


@pytest.mark.parametrize(
    "make, shape, count",
    [
        (Parts, (None, 3), 9),
        (Blocks, (None, 3), 6),
        (Autoencoder, (8, 3), 4),
        (TwoInputs, [(None, 3), (None, 4)], 4),
        (TwoInputs, {"a": (None, 3), "b": (None, 4)}, 4),
        (lambda: beras.Sequential([Blocks(), layers.Dense(1)]), (None, 3), 8),
    ],
)
def test_build_makes_all_weights(make, shape, count, tmp_path):
    first, second = make(), make()
    first.build(shape)
    assert first.built
    assert len(first.weights) == count
    first.save_weights(tmp_path / "w.npz")
    second.build(shape)
    second.load_weights(tmp_path / "w.npz")
    for a, b in zip(first.weights, second.weights):
        np.testing.assert_array_equal(a, b)


def test_a_build_that_fails_leaves_the_model_unbuilt():
    model = Parts()
    with pytest.raises(ValueError, match="rank 2"):
        model.build((None,))
    assert not model.built
    model.build((None, 3))
    assert len(model.weights) == 9
    np.testing.assert_array_equal(copy.deepcopy(model)(X), model(X))


def test_a_build_that_fails_may_be_tried_again():
    class Picky(Blocks):
        fails = True

        def build(self, input_shape):
            self.scale = self.add_weight(shape=())
            self.late = layers.Dense(3)
            self.blocks[0].build(input_shape)
            if self.fails:
                raise KeyError("not yet")

    model = Picky()
    for _ in range(2):
        with pytest.raises(KeyError):
            model(X)
        with pytest.raises(KeyError):
            model.build((None, 3))
    model.fails = False
    trained(model)
    assert model.scale is model.weights[0]
    assert len(model.weights) == 7


# --- shapes


@pytest.mark.parametrize(
    "samples, given, seen",
    [
        ((1,), (4,), (4, 1)),
        ((1,), (4, 1, 1), (4, 1)),
        ((3,), (4, 3, 1), (4, 3)),
        ((3, 1), (4, 3), (4, 3, 1)),
        ((), (4, 1), (4,)),
        ((2, 1), (4, 2, 1, 1), (4, 2, 1)),
        ((None,), (4, 3, 1), (4, 3)),
        ((None, 1), (4, 3), (4, 3, 1)),
        ((3,), (4, 3, 1, 1), None),
        ((3,), (4,), None),
        ((3,), (3,), None),
        ((None,), (4,), None),
    ],
)
def test_a_last_axis_of_one_may_lack_or_be_too_many(samples, given, seen):
    model = beras.Sequential([layers.Input(samples), layers.Activation("relu")])
    x = np.ones(given, np.float32)
    if seen is None:
        with pytest.raises(ValueError):
            model.predict(x, verbose=0)
    else:
        assert model(x).shape == model.predict(x, verbose=0).shape == seen


def test_numbers_are_samples_of_one_feature():
    model = beras.Sequential([layers.Input((1,)), layers.Dense(1, kernel_initializer="zeros")])
    model.compile(optimizer=beras.optimizers.SGD(0.1), loss="mse")
    x = np.arange(4, dtype=np.float32)
    for y in (2 * x, (2 * x)[:, None]):
        model.fit(x, y, epochs=200, verbose=0)
        np.testing.assert_allclose(model.predict(x, verbose=0)[:, 0], 2 * x, atol=0.05)
        assert model.evaluate(x, y, verbose=0) < 1e-2


# --- copies


def test_a_clone_has_weights_of_its_own():
    shared = layers.Dense(3)
    inner = beras.Sequential([layers.Dense(3, name="deep")])
    model = beras.Sequential([layers.Input((3,)), shared, inner, shared], name="net")
    model.layers[1].trainable = False
    clone = beras.models.clone_model(model)
    assert clone.name == "net" and len(clone.weights) == 4
    assert clone.layers[0] is clone.layers[2]
    assert clone.layers[1].layers[0].name == "deep"
    assert len(clone.trainable_variables) == 2
    assert not np.array_equal(clone.weights[0], model.weights[0])
    clone.set_weights(model.get_weights())
    np.testing.assert_array_equal(clone(X), model(X))
    trained(clone)
    assert not model.compiled
    assert not np.array_equal(clone(X), model(X))


def test_a_clone_of_ones_own_model_is_made_by_its_configuration():
    class Net(beras.Model):
        def __init__(self, units, inner, **kwargs):
            super().__init__(**kwargs)
            self.inner = inner
            self.head = layers.Dense(units)

        def call(self, x):
            return self.head(self.inner(x))

    model = Net(2, layers.Dense(4), name="net")
    model(X)
    clone = beras.models.clone_model(model)
    assert clone.inner is not model.inner and clone.name == "net"
    assert clone(X).shape == (8, 2)
    assert not any(np.shares_memory(a, b) for a in model.weights for b in clone.weights)


def test_a_clone_may_be_made_by_a_function():
    model = beras.Sequential([layers.Input((3,)), layers.Dense(2), layers.ReLU()])

    def wider(layer):
        return layers.Dense(5) if isinstance(layer, layers.Dense) else layer

    clone = beras.models.clone_model(model, clone_function=wider)
    assert clone.output_shape == (None, 5)
    assert clone.layers[1] is not model.layers[0]


def test_a_deep_copy_has_weights_and_optimizer_state():
    model = beras.Sequential([layers.Dense(4, activation="tanh"), layers.Dense(3)])
    model.compile(optimizer="adam", loss="mse")
    model.fit(X, Y, verbose=0, epochs=3)
    twin = copy.deepcopy(model)
    for each in (model, twin):
        each.fit(X, Y, verbose=0, epochs=3, shuffle=False)
    for a, b in zip(model.get_weights(), twin.get_weights()):
        np.testing.assert_array_equal(a, b)
    assert int(twin.optimizer.iterations) == 6
    twin.fit(X, Y, verbose=0)
    assert int(model.optimizer.iterations) == 6
