"""Which files of the tree have changed since the state that landed last."""

import os
import pathlib
import subprocess

root = pathlib.Path(__file__).resolve().parent.parent


def git(*arguments):
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True,
                          check=False).stdout.split("\n")


def base():
    """The commit to compare with: $BERAS_LANDED, origin/main, or what stood here a day ago."""
    for name in (os.environ.get("BERAS_LANDED"), "origin/main"):
        if name and (commit := git("merge-base", "HEAD", name)[0]):
            return commit
    return git("rev-list", "-1", "--before=1 day ago", "HEAD")[0]


def changed():
    """Their paths, the latest first; every file where there is nothing to compare with."""
    landed = base()
    if not landed:
        return [path for path in git("ls-files") if path]
    paths = git("diff", "--name-only") + git("ls-files", "-o", "--exclude-standard")
    paths += git("log", "--name-only", "--format=", f"{landed}..HEAD")
    return [path for path in dict.fromkeys(paths) if path and (root / path).is_file()]
