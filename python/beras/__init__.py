"""Beras: Keras, native."""

from beras._engine import __version__

__all__ = ["__version__"]
