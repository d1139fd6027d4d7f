"""The defaults of the whole process, and where they show."""

import beras
import numpy as np
import pytest
from beras import backend, config, layers, losses, ops


@pytest.fixture(autouse=True)
def as_before():
    yield
    config.set_epsilon(1e-7)
    config.set_image_data_format("channels_last")


def test_epsilon_is_what_is_added_and_clipped_by():
    assert config.epsilon() == backend.epsilon() == 1e-7
    config.set_epsilon(0.25)
    assert config.epsilon() == backend.epsilon() == 0.25
    y_true, y_pred = np.array([[1.0, 0.0]]), np.array([[0.0, 0.0]])
    expected = -(np.log(0.25) + np.log(0.75)) / 2
    assert losses.binary_crossentropy(y_true, y_pred)[0] == pytest.approx(expected)
    x = np.array([[3.0, 4.0]], np.float32)
    np.testing.assert_allclose(ops.rms_normalization(x), x / np.sqrt(12.5 + 0.25), 1e-6)
    np.testing.assert_allclose(ops.normalize(x * 0.01), x * 0.01 / 0.25, 1e-6)
    np.testing.assert_allclose(
        ops.layer_normalization(x), [[-0.5 / np.sqrt(0.5), 0.5 / np.sqrt(0.5)]], 1e-6
    )
    assert layers.LayerNormalization().epsilon == 1e-3  # as in Keras: its own


@pytest.mark.parametrize("value", ["a", None, -1.0, 0.5, float("nan")])
def test_an_epsilon_that_cannot_be_is_refused(value):
    with pytest.raises((TypeError, ValueError), match=r"^\[set_epsilon\] expected "):
        config.set_epsilon(value)
    assert config.epsilon() == 1e-7


def test_floatx_is_float32():
    config.set_floatx("float32")
    assert config.floatx() == "float32"
    with pytest.raises(ValueError, match=r"^\[set_floatx\] expected 'float32'.*set_dtype_policy"):
        config.set_floatx("float64")


def test_the_format_of_images_is_that_of_layers_and_ops_without_one():
    images = np.random.default_rng(0).normal(size=(2, 3, 8, 6)).astype(np.float32)
    kernel = np.ones((3, 3, 3, 4), np.float32)

    def made():
        return [layers.Conv2D(4, 3), layers.MaxPooling2D(), layers.AveragePooling2D(2)]

    last = [layer(images.transpose(0, 2, 3, 1)) for layer in made()]
    config.set_image_data_format("channels_first")
    assert config.image_data_format() == "channels_first"
    first = [layer(images) for layer in made()]
    for x, y in zip(first[1:], last[1:]):
        np.testing.assert_array_equal(x, np.transpose(y, (0, 3, 1, 2)))
    assert first[0].shape == (2, 4, 6, 4)
    assert layers.GlobalAveragePooling2D()(images).shape == (2, 3)
    assert layers.Conv2D(4, 3).get_config()["data_format"] == "channels_first"
    assert layers.Conv2D(4, 3, data_format="channels_last").data_format == "channels_last"
    assert ops.conv(images, kernel).shape == (2, 4, 6, 4)
    assert ops.max_pool(images, 2).shape == ops.average_pool(images, 2).shape == (2, 3, 4, 3)
    assert ops.depthwise_conv(images, np.ones((3, 3, 3, 1), np.float32)).shape == (2, 3, 6, 4)


def test_a_format_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"^\[set_image_data_format\] .*channels_lst"):
        config.set_image_data_format("channels_lst")
    with pytest.raises(TypeError, match=r"^\[set_image_data_format\] expected data_format: str"):
        config.set_image_data_format(3)


def test_keras_code_finds_them_where_they_are():
    for name in ("epsilon", "floatx", "image_data_format"):
        for module in (beras.backend, beras.config):
            getattr(module, f"set_{name}")(getattr(module, name)())
