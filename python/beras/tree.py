"""Nested lists, tuples and dicts, and what lies in them: Keras's `tree`.

A structure is a list, a tuple (named ones, too), a dict, an `OrderedDict`, a `defaultdict` or a
`deque` of structures; everything else, None included, is a leaf. Dicts are walked in the order of
their sorted keys, an `OrderedDict` in its own.
"""

from functools import partial

from beras._tree import (
    MAP_TO_NONE,
    assert_same_paths,
    assert_same_structure,
    flatten,
    flatten_with_path,
    is_nested,
    lists_to_tuples,
    map_shape_structure,
    map_structure,
    map_structure_up_to,
    pack_sequence_as,
    traverse,
)

__all__ = [
    "MAP_TO_NONE",
    "assert_same_paths",
    "assert_same_structure",
    "flatten",
    "flatten_with_path",
    "is_nested",
    "lists_to_tuples",
    "map_shape_structure",
    "map_structure",
    "map_structure_up_to",
    "pack_sequence_as",
    "traverse",
]
__dir__ = partial(sorted, __all__)
