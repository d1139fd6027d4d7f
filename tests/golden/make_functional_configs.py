"""Writes functional_configs.json: functional models of Keras's, as it serializes them, with weights,
inputs and outputs.

    KERAS_BACKEND=jax python tests/golden/make_functional_configs.py
"""

import json
import pathlib

import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(3)


def branches():
    x = keras.Input((4,), name="x")
    hidden = layers.Dense(3, activation="tanh", name="hidden")(x)
    left = layers.BatchNormalization(name="left")(hidden)
    right = layers.Dropout(0.5, name="right")(hidden, training=False)
    return keras.Model(x, ops.concatenate([left * 2, 1 - right, hidden[:, 1:]], axis=-1))


def shared():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    layer = layers.Dense(4, name="shared")
    both = layer(layer(a) + b)
    outputs = {"sum": both + layer(b), "parts": ops.split(both, 2, axis=-1)}
    return keras.Model({"second": b, "first": a}, outputs)


def nested():
    p, q = keras.Input((4,)), keras.Input((4,))
    pair = keras.Model([p, q], {"sum": p + q, "mean": [ops.mean(p * q, axis=1)]}, name="pair")
    named = keras.Model({"p": p, "q": q}, layers.Dense(4, name="inside")(p) - q, name="named")
    start = keras.Input((4,), name="row_input")
    row = keras.Sequential([start, layers.Dense(4, name="in_row"), layers.ReLU()], name="row")
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    first = pair([row(a), b])
    again = pair([first["sum"], named({"p": b, "q": a})])
    return keras.Model([a, b], [again["sum"], first["mean"][0], named({"p": a, "q": a})])


def pictures():
    x = keras.Input((6, 6, 2), name="image")
    y = layers.Conv2D(3, 3, padding="same", activation="relu", name="conv")(x)
    y = ops.max_pool(y, (2, 2), (2, 2)) + ops.average_pool(y, (2, 2), (2, 2), padding="same")
    y = ops.pad(y, ((0, 0), (1, 0), (0, 0), (0, 0)), mode="reflect")
    y = layers.Flatten()(ops.transpose(y, (0, 2, 1, 3)))
    return keras.Model(x, layers.Softmax()(keras.activations.relu(y[:, :5], negative_slope=0.1)))


def constants():
    x = keras.Input((4,), name="x")
    y = ops.take(x, np.array([2, 0, 1]), axis=1) @ np.eye(3, 2, dtype="float32")
    y = ops.where(y > 0, y, ops.clip(y, -0.5, 3)) ** 2
    y = ops.stack([y, ops.roll(y, 1, axis=1)], axis=1)[..., None, ::-1]
    return keras.Model([x], [ops.squeeze(y, axis=2), ops.cast(ops.argmax(x, axis=-1), "float32")])


def numbers(leaf):
    return np.asarray(leaf, "float32").round(6).tolist()


def described(model):
    model.set_weights(
        [abs(rng.normal(size=w.shape)).round(3).astype("float32") for w in model.get_weights()]
    )
    given = keras.tree.map_structure(
        lambda tensor: rng.normal(size=(2, *tensor.shape[1:])).round(3).astype("float32"),
        model.input,
    )
    return {
        "config": keras.saving.serialize_keras_object(model),
        "weights": [weight.tolist() for weight in model.get_weights()],
        "inputs": [numbers(leaf) for leaf in keras.tree.flatten(given)],
        "outputs": [numbers(leaf) for leaf in keras.tree.flatten(model(given))],
    }


models = [make() for make in (branches, shared, nested, pictures, constants)]
path = pathlib.Path(__file__).parent / "functional_configs.json"
path.write_text("[\n" + ",\n".join(json.dumps(described(each)) for each in models) + "\n]\n")
