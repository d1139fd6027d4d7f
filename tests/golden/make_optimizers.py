"""Writes optimizer_options.json: the steps of Keras's optimizers with each argument of their base.

    KERAS_BACKEND=jax python tests/golden/make_optimizers.py
"""

import json
import pathlib

import keras
import numpy as np
from keras import optimizers

STEPS = 10
draw = np.random.default_rng(5)
initial = [draw.normal(size=(3, 2)), draw.normal(size=2)]
gradients = [[draw.normal(size=w.shape) * 3 for w in initial] for _ in range(STEPS)]

Decay = optimizers.schedules.ExponentialDecay
OPTIONS = {
    "none": {},
    "weight_decay": {"weight_decay": 0.05},
    "clipnorm": {"clipnorm": 1.5},
    "clipvalue": {"clipvalue": 1.25},
    "global_clipnorm": {"global_clipnorm": 2.0},
    "use_ema": {"use_ema": True, "ema_momentum": 0.8},
    "overwriting": {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 3},
    "loss_scale_factor": {"loss_scale_factor": 8.0},
    "accumulation": {"gradient_accumulation_steps": 3},
    "schedule": {"learning_rate": Decay(0.1, 4, 0.5)},
    "schedule_and_accumulation": {
        "learning_rate": Decay(0.1, 4, 0.5, staircase=True),
        "gradient_accumulation_steps": 2,
    },
    "scaled_and_clipped": {"loss_scale_factor": 0.3, "clipnorm": 1.5, "weight_decay": 0.1},
    "scaled_and_clipped_by_value": {"loss_scale_factor": 4.0, "clipvalue": 0.5},
    "all": {
        "weight_decay": 0.02,
        "global_clipnorm": 1.75,
        "use_ema": True,
        "ema_momentum": 0.6,
        "ema_overwrite_frequency": 2,
        "loss_scale_factor": 2.0,
        "gradient_accumulation_steps": 2,
        "name": "mine",
    },
}
OPTIMIZERS = {
    "SGD": {"momentum": 0.9},
    "Adam": {"amsgrad": True},
    "AdamW": {},
    "RMSprop": {"momentum": 0.5, "centered": True},
}


def rounded(values):
    return [[float(f"{x:.9g}") for x in np.ravel(value)] for value in values]


def run(name, options):
    config = {"learning_rate": 0.1, **OPTIMIZERS[name], **options}
    optimizer = getattr(optimizers, name)(**config)
    weights = [keras.Variable(w.astype("float32"), name="w") for w in initial]
    optimizer.build(weights)
    after = []
    for step in gradients:
        scale = options.get("loss_scale_factor", 1)
        optimizer.apply([keras.ops.array(g * scale, "float32") for g in step], weights)
        after.append(rounded(weights))
    state = [variable.name for variable in optimizer.variables], rounded(optimizer.variables)
    optimizer.finalize_variable_values(weights)
    optimizer.name = options.get("name", name.lower())  # Keras numbers those that it gives
    return {
        "class_name": name,
        "config": optimizer.get_config(),
        "after_each_step": after,
        "variables": dict(zip(("names", "values"), state)),
        "finalized": rounded(weights),
    }


cases = {f"{name}/{key}": run(name, own) for name in OPTIMIZERS for key, own in OPTIONS.items()}
head = {
    "keras": keras.__version__,
    "shapes": [w.shape for w in initial],
    "initial": rounded(initial),
    "gradients": [rounded(step) for step in gradients],
}
path = pathlib.Path(__file__).with_name("optimizer_options.json")
lines = ",\n".join(f'"{key}": {json.dumps(case)}' for key, case in cases.items())
path.write_text(f'{json.dumps(head)[:-1]}, "cases": {{\n{lines}\n}}}}\n')
print(f"{len(cases)} runs in {path}")
