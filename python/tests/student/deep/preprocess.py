import gzip

import numpy as np


def load_images(path):
    with gzip.open(path, "rb") as f:
        data = np.frombuffer(f.read()[16:], dtype=np.uint8)
    return data.reshape(-1, 784).astype(np.float32) / 255.0


def load_labels(path):
    with gzip.open(path, "rb") as f:
        return np.frombuffer(f.read()[8:], dtype=np.uint8).astype(np.int64)


def load_and_preprocess_data(folder):
    x_train = load_images(f"{folder}/train-images-idx3-ubyte.gz")
    y_train = load_labels(f"{folder}/train-labels-idx1-ubyte.gz")
    x_test = load_images(f"{folder}/t10k-images-idx3-ubyte.gz")
    y_test = load_labels(f"{folder}/t10k-labels-idx1-ubyte.gz")
    return x_train, y_train, x_test, y_test
