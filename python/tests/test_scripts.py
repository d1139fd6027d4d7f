"""The same scripts under `import beras as keras` and under Keras itself reach the same numbers."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = Path(__file__).parent / "scripts"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def keras_python():
    """The interpreter that has Keras and jax: $BERAS_KERAS_PYTHON, or one made below build/."""
    if "BERAS_KERAS_PYTHON" in os.environ:
        return os.environ["BERAS_KERAS_PYTHON"]
    folder = ROOT / "build" / "venv-keras"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pins = (ROOT / "python" / "requirements-test.txt").read_text().splitlines()
    wanted = [pin for pin in pins if pin.startswith(("keras==", "jax=="))]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return str(python)


@pytest.fixture(scope="session")
def keras_home(tmp_path_factory):
    """A folder in which Keras finds Debian's Fashion-MNIST, so that it downloads nothing."""
    home = tmp_path_factory.mktemp("keras")
    (home / "datasets").symlink_to("/usr/share/datasets")
    return str(home)


def start(python, script, library, results, **environment):
    return subprocess.Popen(
        [python, SCRIPTS / f"{script}.py", library, results],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process, results):
    output, _ = process.communicate()
    assert process.returncode == 0, output
    return np.load(results)


def run_both(script, keras_python, keras_home, tmp_path):
    """What a script reports under Beras, and what it reports under Keras."""
    ours, theirs = tmp_path / "beras.npz", tmp_path / "keras.npz"
    under_keras = start(
        keras_python,
        script,
        "keras",
        theirs,
        KERAS_BACKEND="jax",
        KERAS_HOME=keras_home,
        JAX_PLATFORMS="cpu",
    )
    under_beras = start(sys.executable, script, "beras", ours)
    expected, reached = finish(under_keras, theirs), finish(under_beras, ours)
    assert sorted(reached) == sorted(expected)
    return reached, expected


@pytest.mark.parametrize(
    "script",
    [
        *("mlp", "convnet", "regression", "custom_layer", "custom_train_step", "custom_callback"),
        *("arguments_of_runs", "gradients_of_losses"),
    ],
)
def test_script_reaches_what_keras_reaches(script, keras_python, keras_home, tmp_path):
    reached, expected = run_both(script, keras_python, keras_home, tmp_path)
    for name in expected:
        if expected[name].dtype.kind == "f":
            assert np.isfinite(expected[name]).all(), name
            np.testing.assert_allclose(reached[name], expected[name], 0, 1e-4, err_msg=name)
        else:
            np.testing.assert_array_equal(reached[name], expected[name], err_msg=name)
    if expected["predictions"].shape[-1] > 1:
        classes = expected["predictions"].argmax(axis=-1)
        np.testing.assert_array_equal(reached["predictions"].argmax(axis=-1), classes)


def test_mixed_precision_reaches_what_keras_reaches(keras_python, keras_home, tmp_path):
    reached, expected = run_both("mixed_precision", keras_python, keras_home, tmp_path)
    for name in ("weight_types", "policies", "computed"):
        assert list(reached[name]) == list(expected[name]), name
    # Three decimal digits in each number, and another order of sums.
    np.testing.assert_allclose(reached["losses"], expected["losses"], 0, 2e-2)
    assert np.abs(reached["predictions"] - expected["predictions"]).mean() < 1e-2
