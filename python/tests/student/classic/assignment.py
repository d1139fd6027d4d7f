"""python assignment.py DATA [TRAIN_SIZE TEST_SIZE EPOCHS]"""

import json
import sys
import time

import numpy as np
from beras.activations import LeakyReLU, Softmax
from beras.layers import Dense
from beras.losses import CategoricalCrossEntropy
from beras.metrics import CategoricalAccuracy
from beras.model import SequentialModel
from beras.onehot import OneHotEncoder
from beras.optimizers import Adam
from preprocess import load_and_preprocess_data


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


def main(folder, train_size=60000, test_size=10000, epochs=5, batch_size=96):
    x_train, y_train, x_test, y_test = load_and_preprocess_data(folder)
    encoder = OneHotEncoder()
    encoder.fit(y_train)

    np.random.seed(0)
    model = get_model()
    start = time.perf_counter()
    history = model.fit(x_train[:train_size], encoder(y_train[:train_size]), epochs, batch_size)
    seconds = time.perf_counter() - start
    test = model.evaluate(x_test[:test_size], encoder(y_test[:test_size]), batch_size)
    print(f"Trained in {seconds:.2f} s. Test: {test}")

    with open("results.json", "w") as file:
        json.dump({"seconds": seconds, "history": history, "test": test}, file)


if __name__ == "__main__":
    main(sys.argv[1], *[int(number) for number in sys.argv[2:]])
