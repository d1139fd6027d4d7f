"""Students' whole packages, each called `beras`, on ours: the numbers of plain NumPy, no later.

docs/course.md tells how a package is put on ours; that is what is done here.
"""

import pkgutil
import subprocess
import sys
import textwrap
from pathlib import Path

import beras
import pytest
from student_packages import EDITIONS, LINE, on_ours, on_rendering, train

TRAIN_SIZE, TEST_SIZE, EPOCHS = 1500, 500, 2


def flat(results, path=""):
    """{path: number or text} of nested lists and dictionaries."""
    if isinstance(results, dict):
        parts = results.items()
    elif isinstance(results, list):
        parts = enumerate(results)
    else:
        return {path: results}
    return {k: v for key, part in parts for k, v in flat(part, f"{path}/{key}").items()}


def close_to(value):
    return value if isinstance(value, str) else pytest.approx(value, rel=0, abs=1e-6)


@pytest.mark.parametrize("edition", EDITIONS)
def test_trains_as_on_plain_numpy_and_no_slower(edition, tmp_path):
    on_numpy = on_rendering(edition, tmp_path / "numpy")
    on_beras = on_ours(edition, tmp_path / "beras")
    sizes = TRAIN_SIZE, TEST_SIZE, EPOCHS
    expected, limit = train(on_numpy, *sizes)
    reached, seconds = train(on_beras, *sizes)
    assert flat(reached) == {path: close_to(value) for path, value in flat(expected).items()}
    for _ in range(12):  # the machine may have been busy
        if seconds > limit:
            seconds = min(seconds, train(on_beras, *sizes)[1])
            limit = min(limit, train(on_numpy, *sizes)[1])
    print(f"{edition}: trained in {seconds:.3f} s, on NumPy in {limit:.3f} s")
    assert seconds <= 1.1 * limit  # where Python's own loops take the time, that is noise


def run(folder, program):
    """What a script in this folder prints."""
    (folder / "script.py").write_text(textwrap.dedent(program))
    command = [sys.executable, "script.py"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture
def package(tmp_path):
    """The folder of a package that is called `beras` and has only the documented line."""
    (tmp_path / "beras").mkdir()
    (tmp_path / "beras" / "__init__.py").write_text(LINE)
    return tmp_path


SCALE = """
    import numpy as np
    from .core import Diffable, Variable

    class Scale(Diffable):
        def __init__(self):
            self.w = Variable(np.ones((1, 3)))

        @property
        def weights(self):
            return [self.w]

        def call(self, x):
            return x * self.w

        def get_input_gradients(self):
            return [np.diag(self.w[0])]

        def get_weight_gradients(self):
            return [self.inputs[0][:, None, :]]
"""


def test_ours_never_takes_a_module_of_the_students(package):
    for module in pkgutil.iter_modules(beras.__path__):
        if not module.name.startswith("_") and module.name not in ("core", "gradient_tape"):
            trap = f"raise ImportError('ours took the {module.name} of the student')"
            (package / "beras" / f"{module.name}.py").write_text(trap)
    (package / "beras" / "scale.py").write_text(textwrap.dedent(SCALE))
    run(
        package,
        """
        import copy, pickle
        import numpy as np
        from beras.core import Callable, Diffable, Tensor, Variable, Weighted, check_gradients
        from beras.gradient_tape import GradientTape
        from beras.scale import Scale

        scale, x = Scale(), Tensor(np.arange(6.0).reshape(2, 3))
        check_gradients(scale, [x])
        with GradientTape() as tape:
            loss = np.mean(np.tanh(scale(x)[:, 1:]) ** 2) + np.sort(x).sum()
            inside = tape.gradient(loss, scale.weights)
        assert inside[0].shape == (1, 3) and inside[0][0, 0] == 0
        for again in (pickle.loads(pickle.dumps(scale)), copy.deepcopy(scale)):
            assert type(again) is Scale and (again.w == scale.w).all() and again.w.trainable
        assert (pickle.loads(pickle.dumps(x)) == x).all()
        repr(x), str(x), f"{x[0, 1]:.2f}", x.tolist()
        for error, wrong in (
            (ValueError, lambda: x @ x),
            (RuntimeError, lambda: tape.gradient(loss, x)),
            (TypeError, lambda: Diffable()),
        ):
            try:
                wrong()
            except error as raised:
                assert str(raised)
            else:
                assert False, error
        """,
    )


def test_further_lines_see_core_and_siblings(package):
    lines = "from . import core, scale\nfrom .core import *\nfrom .scale import Scale\n"
    (package / "beras" / "__init__.py").write_text(LINE + lines)
    (package / "beras" / "scale.py").write_text(textwrap.dedent(SCALE))
    run(
        package,
        """
        import beras, beras.core, beras._engine
        assert beras.scale.Scale is beras.Scale and issubclass(beras.Scale, beras.Diffable)
        assert beras.Variable is beras.core.Variable
        """,
    )


def test_the_rest_of_ours_can_be_used_beside_the_students(package):
    (package / "beras" / "layers.py").write_text("mine = True\n")
    run(
        package,
        """
        import numpy as np
        from beras import layers, ops, profiler
        from beras.core import Tensor
        assert layers.mine
        assert (ops.relu(Tensor([-1.0, 2.0])) == np.array([0.0, 2.0])).all()
        """,
    )


def test_what_the_page_says_is_what_is_tested():
    page = Path(__file__).parents[2] / "docs" / "course.md"
    assert LINE in page.read_text(encoding="utf-8")
