"""Regularizers, constraints, and what layers add to the loss."""

import copy
import gc
import pickle
import threading
import weakref

import beras
import golden
import numpy as np
import pytest
from beras import GradientTape, constraints, layers, ops, optimizers, regularizers

GOLDEN = golden.load("weight_rules")


def made(room, case):
    return getattr(room, case["class_name"])(**case["config"])


@pytest.mark.parametrize("case", GOLDEN["regularizers"], ids=lambda case: case["class_name"])
def test_regularizers_give_kerass_values_and_gradients(case):
    regularizer, x = made(regularizers, case), beras.Tensor(golden.array(case["x"]))
    with GradientTape() as tape:
        value = regularizer(x)
    assert float(value) == pytest.approx(case["value"], rel=1e-6)
    if "gradient" in case:
        np.testing.assert_allclose(tape.gradient(value, x), case["gradient"], atol=1e-6)
    assert regularizer.get_config() == case["config"]


@pytest.mark.parametrize("case", GOLDEN["constraints"], ids=lambda case: case["class_name"])
def test_constraints_give_kerass_values(case):
    constraint = made(constraints, case)
    np.testing.assert_allclose(constraint(golden.array(case["x"])), case["value"], atol=1e-6)
    assert constraint.get_config() == case["config"]


@pytest.mark.parametrize("name", GOLDEN["training"])
def test_training_goes_as_kerass(name):
    case = GOLDEN["training"][name]
    x, y = golden.array(case["x"]), golden.array(case["y"])
    model = beras.Sequential([made(layers, layer) for layer in case["layers"]])
    model.build(x.shape)
    model.set_weights([golden.array(weight) for weight in case["weights"]])
    model(x)
    np.testing.assert_allclose(model.losses, case["losses"], rtol=2e-6)
    np.testing.assert_allclose(model.layers[0].losses, case["losses_of_first"], rtol=2e-6)
    for each in (beras.models.clone_model(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        each.set_weights(model.get_weights())
        each.compile(optimizers.SGD(0.02), "mse", loss_weights=0.5)
        assert each.evaluate(x, y, batch_size=2, verbose=0) == pytest.approx(case["evaluated"], rel=3e-6)
        assert each.test_on_batch(x, y) == pytest.approx(case["tested"], rel=3e-6)
        for step in case["steps"]:
            assert each.train_on_batch(x, y) == pytest.approx(step["loss"], rel=5e-6)
            for weight, expected in zip(each.weights, step["weights"]):
                np.testing.assert_allclose(weight, expected, rtol=1e-5, atol=1e-5)
        each.layers[0].trainable = False
        each(x)
        np.testing.assert_allclose(each.losses, case["losses_with_the_first_frozen"], rtol=1e-5)


class Largest(regularizers.Regularizer):
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return self.factor * ops.max(ops.abs(x))


class Within(constraints.Constraint):
    def __init__(self, bound):
        self.bound = bound

    def __call__(self, w):
        return ops.clip(w, -self.bound, self.bound)


class Halved(constraints.NonNeg):
    def __call__(self, w):
        return super().__call__(w) * 0.5


def absolute(w):
    return ops.sum(ops.abs(w))


@pytest.mark.parametrize(
    "regularizer, expected",
    [
        ("l2", 0.08),
        ("L1", 0.04),
        (regularizers.L1, 0.04),
        (regularizers.l1(0.5), 2.0),
        ({"class_name": "L1L2", "config": {"l1": 1.0, "l2": 1.0}}, 12.0),
        (Largest(3.0), 6.0),
        (absolute, 4.0),
        (lambda w: 7.0, 7.0),
    ],
)
def test_layers_take_regularizers_in_every_form(regularizer, expected):
    dense = layers.Dense(1, kernel_initializer=lambda shape, dtype: [[2.0], [-2.0]],
                         kernel_regularizer=regularizer)
    assert dense.losses == []
    dense.build((None, 2))
    assert [float(loss) for loss in dense.losses] == pytest.approx([expected])
    again = beras.models.clone_model(beras.Sequential([dense])).layers[0]
    again.build((None, 2))
    assert [float(loss) for loss in again.losses] == pytest.approx([expected])


@pytest.mark.parametrize(
    "constraint, expected",
    [
        ("non_neg", [[2], [0]]),
        (constraints.MaxNorm(1), [[1 / np.sqrt(2)], [-1 / np.sqrt(2)]]),
        (Within(1.0), [[1], [-1]]),
        (Halved(), [[1], [0]]),
        (lambda w: w * 0, [[0], [0]]),
        (None, [[2], [-2]]),
    ],
)
def test_optimizers_keep_weights_within_constraints(constraint, expected):
    dense = layers.Dense(1, kernel_initializer=lambda shape, dtype: [[2.0], [-2.0]],
                         kernel_constraint=constraint, use_bias=False)
    dense.build((None, 2))
    optimizers.SGD(0.1).apply([np.zeros((2, 1), "float32")], dense.trainable_weights)
    np.testing.assert_allclose(dense.kernel, expected, rtol=1e-6)


def test_errors_name_what_was_meant():
    with pytest.raises(ValueError, match="Did you mean 'l1_l2'"):
        layers.Dense(2, kernel_regularizer="l1_l3")
    with pytest.raises(ValueError, match="Did you mean 'max_norm'"):
        layers.Dense(2, kernel_constraint="max_nrom")
    with pytest.raises(TypeError, match=r"\[regularizers\] expected a name or a function"):
        layers.Dense(2, bias_regularizer=3)
    with pytest.raises(ValueError, match="l2: a number of at least 0"):
        regularizers.L2(-1.0)
    with pytest.raises(ValueError, match=r'mode "rows" or "columns"'):
        regularizers.OrthogonalRegularizer(mode="diagonal")
    dense = layers.Dense(2, kernel_constraint=lambda w: w[0])
    dense.build((None, 2))
    with pytest.raises(ValueError, match=r"\[constraint\] expected \(2, 2\) for weight \"kernel\""):
        optimizers.SGD().apply([np.zeros((2, 2))] * 2, [*dense.weights[:1], beras.Variable(np.ones((2, 2)))])


def test_names_mean_classes():
    assert isinstance(regularizers.get("l1_l2"), regularizers.L1L2)
    assert isinstance(regularizers.get("orthogonal_regularizer"), regularizers.OrthogonalRegularizer)
    assert isinstance(constraints.get("min_max_norm"), constraints.MinMaxNorm)
    assert regularizers.get(None) is constraints.get(None) is None
    assert regularizers.l2 is regularizers.L2 and constraints.unit_norm is constraints.UnitNorm
    assert beras.Regularizer is regularizers.Regularizer
    assert Largest(3).get_config() == {"factor": 3} and Within.from_config({"bound": 2}).bound == 2
    assert float(regularizers.Regularizer()([1.0])) == 0


class Own(layers.Layer):
    def build(self, input_shape):
        self.kernel = self.add_weight((input_shape[-1], 1), "ones", regularizer="l2",
                                      constraint=self.bounded, name="kernel")

    def bounded(self, w):
        return ops.minimum(w, 1.0)

    def call(self, x):
        y = x @ self.kernel
        self.add_loss([ops.sum(y), 0.25])
        return y


def test_weights_keep_what_a_layer_of_ones_own_gives_them():
    own = Own(activity_regularizer=Largest(10.0))
    own.build((None, 2))
    assert isinstance(own.kernel.regularizer, regularizers.L2)
    assert own.kernel.constraint(own.kernel * 3).tolist() == [[1], [1]]
    for each in (own, copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        each(np.ones((2, 2), "float32"))
        assert [float(loss) for loss in each.losses] == pytest.approx([4, 0.25, 10 * 2 / 2, 0.02])
        optimizers.SGD(1.0).apply([np.full((2, 1), -5.0)], each.weights)
        assert each.kernel.tolist() == [[1], [1]]
    assert own.get_config()["activity_regularizer"] is own.activity_regularizer
    gone = weakref.ref(own)
    del own, each
    gc.collect()
    assert gone() is None


def test_variables_show_and_take_rules():
    variable = beras.Variable([2.0, -2.0])
    assert variable.regularizer is None and variable.constraint is None
    variable.regularizer, variable.constraint = "l1", Within(1.0)
    assert float(variable.regularizer(variable)) == pytest.approx(0.04)
    for each in (variable, copy.deepcopy(variable), pickle.loads(pickle.dumps(variable))):
        optimizers.SGD().apply([np.zeros(2)], [each])
        assert each.tolist() == [1, -1] and isinstance(each.regularizer, regularizers.L1)
    variable.constraint = None
    assert variable.constraint is None and variable.regularizer is not None
    assert (variable * 2).regularizer is None


def test_losses_are_those_of_the_latest_call_on_this_thread():
    model, x = beras.Sequential([Own(), Own()]), np.ones((2, 2), "float32")
    model(x)
    of_first = [4, 0.25, 4, 0.25, 0.02, 0.01]
    assert [float(loss) for loss in model.losses] == pytest.approx(of_first)
    seen = []

    def call():
        seen.append(len(model.losses))
        model(2 * x)
        seen.append(float(model.losses[0]))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert seen == [2, 8]
    assert [float(loss) for loss in model.losses] == pytest.approx(of_first)
    model.predict(5 * x, verbose=0)
    assert [float(loss) for loss in model.losses] == pytest.approx(of_first)


def test_a_training_step_of_ones_own_sees_them():
    class Model(beras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1, kernel_initializer="ones", kernel_regularizer="l2",
                                      activity_regularizer="l1")

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            x, y = data
            with GradientTape() as tape:
                loss = ops.sum(self(x, training=True)) * 0 + sum(self.losses)
            self.optimizer.apply(tape.gradient(loss, self.trainable_variables), self.trainable_variables)
            return {"loss": loss, "count": len(self.losses)}

    model, x = Model(), np.ones((2, 2), "float32")
    model.compile(optimizers.SGD(1.0))
    logs = model.train_on_batch(x, np.ones((2, 1)), return_dict=True)
    assert logs["count"] == 2 and logs["loss"] == pytest.approx(0.02 + 2 * 2 * 0.01 / 2)
    np.testing.assert_allclose(model.dense.kernel, np.full((2, 1), 1 - 0.02 - 0.01), rtol=1e-6)


def test_a_model_may_train_on_added_losses_alone():
    model = beras.Sequential([Own()])
    model.compile(optimizers.SGD(0.1))
    first = model.train_on_batch(np.ones((2, 2), "float32"))
    assert first == pytest.approx(4 + 0.25 + 0.02)
    history = model.fit(np.ones((4, 2), "float32"), epochs=3, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]


def test_gradients_that_are_stated_and_added_losses_do_not_go_together():
    class Doubled(layers.Layer):
        def call(self, x):
            self.add_loss(ops.sum(x))
            return 2 * x

        def compose_input_gradients(self, J=None):
            return [2 * J[0]]

    with pytest.raises(ValueError, match=r"^\[Doubled\] expected a class written with operators"):
        Doubled()(np.ones((1, 2)))


def test_any_layer_regularizes_what_it_computes():
    flatten = layers.Flatten(activity_regularizer="l2")
    flatten(np.ones((2, 3), "float32"))
    assert [float(loss) for loss in flatten.losses] == pytest.approx([0.03])
    assert isinstance(flatten.activity_regularizer, regularizers.L2)
    again = layers.Flatten.from_config(flatten.get_config())
    again(np.ones((2, 3), "float32"))
    assert len(again.losses) == 1
    again.activity_regularizer = None
    again(np.ones((2, 3), "float32"))
    assert again.losses == [] and "activity_regularizer" not in again.get_config()
