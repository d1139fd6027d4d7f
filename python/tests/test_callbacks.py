"""Callbacks of the engine and of one's own, and where progress is shown."""

import sys

import numpy as np
import pytest

import beras
from beras import callbacks, layers


def train(*uses, epochs=4, verbose=0, **options):
    x = np.linspace(-1, 1, 16, dtype="float32")[:, None]
    model = beras.Sequential([layers.Input((1,)), layers.Dense(1, kernel_initializer="zeros")])
    model.compile(beras.optimizers.SGD(0.1), "mse")
    model.fit(
        x, 3 * x, batch_size=16, epochs=epochs, verbose=verbose, callbacks=list(uses), **options
    )
    return model


def test_the_rate_follows_a_schedule_with_one_argument_or_two():
    for schedule in (lambda epoch: 0.1 / (epoch + 1), lambda epoch, rate: 0.1 / (epoch + 1)):
        model = train(callbacks.LearningRateScheduler(schedule), epochs=3)
        np.testing.assert_allclose(
            model.history.history["learning_rate"], [0.1, 0.05, 0.1 / 3], rtol=1e-6
        )
    with pytest.raises(TypeError, match="LearningRateScheduler"):
        callbacks.LearningRateScheduler(0.1)


def test_the_rate_falls_on_a_plateau():
    model = train(callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=1e9))
    np.testing.assert_allclose(
        model.history.history["learning_rate"], [0.1, 0.1, 0.05, 0.025], rtol=1e-6
    )


def test_early_stopping_counts_epochs_without_improvement():
    model = train(callbacks.EarlyStopping("loss", min_delta=1e9, patience=2), epochs=20)
    assert model.history.epoch == [0, 1, 2]
    with pytest.raises(ValueError, match="loss"):
        train(callbacks.EarlyStopping("los", mode="min"))


