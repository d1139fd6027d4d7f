#!/usr/bin/env python3
"""Holds the order of rooms: what each file of beras/ may include.

- A room includes itself and the rooms above it in ROOMS.
- Public headers include no third-party header and no heavy one of the standard library.
- Only beras/backend/ sees the implementations of a backend, only beras/backend/cpu/ their libraries.
- From beras/beras.h every public header is reached, except those of backend/ and the lists all.h: they
  are for extending the library.
"""

import pathlib
import re
import sys

ROOMS = [
    "base", "tensor", "backend", "core", "ops", "initializers", "regularizers", "constraints",
    "activations", "losses", "metrics", "optimizers", "layers", "data", "saving", "models", "inspect", "distributed",
]
IMPLEMENTATIONS = [("backend", "cpu"), ("backend", "reference")]
HEAVY = {"filesystem", "future", "iostream", "ranges", "regex"}
KERNEL_LIBRARIES = re.compile(r"(oneapi/|dnnl|hwy/)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

root = pathlib.Path(__file__).resolve().parent.parent
errors = []


def is_public(path):
    return (path.suffix == ".h" and not path.name.endswith("_internal.h")
            and path.parts[1:3] not in IMPLEMENTATIONS)


def includes(path):
    return INCLUDE.findall((root / path).read_text())


def check_include(path, quote, name):
    room = path.parts[1]
    if quote == '"':
        return "include as <beras/room/file.h>"
    if not name.startswith("beras/"):
        if is_public(path) and (name in HEAVY or not re.fullmatch(r"[a-z_]+", name)):
            return "a public header stays free of it"
        if KERNEL_LIBRARIES.match(name) and path.parts[1:3] != ("backend", "cpu"):
            return "only beras/backend/cpu/ may"
        return None
    if not (root / name).is_file():
        return "there is no such file"
    other = pathlib.PurePath(name)
    if other.parts[1] not in ROOMS:
        return "the library itself does not use its umbrella"
    if ROOMS.index(other.parts[1]) > ROOMS.index(room):
        return f"room {other.parts[1]} lies below room {room}"
    if other.parts[1:3] in IMPLEMENTATIONS and room != "backend":
        return "only beras/backend/ sees the implementations"
    return None


def reached(header, seen):
    """Adds to `seen` what a header of the library includes, directly or not."""
    for _, name in includes(header):
        if name.startswith("beras/") and name not in seen and (root / name).is_file():
            seen.add(name)
            reached(name, seen)
    return seen


files = sorted(path.relative_to(root) for path in (root / "beras").rglob("*")
               if path.suffix in (".h", ".cpp"))
public = set()
for path in files:
    room = path.parts[1]
    if len(path.parts) == 2:
        continue
    if room not in ROOMS:
        errors.append(f"{path}: {room} is no room")
        continue
    for quote, name in includes(path):
        if problem := check_include(path, quote, name):
            errors.append(f"{path}: includes {name}: {problem}")
    if is_public(path):
        public.add(str(path))

if (root / "beras/beras.h").is_file():
    unreached = public - reached("beras/beras.h", set())
    errors.extend(f"beras/beras.h: does not lead to {name}" for name in sorted(unreached)
                  if not name.startswith("beras/backend/") and not name.endswith("/all.h"))

print("\n".join(errors) or f"{len(files)} files keep the order of rooms")
sys.exit(bool(errors))
