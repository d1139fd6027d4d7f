"""One row: every peer's best settings, then rounds in turn, then medians."""

from __future__ import annotations

import math
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bench import data
from bench.peers import CORES, Peer, Process, WorkerError
from bench.workloads import Row

Progress = Callable[[str], None]

PAUSE = 0.25
"""Seconds after each run, in which threads that still spin go to sleep."""
TRIAL = 0.1
"""Seconds that one run of a trial of settings shall last at least."""
FIRST_TOLERANCE = 1e-4
TOLERANCES = {"float32": 1e-3, "mixed_bfloat16": 2e-2}
DROPOUT_TOLERANCE = 1e-2
"""Masks differ from peer to peer, so the losses after a few steps do, too."""


@dataclass
class Result:
    """What one peer did in one row. Times are seconds a step (batch, call, evaluation)."""

    peer: str
    version: str = ""
    threads: int = 0
    variant: str = ""
    losses: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    base_memory: int = 0
    peak_memory: int = 0
    error: str = ""

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Result:
        """From the fields and, among others, what follows from them."""
        return cls(**{one.name: told[one.name] for one in fields(cls)})

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


@dataclass(frozen=True)
class Settings:
    rounds: int
    seconds: float
    """What one run shall last at least."""
    tries_threads: bool


@dataclass
class Entrant:
    """A peer that stands ready to run."""

    process: Process
    result: Result
    pass_seconds: float
    passes: int = 1

    def run(self, row: Row) -> float:
        seconds = float(self.process.ask("run", passes=self.passes)["seconds"])
        time.sleep(PAUSE)
        return seconds / (self.passes * row.steps)

    def take_part(self, row: Row) -> None:
        """One round, unless it has failed before."""
        if not self.result.error:
            try:
                self.result.rounds.append(self.run(row))
            except WorkerError as error:
                self.result.error = str(error)

    def note_memory(self) -> None:
        try:
            self.result.peak_memory = self.process.memory("VmHWM")
        except WorkerError as error:
            self.result.error = self.result.error or str(error)


def measure(row: Row, peers: list[Peer], settings: Settings, progress: Progress) -> list[Result]:
    """All peers side by side; a peer that fails or computes something else gets an error."""
    with tempfile.TemporaryDirectory(prefix="beras-bench-") as name:
        folder = Path(name)
        data.write(row, folder)
        if row.kind == "start":
            return measure_starts(row, peers, folder, settings, progress)
        return measure_runs(row, peers, folder, settings, progress)


def measure_runs(
    row: Row, peers: list[Peer], folder: Path, settings: Settings, progress: Progress
) -> list[Result]:
    results: list[Result] = []
    entrants: list[Entrant] = []
    try:
        for peer in peers:
            progress(f"{peer.title} gets ready")
            try:
                entrants.append(best_entrant(row, peer, folder, settings))
                results.append(entrants[-1].result)
            except WorkerError as error:
                results.append(Result(peer.name, error=str(error)))
        compare_losses(row, [entrant.result for entrant in entrants])
        for entrant in entrants:
            entrant.passes = max(1, math.ceil(settings.seconds / entrant.pass_seconds))
        for turn in range(settings.rounds):
            progress(f"round {turn + 1} of {settings.rounds}")
            for entrant in entrants:
                entrant.take_part(row)
        for entrant in entrants:
            entrant.note_memory()
    finally:
        for entrant in entrants:
            entrant.process.close()
    return results


def measure_starts(
    row: Row, peers: list[Peer], folder: Path, settings: Settings, progress: Progress
) -> list[Result]:
    """Fresh processes in turn; a first one of each, not counted, warms the page cache."""
    results = [Result(peer.name, threads=CORES) for peer in peers]
    for turn in range(settings.rounds + 1):
        progress(f"round {turn} of {settings.rounds}")
        for peer, result in zip(peers, results, strict=True):
            if result.error:
                continue
            start = time.perf_counter()
            process = Process(peer, row, folder, CORES, peer.variants[0])
            try:
                process.ask("first", **process.job)
                seconds = time.perf_counter() - start
                if turn:
                    result.rounds.append(seconds)
                result.version = process.ask("hello")["version"]
                result.peak_memory = process.memory("VmHWM")
            except WorkerError as error:
                result.error = str(error)
            finally:
                process.close()
    return results


def best_entrant(row: Row, peer: Peer, folder: Path, settings: Settings) -> Entrant:
    """The fastest of the peer's variants and numbers of threads; the others are stopped.

    WorkerError if all of them fail.
    """
    counts = dict.fromkeys((CORES, 1 if settings.tries_threads else CORES))
    processes = [
        Process(peer, row, folder, threads, variant)
        for variant in peer.variants
        for threads in counts
    ]
    entrants: list[Entrant] = []
    failure = WorkerError("no variant")
    # They import side by side, and nothing is timed before all have done so.
    for process, greeting in [(process, greet(process)) for process in processes]:
        try:
            entrants.append(get_ready(process, greeting))
        except WorkerError as error:
            process.close()
            failure = error
    if not entrants:
        raise failure
    best = fastest(row, entrants)
    for entrant in entrants:
        if entrant is not best:
            entrant.process.close()
    return best


def fastest(row: Row, entrants: list[Entrant]) -> Entrant:
    """Of those with passes too short to be judged by, the one that wins three runs in turn."""
    shortest = min(entrant.pass_seconds for entrant in entrants)
    if len(entrants) > 1 and shortest < TRIAL:
        for entrant in entrants:
            entrant.passes = math.ceil(TRIAL / entrant.pass_seconds)
        trials = [[entrant.run(row) for entrant in entrants] for _ in range(3)]
        for entrant, times in zip(entrants, zip(*trials, strict=True), strict=True):
            entrant.pass_seconds = statistics.median(times) * row.steps
    return min(entrants, key=lambda entrant: entrant.pass_seconds)


def greet(process: Process) -> Result | WorkerError:
    """What is known of a worker that has imported its library."""
    try:
        version = process.ask("hello")["version"]
        result = Result(process.peer.name, version, process.threads, process.variant)
        result.base_memory = process.memory("VmRSS")
    except WorkerError as error:
        return error
    return result


def get_ready(process: Process, greeting: Result | WorkerError) -> Entrant:
    if isinstance(greeting, WorkerError):
        raise greeting
    process.ask("prepare", **process.job)
    greeting.losses = process.ask("check")["losses"]
    process.ask("run", passes=1)
    return Entrant(process, greeting, process.ask("run", passes=1)["seconds"])


def compare_losses(row: Row, results: list[Result]) -> None:
    """All must compute what the first one computes, before and after the first steps."""
    if not results:
        return
    last = DROPOUT_TOLERANCE if row.has_dropout else TOLERANCES[row.policy]
    first = FIRST_TOLERANCE if row.policy == "float32" else last
    reference = results[0]
    for result in results[1:]:
        for when, tolerance, ours, theirs in zip(
            ("before", "after"), (first, last), result.losses, reference.losses, strict=False
        ):
            if not abs(ours - theirs) <= tolerance * max(abs(theirs), 1):
                result.error = (
                    f"its loss {when} training is {ours:.6f}, {reference.peer}'s {theirs:.6f}"
                )
