"""Gradients of tapes held against central differences in float64."""

import numpy as np
from beras import GradientTape, Tensor


def assert_gradients(function, *values, step=1e-6, tolerance=1e-6):
    """The gradient of a function of tensors (giving one, or a list of them) is the measured one."""
    tensors = [Tensor(np.array(value, np.float64, order="C")) for value in values]
    with GradientTape() as tape:
        outputs = _listed(function(*tensors))
    assert all(output.dtype == np.float64 for output in outputs)
    weights = [np.cos(np.arange(output.size)).reshape(output.shape) for output in outputs]
    gradients = tape.gradient(outputs, tensors, output_gradients=weights)

    def total():
        return sum((w * np.asarray(y)).sum() for w, y in zip(weights, _listed(function(*tensors))))

    for tensor, gradient in zip(tensors, gradients):
        elements, measured = np.asarray(tensor).reshape(-1), []
        for i, element in enumerate(elements.copy()):
            elements[i] = element + step
            above = total()
            elements[i] = element - step
            measured.append((above - total()) / (2 * step))
            elements[i] = element
        assert isinstance(gradient, Tensor) and gradient.shape == tensor.shape
        np.testing.assert_allclose(gradient.ravel(), measured, tolerance, tolerance)


def _listed(outputs):
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
