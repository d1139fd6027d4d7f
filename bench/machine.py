"""Where it was measured: the machine, what it can do at most, and which Beras."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

from bench.peers import BUILD, CORES, ROOT


def last_cache() -> int:
    """Bytes of the largest cache of the first core."""
    units = {"K": 2**10, "M": 2**20}
    sizes = [
        path.read_text().strip()
        for path in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size")
    ]
    return max((int(size[:-1]) * units[size[-1]] for size in sizes), default=0)


def cpu_flags() -> tuple[str, list[str]]:
    """The processor's name, and which of the vector extensions that matter it has."""
    text = Path("/proc/cpuinfo").read_text()
    found = re.search(r"model name\s*: (.*)", text)
    flags = re.search(r"flags\s*: (.*)", text)
    matter = ("avx2", "avx512f", "avx512_bf16", "amx_bf16")
    has = flags.group(1).split() if flags else []
    return (found.group(1) if found else platform.machine()), [f for f in matter if f in has]


def commit() -> str:
    """The commit of the code, and whether it was changed; results of earlier runs are no change."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], check=False, capture_output=True, text=True, cwd=ROOT
        ).stdout.strip()

    results = (":!bench/results", ":!README.md")
    name = git("describe", "--always")
    return name + "-dirty" * bool(git("status", "--porcelain", "--", ".", *results))


def describe() -> dict[str, Any]:
    name, flags = cpu_flags()
    return {
        "cpu": name,
        "vectors": flags,
        "cores": CORES,
        "memory": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "cache": last_cache(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "beras": commit(),
    }


def best(one: Any, other: Any) -> Any:
    """The larger numbers of two measurements of the roofline: what disturbs only makes slower."""
    if isinstance(one, dict):
        return {key: best(one[key], other[key]) for key in one}
    return max(one, other)


def roofline() -> dict[str, Any]:
    """FLOP/s of matrix products by dtype and threads; bytes/s of reading and of a triad."""
    result = subprocess.run(
        [str(BUILD / "bench/bench_roofline")], check=True, capture_output=True, text=True
    )
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer
