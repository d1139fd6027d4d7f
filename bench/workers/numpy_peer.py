"""NumPy, writing into arrays that are there already, as its fastest programs do."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.workers.worker import Worker, serve

OPS: dict[str, Any] = {
    "add": lambda a, b, c, out: np.add(a, b, out=out),
    "multiply_add": lambda a, b, c, out: np.add(np.multiply(a, b, out=out), c, out=out),
    "exp": lambda a, b, c, out: np.exp(a, out=out),
    "tanh": lambda a, b, c, out: np.tanh(a, out=out),
    "sum": lambda a, b, c, out: np.sum(a),
    "max": lambda a, b, c, out: np.max(a),
    "mean_columns": lambda a, b, c, out: np.mean(a, 0),
    "mean_rows": lambda a, b, c, out: np.mean(a, 1),
}


class NumpyPeer(Worker):
    def version(self) -> str:
        return np.__version__

    def build(self) -> None:
        self.operands = self.arrays("abc")
        self.out = np.empty_like(self.operands[0])
        self.op = OPS[self.row.op]

    def reset(self) -> None:
        """Nothing here changes."""

    def loss(self) -> float:
        return float(np.mean(self.op(*self.operands, self.out), dtype=np.float64))

    def train(self, batches: int) -> None:
        raise NotImplementedError("NumPy does not train")

    def predict(self) -> None:
        raise NotImplementedError("NumPy has no networks")

    def evaluate_op(self) -> None:
        self.op(*self.operands, self.out)


if __name__ == "__main__":
    serve(NumpyPeer())
