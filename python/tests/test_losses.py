"""Losses of the engine and of one's own."""

import golden
import numpy as np
import pytest

from beras import GradientTape, Variable, core, layers, losses, ops

VALUES = golden.load("losses")
KNOWN = {key: case for key, case in VALUES["losses"].items() if hasattr(losses, golden.class_of(key))}


def tensors(case):
    return [golden.array(VALUES["tensors"][case[name]]) for name in ("y_true", "y_pred")]


def test_the_classes_are_compared():
    assert len(KNOWN) >= 11


@pytest.mark.parametrize("key", KNOWN)
def test_losses_equal_kerass(key):
    case, weights = KNOWN[key], golden.array(VALUES["tensors"]["sample_weight"])
    for what, expected in case["values"].items():
        reduction, _, weighted = what.partition("+")
        loss = getattr(losses, golden.class_of(key))(**case["config"], reduction=reduction)
        value = loss(*tensors(case), weights) if weighted else loss(*tensors(case))
        np.testing.assert_allclose(value, expected, rtol=3e-6, atol=3e-6, err_msg=what)


@pytest.mark.parametrize("key", KNOWN)
def test_functions_give_the_values_per_sample(key):
    case, name = KNOWN[key], golden.class_of(key)
    config = {name: value for name, value in case["config"].items()}
    function = losses.get(getattr(losses, name)().name)
    assert callable(function) and function.__name__ == getattr(losses, name)().name
    expected = case["values"]["none"]
    np.testing.assert_allclose(function(*tensors(case), **config), expected, rtol=3e-6, atol=3e-6)


class Quartic(losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean((y_true - y_pred) ** 4, axis=-1)


def test_a_loss_of_ones_own_is_reduced_as_the_others():
    y_true, y_pred = np.zeros((3, 2), "float32"), golden.array([[1, 1], [2, 0], [0, 0]])
    assert Quartic().name == "quartic" and Quartic(name="four").name == "four"
    assert float(Quartic()(y_true, y_pred)) == 3
    assert float(Quartic(reduction="sum")(y_true, y_pred, np.array([1, 0.5, 0]))) == 5
    np.testing.assert_array_equal(Quartic(reduction=None)(y_true, y_pred), [1, 8, 0])


def test_gradients_flow_through_losses_of_ones_own_to_layers_of_the_engine():
    dense, x, y = layers.Dense(2), np.ones((3, 4), "float32"), np.zeros((3, 2), "float32")
    dense.build(x.shape)

    class Composed(layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense = dense
            self.loss = Quartic()

        def call(self, x):
            return self.loss(np.zeros((3, 2)), self.dense(x))

    core.check_gradients(Composed(), [x])
    with GradientTape() as tape:
        loss = Quartic()(y, dense(x)) + losses.mean_squared_error(y, dense(x))[0]
    assert all(gradient is not None for gradient in tape.gradient(loss, dense.weights))


def test_a_subclass_of_a_loss_may_change_its_values():
    class Doubled(losses.MeanSquaredError):
        def call(self, y_true, y_pred):
            return 2 * super().call(y_true, y_pred)

    y_true, y_pred = golden.array([[0.0], [0.0]]), golden.array([[1.0], [2.0]])
    assert float(Doubled()(y_true, y_pred)) == 2 * float(losses.MSE(y_true, y_pred).sum()) / 2


def test_labels_are_constants():
    y_true, y_pred = Variable([[1.0]]), Variable([[3.0]])
    with GradientTape() as tape:
        loss = losses.MeanSquaredError()(y_true, y_pred)
    gradients = tape.gradient(loss, [y_true, y_pred])
    assert gradients[0] is None and float(gradients[1].sum()) == 4


def test_names_mean_classes_and_functions():
    assert isinstance(losses.get("MeanSquaredError"), losses.MeanSquaredError)
    assert losses.get("mse") is losses.mean_squared_error
    assert losses.get(None) is None and isinstance(losses.get(Quartic()), Quartic)
    with pytest.raises(ValueError, match="Did you mean 'mse'"):
        losses.get("mes")


def test_errors_are_pythons():
    with pytest.raises(ValueError, match="labels that are numbers"):
        losses.MeanSquaredError()(np.array([[np.nan]]), np.array([[1.0]]))
    with pytest.raises(ValueError, match=r"\(3, 2\)"):
        losses.MeanSquaredError()(np.zeros((3, 2)), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="expected a known reduction"):
        losses.MeanSquaredError(reduction="average")
    with pytest.raises(ValueError, match="a method `call`"):
        losses.Loss()(np.zeros((1, 1)), np.zeros((1, 1)))
    with pytest.raises(TypeError, match="Did you mean 'from_logits'"):
        losses.BinaryCrossentropy(from_logit=True)
