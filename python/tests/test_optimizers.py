"""Optimizers of the engine and of one's own."""

import copy

import golden
import numpy as np
import pytest

from beras import GradientTape, Variable, layers, losses, models, ops, optimizers
from beras.optimizers import schedules

VALUES = golden.load("optimizers")
RUNS = {key: run for key, run in VALUES["runs"].items() if hasattr(optimizers, run["class"])}
OPTIONS = golden.load("optimizer_options")
CONFIGS = [case for case in golden.load("configs")["cases"] if case["family"] == "optimizers"]


def made(run):
    config = dict(run["config"])
    if config["learning_rate"] == "ExponentialDecay(0.1,2,0.5)":
        config["learning_rate"] = schedules.ExponentialDecay(0.1, 2, 0.5)
    return getattr(optimizers, run["class"])(**config)


def test_the_classes_are_compared():
    assert len(RUNS) >= 16


@pytest.mark.parametrize("key", RUNS)
def test_steps_equal_kerass(key):
    optimizer = made(RUNS[key])
    weights = [Variable(golden.array(value)) for value in VALUES["initial"]]
    steps = zip(VALUES["grads"], RUNS[key]["values_after_each_step"])
    for gradients, expected in steps:
        optimizer.apply_gradients(zip([golden.array(g) for g in gradients], weights))
        for weight, value in zip(weights, expected):
            np.testing.assert_allclose(weight, value, rtol=0, atol=5e-6)
    steps = RUNS[key]["config"].get("gradient_accumulation_steps", 1)
    assert optimizer.iterations == len(VALUES["grads"]) // steps
    for weight, value in zip(weights, RUNS[key]["values_after_each_step"][-1]):
        optimizer.finalize_variable_values([weight])
        np.testing.assert_allclose(weight, value, rtol=0, atol=5e-6)


def tensors(values):
    return [np.array(v, "float32").reshape(s) for v, s in zip(values, OPTIONS["shapes"])]


