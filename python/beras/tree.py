"""Nested lists, tuples and dicts, and what lies in them: Keras's `tree`.

A structure is a list, a tuple (named ones, too), a dict, an `OrderedDict`, a `defaultdict` or a
`deque` of structures; everything else, None included, is a leaf. Dicts are walked in the order of
their sorted keys, an `OrderedDict` in its own.
"""

from functools import partial

from beras import _tree
from beras._tree import *  # noqa: F403

__all__ = _tree.__all__
__dir__ = partial(sorted, __all__)
