"""What compile, fit, evaluate and predict take besides the usual: targets of another rank, losses and
metrics of one's own, names of metrics, batches drawn from generators, and the rest of their arguments.
"""

import numpy as np
from framework import keras, report

ops = keras.ops
results = {}
x = np.linspace(-1, 1, 24, dtype="float32").reshape(12, 2)
y = (x[:, 0] * 2 - x[:, 1] + 0.5).astype("float32")
weights = np.linspace(0, 2, 12, dtype="float32")


def compiled(units=1, sequence=False, activation=None, **arguments):
    shape = (3, 2) if sequence else (2,)
    model = keras.Sequential(
        [
            keras.Input(shape),
            keras.layers.Dense(
                units, activation=activation, kernel_initializer=keras.initializers.Constant(0.3)
            ),
        ]
    )
    model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), **arguments)
    return model


def history(model, *data, **arguments):
    arguments = {"shuffle": False, "verbose": 0, "epochs": 2, **arguments}
    return model.fit(*data, **arguments).history


# --- labels of another rank


def own_loss(y_true, y_pred):
    return ops.mean(ops.square(y_true - y_pred), axis=-1)


def own_absolute_loss(y_true, y_pred):
    return ops.max(ops.abs(y_true - y_pred), axis=-1)


sequences = np.sin(np.arange(72, dtype="float32")).reshape(12, 3, 2)
for kind, inputs, labels, options in [
    ("N", x, y, {}),
    ("N1", x, y[:, None], {}),
    ("int", x, np.arange(12), {}),
    ("uint8", x, np.arange(12, dtype="uint8"), {}),
    ("bool", x, np.arange(12) % 2 == 0, {}),
    ("NT", sequences, sequences.sum(-1), {"sequence": True}),
    ("NT1", sequences, sequences.sum(-1)[..., None], {"sequence": True}),
]:
    for name, loss in [
        ("own", own_loss),
        ("own_absolute", own_absolute_loss),
        ("mse", "mse"),
        ("mae", keras.losses.MeanAbsoluteError(reduction="sum")),
        ("function", keras.losses.mean_squared_error),
    ]:
        model = compiled(loss=loss, **options)
        weight = None if options else weights
        losses = history(model, inputs, labels, batch_size=5, sample_weight=weight)
        results[f"aligned {kind} {name}"] = losses["loss"]
        results[f"evaluated {kind} {name}"] = model.evaluate(inputs, labels, verbose=0)

for metric in ("accuracy", "binary_accuracy"):
    model = compiled(loss="binary_crossentropy", activation="sigmoid", metrics=[metric])
    results[f"binary {metric}"] = history(model, x, y > 0, batch_size=4)[metric]
    model = compiled(
        loss="crossentropy", activation="sigmoid", metrics=[metric], sequence=True
    )
    logs = history(model, sequences, sequences.sum(-1)[..., None] > 0, batch_size=4)
    results[f"sequence {metric}"] = logs[metric] + logs["loss"]
model = compiled(4, loss="crossentropy", activation="softmax", metrics=["accuracy"], sequence=True)
logs = history(model, sequences, np.arange(36).reshape(12, 3) % 4, batch_size=4)
results["sparse sequence"] = logs["accuracy"] + logs["loss"]


# --- the names of metrics


def own(y_true, y_pred):
    return ops.mean(ops.abs(ops.reshape(y_true, (-1, 1)) - y_pred), axis=-1)


for number, (metrics, weighted) in enumerate(
    [
        (["mae"], ["mae"]),
        (None, ["mae"]),
        (["mae", "mae"], ["mae", "mae", "mse"]),
        (["mae", own, own], [own]),
        ([keras.metrics.MeanAbsoluteError()], ["mae", keras.metrics.MeanAbsoluteError()]),
        (["mae"], [keras.metrics.MeanSquaredError(name="mae")]),
        (["acc"], ["accuracy"]),
        (["accuracy"], ["accuracy", "acc"]),
        ([keras.metrics.MeanAbsoluteError(name="weighted_mae"), "mae"], ["mae", "mae"]),
        (["MAE"], ["mae"]),
        ([["mae"]], []),
    ]
):
    model = compiled(loss="mse", metrics=metrics, weighted_metrics=weighted)
    logs = history(model, x, y[:, None], sample_weight=weights, validation_data=(x, y[:, None]))
    results[f"names {number}"] = sorted(logs)
    results[f"values {number}"] = [logs[name] for name in sorted(logs)]
    results[f"evaluate {number}"] = sorted(model.evaluate(x, y[:, None], verbose=0, return_dict=True))


# --- one batch at a time

model = compiled(loss="mse", metrics=["mae"])
for step in range(3):
    batch = slice(4 * step, 4 * step + 4)
    results[f"train_on_batch {step}"] = model.train_on_batch(x[batch], y[batch, None])
    results[f"test_on_batch {step}"] = model.test_on_batch(x[batch], y[batch, None])


