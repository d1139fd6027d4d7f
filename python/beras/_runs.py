"""What fit, evaluate and predict share: the options of every run, its callbacks, its data."""

from __future__ import annotations

import numbers
import sys
from typing import Any, Iterator, Mapping, Optional, Union

import numpy as np

from beras._samples import Samples
from beras.callbacks import Callback


def run(
    name: str,
    model: Any,
    samples: Samples,
    options: Any,
    *,
    batch_size: Optional[int],
    verbose: Union[int, str],
    callbacks: Any,
) -> Any:
    """The engine's `name`, that is fit, evaluate or predict, of arrays or of batches.

    Args:
        options: the engine's, with what is particular to such a run; the others are set here.
        callbacks: one, or any nesting of lists of them.
    """
    options.batch_size = batch_size
    options.verbose = _verbosity(verbose, name)
    options.show_on(_write, _is_live())
    options.call_back(list(flattened(callbacks, name)))
    if samples.batches is not None:
        return getattr(model._engine_whole, f"{name}_batches")(samples.batches, options)
    x, y, sample_weight = samples.arrays
    if sample_weight is not None:
        options.sample_weight = sample_weight
    arrays = (x,) if name == "predict" else (x, y)
    return getattr(model._engine_whole, name)(*arrays, options)


def _verbosity(given: Any, who: str) -> int:
    if isinstance(given, str) and given == "auto":
        return 1
    if isinstance(given, (int, np.integer, np.bool_)):
        return int(given)
    raise ValueError(f'[{who}] expected verbose: 0, 1, 2 or "auto". Received: {given!r}.')


def flattened(callbacks: Any, who: str) -> Iterator[Callback]:
    """All callbacks: of None none, of one itself, of lists what they hold."""
    if isinstance(callbacks, Callback):
        yield callbacks
    elif isinstance(callbacks, (list, tuple)):
        for each in callbacks:
            yield from flattened(each, who)
    elif callbacks is not None:
        raise TypeError(f"[{who}] expected callbacks. Received: {callbacks!r}.")


def validate_with(options: Any, data: Any) -> None:
    """Has a fit validate with (x, y), (x, y, sample_weight) or batches."""
    samples = Samples.of_batch(data, "fit")
    if samples.batches is None:
        options.validate_with(*samples.arrays)
    else:
        options.validate_with_batches(samples.batches)


def check_execution(
    run_eagerly: Any, steps_per_execution: Any, jit_compile: Any, auto_scale_loss: Any
) -> None:
    """ValueError for what Keras has no meaning for either."""
    steps = steps_per_execution
    is_count = isinstance(steps, (int, np.integer)) and not isinstance(steps, bool)
    if not is_count or steps < 1:
        raise ValueError(
            f"[compile] expected steps_per_execution: an int of at least 1. Received: {steps!r}."
        )
    if not isinstance(jit_compile, (bool, type(None))) and jit_compile != "auto":
        raise ValueError(
            f'[compile] expected jit_compile: True, False or "auto". Received: {jit_compile!r}.'
        )
    flags = {"run_eagerly": run_eagerly, "auto_scale_loss": auto_scale_loss}
    for name, flag in flags.items():
        if not isinstance(flag, (bool, type(None))):
            raise ValueError(f"[compile] expected {name}: True or False. Received: {flag!r}.")


def class_weights(given: Any, who: str) -> dict[int, float]:
    """The weight of each class, as the engine takes it."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise TypeError(
            f"[{who}] expected class_weight: a dict {{class: weight}}. Received: {given!r}."
        )
    weights = {}
    for label, weight in given.items():
        is_class = isinstance(label, numbers.Real) and float(label).is_integer()
        if not is_class or not isinstance(weight, numbers.Real):
            raise ValueError(
                f"[{who}] expected class_weight: integer classes with numbers for weights. "
                f"Received: {label!r}: {weight!r}."
            )
        weights[int(label)] = float(weight)
    return weights


def expect_several(name: str, given: Any) -> Any:
    """Metrics come in a list, a tuple or a dict; None is none."""
    if given is None or isinstance(given, (list, tuple, dict)):
        return given
    raise ValueError(f"[compile] expected {name}: a list or a dict. Received: {given!r}.")


def frequency(given: Any) -> Any:
    """What `validation_freq` says: a number, or a list of epochs."""
    many = given if isinstance(given, (list, tuple)) else [given]
    if not all(isinstance(each, (int, np.integer)) for each in many):
        raise ValueError(
            f"[fit] expected validation_freq: an integer, or a list of them. Received: {given!r}."
        )
    return [int(each) for each in many] if many is given else int(given)


def results(model: Any, logs: dict[str, float], return_dict: bool) -> Any:
    """What a user is given of the engine's `logs`: all by name, or a list in the order of
    `metrics_names`, then of their own; the value alone where there is one."""
    if return_dict:
        return logs
    names = [name for name in model.metrics_names if name in logs]
    values = [logs[name] for name in [*names, *(name for name in logs if name not in names)]]
    return values[0] if len(values) == 1 else values


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _is_live() -> bool:
    """True where a line can be drawn again: terminals and notebooks."""
    return sys.stdout.isatty() or type(sys.stdout).__module__.startswith("ipykernel")
