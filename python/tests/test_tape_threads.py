"""Tapes of several threads, and the memory that tapes keep."""

import gc
import threading

import numpy as np
from beras import GradientTape, TapeError, Tensor


def test_a_tape_belongs_to_its_thread():
    tape = GradientTape()
    errors = []

    def enter():
        try:
            with tape:
                pass
        except TapeError as error:
            errors.append(error)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert len(errors) == 1


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def test_memory_does_not_grow():
    w = Tensor(np.ones((64, 64)))

    def step():
        with GradientTape() as tape:
            y = np.exp(w @ w * 1e-3)
            y += w[1:2].T.reshape(1, 64)
            np.median(y * 2, axis=0)
            loss = (y * y.mean()).sum()
        w.assign_sub(tape.gradient(loss, w) * 1e-9)

    for _ in range(10):
        step()
    gc.collect()
    before = resident()
    for _ in range(300):  # each makes some ten tensors of 32 kB
        step()
    gc.collect()
    assert resident() - before < 10e6


def test_threads_have_tapes_of_their_own():
    shared = Tensor(np.linspace(0.5, 1.5, 1000))
    results = {}

    def work(factor):
        for _ in range(50):
            with GradientTape() as tape:
                y = (np.tanh(shared * factor) ** 2).sum()
            results[factor] = tape.gradient(y, shared)

    threads = [threading.Thread(target=work, args=(factor,)) for factor in (0.5, 1.0, 2.0, 3.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    v = shared.numpy()
    for factor, gradient in results.items():
        t = np.tanh(v * factor)
        np.testing.assert_allclose(gradient, 2 * t * (1 - t * t) * factor, 1e-9)
