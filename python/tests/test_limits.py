"""What has no end, or cannot be, is refused: nothing takes the process with it."""

import gc
import itertools
import subprocess
import sys
import threading

import numpy as np
import pytest

import beras
from beras import data, layers, models, ops

CIRCLE = r"expected a layer that does not hold this one\. Received: this one, or one that holds it"
DEEP = r"expected layers nested at most 500 deep\. Received: 501 levels"
ROW = r"\[Dataset\] expected at most 1000 transformations in a row\. Received: 1001\."
X = np.ones((4, 3), np.float32)


class Wrapped(beras.Model):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return self.inner(x)


def test_a_model_cannot_hold_itself():
    model = models.Sequential([layers.Dense(2)])
    with pytest.raises(ValueError, match=CIRCLE):
        model.add(model)
    other = models.Sequential([model])
    with pytest.raises(ValueError, match=CIRCLE):
        model.add(other)
    own = Wrapped(None)
    own.inner = own
    with pytest.raises(ValueError, match=CIRCLE):
        own.weights
    assert model(X).shape == (4, 2)
    assert len(model.weights) == 2


@pytest.mark.parametrize("wrap", [lambda inner: models.Sequential([inner]), Wrapped])
def test_models_nest_500_deep(wrap):
    def nested(levels):
        model = layers.Dense(2)
        for _ in range(levels):
            model = wrap(model)
        return model

    with pytest.raises(ValueError, match=DEEP):
        nested(10_000).weights
    model = nested(100)
    assert model(X).shape == (4, 2)
    assert len(model.weights) == 2


@pytest.mark.parametrize(
    "step",
    [
        lambda dataset: dataset.map(lambda x: x),
        lambda dataset: dataset.take(3),
        lambda dataset: dataset.repeat(1),
    ],
)
def test_transformations_in_a_row(step):
    dataset = data.Dataset.from_tensors(X)
    for _ in range(1000):
        dataset = step(dataset)
    assert len(list(dataset)) > 0
    with pytest.raises(ValueError, match=ROW):
        step(dataset)


def test_endless_datasets_are_not_kept():
    endless = data.Dataset.from_tensors(X).repeat()
    with pytest.raises(ValueError, match="expected a buffer_size beside an endless dataset"):
        endless.shuffle()
    for action in (
        lambda: endless.shuffle(2**62),
        lambda: endless.batch(2**62),
        lambda: endless.prefetch(2**62),
    ):
        with pytest.raises(ValueError, match="elements to keep in memory at once"):
            action()


def test_a_generator_may_be_endless():
    endless = data.Dataset.from_generator(lambda: itertools.repeat(X))
    with pytest.raises(ValueError, match="a buffer_size beside a generator, which may be endless"):
        endless.shuffle()
    with pytest.raises(ValueError, match="elements to keep in memory at once"):
        endless.batch(2**62)
    assert len(list(endless.take(3).shuffle())) == 3


def test_zips_of_zips_end():
    dataset = data.Dataset.from_tensors(X)
    with pytest.raises(ValueError, match="at most 10000 datasets in all. Received: 16384"):
        for _ in range(40):
            dataset = data.Dataset.zip([dataset, dataset])


def test_slices_without_elements_are_not_walked_without_end():
    nothing = np.empty((2**40, 0), np.float32)
    for action in (
        lambda: ops.map(lambda x: x, nothing),
        lambda: ops.vectorized_map(lambda x: x, nothing),
        lambda: ops.scan(lambda carry, x: (carry, x), 0, nothing),
        lambda: ops.unstack(nothing),
        lambda: ops.split(nothing, 2**40),
    ):
        with pytest.raises(ValueError, match="parts. Received: 1099511627776"):
            action()


