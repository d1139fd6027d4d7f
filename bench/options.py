"""What ./dev bench is asked for. For help and names alone, this runs before anything is built."""

from __future__ import annotations

import argparse

from bench.peers import PEERS
from bench.workloads import ROWS


def parse() -> argparse.Namespace:
    """What is to be run; ends the program where only help or names were asked for."""
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description="Measures Beras side by side with its peers: each row in rounds, A B C A B C, "
        "each peer with its best settings, all checked to compute the same losses.",
        epilog="BERAS_BENCH_PYTHON names a Python that has the peers; without it they are "
        "installed into build/peers. `./dev bench --kernels [ARGS]` runs Beras's kernels one by "
        "one instead. Rows that all peers ran in five rounds or more go to bench/results, all others to "
        "build/bench.",
    )
    parser.add_argument("--rows", default="*", help="names or patterns: mlp*,convnet")
    parser.add_argument("--only", default="*", help="peers, by name or pattern: beras,torch*")
    parser.add_argument("--rounds", type=int, default=7, help="medians are of so many (default 7)")
    parser.add_argument("--quick", action="store_true", help="3 short rounds, no trial of threads")
    parser.add_argument("--list", action="store_true", help="show names of rows and peers")
    options = parser.parse_args()
    if options.list:
        print("rows: ", *(row.name for row in ROWS), sep="\n  ")
        print("peers:", *(peer.name for peer in PEERS), sep="\n  ")
        parser.exit()
    return options


if __name__ == "__main__":
    parse()
