"""Metrics of the engine and of one's own."""

import golden
import numpy as np
import pytest

import beras
from beras import layers, losses, metrics, models, ops

TENSORS = golden.load("losses")["tensors"]
KNOWN = {
    key: case
    for key, case in golden.load("metrics")["metrics"].items()
    if isinstance(getattr(metrics, golden.class_of(key), None), type)
}


def test_the_classes_are_compared():
    assert len(KNOWN) >= 6


@pytest.mark.parametrize("key", KNOWN)
def test_metrics_equal_kerass(key):
    case = KNOWN[key]
    data = [golden.array(TENSORS[case[name]]) for name in ("y_true", "y_pred")]
    metric = getattr(metrics, golden.class_of(key))(**case["config"])
    assert float(metric(*data)) == pytest.approx(case["after_unweighted"], rel=1e-6)
    metric.update_state(*data, sample_weight=golden.array(TENSORS["sample_weight"]))
    expected = case["then_after_weighted_update"]
    assert float(metric.result()) == pytest.approx(expected, rel=1e-6)
    metric.reset_state()
    assert float(metric.result()) == 0


def test_a_mean_takes_values_and_their_weights():
    mean = metrics.Mean(name="loss")
    mean.update_state([1.0, 3.0])
    mean.update_state(8.0, sample_weight=2.0)
    assert float(mean.result()) == 5 and mean.name == "loss"
    assert [float(variable) for variable in mean.variables] == [20, 4]


@pytest.mark.parametrize("metric", [metrics.Mean, metrics.MeanSquaredError, metrics.Accuracy])
def test_weights_are_numbers(metric):
    values = [[1.0, 2.0]] if metric is metrics.Mean else [[1.0, 2.0]] * 2
    metric = metric()
    with pytest.raises(ValueError, match="sample weights that are numbers. Received: NaN at"):
        metric.update_state(*values, sample_weight=[1.0, np.nan])
    assert float(metric.result()) == 0


