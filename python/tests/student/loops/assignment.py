import json
import sys
import time

import numpy as np

from beras.activations import ReLU, Softmax
from beras.layers import Dense
from beras.losses import CategoricalCrossEntropy
from beras.metrics import CategoricalAccuracy
from beras.model import SequentialModel
from beras.onehot import OneHotEncoder
from beras.optimizer import BasicOptimizer
from preprocess import get_data

CLOTHES = {
    0: "T-shirt",
    1: "trouser",
    2: "pullover",
    3: "dress",
    4: "coat",
    5: "sandal",
    6: "shirt",
    7: "sneaker",
    8: "bag",
    9: "boot",
}


def main(folder, train_size=60000, test_size=10000, epochs=5):
    np.random.seed(1)
    x_train, labels_train = get_data(folder, "train", train_size)
    x_test, labels_test = get_data(folder, "t10k", test_size)
    encoder = OneHotEncoder()
    encoder.fit(labels_train)
    y_train, y_test = encoder(labels_train), encoder(labels_test)

    model = SequentialModel([Dense(784, 32, "kaiming"), ReLU(), Dense(32, 10, "xavier"), Softmax()])
    model.compile(BasicOptimizer(0.1), CategoricalCrossEntropy(), CategoricalAccuracy())

    start = time.perf_counter()
    history = model.fit(x_train, y_train, epochs, batch_size=50)
    seconds = time.perf_counter() - start
    test = model.evaluate(x_test, y_test)
    print(f"seconds: {seconds:.2f}")
    print("test:", test)

    guesses = model(x_test[:10])
    names = [CLOTHES[np.argmax(guess)] for guess in guesses]
    assert names == [CLOTHES[label] for label in encoder.inverse(guesses)]
    print("looks like:", ", ".join(names))

    results = {"history": history, "test": test, "names": names, "seconds": seconds}
    json.dump(results, open("results.json", "w"))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
