import numpy as np

from .core import Callable


class OneHotEncoder(Callable):
    def fit(self, data):
        names = sorted(set(data))
        self.rows = {name: row for name, row in zip(names, np.identity(len(names)))}
        self.names = {tuple(row): name for name, row in self.rows.items()}

    def call(self, data):
        return np.stack([self.rows[name] for name in data])

    def inverse(self, data):
        return [self.names[tuple(row)] for row in data]
