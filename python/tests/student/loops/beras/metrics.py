import numpy as np

from beras.core import Callable


class CategoricalAccuracy(Callable):
    def call(self, probs, labels):
        right = 0
        for prob, label in zip(probs, labels):
            if np.argmax(prob) == np.argmax(label):
                right += 1
        return right / len(labels)
