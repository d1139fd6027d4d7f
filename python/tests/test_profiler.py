"""The profiler sees what the engine and Python's own layers compute."""

import json
import threading

import numpy as np
import pytest

import beras
from beras import layers, profiler


def model():
    model = beras.Sequential([layers.Dense(8, activation="relu", name="hidden"), layers.Dense(3)])
    model.compile(optimizer="sgd", loss="mse")
    return model


def rows_of(profile):
    return {(row.label, row.kind): row for row in profile.rows()}


def test_a_training_run_leaves_a_row_for_each_layer_operator_and_gradient():
    x, y = np.ones((32, 4), "float32"), np.ones((32, 3), "float32")
    trained = model()
    trained.predict(x)
    with profiler.Profile() as profile:
        trained.fit(x, y, batch_size=8, epochs=2, verbose=0)
    trained.predict(x)
    rows = rows_of(profile)
    assert rows["hidden (Dense)", "forward"].calls == 8
    assert rows["linear", "forward"].calls == 16
    assert rows["linear", "forward"].flops == 8 * 2 * 8 * (4 * 8 + 8 * 3)
    # No gradient is asked for the first layer's input.
    assert rows["linear", "gradient"].flops == 8 * 2 * 8 * (4 * 8 + 2 * 8 * 3)
    assert rows["SGD", "region"].calls == 8
    assert rows["GradientTape.gradient", "region"].total >= rows["linear", "gradient"].total
    assert all(0 <= row.own <= row.total for row in rows.values())


def test_layers_of_python_are_seen_by_name():
    class Doubled(layers.Layer):
        def call(self, inputs):
            return inputs * 2

    doubled = Doubled(name="mine")
    with profiler.Profile() as profile:
        doubled(beras.Tensor(np.ones((2, 3), "float32")))
    rows = rows_of(profile)
    assert rows["mine (Doubled)", "forward"].calls == 1
    assert rows["multiply", "forward"].flops == 6


def test_the_table_and_the_trace(tmp_path):
    with profiler.Profile() as profile, profiler.Region("everything"):
        model()(np.ones((2, 4), "float32"))
    text = str(profile)
    assert text.startswith("Roofline: ") and "everything" in text and text == profile.table()
    path = tmp_path / "trace.json"
    profile.write_chrome_trace(str(path))
    events = [event for event in json.loads(path.read_text())["traceEvents"] if event["ph"] == "X"]
    assert [event["name"] for event in events] == [event.label for event in profile.events()]
    assert events[-1]["name"] == "everything" and events[-1]["cat"] == "region"
    with pytest.raises(OSError, match="cannot"):
        profile.write_chrome_trace(str(tmp_path / "no" / "trace.json"))


def test_regions_may_end_out_of_order_but_on_their_own_thread():
    def numbers():
        with profiler.Region("generator"):
            yield 1
            yield 2

    with profiler.Profile() as profile:
        with profiler.Region("outer"):
            walk = numbers()
            next(walk)
        beras.ops.ones((2,)) + 1
        walk.close()
    assert [event.label for event in profile.events()][0] == "outer"
    assert profile.events()[-1].label == "generator"

    region = profiler.Region("elsewhere")
    raised = []

    def end():
        try:
            region.__exit__(None, None, None)
        except ValueError as error:
            raised.append(str(error))

    with profiler.Profile():
        region.__enter__()
        thread = threading.Thread(target=end)
        thread.start()
        thread.join()
    assert "must end on the thread" in raised[0]
    assert profiler.roofline().seconds(0, 0) == 0
