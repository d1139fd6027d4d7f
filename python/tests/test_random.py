"""Random tensors have the distributions that their names say, and seeds give them back."""

import beras
import numpy as np
import pytest
from beras import GradientTape, Tensor, random
from beras.random import SeedGenerator, set_random_seed

# Each with 20,000 numbers: mean and standard deviation.
DISTRIBUTIONS = {
    "uniform": (lambda **o: random.uniform((100, 200), -1.0, 3.0, **o), 1, 4 / np.sqrt(12)),
    "normal": (lambda **o: random.normal((100, 200), 2.0, 0.5, **o), 2, 0.5),
    "truncated_normal": (lambda **o: random.truncated_normal((100, 200), **o), 0, 0.8796),
    "randint": (lambda **o: random.randint((100, 200), -2, 3, **o), 0, np.sqrt(2)),
    "gamma": (lambda **o: random.gamma((100, 200), 4.0, **o), 4, 2),
    "beta": (lambda **o: random.beta((100, 200), 2.0, 2.0, **o), 0.5, np.sqrt(0.05)),
    "binomial": (lambda **o: random.binomial((100, 200), 10, 0.5, **o), 5, np.sqrt(2.5)),
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_distributions(name):
    draw, mean, deviation = DISTRIBUTIONS[name]
    x = draw(seed=1)
    assert isinstance(x, Tensor) and x.shape == (100, 200)
    assert x.dtype == ("int32" if name == "randint" else "float32")
    assert draw(seed=1, dtype="int64" if name == "randint" else "float64").dtype.itemsize == 8
    values = x.numpy().astype("float64")
    np.testing.assert_allclose(values.mean(), mean, atol=4 * deviation / np.sqrt(20000))
    np.testing.assert_allclose(values.std(), deviation, rtol=0.03)


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_seeds_give_back_the_same_numbers(name):
    draw = DISTRIBUTIONS[name][0]
    np.testing.assert_array_equal(draw(seed=7), draw(seed=7))
    assert (draw(seed=7) != draw(seed=8)).any()
    one, two = SeedGenerator(3), SeedGenerator(3)
    first = draw(seed=one)
    np.testing.assert_array_equal(first, draw(seed=two))
    assert (draw(seed=one) != first).any()
    set_random_seed(5)
    a, b = draw(), draw()
    set_random_seed(5)
    np.testing.assert_array_equal(draw(), a)
    assert (a != b).any()


def test_generators():
    generator = SeedGenerator(3)
    keys = [generator.next() for _ in range(3)]
    assert len(set(keys)) == 3 and generator.seed == 3
    generator.reset(3)
    assert generator.next() == keys[0]
    set_random_seed(1)
    one = SeedGenerator()
    set_random_seed(1)
    assert SeedGenerator().seed == one.seed != SeedGenerator().seed
    with pytest.raises(TypeError):
        random.normal((2,), seed="a")


def test_bounds():
    assert random.uniform((1000,), 2.0, 3.0, seed=1).min() >= 2
    assert abs(random.truncated_normal((1000,), seed=1)).max() <= 2
    assert sorted(set(random.randint((1000,), 0, 4, seed=1))) == [0, 1, 2, 3]
    with pytest.raises(ValueError):
        random.uniform((2,), 3.0, 2.0)
    with pytest.raises(TypeError):
        random.normal((2,), dtype="int32")


def test_categorical_draws_by_probability():
    logits = np.log([[0.2, 0.8], [0.5, 0.5]])
    drawn = random.categorical(logits, 10000, seed=1)
    assert drawn.shape == (2, 10000) and drawn.dtype == "int32"
    np.testing.assert_allclose(np.asarray(drawn).mean(1), [0.8, 0.5], atol=0.02)


def test_shuffle_and_permutation():
    x = Tensor(np.arange(12.0).reshape(6, 2))
    with GradientTape() as tape:
        y = random.shuffle(x, seed=1)
        loss = (y[0] * 2).sum()
    assert sorted(y[:, 0].tolist()) == [0, 2, 4, 6, 8, 10] and (y != x).any()
    np.testing.assert_array_equal(y[:, 1], y[:, 0] + 1)
    gradient = tape.gradient(loss, x)
    assert gradient.sum() == 4 and (gradient[x[:, 0] == y[0, 0]] == 2).all()
    assert sorted(random.permutation(5, seed=1)) == list(range(5))


def test_dropout():
    x = Tensor(np.ones((100, 100), "float32"))
    with GradientTape() as tape:
        y = random.dropout(x, 0.25, seed=1)
    kept = y.numpy() != 0
    np.testing.assert_allclose(y.numpy()[kept], 1 / 0.75, 1e-4)
    assert abs(kept.mean() - 0.75) < 0.02
    np.testing.assert_array_equal(tape.gradient(y, x), y)
    rows = random.dropout(x, 0.5, noise_shape=(100, 1), seed=1)
    assert ((rows == rows[:, :1]).all()) and set(rows[:, 0].tolist()) == {0.0, 2.0}
    with pytest.raises(beras.ValueError):
        random.dropout(x, 1.5)
