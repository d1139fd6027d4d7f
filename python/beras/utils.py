"""Small helpers around training: seeds, labels, pictures."""

from __future__ import annotations

import numbers
import pathlib
import random as python_random
import shutil
import subprocess
from functools import partial
from typing import Any, Optional, Union

import numpy as np

from beras import _engine
from beras._engine import ShapeError
from beras._signatures import speaking

__all__ = [
    "model_to_dot",
    "normalize",
    "plot_history",
    "plot_model",
    "set_random_seed",
    "split_dataset",
    "to_categorical",
    "train_test_split",
]
__dir__ = partial(sorted, __all__)

Dataset = _engine.data.Dataset


@speaking
def set_random_seed(seed: int) -> None:
    """Seeds Python's, NumPy's and the engine's generators: with it, runs repeat bit by bit."""
    if not 0 <= int(seed) < 2**32:
        raise ValueError(f"[set_random_seed] expected a seed in [0, 2**32). Received: {seed}.")
    python_random.seed(seed)
    np.random.seed(seed)
    _engine.random.set_random_seed(seed)


@speaking
def split_dataset(
    dataset: Any,
    left_size: Union[int, float, None] = None,
    right_size: Union[int, float, None] = None,
    shuffle: bool = False,
    seed: Optional[int] = None,
    preferred_backend: Optional[str] = None,
) -> tuple[Any, Any]:
    """Two datasets of the samples of one: the first `left_size` and the last `right_size`.

    Args:
        dataset: an array, a list or tuple of arrays of equal length, or a `beras.data.Dataset`,
            which is walked over once and kept.
        left_size: a number of samples, or a fraction in (0, 1); what the right leaves if None.
        right_size: likewise.
        shuffle: a random order of all samples before they are split.
        seed: equal seeds give equal orders.
        preferred_backend: must be None: there is one.
    """
    if preferred_backend is not None:
        raise ValueError(
            "[split_dataset] expected preferred_backend=None, as there is no backend to choose. "
            f"Received: {preferred_backend!r}."
        )
    who = "split_dataset"
    how = (
        _size(who, "left_size", left_size),
        _size(who, "right_size", right_size),
        bool(shuffle),
        _seed(who, seed),
    )
    if isinstance(dataset, Dataset):
        return _engine.data.split_dataset(dataset, *how)
    arrays = _equally_long(who, dataset if isinstance(dataset, (list, tuple)) else [dataset])
    sides = _engine.data.split_positions(len(arrays[0]), *how)
    left, right = (
        Dataset.from_tensors(*(array[np.asarray(side)] for array in arrays)) for side in sides
    )
    return left, right


@speaking
def train_test_split(
    *arrays: Any,
    test_size: Union[int, float, None] = None,
    train_size: Union[int, float, None] = None,
    shuffle: bool = True,
    seed: Optional[int] = None,
) -> list[np.ndarray]:
    """Each array in two parts: `x_train, x_test, y_train, y_test = train_test_split(x, y)`.

    Args:
        arrays: arrays of equal length, whose samples stay together.
        test_size: a number of samples, or a fraction in (0, 1); a quarter if neither is given.
        train_size: likewise.
        shuffle: a random order of all samples before they are split.
        seed: equal seeds give equal orders.
    """
    who = "train_test_split"
    known = _equally_long(who, arrays)
    train, test = _engine.data.train_test_positions(
        len(known[0]),
        _size(who, "test_size", test_size),
        _size(who, "train_size", train_size),
        bool(shuffle),
        _seed(who, seed),
    )
    return [array[np.asarray(side)] for array in known for side in (train, test)]


def _size(who: str, name: str, size: Any) -> Any:
    """As the engine takes it: no number of samples is too large to be refused there."""
    if size is None:
        return None
    if isinstance(size, numbers.Integral) and not isinstance(size, (bool, np.bool_)):
        return max(-1, min(int(size), 2**62))
    if isinstance(size, numbers.Real) and not isinstance(size, (bool, np.bool_)):
        return float(size)
    raise TypeError(
        f"[{who}] expected {name}: int, float or None. Received: {type(size).__name__}."
    )


def _seed(who: str, seed: Any) -> Optional[int]:
    if seed is None:
        return None
    if not isinstance(seed, numbers.Integral) or not 0 <= seed < 2**64:
        raise ValueError(f"[{who}] expected a seed in [0, 2**64). Received: {seed!r}.")
    return int(seed)


