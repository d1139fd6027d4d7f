import gzip

import numpy as np


def read_images(path):
    with gzip.open(path) as file:
        file.read(16)  # magic number, count, rows, columns
        pixels = np.frombuffer(file.read(), dtype=np.uint8)
    return (pixels.reshape(-1, 784) / 255).astype(np.float32)


def read_labels(path):
    with gzip.open(path) as file:
        file.read(8)  # magic number, count
        return np.frombuffer(file.read(), dtype=np.uint8)


def get_data(folder, name, size):
    images = read_images(f"{folder}/{name}-images-idx3-ubyte.gz")[:size]
    labels = read_labels(f"{folder}/{name}-labels-idx1-ubyte.gz")[:size]
    return images, labels
