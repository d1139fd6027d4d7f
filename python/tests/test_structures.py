"""Models whose `call` takes and gives lists, tuples and dicts, against values of Keras."""

import copy
import json

import beras
import golden
import numpy as np
import pytest
from beras import layers, ops
from beras.data import Dataset

GOLDEN = golden.load("outputs")
X, A, B, WEIGHT, OTHER = (golden.array(GOLDEN[name]) for name in ("x", "a", "b", "weight", "other"))
CASES = [case for case in GOLDEN["cases"] if not case["named"]]
LAYOUTS = {
    "list": lambda first, second: [first, second],
    "tuple": lambda first, second: (first, second),
    "dict": lambda first, second: {"b": second, "a": first},
    "by_name": lambda first, second: {"out_b": second, "out_a": first},
    "nested": lambda first, second: {"z": [second], "y": {"q": first}},
}


class Two(beras.Model):
    def __init__(self, layout):
        super().__init__()
        self.layout = layout
        self.first = layers.Dense(2, kernel_initializer="ones")
        self.second = layers.Dense(1, kernel_initializer="ones")

    def call(self, inputs):
        return LAYOUTS[self.layout](self.first(inputs), self.second(inputs))


def course_of(case):
    model = Two(case["layout"])
    model.compile(optimizer=beras.optimizers.SGD(0.01), **copy.deepcopy(case["options"]))
    y = LAYOUTS[case["labels"]](A, B)
    weights = {None: None, "one": WEIGHT}.get(case["weights"], ...)
    if weights is ...:
        weights = LAYOUTS[case["weights"]](WEIGHT, OTHER)
    history = model.fit(
        X, y, sample_weight=weights, batch_size=4, epochs=2, shuffle=False, verbose=0
    )
    return history.history, model.evaluate(X, y, sample_weight=weights, verbose=0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(list(case.values())[:5]))
def test_outputs_are_trained_and_reported_as_in_keras(case):
    if "error" in case:
        with pytest.raises(ValueError):
            course_of(case)
        return
    history, evaluated = course_of(case)
    assert list(history) == list(case["history"])
    for name, values in case["history"].items():
        assert history[name] == pytest.approx(values, rel=2e-5), name
    assert np.atleast_1d(evaluated) == pytest.approx(case["evaluate"], rel=2e-5)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_predictions_lie_as_the_model_gives_them(layout):
    model = Two(layout)
    whole = model.predict(X, batch_size=8, verbose=0)
    expected = LAYOUTS[layout](A, B)
    beras.tree.assert_same_structure(whole, expected)
    for predicted in (
        model.predict(X, batch_size=3, verbose=0),
        model.predict(Dataset.from_tensors(X).batch(5), verbose=0),
        model.predict_on_batch(X),
        model(X),
        model.predict_step((X,)),
    ):
        beras.tree.assert_same_structure(predicted, expected)
        for ours, theirs in zip(beras.tree.flatten(predicted), beras.tree.flatten(whole)):
            np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    if isinstance(expected, dict):
        assert list(model(X)) == list(expected)


class Mix(beras.Model):
    """Two inputs, in a dict, a list or nested in both."""

    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(1, use_bias=False, kernel_initializer="ones")

    def call(self, inputs, training=False):
        left, right = beras.tree.flatten(inputs)
        return self.dense(left) + 2 * self.dense(right)


INPUTS = {
    "list": [X, A],
    "tuple": (X, A),
    "dict": {"right": A, "left": X},
    "nested": {"a": [X], "b": {"c": A}},
    "pairs": [[X], [A]],
}


