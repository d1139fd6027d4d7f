"""Datasets and files."""

import gzip

import numpy as np
import pytest

import beras
from beras import data


def test_a_pipeline_is_walked_as_often_as_one_likes():
    x = np.arange(10, dtype="float32")
    pairs = data.Dataset.from_tensors(x, x * 2).map(lambda a, b: (a + 1, b)).batch(4).prefetch(2)
    for _ in range(2):
        batches = list(pairs)
        assert [len(a) for a, _ in batches] == [4, 4, 2]
        np.testing.assert_array_equal(np.concatenate([a for a, _ in batches]), x + 1)
    assert pairs.cardinality() == 3


def test_orders_follow_the_seed():
    x = np.arange(100)

    def order(seed):
        return [int(a) for (a,) in data.Dataset.from_tensors(x).shuffle(seed=seed)]

    assert order(3) == order(3) != order(4)
    assert sorted(order(3)) == list(range(100))


def test_take_skip_repeat_zip():
    numbers = data.Dataset.from_tensors(np.arange(4))
    assert [int(a) for (a,) in numbers.skip(1).take(2).repeat(2)] == [1, 2, 1, 2]
    assert [(int(a), int(b)) for a, b in data.Dataset.zip([numbers, numbers.skip(2)])] == [
        (0, 2),
        (1, 3),
    ]
    with pytest.raises(ValueError):
        numbers.batch(0)


def test_a_generator_is_started_anew_for_each_walk():
    starts = []

    def start():
        starts.append(1)
        return (np.full(2, i, "float32") for i in range(3))

    rows = data.Dataset.from_generator(start)
    for _ in range(2):
        assert [row.tolist() for (row,) in rows] == [[0, 0], [1, 1], [2, 2]]
    assert len(starts) == 2


def test_files_of_numpy_come_and_go(tmp_path):
    array = np.arange(6, dtype="float64").reshape(2, 3)
    np.save(tmp_path / "theirs.npy", array)
    np.testing.assert_array_equal(data.load_npy(str(tmp_path / "theirs.npy")), array)
    data.save_npz(str(tmp_path / "ours.npz"), {"a": array, "b": array[0]}, compressed=True)
    with np.load(tmp_path / "ours.npz") as ours:
        np.testing.assert_array_equal(ours["a"], array)
        np.testing.assert_array_equal(ours["b"], array[0])
    (tmp_path / "broken.npy").write_bytes(b"\x93NUMPY\x01\x00")
    with pytest.raises(OSError, match="broken.npy"):
        data.load_npy(str(tmp_path / "broken.npy"))


def test_tables(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n3,\n"))
    names, values = data.load_csv(str(path), header=True, missing_as_nan=True)
    assert names == ["a", "b"]
    np.testing.assert_array_equal(values, [[1, 2], [3, np.nan]])
    with pytest.raises(OSError, match="line 3"):
        data.load_csv(str(path), header=True)


def test_labels_as_one_hot_vectors_and_back():
    encoder = data.OneHotEncoder()
    encoder.fit(np.array([3, 1, 3]))
    np.testing.assert_array_equal(encoder(np.array([1, 3])), [[1, 0], [0, 1]])
    np.testing.assert_array_equal(encoder.inverse(encoder(np.array([3, 1]))), [3, 1])
    with pytest.raises(ValueError, match="7"):
        encoder(np.array([7]))


def test_fashion_mnist_as_keras_gives_it():
    (x_train, y_train), (x_test, y_test) = beras.datasets.fashion_mnist.load_data()
    assert x_train.shape == (60000, 28, 28) and x_test.shape == (10000, 28, 28)
    assert x_train.dtype == y_train.dtype == np.uint8
    assert np.bincount(y_train).tolist() == [6000] * 10
    assert y_test.shape == (10000,)
    with pytest.raises(OSError, match="nowhere"):
        beras.datasets.mnist.load_data("/nowhere")
