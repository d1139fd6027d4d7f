import json
import sys
from time import time

import numpy as np
from beras import CategoricalAccuracy, Dense, MeanSquaredError, OneHotEncoder, RMSProp, Sequential
from beras.activations import Sigmoid, Softmax
from preprocess import load


def experiment(output, data, epochs):
    """Trains one network that ends in this activation."""
    x_train, y_train, x_test, y_test = data
    np.random.seed(42)
    model = Sequential([Dense(784, 48), Sigmoid(), Dense(48, 10), output])
    model.compile(RMSProp(0.005), MeanSquaredError(), CategoricalAccuracy())
    before = time()
    history = model.fit(x_train, y_train, epochs, 64)
    seconds = time() - before
    loss, acc = model.evaluate(x_test, y_test)
    print(f"{type(output).__name__}: {seconds:.1f} s, test: loss {loss:.4f}, accuracy {acc:.2%}")
    return {"history": history, "loss": loss, "acc": acc}, seconds


def main(folder, train_size=60000, test_size=10000, epochs=5):
    x_train, train_labels = load(folder, "train")
    x_test, test_labels = load(folder, "t10k")
    encoder = OneHotEncoder()
    encoder.fit(train_labels)
    y_test = encoder(test_labels[:test_size])
    assert encoder.inverse(y_test) == test_labels[:test_size]
    data = x_train[:train_size], encoder(train_labels[:train_size]), x_test[:test_size], y_test

    sigmoid, seconds_sigmoid = experiment(Sigmoid(), data, epochs)
    softmax, seconds_softmax = experiment(Softmax(), data, epochs)
    with open("results.json", "w") as f:
        seconds = seconds_sigmoid + seconds_softmax
        json.dump({"sigmoid": sigmoid, "softmax": softmax, "seconds": seconds}, f)


if __name__ == "__main__":
    main(sys.argv[1], *[int(a) for a in sys.argv[2:]])
