import gzip
import struct
from pathlib import Path

import numpy as np


def load(folder, kind):
    folder = Path(folder)
    with gzip.open(folder / f"{kind}-labels-idx1-ubyte.gz", "rb") as f:
        _, count = struct.unpack(">II", f.read(8))
        labels = np.frombuffer(f.read(count), dtype=np.uint8).tolist()
    with gzip.open(folder / f"{kind}-images-idx3-ubyte.gz", "rb") as f:
        _, count, height, width = struct.unpack(">IIII", f.read(16))
        images = np.frombuffer(f.read(), dtype=np.uint8).reshape(count, height * width)
    return images.astype("float32") / 255, labels
