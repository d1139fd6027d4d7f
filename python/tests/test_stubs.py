"""The types that the package states, seen by mypy."""

import pathlib
import runpy
import subprocess
import sys

import beras

SAMPLE = pathlib.Path(__file__).parent / "typing_sample.py"


def mypy(path):
    """What mypy says of a program that uses the installed package."""
    return subprocess.run([sys.executable, "-m", "mypy", "--strict", path], cwd=path.parent,
                          capture_output=True, text=True)


def test_a_users_program_passes_mypy_strict():
    checked = mypy(SAMPLE)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_users_program_runs():
    runpy.run_path(str(SAMPLE), run_name="__main__")


def test_mistakes_are_found(tmp_path):
    program = tmp_path / "mistakes.py"
    program.write_text(
        "import beras\n"
        "beras.layers.Dense('ten')\n"
        "beras.layers.Dense(10, use_bais=False)\n"
        "beras.ops.exp()\n"
        "kernel: str = beras.layers.Dense(10).kernel\n")
    lines = [int(line.split(":")[1]) for line in mypy(program).stdout.splitlines()
             if ": error:" in line]
    assert lines == [2, 3, 4, 5]


def test_the_package_says_that_it_is_typed():
    assert (pathlib.Path(beras.__file__).parent / "py.typed").exists()
