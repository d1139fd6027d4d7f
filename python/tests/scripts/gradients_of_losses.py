"""The gradients of losses with respect to all that they are given: labels, predictions and weights.

Under Keras they are those of jax.grad, here those of a tape.
"""

import sys

import numpy as np
from framework import keras, report

losses, ops = keras.losses, keras.ops


def gradients(function, *values):
    """The derivatives of a sum with respect to each of the values."""

    def total(*given):
        return ops.sum(function(*given))

    if sys.argv[1] == "keras":
        import jax

        return jax.grad(total, argnums=tuple(range(len(values))))(*values)
    variables = [keras.Variable(value) for value in values]
    with keras.GradientTape() as tape:
        result = total(*variables)
    return tape.gradient(result, variables)


class Own(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(y_true * ops.square(y_pred - y_true), axis=-1)


generator = np.random.default_rng(0)
y_true = generator.uniform(0.1, 0.9, (5, 3)).astype("float32")
y_pred = generator.uniform(0.1, 0.9, (5, 3)).astype("float32")
weight = generator.uniform(0.5, 2, 5).astype("float32")
results = {}
for reduction in ("sum_over_batch_size", "sum", "none", "mean_with_sample_weight"):
    for loss in [
        losses.MeanSquaredError(reduction=reduction),
        losses.MeanAbsoluteError(reduction=reduction),
        losses.BinaryCrossentropy(reduction=reduction),
        losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, reduction=reduction),
        losses.CategoricalCrossentropy(reduction=reduction),
        losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, reduction=reduction),
        Own(reduction=reduction, name="own"),
    ]:
        name = f"{reduction} {loss.name} {len(results)}"
        results[name] = np.concatenate(
            [np.ravel(part) for part in gradients(loss, y_true, y_pred, weight)]
        )
        if loss.name != "own":  # Keras aligns its own losses alone
            results[f"{name} of labels of rank 1"] = np.concatenate(
                [np.ravel(part) for part in gradients(loss, y_true[:, 0], y_pred[:, :1], weight)]
            )
        # One weight behind labels, predictions and sample weights.
        results[f"{name} of one weight"] = gradients(
            lambda w, loss=loss: loss(w * w, ops.sqrt(w), ops.sum(w, axis=-1)), y_true
        )[0]
    sparse = losses.SparseCategoricalCrossentropy(from_logits=True, reduction=reduction)
    results[f"{reduction} sparse"] = np.concatenate(
        [
            np.ravel(part)
            for part in gradients(lambda p, w: sparse(np.arange(5) % 3, p, w), y_pred, weight)
        ]
    )
for name in ("binary_crossentropy", "categorical_crossentropy"):
    for from_logits in (False, True):
        results[f"ops {name} {from_logits}"] = np.stack(
            gradients(
                lambda t, p, f=getattr(ops, name), logits=from_logits: f(t, p, from_logits=logits),
                y_true,
                y_pred,
            )
        )

report(losses=[0.0], predictions=y_pred, **results)
