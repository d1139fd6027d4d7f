"""The command line: batches in processes of their own, and what becomes of them."""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile

from . import __doc__ as purpose

#: Of one call, and of all memory of a batch's process.
SECONDS, GIBIBYTES = 20, 4


def main() -> int:
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=2000, help="calls of one process")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="what the names of functions contain")
    parser.add_argument("--here", action="store_true", help="make the calls of one batch here")
    options = parser.parse_args()
    if options.here:
        return limited(options.seed, options.calls, options.only)
    failed = 0
    for first in range(0, options.calls, options.batch):
        count = min(options.batch, options.calls - first)
        failed += run(options.seed + first, count, options.only)
    print(f"{options.calls} calls, {failed} complaints")
    return failed != 0


def run(seed: int, calls: int, only: str = "") -> int:
    """A batch in a process of its own; prints its complaints and gives their number."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fuzz_arguments", "--here", "--only", only]
        command += ["--seed", str(seed), "--calls", str(calls)]
        above = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        paths = [above, *map(os.path.abspath, filter(None, sys.path))]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True)
        complaints = lines(folder, "complaints")
        if done.returncode != 0:
            how = signal.Signals(-done.returncode).name if done.returncode < 0 else "an error"
            error = done.stderr[-2000:].decode("utf-8", "replace")
            complaints.append(f"ended by {how}: {lines(folder, 'calls')[-1:]}\n{error}")
    print(*complaints, sep="\n", end="\n" if complaints else "", flush=True)
    return len(complaints)


def lines(folder: str, name: str) -> list[str]:
    """Those of a file that the batch may not have come to write."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return []
    with open(path, errors="replace") as log:
        return log.read().splitlines()


def limited(seed: int, calls: int, only: str) -> int:
    """A batch in this process, which gets limits before the module allocates anything."""
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES << 30, GIBIBYTES << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    from .batch import batch

    batch(seed, calls, only, SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
