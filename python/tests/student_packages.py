"""Students' packages of different editions of the course, and what they stand on.

Each folder of `student/` is one: a package that is itself called `beras`, without the course's two
files, and the scripts beside it. `student/rendering/` has these two files in plain NumPy.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

STUDENT = Path(__file__).parent / "student"
FASHION_MNIST = "/usr/share/datasets/fashion-mnist"
EDITIONS = sorted(path.parent.name for path in STUDENT.glob("*/assignment.py"))

#: What a student adds to `beras/__init__.py`, as docs/course.md says.
LINE = '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n'


def on_rendering(edition, folder):
    """A copy that stands on the rendering, as on the course's own files."""
    shutil.copytree(STUDENT / edition, folder)
    for name in ("core.py", "gradient_tape.py"):
        shutil.copy(STUDENT / "rendering" / name, folder / "beras")
    (folder / "beras" / "__init__.py").touch()
    return folder


def on_ours(edition, folder):
    """A copy that stands on Beras by the documented line."""
    shutil.copytree(STUDENT / edition, folder)
    init = folder / "beras" / "__init__.py"
    init.write_text(LINE + (init.read_text() if init.exists() else ""))
    return folder


def train(folder, *sizes):
    """What `python assignment.py` reports, and the seconds that it trained."""
    command = [sys.executable, "assignment.py", FASHION_MNIST, *map(str, sizes)]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    results = json.loads((folder / "results.json").read_text())
    return results, results.pop("seconds")
