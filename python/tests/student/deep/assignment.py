import json
import sys
import time
from types import SimpleNamespace

import numpy as np
from beras.activations import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from beras.layers import Dense, Dropout
from beras.losses import CategoricalCrossEntropy, MeanSquaredError
from beras.metrics import CategoricalAccuracy
from beras.model import SequentialModel
from beras.onehot import OneHotEncoder
from beras.optimizers import Adam, BasicOptimizer
from preprocess import load_and_preprocess_data


def get_model():
    return SequentialModel(
        [
            Dense(784, 48),
            LeakyReLU(),
            Dropout(0.1),
            Dense(48, 32),
            ReLU(),
            Dense(32, 24),
            Tanh(),
            Dense(24, 16),
            Sigmoid(),
            Dense(16, 10),
            Softmax(),
        ]
    )


def train(model, args, data, loss_fn, optimizer):
    model.compile(optimizer, loss_fn, CategoricalAccuracy())
    start = time.perf_counter()
    history = model.fit(data.x_train, data.y_train, args.epochs, args.batch_size)
    args.seconds += time.perf_counter() - start
    test = model.evaluate(data.x_test, data.y_test, args.batch_size)
    print(f"{type(loss_fn).__name__}: {test}")
    return {"history": history, "test": test}


def fine_tune(model, args, data):
    """Trains only the last layer further; what is frozen must not move."""
    for layer in model.layers[:-2]:
        layer.trainable = False
    assert model.trainable and not model.layers[0].trainable
    assert len(model.trainable_variables) == 2 and len(model.non_trainable_variables) == 8
    before = [np.copy(w) for w in model.weights]
    results = train(model, args, data, CategoricalCrossEntropy(), BasicOptimizer(0.1))
    moved = [bool(np.any(w != old)) for w, old in zip(model.weights, before)]
    assert moved == 8 * [False] + 2 * [True]
    for layer in model.layers:
        layer.trainable = True
    return results


def main(folder, train_size=60000, test_size=10000, epochs=10):
    args = SimpleNamespace(epochs=epochs, batch_size=64, seconds=0)
    data = SimpleNamespace()
    data.x_train, labels_train, data.x_test, labels_test = load_and_preprocess_data(folder)
    encoder = OneHotEncoder()
    encoder.fit(labels_train)
    data.x_train, data.y_train = data.x_train[:train_size], encoder(labels_train[:train_size])
    data.x_test, data.y_test = data.x_test[:test_size], encoder(labels_test[:test_size])

    results = {}
    np.random.seed(1470)
    for loss_fn in (MeanSquaredError(), CategoricalCrossEntropy()):
        model = get_model()
        optimizer = Adam(0.003, amsgrad=True)
        results[type(loss_fn).__name__] = train(model, args, data, loss_fn, optimizer)
    results["fine tuning"] = fine_tune(model, args, data)
    results["guesses"] = encoder.inverse(model(data.x_test[:20])).tolist()

    with open("results.json", "w") as file:
        json.dump({**results, "seconds": args.seconds}, file)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
