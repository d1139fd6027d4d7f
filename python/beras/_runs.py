"""What fit, evaluate and predict share: the options of every run, its callbacks, its data."""

from __future__ import annotations

import sys
from typing import Any, Iterable, Optional, Union

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
    callbacks: Optional[Iterable[Callback]],
    steps: Optional[int],
    epochs: int = 1,
    held_out: float = 0.0,
) -> Any:
    """The engine's `name`, that is fit, evaluate or predict, of arrays or of batches.

    Args:
        options: the engine's, with what is particular to such a run; the others are set here.
        steps: batches of an epoch, if the user has limited them.
        held_out: the fraction of the samples that is not run through.
    """
    options.batch_size = 32 if batch_size is None else batch_size
    options.verbose = 1 if verbose == "auto" else int(verbose)
    options.show_on(_write, _is_live())
    steps = steps or samples.steps(options.batch_size, held_out)
    callbacks = list(callbacks or ())
    for callback in callbacks:
        callback.set_model(model)
        callback.set_params({"epochs": epochs, "steps": steps, "verbose": options.verbose})
    options.call_back(callbacks)
    if samples.batches is not None:
        return getattr(model._engine, f"{name}_batches")(samples.batches, options)
    x, y, sample_weight = samples.arrays
    if sample_weight is not None:
        options.sample_weight = sample_weight
    arrays = (x,) if name == "predict" else (x, y)
    return getattr(model._engine, name)(*arrays, options)


def validate_with(options: Any, data: Any) -> None:
    """Has a fit validate with (x, y), (x, y, sample_weight) or batches."""
    samples = Samples.of_batch(data, who="fit")
    if samples.batches is None:
        options.validate_with(*samples.arrays)
    else:
        options.validate_with_batches(samples.batches)


def results(model: Any, logs: dict[str, float], return_dict: bool) -> Any:
    """What a user is given of the engine's `logs`: all by name, or a list in the order of
    `metrics_names`; the value alone where there is one."""
    if return_dict:
        return logs
    values = [logs[name] for name in model.metrics_names if name in logs] or list(logs.values())
    return values[0] if len(values) == 1 else values


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _is_live() -> bool:
    """True where a line can be drawn again: terminals and notebooks."""
    return sys.stdout.isatty() or type(sys.stdout).__module__.startswith("ipykernel")
