"""Operations on tensors, by Keras's names. Tapes record them."""

from __future__ import annotations

import sys
from functools import partial

from beras import _engine, _ops_control, _ops_core, _ops_extended, _ops_numpy
from beras._engine.ops import *  # noqa: F403
from beras._noting import noting
from beras._ops_control import *  # noqa: F403
from beras._ops_core import *  # noqa: F403
from beras._ops_extended import *  # noqa: F403
from beras._ops_numpy import *  # noqa: F403

#: Keras sorts its operations into these; here they are one.
core = linalg = math = nn = numpy = sys.modules[__name__]

__all__ = sorted(
    {name for name in vars(_engine.ops) if not name.startswith("_")}.union(
        *(_ops_control.__all__, _ops_core.__all__, _ops_extended.__all__, _ops_numpy.__all__),
    )
)
__dir__ = partial(sorted, __all__)
#: What these call of the engine is noted itself.
_PASSED_ON = {"clip", "layer_normalization", "linspace", "where"}
for _module in (_ops_control, _ops_extended, _ops_numpy):
    for _name in _module.__all__:
        if _name not in _PASSED_ON:
            globals()[_name] = noting(getattr(_module, _name))