@pytest.mark.parametrize("key", OPTIONS["cases"])
def test_the_options_of_the_base_do_what_kerass_do(key):
    run = OPTIONS["cases"][key]
    optimizer = optimizers.deserialize({"class_name": run["class_name"], "config": run["config"]})
    assert optimizer.get_config() == run["config"]
    weights = [Variable(value) for value in tensors(OPTIONS["initial"])]
    optimizer.build(weights)
    for gradients, expected in zip(OPTIONS["gradients"], run["after_each_step"]):
        optimizer.apply([optimizer.scale_loss(g) for g in tensors(gradients)], weights)
        for weight, value in zip(weights, tensors(expected)):
            np.testing.assert_allclose(weight, value, rtol=2e-5, atol=2e-5)
    assert len(optimizer.variables) == len(run["variables"]["values"])
    for variable, value in zip(optimizer.variables, run["variables"]["values"]):
        np.testing.assert_allclose(np.ravel(variable), value, rtol=2e-5, atol=2e-5)
    copied = copy.deepcopy(optimizer)
    for one, other in zip(optimizer.variables, copied.variables):
        np.testing.assert_array_equal(one, other)
    optimizer.finalize_variable_values(weights)
    for weight, value in zip(weights, tensors(run["finalized"])):
        np.testing.assert_allclose(weight, value, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("case", CONFIGS, ids=lambda case: case["class_name"])
def test_configurations_are_kerass(case):
    config = case["config"]
    made = getattr(optimizers, case["class_name"]).from_config(config)
    assert list(made.get_config().items()) == list(config.items())
    serialized = optimizers.serialize(made)
    assert serialized == {
        "module": "keras.optimizers",
        "class_name": case["class_name"],
        "config": config,
        "registered_name": None,
    }
    again = optimizers.get(serialized)
    assert type(again) is type(made) and again.get_config() == config


def test_weights_may_be_excluded_from_decay():
    kernel, bias = Variable([1.0], name="kernel"), Variable([1.0], name="bias")
    optimizer = optimizers.SGD(0.5, weight_decay=1.0)
    for excluded in ({"var_names": ["bias"]}, {"var_list": [kernel]}):
        optimizer.exclude_from_weight_decay(**excluded)
        optimizer.apply([[0.0], [0.0]], [kernel, bias])
    assert float(kernel[0]) == float(bias[0]) == 0.5
    copied, own_kernel, own_bias = copy.deepcopy((optimizer, kernel, bias))
    copied.apply([[0.0], [0.0]], [own_kernel, own_bias])
    assert float(own_kernel[0]) == 0.5 and float(own_bias[0]) == 0.25


def test_fit_scales_the_loss_accumulates_and_ends_with_averages():
    plain = trained(optimizers.Adam(0.05))
    assert trained(optimizers.Adam(0.05, loss_scale_factor=1024.0)) == pytest.approx(plain, rel=1e-5)
    accumulating = optimizers.Adam(0.05, gradient_accumulation_steps=4)
    trained(accumulating)
    assert accumulating.iterations == 2 and accumulating.variables[0] == 8

    model = models.Sequential([layers.Input((3,)), layers.Dense(1)])
    optimizer = optimizers.SGD(0.1, use_ema=True, ema_momentum=0.5)
    model.compile(optimizer, "mse")
    model.fit(np.ones((8, 3), "float32"), np.ones((8, 1), "float32"), batch_size=2, verbose=0)
    for weight, average in zip(model.trainable_variables, optimizer.variables[2:]):
        np.testing.assert_array_equal(weight, average)


def test_gradients_come_in_every_order():
    weights = [Variable([1.0, 2.0]) for _ in range(3)]
    gradient = np.array([1.0, 1.0], "float32")
    optimizer = optimizers.SGD(0.5)
    optimizer.apply([gradient], [weights[0]])
    optimizer.apply_gradients(zip([gradient], [weights[1]]))
    optimizer.apply_gradients([weights[2]], [gradient])
    for weight in weights:
        np.testing.assert_array_equal(weight, [0.5, 1.5])
    optimizer.build([weights[0]])
    optimizer.apply([gradient])
    np.testing.assert_array_equal(weights[0], [0, 1])


def test_frozen_weights_and_those_without_gradient_stay():
    frozen, free, untouched = Variable([1.0], trainable=False), Variable([1.0]), Variable([1.0])
    optimizers.SGD(0.5).apply([[1.0], [1.0], None], [frozen, free, untouched])
    assert [float(v.sum()) for v in (frozen, free, untouched)] == [1, 0.5, 1]


def test_the_learning_rate_may_be_set_or_follow_the_steps():
    optimizer = optimizers.SGD(learning_rate=lambda step: 1 / (1 + step))
    weight = Variable([0.0])
    for _ in range(3):
        optimizer.apply([[1.0]], [weight])
    assert float(weight.sum()) == pytest.approx(-(1 + 1 / 2 + 1 / 3))
    assert optimizer.learning_rate == 1 / 4
    optimizer.learning_rate = lambda: 0.5  # as in Keras
    assert optimizer.learning_rate == 0.5
    optimizer.learning_rate = 0.125
    assert optimizer.learning_rate == 0.125
    optimizer.apply([[8.0]], [weight])
    assert float(weight.sum()) == pytest.approx(-(2 + 1 / 2 + 1 / 3))


class Momentum(optimizers.Optimizer):
    """SGD with momentum, written as Keras's guides write optimizers."""

    def __init__(self, learning_rate=0.01, momentum=0.9, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.momentum = momentum

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.velocities = [
            self.add_variable_from_reference(variable, name="velocity") for variable in variables
        ]

    def update_step(self, gradient, variable, learning_rate):
        velocity = self.velocities[self._get_variable_index(variable)]
        velocity.assign(self.momentum * velocity - learning_rate * gradient)
        self.assign_add(variable, velocity)


def trained(optimizer):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(32, 3)).astype("float32")
    y = x.sum(axis=1, keepdims=True)
    model = models.Sequential([layers.Dense(4, activation="tanh"), layers.Dense(1)])
    model.build((None, 3))
    shapes = [weight.shape for weight in model.weights]
    model.set_weights([generator.normal(size=shape) for shape in shapes])
    model.compile(optimizer, "mse")
    return model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0).history["loss"]


def test_an_optimizer_of_ones_own_trains_as_the_engines():
    own, engines = Momentum(0.05), optimizers.SGD(0.05, momentum=0.9)
    assert trained(own) == pytest.approx(trained(engines), rel=1e-5)
    assert len(own.variables) == 2 + 4 and own.iterations == 8
    config = own.get_config()
    assert config["learning_rate"] == 0.05 and config["name"] == "momentum"
    assert Momentum.from_config(config).get_config() == config
    averaging = Momentum(0.05, use_ema=True, gradient_accumulation_steps=2)
    trained(averaging)
    assert len(averaging.variables) == 2 + 3 * 4 and averaging.iterations == 4


