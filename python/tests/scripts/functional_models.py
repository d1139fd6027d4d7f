"""Random functional models, the same under Keras and Beras: their configurations, weights and outputs.

    python functional_models.py beras beras.json
    KERAS_BACKEND=jax python functional_models.py keras keras.json beras.json

The last argument names what the other library wrote, to be read.
"""

import importlib
import json
import random
import sys

import numpy as np

keras = importlib.import_module(sys.argv[1])
layers, ops = keras.layers, keras.ops

#: What gives a tensor of rank 2 of any of rank 2.
OF_ONE = [
    lambda x: x + 1.5,
    lambda x: 1 - x,
    lambda x: x * 2.5,
    lambda x: x / 2.0,
    lambda x: -x,
    lambda x: abs(x),
    lambda x: x**2,
    lambda x: x[:, :2],
    lambda x: x[:, 0:1],
    lambda x: x[..., None, 0],
    lambda x: x[:, ::-1],
    lambda x: x + np.ones((1,), "float32"),
    lambda x: ops.relu(x),
    lambda x: ops.leaky_relu(x, negative_slope=0.3),
    lambda x: ops.elu(x, alpha=0.5),
    lambda x: ops.gelu(x, approximate=False),
    lambda x: ops.tanh(x),
    lambda x: ops.exp(ops.minimum(x, 2.0)),
    lambda x: ops.softmax(x, axis=-1),
    lambda x: ops.where(x > 0, x, 0.25),
    lambda x: ops.clip(x, -1, 2.5),
    lambda x: ops.sum(x, axis=-1, keepdims=True),
    lambda x: ops.mean(x, axis=1, keepdims=True),
    lambda x: ops.max(x, axis=1, keepdims=True),
    lambda x: ops.var(x, axis=1, keepdims=True),
    lambda x: ops.logsumexp(x, axis=1, keepdims=True),
    lambda x: ops.cumsum(x, axis=1),
    lambda x: ops.sort(x, axis=-1),
    lambda x: ops.expand_dims(ops.argmax(x, axis=-1), 1) * 1.0,
    lambda x: ops.cast(ops.one_hot(ops.argmax(x, axis=1), 3, dtype="int32"), "float32"),
    lambda x: ops.reshape(ops.expand_dims(x, 1), (-1, x.shape[-1])),
    lambda x: ops.squeeze(ops.expand_dims(x, axis=2), axis=-1),
    lambda x: ops.transpose(ops.transpose(x, (1, 0))),
    lambda x: ops.concatenate([x, 2 * x], axis=-1),
    lambda x: ops.reshape(ops.stack([x, x], axis=1), (-1, 2 * x.shape[-1])),
    lambda x: ops.split(x, 1, axis=-1)[0],
    lambda x: ops.tile(x, (1, 2)),
    lambda x: ops.repeat(x, 2, axis=1),
    lambda x: ops.flip(x, axis=1),
    lambda x: ops.roll(x, 1, axis=1),
    lambda x: ops.pad(x, ((0, 0), (1, 2)), constant_values=0.5),
    lambda x: ops.pad(x, ((0, 0), (0, 1)), mode="edge"),
    lambda x: ops.take(x, np.array([0, 0], "int32"), axis=1),
    lambda x: ops.einsum("ij,kj->ik", x, np.ones((2, x.shape[-1]), "float32")),
    lambda x: ops.nan_to_num(x, nan=1.0),
    lambda x: ops.round(x, 1),
    lambda x: ops.moments(x, axes=[1], keepdims=True)[1],
    lambda x: ops.top_k(x, 1)[0],
    lambda x: ops.normalize(x, axis=-1),
    lambda x: ops.tril(ops.square(x)),
    lambda x: ops.diff(ops.concatenate([x, x], axis=1), axis=1),
    lambda x: ops.isfinite(x) * x,
    lambda x: layers.Dense(3, activation="tanh")(x),
    lambda x: layers.BatchNormalization()(x),
    lambda x: layers.LayerNormalization()(x),
    lambda x: layers.Dropout(0.5)(x),
    lambda x: layers.Dropout(0.5)(x, training=False),
    lambda x: layers.Activation("sigmoid")(x),
    lambda x: layers.Reshape((x.shape[-1], 1))(x)[:, :, 0],
    lambda x: layers.Flatten()(layers.RepeatVector(2)(x)),
]
OF_TWO = [
    lambda a, b: a[:, :1] + b,
    lambda a, b: a[:, :1] * b[:, :1],
    lambda a, b: ops.maximum(a[:, :1], b),
    lambda a, b: ops.concatenate([a, b], axis=1),
    lambda a, b: ops.logical_and(a[:, :1] > 0, b < 1) * b,
    lambda a, b: ops.matmul(a[:, :, None], b[:, None, :])[:, 0],
]


