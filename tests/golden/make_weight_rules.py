"""Writes weight_rules.json: what Keras makes of regularizers and constraints, alone and in training.

    KERAS_BACKEND=jax python tests/golden/make_weight_rules.py
"""

import json
import pathlib

import jax
import keras
import numpy as np
from keras import constraints, layers, regularizers

rng = np.random.default_rng(11)


def draw(*shape):
    return np.round(rng.normal(size=shape), 3).astype("float32")


def plain(value):
    return np.asarray(value).astype("float64").tolist()


def described(layer, **arguments):
    """A layer by its class and arguments, as both languages make it."""
    serialized = {
        name: keras.saving.serialize_keras_object(value)
        if isinstance(value, (regularizers.Regularizer, constraints.Constraint))
        else value
        for name, value in arguments.items()
    }
    return layer(**arguments), {"class_name": layer.__name__, "config": serialized}


def value_of(rule, x):
    case = {"class_name": type(rule).__name__, "config": rule.get_config(), "x": plain(x)}
    return {**case, "value": plain(rule(keras.ops.convert_to_tensor(x)))}


def with_gradient(rule, x):
    return {**value_of(rule, x), "gradient": plain(jax.grad(lambda x: rule(x))(x))}


def trained(described_layers, x, y):
    """Three steps of training, and what is listed and evaluated before and after them."""
    made, descriptions = zip(*described_layers)
    model = keras.Sequential(list(made))
    model.build(x.shape)
    weights = [draw(*weight.shape) for weight in model.weights]
    weights = [
        np.abs(values) if "variance" in weight.path else values
        for weight, values in zip(model.weights, weights)
    ]
    model.set_weights(weights)
    case = {"layers": descriptions, "x": plain(x), "y": plain(y)}
    case["weights"] = [plain(values) for values in weights]
    model(x)
    case["losses"] = [float(loss) for loss in model.losses]
    case["losses_of_first"] = [float(loss) for loss in model.layers[0].losses]
    model.compile(keras.optimizers.SGD(0.02), "mse", loss_weights=0.5)
    case["evaluated"] = float(model.evaluate(x, y, batch_size=2, verbose=0))
    case["tested"] = float(model.test_on_batch(x, y))
    case["steps"] = []
    for _ in range(3):
        loss = float(model.train_on_batch(x, y))
        case["steps"].append({"loss": loss, "weights": [plain(w) for w in model.weights]})
    model.layers[0].trainable = False
    model(x)
    case["losses_with_the_first_frozen"] = [float(loss) for loss in model.losses]
    return case


matrix, kernel = draw(4, 3), draw(2, 2, 3, 2)
images, samples = draw(3, 4, 4, 2), draw(3, 5)
golden = {
    "keras": keras.__version__,
    "regularizers": [
        with_gradient(regularizers.L1(0.3), matrix),
        with_gradient(regularizers.L2(0.3), kernel),
        with_gradient(regularizers.L1L2(0.1, 0.2), matrix),
        with_gradient(regularizers.L1L2(0.1, 0.0), matrix),
        value_of(regularizers.L1L2(), matrix),
        with_gradient(regularizers.OrthogonalRegularizer(0.5), matrix),
        with_gradient(regularizers.OrthogonalRegularizer(0.5, "columns"), matrix),
    ],
    "constraints": [
        value_of(constraints.MaxNorm(), matrix),
        value_of(constraints.MaxNorm(1.25, axis=1), matrix),
        value_of(constraints.MaxNorm(1, axis=[0, 1, 2]), kernel),
        value_of(constraints.MinMaxNorm(), matrix),
        value_of(constraints.MinMaxNorm(1.5, 2.0, 0.25, axis=[0, 1, 2]), kernel),
        value_of(constraints.MinMaxNorm(3, 4), matrix),
        value_of(constraints.NonNeg(), matrix),
        value_of(constraints.UnitNorm(), matrix),
        value_of(constraints.UnitNorm(axis=[0, 1, 2]), kernel),
    ],
    "training": {
        "dense": trained(
            [
                described(
                    layers.Dense,
                    units=3,
                    activation="tanh",
                    kernel_regularizer=regularizers.L1L2(0.01, 0.02),
                    bias_regularizer=regularizers.L2(0.1),
                    activity_regularizer=regularizers.L1(0.05),
                    kernel_constraint=constraints.MaxNorm(0.9),
                    bias_constraint=constraints.NonNeg(),
                ),
                described(
                    layers.Dense,
                    units=2,
                    kernel_regularizer=regularizers.OrthogonalRegularizer(0.1, "columns"),
                    kernel_constraint=constraints.UnitNorm(),
                ),
            ],
            samples,
            draw(3, 2),
        ),
        "convolution": trained(
            [
                described(
                    layers.Conv2D,
                    filters=2,
                    kernel_size=2,
                    kernel_regularizer=regularizers.L1(0.02),
                    bias_regularizer=regularizers.L1L2(0.01, 0.0),
                    activity_regularizer=regularizers.L2(0.03),
                    kernel_constraint=constraints.MinMaxNorm(0.5, 0.8, 0.7, axis=[0, 1, 2]),
                    bias_constraint=constraints.MaxNorm(0.1),
                ),
                described(layers.Flatten),
                described(layers.Dense, units=1),
            ],
            images,
            draw(3, 1),
        ),
        "normalization": trained(
            [
                described(
                    layers.BatchNormalization,
                    momentum=0.9,
                    beta_regularizer=regularizers.L2(0.2),
                    gamma_regularizer=regularizers.L1(0.1),
                    beta_constraint=constraints.NonNeg(),
                    gamma_constraint=constraints.MaxNorm(1.0),
                ),
                described(
                    layers.LayerNormalization,
                    beta_regularizer=regularizers.L1(0.3),
                    gamma_regularizer=regularizers.L2(0.2),
                    beta_constraint=constraints.UnitNorm(),
                    gamma_constraint=constraints.NonNeg(),
                ),
            ],
            samples,
            draw(3, 5),
        ),
    },
}
path = pathlib.Path(__file__).with_name("weight_rules.json")
path.write_text(json.dumps(golden) + "\n")
print(path)
