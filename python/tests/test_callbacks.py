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
