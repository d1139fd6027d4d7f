import argparse
import contextlib
import faulthandler
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import warnings
from typing import Any

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
        return batch(options.seed, options.calls, options.only)
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
        with open(os.path.join(folder, "complaints"), "a+") as log:
            log.seek(0)
            complaints = log.read().splitlines()
        if done.returncode != 0:
            with open(os.path.join(folder, "calls"), errors="replace") as log:
                last = log.read().splitlines()[-1:]
            error = done.stderr[-2000:].decode("utf-8", "replace")
            how = signal.Signals(-done.returncode).name if done.returncode < 0 else "an error"
            complaints.append(f"ended by {how}, seed {seed}: {last}\n{error}")
    print(*complaints, sep="\n", end="\n" if complaints else "", flush=True)
    return len(complaints)


def batch(seed: int, calls: int, only: str) -> int:
    """The calls of one process, in the current folder."""
    # The module is not loaded before there is a limit for what it allocates.
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES << 30, GIBIBYTES << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    notes = os.open("calls", os.O_CREAT | os.O_WRONLY)
    from . import targets, values, verdict

    faulthandler.enable()
    warnings.simplefilter("ignore")
    random_ = random.Random(seed)
    known = [(name, value) for name, value in targets.functions() if only in name]
    objects = targets.objects(random_)
    complaints = open("complaints", "a")
    for number in range(calls):
        if random_.random() < 0.6 or only:
            name, function = random_.choice(known)
        else:
            owner = random_.choice(objects)
            name = random_.choice(targets.methods(owner))
            function = _bound(owner, name, random_, objects, values)
            name = f"{type(owner).__name__}.{name}"
        if not callable(function):
            continue
        args, kwargs = _arguments(function, random_, objects, targets, values)
        note = f"{number} {name} {_text(args)} {_text(kwargs)}".encode("utf-8", "replace") + b"\n"
        os.write(notes, note)
        signal.alarm(SECONDS)
        found = _call(function, args, kwargs, verdict)
        signal.alarm(0)
        if found:
            complaints.write(f"{name}: {found!r} seed {seed} {note.decode()[:300].strip()}\n")
            complaints.flush()
    return 0


def _bound(owner: Any, name: str, random_: Any, objects: Any, values: Any) -> Any:
    """The method of an object; sometimes, as one can in Python, of another."""
    if random_.random() < 0.1:
        other = values.any_object(random_, objects)
        method = getattr(type(owner), name)
        return (lambda *args, **kwargs: method(other, *args, **kwargs)) if callable(method) else None
    try:
        return getattr(owner, name)
    except Exception:
        return None


def _arguments(function: Any, random_: Any, objects: Any, targets: Any, values: Any) -> Any:
    """Arguments for most of the parameters, by position and by name."""
    oddness, given = random_.choice((0.0, 0.0, 0.1, 0.3, 1.0)), random_.choice((0.0, 0.2, 0.5, 1.0))
    common = values.shape(random_) if random_.random() < 0.8 else None
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for parameter in targets.parameters(function):
        optional = parameter.default is not parameter.empty
        if optional and random_.random() >= given or random_.random() < 0.02:
            continue
        if random_.random() < oddness:
            value = values.any_object(random_, objects)
        else:
            value = values.plausible(random_, parameter.name, str(parameter.annotation), common)
        if parameter.kind is parameter.POSITIONAL_ONLY or not optional and not kwargs:
            args.append(value)
        else:
            kwargs[parameter.name] = value
    if random_.random() < 0.03:
        args.append(values.any_object(random_, objects))
    if random_.random() < 0.03:
        kwargs[random_.choice(("axis", "naxis", "training", "\udc80"))] = None
    return args, kwargs


def _call(function: Any, args: list[Any], kwargs: dict[str, Any], verdict: Any) -> Any:
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        try:
            function(*args, **kwargs)
        except SystemExit:
            return "leaves the process"
        except BaseException as error:
            return verdict.complaint(error)
    return None


def _text(value: Any) -> str:
    try:
        return repr(value)[:400].replace("\n", " ")
    except BaseException:
        return "?"


if __name__ == "__main__":
    sys.exit(main())
