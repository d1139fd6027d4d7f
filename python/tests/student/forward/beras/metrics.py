import numpy as np

from .core import Callable


class CategoricalAccuracy(Callable):
    def forward(self, probs, labels):
        return (probs.argmax(axis=1) == labels.argmax(axis=1)).mean()
