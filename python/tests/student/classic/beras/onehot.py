import numpy as np
from beras.core import Callable


class OneHotEncoder(Callable):
    def fit(self, data):
        self.labels = np.unique(data)
        rows = np.eye(len(self.labels))
        self.label_to_row = {label: rows[i] for i, label in enumerate(self.labels)}

    def call(self, data):
        return np.array([self.label_to_row[label] for label in data])

    def inverse(self, data):
        return np.array([self.labels[np.argmax(row)] for row in data])
