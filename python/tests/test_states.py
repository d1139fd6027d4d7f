"""Loss scaling, and the state of training: listed, saved and restored; metrics that layers hold."""

import copy
import pickle

import beras
import numpy as np
import pytest
from beras import config, layers, metrics, mixed_precision, optimizers, random

X = np.array([[1.0, 2], [3, 4], [0, 1]], "float32")
Y = np.array([[1.0], [2], [0]], "float32")


def made():
    model = beras.Sequential(
        [layers.Dense(8, activation="relu"), layers.Dropout(0.3), layers.Dense(2)]
    )
    model.build((None, 3))
    model.compile(optimizers.Adam(0.01), "mse", metrics=["mae"])
    return model


def copy_state(source, target):
    assert [each.name for each in source] == [each.name for each in target]
    for each, value in zip(target, source):
        each.assign(np.array(value))


class TestStates:
    def test_variables_have_generators_and_weights_have_none(self):
        dropout = layers.Dropout(0.5, seed=3)
        assert dropout.weights == [] and layers.Dropout(0.0).variables == []
        (state,) = dropout.variables
        assert (state.name, state.tolist()) == ("seed_generator_state", [3, 0])
        assert not state.trainable
        dropout(np.ones((2, 3)), training=True)
        assert state.tolist() == [3, 1]
        assert [v.name for v in dropout.non_trainable_variables] == ["seed_generator_state"]
        assert dropout.non_trainable_weights == [] and dropout.trainable_variables == []

    def test_a_generator_that_is_an_attribute_is_listed(self):
        class Noise(layers.Layer):
            def __init__(self):
                super().__init__()
                self.generators = [random.SeedGenerator(5)]
                self.dropout = layers.Dropout(0.5, seed=7)

            def call(self, x):
                return x + random.uniform(x.shape, seed=self.generators[0])

        noise = Noise()
        noise(np.ones((1, 3)))
        assert [v.tolist() for v in noise.variables] == [[5, 1], [7, 0]]
        model = beras.Sequential([noise, layers.Dense(1)])
        model(np.ones((1, 3)))
        names = ["seed_generator_state", "seed_generator_state", "kernel", "bias"]
        assert [v.name for v in model.variables] == names

    def test_a_generator_goes_on_from_its_state(self):
        generator = random.SeedGenerator(5)
        state = np.array(generator.state)
        first = random.normal((3,), seed=generator)
        assert generator.state.tolist() == [5, 1]
        generator.state.assign(state)
        np.testing.assert_array_equal(random.normal((3,), seed=generator), first)
        before = np.array(random.global_seed_state())
        first = random.normal((3,))
        random.global_seed_state().assign(before)
        np.testing.assert_array_equal(random.normal((3,)), first)

    def test_metrics_list_their_state(self):
        mean = metrics.Mean()
        mean.update_state([1.0, 2.0])
        assert [(v.name, float(v)) for v in mean.variables] == [("total", 3), ("count", 2)]
        mean.variables[0].assign(8.0)
        assert float(mean.result()) == 4

    def test_an_interrupted_run_goes_on_bit_for_bit(self):
        x, y = np.sin(np.arange(72.0)).reshape(24, 3), np.cos(np.arange(48.0)).reshape(24, 2)
        whole, begun, resumed = made(), made(), made()
        copy_state(whole.variables, begun.variables)
        options = {"batch_size": 5, "shuffle": False, "verbose": 0}
        straight = whole.fit(x, y, epochs=4, **options).history
        begun.fit(x, y, epochs=2, **options)
        resumed.optimizer.build(resumed.trainable_variables)
        copy_state(begun.variables, resumed.variables)
        copy_state(begun.optimizer.variables, resumed.optimizer.variables)
        copy_state(begun.metrics_variables, resumed.metrics_variables)
        rest = resumed.fit(x, y, initial_epoch=2, epochs=4, **options).history
        assert {name: values[2:] for name, values in straight.items()} == rest
        for one, other in zip(whole.variables, resumed.variables):
            np.testing.assert_array_equal(one, other)

    def test_a_pickled_dropout_goes_on_where_it_was(self):
        dropout = layers.Dropout(0.5)
        x = np.ones((5, 7), "float32")
        dropout(x, training=True)
        again = pickle.loads(pickle.dumps(dropout))
        np.testing.assert_array_equal(again(x, training=True), dropout(x, training=True))


class TestHeldMetrics:
    class Gauge(layers.Layer):
        def __init__(self):
            super().__init__()
            self.parts = {"seen": metrics.Mean(name="seen")}

        def call(self, x):
            self.parts["seen"].update_state(x)
            return x

    def test_they_are_found_begun_anew_and_reported(self):
        gauge = self.Gauge()
        model = beras.Sequential([gauge, layers.Dense(1, kernel_initializer="ones")])
        assert [m.name for m in model.metrics] == ["seen"]
        model.compile(optimizers.SGD(0.0), "mse", metrics=["mae"])
        assert model.metrics_names == ["loss", "mae", "seen"]
        assert model.metrics[2] is gauge.parts["seen"] and gauge.metrics == [gauge.parts["seen"]]
        assert len(model.metrics_variables) == 6
        history = model.fit(
            X, Y, batch_size=2, epochs=2, shuffle=False, verbose=0, validation_data=(X * 2, Y)
        ).history
        mean = X.mean()
        np.testing.assert_allclose(history["seen"], [mean, mean], 1e-6)
        np.testing.assert_allclose(history["val_seen"], [2 * mean] * 2, 1e-6)
        assert model.evaluate(X, Y, verbose=0, return_dict=True)["seen"] == pytest.approx(mean)

    def test_of_a_model_that_updates_them_itself(self):
        class Counting(beras.Model):
            def __init__(self):
                super().__init__()
                self.own = metrics.Mean(name="own")
                self.dense = layers.Dense(1)

            def call(self, x):
                self.own.update_state(np.ones(len(x)))
                return self.dense(x)

        model = Counting()
        model(X)
        assert [m.name for m in model.metrics] == ["own"]
        model.compile("sgd", "mse")
        assert model.fit(X, Y, verbose=0).history["own"] == [1.0]
        outer = beras.Sequential([model])
        assert outer.metrics == []