def test_checkpoints_hold_the_weights_of_their_epoch(tmp_path):
    path = str(tmp_path / "at-{epoch:02d}.npz")
    model = train(callbacks.ModelCheckpoint(path, save_weights_only=True), epochs=2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["at-01.npz", "at-02.npz"]
    expected = model.get_weights()
    model.set_weights([np.zeros_like(weight) for weight in expected])
    model.load_weights(tmp_path / "at-02.npz")
    for ours, theirs in zip(model.get_weights(), expected):
        np.testing.assert_array_equal(ours, theirs)


def test_logs_go_to_a_table(tmp_path):
    path = tmp_path / "log.csv"
    train(callbacks.CSVLogger(str(path)), epochs=2)
    lines = path.read_text().splitlines()
    assert lines[0] == "epoch,loss,val_loss" and [line.split(",")[0] for line in lines[1:]] == ["0", "1"]


def test_functions_in_place_of_methods():
    seen = []
    use = callbacks.LambdaCallback(
        on_train_begin=lambda logs: seen.append("begin"),
        on_epoch_end=lambda epoch, logs: seen.append((epoch, sorted(logs))),
    )
    train(use, epochs=2)
    assert seen == ["begin", (0, ["loss"]), (1, ["loss"])]
    with pytest.raises(TypeError, match="on_epoch_finish"):
        callbacks.LambdaCallback(on_epoch_finish=print)


def test_a_class_of_the_engine_can_be_extended():
    class Patient(callbacks.EarlyStopping):
        def __init__(self):
            super().__init__("loss", min_delta=1e9, patience=1)
            self.epochs = []

        def on_epoch_end(self, epoch, logs=None):
            self.epochs.append(epoch)

    use = Patient()
    model = train(use, epochs=20)
    assert use.epochs == model.history.epoch == [0, 1]
    assert use.stopped_epoch == 1


class Output:
    """Standard output, as IPython's kernel has it."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return False


def test_a_notebook_gets_a_bar_that_is_drawn_again(monkeypatch):
    for module, is_live in (("ipykernel.iostream", True), ("somewhere", False)):
        output = type("OutStream", (Output,), {"__module__": module})()
        monkeypatch.setattr(sys, "stdout", output)
        train(epochs=1, verbose=1)
        monkeypatch.undo()
        assert "1/1" in output.text
        assert ("\r" in output.text) == is_live


class Old(callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_batch_begin(self, batch, logs=None):
        self.seen.append(f"begin {batch}")

    def on_batch_end(self, batch, logs=None):
        self.seen.append(f"end {batch} of {', '.join(logs)}")


def test_the_older_names_of_batches_are_called_unless_the_newer_are_overridden():
    class Ended(Old):
        def on_train_batch_begin(self, batch, logs=None):
            self.seen.append(f"new {batch}")

        def on_train_batch_end(self, batch, logs=None):
            super().on_train_batch_end(batch, logs)
            self.seen.append(f"ended {batch}")

    class Under(Ended):
        def on_batch_begin(self, batch, logs=None):
            self.seen.append("never")

    class Stopper(callbacks.EarlyStopping):
        def on_batch_end(self, batch, logs=None):
            self.batch = batch

    old, ended, under, stopper = Old(), Ended(), Under(), Stopper("loss")
    train(old, ended, under, stopper, epochs=1)
    assert old.seen == ["begin 0", "end 0 of loss"]
    assert ended.seen == under.seen == ["new 0", "end 0 of loss", "ended 0"]
    assert stopper.batch == 0
    seen = []
    train(callbacks.LambdaCallback(on_batch_end=lambda batch, logs: seen.append(batch)), epochs=2)
    assert seen == [0, 0]


def test_one_callback_or_nested_lists_of_them_are_taken():
    x = np.zeros((2, 1), "float32")
    for nest in (lambda a, b: [[a], (b,)], lambda a, b: (a, [b])):
        first, second = Old(), Old()
        model = train(epochs=1)
        model.fit(x, x, verbose=0, callbacks=nest(first, second))
        assert len(first.seen) == len(second.seen) == 2
    for run in ("fit", "evaluate", "predict"):
        stations = []
        names = ("on_train_begin", "on_test_begin", "on_predict_begin")
        one = callbacks.LambdaCallback(**{name: stations.append for name in names})
        data = (x,) if run == "predict" else (x, x)
        getattr(model, run)(*data, verbose=0, callbacks=one)
        assert len(stations) == 1
    with pytest.raises(TypeError, match=r"\[fit\] expected callbacks. Received: 3."):
        model.fit(x, x, callbacks=3)


def test_callbacks_that_monitor_say_what_they_know():
    stop = callbacks.EarlyStopping("loss", patience=2, min_delta=0.5)
    plateau = callbacks.ReduceLROnPlateau("loss", patience=2, min_delta=0.5, cooldown=4)
    assert stop.best is None and plateau.best is None
    model = train(stop, plateau, epochs=20)
    losses = model.history.history["loss"]
    assert stop.best == losses[stop.best_epoch] and stop.wait == 2
    assert stop.stopped_epoch == len(losses) - 1 == stop.best_epoch + 2
    assert plateau.best == stop.best and plateau.wait == 0 and plateau.cooldown_counter == 4
    assert (stop.monitor, stop.patience) == ("loss", 2)


def test_a_checkpoint_works_as_it_is_by_itself(tmp_path):
    x = np.ones((4, 1), "float32")
    best = callbacks.ModelCheckpoint(tmp_path / "best.npz", save_best_only=True)
    assert best.monitor == "val_loss" and best.best is None
    each = callbacks.ModelCheckpoint(tmp_path / "{epoch}.npz", save_freq="epoch")
    batches = callbacks.ModelCheckpoint(str(tmp_path / "batch{batch}.npz"), save_freq=2)
    model = train(best, each, batches, epochs=3, validation_data=(x, 3 * x))
    assert best.best == min(model.history.history["val_loss"])
    assert {path.name for path in tmp_path.iterdir()} == {
        *("best.npz", "1.npz", "2.npz", "3.npz", "batch1.npz"),
    }
    for wrong in ({"save_freq": "batch"}, {"save_freq": 0}, {"save_weights_only": False}):
        with pytest.raises(ValueError, match="ModelCheckpoint"):
            callbacks.ModelCheckpoint("best.npz", **wrong)


def test_the_engine_says_what_the_run_is():
    class Told(callbacks.Callback):
        def set_params(self, params):
            super().set_params(params)
            told.append(params)

    told = []
    model = train(Told(), epochs=2)
    assert told == [{"epochs": 2, "steps": 1, "verbose": 0}]
    x = y = np.zeros((7, 1), "float32")
    use = Told()
    model.fit(x, y, batch_size=2, epochs=3, verbose=0, callbacks=use)
    assert use.model is model and told[-1] == {"epochs": 3, "steps": 4, "verbose": 0}
    model.fit(x, y, validation_split=0.5, batch_size=1, verbose=0, callbacks=use)
    assert told[-1]["steps"] == 3
    model.fit(((x, y) for _ in range(3)), verbose=0, callbacks=use)
    assert told[-1]["steps"] is None
    model.evaluate(x, y, batch_size=2, steps=2, verbose=0, callbacks=[use])
    assert told[-1]["steps"] == 2
    model.predict(x, batch_size=2, verbose=0, callbacks=[use])
    assert told[-1]["steps"] == 4
    count = len(told)
    model.fit(x, y, validation_data=(x, y), verbose=0, callbacks=use)
    assert len(told) == count + 1  # once for a run, whatever is evaluated in it


def test_the_older_names_are_called_of_the_engines_classes_too():
    class Counting(callbacks.ModelCheckpoint):
        def on_batch_end(self, batch, logs=None):
            seen.append(batch)

    seen = []
    train(Counting("unused.weights.npz", save_weights_only=True, save_freq=10**6), epochs=1)
    train(callbacks.LambdaCallback(on_batch_begin=lambda batch, logs: seen.append(-1)), epochs=1)
    assert seen == [0, -1]
