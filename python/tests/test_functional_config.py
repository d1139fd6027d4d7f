"""The configurations of functional models, held against Keras's own."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from test_scripts import keras_python as keras_python  # the interpreter that has Keras

import beras
from beras import layers, ops

SCRIPT = Path(__file__).parent / "scripts" / "functional_models.py"
GOLDEN = Path(__file__).parents[2] / "tests" / "golden" / "functional_shared_ops.json"
X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, -6.0]], np.float32)


def is_nothing(value):
    parts = value.values() if isinstance(value, dict) else value
    return value is None or (isinstance(value, (list, dict)) and all(map(is_nothing, parts)))


def plain(config):
    """A serialized model without what Keras writes and does not need: what layers were built for,
    masks that there are not, and training=False; names are numbered anew, and one axis in a list is
    that axis."""
    names = {}

    def visited(value):
        if isinstance(value, list):
            return [visited(item) for item in value]
        if isinstance(value, str):
            return names.get(value, value)
        if not isinstance(value, dict):
            return value
        for entry in value.get("layers", ()):
            name = entry["config"].get("name") if isinstance(entry["config"], dict) else None
            if name is not None:
                names.setdefault(name, f"{entry['class_name']} {len(names)}")
        kept = {}
        for key, part in value.items():
            if key == "kwargs":
                part = {name: each for name, each in part.items() if not is_nothing(each)}
                part = {
                    name: each for name, each in part.items() if (name, each) != ("training", False)
                }
            elif key in ("axis", "axes") and isinstance(part, list) and len(part) == 1:
                part = part[0]
            if key not in ("build_config", "compile_config", "build_input_shape"):
                kept[key] = visited(part)
        return kept

    return visited(json.loads(json.dumps(config)))


def results_of(python, library, folder, *others, **environment):
    """What the script writes."""
    path = folder / f"{library}.json"
    done = subprocess.run(
        [python, SCRIPT, library, path, *others],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(path.read_text())


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("functional")
    return {**results_of(sys.executable, "beras", folder), "path": folder / "beras.json"}


@pytest.fixture(scope="module")
def theirs(ours, keras_python):
    folder = ours["path"].parent
    environment = {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    return results_of(keras_python, "keras", folder, ours["path"], **environment)


def assert_same_outputs(reached, expected):
    for ours, theirs in zip(reached["outputs"], expected["outputs"]):
        np.testing.assert_allclose(ours, theirs, 1e-4, 1e-5)


def flat(outputs):
    return [np.asarray(leaf, "float64") for leaf in beras.tree.flatten(outputs)]


def results_read(written):
    """The same for a model that Beras reads."""
    model = beras.saving.deserialize_keras_object(written["config"])
    model.set_weights([np.array(weight, "float32") for weight in written["weights"]])
    rng = np.random.default_rng(7)
    arrays = [rng.normal(size=(4, 3)).astype("float32") for _ in model.inputs]
    ends = model.get_config()["input_layers"]
    if isinstance(ends, dict):
        arrays = dict(zip(ends, arrays))
    elif isinstance(ends[0], str):
        arrays = arrays[0]
    return {"config": beras.saving.serialize_keras_object(model), "outputs": flat(model(arrays))}


def test_the_same_code_gives_keras_s_configurations(ours, theirs):
    for reached, expected in zip(ours["made"], theirs["made"]):
        assert plain(reached["config"]) == plain(expected["config"])
        assert_same_outputs(reached, expected)


def test_keras_s_configurations_give_its_models(theirs):
    for written in theirs["made"]:
        reached = results_read(written)
        assert plain(reached["config"]) == plain(written["config"])
        assert_same_outputs(reached, written)


def test_keras_reads_ours(ours, theirs):
    for read, written in zip(theirs["read"], ours["made"]):
        assert_same_outputs(read, written)


def test_a_model_that_keras_saved_with_merging_layers_and_operators():
    class Subtract(layers.Layer):
        def call(self, inputs):
            return inputs[0] - inputs[1]

    class Concatenate(layers.Layer):
        def __init__(self, axis=-1, **kwargs):
            super().__init__(**kwargs)
            self.axis = axis

        def call(self, inputs):
            return ops.concatenate(inputs, axis=self.axis)

    saved = json.loads(GOLDEN.read_text())
    classes = {"Subtract": Subtract, "Concatenate": Concatenate}
    # The operation of that name is told from the layer by its module.
    model = beras.saving.deserialize_keras_object(saved["config"], custom_objects=classes)
    model.set_weights([np.array(weight, "float32") for weight in saved["weights"]])
    outputs = model([np.array(each, "float32") for each in saved["inputs"]])
    for reached, expected in zip(outputs, saved["outputs"]):
        np.testing.assert_allclose(reached, expected, 1e-5, 1e-5)
    ours, theirs = model.get_config(), saved["config"]["config"]
    assert [entry["name"] for entry in ours["layers"]] == [e["name"] for e in theirs["layers"]]
    for entry, expected in zip(ours["layers"], theirs["layers"]):
        assert entry["inbound_nodes"] == expected["inbound_nodes"]
        if expected["class_name"] not in classes:
            assert entry["module"] == expected["module"]
    assert ours["output_layers"] == theirs["output_layers"]


class Mix(layers.Layer):
    """Takes a list and a factor, and gives a dict."""

    def build(self, input_shape):
        self.w = self.add_weight(shape=(1,), initializer="ones")

    def call(self, pair, factor=1.0, other=None, training=False):
        a, b = pair
        total = (a + b) * factor * self.w
        return {"sum": total if other is None else total + other, "kept": a * float(training)}


@beras.saving.register_keras_serializable("tests")
def doubled(x):
    return x * 2


def of_all_kinds():
    a, b = beras.Input((2,), name="a"), beras.Input((2,), name="b")
    inner = beras.Model({"p": a, "q": b}, layers.Dense(2, name="dense")(a) - b, name="inner")
    mixed = Mix(name="mix")([a, b], factor=3.0, other=inner({"p": b, "q": a}), training=True)
    row = beras.Sequential([layers.Dense(2, activation="relu")], name="row")
    y = layers.Lambda(doubled, name="twice")(row(mixed["sum"]))
    outputs = {
        "y": ops.normalize(y) + ops.logsumexp(y, axis=1, keepdims=True),
        "kept": [mixed["kept"]],
    }
    model = beras.Model([a, b], outputs, name="whole")
    model.set_weights([np.full(w.shape, 0.5 + i, w.dtype) for i, w in enumerate(model.weights)])
    return model


def assert_equal_outputs(model, other):
    for reached, expected in zip(flat(model([X, 2 * X])), flat(other([X, 2 * X]))):
        np.testing.assert_array_equal(reached, expected)


def test_python_s_layers_come_back_with_all_their_arguments():
    model = of_all_kinds()
    config = model.get_config()
    by_name = {entry["name"]: entry for entry in config["layers"]}
    node = by_name["mix"]["inbound_nodes"][0]
    assert [len(arg) for arg in node["args"]] == [2]
    assert node["kwargs"]["factor"] == 3.0 and node["kwargs"]["training"] is True
    assert node["kwargs"]["other"]["config"]["keras_history"] == ["inner", 0, 0]
    described = json.loads(json.dumps(config))
    with beras.saving.custom_object_scope({"Mix": Mix}):
        again = beras.Model.from_config(described)
    assert type(again) is beras.models.Functional and again.name == "whole"
    assert json.loads(json.dumps(again.get_config())) == described
    again.set_weights(model.get_weights())
    assert_equal_outputs(again, model)
    with beras.saving.custom_object_scope({"Mix": Mix}):
        other = beras.saving.deserialize_keras_object(beras.saving.serialize_keras_object(model))
    assert other.get_config() == again.get_config()


def test_functional_models_are_pickled_with_their_weights():
    model = of_all_kinds()
    model.layers[2].trainable = False
    model.compile("sgd", {"y": "mse", "kept": ["mse"]})
    again = pickle.loads(pickle.dumps(model))
    assert_equal_outputs(again, model)
    assert again.get_config() == model.get_config()
    assert len(again.trainable_variables) == len(model.trainable_variables)
    again.fit([X, X], {"y": X, "kept": [X]}, verbose=0)
    assert not np.array_equal(again.get_weights()[-1], model.get_weights()[-1])


def test_frozen_models_and_layers_stay_so():
    x = beras.Input((2,))
    model = beras.Model(x, layers.Dense(2)(layers.Dense(2)(x)))
    model.layers[1].trainable = False
    again = beras.Model.from_config(model.get_config())
    assert [layer.trainable for layer in again.layers[1:]] == [False, True]
    model.trainable = False
    again = beras.Model.from_config(model.get_config())
    assert model.get_config()["trainable"] is False and not again.trainable_variables


def test_what_has_no_configuration_is_named():
    x = beras.Input((2,))

    def error_of(y, kind=TypeError):
        with pytest.raises(kind) as error:
            beras.Model(x, y).get_config()
        return str(error.value)

    assert "Register" in error_of(layers.Lambda(lambda t: t)(x)) or "name" in error_of(
        layers.Lambda(lambda t: t)(x)
    )
    assert error_of(ops.map(lambda t: t, ops.transpose(x[:2]))).startswith("[map]")
    assert "Linear" in error_of(ops.linear(x, np.ones((2, 2), "float32")), ValueError)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["layers"][1].update(class_name="Dance"), "Dance"),
        (lambda c: c["layers"][2].update(class_name="Som"), "Som"),
        (lambda c: c["layers"][0].update(name="z"), '"x"'),
        (lambda c: c["layers"][1].update(inbound_nodes=c["layers"][2]["inbound_nodes"]), "waits"),
        (lambda c: c.pop("input_layers"), r"\[Functional\] .*with input_layers"),
        (lambda c: c.update(output_layers=["d", 4, 0]), '"d", 4, 0'),
    ],
)
def test_wrong_configurations_are_refused_by_name(change, message):
    x = beras.Input((2,), name="x")
    config = beras.Model(x, ops.sum(layers.Dense(2, name="d")(x), 1)).get_config()
    change(config)
    with pytest.raises((ValueError, TypeError), match=message):
        beras.models.Functional.from_config(config)
