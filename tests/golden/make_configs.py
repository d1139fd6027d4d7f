"""Writes configs.json: what Keras's get_config gives for objects of each class, drawn at random.

    KERAS_BACKEND=jax python tests/golden/make_configs.py
"""

import json
import pathlib
import random

import keras
from keras import constraints, initializers, layers, losses, metrics, optimizers, regularizers
from keras.optimizers import schedules

draw = random.Random(7)


def seed():
    return draw.choice([None, draw.randrange(1000)])


def initializer():
    return draw.choice(
        ["zeros", "he_normal", initializers.RandomNormal(0.1, 0.2, seed=3), initializers.Constant(2)]
    )


def regularizer():
    return draw.choice([None, None, "l2", regularizers.L1(0.3), regularizers.L1L2(0.1, 0.2)])


def constraint():
    return draw.choice(
        [None, None, "non_neg", constraints.MaxNorm(3), constraints.UnitNorm([0, 1])]
    )


def rules(*weights):
    """What regularizes and constrains those weights."""
    return {
        **{f"{weight}_regularizer": regularizer() for weight in weights},
        **{f"{weight}_constraint": constraint() for weight in weights},
    }


def base():
    common = {"name": f"layer_{draw.randrange(100)}", "activity_regularizer": regularizer()}
    if draw.random() < 0.5:
        common["dtype"] = draw.choice(["float64", "mixed_bfloat16"])
    return common


def data_format():
    return {"data_format": draw.choice(["channels_last", "channels_first"])}


def pooling():
    return {
        "pool_size": draw.choice([2, (3, 2)]),
        "strides": draw.choice([None, 1, (2, 1)]),
        "padding": draw.choice(["valid", "same"]),
        **data_format(),
        **base(),
    }


def activation():
    return draw.choice([None, "relu", "gelu", "swish", "tanh"])


def convolution():
    return layers.Conv2D(
        draw.randrange(1, 9),
        draw.choice([3, (3, 2)]),
        strides=draw.choice([1, (2, 1)]),
        padding=draw.choice(["valid", "same"]),
        activation=activation(),
        use_bias=draw.random() < 0.5,
        kernel_initializer=initializer(),
        bias_initializer=initializer(),
        **rules("kernel", "bias"),
        **data_format(),
        **base(),
    )


def normalization():
    return {
        "epsilon": draw.choice([1e-3, 1e-5]),
        "center": draw.random() < 0.5,
        "scale": draw.random() < 0.5,
        "beta_initializer": initializer(),
        **rules("beta", "gamma"),
        **base(),
    }


def loss(**own):
    return {**own, "reduction": draw.choice(["sum", "sum_over_batch_size", None, "mean"])}


def numbers(*names):
    return {name: draw.random() for name in names}


def schedule():
    return draw.choice(SCHEDULES)()


def of_optimizer():
    clip = draw.choice(["clipnorm", "clipvalue", "global_clipnorm"])
    own = {
        "learning_rate": draw.choice([draw.random, schedule])(),
        "weight_decay": draw.random(),
        clip: draw.random(),
        "use_ema": True,
        "ema_momentum": draw.random(),
        "ema_overwrite_frequency": draw.randrange(1, 9),
        "loss_scale_factor": 2.0 ** draw.randrange(9),
        "gradient_accumulation_steps": draw.randrange(2, 9),
    }
    return {
        **{key: value for key, value in own.items() if draw.random() < 0.5},
        "name": f"optimizer_{draw.randrange(100)}",
    }


def flag(name):
    return {name: draw.random() < 0.5}


SCHEDULES = [
    lambda: schedules.ExponentialDecay(draw.random(), draw.randrange(1, 99), draw.random()),
    lambda: schedules.ExponentialDecay(1, 2.5, 0.5, staircase=True, name="mine"),
    lambda: schedules.InverseTimeDecay(draw.random(), draw.choice([5, 7.5]), draw.random()),
    lambda: schedules.InverseTimeDecay(draw.random(), 9, 2, **flag("staircase")),
    lambda: schedules.PiecewiseConstantDecay([draw.randrange(9), 20], [1.0, draw.random(), 0]),
    lambda: schedules.PolynomialDecay(
        draw.random(), draw.randrange(1, 99), **numbers("end_learning_rate"), **flag("cycle")
    ),
    lambda: schedules.PolynomialDecay(0, 10, power=2, name="mine"),
    lambda: schedules.CosineDecay(draw.random(), draw.randrange(1, 99), **numbers("alpha")),
    lambda: schedules.CosineDecay(0, 50, warmup_target=draw.random(), warmup_steps=7),
    lambda: schedules.CosineDecayRestarts(draw.random(), draw.randrange(1, 99)),
    lambda: schedules.CosineDecayRestarts(0.5, 10, **numbers("t_mul", "m_mul", "alpha")),
]

