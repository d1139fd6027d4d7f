"""The array that users hold: NumPy's, on the engine's memory."""

from __future__ import annotations

from typing import Any, Callable, Optional

import numpy as np

from beras import _engine, _numpy
from beras._arrays import as_array, convert, numpy_dtype
from beras._flat import Flat
from beras._tensor_methods import define_methods

_ops = _engine.ops
_tensor = _engine.tensor


class Tensor(_tensor.ArrayBase):  # type: ignore[misc]
    """An n-dimensional array with NumPy's semantics that can be marked as trainable.

    It *is* a `numpy.ndarray`, on the memory of an engine tensor. What is computed from Tensors while
    a `GradientTape` watches is recorded, through operators, methods, NumPy's functions and
    `beras.ops` alike. What only NumPy can compute has no gradient: asking for one is an error that
    names the function.

    A Tensor made of lists or numbers has the dtype that NumPy gives them. Results have the dtypes
    of Keras: an integer beside a float32 gives float32, functions of integers that are no whole
    numbers give float32, and Python's numbers, among which are the scalars `numpy.float64`, take
    the dtype of the Tensor beside them.

    A single element is a copy: a number, or where a tape records, a Tensor of rank 0. Rows and
    slices are views. A Tensor of rank 0 is hashed by its value.

    Args:
        value: an array or a Tensor, of which it is a copy, on memory of its own: while a tape
            records, a copy that the tape follows; nested lists; a number; or an initializer,
            called with `shape` and `dtype`.
        dtype: that of `value` by default.
        trainable: whether optimizers may change it and tapes follow it.
        name: shown in messages.
        shape: for an initializer.
    """

    #: True for what users have made rather than computed: a weight, where a layer holds it.
    _is_variable = False

    def __new__(
        cls,
        value: Any,
        dtype: Any = None,
        trainable: bool = True,
        name: Optional[str] = None,
        shape: Any = None,
    ) -> Tensor:
        if callable(value):
            value = value(shape, dtype=dtype or "float32")
        recorded = _recorded(value, dtype) if trainable and name is None else None
        if recorded is not None:
            return recorded if cls is Tensor else recorded.view(cls)
        return variable(cls, as_array(value), dtype, trainable, name)

    @property
    def trainable(self) -> bool:
        """Whether optimizers may change it and tapes follow it.

        What is computed has it from the Tensor that it is computed from.
        """
        return _tensor.get_trainable(self)

    @trainable.setter
    def trainable(self, value: bool) -> None:
        _tensor.set_trainable(self, value)

    @property
    def name(self) -> str:
        """Shown in messages; empty unless given."""
        return _tensor.get_name(self)

    @name.setter
    def name(self, value: str) -> None:
        _tensor.set_name(self, value)

    @property
    def _keras_mask(self) -> Optional[Tensor]:
        """True for what counts of it, where a layer has said so; None for all of it."""
        return _tensor.get_mask(self) if _tensor.has_engine(self) else None

    @_keras_mask.setter
    def _keras_mask(self, value: Any) -> None:
        _tensor.set_mask(self, value)

    @property
    def regularizer(self) -> Any:
        """What it adds to the loss while it is trainable: a function of it, or None."""
        return _tensor.regularizer(self)

    @regularizer.setter
    def regularizer(self, value: Any) -> None:
        _tensor.set_rules(self, value, self.constraint)

    @property
    def constraint(self) -> Any:
        """What gives its value after each update: a function of it, or None."""
        return _tensor.constraint(self)

    @constraint.setter
    def constraint(self, value: Any) -> None:
        _tensor.set_rules(self, self.regularizer, value)

    def assign(self, value: Any) -> Tensor:
        """Writes `value`, broadcast and cast, over the elements in place: whatever NumPy's
        `tensor[...] = value` takes. Of a Variable that is a new beginning to tapes: no gradient flows
        to `value`. Anything else is written as by `tensor[...] = value`.

        ValueError where it does not fit; nothing is written then.
        """
        begins_anew = self._begins_anew()
        try:
            if begins_anew:
                np.asarray(self)[...] = _values(value, self.dtype)
            else:
                self[...] = value
        except (TypeError, ValueError) as error:
            what = f"Variable {self.name!r}" if self.name else "Variable"
            raise type(error)(
                f"[{what}] expected a value for shape {self.shape} and dtype {self.dtype}. "
                f"Received: shape {np.shape(value)}. {error}"
            ) from None
        if begins_anew and _tensor.has_engine(self):
            _tensor.bump_version(self)
        return self

    def _begins_anew(self) -> bool:
        """True if to tapes an assignment is no part of what they record."""
        if not _engine.core.is_recording() or not _tensor.has_engine(self):
            return True
        is_whole = (self._is_variable or self.name) and _tensor.origin_of(self) is self
        return bool(is_whole) and not _tensor.is_known_written(self)

    def _now(self) -> Tensor:
        """What it is now, for what it is to be assigned next."""
        return _tensor.detach(self) if self._begins_anew() else self.copy()

    def assign_add(self, value: Any) -> Tensor:
        """Adds `value`, broadcast and cast, to the elements in place."""
        return self.assign(self._now() + value)

    def assign_sub(self, value: Any) -> Tensor:
        """Subtracts `value`, broadcast and cast, from the elements in place."""
        return self.assign(self._now() - value)

    def numpy(self) -> np.ndarray:
        """A copy as a plain array, which no tape knows and no training changes.

        `np.asarray(tensor)` is a view of the memory.
        """
        return np.array(self, subok=False)

    # --- elements

    def __hash__(self) -> int:  # type: ignore[override]
        if self.ndim > 0:
            raise TypeError(f"unhashable type: {type(self).__name__!r} of shape {self.shape}")
        return hash(self.item())

    def __setitem__(self, key: Any, value: Any) -> None:
        if _engine.core.is_recording():
            is_list = isinstance(value, (list, tuple)) and _tensor.first_tensor(value) is not None
            return _numpy.set_item(self, key, as_array(value) if is_list else value)
        np.asarray(self)[key] = value
        if _tensor.has_engine(self):
            _tensor.bump_version(self)

    # --- NumPy's functions and methods

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *args: Any, **kwargs: Any) -> Any:
        return _numpy.call_ufunc(ufunc, method, args, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if not all(issubclass(kind, np.ndarray) for kind in types):
            return NotImplemented
        return _numpy.call(function, args, kwargs)

    @property
    def flat(self) -> Flat:
        """The elements in row-major order, to iterate over, read and write."""
        return Flat(self)

    @flat.setter
    def flat(self, value: Any) -> None:
        Flat(self)[...] = value

    @property
    def T(self) -> Tensor:
        """With its axes reversed. A view."""
        return self.transpose()

    @property
    def mT(self) -> Tensor:
        """With its last two axes exchanged. A view."""
        return np.swapaxes(self, -1, -2)

    @property
    def real(self) -> Tensor:
        """The real part: itself, if it is real."""
        return self if _tensor.has_engine(self) else _numpy.run(np.real, (self,), {})

    @property
    def imag(self) -> Tensor:
        """The imaginary part."""
        return _numpy.run(np.imag, (self,), {})

    def reshape(self, *shape: Any, **options: Any) -> Tensor:
        """The elements in row-major order under another shape. A view if the memory allows it."""
        shape = shape[0] if len(shape) == 1 else shape
        return _viewed("reshape", np.reshape, (self, shape), options)

    def transpose(self, *axes: Any) -> Tensor:
        """The axes in the given order; reversed if none is given. A view."""
        axes = axes[0] if len(axes) == 1 else axes or None
        return _viewed("transpose", np.transpose, (self, axes), {})

    def flatten(self, order: Any = "C") -> Tensor:
        """A copy along one axis."""
        return np.ravel(np.copy(self), order)

    def astype(self, dtype: Any, *args: Any, copy: bool = True, **options: Any) -> Tensor:
        """The elements in another dtype."""
        if not args and not options and numpy_dtype(dtype) == self.dtype:
            return self.copy() if copy else self
        return _numpy.call(np.ndarray.astype, (self, dtype, *args), options)

    def view(self, *args: Any, **options: Any) -> Any:
        """The same memory as a Tensor of its own, or as NumPy has it for another dtype or type."""
        if not args and not options:
            return self.reshape(self.shape)
        if args and isinstance(args[0], type) and issubclass(args[0], np.ndarray):
            if args[0] is Tensor:
                return self.reshape(self.shape)
            return super().view(*args, **options)
        return _numpy.run(np.ndarray.view, (self, *args), options)

    def conj(self) -> Tensor:
        """The complex conjugate: itself, if it is real."""
        return np.conj(self)

    conjugate = conj

    def __divmod__(self, other: Any) -> Any:
        return np.divmod(self, other)

    def __rdivmod__(self, other: Any) -> Any:
        return np.divmod(other, self)

    def __pos__(self) -> Tensor:
        return np.positive(self)

    def __round__(self, ndigits: Optional[int] = None) -> Any:
        return round(self.item()) if ndigits is None else self.round(ndigits)

    # --- as text, and in files

    def __repr__(self) -> str:
        return repr(np.asarray(self)).replace("array(", "Tensor(", 1)

    def __str__(self) -> str:
        return str(np.asarray(self))

    def __format__(self, spec: str) -> str:
        return format(np.asarray(self), spec)

    def __reduce__(self) -> tuple[Callable[..., Tensor], tuple[Any, ...]]:
        name = self.name if _tensor.has_engine(self) else None
        made_of = (np.array(self, subok=False), None, self.trainable, name or None)
        rules = _own_rules(self) if _tensor.has_engine(self) else (None, None)
        if rules == (None, None):
            return type(self), made_of
        return _with_rules, (type(self), made_of, *rules)

    def __copy__(self) -> Tensor:
        rebuild, arguments = self.__reduce__()
        return rebuild(*arguments)

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        return self.__copy__()


def _own_rules(weight: Tensor) -> tuple[Any, Any]:
    """Its regularizer and its constraint, without those that a layer lends: it lays them anew."""
    rules = (weight.regularizer, weight.constraint)
    own = [None if hasattr(rule, "_engine_original") else rule for rule in rules]
    return own[0], own[1]


def _with_rules(kind: Any, made_of: tuple[Any, ...], regularizer: Any, constraint: Any) -> Tensor:
    weight = kind(*made_of)
    _tensor.set_rules(weight, regularizer, constraint)
    return weight


define_methods(Tensor)


def _viewed(method: str, function: Any, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """A function that makes a view: NumPy's own, unless a tape is to see it."""
    if _engine.core.is_recording():
        return _numpy.call(function, args, options)
    return getattr(np.ndarray, method)(*args, **options)


def read(tensor: Tensor, key: Any) -> Any:
    """`tensor[key]`, where a tape may follow it or the key is more than integers and slices."""
    picked = _tensor.getitem(tensor, key)
    return _numpy.run(np.ndarray.__getitem__, (tensor, key), {}) if picked is None else picked


def _recorded(value: Any, dtype: Any) -> Optional[Tensor]:
    """The same value as a recording tape follows it; None where there is nothing to follow."""
    if not _engine.core.is_recording():
        return value if dtype is None and _is_result(value) else None
    if _tensor.first_tensor([value]) is None:
        return None
    tensor = as_array(value)
    if not _tensor.has_engine(tensor) or not _tensor.is_followed(tensor):
        return None
    if dtype is not None and numpy_dtype(dtype) != tensor.dtype:
        return _ops.cast(tensor, dtype)
    return tensor.copy() if tensor is value else tensor


def _values(value: Any, dtype: np.dtype) -> np.ndarray:
    """What NumPy would assign; what might fail halfway is converted before anything is written."""
    array = np.asarray(value)
    return array if array.dtype.kind in "biufc" else np.asarray(value, dtype=dtype)


def _is_result(value: Any) -> bool:
    """True for a number that a tape has computed, which may be asked about when it has ended."""
    is_number = isinstance(value, Tensor) and value.ndim == 0 and _tensor.has_engine(value)
    return is_number and _tensor.flows(value) and not _tensor.is_variable(value)


def variable(cls: Any, array: np.ndarray, dtype: Any, trainable: bool, name: Optional[str]) -> Any:
    """A Tensor with an identity and memory of its own, that holds what an array holds now."""
    dtype = None if dtype is None else numpy_dtype(dtype)
    tensor = _tensor.on(np.array(array, dtype=dtype, subok=False))
    if type(tensor) is not cls:
        tensor = tensor.view(cls)
    tensor._is_variable = True
    tensor.trainable = trainable
    if name is not None:
        tensor.name = name
    if _tensor.has_engine(tensor):
        _tensor.remember(tensor)
    return tensor


_tensor.set_tensor_class(Tensor, convert)
_tensor.set_reader(read, Tensor)