def nested(generator):
    """A model that is called like a layer, and what its inputs lie in."""
    a, b = layers.Input((3,)), layers.Input((3,))
    kind = generator.choice(["row", "one", "list", "dict"])
    if kind == "row":
        return keras.Sequential([layers.Dense(3), layers.Dense(2)]), lambda x, y: x
    if kind == "one":
        return keras.Model(a, [a * 2, layers.Dense(2)(a)]), lambda x, y: x
    if kind == "list":
        return keras.Model([a, b], {"sum": a + b, "all": [layers.Dense(2)(a)]}), lambda x, y: [x, y]
    return keras.Model({"p": a, "q": b}, a - b), lambda x, y: {"q": x, "p": y}


def first_of(outputs):
    while isinstance(outputs, (list, tuple, dict)):
        outputs = outputs["sum"] if isinstance(outputs, dict) else outputs[-1]
    return outputs


def model_of(generator, number):
    inputs = [keras.Input((3,), name=f"in{i}_{number}") for i in range(generator.randint(1, 3))]
    tensors = list(inputs)
    for _ in range(generator.randint(3, 9)):
        kind = generator.random()
        if kind < 0.55:
            tensors.append(generator.choice(OF_ONE)(generator.choice(tensors)))
        elif kind < 0.75:
            pair = generator.choice(tensors), generator.choice(tensors)
            tensors.append(generator.choice(OF_TWO)(*pair))
        elif kind < 0.88:
            shared = layers.Dense(3)
            tensors += [shared(inputs[0]), shared(inputs[-1] * 2)]
        else:
            model, arrange = nested(generator)
            for _ in range(generator.randint(1, 2)):
                outputs = model(arrange(generator.choice(inputs), inputs[-1]))
                tensors.append(first_of(outputs))
    ends = {
        "one": lambda: tensors[-1],
        "list": lambda: [tensors[-1], tensors[len(inputs)]],
        "dict": lambda: {"u": tensors[-1], "t": [tensors[-2], tensors[-1] + 1]},
    }[generator.choice(["one", "list", "dict"])]()
    starts = inputs
    if generator.random() < 0.3:
        starts = {f"key{i}": tensor for i, tensor in enumerate(inputs)}
    elif len(inputs) == 1 and generator.random() < 0.7:
        starts = inputs[0]
    model = keras.Model(starts, ends, name=f"model{number}")
    numbers = np.random.default_rng(number)
    model.set_weights(
        [abs(numbers.normal(size=w.shape)).astype("float32") for w in model.get_weights()]
    )
    return model


def arranged(model, arrays):
    """The arrays as the model takes them."""
    ends = model.get_config()["input_layers"]
    if isinstance(ends, dict):
        return dict(zip(ends, arrays))
    return arrays[0] if isinstance(ends[0], str) else arrays


def values(outputs):
    return [np.asarray(leaf, "float64").tolist() for leaf in keras.tree.flatten(outputs)]


def samples(count):
    numbers = np.random.default_rng(7)
    return [numbers.normal(size=(4, 3)).astype("float32") for _ in range(count)]


def results_of(model):
    outputs = values(model(arranged(model, samples(len(model.inputs)))))
    weights = [weight.tolist() for weight in model.get_weights()]
    config = keras.saving.serialize_keras_object(model)
    return {"config": config, "weights": weights, "outputs": outputs}


def read(written):
    model = keras.saving.deserialize_keras_object(written["config"])
    model.set_weights([np.array(weight, "float32") for weight in written["weights"]])
    return model


if __name__ == "__main__":
    models = [model_of(random.Random(number), number) for number in range(60)]
    results = {"made": [results_of(model) for model in models]}
    if len(sys.argv) > 3:
        with open(sys.argv[3]) as file:
            results["read"] = [results_of(read(each)) for each in json.load(file)["made"]]
    with open(sys.argv[2], "w") as file:
        json.dump(results, file)
