import numpy as np

from .core import Callable


class OneHotEncoder(Callable):
    def fit(self, data):
        self.classes = sorted(set(data))
        eye = np.eye(len(self.classes))
        self.encode = dict(zip(self.classes, eye))
        self.decode = {tuple(row): label for label, row in self.encode.items()}

    def forward(self, data):
        return np.array([self.encode[label] for label in data])

    def inverse(self, rows):
        return [self.decode[tuple(row)] for row in rows]
