import gzip

import numpy as np


def unzip(path, offset):
    with gzip.open(path, "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=offset)


def load_data(folder, sizes):
    data = []
    for name, size in zip(("train", "t10k"), sizes):
        images = unzip(folder + "/" + name + "-images-idx3-ubyte.gz", 16).reshape(-1, 28 * 28)
        labels = unzip(folder + "/" + name + "-labels-idx1-ubyte.gz", 8)
        data += [np.float32(images[:size]) / 255.0, labels[:size]]
    return data
