import numpy as np

from beras.core import Callable, Tensor


class OneHotEncoder(Callable):
    def fit(self, data):
        self.labels = np.unique(data).tolist()
        self.index = {label: i for i, label in enumerate(self.labels)}

    def call(self, data):
        rows = [[0] * len(self.labels) for _ in data]
        for row, label in zip(rows, data):
            row[self.index[label]] = 1
        return Tensor(rows)

    def inverse(self, rows):
        return [self.labels[np.argmax(row)] for row in rows]
