"""What users hook into fit, evaluate and predict."""

from __future__ import annotations

from typing import Any, Optional

from beras import _engine
from beras._calls import engine_method
from beras._rooms import show
from beras._shell import Shell, engine_classes


class Callback(Shell):
    """Called at each station of a run; override what is needed.

    `logs` are the loss and the metrics by name: of the epoch so far for batches, with those of
    validation under "val_..." for epochs. What a callback adds to them in `on_epoch_end` reaches
    later callbacks and the History. `self.model` is the model, and `self.model.stop_training = True`
    ends fit.
    """

    _engine_class: Any = _engine.callbacks.PythonCallback

    model: Any = None
    params: dict[str, Any] = {}

    def set_model(self, model: Any) -> None:
        """Called with the model before a run."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Called with {"epochs", "steps", "verbose"} before a run."""
        self.params = params

    @engine_method
    def on_train_begin(self, logs: Optional[dict[str, float]] = None) -> None:
        """Before the first epoch."""

    @engine_method
    def on_train_end(self, logs: Optional[dict[str, float]] = None) -> None:
        """After the last epoch."""

    @engine_method
    def on_epoch_begin(self, epoch: int, logs: Optional[dict[str, float]] = None) -> None:
        """Before an epoch, counted from 0."""

    @engine_method
    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, float]] = None) -> None:
        """After an epoch and its validation."""

    @engine_method
    def on_train_batch_begin(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """Before a step of training; calls on_batch_begin, its older name."""
        self.on_batch_begin(batch, logs)

    @engine_method
    def on_train_batch_end(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """After a step of training; calls on_batch_end, its older name."""
        self.on_batch_end(batch, logs)

    @engine_method
    def on_batch_begin(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """As on_train_batch_begin, unless that is overridden."""

    @engine_method
    def on_batch_end(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """As on_train_batch_end, unless that is overridden."""

    @engine_method
    def on_test_begin(self, logs: Optional[dict[str, float]] = None) -> None:
        """Before evaluation or validation."""

    @engine_method
    def on_test_end(self, logs: Optional[dict[str, float]] = None) -> None:
        """After evaluation or validation."""

    @engine_method
    def on_test_batch_begin(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """Before a batch of evaluation."""

    @engine_method
    def on_test_batch_end(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """After a batch of evaluation."""

    @engine_method
    def on_predict_begin(self, logs: Optional[dict[str, float]] = None) -> None:
        """Before prediction."""

    @engine_method
    def on_predict_end(self, logs: Optional[dict[str, float]] = None) -> None:
        """After prediction."""

    @engine_method
    def on_predict_batch_begin(self, batch: int, logs: Optional[dict[str, float]] = None) -> None:
        """Before a batch of prediction."""

    @engine_method
    def on_predict_batch_end(self, batch: int, logs: Optional[dict[str, Any]] = None) -> None:
        """After a batch of prediction; logs["outputs"] are what was predicted."""


class History(Callback):
    """The course of every value over the epochs: `history.history["val_loss"]`."""

    def __init__(self) -> None:
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Optional[dict[str, float]] = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)


class LambdaCallback(Callback):
    """Calls functions where a subclass of Callback would override methods.

    ```python
    LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"]))
    ```
    """

    def __init__(
        self,
        on_epoch_begin: Any = None,
        on_epoch_end: Any = None,
        on_train_begin: Any = None,
        on_train_end: Any = None,
        on_train_batch_begin: Any = None,
        on_train_batch_end: Any = None,
        **functions: Any,
    ) -> None:
        functions.update(
            on_epoch_begin=on_epoch_begin,
            on_epoch_end=on_epoch_end,
            on_train_begin=on_train_begin,
            on_train_end=on_train_end,
            on_train_batch_begin=on_train_batch_begin,
            on_train_batch_end=on_train_batch_end,
        )
        stations = [name for name in _engine.core.hooks if name.startswith("on_")]
        unknown = sorted(set(functions).difference(stations))
        if unknown:
            raise TypeError(
                "[LambdaCallback] expected functions named as methods of Callback. "
                f"Received: {', '.join(unknown)}."
            )
        self._functions = {name: each for name, each in functions.items() if each is not None}
        self.__dict__.update(self._functions)  # in the places of the methods

    def _engine_attach(self, engine: Any) -> Any:
        engine.attach(self, list(self._functions))
        return engine


globals().update(engine_classes(_engine.callbacks, Callback))
show(globals())
