"""Objects as configurations, and back: what Keras writes, and classes of one's own."""

import json
import os
import subprocess

import beras
import numpy as np
import pytest
from beras import (
    activations,
    initializers,
    layers,
    losses,
    metrics,
    optimizers,
    regularizers,
    saving,
)
from test_scripts import keras_python  # noqa: F401


@saving.register_keras_serializable("own")
class Scale(layers.Layer):
    def __init__(self, by, **options):
        super().__init__(**options)
        self.by = by

    def call(self, x):
        return x * self.by

    def get_config(self):
        return {**super().get_config(), "by": self.by}


@saving.register_keras_serializable("own", name="halves")
def half(x):
    return x / 2


@saving.register_keras_serializable("own")
class Sevens(initializers.Initializer):
    def __call__(self, shape, dtype=None):
        return beras.ops.full(shape, 7.0)

    def get_config(self):
        return {}


def row(*first):
    inner = beras.Sequential([layers.Dense(2, name="a"), Scale(2.0, name="b")], name="inner")
    return beras.Sequential([*first, inner, layers.Dense(1, name="c")], name="row")


OBJECTS = [
    lambda: layers.Dense(3, "relu", kernel_initializer=initializers.HeNormal(seed=3), name="d"),
    lambda: layers.Dense(3, half, kernel_initializer=Sevens(), dtype="float64", name="d"),
    lambda: layers.Dense(3, layers.LeakyReLU(0.25, name="leaky"), trainable=False, name="d"),
    lambda: layers.Dense(3, kernel_regularizer="l2", bias_constraint="non_neg", name="d"),
    lambda: layers.Dense(3, activity_regularizer=regularizers.L1(0.5), name="d"),
    lambda: optimizers.Adam(optimizers.schedules.CosineDecay(0.5, 10), clipnorm=2.0),
    lambda: layers.Conv2D(4, (3, 2), strides=2, padding="same", name="c"),
    lambda: layers.Softmax(axis=[1, 2], name="s"),
    lambda: Scale(2.5, name="scale"),
    lambda: layers.InputLayer((28, None), batch_size=4, name="i"),
    lambda: row(layers.Input((3,), name="i")),
    lambda: row(),
    lambda: losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
    lambda: metrics.BinaryAccuracy(threshold=0.25),
    lambda: initializers.VarianceScaling(2.0, "fan_out", "uniform", seed=4),
]


@pytest.mark.parametrize("make", OBJECTS)
def test_an_object_comes_back_from_what_json_keeps_of_it(make):
    described = json.loads(json.dumps(saving.serialize_keras_object(make())))
    again = saving.deserialize_keras_object(described)
    assert type(again) is type(make())
    assert json.loads(json.dumps(saving.serialize_keras_object(again))) == described


def test_what_comes_back_computes_the_same():
    x = np.array([[1.0, -2.0]], "float32")
    for made in (OBJECTS[1](), OBJECTS[2](), Scale(2.5)):
        again = saving.deserialize_keras_object(saving.serialize_keras_object(made))
        made.build((None, 2)), again.build((None, 2))
        again.set_weights(made.get_weights())
        np.testing.assert_array_equal(made(x), again(x))


def test_configurations_of_one_s_own_are_named_as_they_are_registered():
    assert saving.get_registered_name(Scale) == "own>Scale"
    assert saving.get_registered_name(half) == "own>halves"
    assert saving.get_registered_object("own>Scale") is Scale
    assert saving.get_custom_objects()["own>halves"] is half
    config = saving.serialize_keras_object(Scale(2.0))
    assert config["registered_name"] == "own>Scale" and config["class_name"] == "Scale"
    assert layers.Dense(1, half).get_config()["activation"] == {
        "module": "builtins",
        "class_name": "function",
        "config": "own>halves",
        "registered_name": "function",
    }


def test_what_is_not_registered_is_found_in_scopes_alone():
    class Shift(layers.Layer):
        def call(self, x):
            return x + 1

    config = saving.serialize_keras_object(Shift())
    with pytest.raises(TypeError, match=r"\[deserialize_keras_object\] .*'Shift'.*custom_objects"):
        saving.deserialize_keras_object(config)
    assert type(saving.deserialize_keras_object(config, {"Shift": Shift})) is Shift
    with saving.custom_object_scope({"Shift": Shift}):
        assert type(saving.deserialize_keras_object(config)) is Shift
    with pytest.raises(TypeError):
        saving.deserialize_keras_object(config)


