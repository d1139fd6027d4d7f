#!/usr/bin/env python3
"""What driving fit from Python costs: the same epochs from Python and from C++ (bench_fit), in turn.

usage: PYTHONPATH=build/release/python python bench/python_fit.py [ROUNDS]
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time

import numpy as np

import beras

SAMPLES = 12800
PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "build/release/bench/bench_fit"


def cpp_epoch(batch: int) -> float:
    """Seconds of one epoch in C++, as Google Benchmark measures them."""
    output = subprocess.run(
        [PROGRAM, f"--benchmark_filter=batch:{batch}/", "--benchmark_format=json"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return json.loads(output)["benchmarks"][0]["real_time"] * 1e-3


def python_epoch(batch: int, epochs: int = 5) -> float:
    """Seconds of one epoch from Python, each a fit of its own, as in C++."""
    generator = np.random.default_rng(0)
    x = generator.random((SAMPLES, 784), dtype=np.float32)
    y = generator.integers(0, 10, SAMPLES, dtype=np.int32)
    model = beras.Sequential(
        [beras.layers.Dense(128, activation="relu"), beras.layers.Dense(10)]
    )
    model.compile("adam", beras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y, batch_size=batch, shuffle=False, verbose=0)
    start = time.perf_counter()
    for _ in range(epochs):
        model.fit(x, y, batch_size=batch, shuffle=False, verbose=0)
    return (time.perf_counter() - start) / epochs


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for batch in (32, 128):
        times = [(cpp_epoch(batch), python_epoch(batch)) for _ in range(rounds)]
        cpp, python = (statistics.median(column) for column in zip(*times))
        ratio = statistics.median(theirs / ours for ours, theirs in times)
        steps = SAMPLES // batch
        print(
            f"batch {batch}: C++ {cpp / steps * 1e6:.0f} us/step, "
            f"Python {python / steps * 1e6:.0f} us/step, ratio {ratio:.3f}"
        )


if __name__ == "__main__":
    main()
