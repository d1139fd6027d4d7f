"""What the scripts share: the library they run on, their first weights, and their results.

    python mlp.py beras results.npz
    KERAS_BACKEND=jax python mlp.py keras results.npz

Hidden layers have smooth activations. With a rectifier, two runs that differ by a rounding go
different ways as soon as one sample's unit falls on the other side of its kink, and then differ by
more than what is allowed here, also within one library.
"""

import importlib
import sys

import numpy as np

keras = importlib.import_module(sys.argv[1])


def set_first_weights(model, seed=0):
    """Draws all kernels, He-normal, from NumPy; vectors stay as both libraries begin them."""
    generator = np.random.default_rng(seed)

    def first(weight):
        if weight.ndim < 2:
            return weight
        fan_in = np.prod(weight.shape[:-1])
        return generator.normal(0, np.sqrt(2 / fan_in), weight.shape).astype("float32")

    model.set_weights([first(weight) for weight in model.get_weights()])


def report(**results):
    """Saves results for comparison: `losses`, one an epoch, `predictions`, and more."""
    np.savez(sys.argv[2], **{name: np.asarray(value) for name, value in results.items()})