class TestLossScaleOptimizer:
    def test_steps_as_keras(self):
        inner = optimizers.SGD(0.5, momentum=0.9, loss_scale_factor=8.0)
        optimizer = optimizers.LossScaleOptimizer(
            inner, initial_scale=8.0, dynamic_growth_steps=3
        )
        assert inner.loss_scale_factor is None
        w = beras.Variable([1.0, 2.0])
        assert float(optimizer.scale_loss(beras.Tensor(3.0))) == 24
        seen = []
        for gradient in ([8.0, 16], [np.inf, 1], [4, 4], [4, 4], [8, 8], [8, 8], [np.nan, 0], [8, 8]):
            optimizer.apply([np.array(gradient, "float32")], [w])
            seen.append(
                (float(optimizer.dynamic_scale), int(optimizer.step_counter), int(optimizer.iterations))
            )
        assert seen == [
            *((8, 1, 1), (4, 0, 1), (4, 1, 2), (4, 2, 3)),
            *((8, 0, 4), (8, 1, 5), (4, 0, 5), (4, 1, 6)),
        ]
        np.testing.assert_allclose(w, [-9.769845, -11.112638], 1e-6)
        np.testing.assert_allclose(optimizer.variables[6], [-3.2477949, -3.543040], 1e-6)

    def test_its_configuration_and_its_copies(self):
        optimizer = optimizers.LossScaleOptimizer(optimizers.Adam(0.01), name="scaled")
        described = optimizer.get_config()
        assert list(described) == [
            *("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps"),
        ]
        assert described["inner_optimizer"]["class_name"] == "Adam"
        again = optimizers.deserialize(optimizers.serialize(optimizer))
        assert again.get_config() == described
        assert again.inner_optimizer.learning_rate == pytest.approx(0.01)
        w = beras.Variable([1.0])
        optimizer.apply([np.array([np.inf], "float32")], [w])
        optimizer.apply([np.array([1.0], "float32")], [w])
        for same in (pickle.loads(pickle.dumps(optimizer)), copy.deepcopy(optimizer)):
            assert float(same.dynamic_scale) == 2.0**14 and int(same.step_counter) == 1
            assert int(same.iterations) == 1
        optimizer.learning_rate = 0.5
        assert optimizer.inner_optimizer.learning_rate == 0.5
        assert mixed_precision.LossScaleOptimizer is optimizers.LossScaleOptimizer

    @pytest.fixture
    def _mixed(self):
        config.set_dtype_policy("mixed_float16")
        yield
        config.set_dtype_policy("float32")

    @pytest.mark.usefixtures("_mixed")
    def test_compile_puts_it_around_the_optimizer(self):
        model = beras.Sequential(
            [
                layers.Dense(
                    3, kernel_initializer=beras.initializers.Constant(0.5), activation="relu"
                ),
                layers.Dense(1, kernel_initializer=beras.initializers.Constant(0.25)),
            ]
        )
        model.compile("sgd", "mse", auto_scale_loss=False)
        assert isinstance(model.optimizer, optimizers.SGD)
        model.compile("sgd", "mse")
        assert isinstance(model.optimizer, optimizers.LossScaleOptimizer)
        assert model.optimizer.name == "loss_scale_optimizer"
        history = model.fit(X, Y, epochs=3, batch_size=3, shuffle=False, verbose=0).history
        np.testing.assert_allclose(history["loss"], [0.1822917, 0.0952724, 0.0592248], atol=5e-4)
        assert int(model.optimizer.step_counter) == 3


def test_gradients_are_told_of_as_they_become_ready():
    a, b = beras.Variable([2.0]), beras.Variable([3.0])
    unused = beras.Variable([1.0])
    told = []
    with beras.GradientTape(persistent=True) as tape:
        loss = beras.ops.exp(a) * b
    gradients = tape.gradient(
        loss,
        {"a": a, "b": b, "unused": unused},
        unconnected_gradients="zero",
        on_ready=lambda source, gradient: told.append((source, float(gradient[0]))),
    )
    assert [source for source, _ in told] == [2, 1, 0]
    assert told[2][1] == float(gradients["a"][0])

    def fail(source, gradient):
        raise RuntimeError("no network")

    with pytest.raises(RuntimeError, match="no network"):
        tape.gradient(loss, a, on_ready=fail)
    assert float(tape.gradient(loss, b)[0]) == pytest.approx(np.exp(2.0))


def test_trainable_is_said_at_the_start_and_goes_to_all_parts():
    dense = layers.Dense(2, trainable=False)
    dense(X)
    assert dense.trainable_variables == [] and len(dense.non_trainable_variables) == 2
    model = beras.Sequential([layers.Dense(2), layers.BatchNormalization()], trainable=False)
    model(X)
    assert not any(layer.trainable for layer in model.layers)
    norm = model.layers[1]
    np.testing.assert_array_equal(norm(X, training=True), norm(X))
    model.trainable = True
    assert len(model.trainable_variables) == 4
    assert layers.Dense.from_config(dense.get_config()).trainable is False
    with pytest.raises(ValueError, match="True or False"):
        layers.Dense(2, trainable="no")
