"""Elements, rows and slices: an element is a copy that behaves as NumPy's number."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from beras import GradientTape, Tensor, Variable, ops

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import elements  # noqa: E402


@pytest.fixture(params=[False, True], ids=["alone", "recorded"])
def recording(request):
    if not request.param:
        yield False
        return
    with GradientTape(persistent=True):
        yield True


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "uint8", "bool"])
def test_an_element_is_a_copy(recording, dtype):
    v = Tensor(np.array([1, 0, 1], dtype), trainable=not recording)  # no weight takes in its own
    v[0], v[1] = v[1], v[0]
    assert v.tolist() == [0, 1, 1]
    old = v[2]
    v[2] = 0
    assert old == 1 and v.tolist() == [0, 1, 0]
    v[2] = old
    assert v.tolist() == [0, 1, 1]


def test_an_element_of_any_rank_and_by_any_index_is_a_copy(recording):
    m = Tensor(np.arange(6.0).reshape(2, 3))
    kept = [m[1, 2], m[-1][2], m[np.int64(1), 2], m[1][np.uint8(2)], list(m[1])[2], m.T[2, 1]]
    number = m.sum()[()]
    m[...] = 0
    assert [float(x) for x in kept] == 6 * [5.0] and float(number) == 15


def test_rows_and_slices_are_views():
    m = Tensor(np.arange(6.0).reshape(2, 3))
    for view in (m[1], m[:, 1:], m[1:], m[None, 1], m[..., 0], next(iter(m))):
        assert isinstance(view, Tensor) and np.shares_memory(view, m)
    m[1][0] = 7
    m[1][1:] = 8
    assert m.tolist() == [[0, 1, 2], [7, 8, 8]]


def test_an_element_is_recorded_as_any_indexing():
    v = Tensor(np.array([1.0, 2.0, 3.0]))
    with GradientTape() as tape:
        total = v[0] * v[1] + sum(x * x for x in v)
        total = total + v[np.argmax(v)] ** 3
    np.testing.assert_allclose(tape.gradient(total, v), [4, 5, 6 + 27])


def test_an_element_is_hashed_by_value(recording):
    t = Tensor(np.array([[3.0, 1.0], [0.0, 1.0]]))
    names = {(0.0, 1.0): "b", (3.0, 1.0): "a"}
    assert [names[tuple(row)] for row in t] == ["a", "b"]
    assert {1: "b"}[np.argmax(t[1])] == "b" and {1: "b"}[t[1].argmax()] == "b"
    assert {1: "b"}[ops.argmax(t[1])] == "b"
    assert {float(t[0, 0]): 1}[t[0, 0]] == 1
    counts = {}
    for label in Tensor(np.array([2, 0, 2])):
        counts[label] = counts.get(label, 0) + 1
    assert counts == {2: 2, 0: 1}
    assert {t[0, 1], t[1, 1]} == {1.0}
    with pytest.raises(TypeError, match="unhashable type: 'Tensor' of shape"):
        hash(t[0])


def test_an_element_is_an_index(recording):
    t = Tensor(np.array([2, 0, 1]))
    assert ["a", "b", "c"][t[0]] == "c" and list(range(t[0])) == [0, 1]
    assert [10, 20, 30][np.argmax(t)] == 10 and np.arange(5)[t[0]] == 2
    assert t[t[1]] == 2 and "ab" * t[0] == "abab"
    with pytest.raises(TypeError):
        [1, 2][Tensor([1.0])[0]]


def test_an_element_is_text_and_json():
    t = Tensor([1.5, 2.25])
    assert f"{t[1]:.1f} {t[0]:>6}" == "2.2    1.5" and f"{t[0]}" == "1.5"
    assert json.dumps({"best": t[0], "all": list(t)}) == '{"best": 1.5, "all": [1.5, 2.25]}'
    assert f"{np.argmax(t):03d}" == "001" and f"{t.sum():.2f}" == "3.75"


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "bool"])
def test_an_element_is_numpys_number(dtype):
    array = np.array([1, 0], dtype)
    assert type(Tensor(array)[0]) is type(array[0]) and Tensor(array)[0] == array[0]


@pytest.mark.parametrize(
    "result",
    [
        lambda t: np.argmax(t),
        lambda t: t.argmin(),
        lambda t: np.count_nonzero(t),
        lambda t: (t > 0).sum(),
        lambda t: (t > 0).all(),
        lambda t: np.any(t),
        lambda t: np.array_equal(t, t),
        lambda t: (t > 0).max(),
    ],
)
def test_integers_and_truths_are_numbers(recording, result):
    number = result(Tensor(np.array([0.5, -1.0])))
    assert not isinstance(number, np.ndarray) and hash(number) == hash(int(number))


def test_what_a_slice_cannot_be_is_pythons_error(recording):
    t = Tensor(np.arange(4.0))
    for key in (5, (0, 0), "a", 1.5):
        with pytest.raises(IndexError):
            t[key]
        with pytest.raises(IndexError):
            np.asarray(t)[key]


def test_elements_of_variables_of_keras_are_copies():
    w = Variable([1.0, 2.0])
    old = w[0]
    w.assign([5.0, 6.0])
    assert old == 1 and type(old) is np.float32


def test_a_row_that_was_read_before_the_tape_is_followed():
    w = Tensor(np.arange(4.0).reshape(2, 2))
    row, whole = w[1], w[:]
    with GradientTape() as tape:
        loss = (row * row).sum() + whole.sum()
    np.testing.assert_array_equal(tape.gradient(loss, row), [4, 6])


def test_reading_costs_little_more_than_numpys():
    limits = {"element": 3, "element of a matrix": 3, "iteration": 3, "row": 2, "slice": 2}
    results = elements.measure()
    ratios = {name: ours / numpys for name, (numpys, ours) in results.items()}
    assert {name: ratio for name, ratio in ratios.items() if ratio > limits[name]} == {}
