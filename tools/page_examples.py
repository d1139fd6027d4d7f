"""A pytest plugin: runs the ```python blocks of README.md and docs/*.md.

    PYTHONPATH=tools:build/release/python pytest -p page_examples README.md docs

The blocks of a page run in their order in one namespace, in a folder of their own; where a block
shows a prompt, what it prints is compared. tools/snippets.py does the same for the blocks in C++.
"""

import doctest
import os
import pathlib
import tempfile

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser


def enter_folder(namespace):
    namespace["_home"], namespace["_folder"] = os.getcwd(), tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def leave_folder(namespace):
    os.chdir(namespace["_home"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS)],
    path=str(pathlib.Path(__file__).resolve().parent.parent), pattern="*.md",
    setup=enter_folder, teardown=leave_folder).pytest()