class Positives(metrics.Metric):
    """How many predictions are above one half."""

    def __init__(self, name="positives", **kwargs):
        super().__init__(name=name, **kwargs)
        self.count = self.add_weight(name="count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.count.assign(self.count + ops.sum(ops.cast(y_pred > 0.5, "float32")))

    def result(self):
        return self.count


def test_a_metric_of_ones_own_counts_by_itself():
    positives = Positives()
    assert float(positives(None, np.array([0.1, 0.7, 0.9]))) == 2
    assert float(positives(None, np.array([0.6]))) == 3
    assert positives.variables == [positives.count] and not positives.count.trainable
    positives.reset_state()
    assert float(positives.result()) == 0


def test_a_metric_of_ones_own_is_measured_by_fit():
    model = models.Sequential([layers.Dense(1, bias_initializer="ones")])
    model.compile("sgd", "mse", metrics=[Positives(), metrics.MeanAbsoluteError(name="mae")])
    x = np.zeros((10, 3), "float32")
    logs = model.evaluate(x, x[:, :1], return_dict=True, verbose=0)
    assert logs == {"loss": 1, "positives": 10, "mae": 1}
    assert model.evaluate(x[:4], x[:4, :1], return_dict=True, verbose=0)["positives"] == 4


def test_a_subclass_of_a_metric_may_change_its_result():
    class Percent(metrics.BinaryAccuracy):
        def result(self):
            return 100 * super().result()

    assert float(Percent(threshold=0.3)([1, 0], [0.4, 0.4])) == 50


def test_functions_give_the_values_per_sample():
    np.testing.assert_array_equal(metrics.binary_accuracy([1, 0], [0.4, 0.4], threshold=0.3), [1, 0])
    assert type(metrics.get("mae")) is metrics.MeanAbsoluteError
    assert isinstance(metrics.get("BinaryAccuracy"), metrics.BinaryAccuracy)
    with pytest.raises(ValueError, match="Did you mean 'binary_accuracy'"):
        metrics.get("binary_acuracy")


def test_errors_are_pythons():
    with pytest.raises(ValueError, match="a method `update_state`"):
        metrics.Metric(name="none").update_state([1.0], [1.0])
    with pytest.raises(ValueError, match="shape"):
        metrics.CategoricalAccuracy()(np.zeros((2, 3)), np.zeros((2, 4)))
    with pytest.raises(TypeError, match="Did you mean 'threshold'"):
        metrics.BinaryAccuracy(treshold=0.5)


def test_the_threshold_may_be_any_number():
    y_true, logits = [1, 0, 1, 0], [0.2, -3.0, -0.1, 0.0]
    assert float(metrics.BinaryAccuracy(threshold=0.0)(y_true, logits)) == 0.75
    assert float(metrics.BinaryAccuracy(threshold=1.0)(y_true, logits)) == 0.5
    assert float(metrics.BinaryAccuracy(threshold=-1.0)(y_true, logits)) == 0.75


def test_a_metric_has_its_dtype():
    for made in (metrics.Mean, metrics.BinaryAccuracy, metrics.MeanSquaredError):
        assert made().dtype == "float32" and made().result().dtype == "float32"
        assert made(dtype="float64").dtype == made(dtype="float64").result().dtype == "float64"
    policy = beras.DTypePolicy("mixed_bfloat16")
    assert metrics.Mean(dtype=policy).dtype == "bfloat16"
    mean = metrics.Mean(dtype="float64")
    mean.update_state([1.0, 2.0, 2.0])
    assert float(mean.result()) == 5 / 3
    with pytest.raises(ValueError, match="a floating dtype. Received: int32"):
        metrics.Mean(dtype="int32")

    class Own(metrics.Metric):
        def __init__(self, **options):
            super().__init__(**options)
            self.total = self.add_variable()

        def update_state(self, y_true, y_pred, sample_weight=None):
            pass

        def result(self):
            return self.total

    assert Own().total.dtype == Own().dtype == "float32"
    assert Own(dtype="float64").total.dtype == Own(dtype="float64").dtype == "float64"


def test_configurations_mean_metrics():
    of_keras = {
        "module": "keras.metrics",
        "class_name": "BinaryAccuracy",
        "config": {"name": "mine", "dtype": "float32", "threshold": 0.0},
        "registered_name": None,
    }
    metric = metrics.get(of_keras)
    assert isinstance(metric, metrics.BinaryAccuracy)
    assert (metric.name, metric.threshold, metric.dtype) == ("mine", 0, "float32")
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float64"}}
    assert metrics.get({"class_name": "Mean", "config": {"dtype": policy}}).dtype == "float64"
    assert metrics.get({"class_name": "function", "config": "mse"}) is metrics.mean_squared_error


class Witness(metrics.Metric):
    def __init__(self):
        super().__init__(name="witness")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.seen = y_true.shape, y_pred.shape

    def result(self):
        return 0.0


@pytest.mark.parametrize(
    "y_true, y_pred, expected",
    [
        ((4,), (4, 1), (4, 1)),
        ((4, 1), (4,), (4, 1)),
        ((4, 3), (4, 3, 1), (4, 3)),
        ((4, 3, 1), (4, 3), (4, 3)),
    ],
)
def test_what_is_given_to_compile_sees_labels_aligned(y_true, y_pred, expected):
    class Given(beras.Model):
        def call(self, x):
            return ops.reshape(x, y_pred)

    class OwnLoss(losses.Loss):
        def call(self, y_true, y_pred):
            return own(y_true, y_pred)

    def own(y_true, y_pred):
        assert y_true.shape == y_pred.shape == expected
        return ops.mean(ops.square(y_true - y_pred), axis=-1)

    witness = Witness()
    x = np.arange(np.prod(y_pred), dtype="float32").reshape(4, -1)
    for loss in (own, OwnLoss(), "mse"):
        model = Given()
        model.compile("sgd", loss, metrics=[own, witness, "mae"], weighted_metrics=[own, "mse"])
        logs = model.evaluate(
            x, np.zeros(y_true, "uint8"), sample_weight=np.ones(4), verbose=0, return_dict=True
        )
        square = np.mean(np.square(x))
        assert witness.seen == (expected, expected)
        for name in ("loss", "own", "weighted_own", "mse"):
            assert logs[name] == pytest.approx(square), name
        assert logs["mae"] == pytest.approx(np.mean(x))
