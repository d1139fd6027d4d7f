import json
import sys
import time

import numpy as np
from beras.activations import LeakyReLU, Softmax
from beras.layers import Dense
from beras.losses import CategoricalCrossentropy
from beras.metrics import Hits
from beras.model import Model
from beras.onehot import OneHotEncoder
from beras.optimizers import BasicOptimizer
from preprocess import CLASSES, load


def main(folder, train_size=5000, test_size=1000, epochs=3):
    x_train, names_train = load(folder, "train", train_size)
    x_test, names_test = load(folder, "t10k", test_size)
    encoder = OneHotEncoder()
    encoder.fit(CLASSES)
    y_train, y_test = encoder(names_train), encoder(names_test)

    np.random.seed(3)
    model = Model(Dense(196, 24), LeakyReLU(0.1), Dense(24, 10), Softmax())
    model.compile(BasicOptimizer(0.2), CategoricalCrossentropy(), Hits())
    start = time.perf_counter()
    history = model.fit(x_train, y_train, epochs, batch_size=30)
    seconds = time.perf_counter() - start
    loss, accuracy = model.evaluate(x_test, y_test)
    print(f"{seconds:.1f} seconds; test: {loss:.4f} {accuracy:.2%}")

    # How often what is taken for what.
    mistakes = {}
    guesses = np.eye(10)[np.argmax(model.call(x_test), axis=1)]
    for guess, name in zip(encoder.inverse(guesses), names_test):
        if guess != name:
            mistakes[f"{name} for {guess}"] = mistakes.get(f"{name} for {guess}", 0) + 1

    with open("results.json", "w") as file:
        results = {"history": history, "test": [loss, accuracy], "mistakes": mistakes}
        json.dump({**results, "seconds": seconds}, file)


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:]))
