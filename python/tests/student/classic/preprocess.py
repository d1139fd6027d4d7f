import gzip
import os

import numpy as np


def read_idx(path):
    with gzip.open(path, "rb") as file:
        data = file.read()
    rank = data[3]
    shape = np.frombuffer(data, ">i4", count=rank, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load_and_preprocess_data(folder):
    """Images as float32 rows in [0, 1], and integer labels, to train on and to test with."""
    data = []
    for name in ("train", "t10k"):
        images = read_idx(os.path.join(folder, f"{name}-images-idx3-ubyte.gz"))
        labels = read_idx(os.path.join(folder, f"{name}-labels-idx1-ubyte.gz"))
        data.append(images.reshape(len(images), -1).astype(np.float32) / 255)
        data.append(labels.astype(int))
    return data
