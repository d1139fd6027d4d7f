"""What reading elements and rows of a Tensor costs beside NumPy: python -m bench.elements."""

import timeit

import numpy as np

#: Each reads the vector and the matrix that it is given.
READS = {
    "element": lambda vector, matrix: vector[5],
    "element of a matrix": lambda vector, matrix: matrix[5, 6],
    "row": lambda vector, matrix: matrix[5],
    "slice": lambda vector, matrix: matrix[5:9],
    "iteration": lambda vector, matrix: list(vector),
}


def measure(dtype="float32", number=5000, repeat=20):
    """{read: (nanoseconds of NumPy, of Beras)}: the least of the repetitions, taken in turns."""
    from beras import Tensor

    vector, matrix = np.arange(100).astype(dtype), np.arange(10000).reshape(100, 100).astype(dtype)
    arrays = (vector, matrix), (Tensor(vector), Tensor(matrix))
    results = {}
    for name, read in READS.items():
        count = number // 100 if name == "iteration" else number
        runs = [
            [timeit.timeit(lambda: read(*pair), number=count) / count * 1e9 for pair in arrays]
            for _ in range(repeat)
        ]
        results[name] = tuple(map(min, zip(*runs)))
    return results


if __name__ == "__main__":
    print(f"{'':24}{'NumPy':>10}{'Beras':>10}{'ratio':>8}")
    for name, (numpy, beras) in measure().items():
        print(f"{name:24}{numpy:7.0f} ns{beras:7.0f} ns{beras / numpy:8.2f}")
