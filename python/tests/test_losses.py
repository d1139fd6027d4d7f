"""Losses of the engine and of one's own."""

import warnings

import golden
import numpy as np
import pytest

import beras
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


def test_gradients_flow_to_labels_and_weights():
    w = Variable([3.0])
    with GradientTape() as tape:
        # 2 w in the labels, w^2 in the predictions and w + 1 as the weight.
        loss = losses.MeanSquaredError()((2 * w)[:, None], (w * w)[:, None], w + 1)
    # d/dw (w^2 - 2 w)^2 (w + 1)
    assert float(tape.gradient(loss, w).sum()) == 2 * 3 * (2 * 3 - 2) * 4 + 9


class Witness(losses.Loss):
    def call(self, y_true, y_pred):
        self.seen = y_true.shape, y_pred.shape, str(y_true.dtype), str(y_pred.dtype)
        return ops.mean(ops.square(y_true - y_pred), axis=-1)


@pytest.mark.parametrize(
    "y_true, y_pred, seen",
    [
        ((4,), (4, 1), (4, 1)),
        ((4, 1), (4,), (4, 1)),
        ((4, 3), (4, 3, 1), (4, 3)),
        ((4, 3, 1), (4, 3), (4, 3)),
        ((4, 3), (4, 3), (4, 3)),
    ],
)
def test_labels_and_predictions_are_brought_to_one_rank_and_dtype(y_true, y_pred, seen):
    labels, predictions = np.arange(np.prod(y_true)).reshape(y_true), np.zeros(y_pred, "float32")
    own = Witness()
    loss = own(labels, predictions)
    assert own.seen == (seen, seen, "float32", "float32")
    assert float(loss) == pytest.approx(np.mean(np.square(labels)))
    assert float(losses.MeanSquaredError()(labels, predictions)) == pytest.approx(float(loss))


def test_a_loss_computes_in_its_dtype():
    assert losses.MeanSquaredError().dtype == "float32"
    own = Witness(dtype="float64")
    assert own.dtype == "float64" and own(np.ones(2), np.zeros((2, 1), "float32")).dtype == "float64"
    assert own.seen[2:] == ("float64", "float64")
    policy = beras.DTypePolicy("mixed_bfloat16")
    loss = losses.BinaryCrossentropy(dtype=policy)
    assert loss.dtype == "bfloat16"
    assert str(loss(np.ones((2, 1)), np.full((2, 1), 0.5)).dtype) == "bfloat16"
    with pytest.raises(ValueError, match="a floating dtype. Received: int32"):
        losses.MeanSquaredError(dtype="int32")


@pytest.mark.parametrize("name", losses.__all__)
def test_no_reduction_gives_a_value_for_each_sample(name):
    made = getattr(losses, name)
    if not isinstance(made, type) or made is losses.Loss:
        return
    y_true = np.array([1, 0, 1]) if name.startswith("Sparse") else np.array([[1.0, 0], [0, 1], [1, 0]])
    y_pred = np.array([[0.9, 0.1], [0.4, 0.6], [0.5, 0.5]], "float32")
    for reduction in (None, "none"):
        assert made(reduction=reduction)(y_true, y_pred).shape == (3,)
        assert made(reduction=reduction)(y_true, y_pred, [1, 2, 0])[2] == 0


def test_one_class_warns():
    y_true, y_pred = np.ones((3, 1)), np.full((3, 1), 0.5)
    with pytest.warns(SyntaxWarning, match="at least 2 classes on axis -1. Received: y_pred of shape"):
        losses.categorical_crossentropy(y_true, y_pred)
    with pytest.warns(SyntaxWarning, match="categorical_crossentropy"):
        losses.CategoricalCrossentropy(from_logits=True)(y_true, y_pred)
    with warnings.catch_warnings(), pytest.raises(SyntaxWarning, match="2 classes"):
        warnings.simplefilter("error")
        losses.CategoricalCrossentropy()(y_true, y_pred)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses.CategoricalCrossentropy()(np.eye(2), np.eye(2))


def test_configurations_mean_losses():
    loss = losses.get({"class_name": "BinaryCrossentropy", "config": {"from_logits": True}})
    assert isinstance(loss, losses.BinaryCrossentropy) and loss.from_logits
    assert losses.get({"class_name": "MeanSquaredError"}).reduction == "sum_over_batch_size"
    of_keras = {
        "module": "keras.losses",
        "class_name": "CategoricalCrossentropy",
        "config": {
            "name": "mine",
            "reduction": None,
            "from_logits": False,
            "label_smoothing": 0.1,
            "axis": -1,
        },
        "registered_name": None,
    }
    loss = losses.get(of_keras)
    assert (loss.name, loss.reduction, loss.label_smoothing) == ("mine", "none", 0.1)
    function = {
        "module": "builtins",
        "class_name": "function",
        "config": "mean_squared_error",
        "registered_name": "function",
    }
    assert losses.get(function) is losses.mean_squared_error
    own = {"class_name": "MeanAbsoluteError", "config": losses.MeanAbsoluteError("sum").get_config()}
    assert losses.get(own).reduction == "sum"
    for wrong in ({}, {"config": {}}, {"class_name": "mse", "config": {"x": 1}}, {"class_name": 3}):
        with pytest.raises(ValueError, match=r"\[losses\] expected a configuration"):
            losses.get(wrong)
    with pytest.raises(ValueError, match="Did you mean 'meansquarederror'"):
        losses.get({"class_name": "MeanSquaredErorr", "config": {}})
    with pytest.raises(TypeError, match="Did you mean 'from_logits'"):
        losses.get({"class_name": "BinaryCrossentropy", "config": {"from_logit": True}})


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
