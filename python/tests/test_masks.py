"""Masks that travel with tensors, against Keras's values."""

import copy
import pickle
import warnings

import beras
import numpy as np
import pytest
from beras import layers, losses, metrics, ops, optimizers

X = np.array([[[1.0, 2], [0, 0], [3, 1]], [[0, 0], [0, 0], [5, 1]]], "float32")
Y = np.array([[[1.0], [2], [3]], [[4], [5], [6]]], "float32")
KEPT = [[True, False, True], [False, False, True]]


class MaskZeros(layers.Layer):
    def compute_mask(self, inputs, mask=None):
        return ops.any(ops.not_equal(inputs, 0), axis=-1)

    def call(self, inputs):
        return inputs * 1


class Look(layers.Layer):
    def call(self, inputs, mask=None):
        self.seen = mask
        return inputs * 2


class Keep(Look):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True


def masked():
    return MaskZeros()(X)


def test_a_layer_that_computes_masks_supports_them():
    y = masked()
    assert MaskZeros().supports_masking and not Look().supports_masking
    assert y._keras_mask.tolist() == KEPT
    assert (y * 2)._keras_mask is None and y[0]._keras_mask is None


def test_which_layers_support_masking():
    supporting = [
        *(layers.Activation("relu"), layers.BatchNormalization(), layers.Dense(3)),
        *(layers.Dropout(0.5), layers.LayerNormalization(), layers.LeakyReLU(), layers.ReLU()),
        *(layers.Rescaling(2.0), layers.Softmax()),
    ]
    assert all(layer.supports_masking for layer in supporting)
    others = [
        *(layers.AveragePooling2D(2), layers.Conv2D(2, 3), layers.Flatten()),
        *(layers.GlobalAveragePooling2D(), layers.MaxPooling2D(2), layers.Reshape((4,))),
        *(layers.InputLayer((3,)), beras.Sequential([layers.Dense(2)])),
    ]
    assert not any(layer.supports_masking for layer in others)
    for layer in supporting[:-1]:
        assert layer(masked())._keras_mask.tolist() == KEPT


def test_a_mask_is_passed_on_or_ends_with_a_warning():
    assert Keep()(masked())._keras_mask.tolist() == KEPT
    look = Look(name="look")
    with pytest.warns(SyntaxWarning, match=r"look \(Look\).*does not support masking"):
        y = look(masked(), mask=None)
    assert look.seen.tolist() == KEPT and y._keras_mask is None
    with pytest.warns(SyntaxWarning, match="does not support masking"):
        layers.Flatten()(masked())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Look()(X)


def test_a_mask_given_by_hand_takes_the_place_of_the_inputs():
    other = np.array([[True] * 3, [False] * 3])
    keep = Keep()
    assert keep(masked(), mask=other)._keras_mask.tolist() == other.tolist()
    assert keep.seen.tolist() == other.tolist()
    assert keep(X, other)._keras_mask.tolist() == other.tolist()


def test_masks_of_several_arguments_go_by_their_names():
    class Two(layers.Layer):
        def call(self, a, b, a_mask=None, b_mask=None):
            self.seen = (a_mask, b_mask)
            return a + b

    two = Two()
    with pytest.warns(SyntaxWarning, match="does not support masking"):
        two(masked(), X)
    assert two.seen[0].tolist() == KEPT and two.seen[1] is None
    two(X, masked())
    assert two.seen[0] is None and two.seen[1].tolist() == KEPT


def test_masks_of_a_list_are_a_list():
    class Join(layers.Layer):
        def call(self, inputs, mask=None):
            self.seen = mask
            return inputs[0] + inputs[1]

        def compute_mask(self, inputs, mask):
            return None if mask is None else ops.logical_and(mask[0], mask[1])

    join = Join()
    assert join([masked(), masked()])._keras_mask.tolist() == KEPT
    assert [mask.tolist() for mask in join.seen] == [KEPT, KEPT]


def test_in_a_sequential_layers_of_both_languages_pass_them():
    keep = Keep()
    model = beras.Sequential([MaskZeros(), layers.Dropout(0.5), keep, layers.Dense(2)])
    assert model(X)._keras_mask.tolist() == KEPT
    assert keep.seen.tolist() == KEPT
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Keras warns here that the mask ends, which it does not
        y = beras.Sequential([layers.Dense(2)])(masked())
    assert y._keras_mask.tolist() == KEPT


def test_a_cast_keeps_the_mask():
    keep = Keep(dtype="float64")
    assert keep(masked())._keras_mask.tolist() == KEPT
    assert keep.seen.tolist() == KEPT


def test_batch_normalization_and_softmax_use_it():
    norm = layers.BatchNormalization()
    y = norm(masked(), training=True)
    np.testing.assert_allclose(y[0, 0], [-1.2245152, 1.4110422], 1e-5)
    np.testing.assert_allclose(norm.moving_mean, [0.03, 0.0133333], 1e-5)
    np.testing.assert_allclose(norm.moving_variance, [1.0166667, 0.9922222], 1e-5)
    x = ops.convert_to_tensor([[1.0, 2, 3]])
    x._keras_mask = np.array([[True, False, True]])
    np.testing.assert_allclose(layers.Softmax()(x), [[0.11920291, 0, 0.880797]], 1e-5)


@pytest.mark.parametrize(
    "reduction, weight, expected",
    [
        ("sum_over_batch_size", None, (5 / 3, 1, 5 / 3)),
        ("sum_over_batch_size", [[1.0], [2]], (5 / 3, 1, 1.25)),
        ("sum_over_batch_size", [[1.0, 2, 3], [4, 5, 6]], (7 / 3, 1, 0.7)),
        ("sum", [[1.0, 2, 3], [4, 5, 6]], (7, 1, 0.7)),
        ("mean_with_sample_weight", [[1.0], [2]], (1.25, 1, 1.25)),
    ],
)
def test_the_loss_and_metrics_of_a_run_see_unmasked_steps_alone(reduction, weight, expected):
    model = beras.Sequential([MaskZeros(), layers.Dense(1, kernel_initializer="ones")])
    model.compile(
        optimizers.SGD(0.0),
        losses.MeanSquaredError(reduction=reduction),
        metrics=["mae"],
        weighted_metrics=[metrics.MeanSquaredError(name="wmse")],
    )
    weight = None if weight is None else np.array(weight)
    evaluated = model.evaluate(X, Y, sample_weight=weight, verbose=0)
    np.testing.assert_allclose(evaluated, expected, 1e-6)
    trained = model.train_on_batch(X, Y, sample_weight=weight)
    np.testing.assert_allclose(trained, expected, 1e-6)
    assert model.predict(X, verbose=0).tolist() == [[[3.0], [0], [4]], [[0.0], [0], [6]]]


def test_copies_of_layers_still_support_masking():
    for again in (copy.deepcopy(Keep()), pickle.loads(pickle.dumps(Keep()))):
        assert again.supports_masking
        assert again(masked())._keras_mask.tolist() == KEPT