@pytest.mark.parametrize("x", INPUTS.values(), ids=INPUTS)
def test_inputs_come_in_lists_and_dicts(x):
    class Each(Mix):
        def build(self, input_shape):
            self.shapes = input_shape

        def __init__(self):
            super().__init__()
            self.dense = lambda value: ops.sum(value, axis=-1, keepdims=True) * self.scale
            self.scale = beras.Variable(np.float32(1))

    expected = X.sum(1, keepdims=True) + 2 * A.sum(1, keepdims=True)
    model = Each()
    np.testing.assert_allclose(model.predict(x, batch_size=3, verbose=0), expected, rtol=1e-5)
    model.compile("sgd", "mse", metrics=["mse"])
    loss = np.mean((expected - B) ** 2)
    assert model.evaluate(x, B, verbose=0) == pytest.approx([loss, loss], rel=1e-5)
    history = model.fit(x, B, validation_split=0.25, epochs=3, verbose=0).history
    assert len(history["val_loss"]) == 3 and history["loss"][2] < history["loss"][0]
    batches = Dataset.from_tensors(x, B).batch(4)
    assert len(model.fit(batches, verbose=0, validation_data=(x, B)).history["val_mse"]) == 1
    generated = ((beras.tree.map_structure(lambda v: v[i : i + 2], x), B[i : i + 2]) for i in (0, 2))
    model.fit(generated, verbose=0)
    assert set(model.train_on_batch(x, B, return_dict=True)) == {"loss", "mse"}


def test_a_step_of_ones_own_sees_structures():
    seen = []

    class Own(Two):
        def train_step(self, data):
            x, y, weight = data
            seen.append((x.shape, y["a"].shape, weight["b"].shape))
            return super().train_step(data)

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            assert list(y_pred) == ["b", "a"]
            return super().compute_loss(x, y, y_pred, sample_weight)

    model = Own("dict")
    model.compile("sgd", {"a": "mse", "b": "mae"})
    y, weights = {"a": A, "b": B}, {"a": WEIGHT, "b": OTHER}
    history = model.fit(X, y, sample_weight=weights, batch_size=5, verbose=0).history
    assert list(history) == ["a_loss", "b_loss", "loss"]
    assert seen == [((5, 3), (5, 2), (5,)), ((3, 3), (3, 2), (3,))]


def test_callbacks_see_predictions_in_their_structure():
    seen = []

    class Look(beras.callbacks.Callback):
        def on_predict_batch_end(self, batch, logs=None):
            seen.append(logs["outputs"])

    Two("nested").predict(X, batch_size=8, verbose=0, callbacks=[Look()])
    assert seen[0]["y"]["q"].shape == (8, 2)


def test_datasets_hold_dicts_and_nested_tuples():
    rows = Dataset.from_tensors({"x": X, "more": [A, B]}, B)
    for features, label in rows.shuffle(seed=1).batch(3).take(1):
        assert features["x"].shape == (3, 3) and features["more"][1].shape == (3, 1)
        np.testing.assert_array_equal(features["more"][1], label)
    doubled = rows.map(lambda features, label: {"twice": features["x"] * 2, "label": label})
    (first, *_) = doubled.batch(8)
    np.testing.assert_array_equal(first["twice"], X * 2)
    zipped = next(iter(Dataset.zip([doubled, Dataset.from_tensors(A)])))
    assert zipped[0]["label"].shape == (1,) and zipped[1].shape == (2,)
    with pytest.raises(ValueError, match=r'Received: tensors of shapes \(\{"x": \(8, 3\)'):
        Dataset.from_tensors({"x": X}, B[:3])


def test_what_fits_nothing_is_named():
    model = Two("dict")
    model.compile("sgd", "mse")
    for y, message in (
        ({"a": A, "c": B}, r'output for labels\. Received: "c"'),
        ([A, B, B], r"labels as the outputs are"),
        ({"a": A, "b": B[:3]}, r'x and y "b" of equally many samples\. Received: 8 and 3'),
    ):
        with pytest.raises((ValueError, beras.ShapeError), match=message):
            model.fit(X, y, verbose=0)
    with pytest.raises(ValueError, match="one output beside class_weight"):
        model.fit(X, {"a": A, "b": B}, class_weight={0: 1.0}, verbose=0)
    with pytest.raises(ValueError, match=r"^\[compile\] expected metrics: a list or a dict"):
        model.compile("sgd", "mse", metrics="mae")


def test_copies_of_compiled_models_train_on():
    model = Two("dict")
    model.compile("sgd", {"a": "mse", "b": lambda y, p: ops.mean(ops.square(y - p), axis=-1)})
    model.fit(X, {"a": A, "b": B}, verbose=0)
    twin = copy.deepcopy(model)
    y = {"a": A, "b": B}
    assert twin.train_on_batch(X, y) == model.train_on_batch(X, y)