def _equally_long(who: str, values: Any) -> list[np.ndarray]:
    arrays = [np.asarray(value) for value in values]
    shapes = [array.shape for array in arrays]
    if not arrays or any(not shape or shape[0] != shapes[0][0] for shape in shapes):
        raise ShapeError(f"[{who}] expected arrays of equal length. Received: shapes {shapes}.")
    return arrays


@speaking
def to_categorical(x: Any, num_classes: Optional[int] = None) -> np.ndarray:
    """Integer labels (...) as one-hot vectors (..., num_classes), float32.

    Args:
        x: labels in [0, num_classes); a last axis of length 1 is dropped.
        num_classes: one more than the largest label unless given.
    """
    labels = np.asarray(x).astype(np.int64)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    count = int(labels.max()) + 1 if num_classes is None else num_classes
    if labels.size and not (0 <= labels.min() and labels.max() < count):
        raise ValueError(
            f"[to_categorical] expected labels in [0, {count}). "
            f"Received: from {labels.min()} to {labels.max()}."
        )
    return np.array(_engine.ops.one_hot(labels, count), subok=False)


@speaking
def normalize(x: Any, axis: int = -1, order: int = 2) -> np.ndarray:
    """`x` divided by its norms along an axis; a norm of 0 counts as 1."""
    array = np.asarray(x)
    norms = np.linalg.norm(array, order, axis, keepdims=True)
    return array / np.where(norms == 0, 1, norms)


def plot_history(history: Any, path: Optional[str] = None) -> Any:
    """Draws the course of each value over the epochs; gives the matplotlib figure.

    Args:
        history: what `fit` returned, or a dict of lists.
        path: where to save it as well, as PNG or SVG.
    """
    from matplotlib.figure import Figure

    values = getattr(history, "history", history)
    if not isinstance(values, dict):
        raise TypeError(
            f"[plot_history] expected what fit returned, or a dict of lists. Received: {history!r}."
        )
    names = [name for name in values if not name.startswith("val_")]
    figure = Figure(figsize=(5 * max(len(names), 1), 3.5), layout="constrained")
    for axes, name in zip(figure.subplots(1, max(len(names), 1), squeeze=False)[0], names):
        for label, key in (("training", name), ("validation", f"val_{name}")):
            if key in values:
                epochs = range(1, len(values[key]) + 1)
                axes.plot(epochs, values[key], marker=".", label=label)
        axes.set(title=name, xlabel="epoch")
        axes.grid(alpha=0.3)
        axes.legend()
    if path is not None:
        figure.savefig(path)
    return figure


def model_to_dot(
    model: Any,
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool = False,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
) -> str:
    """The model as text for Graphviz: the graph of a functional model or a Sequential, the layers of
    another one. The arguments are those of `plot_model`."""
    shown = (show_shapes, show_dtype, show_layer_names, rankdir, expand_nested)
    options = _engine.models.PlotOptions(*shown, show_layer_activations, show_trainable)
    return _engine.models.model_to_dot(model, options)


@speaking
def plot_model(
    model: Any,
    to_file: Any = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
) -> str:
    """Draws a model: its graph, box by box. Gives the path that was written.

    An .svg file is drawn by the engine, a .dot file is text for Graphviz. Other pictures are
    Graphviz's work; where it is missing, an .svg file of that name is written instead.

    Args:
        model: a functional model, a Sequential that is built, or another model, whose layers are
            drawn side by side.
        to_file: where to write it.
        show_shapes: write the shapes of what a layer takes and gives.
        show_dtype: write the dtype of what it gives.
        show_layer_names: write its name.
        rankdir: "TB" from top to bottom, "LR" from left to right.
        expand_nested: draw the layers of the models within the model: Graphviz frames them, an .svg
            file says in each box what it is within.
        dpi: dots an inch, for Graphviz's pictures.
        show_layer_activations: write its activation.
        show_trainable: write whether it is trained.
    """
    shown = (show_shapes, show_dtype, show_layer_names, rankdir, expand_nested)
    options = _engine.models.PlotOptions(*shown, show_layer_activations, show_trainable)
    path = pathlib.Path(to_file)
    dot = None if path.suffix in (".svg", ".dot") else shutil.which("dot")
    if dot is not None:
        kind = [f"-T{path.suffix[1:]}", f"-Gdpi={dpi}", "-o", str(path)]
        text = _engine.models.model_to_dot(model, options)
        subprocess.run([dot, *kind], input=text, text=True, check=True)
        return str(path)
    if path.suffix != ".dot":
        path = path.with_suffix(".svg")
    _engine.models.plot_model(model, str(path), options)
    return str(path)
