"""What compile takes, and one tensor in a list for models of one input and one output."""

import beras
import numpy as np
import pytest
from beras import layers, metrics

X = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)
Y = np.random.default_rng(1).normal(size=(8, 1)).astype(np.float32)
W = np.arange(8, dtype=np.float32)


def compiled(**options):
    dense = layers.Dense(1, kernel_initializer="ones", name="out")
    model = beras.Sequential([layers.Input((3,)), dense])
    model.compile(optimizer="sgd", loss="mse", **options)
    return model


def course(model):
    return model.fit(X, Y, epochs=3, batch_size=4, shuffle=False, verbose=0).history["loss"]


@pytest.mark.parametrize("weights", [2.0, 2, [2.0], (2,), {"out": 2.0}, [np.float32(2)]])
def test_the_loss_is_weighed(weights):
    model = compiled(loss_weights=weights, metrics=["mse"])
    loss, error = model.evaluate(X, Y, verbose=0)
    assert loss == pytest.approx(2 * error, rel=1e-5)
    loss, error = model.train_on_batch(X, Y)
    assert loss == pytest.approx(2 * error, rel=1e-5)
    # The gradient is weighed too: as half the rate, twice the weight.
    half = compiled(loss_weights=weights)
    half.optimizer.learning_rate = 0.005
    assert course(half) == pytest.approx([2 * value for value in course(compiled())], rel=1e-5)


@pytest.mark.parametrize(
    "weights", ["a", [1.0, 2.0], [], True, {"other": 1.0}, float("nan"), np.ones(1)]
)
def test_loss_weights_that_fit_no_single_loss_are_refused(weights):
    with pytest.raises(ValueError, match=r"^\[compile\] expected "):
        compiled(loss_weights=weights)


@pytest.mark.parametrize(
    "options",
    [
        {"run_eagerly": True},
        {"jit_compile": True},
        {"jit_compile": False},
        {"steps_per_execution": 3},
        {"steps_per_execution": 100},
        {"auto_scale_loss": False},
        {"loss_weights": 1.0},
        {"loss_weights": None},
    ],
)
def test_how_it_is_run_does_not_change_results(options):
    model = compiled(**options)
    assert course(model) == course(compiled())
    for name in set(options) & {"run_eagerly", "jit_compile", "steps_per_execution"}:
        assert getattr(model, name) == options[name]


@pytest.mark.parametrize(
    "options",
    [
        {"steps_per_execution": 0},
        {"steps_per_execution": 1.5},
        {"steps_per_execution": True},
        {"jit_compile": "always"},
        {"run_eagerly": "yes"},
        {"auto_scale_loss": 3},
    ],
)
def test_what_has_no_meaning_is_refused(options):
    (name,) = options
    with pytest.raises(ValueError, match=rf"^\[compile\] expected {name}: .* Received: "):
        compiled(**options)


def test_one_tensor_in_a_list_is_that_tensor():
    plain = compiled(metrics=["mae"])
    expected = plain.fit(X, Y, epochs=2, shuffle=False, verbose=0, sample_weight=W).history
    held = {"validation_data": ([X], [Y])}
    for x, y, w in (([X], [Y], [W]), ([X], Y, W), (X, [Y], [W]), ((X,), (Y,), (W,))):
        model = compiled(metrics=["mae"])
        got = model.fit(x, y, epochs=2, shuffle=False, verbose=0, sample_weight=w).history
        assert got == expected
        assert model.evaluate(x, y, verbose=0) == plain.evaluate(X, Y, verbose=0)
        np.testing.assert_array_equal(model.predict(x, verbose=0), plain.predict(X, verbose=0))
        np.testing.assert_array_equal(model.predict_on_batch(x), plain.predict(X, verbose=0))
        np.testing.assert_array_equal(model(x), plain(X))
        assert model.test_on_batch(x, y, w) == plain.test_on_batch(X, Y, W)
        assert model.train_on_batch(x, y) == compiled_like(plain).train_on_batch(X, Y)
        assert "val_loss" in model.fit(x, y, verbose=0, **held).history
    batches = [([X], [Y]), ([X], [Y])]
    assert compiled().fit(batches, verbose=0).history == compiled().fit(
        [(X, Y), (X, Y)], verbose=0
    ).history


def compiled_like(model):
    other = compiled(metrics=["mae"])
    other.set_weights(model.get_weights())
    return other


def test_lists_of_numbers_and_rows_stay_samples():
    model = compiled()
    assert model.predict([[1.0, 2.0, 3.0]], verbose=0).shape == (1, 1)
    assert model.predict([list(row) for row in X], verbose=0).shape == (8, 1)
    model.fit([[1.0, 2.0, 3.0]], [1.0], verbose=0)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("mae", metrics.MeanAbsoluteError),
        ("MAE", metrics.MeanAbsoluteError),
        ("mean_absolute_error", metrics.MeanAbsoluteError),
        ("MeanAbsoluteError", metrics.MeanAbsoluteError),
        ("mse", metrics.MeanSquaredError),
        ("MSE", metrics.MeanSquaredError),
        ("accuracy", metrics.Accuracy),
        ("binary_accuracy", metrics.BinaryAccuracy),
        ("categorical_accuracy", metrics.CategoricalAccuracy),
        ("sparse_categorical_accuracy", metrics.SparseCategoricalAccuracy),
        ("mean", metrics.Mean),
    ],
)
def test_metrics_are_got_as_objects(name, kind):
    got = metrics.get(name)
    assert type(got) is kind
    assert metrics.get(got) is got
    assert metrics.get(name) is not got


WEIGHTS_OF_CLASSES = [[1.0, 2.0], 5, "a", {"a": 1.0}, {1.5: 2.0}, {0: "a"}, {0: None}, {0: -1.0}]


@pytest.mark.parametrize("weights", WEIGHTS_OF_CLASSES)
@pytest.mark.parametrize("who", ["fit", "train_on_batch"])
def test_class_weights_that_are_none_are_refused(weights, who):
    model = compiled()
    options = {"verbose": 0} if who == "fit" else {}
    labels = (Y > 0).astype(np.int32)
    with pytest.raises((TypeError, ValueError), match=rf"^\[{who}\] expected .*class"):
        getattr(model, who)(X, labels, class_weight=weights, **options)


def test_class_weights_may_be_of_numpy():
    labels = (Y > 0).astype(np.int32)
    given = {np.int64(0): np.float32(2), 1.0: 1}
    got = compiled().train_on_batch(X, labels, class_weight=given)
    assert got == compiled().train_on_batch(X, labels, class_weight={0: 2.0, 1: 1.0})


@pytest.mark.parametrize("run", ["fit", "evaluate", "predict"])
def test_a_verbosity_that_is_none_is_refused(run):
    with pytest.raises(ValueError, match=rf"^\[{run}\] expected verbose: .* Received: 'loud'"):
        getattr(compiled(), run)(X, *([] if run == "predict" else [Y]), verbose="loud")
