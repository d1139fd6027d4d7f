"""Options structs of C++ list their fields in the order of Keras's arguments, which designated
initializers must keep; what Keras has not comes after them."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from test_scripts import keras_python  # noqa: F401

ROOT = Path(__file__).parents[2]
#: What a macro states for all optimizers.
SHARED = re.compile(r"#define (BERAS_OPTIMIZER_FIELDS)(.*?[^\\])\n", re.DOTALL)
STRUCT = re.compile(r"^struct (\w+)Options \{\n(.*?)^\};", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^  (?! )[^/\n]*?(\w+)(?: = [^;]*)?;", re.MULTILINE)

# Structs are called as Keras's class or, in lower case, its function; these are not.
KERASS = {
    "Compile": "Model.compile",
    "Fit": "Model.fit",
    "Evaluate": "Model.evaluate",
    "Predict": "Model.predict",
    "Closeness": "ops.isclose",
    "DotProductAttention": "ops.dot_product_attention",
    "Identity": "initializers.Identity",
    "Loss": "losses.MeanSquaredError",
    "Metric": "metrics.MeanSquaredError",
    "OneHot": "ops.one_hot",
    "Plot": "utils.plot_model",
    "Pool": "ops.max_pool",
    "Pooling2D": "layers.MaxPooling2D",
    "Relu": "activations.relu",
    "SplitDataset": "utils.split_dataset",
    "Summary": "Model.summary",
}
# What Keras takes no arguments for, or has not at all.
OWN = "Call Check Csv Folder Gradient GradientTape Npz Seed Shuffle TrainTest Weight".split()

SIGNATURES = """
import inspect, json, sys
import keras
def find(name):
    for path in (name, *(f"{m}.{n}" for m in ("layers", "losses", "metrics", "optimizers",
                 "optimizers.schedules", "initializers", "regularizers", "constraints", "callbacks",
                 "ops") for n in (name, name.lower()))):
        found = keras
        for part in path.split("."):
            found = getattr(found, part, None)
        if callable(found):
            return [n for n in inspect.signature(found).parameters if n not in ("self", "kwargs")]
print(json.dumps({name: find(name) for name in json.loads(sys.argv[1])}))
"""


def structs():
    """The fields of each options struct of the public headers, by its name."""
    macro, shared = SHARED.search((ROOT / "beras/optimizers/options.h").read_text()).groups()
    return {
        name: FIELD.findall(body.replace("  " + macro, shared))
        for header in sorted((ROOT / "beras").rglob("*.h"))
        for name, body in STRUCT.findall(header.read_text())
    }


@pytest.fixture(scope="module")
def arguments(keras_python):  # noqa: F811
    """The arguments of Keras's counterpart of each, in their order."""
    wanted = [KERASS.get(name, name) for name in structs() if name not in OWN]
    found = subprocess.run(
        [keras_python, "-c", SIGNATURES, json.dumps(wanted)],
        env={**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(found.stdout)


def test_the_structs_are_found():
    found = structs()
    assert len(found) > 50
    assert found["SGD"][:3] == ["learning_rate", "momentum", "nesterov"]
    assert found["SGD"][-2:] == ["gradient_accumulation_steps", "name"]
    assert found["Dropout"][0] == "noise_shape"
    assert set(OWN) | set(KERASS) <= set(found)


@pytest.mark.parametrize("name", [name for name in structs() if name not in OWN])
def test_fields_stand_in_the_order_of_kerass_arguments(name, arguments):
    fields, order = structs()[name], arguments[KERASS.get(name, name)]
    assert order is not None, f"Keras has no {name}: list it in KERASS or OWN"
    in_keras = [field for field in order if field in fields]
    assert fields[: len(in_keras)] == in_keras