MAKERS = {
    "constraints": [
        lambda: constraints.MaxNorm(draw.choice([2, 1.5]), draw.choice([0, [0, 1, 2]])),
        lambda: constraints.MinMaxNorm(
            draw.choice([0.0, 1]), draw.choice([2, 1.5]), draw.random(), draw.choice([1, [0, 1]])
        ),
        lambda: constraints.NonNeg(),
        lambda: constraints.UnitNorm(draw.choice([0, -1, [0, 1, 2]])),
    ],
    "regularizers": [
        lambda: regularizers.L1(draw.random()),
        lambda: regularizers.L2(draw.random()),
        lambda: regularizers.L1L2(draw.random(), draw.random()),
        lambda: regularizers.OrthogonalRegularizer(draw.random(), draw.choice(["rows", "columns"])),
    ],
    "initializers": [
        lambda: initializers.Constant(draw.choice([0.0, 1.5])),
        lambda: initializers.Zeros(),
        lambda: initializers.Ones(),
        lambda: initializers.RandomNormal(draw.random(), draw.random(), seed=seed()),
        lambda: initializers.RandomUniform(-draw.random(), draw.random(), seed=seed()),
        lambda: initializers.TruncatedNormal(draw.random(), draw.random(), seed=seed()),
        lambda: initializers.VarianceScaling(
            1 + draw.random(), draw.choice(["fan_in", "fan_avg"]), "uniform", seed=seed()
        ),
        lambda: initializers.GlorotUniform(seed=seed()),
        lambda: initializers.HeNormal(seed=seed()),
        lambda: initializers.LecunUniform(seed=seed()),
        lambda: initializers.Orthogonal(1 + draw.random(), seed=seed()),
    ],
    "layers": [
        lambda: layers.Activation(activation() or "linear", **base()),
        lambda: layers.AveragePooling2D(**pooling()),
        lambda: layers.BatchNormalization(
            axis=draw.choice([-1, 1]), momentum=draw.random(), **normalization()
        ),
        convolution,
        lambda: layers.Dense(
            draw.randrange(1, 9),
            activation=activation(),
            use_bias=draw.random() < 0.5,
            kernel_initializer=initializer(),
            **rules("kernel", "bias"),
            **base(),
        ),
        lambda: layers.Dropout(
            draw.random(), noise_shape=draw.choice([None, (None, 1, 3)]), seed=seed(), **base()
        ),
        lambda: layers.Flatten(**data_format(), **base()),
        lambda: layers.GlobalAveragePooling2D(
            keepdims=draw.random() < 0.5, **data_format(), **base()
        ),
        lambda: layers.LayerNormalization(axis=draw.choice([-1, (1, 2)]), **normalization()),
        lambda: layers.LeakyReLU(draw.random(), **base()),
        lambda: layers.MaxPooling2D(**pooling()),
        lambda: layers.ReLU(draw.choice([None, 6.0]), draw.random(), draw.random(), **base()),
        lambda: layers.Rescaling(draw.random(), offset=-draw.random(), **base()),
        lambda: layers.Reshape(draw.choice([(3, -1), (6,)]), **base()),
        lambda: layers.Softmax(draw.choice([-1, (1, 2)]), **base()),
    ],
    "losses": [
        lambda: losses.BinaryCrossentropy(
            **loss(from_logits=True, label_smoothing=draw.random(), axis=draw.choice([-1, 1]))
        ),
        lambda: losses.CategoricalCrossentropy(**loss(label_smoothing=draw.random())),
        lambda: losses.SparseCategoricalCrossentropy(**loss(ignore_class=draw.choice([None, 3]))),
        lambda: losses.MeanAbsoluteError(**loss(name="mine")),
        lambda: losses.MeanSquaredError(**loss()),
    ],
    "metrics": [
        lambda: metrics.Accuracy(),
        lambda: metrics.BinaryAccuracy(threshold=draw.random(), dtype="float64"),
        lambda: metrics.CategoricalAccuracy(name="mine"),
        lambda: metrics.Mean(dtype=draw.choice(["float32", "float64"])),
        lambda: metrics.MeanAbsoluteError(),
        lambda: metrics.MeanSquaredError(),
        lambda: metrics.SparseCategoricalAccuracy(),
    ],
    "schedules": SCHEDULES,
    "optimizers": [
        lambda: optimizers.SGD(name="sgd"),
        lambda: optimizers.Adam(name="adam"),
        lambda: optimizers.AdamW(name="adam_w"),
        lambda: optimizers.RMSprop(name="rmsprop"),
        lambda: optimizers.SGD(**numbers("momentum"), **flag("nesterov"), **of_optimizer()),
        lambda: optimizers.Adam(
            **numbers("beta_1", "beta_2", "epsilon"), **flag("amsgrad"), **of_optimizer()
        ),
        lambda: optimizers.AdamW(
            **numbers("beta_1", "beta_2", "epsilon"), **flag("amsgrad"), **of_optimizer()
        ),
        lambda: optimizers.RMSprop(
            **numbers("rho", "momentum", "epsilon"), **flag("centered"), **of_optimizer()
        ),
    ],
}

cases = [
    {"family": family, "class_name": type(made).__name__, "config": made.get_config()}
    for family, makers in MAKERS.items()
    for make in makers
    for made in [make() for _ in range(6)]
]
path = pathlib.Path(__file__).with_name("configs.json")
lines = ",\n".join(json.dumps(case) for case in cases)
path.write_text(f'{{"keras": "{keras.__version__}", "cases": [\n{lines}\n]}}\n')
print(f"{len(cases)} configurations in {path}")
