"""Summaries and pictures of models within models, beside Keras's own."""

import json
import os
import subprocess
import sys

import beras
import pytest
from beras import layers, utils
from test_scripts import keras_python  # noqa: F401

#: Models that hold others; run with Keras for `keras`, and with the library.
MODELS = """
layers = keras.layers
x = keras.Input((4,), name="x")
inner = keras.Model(x, layers.Dropout(0.5, name="drop")(layers.Dense(3, name="a")(x)), name="inner")
row = keras.Sequential([keras.Input((4,), name="i"), inner, layers.Dense(2, name="last")], name="row")
inner.layers[1].trainable = False
left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
twin = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="twin_a")], name="twin")
joined = twin(left) + twin(right)
deep = keras.Sequential([keras.Input((4,)), row, layers.Dense(3, name="z")], name="deep")(left)
graph = keras.Model([left, right], [joined, deep], name="graph")
MODELS = {"row": row, "graph": graph}
"""
OPTIONS = [
    {"line_length": 88},
    {"line_length": 60},
    {"line_length": 64, "expand_nested": True},
    {"line_length": 76, "show_trainable": True},
    {"line_length": 120, "expand_nested": True, "show_trainable": True},
    {"line_length": 90, "layer_range": ["inner", "last"]},
    {"line_length": 90, "layer_range": ["la", "inn.*"]},
    {"line_length": 90, "layer_range": ["right", "ad"]},
    {"line_length": 101, "positions": [0.3, 0.6, 1.0]},
    {"line_length": 101, "positions": [0.3, 0.6, 1.0], "show_trainable": True},
]
TELL = """
def text_of(model, options):
    texts = []
    try:
        model.summary(print_fn=texts.append, **options)
    except (ValueError, IndexError):
        return "an error"
    return "".join(texts)
TEXTS = {name: [text_of(model, options) for options in OPTIONS] for name, model in MODELS.items()}
"""


def texts(python, module):
    """The summaries, in a process of their own: names of operations count in one."""
    # Keras folds what no terminal of the usual width shows.
    environment = {**os.environ, "KERAS_BACKEND": "jax", "COLUMNS": "160"}
    script = f"import json\nimport {module} as keras\nOPTIONS = {OPTIONS!r}\n{MODELS}{TELL}"
    command = [python, "-c", script + "print(json.dumps(TEXTS))"]
    run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def kerass(keras_python):  # noqa: F811
    return texts(keras_python, "keras")


@pytest.fixture(scope="module")
def ours():
    return texts(sys.executable, "beras")


@pytest.fixture
def row():
    names = {"keras": beras}
    exec(MODELS, names)
    return names["row"]


@pytest.mark.parametrize("name", ["row", "graph"])
@pytest.mark.parametrize("place", range(len(OPTIONS)))
def test_tables_are_kerass(name, place, kerass, ours):
    text, expected = ours[name][place], kerass[name][place]
    assert text.splitlines() == expected.splitlines()
    assert "an error" in text or 'Model: "' in text


def test_columns_are_as_wide_as_what_is_in_them(row, capsys):
    row.summary(expand_nested=True)
    lines = capsys.readouterr().out.splitlines()
    assert len({len(line) for line in lines[1:-4]}) == 1
    assert f"│ {'   └ drop (Dropout)':31} │ {'(None, 3)':22} │ {'0':>13} │" in lines


@pytest.mark.parametrize(
    "options",
    [
        {"layer_range": ["nobody", "last"]},
        {"layer_range": ["(", "last"]},
        {"positions": [0.5, 1.0]},
        {"positions": [0.9, 0.5, 1.0]},
        {"positions": [float("nan"), 0.5, 1.0]},
        {"positions": [0.4, 0.8, 1e300]},
        {"line_length": 8},
        {"line_length": 10**9},
    ],
)
def test_what_fits_no_table_is_refused(options, row):
    with pytest.raises(ValueError, match=r"^\[summary\] expected"):
        row.summary(**options)


def test_pictures_show_models_within_models(row):
    dot = utils.model_to_dot(row)
    assert dot.count("label=") == 3 and "inner (Functional)" in dot
    dot = utils.model_to_dot(row, expand_nested=True)
    frame = dot[dot.index("subgraph cluster_0") : dot.index("  }\n")]
    assert 'label="inner (Functional)"' in frame
    assert [name in frame for name in ("x (Input", "a (Dense", "drop (Drop", "last (D")] == [
        *(True, True, True, False)
    ]
    assert [line for line in dot.splitlines() if "->" in line] == [
        *("  n1 -> n2;", "  n2 -> n3;", "  n0 -> n1;", "  n3 -> n4;")
    ]


def test_an_svg_picture_says_what_a_box_is_within(tmp_path, row):
    path = utils.plot_model(row, tmp_path / "row.svg", expand_nested=True)
    text = open(path).read()
    assert text.count("within Functional") == 3 and text.count("<rect") == 5


def test_a_model_that_is_called_twice_is_drawn_once():
    twin = beras.Sequential([beras.Input((2,)), layers.Dense(2)])
    x, y = beras.Input((2,)), beras.Input((2,))
    dot = utils.model_to_dot(beras.Model([x, y], twin(x) + twin(y)), expand_nested=True)
    assert dot.count("Dense") == 1 and dot.count("->") == 4
