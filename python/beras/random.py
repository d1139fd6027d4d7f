"""Random tensors. The same seed gives the same numbers for any number of threads."""

from beras._engine.random import *  # noqa: F403
