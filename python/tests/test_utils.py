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


def test_plot_history_draws_training_and_validation(tmp_path):
    figure = utils.plot_history(
        {"loss": [3.0, 2.0, 1.0], "val_loss": [3.0, 2.5, 2.0], "accuracy": [0.1, 0.2, 0.3]},
        tmp_path / "curves.png",
    )
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["loss", "accuracy"]
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[3, 2, 1], [3, 2.5, 2]]
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_plot_model_is_a_picture_with_a_box_for_each_layer(tmp_path):
    model = beras.Sequential([layers.Input((4,)), layers.Dense(3, name="first"), layers.Dense(2)])
    svg = utils.plot_model(model, tmp_path / "model.svg")
    root = xml.fromstring(svg)
    texts = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "first (Dense)"
    assert texts[1] == "(None, 3), 15 parameters"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 2
    assert (tmp_path / "model.svg").read_text() == svg
