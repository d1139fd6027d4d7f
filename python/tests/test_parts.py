"""Parts of layers and models that come late, are taken out, or come from elsewhere."""

import copy
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
