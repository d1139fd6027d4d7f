"""Bytes on disk: Beras as a stripped library and as a package, peers with all they ask for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path


def installed(name: str, seen: set[str]) -> int:
    """The files of a distribution and of those it depends on, each counted once."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in seen:
        return 0
    seen.add(name)
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return 0  # an extra, or for another system
    paths = [Path(str(file.locate())) for file in distribution.files or []]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    for requirement in distribution.requires or []:
        if "extra ==" not in requirement:
            size += installed(re.split(r"[^\w.-]", requirement, maxsplit=1)[0], seen)
    return size


def library(build: Path) -> int:
    """libberas without symbols and without what it links."""
    with tempfile.TemporaryDirectory(prefix="beras-bench-") as folder:
        target = Path(folder) / "libberas.so"
        subprocess.run(["strip", "-o", str(target), str(build / "libberas.so")], check=True)
        return target.stat().st_size


def own(build: Path) -> dict[str, int]:
    """The library, oneDNN under it, and the Python package."""
    sizes = {"Beras, the library": library(build)}
    linked = subprocess.run(
        ["ldd", str(build / "bench/bench_worker")], check=True, capture_output=True, text=True
    ).stdout
    for path in re.findall(r"=> (\S*libdnnl\S*)", linked):
        sizes["oneDNN, which it links"] = Path(path).resolve().stat().st_size
    package = build / "python/beras"
    files = sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    sizes["Beras, the Python package"] = files + sizes["Beras, the library"]
    return sizes


if __name__ == "__main__":
    print(json.dumps({name: installed(name, set()) for name in sys.argv[1:]}))
