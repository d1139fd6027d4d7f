#!/usr/bin/env python3
"""Compiles and runs the ```cpp blocks of README.md, docs/ and the public headers' comments
against the installed library.

A block with `int main` is a program. The blocks of a page that have none form one program together,
in the order in which they stand, inside a main of their own: so a page can tell a story block by
block.
The examples in comments form one program, too, each in a scope of its own, with some data at hand.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PREAMBLE = "#include <beras/beras.h>\n"
AT_HAND = """\
Tensor x = random::normal({256, 8}), y = x.sum(-1, true);
Sequential model{layers::Dense(1)};
losses::MeanSquaredError mse;
model.compile({.loss = mse});
"""

root = pathlib.Path(__file__).resolve().parent.parent
prefix = root / "build/prefix-shared"
environment = dict(os.environ, PKG_CONFIG_PATH=str(prefix / "lib/pkgconfig"),
                   LD_LIBRARY_PATH=str(prefix / "lib"))
flags = subprocess.run(["pkg-config", "--cflags", "--libs", "beras"], env=environment, check=True,
                       capture_output=True, text=True).stdout.split()


def programs(page):
    """Yields the source text of each program of a page; #line keeps the compiler's words true."""
    text = page.read_text()
    includes, fragments = "", ""
    for block in BLOCK.finditer(text):
        code = block.group(1)
        line = text.count("\n", 0, block.start(1)) + 1
        if "int main" in code:
            yield f'#line {line} "{page}"\n{code}'
            continue
        includes += "".join(re.findall(r"^#include.*\n", code, re.MULTILINE))
        code = re.sub(r"^#include.*$", "", code, flags=re.MULTILINE)
        fragments += f'#line {line} "{page}"\n{code}'
    if fragments:
        yield program(fragments, includes)


def program(statements, includes=""):
    return f"{PREAMBLE}{includes}using namespace beras;\nint main() {{\n{statements}}}\n"


def examples(headers):
    """The source text of a program with all examples in the comments of headers."""
    statements = AT_HAND
    for header in headers:
        comments = re.sub(r"^ */// ?", "", header.read_text(), flags=re.MULTILINE)
        for block in BLOCK.finditer(comments):
            line = comments.count("\n", 0, block.start(1)) + 1
            statements += f'{{\n#line {line} "{header}"\n{block.group(1)}}}\n'
    return program(statements)


def run(source):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "snippet.cpp").write_text(source)
        compiler = ["g++", "-O1", "snippet.cpp", "-o", "snippet", *flags]
        return all(subprocess.run(command, cwd=folder, env=environment).returncode == 0
                   for command in (compiler, ["./snippet"]))


pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
sources = [(f"{page.relative_to(root)}, program {number}", source)
           for page in pages for number, source in enumerate(programs(page), start=1)]
sources.append(("examples in the headers", examples(sorted((root / "beras").rglob("*.h")))))
failed = 0
for name, source in sources:
    print(f"== {name}", flush=True)
    failed += not run(source)
print(f"{len(sources) - failed} of {len(sources)} programs of the documentation run")
sys.exit(bool(failed))
