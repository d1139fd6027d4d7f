"""compile, fit, evaluate, predict, and what they take and give."""

import copy
import os
import pickle
import signal
import threading

import numpy as np
import pandas
import pytest

import beras
from beras import callbacks, layers, losses, optimizers


def points(count=64, seed=0):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(count, 4)).astype("float32")
    return x, (x.sum(axis=1) > 0).astype("int32")


def classifier(seed=0):
    beras.utils.set_random_seed(seed)
    model = beras.Sequential([layers.Dense(8, activation="tanh"), layers.Dense(2)])
    model.compile(
        optimizer=optimizers.Adam(0.05),
        loss=losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


def test_fit_learns_and_gives_the_course_of_every_value():
    x, y = points()
    history = classifier().fit(x, y, epochs=20, verbose=0, validation_split=0.25)
    assert history.epoch == list(range(20))
    assert sorted(history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert history.history["loss"][-1] < 0.5 * history.history["loss"][0]


def test_the_same_seed_gives_the_same_bits():
    x, y = points()
    first, second = [], []
    for weights in (first, second):
        model = classifier(7)
        model.fit(x, y, epochs=3, verbose=0)
        weights.extend(model.get_weights())
    for a, b in zip(first, second):
        np.testing.assert_array_equal(a, b)


def test_evaluate_gives_a_list_in_the_order_of_names_or_a_dict():
    x, y = points()
    model = classifier()
    model.fit(x, y, epochs=1, verbose=0)
    values = model.evaluate(x, y, verbose=0)
    by_name = model.evaluate(x, y, verbose=0, return_dict=True)
    assert model.metrics_names == ["loss", "accuracy"]
    assert values == [by_name["loss"], by_name["accuracy"]]
    logits = model.predict(x, verbose=0)
    assert by_name["accuracy"] == pytest.approx(np.mean(logits.argmax(axis=1) == y))
    assert type(logits) is np.ndarray


def test_data_come_as_frames_lists_datasets_and_generators():
    x, y = points()
    weights = None
    batches = [(x[i : i + 16], y[i : i + 16]) for i in range(0, 64, 16)]
    sources = [
        ((x, y), {"batch_size": 16}),
        ((pandas.DataFrame(x), pandas.Series(y)), {"batch_size": 16}),
        ((x.tolist(), y.tolist()), {"batch_size": 16}),
        ((beras.data.Dataset.from_tensors(x, y).batch(16),), {}),
        ((batches,), {}),
    ]
    for arguments, options in sources:
        model = classifier(3)
        model.fit(*arguments, epochs=2, shuffle=False, verbose=0, **options)
        if weights is not None:
            for a, b in zip(weights, model.get_weights()):
                np.testing.assert_array_equal(a, b)
        weights = model.get_weights()


def test_a_generator_goes_on_from_epoch_to_epoch():
    x, y = points()
    seen = []

    def endless():
        while True:
            for start in range(0, 64, 16):
                seen.append(start)
                yield x[start : start + 16], y[start : start + 16]

    classifier().fit(endless(), steps_per_epoch=3, epochs=2, verbose=0)
    assert seen[:6] == [0, 16, 32, 48, 0, 16]


def test_an_error_in_a_generator_is_the_users_own():
    def broken():
        yield points(8)
        raise KeyError("no more")

    with pytest.raises(KeyError, match="no more"):
        classifier().fit(broken(), verbose=0)


def test_ctrl_c_ends_fit_between_batches_and_the_model_goes_on():
    x, y = points()
    model = classifier()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in background jobs

    class Press(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 2:
                os.kill(os.getpid(), signal.SIGINT)

    try:
        with pytest.raises(KeyboardInterrupt):
            model.fit(x, y, batch_size=8, epochs=100, verbose=0, callbacks=[Press()])
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(model.history.epoch) == 0
    history = model.fit(x, y, epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()


def test_an_error_in_a_callback_reaches_the_caller():
    class Fails(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise LookupError("from a callback")

    x, y = points()
    with pytest.raises(LookupError, match="from a callback"):
        classifier().fit(x, y, verbose=0, callbacks=[Fails()])


def test_callbacks_see_batches_epochs_and_the_model():
    x, y = points()
    events = []

    class Watch(callbacks.Callback):
        def on_train_begin(self, logs=None):
            events.append(("begin", self.params["epochs"], self.params["steps"]))

        def on_train_batch_end(self, batch, logs=None):
            events.append((batch, sorted(logs)))

        def on_epoch_end(self, epoch, logs=None):
            logs["doubled"] = 2 * logs["loss"]
            self.model.stop_training = True

    model = classifier()
    history = model.fit(x, y, batch_size=32, epochs=5, verbose=0, callbacks=[Watch()])
    assert events == [
        ("begin", 5, 2),
        (0, ["accuracy", "loss"]),
        (1, ["accuracy", "loss"]),
    ]
    assert history.history["doubled"] == [2 * history.history["loss"][0]]


def test_early_stopping_gives_back_the_best_weights():
    x, y = points()
    model = classifier()
    stopping = callbacks.EarlyStopping(monitor="val_loss", patience=1, restore_best_weights=True)
    history = model.fit(
        x, y, epochs=200, verbose=0, validation_data=points(32, 1), callbacks=[stopping]
    )
    losses_seen = history.history["val_loss"]
    assert len(losses_seen) < 200
    best = model.evaluate(*points(32, 1), verbose=0)[0]
    assert best == pytest.approx(min(losses_seen), rel=1e-6)


class TwoLayers(beras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(8, activation="relu")
        self.scores = layers.Dense(2)

    def call(self, x, training=None):
        return self.scores(self.hidden(x))


def test_a_model_of_ones_own_trains_as_the_same_sequential_does():
    x, y = points()
    own, sequential = TwoLayers(), beras.Sequential(
        [layers.Dense(8, activation="relu"), layers.Dense(2)]
    )
    own.build((None, 4))
    sequential.build((None, 4))
    sequential.set_weights(own.get_weights())
    assert [layer.name for layer in own.layers] == [own.hidden.name, own.scores.name]
    curves = []
    for model in (own, sequential):
        model.compile("sgd", losses.SparseCategoricalCrossentropy(from_logits=True))
        history = model.fit(x, y, epochs=3, shuffle=False, verbose=0)
        curves.append(history.history["loss"])
    np.testing.assert_allclose(curves[0], curves[1], rtol=1e-6)


def test_a_training_step_of_ones_own():
    class Scaled(TwoLayers):
        def train_step(self, data):
            x, y = data
            with beras.GradientTape() as tape:
                loss = self.compute_loss(y=y, y_pred=self(x, training=True))
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply(gradients, self.trainable_variables)
            for metric in self.metrics:
                if metric.name == "loss":
                    metric.update_state(loss)
                else:
                    metric.update_state(y, self(x))
            return {metric.name: metric.result() for metric in self.metrics}

    x, y = points()
    plain, own = TwoLayers(), Scaled()
    curves = []
    for model in (plain, own):
        model.build((None, 4))
        model.set_weights([np.full(w.shape, 0.1 * (i + 1)) for i, w in enumerate(model.weights)])
        loss = losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile("adam", loss, metrics=["accuracy"])
        history = model.fit(x, y, batch_size=16, epochs=2, shuffle=False, verbose=0)
        curves.append(history.history["loss"])
    np.testing.assert_allclose(curves[0], curves[1], rtol=1e-5)


def test_functions_are_losses_and_metrics():
    x, y = points()
    model = beras.Sequential([layers.Dense(1)])

    def quartic(y_true, y_pred):
        return beras.ops.mean((y_pred - y_true) ** 4, axis=-1)

    model.compile("sgd", quartic, metrics=[quartic])
    logs = model.evaluate(x, y.astype("float32")[:, None], verbose=0, return_dict=True)
    expected = np.mean((model.predict(x, verbose=0) - y[:, None]) ** 4)
    assert logs["loss"] == pytest.approx(expected, rel=1e-5)
    assert logs["quartic"] == pytest.approx(expected, rel=1e-5)


def test_weights_go_to_a_file_and_back(tmp_path):
    x, y = points()
    first, second = classifier(1), classifier(2)
    for model in (first, second):
        model.build((None, 4))
    first.save_weights(tmp_path / "weights.npz")
    second.load_weights(tmp_path / "weights.npz")
    np.testing.assert_array_equal(first.predict(x, verbose=0), second.predict(x, verbose=0))
    with pytest.raises(OSError):
        second.load_weights(tmp_path / "missing.npz")


def test_copies_and_pickles_train_on_as_the_original_would():
    x, y = points()
    model = classifier()
    model.fit(x, y, epochs=2, shuffle=False, verbose=0)
    others = [copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    model.fit(x, y, epochs=2, shuffle=False, verbose=0)
    for other in others:
        other.fit(x, y, epochs=2, shuffle=False, verbose=0)
        for a, b in zip(model.get_weights(), other.get_weights()):
            np.testing.assert_array_equal(a, b)


def test_threads_predict_at_once():
    x, y = points(512)
    model = classifier()
    model.build((None, 4))
    expected = model.predict(x, verbose=0)
    results = [None] * 4

    def work(place):
        for _ in range(20):
            results[place] = model.predict(x, verbose=0)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        np.testing.assert_array_equal(result, expected)


def test_progress_goes_to_pythons_output(capsys):
    x, y = points()
    model = classifier()
    model.fit(x, y, epochs=1, verbose=1)
    text = capsys.readouterr().out
    assert "Epoch 1/1" in text and "2/2" in text and "loss" in text
    model.summary()
    assert "Trainable params: 58" in capsys.readouterr().out


def test_bad_arguments_say_what_came():
    x, y = points()
    model = classifier()
    with pytest.raises(ValueError, match="x=None"):
        model.fit(None, y)
    with pytest.raises(ValueError, match="adam"):
        model.compile("adm", "mse")
    with pytest.raises(ValueError):
        beras.Sequential([layers.Dense(1)]).fit(x, y, verbose=0)
    with pytest.raises(ValueError):
        model.fit(x, y[:-1], verbose=0)
    with pytest.raises(TypeError):
        model.fit(np.array([{}, {}]), y, verbose=0)
    with pytest.raises(ValueError, match="expected labels for metrics"):
        model.fit(x, verbose=0)
    with pytest.raises(ValueError, match="symbolic outputs"):
        beras.Model(inputs=layers.Input((2,)), outputs=[])


def test_what_needs_no_labels_trains_without():
    class Shrinking(TwoLayers):
        def train_step(self, data):
            seen.append(type(data))
            return super().train_step(data)

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            assert y is None
            return beras.ops.mean(y_pred * y_pred)

    seen = []
    x, _ = points()
    model = Shrinking()
    model.compile("adam")
    losses = model.fit(x, epochs=3, verbose=0).history["loss"]
    assert losses[2] < losses[1] < losses[0]
    assert seen[0] is beras.Tensor
    before = model.evaluate(x, verbose=0)
    model.fit((part for part in np.split(x, 4)), verbose=0, validation_data=(x, None))
    assert model.evaluate(x, verbose=0) < before
    assert model.history.history["val_loss"] == pytest.approx([model.evaluate(x, verbose=0)])
    model.train_on_batch(x[:4])


def test_memory_does_not_grow_over_a_thousand_fits():
    def resident():
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    x, y = points(256)
    model = classifier()
    for _ in range(100):
        model.fit(x, y, verbose=0)
    before = resident()
    for _ in range(1000):
        model.fit(x, y, verbose=0)
    assert resident() - before < 2e6
