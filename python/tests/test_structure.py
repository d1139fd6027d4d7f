"""What models are made of: parts that are shared, come late or from elsewhere, and copies."""

import copy
import pickle
import time

import numpy as np
import pytest

import beras
from beras import layers, ops

X = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)
Y = np.random.default_rng(1).normal(size=(8, 3)).astype(np.float32)


class Parts(beras.Model):
    """Layers as an attribute, in a list, in a dictionary, in a list of these; a Variable in one."""

    def __init__(self):
        super().__init__()
        self.plain = layers.Dense(3)
        self.listed = [layers.Dense(3)]
        self.named = {"a": layers.Dense(3), "b": [layers.Dense(3)]}
        self.numbers = [beras.Variable(np.ones(3, np.float32))]

    def call(self, x):
        for layer in (*self.listed, self.named["a"], *self.named["b"]):
            x = layer(x)
        return self.plain(x) * self.numbers[0]


class Block(layers.Layer):
    def __init__(self, units=3):
        super().__init__()
        self.dense = layers.Dense(units)

    def build(self, input_shape):
        self.gain = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, x):
        return self.dense(x * self.gain)


class Blocks(beras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(), Block()]

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x


def trained(model, epochs=1):
    model.compile(optimizer="sgd", loss="mse")
    model.fit(X, Y, epochs=epochs, verbose=0)
    return model


def dense():
    return layers.Dense(3)


