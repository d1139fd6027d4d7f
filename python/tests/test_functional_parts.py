"""Attributes of functional models and of Sequentials that are set when these are there: as Keras
has them."""

import copy

import beras
import numpy as np
import pytest
from beras import layers, metrics


@pytest.fixture
def model():
    x = beras.Input((4,), name="x")
    return beras.Model(x, layers.Dense(3, name="a")(x), name="m")


def names(model):
    return [layer.name for layer in model.layers]


def test_a_layer_is_taken_in_but_has_no_place_in_the_graph(model, capsys):
    model.extra = layers.Dense(3, name="extra")
    assert len(model.weights) == 2
    model.extra.build((None, 4))
    assert len(model.weights) == len(model.get_weights()) == 4 and model.count_params() == 30
    assert model.weights[2] is model.extra.weights[0]
    assert names(model) == ["x", "a"]
    with pytest.raises(ValueError):
        model.get_layer("extra")
    model.summary()
    text = capsys.readouterr().out
    assert "extra" not in text and "Total params: 30 " in text
    clone = beras.models.clone_model(model)
    assert names(clone) == ["x", "a"] and len(clone.weights) == 2


def test_lists_and_variables_are_taken_in(model):
    model.more = [layers.Dense(2), layers.Dense(2)]
    model.by_name = {"one": layers.Dense(2)}
    model.more[0].build((None, 3))
    model.by_name["one"].build((None, 3))
    model.scale = beras.Variable(np.ones(3), name="scale")
    assert len(model.weights) == 7 and model.weights[0] is model.scale
    model.more.append(layers.Dense(2))
    model.more[2].build((None, 3))
    assert len(model.weights) == 9


def test_plain_values_and_metrics_are_attributes(model):
    model.number, model.numbers, model.by_name = 5, [1, 2], {"a": 1}
    model.seen = metrics.Mean(name="seen")
    assert (model.number, model.numbers, model.by_name) == (5, [1, 2], {"a": 1})
    assert model.metrics == [model.seen]


def test_what_is_taken_in_stays(model):
    model.extra = layers.Dense(3)
    model.extra.build((None, 4))
    model.more = [model.layers[1]]
    del model.extra
    model.more.pop()
    assert len(model.weights) == 4
    assert model.predict(np.ones((1, 4)), verbose=0).shape == (1, 3)


def test_a_layer_of_the_graph_is_taken_in_once(model):
    model.first = model.layers[1]
    assert names(model) == ["x", "a"] and len(model.weights) == 2


def test_it_trains_on(model):
    model.extra = layers.Dense(3)
    model.extra.build((None, 4))
    before = [np.array(weight) for weight in model.extra.weights]
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 4)), np.ones((4, 3)), verbose=0)
    for weight, old in zip(model.extra.weights, before):
        np.testing.assert_array_equal(weight, old)


def test_it_freezes_with_the_model(model):
    model.extra = layers.Dense(3)
    model.extra.build((None, 4))
    model.trainable = False
    assert not model.extra.trainable and not model.trainable_variables
    model.trainable = True
    assert len(model.trainable_variables) == 4


def test_a_copy_has_it_too(model):
    model.extra = layers.Dense(3, name="extra")
    model.extra.build((None, 4))
    other = copy.deepcopy(model)
    assert other.extra is not model.extra and len(other.weights) == 4
    assert other.weights[2] is other.extra.weights[0]
    np.testing.assert_array_equal(other.weights[2], model.weights[2])


def test_layers_that_are_attributes_of_a_sequential_are_no_part_of_it():
    class Row(beras.Sequential):
        def __init__(self):
            super().__init__()
            self.hidden = layers.Dense(2)
            self.add(layers.Dense(3, name="only"))

    row = Row()
    assert row(np.ones((2, 4))).shape == (2, 3)
    row.later = layers.Dense(5)
    assert names(row) == ["only"] and len(row.weights) == 2
