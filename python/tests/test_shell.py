"""What all classes made from the engine's share: signatures, configurations, copies."""

import copy
import gc
import inspect
import pickle
import weakref

import numpy as np
import pytest

from beras import (
    GradientTape,
    Variable,
    activations,
    callbacks,
    core,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
)
from beras._signatures import engine_signature


def x_of(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def pickled(value):
    return pickle.loads(pickle.dumps(value))


class Linear(layers.Layer):
    def __init__(self, units=3, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")

    def call(self, inputs):
        return inputs @ self.w


class Net(layers.Layer):
    def __init__(self):
        super().__init__()
        self.blocks = [Linear(4), layers.Dense(5, activation="tanh")]
        self.scale = Variable(np.float32(2))

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x * self.scale


class Mixed(layers.Dense):
    """Weights of its own before, around and after those of the engine's class."""

    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.first = self.add_weight(shape=(1,), initializer="ones", name="first")

    def build(self, input_shape):
        self.before = self.add_weight(shape=(2,), name="before")
        super().build(input_shape)
        self.after = self.add_weight(shape=(self.units,), trainable=False, name="after")

    @property
    def units(self):
        return self.get_config()["units"]

    def call(self, x):
        return super().call(x) * self.first + self.after


LAYERS = {
    "Dense": lambda: layers.Dense(3, activation="relu"),
    "BatchNormalization": layers.BatchNormalization,
    "without weights": lambda: layers.LayerNormalization(center=False, scale=False),
    "Linear": Linear,
    "Net": Net,
    "Mixed": lambda: Mixed(3),
}


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
@pytest.mark.parametrize("is_built", [False, True])
@pytest.mark.parametrize("name", LAYERS)
def test_a_copy_of_a_layer_has_all_that_the_layer_has(name, is_built, copied):
    layer, x = LAYERS[name](), x_of(4, 5)
    if is_built:
        layer(x)
    other = copied(layer)
    assert type(other) is type(layer) and other.name == layer.name and other.built == is_built
    assert len(other.weights) == len(layer.weights)
    for ours, theirs in zip(layer.weights, other.weights):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.trainable == theirs.trainable and ours.name == theirs.name
        assert not np.shares_memory(ours, theirs)
    if is_built:
        np.testing.assert_array_equal(other(x), layer(x))
    core.check_gradients(other, [x])


def test_weights_that_are_attributes_stay_so_in_a_copy():
    mixed = Mixed(3)
    mixed(x_of(4, 5))
    other = pickled(mixed)
    assert [weight.name for weight in other.weights] == [
        *("first", "before", "kernel", "bias", "after")
    ]
    assert other.first is other.weights[0] and other.after is other.weights[-1]


def test_a_copy_is_frozen_and_thaws_as_its_original():
    net = Net()
    net(x_of(2, 3))
    net.blocks[0].trainable = False
    net.trainable = False
    other = copy.deepcopy(net)
    assert not other.trainable and other.trainable_weights == []
    for each in (net, other):
        each.trainable = True
        assert [weight.trainable for weight in each.weights] == [True, False, True, True]


def test_a_copied_optimizer_goes_on_with_the_copied_weights():
    def step(dense, optimizer):
        with GradientTape() as tape:
            loss = losses.mean_squared_error(np.ones((4, 2), "float32"), dense(x_of(4, 5)))
        weights = dense.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)

    dense, optimizer = layers.Dense(2), optimizers.Adam(0.01)
    step(dense, optimizer)
    others = pickled((dense, optimizer))
    for _ in range(3):
        step(dense, optimizer)
        step(*others)
    np.testing.assert_array_equal(dense.kernel, others[0].kernel)
    assert others[1].iterations == 4 and len(others[1].variables) == 6


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
@pytest.mark.parametrize("first", [[layers.Input((5,))], []])
def test_a_copied_model_trains_on_as_its_original(first, copied):
    x, y = x_of(32, 5), x_of(32, 1, seed=1)
    model = models.Sequential([*first, layers.Dense(4, activation="relu"), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(x, y, verbose=0)
    other = copied(model)
    histories = [each.fit(x, y, epochs=2, shuffle=False, verbose=0) for each in (model, other)]
    assert histories[0].history == histories[1].history
    np.testing.assert_array_equal(model.predict(x, verbose=0), other.predict(x, verbose=0))


@pytest.mark.parametrize(
    "made",
    [
        layers.Conv2D(4, (3, 3), padding="same", activation="relu"),
        layers.Rescaling(1 / 255, offset=-1),
        losses.BinaryCrossentropy(from_logits=True, reduction="sum"),
        metrics.BinaryAccuracy(threshold=0.7),
        optimizers.SGD(0.5, momentum=0.9, nesterov=True),
        initializers.RandomNormal(stddev=2.0, seed=3),
    ],
    ids=lambda made: type(made).__name__,
)
def test_a_configuration_makes_the_same_again(made):
    again = type(made).from_config(made.get_config())
    assert type(again) is type(made) and again.get_config() == made.get_config()


def test_the_configuration_of_ones_own_class_is_what_it_was_made_with():
    linear = Linear(7, name="seventh")
    config = linear.get_config()
    policy = config.pop("dtype")
    assert (policy["class_name"], policy["config"]) == ("DTypePolicy", {"name": "float32"})
    assert config == {"name": "seventh", "trainable": True, "units": 7}
    assert Linear.from_config(config).units == 7

    class WithConfig(layers.Dense):
        def __init__(self, gain, **kwargs):
            super().__init__(2, **kwargs)
            self.gain = gain

        def get_config(self):
            config = super().get_config()
            del config["units"]
            return {**config, "gain": self.gain}

    again = WithConfig.from_config(WithConfig(3.0, activation="relu").get_config())
    assert again.gain == 3.0 and layers.Dense.get_config(again)["activation"] == "relu"


def test_every_class_has_a_docstring_and_a_signature():
    for room in (layers, losses, metrics, optimizers, initializers):
        for name in room.__all__:
            value = getattr(room, name)
            assert value.__doc__, name
            if inspect.isclass(value):
                assert value.__module__ == room.__name__, name
                for parameter in inspect.signature(value).parameters.values():
                    assert parameter.annotation is not parameter.empty, (name, parameter)


def test_defaults_are_those_of_the_engine():
    def default(owner, name):
        return inspect.signature(owner).parameters[name].default

    assert default(layers.LayerNormalization, "axis") == -1
    assert default(layers.Conv2D, "strides") == 1
    assert default(losses.Loss, "reduction") == "sum_over_batch_size"
    assert default(optimizers.AdamW, "weight_decay") == 0.004
    assert default(layers.Dense, "activation") is None
    assert default(initializers.Constant, "value") == 0


def test_what_keras_has_and_the_library_has_not_is_refused():
    assert optimizers.SGD(name="first").name == "first" and optimizers.SGD().name == "sgd"
    with pytest.raises(ValueError, match="=None: the library has no others yet"):
        layers.Dense(2, lora_rank=3)


def test_signatures_are_read_from_the_engine():
    class Function:
        __nb_signature__ = (("def f(self, a: int, b: str = \\0, *, c: None = \\1) -> x", "", ("b", 3)),)

    assert str(engine_signature(Function)) == "(self, a: 'int', b: 'str' = 'b', *, c: 'None' = 3) -> 'x'"


def test_an_object_is_set_up_once():
    class Late(layers.Layer):
        def __init__(self):
            self.w = self.add_weight(shape=(2,))
            super().__init__()

    with pytest.raises(RuntimeError, match=r"\[Late\] expected super\(\).__init__\(\) first"):
        Late()


def test_arguments_are_attributes():
    assert layers.Dense(3).units == 3
    assert optimizers.Adam(beta_1=0.8).beta_1 == 0.8
    assert callbacks.EarlyStopping(patience=4).patience == 4
    with pytest.raises(AttributeError, match="'Dense' object has no attribute 'unit'"):
        layers.Dense(3).unit


def test_functions_that_know_their_owner_do_not_keep_it():
    class Own(models.Model):
        def __init__(self):
            super().__init__()
            self.factor = 2.0
            self.first = layers.Dense(4, activation=self.activate)
            self.last = layers.Dense(1, activation=lambda x: x * self.factor)

        def activate(self, x):
            return x * self.factor

        def loss_of(self, y_true, y_pred):
            return losses.mse(y_true, y_pred) * self.factor

        def call(self, x):
            return self.last(self.first(x))

    x = x_of(8, 3)
    model = Own()
    model.compile("sgd", model.loss_of, metrics=[lambda y_true, y_pred: model.loss_of(y_true, y_pred)])
    loss = model.evaluate(x, x[:, :1], verbose=0)
    assert loss[0] == pytest.approx(loss[1])
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("room", [activations, initializers, losses, metrics, optimizers])
def test_get_refuses_what_is_nothing_of_the_room(room):
    for wrong in (3, 2.5, ["mse"], np.ones(2)):
        with pytest.raises(ValueError, match=r"\[\w+\] expected the name of a .*, or one. Received"):
            room.get(wrong)
