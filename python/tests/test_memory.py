"""Who shares memory with whom: Variables with nobody, snapshots with nobody, views on purpose."""

import numpy as np
import pytest

from beras import GradientTape, Model, Sequential, Tensor, Variable, core, layers, losses, ops


def same(value, expected):
    np.testing.assert_allclose(np.asarray(value), expected)


@pytest.mark.parametrize("make", [Tensor, Variable, core.Variable, core.Tensor])
@pytest.mark.parametrize("source", [
    lambda: np.ones((2, 3), "float32"),
    lambda: np.ones((2, 3), "float64")[::-1],
    lambda: np.ones((2, 3), "float32").T,
    lambda: Tensor(np.ones((2, 3))),
    lambda: Variable(np.ones((2, 3), "float32")),
    lambda: Variable(np.ones((2, 3), "float32")) * 1,
    lambda: ops.convert_to_tensor(np.ones((2, 3), "float32")),
])
@pytest.mark.parametrize("recording", [False, True])
def test_what_is_made_has_memory_of_its_own(make, source, recording):
    given = source()
    if recording:
        with GradientTape():
            made = make(given)
    else:
        made = make(given)
    assert not np.shares_memory(made, given)
    same(made, np.ones(given.shape))
    np.asarray(given)[...] = 5
    same(made, np.ones(given.shape))


def test_initializers_that_keep_their_array():
    kept = np.ones((2, 2), "float32")

    class Kept(layers.Layer):
        def build(self, shape):
            self.a = self.add_weight((2, 2), initializer=lambda shape, dtype=None: kept)
            self.b = self.add_weight((2, 2), initializer=lambda shape, dtype=None: kept)
            self.c = Variable(lambda shape, dtype=None: kept, shape=(2, 2))

        def call(self, x):
            return x @ self.a @ self.b @ self.c

    layer = Kept()
    layer(np.ones((1, 2), "float32"))
    layer.a.assign(np.full((2, 2), 3.0))
    same(layer.b, np.ones((2, 2)))
    same(layer.c, np.ones((2, 2)))
    same(kept, np.ones((2, 2)))
    tensor = ops.ones((2, 2))
    dense = layers.Dense(2, kernel_initializer=lambda shape, dtype=None: tensor)
    twin = layers.Dense(2, kernel_initializer=lambda shape, dtype=None: tensor)
    for each in (dense, twin):
        each.build((None, 2))
    dense.kernel.assign(dense.kernel * 2)
    same(twin.kernel, np.ones((2, 2)))
    same(tensor, np.ones((2, 2)))


def test_snapshots_do_not_follow_training():
    w = Variable(np.zeros(3, "float32"))
    layer = layers.Dense(1)
    layer.build((None, 2))
    before = [w.numpy(), ops.convert_to_numpy(w), *layer.get_weights()]
    copies = [np.copy(each) for each in before]
    view = np.asarray(w)
    w.assign([1, 2, 3])
    w += 1
    layer.set_weights([np.full((2, 1), 9.0), np.full(1, 9.0)])
    for each, copied in zip(before, copies):
        same(each, copied)
    same(view, [2, 3, 4])


def test_weights_that_are_set_are_copies():
    layer = layers.Dense(1)
    layer.build((None, 2))
    given = [np.ones((2, 1), "float32"), np.ones(1, "float32")]
    layer.set_weights(given)
    given[0][...] = 7
    same(layer.kernel, np.ones((2, 1)))


def test_views_on_purpose():
    w = Variable(np.zeros(3, "float32"))
    array = np.ones(3, "float32")
    assert np.shares_memory(np.asarray(w), w) and np.shares_memory(w[1:], w)
    assert np.shares_memory(ops.convert_to_tensor(array), array)
    assert np.shares_memory(np.from_dlpack(w), w)


# --- arrays that are filled again


class Scaled(core.Diffable):
    """States its gradient as the seed does, and asks for its inputs in it."""

    def __init__(self):
        self.w = Tensor([1.0, 1.0])

    @property
    def weights(self):
        return [self.w]

    def call(self, x):
        return np.asarray(x) * np.asarray(self.w)

    def compose_input_gradients(self, J=None):
        return [J[0] * self.w]

    def compose_weight_gradients(self, J=None):
        return [np.sum(np.asarray(J[0]) * np.asarray(self.inputs[0]), axis=0)]

    def get_input_gradients(self):
        return []

    def get_weight_gradients(self):
        return []


