"""The parts of ./dev bench that only compute."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench import report, shapes  # noqa: E402
from bench.measure import Result, compare_losses  # noqa: E402
from bench.workloads import ROWS  # noqa: E402

ROW = {row.name: row for row in ROWS}
CACHE = 32 * 2**20


def test_flops_of_a_training_step_spare_the_first_layer_its_input_gradient():
    expected = 128 * (2 * 2 * 784 * 128 + 3 * 2 * 128 * 10)
    assert shapes.cost(ROW["mlp-128"], CACHE).flops == expected


def test_flops_of_convolutions_and_of_what_is_inside_residuals():
    convnet = 2 * (26 * 26 * 32 * 9 + 11 * 11 * 64 * 9 * 32 + 1600 * 10)
    assert shapes.cost(ROW["convnet-latency"], CACHE).flops == convnet
    one = 2 * 32 * 32 * 64 * 9 * 64
    resnet = 64 * (2 * one + 3 * 3 * one + 3 * 2 * 64 * 10)
    assert shapes.cost(ROW["resnet"], CACHE).flops == resnet


def test_only_the_batch_is_streamed_while_the_rest_fits_into_the_cache():
    assert shapes.cost(ROW["mlp-128"], CACHE).streamed == 4 * 128 * 784
    assert shapes.cost(ROW["mlp-128"], 2**20).streamed > 7 * 4 * 784 * 128
    assert shapes.cost(ROW["op-multiply_add"], CACHE).streamed == 4 * 4 * 10_000_000
    assert shapes.cost(ROW["op-sum"], CACHE).streamed == 4 * 10_000_000


def test_weights_have_the_layout_of_keras():
    layers = shapes.walk(ROW["convnet"].network, ROW["convnet"].shape)
    found = [own for layer, shape in layers for own in shapes.weight_shapes(layer, shape)]
    assert found == [(3, 3, 1, 32), (32,), (3, 3, 32, 64), (64,), (1600, 10), (10,)]


def test_other_losses_are_an_error_that_names_both():
    results = [Result("beras", losses=[2.3, 2.0]), Result("jax", losses=[2.3, 2.1])]
    compare_losses(ROW["mlp-128"], results)
    assert results[0].error == ""
    assert results[1].error == "its loss after training is 2.100000, beras's 2.000000"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(8.314e-5, "83.1 us"), (9.9951e-4, "1 ms"), (1.52e-3, "1.52 ms"), (2.4, "2.4 s")],
)
def test_durations(seconds, words):
    assert report.duration(seconds) == words


def test_summary_compares_with_the_fastest_peer():
    row = ROW["op-add"]
    results = [
        Result("beras", rounds=[0.004, 0.002, 0.003]),
        Result("beras-python", rounds=[0.001]),
        Result("torch", rounds=[0.006]),
        Result("numpy", rounds=[0.009]),
    ]
    roofline = {"gemm": {"float32": {"1": 1e11}}, "read": 4e10, "triad": 3e10}
    result = report.Report({"cache": CACHE}, roofline, {}, [(row, results)])
    line = report.summary(result).splitlines()[-1]
    assert line == "| a + b | 3 ms | 6 ms (PyTorch) | 2.00 | 100% |"


def test_rows_of_an_earlier_run_stay_until_they_are_measured_again():
    def run(day, **seconds):
        rows = [(ROW[name], [Result("beras", rounds=[time])]) for name, time in seconds.items()]
        measured = {name: day for name in seconds}
        machine, roofline = {"cache": CACHE}, {"gemm": {}, "read": 4e10, "triad": 3e10}
        return report.Report(machine, roofline, {"rounds": 5}, rows, {"own": 3}, measured)

    earlier = report.Report.from_json(run("Monday", convnet=2.0, resnet=3.0).to_json())
    assert earlier == run("Monday", convnet=2.0, resnet=3.0)
    later = run("Tuesday", wide=1.0, resnet=2.5)
    later.take_over(earlier)
    times = [(row.name, results[0].median) for row, results in later.rows]
    assert times == [("wide", 1.0), ("convnet", 2.0), ("resnet", 2.5)]
    assert later.measured == {"convnet": "Monday", "resnet": "Tuesday", "wide": "Tuesday"}
