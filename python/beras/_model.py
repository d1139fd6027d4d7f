"""A network with a training loop: compile, fit, evaluate, predict."""

from __future__ import annotations

from typing import Any, Iterable, Optional, Sequence, Union

import numpy as np

from beras import _engine, saving
from beras import optimizers as optimizers_module
from beras._calls import engine_method
from beras._graph_config import KEYS, config_of, ends_of
from beras._graph_model import GraphEnds, OfGraph, is_graph
from beras._keras_tensor import keras_tensors, note
from beras._parts import first_shape
from beras._model_shown import Shown
from beras._runs import (
    check_execution,
    class_weights,
    expect_several,
    frequency,
    results,
    run,
    validate_with,
)
from beras._samples import Samples, parts_of, structure_of
from beras._shell import lent
from beras._tensor import Tensor
from beras import _tree as tree
from beras.callbacks import Callback, History
from beras.layers import Layer
from beras.metrics import Metric


class Model(OfGraph, Shown, Layer):
    """A layer that can be trained. Subclass it and compose layers in `call`, or use Sequential.

    ```python
    class Classifier(beras.Model):
        def __init__(self):
            super().__init__()
            self.hidden = layers.Dense(64, activation="relu")
            self.scores = layers.Dense(10)

        def call(self, x):
            return self.scores(self.hidden(x))
    ```

    Or make it of symbolic tensors: it is then the calls that lead from `inputs` to `outputs`, which
    may be lists, tuples and dicts.

    ```python
    x = beras.Input((28, 28, 1))
    y = layers.Dense(10)(layers.Flatten()(x))
    model = beras.Model(x, y)
    ```
    """

    __module__ = "beras.models"
    _engine_class: Any = _engine.models.PythonModel

    history: Optional[History] = None

    def __new__(cls, *graph: Any, **options: Any) -> Any:
        is_functional = cls is Model and is_graph(graph, options)
        return super().__new__(Functional if is_functional else cls)

    def __init__(self, *graph: Any, **options: Any) -> None:
        if is_graph(graph, options):
            self._engine_init_graph(*graph, **options)
        else:
            super().__init__(**options)

    def _engine_build_now(self, input_shape: Any) -> None:
        if first_shape(input_shape) is input_shape:
            super()._engine_build_now(input_shape)
        elif not self.built:
            note(self, (keras_tensors(input_shape, self.dtype),), {})

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """A new model of that configuration: functional where it tells of calls."""
        if cls is not Functional and not (cls is Model and KEYS <= config.keys()):
            return super().from_config(config)
        with saving.custom_object_scope(custom_objects):
            inputs, outputs = ends_of(config, saving.deserialize_keras_object)
        options = {name: config[name] for name in ("name", "trainable") if name in config}
        return Functional(inputs=inputs, outputs=outputs, **options)

    # --- what it trains with

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Optional[Sequence[Any]] = None,
        weighted_metrics: Optional[Sequence[Any]] = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Union[bool, str] = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """States what it trains with: each by Keras's name or as an object.

        Args:
            optimizer: as `beras.optimizers.get` takes it.
            loss: a loss, or a function of y_true and y_pred, for all outputs; or one, or None, for
                each. Not needed where `train_step` is your own.
            loss_weights: what the losses are multiplied by before they are added up; 1 if left out.
            metrics: metrics that ignore sample and class weights; of several outputs, one, several
                in a list, or None, for each.
            weighted_metrics: metrics that use them.
            run_eagerly: without effect, as every step runs as it is written.
            steps_per_execution: at least 1; without effect on results, callbacks see every batch.
            jit_compile: without effect, as nothing is compiled.
            auto_scale_loss: puts a `LossScaleOptimizer` around the optimizer of a model of the
                policy "mixed_float16".

        What is for each output comes in a list, in their order, or in a dict by their names: those
        of a dict that the model gives, else the layers' that make them. Lists and dicts may nest as
        the outputs do.
        """
        check_execution(run_eagerly, steps_per_execution, jit_compile, auto_scale_loss)
        before = dict(self.__dict__)
        try:
            self.run_eagerly = run_eagerly
            self.steps_per_execution = steps_per_execution
            self.jit_compile = jit_compile
            self.optimizer = optimizers_module.get(optimizer)
            if auto_scale_loss and self.dtype_policy.name == "mixed_float16":
                if not isinstance(self.optimizer, optimizers_module.LossScaleOptimizer):
                    self.optimizer = optimizers_module.LossScaleOptimizer(
                        self.optimizer, name="loss_scale_optimizer"
                    )
            self.loss = loss
            self._trains_with = (
                loss,
                loss_weights,
                expect_several("metrics", metrics),
                expect_several("weighted_metrics", weighted_metrics),
            )
            self._engine_compile()
        except BaseException:  # it trains on with what it was compiled with before
            self.__dict__.clear()
            self.__dict__.update(before)
            raise

    def _engine_compile(self) -> None:
        def lent_at(place: int, value: Any) -> Any:
            return lent(self, lambda model: tree.flatten(model._trains_with)[place], value)

        leaves = enumerate(tree.flatten(self._trains_with))
        lent_ones = [lent_at(place, value) for place, value in leaves]
        self._engine.compile(
            self.optimizer, *tree.pack_sequence_as(self._trains_with, lent_ones)
        )

    @property
    def compiled(self) -> bool:
        """True once `compile` has been called."""
        return self._engine.compiled()

    @property
    @engine_method
    def metrics(self) -> list[Any]:
        """The running loss and the metrics, which each epoch begins anew: those of `compile`, then
        those that are attributes of the model and of the layers in it."""
        return [Metric.of(metric) for metric in self._engine_whole.metrics()]

    @property
    def metrics_names(self) -> list[str]:
        """What they are called in logs, in the order of what `evaluate` returns."""
        return self._engine.metrics_names()

    def reset_metrics(self) -> None:
        """Begins the running loss and the metrics anew."""
        self._engine.reset_metrics()

    @property
    def stop_training(self) -> bool:
        """Set it in a callback to end fit after this batch."""
        return self._engine.stop_training

    @stop_training.setter
    def stop_training(self, value: bool) -> None:
        self._engine.stop_training = value

    # --- runs

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: Optional[int] = None,
        epochs: int = 1,
        verbose: Union[int, str] = "auto",
        callbacks: Union[Callback, Iterable[Callback], None] = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: Union[bool, str] = True,
        class_weight: Optional[dict[int, float]] = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: Optional[int] = None,
        validation_steps: Optional[int] = None,
        validation_batch_size: Optional[int] = None,
        validation_freq: Union[int, Sequence[int]] = 1,
    ) -> History:
        """Trains for `epochs` epochs, and gives the course of the loss and the metrics.

        Args:
            x: arrays of samples (NumPy, pandas, anything with `__array__` or DLPack), alone or in
                lists and dicts as the model takes them, or, with no `y`, a `beras.data.Dataset`, a
                generator or an iterable of batches x, (x, y) or (x, y, sample_weight).
            y: the labels, as the outputs lie or by their names; none where `train_step` or
                `compute_loss` is your own and needs none. Sample weights are given likewise, or
                as one array for all outputs.
            batch_size: samples of a step; unless given 32, or what spreads the samples over
                `steps_per_epoch` batches. The last batch may be smaller.
            verbose: 0 silent, 1 a progress bar, 2 a line an epoch; "auto" is 1.
            callbacks: one or several, see `beras.callbacks`.
            validation_split: the last fraction of the samples is validated with instead.
            validation_data: (x, y), (x, y, sample_weight) or batches.
            shuffle: True mixes all samples anew each epoch, "batch" those within each batch alone.
            class_weight: {class: weight} for samples of a class, with one output.
            steps_per_epoch: batches of an epoch; needed for endless generators. No others are
                drawn, and the next epoch goes on where this one stopped.
            validation_freq: validates after every so many epochs, or after those listed, counted
                from 1.

        Ctrl-C ends it between two batches, and leaves the model as the last one left it.
        """
        options = _engine.models.FitOptions()
        options.epochs = epochs
        options.validation_split = validation_split
        options.validation_steps = validation_steps
        options.validation_batch_size = validation_batch_size or 0
        options.validation_frequency = frequency(validation_freq)
        options.mix(shuffle or False)
        options.class_weight = class_weights(class_weight, "fit")
        options.initial_epoch = initial_epoch
        options.steps_per_epoch = steps_per_epoch
        samples = Samples(x, y, sample_weight, "fit")
        if validation_data is not None:
            validate_with(options, validation_data)
        self.history = History()
        run(
            "fit",
            self,
            samples,
            options,
            batch_size=batch_size,
            verbose=verbose,
            callbacks=[callbacks, self.history],
        )
        return self.history

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: Optional[int] = None,
        verbose: Union[int, str] = "auto",
        sample_weight: Any = None,
        steps: Optional[int] = None,
        callbacks: Optional[Iterable[Callback]] = None,
        return_dict: bool = False,
    ) -> Any:
        """The loss and metrics over all samples: a list in the order of `metrics_names`, the loss
        alone where there are no metrics, or a dict."""
        options = _engine.models.EvaluateOptions()
        options.steps = steps
        logs = run(
            "evaluate",
            self,
            Samples(x, y, sample_weight, "evaluate"),
            options,
            batch_size=batch_size,
            verbose=verbose,
            callbacks=callbacks,
        )
        return results(self, logs, return_dict)

    def predict(
        self,
        x: Any,
        batch_size: Optional[int] = None,
        verbose: Union[int, str] = "auto",
        steps: Optional[int] = None,
        callbacks: Optional[Iterable[Callback]] = None,
    ) -> Any:
        """The outputs for all samples, computed batch by batch: an array, or arrays in the lists,
        tuples and dicts in which the model gives its outputs. Threads may call it at once."""
        options = _engine.models.PredictOptions()
        options.steps = steps
        outputs = run(
            "predict",
            self,
            Samples(x, None, None, who="predict"),
            options,
            batch_size=batch_size,
            verbose=verbose,
            callbacks=callbacks,
        )
        return tree.map_structure(np.asarray, outputs)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Optional[dict[int, float]] = None,
        return_dict: bool = False,
    ) -> Any:
        """One step on one batch; gives the loss and metrics of this batch alone."""
        features, labels, weight = Samples(x, y, sample_weight, "train_on_batch").arrays
        weights = class_weights(class_weight, "train_on_batch")
        logs = self._engine_whole.train_on_batch(features, labels, weight, weights)
        return results(self, logs, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """The loss and metrics of one batch alone."""
        features, labels, weight = Samples(x, y, sample_weight, "test_on_batch").arrays
        logs = self._engine_whole.test_on_batch(features, labels, weight)
        return results(self, logs, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch."""
        outputs = self._engine.predict_on_batch(structure_of(x, "predict"))
        return tree.map_structure(np.asarray, outputs)

    # --- what runs do with a batch: override them to train otherwise

    @engine_method
    def train_step(self, data: Any) -> dict[str, Any]:
        """One step of training on x, (x, y) or (x, y, sample_weight); gives what is shown."""
        return self._engine.train_step(*parts_of(data))

    @engine_method
    def test_step(self, data: Any) -> dict[str, Any]:
        """One step of evaluation."""
        return self._engine.test_step(*parts_of(data))

    @engine_method
    def predict_step(self, data: Any) -> Any:
        """The outputs for (x,)."""
        return self._engine.predict_step(data[0] if isinstance(data, tuple) else data)

    @engine_method
    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Tensor:
        """The loss that `compile` stated, plus the sum of `losses`: without one, these alone."""
        return self._engine.compute_loss(x, y, y_pred, sample_weight)

    # --- its layers and weights

    @property
    def layers(self) -> list[Layer]:
        """The direct sub-layers, in the order in which they were added; those of a functional model
        in the order of its graph, inputs among them."""
        return self._engine_whole.layers()

    def get_layer(self, name: Optional[str] = None, index: Optional[int] = None) -> Layer:
        """The sub-layer of that name, or at that position."""
        return self._engine_whole.get_layer(name) if index is None else self.layers[index]

    # --- inside

    def _engine_restore(self, contents: Any) -> None:
        super()._engine_restore(contents)
        if "_trains_with" in self.__dict__:
            self._engine_compile()


class Functional(GraphEnds, Model):
    """The calls that lead from some symbolic tensors to others: what `Model(inputs, outputs)` makes."""

    __module__ = "beras.models"

    @engine_method
    def get_config(self) -> dict[str, Any]:
        """Its name, its layers with their calls, and its ends; for a class with an `__init__` of its
        own, its arguments. ValueError or TypeError, which names it, for an operation that stands in
        no configuration."""
        return config_of(self) if type(self) is Functional else super().get_config()

    def get_build_config(self) -> dict[str, Any]:
        """Nothing to build it for, as its calls do that."""
        return {"input_shape": None}
