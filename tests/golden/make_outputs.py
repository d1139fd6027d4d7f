"""Writes outputs.json: how Keras trains models of two outputs, and what it calls what it reports.

    KERAS_BACKEND=jax python tests/golden/make_outputs.py
"""

import copy
import json
import pathlib

import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(5)
x = np.round(rng.normal(size=(8, 3)), 3).astype("float32")
a = np.round(rng.normal(size=(8, 2)), 3).astype("float32")
b = np.round(rng.normal(size=(8, 1)), 3).astype("float32")
weight = np.round(rng.uniform(0.5, 2, size=8), 3).astype("float32")
other = np.round(rng.uniform(0.5, 2, size=8), 3).astype("float32")

#: How two things lie in a structure. In alphabetical order `first` comes first.
LAYOUTS = {
    "list": lambda first, second: [first, second],
    "tuple": lambda first, second: (first, second),
    "dict": lambda first, second: {"b": second, "a": first},
    "by_name": lambda first, second: {"out_b": second, "out_a": first},
    "nested": lambda first, second: {"z": [second], "y": {"q": first}},
}
MODELS = [
    *((layout, False) for layout in LAYOUTS),
    *((layout, True) for layout in ("list", "dict", "by_name", "nested")),
]
OPTIONS = [
    {"loss": "mse"},
    {"loss": ["mse", "mae"]},
    {"loss": ["mse", None]},
    {"loss": "mse", "loss_weights": 0.5},
    {"loss": ["mse", "mae"], "loss_weights": [0.5, 2.0]},
    {"loss": {"out_a": "mse", "out_b": "mae"}},
    {"loss": {"out_a": "mse", "out_b": "mae"}, "loss_weights": {"out_b": 2.0, "out_a": 0.5}},
    {"loss": {"out_a": "mse", "out_b": None}},
    {"loss": {"out_a": "mse"}},
    {"loss": {"out_a": "mse", "out_c": "mae"}},
    {"loss": {"a": "mse", "b": "mae"}, "metrics": {"b": ["mse", "mae"]}},
    {"loss": {"z": ["mae"], "y": {"q": "mse"}}},
    {"loss": "mse", "metrics": ["mae"]},
    {"loss": "mse", "metrics": ["mae", "mse"]},
    {"loss": "mse", "metrics": [["mae"], ["mse", "mean_absolute_error"]]},
    {"loss": "mse", "metrics": [["mae"], None]},
    {"loss": "mse", "metrics": ["mae", "mse", "mean_absolute_error"]},
    {"loss": "mse", "metrics": {"out_a": "mae", "out_b": ["mse", "mae"]}},
    {"loss": "mse", "metrics": {"out_b": ["mse"]}},
    {"loss": "mse", "metrics": {"out_c": ["mse"]}},
    {"loss": "mse", "metrics": [["accuracy"], None], "weighted_metrics": [["mse"], ["mae"]]},
]
#: What Keras does not manage, with outputs that nest, is left out.
NOT_NESTED = ("metrics", "weighted_metrics")


class Two(keras.Model):
    def __init__(self, layout):
        super().__init__()
        self.layout = layout
        self.heads = heads()

    def call(self, inputs):
        return LAYOUTS[self.layout](*(head(inputs) for head in self.heads))


def heads():
    return [
        layers.Dense(units, kernel_initializer="ones", name=name)
        for units, name in ((2, "out_a"), (1, "out_b"))
    ]


def model_of(layout, is_named):
    if not is_named:
        return Two(layout)
    inputs = keras.Input((3,))
    return keras.Model(inputs, LAYOUTS[layout](*(head(inputs) for head in heads())))


def plain(values):
    return np.asarray(values).astype("float64").tolist()


def course(layout, is_named, options, y, sample_weight):
    model = model_of(layout, is_named)
    model.compile(optimizer=keras.optimizers.SGD(0.01), **copy.deepcopy(options))
    history = model.fit(
        x, y, sample_weight=sample_weight, batch_size=4, epochs=2, verbose=0, shuffle=False
    )
    evaluated = model.evaluate(x, y, sample_weight=sample_weight, verbose=0)
    return {"history": history.history, "evaluate": plain(np.atleast_1d(evaluated))}


def case(layout, is_named, options, labels, weights=None):
    made = {"layout": layout, "named": is_named, "options": options, "labels": labels}
    sample_weight = None
    if weights == "one":
        sample_weight = weight
    elif weights is not None:
        sample_weight = LAYOUTS[weights](weight, other)
    made["weights"] = weights
    try:
        made.update(course(layout, is_named, options, LAYOUTS[labels](a, b), sample_weight))
    except (ValueError, KeyError, TypeError, AttributeError):
        made["error"] = True
    return made


cases = []
for layout, is_named in MODELS:
    for options in OPTIONS:
        if layout != "nested" or not set(options).intersection(NOT_NESTED):
            cases.append(case(layout, is_named, options, layout))
    for weights in ("one", layout):
        options = {"loss": ["mse", "mae"]}
        if layout != "nested":
            options["weighted_metrics"] = [["mae"], ["mse"]]
        cases.append(case(layout, is_named, options, layout, weights))
for layout, is_named, labels in (
    *(("tuple", False, "list"), ("list", False, "tuple"), ("list", True, "by_name")),
    *(("dict", False, "list"), ("list", True, "dict"), ("by_name", True, "tuple")),
    *(("dict", False, "by_name"), ("nested", False, "list")),
):
    cases.append(case(layout, is_named, {"loss": ["mse", "mae"]}, labels))

document = {"x": plain(x), "a": plain(a), "b": plain(b), "weight": plain(weight)}
document.update(other=plain(other), cases=cases)
path = pathlib.Path(__file__).parent / "outputs.json"
path.write_text(json.dumps(document, indent=None, separators=(",", ":")) + "\n")
