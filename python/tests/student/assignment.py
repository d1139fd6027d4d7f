"""The assignment: python -m student.assignment FOLDER, a folder of MNIST's four files."""

import sys

import numpy as np

from .activations import LeakyReLU, Softmax
from .layers import Dense
from .losses import CategoricalCrossEntropy
from .metrics import CategoricalAccuracy
from .model import SequentialModel
from .onehot import OneHotEncoder
from .optimizers import Adam
from .preprocess import load_and_preprocess_data


def get_model():
    model = SequentialModel(
        [
            Dense(784, 64, initializer="kaiming"),
            LeakyReLU(0.1),
            Dense(64, 10, initializer="xavier"),
            Softmax(),
        ]
    )
    model.compile(
        optimizer=Adam(0.002),
        loss_fn=CategoricalCrossEntropy(),
        acc_fn=CategoricalAccuracy(),
    )
    return model


def main(folder, train_size, test_size, epochs, batch_size):
    x_train, y_train, x_test, y_test = load_and_preprocess_data(folder)
    encoder = OneHotEncoder()
    encoder.fit(y_train)

    np.random.seed(0)
    model = get_model()
    history = model.fit(x_train[:train_size], encoder(y_train[:train_size]), epochs, batch_size)
    test = model.evaluate(x_test[:test_size], encoder(y_test[:test_size]), batch_size)
    print(f"Test: {test}")
    return history, test


if __name__ == "__main__":
    main(sys.argv[1], train_size=60000, test_size=10000, epochs=5, batch_size=256)