# --- which batches are drawn


def batches(drawn, count=None):
    number = 0
    while count is None or number < count:
        rows = np.arange(4 * number, 4 * number + 4) % 12
        drawn.append(number)
        yield x[rows], y[rows, None]
        number += 1


drawn = []
source = batches(drawn)
model = compiled(loss="mse")
results["first fit"] = history(model, source, steps_per_epoch=2, epochs=3)["loss"]
results["evaluate 2 steps"] = model.evaluate(batches([]), steps=2, verbose=0)
results["predict 2 steps"] = model.predict(batches([]), steps=2, verbose=0)
for steps in (1, 2, 5):
    model = compiled(loss="mse")
    logs = history(
        model, x, y[:, None], steps_per_epoch=steps, epochs=3, batch_size=4 if steps == 2 else None
    )
    results[f"steps {steps}"] = logs["loss"]
    results[f"steps {steps} evaluate"] = model.evaluate(x, y[:, None], steps=steps, verbose=0)
    results[f"steps {steps} predict"] = model.predict(x, steps=steps, verbose=0)
model = compiled(loss="mse")
logs = history(model, x, y[:, None], validation_data=(x, y[:, None]), validation_steps=5)
results["validation_steps"] = logs["val_loss"]


# --- the other arguments


class Old(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_batch_begin(self, batch, logs=None):
        self.seen.append(f"begin {batch}")

    def on_batch_end(self, batch, logs=None):
        self.seen.append(f"end {batch} {sorted(logs)}")


class New(Old):
    def on_train_batch_begin(self, batch, logs=None):
        self.seen.append(f"new {batch}")

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        self.seen.append(f"new end {batch}")


for name, made in (("old", Old), ("new", New)):
    callback = made()
    history(compiled(loss="mse"), x, y[:, None], batch_size=6, callbacks=callback)
    results[f"{name} stations"] = sorted(callback.seen)  # Keras calls back when it has time
seen = []
history(
    compiled(loss="mse"),
    x,
    y[:, None],
    callbacks=[keras.callbacks.LambdaCallback(on_batch_end=lambda batch, logs: seen.append(batch))],
)
results["lambda"] = sorted(seen)
model = compiled(loss="mse")
logs = history(model, x, y[:, None], epochs=5, validation_data=(x, y[:, None]), validation_freq=[1, 4])
results["validation_freq"] = logs["val_loss"]
model = compiled(loss="mse")
results["shuffle batch"] = history(model, x, y[:, None], batch_size=5, shuffle="batch")["loss"]

stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, min_delta=0.5)
plateau = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", patience=2, min_delta=0.5, cooldown=3)
model = compiled(loss="mse")
logs = history(
    model, x, y[:, None], epochs=9, validation_data=(x, y[:, None]), callbacks=[stop, plateau]
)
results["early stopping"] = [stop.best, stop.best_epoch, stop.wait, stop.stopped_epoch]
results["plateau"] = [plateau.best, plateau.wait, plateau.cooldown_counter]

for threshold in (0.0, 0.25, 1.0, -1.5):
    metric = keras.metrics.BinaryAccuracy(threshold=threshold)
    results[f"threshold {threshold}"] = metric(y > 0, x[:, 0])
for reduction in (None, "none", "sum", "mean"):
    loss = keras.losses.MeanSquaredError(reduction=reduction)
    results[f"reduction {reduction}"] = loss(y[:, None], x[:, :1])
    loss = keras.losses.BinaryCrossentropy(reduction=reduction)
    results[f"reduction {reduction} binary"] = loss(y[:, None] > 0, x[:, :1] / 4 + 0.5, weights)

initializer = keras.initializers.GlorotUniform()
same = keras.layers.Dense(3, kernel_initializer=initializer)
again = keras.layers.Dense(3, kernel_initializer=initializer)
named = keras.layers.Dense(3, kernel_initializer="glorot_uniform")
other = keras.layers.Dense(3, kernel_initializer="glorot_uniform")
for layer in (same, again, named, other):
    layer.build((None, 2))
by_name = keras.initializers.get("he_normal")
results["initializers"] = [
    np.array_equal(initializer((4, 4)), initializer((4, 4))),
    np.array_equal(by_name((4, 4)), by_name((4, 4))),
    np.array_equal(same.get_weights()[0], again.get_weights()[0]),
    np.array_equal(named.get_weights()[0], other.get_weights()[0]),
]

segments = np.array([0, -1, 1, 1, 5, 0, -2, 2, 7, 3, 2, 1])
for count in (4, 9):
    results[f"segment_sum {count}"] = ops.segment_sum(x, segments, num_segments=count)

report(losses=results["first fit"], predictions=results["predict 2 steps"], drawn=drawn, **results)
