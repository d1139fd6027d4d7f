import numpy as np

from .core import Callable


class OneHotEncoder(Callable):
    def fit(self, data):
        self.labels = np.unique(data)
        self.vectors = {label: np.eye(len(self.labels))[i] for i, label in enumerate(self.labels)}

    def call(self, data):
        return np.array([self.vectors[label] for label in data])

    def inverse(self, data):
        return self.labels[np.argmax(data, axis=-1)]
