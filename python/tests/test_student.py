"""A student's library, written for the course's own `core` and `gradient_tape`, runs on ours.

Some editions of the course name the method `forward` where others have `call`, so a second edition
of the student's files is made with that name. test_student_packages.py trains more editions.
"""

import importlib
import shutil
import sys

import numpy as np
import pytest
from beras.core import Callable, Diffable, Tensor, Weighted
from beras.gradient_tape import GradientTape
from student_packages import STUDENT, on_ours, train


class Edition:
    """The modules of one edition, as attributes."""

    def __init__(self, package, method):
        self.package = package
        self.method = method

    def __getattr__(self, module):
        return importlib.import_module(f"{self.package}.{module}")


def name_the_method(folder, method):
    for file in folder.glob("*.py"):
        text = file.read_text()
        for prefix in ("def ", "self."):
            text = text.replace(f"{prefix}call(", f"{prefix}{method}(")
        file.write_text(text)


@pytest.fixture(scope="module", params=["call", "forward"])
def student(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("editions")
    package = f"student_{request.param}"
    shutil.copytree(STUDENT / "classic" / "beras", folder / package)
    name_the_method(folder / package, request.param)
    sys.path.insert(0, str(folder))
    yield Edition(package, request.param)
    sys.path.remove(str(folder))


def test_learns_clothes(student, tmp_path):
    folder = on_ours("classic", tmp_path / "classic")
    name_the_method(folder / "beras", student.method)
    results, _ = train(folder, 4000, 1000, 4)
    history, test = results["history"], results["test"]
    # What the same files reach on a `core` of plain NumPy; the last batch of an epoch has 64 rows.
    assert history["loss"] == pytest.approx([1.0453692, 0.6272051, 0.5444862, 0.4914481], abs=1e-6)
    assert history["acc"] == [0.63425, 0.78225, 0.81325, 0.83325]
    assert test == {"loss": pytest.approx(0.5318948, abs=1e-6), "acc": 0.812}


# What differentiates each activation and loss by hand: an activation takes its input, its output
# and the gradient above; a loss takes the prediction and the truth.
BACKWARD = {
    "LeakyReLU": lambda z, y, above: above * np.where(z > 0, 1, 0.3),
    "ReLU": lambda z, y, above: above * (z > 0),
    "Sigmoid": lambda z, y, above: above * y * (1 - y),
    "Softmax": lambda z, y, above: y * (above - np.sum(above * y, axis=1, keepdims=True)),
    "MeanSquaredError": lambda y, truth: 2 * (y - truth) / y.size,
    "CategoricalCrossEntropy": lambda y, truth: -truth / y / len(y),
}


def problem(student, hidden, output):
    np.random.seed(1)
    x = np.random.normal(size=(7, 6))
    truth = np.eye(4)[np.random.randint(4, size=7)]
    model = student.model.SequentialModel(
        [
            student.layers.Dense(6, 5, "xavier"),
            getattr(student.activations, hidden)(),
            student.layers.Dense(5, 4, "kaiming uniform"),
            getattr(student.activations, output)(),
        ]
    )
    return model, x, truth


def values(model):
    return [np.array(weight) for weight in model.weights]


def gradients_by_hand(weights, x, truth, hidden, output, loss):
    w1, b1, w2, b2 = weights
    forward = {
        "LeakyReLU": lambda z: np.where(z > 0, z, 0.3 * z),
        "ReLU": lambda z: np.maximum(z, 0),
        "Sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "Softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
    }
    z1 = x @ w1 + b1
    y1 = forward[hidden](z1)
    z2 = y1 @ w2 + b2
    y2 = forward[output](z2)
    dz2 = BACKWARD[output](z2, y2, BACKWARD[loss](y2, truth))
    dz1 = BACKWARD[hidden](z1, y1, dz2 @ w2.T)
    return [x.T @ dz1, dz1.sum(0, keepdims=True), y1.T @ dz2, dz2.sum(0, keepdims=True)]


@pytest.mark.parametrize("loss", ["MeanSquaredError", "CategoricalCrossEntropy"])
@pytest.mark.parametrize("output", ["Sigmoid", "Softmax"])
@pytest.mark.parametrize("hidden", ["LeakyReLU", "ReLU", "Sigmoid", "Softmax"])
@pytest.mark.parametrize("asked_inside", [False, True])
def test_gradients_are_those_by_hand(student, hidden, output, loss, asked_inside):
    model, x, truth = problem(student, hidden, output)
    loss_fn = getattr(student.losses, loss)()
    with GradientTape() as tape:
        error = loss_fn(model(x), truth)
        if asked_inside:
            gradients = tape.gradient(error, model.trainable_variables)
    if not asked_inside:
        gradients = tape.gradient(error, model.trainable_variables)

    expected = gradients_by_hand(values(model), x, truth, hidden, output, loss)
    assert [g.dtype for g in gradients] == 4 * [np.float64]
    for ours, by_hand in zip(gradients, expected):
        np.testing.assert_allclose(ours, by_hand, rtol=0, atol=1e-10)


def adam_by_hand(gradients_at, weights, steps, amsgrad):
    m, v, v_hat = ([np.zeros_like(w) for w in weights] for _ in range(3))
    for t in range(1, steps + 1):
        for i, g in enumerate(gradients_at(weights)):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            corrected = v[i] / (1 - 0.999**t)
            v_hat[i] = np.maximum(v_hat[i], corrected) if amsgrad else corrected
            weights[i] = weights[i] - 0.1 * m[i] / (1 - 0.9**t) / (np.sqrt(v_hat[i]) + 1e-7)
    return weights


def rmsprop_by_hand(gradients_at, weights, steps):
    v = [np.zeros_like(w) for w in weights]
    for _ in range(steps):
        for i, g in enumerate(gradients_at(weights)):
            v[i] = 0.9 * v[i] + 0.1 * g * g
            weights[i] = weights[i] - 0.1 * g / (np.sqrt(v[i]) + 1e-6)
    return weights


def descent_by_hand(gradients_at, weights, steps):
    for _ in range(steps):
        weights = [w - 0.1 * g for w, g in zip(weights, gradients_at(weights))]
    return weights


@pytest.mark.parametrize(
    "name, options, by_hand",
    [
        ("BasicOptimizer", {}, descent_by_hand),
        ("RMSProp", {}, rmsprop_by_hand),
        ("Adam", {}, lambda *arguments: adam_by_hand(*arguments, amsgrad=False)),
        ("Adam", {"amsgrad": True}, lambda *arguments: adam_by_hand(*arguments, amsgrad=True)),
    ],
)
def test_optimizers_change_weights_in_place(student, name, options, by_hand):
    model, x, truth = problem(student, "Sigmoid", "Softmax")
    weights, before = model.weights, values(model)
    model.compile(
        getattr(student.optimizers, name)(0.1, **options),
        student.losses.CategoricalCrossEntropy(),
        student.metrics.CategoricalAccuracy(),
    )
    for _ in range(5):
        model.batch_step(x, truth)

    def gradients_at(weights):
        return gradients_by_hand(weights, x, truth, "Sigmoid", "Softmax", "CategoricalCrossEntropy")

    expected = by_hand(gradients_at, before, 5)
    assert all(now is then for now, then in zip(model.weights, weights))
    for ours, by_numpy in zip(values(model), expected):
        np.testing.assert_allclose(ours, by_numpy, rtol=0, atol=1e-10)


def test_evaluation_changes_nothing(student):
    model, x, truth = problem(student, "ReLU", "Softmax")
    loss_fn = student.losses.MeanSquaredError()
    model.compile(student.optimizers.Adam(0.1), loss_fn, student.metrics.CategoricalAccuracy())
    before = values(model)
    result = model.evaluate(x, truth, batch_size=3)
    prediction = np.array(model(x))
    assert result["loss"] == pytest.approx(np.mean((prediction - truth) ** 2), abs=1e-12)
    assert result["acc"] == np.mean(prediction.argmax(1) == truth.argmax(1))
    for now, then in zip(values(model), before):
        np.testing.assert_array_equal(now, then)


def test_a_call_leaves_what_it_was_given_and_gave(student):
    loss_fn = student.losses.MeanSquaredError()
    prediction, truth = np.array([[1.0, 2.0]]), np.array([[0.0, 0.0]])
    error = loss_fn(prediction, y_true=truth)
    assert isinstance(error, Tensor) and float(error) == 2.5
    assert list(loss_fn.argnames) == ["y_pred", "y_true"]
    assert list(loss_fn.input_dict) == ["y_pred", "y_true"]
    np.testing.assert_array_equal(loss_fn.inputs[0], prediction)
    np.testing.assert_array_equal(loss_fn.inputs[1], truth)
    assert len(loss_fn.outputs) == 1 and float(loss_fn.outputs[0]) == 2.5

    local = loss_fn.compose_input_gradients()
    np.testing.assert_array_equal(local[0], [[1.0, 2.0]])
    np.testing.assert_array_equal(local[1], [[0.0, 0.0]])


def test_default_compositions_follow_the_course(student):
    dense = student.layers.Dense(3, 2)
    x, above = np.arange(12.0).reshape(4, 3), np.arange(8.0).reshape(4, 2)
    dense(x)
    (to_input,) = dense.compose_input_gradients([above])
    to_w, to_b = dense.compose_weight_gradients([above])
    np.testing.assert_allclose(to_input, above @ np.array(dense.w).T, rtol=0, atol=1e-12)
    np.testing.assert_allclose(to_w, x.T @ above, rtol=0, atol=1e-12)
    np.testing.assert_allclose(to_b, above.sum(axis=0, keepdims=True), rtol=0, atol=1e-12)

    softmax = student.activations.Softmax()
    y = np.array(softmax(above))
    (to_input,) = softmax.compose_input_gradients([above])
    expected = y * (above - (above * y).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(to_input, expected, rtol=0, atol=1e-12)


def test_frozen_layers_stay_as_they_are(student):
    model, x, truth = problem(student, "LeakyReLU", "Softmax")
    model.compile(
        student.optimizers.BasicOptimizer(0.5),
        student.losses.CategoricalCrossEntropy(),
        student.metrics.CategoricalAccuracy(),
    )
    before = values(model)
    model.layers[0].trainable = False
    assert not model.layers[0].trainable and model.trainable
    assert len(model.trainable_variables) == len(model.non_trainable_variables) == 2
    model.batch_step(x, truth)
    changed = [bool((now != then).any()) for now, then in zip(values(model), before)]
    assert changed == [False, False, True, True]
    model.layers[0].trainable = True
    assert len(model.trainable_variables) == 4


def test_classes_mix_with_operations_between_them(student):
    """A layer used twice and a residual sum, which the course's own tape gets wrong."""
    dense, sigmoid = student.layers.Dense(3, 3, "xavier"), student.activations.Sigmoid()
    x = np.linspace(-1, 1, 6).reshape(2, 3)
    with GradientTape() as tape:
        hidden = dense(x)
        error = student.losses.MeanSquaredError()(hidden + sigmoid(dense(hidden)), np.zeros((2, 3)))
    gradient, _ = tape.gradient(error, dense.trainable_variables)

    def value(w):
        hidden = x @ w
        return np.mean((hidden + 1 / (1 + np.exp(-hidden @ w))) ** 2)

    w, step = np.array(dense.w), 1e-6
    for index in np.ndindex(3, 3):
        moved = np.zeros((3, 3))
        moved[index] = step
        slope = (value(w + moved) - value(w - moved)) / (2 * step)
        assert gradient[index] == pytest.approx(slope, abs=1e-8)


def test_one_hot_encoding_there_and_back(student):
    encoder = student.onehot.OneHotEncoder()
    encoder.fit(np.array([7, 3, 5, 3]))
    rows = encoder(np.array([5, 3, 7]))
    np.testing.assert_array_equal(rows, [[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(encoder.inverse(rows), [5, 3, 7])
    with pytest.raises(KeyError):
        encoder(np.array([4]))


def test_the_classes_are_what_the_course_says(student):
    dense = student.layers.Dense(2, 2)
    assert isinstance(dense, (Callable, Weighted)) and isinstance(dense, Diffable)
    assert isinstance(student.onehot.OneHotEncoder(), Callable)
    assert isinstance(dense.w, np.ndarray) and dense.w.trainable
    assert isinstance(student.metrics.CategoricalAccuracy()(np.eye(2), np.eye(2)), Tensor)
    assert Diffable.gradient_tape is None
    with GradientTape() as tape:
        assert Diffable.gradient_tape is tape
    assert Diffable.gradient_tape is None
    with pytest.raises(ValueError, match="Unknown dense weight"):
        student.layers.Dense(2, 2, "lucky")
