"""Every operation that Keras has takes its arguments: their names, order and defaults."""

import inspect
import json
import os
import subprocess

import beras
import pytest
from beras._signatures import engine_signature
from test_scripts import keras_python  # noqa: F401

#: Prints the arguments of all functions of the modules in which Keras keeps operations.
LIST_KERAS = """
import inspect, json, keras
operations = [keras.ops, *filter(inspect.ismodule, vars(keras.ops).values())]
rooms = {"ops": operations, "random": [keras.random], "activations": [keras.activations]}
found = {}
for room, modules in rooms.items():
    for module in modules:
        for name, function in vars(module).items():
            if inspect.isfunction(function):
                parameters = inspect.signature(function).parameters.values()
                found[f"{room}.{name}"] = [
                    (p.name, repr(p.default) if p.default is not p.empty else "")
                    for p in parameters if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
                ]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def kerass(keras_python):  # noqa: F811
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    command = [keras_python, "-W", "ignore", "-c", LIST_KERAS]
    return json.loads(subprocess.check_output(command, env=environment, text=True))


def ours(name):
    room, _, function = name.rpartition(".")
    found = getattr(getattr(beras, room), function, None)
    if found is None:
        return None
    is_engines = hasattr(found, "__nb_signature__")
    signature = engine_signature(found) if is_engines else inspect.signature(found)
    variadic = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [each for each in signature.parameters.values() if each.kind not in variadic]


def misfit(theirs, parameters):
    """What a call in Keras's words would stumble over; ours may take more at the end."""
    for place, (name, default) in enumerate(theirs):
        if place >= len(parameters) or parameters[place].name != name:
            return f"argument {place} is not {name}"
        own = parameters[place].default
        if default and (own is inspect.Parameter.empty or not same(own, default)):
            return f"{name} is {own!r}, not {default}"
    return None


def same(own, default):
    return repr(own) == default or own == eval(default)


def test_operations_take_the_arguments_of_keras(kerass):
    known = {name: ours(name) for name in kerass}
    both = {name: parameters for name, parameters in known.items() if parameters is not None}
    assert len(both) > 300
    misfits = {name: misfit(kerass[name], parameters) for name, parameters in both.items()}
    assert {name: why for name, why in misfits.items() if why} == {}
