"""Which batches a run draws, what it reports, and in which forms it takes labels and samples."""

import beras
import numpy as np
import pytest
from beras import layers, optimizers


def linear(rate=0.0, **options):
    model = beras.Sequential(
        [layers.Input((1,)), layers.Dense(1, use_bias=False, kernel_initializer="ones", name="out")]
    )
    model.compile(optimizers.SGD(rate), **{"loss": "mse", **options})
    return model


def endless(drawn):
    while True:
        drawn.append(len(drawn) + 1)
        yield np.full((1, 1), drawn[-1], "float32"), np.zeros((1, 1), "float32")


def test_a_run_draws_exactly_the_batches_that_it_uses():
    drawn, validated = [], []
    source = endless(drawn)
    history = linear().fit(source, steps_per_epoch=2, epochs=3, verbose=0)
    np.testing.assert_allclose(history.history["loss"], [2.5, 12.5, 30.5])
    assert len(drawn) == 6 and next(source)[0] == 7
    assert linear().evaluate(source, steps=2, verbose=0) == (64 + 81) / 2 and len(drawn) == 9
    assert linear().predict(source, steps=2, verbose=0).ravel().tolist() == [10, 11]
    history = linear().fit(
        *(source, None),
        steps_per_epoch=1,
        epochs=2,
        verbose=0,
        validation_data=endless(validated),
        validation_steps=2,
    )
    assert history.history["val_loss"] == [2.5, 12.5] and len(validated) == 4 and len(drawn) == 13


def test_steps_without_a_batch_size_divide_the_samples():
    x = np.arange(1, 11, dtype="float32")[:, None]
    sizes = []

    class Noted(beras.Sequential):
        def train_step(self, data):
            sizes.append(len(data[0]))
            return super().train_step(data)

        def test_step(self, data):
            sizes.append(len(data[0]))
            return super().test_step(data)

    def taken():
        seen = sizes.copy()
        sizes.clear()
        return seen

    model = Noted([layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, x, steps_per_epoch=3, verbose=0)
    assert taken() == [4, 4, 2]
    model.fit(x, x, steps_per_epoch=3, batch_size=2, epochs=2, verbose=0)
    assert taken() == [2, 2, 2, 2, 2]
    model.evaluate(x, x, steps=4, verbose=0)
    assert taken() == [3, 3, 3, 1]
    model.fit(x, x, validation_data=(x, x), validation_steps=2, verbose=0)
    assert taken() == [10, 5, 5]
    assert model.predict(x, steps=20, verbose=0).shape == (10, 1)


def test_one_batch_is_reported_alone():
    model = linear(metrics=["mae"])
    for value in (1.0, 3.0, 2.0):
        x, y = np.full((1, 1), value, "float32"), np.zeros((1, 1))
        assert model.train_on_batch(x, y) == model.test_on_batch(x, y) == [value**2, value]
        assert float(model.metrics[1].result()) == value


@pytest.mark.parametrize(
    "unweighted, weighted, names",
    [
        (["mae"], ["mae"], ["mae", "weighted_mae"]),
        (None, ["mae"], ["mae"]),
        (["mae", "mae"], ["mae", "mae"], ["mae", "mae_1", "weighted_mae", "weighted_mae_1"]),
        (["acc"], ["accuracy"], ["acc", "accuracy"]),
        ([["mae"], "mse"], (), ["mae", "mse"]),
        ({"out": ["mae"]}, {"out": ["mae"]}, ["mae", "weighted_mae"]),
    ],
)
def test_weighted_metrics_are_called_so(unweighted, weighted, names):
    model = linear(metrics=unweighted, weighted_metrics=weighted)
    assert model.metrics_names == ["loss", *names]
    x = np.ones((2, 1), "float32")
    logs = model.evaluate(x, 0 * x, sample_weight=[0, 1], verbose=0, return_dict=True)
    assert sorted(logs) == sorted(["loss", *names])


def test_labels_may_be_given_by_the_name_of_the_output():
    x, y = np.ones((4, 1), "float32"), np.full((4, 1), 3.0)
    weight = np.array([0, 0, 1, 1])
    model = linear(metrics={"out": ["mae"]})
    plain = linear(metrics=["mae"])
    plain.fit(x, y, sample_weight=weight, verbose=0)
    history = model.fit(
        *(x, {"out": y}),
        sample_weight={"out": weight},
        validation_data=(x, {"out": y}),
        verbose=0,
    )
    assert history.history["loss"] == plain.history.history["loss"] == [2]
    assert history.history["val_loss"] == [4]
    assert model.evaluate(x, {"out": y}, verbose=0) == [4, 2]
    assert model.train_on_batch(x, {"out": y}) == model.test_on_batch(x, {"out": y}) == [4, 2]
    assert model.evaluate(iter([(x, {"out": y})]), verbose=0) == [4, 2]
    for loss in ({"out": "mse"}, ["mse"]):
        assert linear(loss=loss).evaluate(x, y, verbose=0) == 4
    for wrong in ({"in": y}, {"out": y, "in": y}, {}):
        for run in (model.fit, model.evaluate, model.train_on_batch, model.test_on_batch):
            with pytest.raises(ValueError, match="expected .*labels"):
                run(x, wrong)
    with pytest.raises(ValueError, match='output for loss. Received: "mse". Known are: out'):
        linear(loss={"mse": "mse"})
    with pytest.raises(ValueError, match="expected metrics: a list or a dict. Received: 'mae'"):
        linear(metrics="mae")


def test_validation_comes_after_the_epochs_that_are_listed():
    x = np.ones((2, 1), "float32")
    for frequency, expected in ((2, 2), ([1, 4, 9], 2), ((5,), 1), (np.int64(1), 5)):
        history = linear().fit(
            *(x, x), epochs=5, validation_data=(x, x), validation_freq=frequency, verbose=0
        )
        assert len(history.history["val_loss"]) == expected
    for wrong in (0, "each", [1.5], None):
        with pytest.raises(ValueError, match="fit"):
            linear().fit(x, x, validation_data=(x, x), validation_freq=wrong, verbose=0)


def test_samples_may_be_mixed_within_their_batches():
    x = np.arange(20, dtype="float32")[:, None]
    seen = []

    class Noted(beras.Sequential):
        def train_step(self, data):
            seen.append(np.ravel(data[0]).tolist())
            return super().train_step(data)

    model = Noted([layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, x, batch_size=8, epochs=2, shuffle="batch", verbose=0)
    in_order = [list(range(0, 8)), list(range(8, 16)), list(range(16, 20))]
    assert [sorted(batch) for batch in seen] == 2 * in_order
    assert seen[:3] != seen[3:] and seen[:3] != in_order
    with pytest.raises(ValueError, match='shuffle true, false or "batch". Received: "batches"'):
        model.fit(x, x, shuffle="batches", verbose=0)