@pytest.mark.parametrize(
    "config",
    [
        {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"},
        {"module": "beras.utils", "class_name": "Dataset", "config": {}, "registered_name": None},
        {"module": "keras.layers", "class_name": "np", "config": {}, "registered_name": None},
        {"module": None, "class_name": "Nothing", "config": {}},
    ],
)
def test_nothing_else_is_looked_up(config):
    with pytest.raises(TypeError, match="deserialize_keras_object"):
        saving.deserialize_keras_object(config)


VALUES = [
    *(None, True, 3, 2.5, "text", b"bytes", Ellipsis, slice(1, None, 2)),
    *([1, "a", None], {"a": [1, 2], "b": {"c": 3}}),
]


@pytest.mark.parametrize("value", VALUES)
def test_values_come_back(value):
    described = json.loads(json.dumps(saving.serialize_keras_object(value)))
    assert saving.deserialize_keras_object(described) == value


def test_arrays_come_back():
    for array in (np.arange(6.0).reshape(2, 3), beras.Tensor([1, 2, 3])):
        again = saving.deserialize_keras_object(saving.serialize_keras_object(array))
        assert type(again) is type(array) and again.dtype == array.dtype
        np.testing.assert_array_equal(again, array)


def test_activations_have_names_or_configurations():
    assert activations.serialize(activations.relu) == "relu"
    assert activations.deserialize("relu") is activations.relu
    assert activations.deserialize(activations.serialize(half)) is half
    assert activations.deserialize(activations.serialize(layers.ReLU(2.0))).max_value == 2.0


def test_what_has_no_name_is_refused():
    with pytest.raises(TypeError, match="serialize_keras_object"):
        saving.serialize_keras_object(lambda x: x)
    with pytest.raises(TypeError, match="serialize_keras_object"):
        layers.Dense(1, lambda x: x).get_config()
    with pytest.raises(ValueError, match="register_keras_serializable"):
        saving.register_keras_serializable()(type("Plain", (), {}))


def test_a_model_comes_back_as_built_as_it_was():
    model = row()
    model.layers[1].trainable = False
    model.build((None, 4))
    again = saving.deserialize_keras_object(saving.serialize_keras_object(model))
    assert again.built and again.input_shape == (None, 4)
    assert len(again.trainable_weights) == len(model.trainable_weights) == 2
    again.set_weights(model.get_weights())
    x = np.arange(8, dtype="float32").reshape(2, 4)
    np.testing.assert_array_equal(again(x), model(x))


MODEL = """
inner = keras.Sequential([layers.Dense(2, name="a"), layers.BatchNormalization(name="b")], name="inner")
last = layers.Dense(1, kernel_regularizer="l2", name="c")
model = keras.Sequential(
    [layers.Input((3, 3), name="i"), inner, layers.Flatten(name="f"), last], name="row"
)
described = saving.serialize_keras_object(model)
"""
KERAS = """
import json, keras
from keras import initializers, layers, losses, metrics, saving
exec(MODEL)
del described["compile_config"]
for each in described["config"]["layers"]:
    each.pop("compile_config", None)
print(json.dumps([
    described,
    layers.Dense(3, "relu", kernel_initializer=initializers.HeNormal(seed=3), name="d").get_config(),
    layers.Conv2D(4, (3, 2), strides=2, padding="same", name="c").get_config(),
    saving.serialize_keras_object(losses.MeanSquaredError()),
    saving.serialize_keras_object(metrics.BinaryAccuracy()),
    saving.serialize_keras_object(keras.activations.relu),
    saving.serialize_keras_object({"a": slice(1, 2), "b": b"x", "c": ...}),
]))
"""


def test_configurations_equal_keras(keras_python):  # noqa: F811
    from_keras = json.loads(
        subprocess.run(
            [keras_python, "-c", f"MODEL = {MODEL!r}\n{KERAS}"],
            env={**os.environ, "KERAS_BACKEND": "jax"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    names = {"keras": beras, "layers": layers, "saving": saving}
    exec(MODEL, names)
    ours = [
        names["described"],
        layers.Dense(
            3, "relu", kernel_initializer=initializers.HeNormal(seed=3), name="d"
        ).get_config(),
        layers.Conv2D(4, (3, 2), strides=2, padding="same", name="c").get_config(),
        saving.serialize_keras_object(losses.MeanSquaredError()),
        saving.serialize_keras_object(metrics.BinaryAccuracy()),
        saving.serialize_keras_object(activations.relu),
        saving.serialize_keras_object({"a": slice(1, 2), "b": b"x", "c": ...}),
    ]
    assert [list(each) for each in ours] == [list(each) for each in from_keras]
    assert json.loads(json.dumps(ours)) == from_keras