@pytest.mark.parametrize("rank", [65, 30_000])
def test_tensors_have_at_most_64_axes(rank):
    shape = (1,) * rank
    x = ops.ones((1,))
    # NumPy itself has 32 or 64, by its version.
    for action in (
        lambda: ops.zeros(shape),
        lambda: ops.ones(shape),
        lambda: ops.reshape(x, shape),
        lambda: ops.broadcast_to(x, shape),
        lambda: ops.expand_dims(x, tuple(range(rank - 1))),
        lambda: ops.tile(x, shape),
        lambda: beras.random.normal(shape),
        lambda: beras.initializers.Zeros()(shape),
        lambda: x[(None,) * (rank - 1)],
        lambda: layers.Reshape(shape)(x),
    ):
        with pytest.raises((ValueError, IndexError)):
            action()
    assert ops.zeros((1,) * 32).shape == (1,) * 32


def test_a_tape_collected_on_another_thread():
    x = beras.Variable([2.0, 3.0])
    tape = beras.GradientTape()
    tape._tape.start()  # and no `with`, which would keep it
    ops.square(x)
    doomed = [tape]
    del tape
    thread = threading.Thread(target=lambda: (doomed.clear(), gc.collect()))
    thread.start()
    thread.join()
    with beras.GradientTape() as second:
        y = ops.sum(x * x * x)
    np.testing.assert_array_equal(second.gradient(y, x), [12, 27])


def test_other_threads_may_not_steer_a_tape():
    x = beras.Variable([2.0, 3.0])
    errors = []

    def attempt(action):
        try:
            action()
        except beras.TapeError as error:
            errors.append(str(error))

    with beras.GradientTape() as tape:
        y = ops.sum(x * x)
        for action in (tape._tape.stop, tape._tape.start, tape.reset, lambda: tape.watch(x)):
            thread = threading.Thread(target=attempt, args=(action,))
            thread.start()
            thread.join()
    assert len(errors) == 4
    assert all("from another thread than the one that made the tape" in error for error in errors)
    np.testing.assert_array_equal(tape.gradient(y, x), [4, 6])


class Forgetful(layers.Layer):
    def call(self, x):
        return ops.square(x)

    def compose_input_gradients(self, J=None):
        return []


def test_a_rule_that_returns_nothing():
    x = beras.Variable([2.0, 3.0])
    layer = Forgetful()
    with beras.GradientTape() as tape:
        y = layer(x)
    np.testing.assert_array_equal(tape.gradient(y, x), [4, 6])  # by the composition, then


def compiled():
    model = models.Sequential([layers.Dense(2)])
    model.build((None, 3))
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model


@pytest.mark.parametrize("run", ["fit", "evaluate", "train_on_batch", "test_on_batch"])
def test_sample_weights_that_are_nan(run):
    weights = np.array([1, 1, np.nan, 1], np.float32)
    with pytest.raises(ValueError, match="sample weights that are numbers. Received: NaN in sample 2"):
        getattr(compiled(), run)(X, np.zeros(4, np.int64), sample_weight=weights)


def test_class_weights_below_0():
    for weight in (-1.0, np.nan):
        with pytest.raises(ValueError, match="expected class weights of at least 0"):
            compiled().fit(X, np.zeros(4, np.int64), class_weight={0: weight}, verbose=0)


@pytest.mark.parametrize("name", ["u.h5", "u.weights.h5", "u.keras", "u.pt", "u"])
def test_weights_are_kept_in_npz_files_alone(tmp_path, name):
    model = compiled()
    path = tmp_path / name
    for action in (model.save_weights, model.load_weights):
        with pytest.raises(ValueError, match="expected a path that ends in .npz"):
            action(path)
    with pytest.raises(ValueError, match="expected a path that ends in .npz"):
        beras.callbacks.ModelCheckpoint(str(path), save_weights_only=True)
    assert not path.exists()


END = """
import threading, sys
import numpy as np, beras
from beras import ops, layers
def work(n):
    while True:
        n += 1
        ops.matmul(ops.ones((n, n + 1)), ops.ones((n + 1, n)))
        layers.Conv2D(2, 3)(np.ones((1, 5 + n % 50, 9, 3), np.float32))
for t in range(3):
    threading.Thread(target=work, args=(10 + 100 * t,), daemon=True).start()
import time; time.sleep(0.05)
"""


def test_daemon_threads_at_the_end_of_the_process():
    for _ in range(20):
        assert subprocess.run([sys.executable, "-c", END], timeout=60).returncode == 0
