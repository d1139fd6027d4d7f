"""Calls every public callable of the module with random arguments.

    PYTHONPATH=python/tests python -m fuzz_arguments --calls 100000

Whatever the arguments are, a call returns or raises an exception of Python's that says what was
wrong: no signal, no hang, no more memory than the limit, no words of C++. Each batch of calls runs in
a process of its own, which notes every call before it makes it, so that the last one is known.
"""
