"""Learning rate schedules: Keras's, and one's own."""

import copy
import inspect

import golden
import numpy as np
import pytest
from beras import Variable, optimizers
from beras.optimizers import schedules
from test_optimizers import Momentum

SCHEDULES = golden.load("schedules")


@pytest.mark.parametrize("key", SCHEDULES["runs"])
def test_schedules_equal_kerass(key):
    run = SCHEDULES["runs"][key]
    schedule = getattr(schedules, key.partition("_")[0]).from_config(run["config"])
    rates = [schedule(step) for step in SCHEDULES["steps"]]
    np.testing.assert_allclose(rates, run["lr"], rtol=2e-6, atol=1e-8)
    assert list(schedule.get_config().items()) == list(run["config"].items())
    again = schedules.deserialize(schedules.serialize(schedule))
    assert type(again) is type(schedule) and again(7) == schedule(7)


class Warmup(schedules.LearningRateSchedule):
    """As Keras's guides write schedules."""

    def __init__(self, target):
        self.target = target

    def __call__(self, step):
        return self.target * min(1, (step + 1) / 4)

    def get_config(self):
        return {"target": self.target}


def test_a_schedule_may_be_ones_own():
    weight = Variable([0.0])
    optimizer = optimizers.SGD(Warmup(0.5))
    for _ in range(5):
        optimizer.apply([[1.0]], [weight])
    assert float(weight[0]) == -(0.125 + 0.25 + 0.375 + 0.5 + 0.5)
    assert len(optimizer.variables) == 1
    config = optimizers.serialize(optimizer)
    assert config["config"]["learning_rate"] == {
        "module": __name__,
        "class_name": "Warmup",
        "config": {"target": 0.5},
        "registered_name": "Warmup",
    }
    again = optimizers.deserialize(config, {"Warmup": Warmup})
    assert again.learning_rate == 0.125 and copy.deepcopy(again).learning_rate == 0.125
    with pytest.raises(TypeError, match="Received: 'Warmup'.*register_keras_serializable"):
        optimizers.get(config)
    own = optimizers.serialize(Momentum(Warmup(0.5)))
    assert own["registered_name"] == "Momentum"
    again = optimizers.deserialize(own, {"Warmup": Warmup, "Momentum": Momentum})
    assert isinstance(again, Momentum) and again.learning_rate == 0.125
    with pytest.raises(ValueError, match=r"\[optimizers\] expected .* Received: 3"):
        optimizers.deserialize(3)

    class Halved(schedules.ExponentialDecay):
        def __call__(self, step):
            return super().__call__(step) / 2

    assert optimizers.SGD(Halved(1.0, 1, 0.5)).learning_rate == 0.5
    with pytest.raises(NotImplementedError, match="overrides no __call__"):
        schedules.LearningRateSchedule()(0)


def test_schedules_have_kerass_signatures_and_errors():
    names = list(inspect.signature(schedules.CosineDecay).parameters)
    assert names == "initial_learning_rate decay_steps alpha name warmup_target warmup_steps".split()
    assert schedules.CosineDecay(0.1, 5, warmup_target=1.0).warmup_target == 1.0
    assert schedules.PiecewiseConstantDecay([1, 2], [0.5, 1, 2])(np.int64(2)) == 1
    with pytest.raises(ValueError, match=r"\[PolynomialDecay\] expected decay_steps above 0"):
        schedules.PolynomialDecay(0.1, 0)


def test_a_function_has_no_configuration():
    with pytest.raises(ValueError, match="a number or a schedule .* Received: a function"):
        optimizers.SGD(lambda step: 0.1).get_config()
