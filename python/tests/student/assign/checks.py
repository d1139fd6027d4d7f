"""What should hold before one trains."""

import numpy as np


def check_gradients(model, x, y, step=1e-5):
    """The largest distance between the gradients and differences of losses."""
    _, _, grads = model.gradients(x, y)
    worst = 0.0
    for w, g in zip(model.trainable_variables, grads):
        w, g = w.reshape(-1), g.reshape(-1)
        for i in range(0, len(w), len(w) // 5):
            old = w[i]
            w[i] = old + step
            above = model.loss_fn(model.call(x), y)
            w[i] = old - step
            below = model.loss_fn(model.call(x), y)
            w[i] = old
            worst = max(worst, abs((above - below) / (2 * step) - g[i]))
    return float(worst)


def check_symmetry(model, x):
    """Two hidden units may change places: the network says the same."""
    before = model.call(x)
    first, _, second, _ = model.layers
    bias = first.b[0]
    bias[0], bias[1] = bias[1], bias[0]
    for row in first.w:
        row[0], row[1] = row[1], row[0]
    second.w.assign(second.w[[1, 0] + list(range(2, len(second.w)))])
    return float(np.abs(model.call(x) - before).max())
