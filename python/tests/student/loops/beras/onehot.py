import numpy as np

from beras.core import Callable


class OneHotEncoder(Callable):
    def fit(self, data):
        labels = np.unique(data)
        self.label_to_row = {}
        self.position_to_label = {}
        for i, label in enumerate(labels):
            row = np.zeros(len(labels))
            row[i] = 1
            self.label_to_row[label] = row
            self.position_to_label[i] = label

    def call(self, data):
        return [self.label_to_row[label] for label in data]

    def inverse(self, data):
        return np.array([self.position_to_label[np.argmax(row)] for row in data])
