#!/usr/bin/env bash
# check_wheel.sh WHEEL: installs the wheel into a fresh virtual environment, trains a network there,
# and sees that each library that is not every Linux system's came out of the wheel.
set -euo pipefail

wheel=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv fresh
fresh/bin/pip install --quiet --disable-pip-version-check "$wheel"

fresh/bin/python - << 'PYTHON'
import pathlib
import re

import beras
import numpy as np

x = np.random.default_rng(0).normal(size=(512, 8)).astype("float32")
y = (x.sum(axis=1) > 0).astype("int32")
model = beras.Sequential([
    beras.layers.Dense(32, activation="relu"),
    beras.layers.Dense(2),
])
model.compile(
    optimizer="adam",
    loss=beras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x, y, epochs=20, verbose=0)
loss, accuracy = model.evaluate(x, y, verbose=0)
print(f"accuracy {accuracy:.3f}")
assert accuracy > 0.9

maps = pathlib.Path("/proc/self/maps").read_text()
loaded = re.findall(r"\S+/lib(?:dnnl|gomp|hwy|fmt|zip)[-.]\S+", maps)
foreign = {path for path in loaded if "/fresh/" not in path}
print("libraries:", *sorted({pathlib.Path(path).name for path in loaded}))
assert loaded and not foreign, foreign
PYTHON
