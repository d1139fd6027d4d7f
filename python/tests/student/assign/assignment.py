import json
import sys
import time

import numpy as np

from beras.activations import Softmax, Tanh
from beras.layers import Dense
from beras.losses import CategoricalCrossEntropy
from beras.metrics import CategoricalAccuracy
from beras.model import SequentialModel
from beras.onehot import OneHotEncoder
from beras.optimizers import Momentum
from checks import check_gradients, check_symmetry
from preprocess import load_data

folder = sys.argv[1]
train_size, test_size, epochs = map(int, sys.argv[2:5] or (60000, 10000, 5))
x_train, train_labels, x_test, test_labels = load_data(folder, (train_size, test_size))
encoder = OneHotEncoder()
encoder.fit(train_labels)
y_train, y_test = encoder(train_labels), encoder(test_labels)
assert encoder.inverse(y_test) == test_labels.tolist()

np.random.seed(7)
model = SequentialModel([Dense(784, 32), Tanh(), Dense(32, 10), Softmax()])
model.compile(Momentum(0.05), CategoricalCrossEntropy(), CategoricalAccuracy())

error = check_gradients(model, x_train[:6], y_train[:6])
change = check_symmetry(model, x_train[:6])
print(f"gradients are right within {error:.1e}, symmetry holds within {change:.1e}")
assert error < 1e-6 and change < 1e-12

begin = time.perf_counter()
history = model.fit(x_train, y_train, epochs, 80)
seconds = time.perf_counter() - begin
test = model.evaluate(x_test, y_test)
print(f"{seconds:.2f} s of training,", test)

with open("results.json", "w") as file:
    json.dump({"history": history, "test": test, "error": error, "seconds": seconds}, file)
