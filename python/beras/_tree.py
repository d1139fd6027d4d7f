"""What `beras.tree` has; here, as modules of a student's package `beras` may be called `tree`."""

from __future__ import annotations

import collections
from functools import partial
from typing import Any, Callable, Iterable, Iterator, Optional

__all__ = [
    *("MAP_TO_NONE", "assert_same_paths", "assert_same_structure", "flatten", "flatten_with_path"),
    *("is_nested", "lists_to_tuples", "map_shape_structure", "map_structure", "map_structure_up_to"),
    *("pack_sequence_as", "traverse"),
]

_DICTS = (dict, collections.OrderedDict, collections.defaultdict)


class MAP_TO_NONE:
    """What a function given to `traverse` returns where it wants None."""


def is_nested(structure: Any) -> bool:
    """False for a leaf."""
    kind = type(structure)
    return kind in (list, tuple, collections.deque, *_DICTS) or _is_named(structure)


def flatten(structure: Any) -> list[Any]:
    """All leaves.

    ```python
    >>> beras.tree.flatten({"b": 1, "a": [2, (3, None)]})
    [2, 3, None, 1]

    ```
    """
    return [leaf for _, leaf in flatten_with_path(structure)]


def flatten_with_path(structure: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """All leaves, each after the keys and positions that lead to it."""
    if not is_nested(structure):
        return [((), structure)]
    return [
        ((key, *path), leaf)
        for key in _keys(structure)
        for path, leaf in flatten_with_path(structure[key])
    ]


def map_structure(func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True) -> Any:
    """The same structure of `func` of the leaves: those at one place in all `structures`.

    Args:
        none_is_leaf: False leaves None as it is.
    """
    first, *others = _at_least_one(structures)
    if not none_is_leaf and first is None:
        if any(other is not None for other in others):
            raise _differ(first, next(other for other in others if other is not None), ())
        return None
    if not is_nested(first):
        for other in others:
            if is_nested(other) or (other is None and not none_is_leaf):
                raise _differ(first, other, ())
        return func(first, *others)
    each = partial(map_structure, func, none_is_leaf=none_is_leaf)
    return _mapped(each, first, others)


def map_structure_up_to(shallow_structure: Any, func: Callable[..., Any], *structures: Any) -> Any:
    """The structure of `shallow_structure`, of `func` of what the others have where it has leaves."""
    _at_least_one(structures)
    if shallow_structure is None:
        raise ValueError("[tree] expected leaves other than None to map up to. Received: None.")
    if not is_nested(shallow_structure):
        return func(*structures)
    return _mapped(
        lambda shallow, *parts: map_structure_up_to(shallow, func, *parts),
        shallow_structure,
        list(structures),
    )


def pack_sequence_as(structure: Any, flat_sequence: Iterable[Any]) -> Any:
    """The same structure of other leaves, which come in the order of `flatten`."""
    leaves = list(flat_sequence)
    count = len(flatten(structure))
    if len(leaves) != count:
        raise ValueError(f"[tree] expected {count} leaves to pack. Received: {len(leaves)}.")
    rest = iter(leaves)
    return map_structure(lambda _: next(rest), structure)


def assert_same_structure(a: Any, b: Any, check_types: Optional[bool] = None) -> None:
    """ValueError, which names the place, where two structures differ in anything but their leaves.

    Args:
        check_types: without effect, as in Keras: types are compared, those of dicts aside.
    """
    map_structure(lambda *_: None, a, b)


def assert_same_paths(a: Any, b: Any) -> None:
    """ValueError where the leaves of two structures lie on other paths."""
    ours, theirs = ({path for path, _ in flatten_with_path(each)} for each in (a, b))
    if ours != theirs:
        differing = sorted("/".join(map(str, path)) for path in ours ^ theirs)
        raise ValueError(
            f"[tree] expected equal paths. Received: {', '.join(differing)} in one of them alone."
        )


def traverse(func: Callable[[Any], Any], structure: Any, top_down: bool = True) -> Any:
    """The structure with `func` of everything in it, itself included, where that is not None.

    Args:
        func: returns None to leave as it is what it was given, and MAP_TO_NONE for None.
        top_down: calls it with a part before what is in the part, into which it goes only after
            None; False calls it with what is in a part first.
    """

    def with_parts_traversed() -> Any:
        if not is_nested(structure):
            return structure
        return _mapped(lambda part: traverse(func, part, top_down), structure, [])

    if top_down:
        result = func(structure)
        whole = with_parts_traversed() if result is None else None
    else:
        whole = with_parts_traversed()
        result = func(whole)
    if result is MAP_TO_NONE:
        return None
    return whole if result is None else result


def lists_to_tuples(structure: Any) -> Any:
    """The same with tuples for lists."""

    def tuple_of(part: Any) -> Any:
        return tuple(part) if isinstance(part, list) else None

    return traverse(tuple_of, structure, top_down=False)


def map_shape_structure(func: Callable[[Any], Any], structure: Any) -> Any:
    """The structure of `func` of the shapes in it: lists and tuples of integers and None."""
    is_shape = isinstance(structure, (list, tuple)) and all(
        isinstance(length, (int, type(None))) for length in structure
    )
    if is_shape or not is_nested(structure):
        return func(structure)
    return _mapped(partial(map_shape_structure, func), structure, [])


def _is_named(structure: Any) -> bool:
    return isinstance(structure, tuple) and isinstance(getattr(structure, "_fields", None), tuple)


def _keys(structure: Any) -> list[Any]:
    if not isinstance(structure, dict):
        return list(range(len(structure)))
    if isinstance(structure, collections.OrderedDict):
        return list(structure)
    try:
        return sorted(structure)
    except TypeError:
        return sorted(structure, key=lambda key: (type(key).__qualname__, key))


def _mapped(each: Callable[..., Any], first: Any, others: list[Any]) -> Any:
    """The structure of `each` of the entries of `first` with those of the others at their place."""
    keys = _keys(first)
    for other in others:
        if type(other) is not type(first) and not (type(other) in _DICTS and type(first) in _DICTS):
            raise _differ(first, other, ())
        if len(other) != len(first) or isinstance(first, dict) and set(other) != set(first):
            raise _differ(first, other, ())
    values = {}
    for key in keys:
        try:
            values[key] = each(first[key], *(other[key] for other in others))
        except _Difference as difference:
            raise _differ(*difference.sides, (key, *difference.path)) from None
    return rebuilt(first, values)


def rebuilt(structure: Any, values: dict[Any, Any]) -> Any:
    """A list, tuple or dict of the kind of `structure`, of these values by key or position."""
    kind = type(structure)
    if kind is collections.defaultdict:
        return kind(structure.default_factory, {key: values[key] for key in structure})
    if isinstance(structure, dict):
        return kind((key, values[key]) for key in structure)
    if kind is collections.deque:
        return kind(values.values(), structure.maxlen)
    return kind(*values.values()) if _is_named(structure) else kind(values.values())


class _Difference(ValueError):
    """Two structures that differ: how, and where."""

    sides: tuple[Any, Any]
    path: tuple[Any, ...]


def _differ(a: Any, b: Any, path: tuple[Any, ...]) -> _Difference:
    where = f' at "{"/".join(map(str, path))}"' if path else ""
    difference = _Difference(
        f"[tree] expected equal structures{where}: {_named(a)}. Received: {_named(b)}."
    )
    difference.sides, difference.path = (a, b), path
    return difference


def _named(structure: Any) -> str:
    if not is_nested(structure):
        return "a leaf"
    entries: Iterator[str] = map(str, _keys(structure))
    what = ", ".join(entries) if isinstance(structure, dict) else str(len(structure))
    return f"{type(structure).__name__} of {what}"


def _at_least_one(structures: tuple[Any, ...]) -> tuple[Any, ...]:
    if not structures:
        raise ValueError("[tree] expected at least one structure. Received: none.")
    return structures
