"""The activation functions, by Keras's names and with its defaults."""

from beras._engine.activations import *  # noqa: F403
