"""A pytest plugin: runs the ```python blocks of pages and of docstrings.

    PYTHONPATH=tools pytest -p page_examples README.md docs python/beras

The blocks of a page, or of a module, run in their order in one namespace, in a folder of their own;
where a block shows a prompt, what it prints is compared. Docstrings have some data at hand.
tools/snippets.py does the same for the blocks in C++.
"""

import doctest
import os
import pathlib
import tempfile

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.myst import PythonCodeBlockParser

AT_HAND = """
import beras
import numpy as np
from beras import GradientTape, constraints, layers, losses, metrics, ops, optimizers, regularizers
from beras.callbacks import LambdaCallback
x = np.ones((32, 8), "float32")
y = x.sum(axis=1, keepdims=True)
model = beras.Sequential([layers.Dense(1)])
mse = losses.MeanSquaredError()
"""

root = str(pathlib.Path(__file__).resolve().parent.parent)
parsers = [PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)]


def enter_folder(namespace):
    namespace["_home"], namespace["_folder"] = os.getcwd(), tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def leave_folder(namespace):
    os.chdir(namespace["_home"])
    namespace["_folder"].cleanup()


def enter_module(namespace):
    enter_folder(namespace)
    exec(AT_HAND, namespace)


pages = Sybil(parsers, path=root, pattern="*.md", setup=enter_folder, teardown=leave_folder)
modules = Sybil(parsers, path=root, pattern="python/beras/*.py", setup=enter_module,
                teardown=leave_folder, document_types={".py": PythonDocStringDocument})


def pytest_collect_file(file_path, parent):
    return pages.pytest()(file_path, parent) or modules.pytest()(file_path, parent)