CHANGES = {
    "an attribute replaced": lambda m: setattr(m, "plain", dense()),
    "an attribute added": lambda m: setattr(m, "more", dense()),
    "a list as an attribute": lambda m: setattr(m, "more", [dense()]),
    "a dict in a list": lambda m: setattr(m, "more", [{"a": dense()}]),
    "appended": lambda m: m.listed.append(dense()),
    "inserted": lambda m: m.listed.insert(0, dense()),
    "an item replaced": lambda m: m.listed.__setitem__(0, dense()),
    "a key added": lambda m: m.named.update(c=dense()),
    "a value replaced": lambda m: m.named.update(a=dense()),
    "deep down": lambda m: m.named["b"].append(dense()),
    "a Variable added": lambda m: setattr(m, "v", beras.Variable(1.0)),
    "a Variable replaced": lambda m: m.numbers.__setitem__(0, beras.Variable(np.ones(3))),
    "a layer without weights": lambda m: setattr(m, "act", layers.ReLU()),
    "of a layer of the engine": lambda m: setattr(m.plain, "more", dense()),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("use", ["call", "fit", "weights", "trainable_variables", "save_weights"])
def test_parts_that_come_late_are_refused(change, use, tmp_path):
    model = trained(Parts())
    uses = {
        "call": lambda: model(X),
        "fit": lambda: model.fit(X, Y, verbose=0),
        "weights": lambda: model.weights,
        "trainable_variables": lambda: model.trainable_variables,
        "save_weights": lambda: model.save_weights(tmp_path / "w.npz"),
    }
    with pytest.raises(ValueError, match="expected its layers and Variables before it is built"):
        CHANGES[change](model)  # Keras refuses here, where Python lets it be seen
        uses[use]()


def test_an_attribute_is_refused_at_once_and_stays():
    model = trained(Parts())
    before = model.plain
    with pytest.raises(ValueError, match=r"\[Parts\] .* Received: another Dense afterwards"):
        model.plain = layers.Dense(3)
    assert model.plain is before
    assert len(model.weights) == 9


def test_parts_of_parts_are_refused_too():
    model = trained(Blocks())
    with pytest.raises(ValueError, match=r"\[Block\] expected its layers and Variables"):
        model.blocks[1].dense = layers.Dense(3)
    model.blocks.append(Block())
    with pytest.raises(ValueError, match=r"\[Blocks\] expected its layers and Variables"):
        model.weights
    model.blocks.pop()
    assert len(model.weights) == 6


def test_what_is_removed_or_moved_about_is_no_new_part():
    model = trained(Parts())
    known = model.weights
    model.plain, model.listed = model.listed[0], [model.plain]
    model.same = model.plain
    model.named["b"].append(model.named["a"])
    model.note = [1, "two", {"three": None}, np.ones(3)]
    assert [id(w) for w in model.weights] == [id(w) for w in known]
    model.fit(X, Y, verbose=0)
    model.same = None
    del model.same
    assert len(model.weights) == 9  # as in Keras they stay its weights


REMOVALS = {
    "list.pop": (lambda m: m.listed.pop(), 2),
    "del of an item": (lambda m: m.listed.__delitem__(0), 2),
    "list.remove": (lambda m: m.listed.remove(m.listed[0]), 2),
    "list.clear": (lambda m: m.listed.clear(), 2),
    "a slice": (lambda m: m.listed.__setitem__(slice(None), []), 2),
    "dict.pop": (lambda m: m.named.pop("a"), 2),
    "a list out of a dict": (lambda m: m.named.pop("b"), 2),
    "del of a key": (lambda m: m.named.__delitem__("a"), 2),
    "dict.clear": (lambda m: m.named.clear(), 4),
    "dict.popitem": (lambda m: m.named.popitem(), 2),
    "deep down": (lambda m: m.named["b"].pop(), 2),
    "a Variable": (lambda m: m.numbers.pop(), 1),
    "all": (lambda m: (m.listed.clear(), m.named.clear(), m.numbers.clear()), 7),
    # The attribute alone: what it held stays, as in Keras.
    "an attribute": (lambda m: delattr(m, "plain"), 0),
    "an attribute set to None": (lambda m: setattr(m, "plain", None), 0),
    "another list": (lambda m: setattr(m, "listed", []), 0),
    "a list as an attribute": (lambda m: delattr(m, "listed"), 0),
    "moved": (lambda m: m.named.update(c=m.listed.pop()), 0),
    "held elsewhere too": (lambda m: (setattr(m, "kept", m.listed[0]), m.listed.pop()), 0),
}


class Loose(Parts):
    """Uses whatever is there."""

    def call(self, x):
        found = [*getattr(self, "listed", []), *self.named.values(), getattr(self, "plain", None)]
        for layer in found:
            for each in layer if isinstance(layer, list) else [layer]:
                x = x if each is None else each(x)
        return x * self.numbers[0] if self.numbers else x


@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("first", ["fit", "call", "weights", "save_weights"])
def test_what_is_taken_out_of_lists_and_dicts_is_let_go(removal, first, tmp_path):
    model = trained(Loose())
    known = model.weights  # held, so that each stays the object that it is
    all_weights = {id(w): np.array(w) for w in known}
    remove, lost = REMOVALS[removal]
    remove(model)
    path = str(tmp_path / "w.npz")
    uses = {
        "fit": lambda: trained(model),
        "call": lambda: model(X),
        "weights": lambda: model.weights,
        "save_weights": lambda: model.save_weights(path),
    }
    uses[first]()
    assert len(model.weights) == len(model.trainable_variables) == 9 - lost
    assert len(np.load(path).files if first == "save_weights" else model.weights) == 9 - lost
    assert model.count_params() == sum(w.size for w in model.weights)
    assert {id(w) for w in model.weights} <= all_weights.keys()
    trained(model)
    used = 9 - lost if removal not in ("an attribute", "an attribute set to None") else 7
    moved = [w for w in model.weights if not np.array_equal(w, all_weights[id(w)])]
    assert len(moved) >= used - 2  # those of a list whose attribute changed are not used
    model.save_weights(path)
    again = copy.deepcopy(model)
    assert len(again.weights) == 9 - lost
    again.load_weights(path)
    np.testing.assert_array_equal(again(X), model(X))


def test_what_was_let_go_may_not_come_back():
    model = trained(Loose())
    layer = model.listed.pop()
    model(X)
    model.listed.append(layer)
    with pytest.raises(ValueError, match="expected its layers and Variables before it is built"):
        model(X)


def test_a_part_let_go_before_the_model_is_built_is_none():
    model = Loose()
    assert len(model.layers) == 4
    model.listed.pop()
    assert len(model.layers) == 3
    trained(model)
    assert len(model.weights) == 7


def test_a_variable_whose_attribute_is_deleted_is_let_go():
    class Two(layers.Layer):
        def __init__(self):
            super().__init__()
            self.first = beras.Variable(np.ones(3, np.float32))

        def build(self, input_shape):
            self.second = self.add_weight(shape=(3,))

        def call(self, x):
            return x

    layer = Two()
    layer(X)
    second = layer.second
    del layer.first
    assert [id(w) for w in layer.weights] == [id(second)]
    del layer.second
    assert layer.weights == []
    with pytest.raises(AttributeError):
        del layer.second


def test_a_frozen_model_lets_go_too():
    model = trained(Loose())
    model.trainable = False
    gone = model.listed.pop()
    model.trainable = True
    assert len(model.trainable_variables) == 7
    gone.trainable = True
    assert len(gone.trainable_variables) == 2


def test_a_row_keeps_what_it_was_given():
    class Row(beras.Sequential):
        def __init__(self):
            super().__init__()
            self.blocks = [layers.Dense(3), layers.Dense(3)]
            for block in self.blocks:
                self.add(block)

    row = trained(Row())
    row.blocks.clear()
    trained(row)
    assert len(row.weights) == 4


def test_data_in_attributes_cost_nothing_at_a_call():
    model = trained(Parts())
    model.words = {str(i): i for i in range(200_000)}
    model.rows = [[1, 2, 3]] * 200_000
    start = time.perf_counter()
    for _ in range(20):
        model(X)
    assert time.perf_counter() - start < 1
    model.rows.append(layers.Dense(3))
    with pytest.raises(ValueError, match="expected its layers and Variables"):
        model(X)


def test_a_weight_is_not_replaced_by_an_array():
    block = Block()
    block(X)
    gain = block.gain
    for other in (gain * 2, np.ones(3, np.float32), ops.ones(3)):
        with pytest.raises(ValueError, match="'gain' to remain the weight that it is"):
            block.gain = other
    block.gain *= 2
    block.gain.assign(block.gain + 1)
    assert block.gain is gain
    np.testing.assert_array_equal(block.weights[0], [3, 3, 3])


def test_what_is_replaced_before_it_is_built_trains():
    model = Parts()
    model.plain = layers.Dense(3)
    model.listed[0] = layers.Dense(3)
    model.named["b"].append(layers.Dense(3))
    trained(model)
    assert len(model.weights) == 11
    assert model.plain.weights[0] in [w for w in model.weights if w is model.plain.weights[0]]


class MadeInCall(beras.Model):
    def __init__(self, how):
        super().__init__()
        self.own = layers.Dense(3)
        self.how = how

    def call(self, x):
        if self.how == "each time":
            return self.own(layers.Dense(3)(x))
        if self.how == "kept" and not hasattr(self, "late"):
            self.late = layers.Dense(3)
        if self.how == "hidden" and "late" not in self.__dict__:
            self.__dict__["late"] = layers.Dense(3)
        return self.late(self.own(x))


@pytest.mark.parametrize("how", ["each time", "kept", "hidden"])
def test_layers_made_in_a_call_are_refused(how):
    with pytest.raises(ValueError, match="layers"):
        trained(MadeInCall(how))
    model = MadeInCall(how)
    with pytest.raises(ValueError, match="layers"):
        with beras.GradientTape() as tape:
            loss = ops.mean(ops.square(model(X)))
        tape.gradient(loss, model.trainable_variables)


def test_a_layer_from_elsewhere_must_be_frozen():
    teacher = layers.Dense(3)

    class Student(beras.Model):
        def __init__(self):
            super().__init__()
            self.own = layers.Dense(3)

        def call(self, x):
            return self.own(teacher(x))

    with pytest.raises(ValueError, match=r"\[Student\] expected to call only layers of its own"):
        trained(Student())
    teacher.trainable = False
    before = teacher.get_weights()
    model = trained(Student())
    np.testing.assert_array_equal(teacher.get_weights()[0], before[0])
    assert len(model.trainable_variables) == 2


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
