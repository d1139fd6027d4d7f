"""Values that Keras computed, which the C++ tests share."""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parents[2] / "tests" / "golden"


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def array(values):
    return np.array(values, "float32")


def class_of(key):
    """ "SGD_momentum" and "BinaryCrossentropy/logits" are cases of one class."""
    return key.partition("/")[0]
