"""What the public modules show: their names, and the arguments of all that can be called."""

import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys

import beras
import pytest
from test_scripts import keras_python  # noqa: F401

MODULES = ["beras"] + sorted(
    module.name
    for module in pkgutil.walk_packages(beras.__path__, "beras.")
    if not any(part.startswith("_") for part in module.name.split("."))
)


@pytest.mark.parametrize("name", MODULES)
def test_modules_show_public_names_alone(name):
    module = importlib.import_module(name)
    assert dir(module) == sorted(module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)
    for each in dir(module):
        assert each == "__version__" or not each.startswith("_")
        shown = getattr(module, each)
        if inspect.isfunction(shown) and not inspect.ismodule(shown):
            assert not shown.__module__.startswith(("beras._calls", "beras._shell"))


def callables():
    for name in MODULES:
        module = importlib.import_module(name)
        for each in module.__all__:
            value = getattr(module, each)
            if callable(value):
                yield f"{name}.{each}", value


@pytest.mark.parametrize("name, value", list(callables()))
def test_every_callable_has_a_signature(name, value):
    # Objects of the engine's own classes are not made by calling the class, nor errors by users.
    is_class = isinstance(value, type)
    is_made_by_calls = not is_class or not value.__module__.startswith("beras._engine")
    is_error = is_class and issubclass(value, BaseException)
    if is_made_by_calls and not is_error:
        assert "\\" not in str(inspect.signature(value))
    if is_class and not is_error:
        for attribute, method in vars(value).items():
            is_method = callable(method) and not isinstance(method, type)
            if is_method and not attribute.startswith("_"):
                inspect.signature(method)


ASK_FOR_SIGNATURES = """
import importlib, inspect, sys
module = importlib.import_module(sys.argv[1])
for name in module.__all__:
    value = getattr(module, name)
    if callable(value) and not isinstance(value, type):
        inspect.signature(value)
"""


@pytest.mark.parametrize("name", MODULES)
def test_they_are_known_whatever_was_imported_before(name):
    run = [sys.executable, "-c", ASK_FOR_SIGNATURES, name]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_signatures_cost_nothing_at_a_call():
    # What is called is the engine's own function.
    assert type(beras.ops.sum) is type(beras._engine.is_tensor_like)
    assert str(inspect.signature(beras.ops.sum)).startswith("(x")
    assert inspect.signature(beras.ops.sum).bind([1.0], keepdims=True).arguments["keepdims"]


ROOMS = [
    *("layers", "losses", "metrics", "optimizers", "initializers", "regularizers", "constraints"),
    *("callbacks", "models"),
]

LIST_KERAS = """
import inspect, json, sys, keras
found = {}
for room in json.loads(sys.argv[1]):
    for name, value in vars(getattr(keras, room)).items():
        if inspect.isclass(value):
            of_class = {"": value, **{m: getattr(value, m, None) for m in (
                "compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch",
                "predict_on_batch", "get_layer", "apply_gradients", "update_state", "add_weight",
                "result", "reset_state", "save_weights", "load_weights")}}
            for method, function in of_class.items():
                if function is None or isinstance(function, property):
                    continue
                parameters = inspect.signature(function).parameters.values()
                found[f"{room}.{name}.{method}"] = [
                    (p.name, repr(p.default) if p.default is not p.empty else "")
                    for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def kerass(keras_python):  # noqa: F811
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    command = [keras_python, "-W", "ignore", "-c", LIST_KERAS, json.dumps(ROOMS)]
    return json.loads(subprocess.check_output(command, env=environment, text=True))


#: What Keras takes and the library has not yet.
LACKING = {
    *("synchronized", "renorm", "renorm_clipping", "renorm_momentum"),
    *("lora_rank", "lora_alpha", "quantization_config", "input_axes"),
    *("output_axes", "overwrite_with_gradient", "sparse", "ragged", "input_tensor", "optional"),
    *("batch_shape", "overwrite", "max_shard_size", "skip_mismatch"),
}
#: What the library says otherwise, on purpose: more may be left out, and weights are what is saved.
OTHERWISE = {
    *("layers.InputLayer.(shape)", "optimizers.Optimizer.(learning_rate)"),
    "callbacks.ModelCheckpoint.(save_weights_only)",
}


def ours(name):
    room, kind, method = name.split(".")
    found = getattr(getattr(beras, room), kind, None)
    found = getattr(found, method, None) if found is not None and method else found
    if found is None:
        return None
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = inspect.signature(found).parameters.values()
    return {p.name: p.default for p in parameters if p.kind not in variadic}


def same(own, default, argument):
    if own is inspect.Parameter.empty or default == "":
        # All metrics share one update_state, which for a mean needs no predictions.
        return (own is inspect.Parameter.empty) == (default == "") or argument == "y_pred"
    if repr(own) == default:
        return True
    expected = eval(default)
    return own == expected or (own, own) == expected  # one size, for both axes


def test_classes_take_the_arguments_of_keras(kerass):
    misfits, compared = {}, 0
    for name, arguments in kerass.items():
        own = ours(name)
        if own is None:
            continue
        compared += 1
        for argument, default in arguments:
            where = f"{name}({argument})"
            if argument not in own:
                if argument not in LACKING:
                    misfits[where] = "is not there"
            elif where not in OTHERWISE and not same(own[argument], default, argument):
                misfits[where] = f"is {own[argument]!r}, not {default}"
        both = [argument for argument, _ in arguments if argument in own]
        order = [argument for argument in own if argument in both]
        if both != order:
            misfits[name] = f"stands as {order}, not {both}"
    assert compared > 60
    assert misfits == {}
