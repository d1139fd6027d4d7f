"""Seeds, labels and pictures."""

import random
import xml.etree.ElementTree as xml

import numpy as np
import pytest

import beras
from beras import layers, utils


def test_one_seed_for_python_numpy_and_the_engine():
    draws = []
    for _ in range(2):
        utils.set_random_seed(5)
        draws.append((random.random(), np.random.rand(), beras.random.normal((3,)).tolist()))
    assert draws[0] == draws[1]
    with pytest.raises(ValueError, match="-1"):
        utils.set_random_seed(-1)


def test_to_categorical_is_keras_one_hot():
    np.testing.assert_array_equal(utils.to_categorical([0, 2]), [[1, 0, 0], [0, 0, 1]])
    assert utils.to_categorical([[1], [0]], 3).shape == (2, 3)
    assert utils.to_categorical([1]).dtype == np.float32
    with pytest.raises(ValueError, match="from -1 to 0"):
        utils.to_categorical([-1, 0], 2)
    with pytest.raises(ValueError, match="from 0 to 3"):
        utils.to_categorical([0, 3], 3)


def test_normalize_gives_unit_vectors_and_keeps_zeros():
    np.testing.assert_allclose(utils.normalize([[3.0, 4.0], [0.0, 0.0]]), [[0.6, 0.8], [0, 0]])


def test_plot_history_refuses_what_is_no_history():
    with pytest.raises(TypeError, match=r"\[plot_history\] expected what fit returned"):
        utils.plot_history(np.arange(3))


def test_plot_history_draws_training_and_validation(tmp_path):
    figure = utils.plot_history(
        {"loss": [3.0, 2.0, 1.0], "val_loss": [3.0, 2.5, 2.0], "accuracy": [0.1, 0.2, 0.3]},
        tmp_path / "curves.png",
    )
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["loss", "accuracy"]
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[3, 2, 1], [3, 2.5, 2]]
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_plot_model_is_a_picture_with_a_box_for_each_layer(tmp_path, monkeypatch):
    model = beras.Sequential([layers.Input((4,)), layers.Dense(3, name="first"), layers.Dense(2)])
    path = utils.plot_model(
        model, tmp_path / "model.svg", show_shapes=True, show_layer_names=True
    )
    assert path == str(tmp_path / "model.svg")
    root = xml.fromstring((tmp_path / "model.svg").read_text())
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[3:5] == ["Input shape: (None, 4)", "Output shape: (None, 3)"]
    assert texts[2] == "first (Dense)"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 3
    monkeypatch.setattr(utils.shutil, "which", lambda name: None)
    assert utils.plot_model(model, tmp_path / "picture.png") == str(tmp_path / "picture.svg")
    assert utils.model_to_dot(model).count(" -> ") == 2
    with pytest.raises(ValueError, match="rankdir"):
        utils.plot_model(model, tmp_path / "model.svg", rankdir="up")


def test_split_dataset_is_kerass():
    x = np.arange(5)
    left, right = utils.split_dataset((x, -x), left_size=0.5)  # 2.5 is rounded to even
    assert [tuple(map(int, each)) for each in left] == [(0, 0), (1, -1)]
    assert [tuple(map(int, each)) for each in right] == [(2, -2), (3, -3), (4, -4)]
    assert left.cardinality() == 2
    first, last = utils.split_dataset(x, left_size=1, right_size=2)
    assert [int(each) for (each,) in [*first, *last]] == [0, 3, 4]


def test_split_dataset_keeps_both_sides_apart():
    shuffled = beras.data.Dataset.from_tensors(np.arange(20)).shuffle()
    left, right = utils.split_dataset(shuffled, right_size=5, shuffle=True, seed=3)
    for _ in range(2):
        seen = [int(each) for (each,) in [*left, *right]]
        assert sorted(seen) == list(range(20))
    assert right.cardinality() == 5


@pytest.mark.parametrize(
    "sizes",
    [
        {},
        {"left_size": 0},
        {"left_size": 5},
        {"left_size": 2**70},
        {"right_size": -(2**70)},
        {"left_size": 1.5},
        {"left_size": float("nan")},
        {"left_size": 3, "right_size": 3},
        {"left_size": 3, "seed": -1},
    ],
)
def test_split_dataset_refuses_sizes_that_make_no_sense(sizes):
    with pytest.raises(ValueError, match="split_dataset"):
        utils.split_dataset(np.arange(5), **sizes)


def test_split_dataset_refuses_other_arguments():
    with pytest.raises(TypeError, match="left_size"):
        utils.split_dataset(np.arange(5), left_size="half")
    with pytest.raises(TypeError, match="left_size"):
        utils.split_dataset(np.arange(5), left_size=True)
    with pytest.raises(beras.ShapeError, match="equal length"):
        utils.split_dataset((np.arange(5), np.arange(4)), left_size=1)
    with pytest.raises(ValueError, match="preferred_backend"):
        utils.split_dataset(np.arange(5), left_size=1, preferred_backend="torch")


def test_train_test_split_keeps_samples_together():
    x = np.arange(8)
    names = np.array([str(i) for i in range(8)])
    x_train, x_test, names_train, names_test = utils.train_test_split(x, names, seed=1)
    assert (len(x_train), len(x_test)) == (6, 2)
    assert [str(i) for i in x_train] == names_train.tolist()
    assert [str(i) for i in x_test] == names_test.tolist()
    assert sorted([*x_train, *x_test]) == list(range(8))
    assert x_train.tolist() != sorted(x_train)
    again, *_ = utils.train_test_split(x, seed=1)
    assert again.tolist() == x_train.tolist()
    ordered = utils.train_test_split(x, test_size=3, shuffle=False)
    assert [part.tolist() for part in ordered] == [[0, 1, 2, 3, 4], [5, 6, 7]]
    with pytest.raises(ValueError, match="test_size"):
        utils.train_test_split(x, test_size=8)


def test_the_number_of_threads():
    before = beras.config.num_threads()
    try:
        beras.config.set_num_threads(1)
        assert beras.config.num_threads() == 1
    finally:
        beras.config.set_num_threads(before)
    with pytest.raises(ValueError, match="at least 1"):
        beras.config.set_num_threads(0)