def test_a_subclass_of_an_optimizer_may_change_its_step():
    class Halved(optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            super().update_step(gradient / 2, variable, learning_rate)

    assert trained(Halved(0.1, momentum=0.9)) == pytest.approx(
        trained(optimizers.SGD(0.05, momentum=0.9)), rel=1e-5
    )
    assert trained(Halved(0.1, momentum=0.9, clipnorm=0.5)) != trained(Halved(0.1, momentum=0.9))


def test_steps_within_a_tape_are_not_recorded():
    weight = Variable([2.0])
    with GradientTape(persistent=True) as tape:
        loss = ops.sum(weight * weight)
        before = len(tape.calls)
        Momentum(0.5).apply([[4.0]], [weight])
        assert len(tape.calls) == before
    assert float(weight.sum()) == 0
    with pytest.raises(RuntimeError, match="changed"):
        tape.gradient(loss, weight)


def test_names_mean_classes():
    assert isinstance(optimizers.get("adam"), optimizers.Adam)
    assert isinstance(optimizers.get("SGD"), optimizers.SGD)
    with pytest.raises(ValueError, match="Did you mean 'rmsprop'"):
        optimizers.get("rmspro")


def test_errors_are_pythons():
    weight = Variable([1.0, 2.0])
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        optimizers.SGD().apply([np.zeros(3)], [weight])
    with pytest.raises(ValueError, match="Does the loss depend"):
        optimizers.SGD().apply([None], [weight])
    with pytest.raises(ValueError, match="a gradient for each weight"):
        optimizers.SGD().apply([], [weight])
    with pytest.raises(ValueError, match="at most one of clipnorm"):
        optimizers.Adam(clipnorm=1.0, clipvalue=1.0)
    with pytest.raises(TypeError, match="a number or a function"):
        optimizers.Adam(learning_rate="fast")
    with pytest.raises(ValueError, match="overrides neither update_step"):
        optimizers.Optimizer(0.1).apply([np.zeros(2)], [weight])
    with pytest.raises(ValueError, match="expected a weight that it was built with"):
        Momentum()._get_variable_index(weight)
    assert losses.mse([[1.0]], [[1.0]]).sum() == 0


def test_an_error_in_a_step_leaves_the_optimizer_usable():
    class Failing(optimizers.SGD):
        fails = True

        def update_step(self, gradient, variable, learning_rate):
            if self.fails:
                raise KeyError("not now")
            super().update_step(gradient, variable, learning_rate)

    optimizer, weight = Failing(1.0), Variable([1.0])
    with pytest.raises(KeyError, match="not now"):
        optimizer.apply([[1.0]], [weight])
    optimizer.fails = False
    optimizer.apply([[1.0]], [weight])
    assert float(weight.sum()) == 0


class Remembering(optimizers.Optimizer):
    """With state of its own, in Python."""

    def build(self, variables):
        super().build(variables)
        self.velocities = [self.add_variable_from_reference(v, "velocity") for v in variables]

    def update_step(self, gradient, variable, learning_rate):
        velocity = self.velocities[self._get_variable_index(variable)]
        velocity.assign(0.9 * velocity - learning_rate * gradient)
        variable.assign(variable + velocity)


@pytest.mark.parametrize("kind", [optimizers.Adam, Remembering])
def test_state_is_saved_and_loaded(kind, tmp_path):
    from beras import data

    first, w = kind(0.1), Variable([1.0, 2.0])
    for _ in range(3):
        first.apply([np.array([1.0, -2.0], "float32")], [w])
    store = {}
    first.save_own_variables(store)
    data.save_npz(str(tmp_path / "state.npz"), store)
    second, v = kind(0.1), Variable(np.array(w))
    second.build([v])
    second.load_own_variables(data.load_npz(str(tmp_path / "state.npz")))
    for optimizer, weight in ((first, w), (second, v)):
        optimizer.apply([np.array([0.5, 1.0], "float32")], [weight])
    np.testing.assert_array_equal(v, w)
    assert int(second.iterations) == 4
    assert int(store["0"]) == 3  # a copy


def test_state_that_does_not_fit_changes_nothing():
    optimizer, w = optimizers.Adam(), Variable([1.0, 2.0])
    store = {}
    optimizer.save_own_variables(store)
    with pytest.raises(ValueError, match="build"):
        optimizers.Adam().load_own_variables({"0": np.array(1), "2": np.zeros(2)})
    optimizer.build([w])
    optimizer.save_own_variables(store)
    store["0"] = np.array(7)
    store["3"] = np.zeros(3)
    with pytest.raises(ValueError, match="shape"):
        optimizer.load_own_variables(store)
    assert int(optimizer.iterations) == 0


def test_configurations_mean_optimizers():
    of_keras = {
        "module": "keras.optimizers",
        "class_name": "SGD",
        "config": {
            "name": "mine",
            "learning_rate": 0.25,
            "weight_decay": None,
            "clipnorm": None,
            "global_clipnorm": None,
            "clipvalue": None,
            "use_ema": False,
            "ema_momentum": 0.99,
            "ema_overwrite_frequency": None,
            "loss_scale_factor": None,
            "gradient_accumulation_steps": None,
            "momentum": 0.9,
            "nesterov": True,
        },
        "registered_name": None,
    }
    optimizer = optimizers.get(of_keras)
    assert isinstance(optimizer, optimizers.SGD) and optimizer.name == "mine"
    assert (optimizer.learning_rate, optimizer.momentum, optimizer.nesterov) == (0.25, 0.9, True)
    assert isinstance(optimizers.get({"class_name": "adam", "config": {}}), optimizers.Adam)
    again = optimizers.get({"class_name": "SGD", "config": optimizer.get_config()})
    assert (again.learning_rate, again.nesterov) == (0.25, True)
    with pytest.raises(ValueError, match="gradient_accumulation_steps of at least 2"):
        optimizers.SGD(gradient_accumulation_steps=1)
    with pytest.raises(ValueError, match="weight_decay: a number"):
        optimizers.AdamW(weight_decay=None)