@pytest.mark.parametrize("persistent", [False, True])
def test_a_batch_that_is_filled_again(persistent):
    batch, labels = np.ones((4, 2), "float32"), np.zeros((4, 2), "float32")
    scaled, w = Scaled(), Tensor(np.ones(2, "float32"))
    dense = layers.Dense(2, kernel_initializer="ones")
    dense.build((None, 2))
    mse = losses.MeanSquaredError()
    with GradientTape(persistent=True) as tape:
        products = (w * batch).sum()
        reflected = (batch * w).sum()
        outputs = scaled(batch)
        trained = mse(labels, dense(batch))
        matrix = ops.sum(ops.matmul(batch, dense.kernel))
        converted = (ops.convert_to_tensor(batch) * w).sum()
    batch[...] = 100
    labels[...] = 100
    same(tape.gradient(products, w), [4, 4])
    same(tape.gradient(reflected, w), [4, 4])
    same(tape.gradient(converted, w), [4, 4])
    same(tape.gradient(outputs, scaled.w), [4, 4])
    same(tape.gradient(trained, dense.kernel), np.full((2, 2), 2.0))
    same(tape.gradient(matrix, dense.kernel), np.full((2, 2), 4.0))


# --- predict


class Same(Model):
    def call(self, x):
        return x


class ItsWeight(Model):
    def __init__(self):
        super().__init__()
        self.w = Variable(np.ones((4, 2), "float32"))

    def call(self, x):
        return self.w


IDENTITIES = {
    "flatten": lambda: Sequential([layers.Flatten()]),
    "reshape": lambda: Sequential([layers.Reshape((2, 1))]),
    "dropout": lambda: Sequential([layers.Dropout(0.5)]),
    "linear": lambda: Sequential([layers.Activation("linear")]),
    "own": Same,
    "weight": ItsWeight,
}


@pytest.mark.parametrize("make", IDENTITIES.values(), ids=IDENTITIES)
@pytest.mark.parametrize("batch_size", [4, 2])
def test_predict_gives_memory_of_its_own(make, batch_size):
    x, model = np.ones((4, 2), "float32"), make()
    for given in (x, Tensor(x)):
        for predicted in (model.predict(given, batch_size=batch_size, verbose=0),
                          model.predict_on_batch(given)):
            assert not np.shares_memory(predicted, given)
            for weight in model.weights:
                assert not np.shares_memory(predicted, weight)
            assert predicted.flags.writeable
            same(predicted.reshape(-1), np.ones(predicted.size))


def reusing(count):
    buffer, labels = np.zeros((2, 2), "float32"), np.zeros((2, 2), "float32")
    for i in range(count):
        buffer[...] = i
        labels[...] = i
        yield buffer, labels


@pytest.mark.parametrize("make", [v for k, v in IDENTITIES.items() if k != "weight"])
def test_generators_that_fill_one_buffer(make):
    predicted = make().predict((x for x, _ in reusing(3)), verbose=0)
    same(predicted.reshape(3, 4), [[i] * 4 for i in range(3)])


def test_training_with_generators_that_fill_one_buffer():
    from beras.data import Dataset

    model = Same()
    model.compile(loss="mse", metrics=["mae"])
    assert model.evaluate(reusing(3), verbose=0, return_dict=True)["loss"] == 0
    for wrap in (lambda d: d.prefetch(2), lambda d: d.shuffle(3, seed=1), lambda d: d.batch(3)):
        seen = [x for x, _ in wrap(Dataset.from_generator(lambda: reusing(3)))]
        assert sorted(set(np.concatenate([np.ravel(x) for x in seen]).tolist())) == [0, 1, 2]
    buffer = np.zeros(2, "float32")

    def filled(x):
        buffer[...] = x
        return buffer

    numbers = Dataset.from_tensors(np.arange(3, dtype="float32"))
    seen = [np.array(x[0]) for x in numbers.map(filled).prefetch(3)]
    same(seen, [[0, 0], [1, 1], [2, 2]])
