"""Who takes part, in which rows, and how to talk to the process of one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.workloads import Row

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/release"
PEERS_PYTHON = os.environ.get("BERAS_BENCH_PYTHON", str(ROOT / "build/peers/bin/python"))
PATIENCE = 300
"""Seconds after which a worker that does not answer is ended."""
CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Peer:
    name: str
    title: str
    command: tuple[str, ...]
    module: str = ""
    """What it must be able to import to take part."""
    kinds: tuple[str, ...] = ("train", "predict", "latency", "start")
    policies: tuple[str, ...] = ("float32", "mixed_bfloat16")
    variants: tuple[str, ...] = ("",)
    """What is tried besides the numbers of threads; the fastest counts."""
    takes: Callable[[Row], bool] = field(default=lambda row: True)

    def runs(self, row: Row) -> bool:
        return row.kind in self.kinds and row.policy in self.policies and self.takes(row)


def from_python(worker: str, *arguments: str) -> tuple[str, ...]:
    return (PEERS_PYTHON, "-m", f"bench.workers.{worker}", *arguments)


NETWORKS = ("train", "predict", "latency", "start")
EVERYTHING = (*NETWORKS, "op")

PEERS = (
    Peer("beras", "Beras", (str(BUILD / "bench/bench_worker"),), kinds=EVERYTHING),
    Peer("beras-python", "Beras from Python",
         (sys.executable, "-m", "bench.workers.keras_peer", "beras"),
         takes=lambda row: row.name.startswith("mlp")),
    Peer("torch", "PyTorch", from_python("torch_peer"), "torch", EVERYTHING),
    Peer("torch-compile", "torch.compile", from_python("torch_peer", "--compile"), "torch",
         ("train", "predict", "latency", "op")),
    Peer("jax", "JAX", from_python("jax_peer"), "jax", EVERYTHING,
         variants=("one jit a step", "one jit a pass")),
    Peer("tensorflow", "TensorFlow", from_python("tensorflow_peer"), "tensorflow",
         variants=("XLA", "no XLA")),
    Peer("keras", "Keras fit", from_python("keras_peer"), "keras", ("train", "predict"),
         variants=("XLA", "no XLA")),
    Peer("onnxruntime", "onnxruntime", from_python("onnx_peer"), "onnxruntime",
         ("predict", "latency", "start"), ("float32",)),
    Peer("mlx", "MLX", from_python("mlx_peer"), "mlx.core", EVERYTHING, ("float32",),
         takes=lambda row: row.name != "resnet"),  # a step takes it half a minute
    Peer("numpy", "NumPy", from_python("numpy_peer"), "numpy", ("op",),
         takes=lambda row: row.op != "gelu"),
)  # fmt: skip


class WorkerError(RuntimeError):
    """A worker that ended, with the end of what it said."""


class Process:
    """A running worker."""

    def __init__(self, peer: Peer, row: Row, folder: Path, threads: int, variant: str) -> None:
        self.peer, self.threads, self.variant = peer, threads, variant
        self.log = folder / f"{peer.name}.log"
        self.job = {
            "row": asdict(row), "folder": str(folder), "threads": threads, "variant": variant
        }  # fmt: skip
        self.process = subprocess.Popen(
            peer.command,
            cwd=ROOT,
            env={**os.environ, **environment(threads)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log.open("w"),
            text=True,
        )

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """The answer to one line; WorkerError if there is none."""
        assert self.process.stdin and self.process.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        patience = threading.Timer(PATIENCE, end)
        patience.daemon = True
        patience.start()
        try:
            self.process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            patience.cancel()
        if late.is_set():
            raise WorkerError(f"no answer to '{command}' in {PATIENCE} s")
        if not line:
            self.process.wait()
            said = self.log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
            raise WorkerError(said[-1])
        answer: dict[str, Any] = json.loads(line)
        return answer

    def memory(self, what: str) -> int:
        """Bytes: VmRSS is what it holds, VmHWM the most it held."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError as error:
            raise WorkerError("it has ended") from error
        for line in status.splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) * 1024
        raise WorkerError(f"no {what}")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def environment(threads: int) -> dict[str, str]:
    """What tells the libraries how many threads to use before they start."""
    count = str(threads)
    multi = "true" if threads > 1 else "false"
    return {
        "PYTHONPATH": str(BUILD / "python"),
        "OMP_NUM_THREADS": count,
        "OPENBLAS_NUM_THREADS": count,
        "MKL_NUM_THREADS": count,
        "NPROC": count,  # XLA
        "XLA_FLAGS": f"--xla_cpu_multi_thread_eigen={multi}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "JAX_PLATFORMS": "cpu",
        "KERAS_BACKEND": "tensorflow",
        "TORCHINDUCTOR_COMPILE_THREADS": "1",
        "TORCHINDUCTOR_CACHE_DIR": str(ROOT / "build/bench/inductor"),
    }


def version(peer: Peer) -> str | None:
    """Of what the peer is made of, or None if it does not import."""
    if not peer.module:
        return "own"
    code = f"import {peer.module} as m; print(m.__version__)"
    try:
        result = subprocess.run(
            [PEERS_PYTHON, "-c", code],
            check=False, capture_output=True, text=True,
            env={**os.environ, **environment(CORES)},
        )  # fmt: skip
    except OSError:
        return None
    return result.stdout.strip() if result.returncode == 0 else None
