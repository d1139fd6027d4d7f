"""The plan of a training step's memory."""

import numpy as np
import pytest
from test_models import classifier, points

import beras
from beras import layers, optimizers


def test_plan_says_the_memory_of_a_step_and_changes_nothing():
    x, y = points(32)
    model, other = classifier(), classifier()
    model.build((None, 4))
    other.build((None, 4))
    other.set_weights(model.get_weights())
    model.fit(x, y, epochs=1, verbose=0, shuffle=False)
    before = [np.array(value) for value in (*model.weights, *model.optimizer.variables)]
    plan = model.plan(16)
    for value, kept in zip((*model.weights, *model.optimizer.variables), before):
        np.testing.assert_array_equal(value, kept)
    assert plan.batch_size == 16
    assert [row.name for row in plan.rows[:2]] == [
        f"{layer.name} (Dense)" for layer in model.layers
    ]
    assert plan.peak == sum(row.use.total for row in plan.rows) > 0
    assert "Activations" in str(plan)
    assert model.plan(x=x, y=y).batch_size == 32
    # As pickling does: state belongs to each weight once, and to no copy.
    state = model.optimizer._engine.weights_with_state()
    assert all(one is weight for one, weight in zip(state, model.weights)) and len(state) == 4
    other.plan(16)
    other.fit(x, y, epochs=1, verbose=0, shuffle=False)
    for value, same in zip(model.weights, other.weights):
        np.testing.assert_array_equal(value, same)


def test_plan_refuses_what_it_cannot_rehearse():
    with pytest.raises(ValueError, match="compile"):
        beras.Sequential([layers.Input((4,)), layers.Dense(2)]).plan(8)

    class Own(optimizers.Optimizer):
        def build(self, variables):
            super().build(variables)

        def update_step(self, gradient, variable, learning_rate):
            variable.assign(variable - gradient * learning_rate)

    model = beras.Sequential([layers.Input((4,)), layers.Dense(2)])
    model.compile(optimizer=Own(0.1), loss="mse")
    with pytest.raises(ValueError, match="Own, which overrides build"):
        model.plan(8)


# --- gradients of each sample
