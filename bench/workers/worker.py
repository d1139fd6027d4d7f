"""What each worker written in Python shares: a process that does what JSON lines on stdin ask.

"hello" gives the version; {"do": "prepare", "row": ..., "folder": ..., "threads": 2, "variant": ...}
loads data and weights; "check" gives the losses before and after a few steps; {"do": "run",
"passes": 3} gives seconds; "first", with what "prepare" is given, makes the first prediction.
"""

from __future__ import annotations

import json
import os
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import numpy as np

from bench.workloads import Row

CHECK_STEPS = 3


class Worker(ABC):
    """One peer at work on one row."""

    row: Row
    folder: Path
    threads: int
    variant: str

    @abstractmethod
    def version(self) -> str: ...

    @abstractmethod
    def build(self) -> None:
        """Makes what the row needs of the data in `folder`."""

    @abstractmethod
    def reset(self) -> None:
        """Back to the initial weights."""

    @abstractmethod
    def loss(self) -> float:
        """Of the first batch, in inference mode; for an op the mean of its result."""

    @abstractmethod
    def train(self, batches: int) -> None:
        """A step on each of the first batches; it returns when all is done."""

    @abstractmethod
    def predict(self) -> None:
        """The outputs of all batches, or of the only sample; it returns when all is done."""

    def evaluate_op(self) -> None:
        """The result of the op; only for peers that have such rows."""
        raise NotImplementedError

    def arrays(self, names: str) -> list[np.ndarray]:
        return [np.load(self.folder / f"{name}.npy") for name in names]

    def weights(self) -> list[np.ndarray]:
        with np.load(self.folder / "weights.npz") as file:
            return [file[key] for key in sorted(file)]

    def hello(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"version": self.version()}

    def prepare(self, request: dict[str, Any]) -> dict[str, Any]:
        self.row = Row(**request["row"])
        self.folder = Path(request["folder"])
        self.threads = request["threads"]
        self.variant = request["variant"]
        self.build()
        return {}

    def check(self, _: dict[str, Any]) -> dict[str, Any]:
        losses = [self.loss()]
        if self.row.kind == "train":
            self.train(min(CHECK_STEPS, self.row.steps))
            losses.append(self.loss())
        return {"losses": losses}

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        once = {"train": lambda: self.train(self.row.steps), "op": self.evaluate_op}.get(
            self.row.kind, self.predict
        )
        if self.row.kind == "train":
            self.reset()
        start = time.perf_counter()
        for _ in range(request["passes"]):
            once()
        return {"seconds": time.perf_counter() - start}

    def first(self, request: dict[str, Any]) -> dict[str, Any]:
        """For rows of kind start: the first prediction of this process."""
        answer = self.prepare(request)
        self.predict()
        return answer


def serve(worker: Worker) -> None:
    """Answers each line until stdin ends; whatever else the process prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(worker, request["do"])(request)
        print(json.dumps(answer), file=answers, flush=True)
