"""Writes graphs.json: in which order Keras lists the operations of random graphs.

A graph is its steps: each calls a Dense layer, one of them maybe once more, or adds or multiplies two
tensors. Tensors are numbered: the inputs first, then what the steps give.

    KERAS_BACKEND=jax python tests/golden/make_graphs.py
"""

import json
import pathlib
import random

import keras


def recent(generator, count):
    return generator.randrange(max(0, count - 4), count)


def steps_of(generator, inputs, count):
    steps, dense = [], []
    for number in range(count):
        tensors = inputs + number
        kind = generator.choice(["dense", "dense", "again", "add", "multiply"])
        if kind == "again" and dense:
            steps.append({"does": "again", "layer": generator.choice(dense), "takes": [recent(generator, tensors)]})
        elif kind in ("add", "multiply"):
            steps.append({"does": kind, "takes": [recent(generator, tensors), recent(generator, tensors)]})
        else:
            dense.append(number)
            steps.append({"does": "dense", "takes": [recent(generator, tensors)]})
    return steps


def made(case):
    """The tensors of a graph, and for each operation the number of its first step; inputs count
    from -1 downwards."""
    tensors = [keras.Input((3,), name=f"input{i}") for i in range(case["inputs"])]
    first = {tensor._keras_history.operation: -1 - i for i, tensor in enumerate(tensors)}
    called = {}
    for number, step in enumerate(case["steps"]):
        given = [tensors[i] for i in step["takes"]]
        if step["does"] == "dense":
            called[number] = keras.layers.Dense(3, name=f"dense{number}")
            result = called[number](given[0])
        elif step["does"] == "again":
            result = called[step["layer"]](given[0])
        else:
            result = getattr(keras.ops, step["does"])(*given)
        first.setdefault(result._keras_history.operation, number)
        tensors.append(result)
    return tensors, first


generator = random.Random(15)
cases = []
for _ in range(60):
    inputs, count = generator.randint(1, 3), generator.randint(1, 12)
    case = {"inputs": inputs, "steps": steps_of(generator, inputs, count)}
    last = range(inputs + count - min(count, 3), inputs + count)
    case["outputs"] = generator.sample(list(last), generator.randint(1, len(last)))
    tensors, first = made(case)
    model = keras.Model(tensors[:inputs], [tensors[i] for i in case["outputs"]])
    case["order"] = [first[operation] for operation in model._operations]
    cases.append(case)
path = pathlib.Path(__file__).with_name("graphs.json")
path.write_text(json.dumps({"keras": keras.__version__, "cases": cases}, separators=(",", ":")) + "\n")
