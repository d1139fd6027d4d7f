#!/usr/bin/env python3
"""Compiles and runs the ```cpp blocks of README.md and docs/*.md against the installed library.

A block with `int main` is a program. The blocks of a page that have none form one program together, in
the order in which they stand, inside a main of their own: so a page can tell a story block by block.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PREAMBLE = "#include <beras/beras.h>\n"

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
        yield f"{PREAMBLE}{includes}using namespace beras;\nint main() {{\n{fragments}}}\n"


def run(source):
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "snippet.cpp").write_text(source)
        compiler = ["g++", "-O1", "snippet.cpp", "-o", "snippet", *flags]
        return all(subprocess.run(command, cwd=folder, env=environment).returncode == 0
                   for command in (compiler, ["./snippet"]))


failed = count = 0
for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
    for number, source in enumerate(programs(page), start=1):
        print(f"== {page.relative_to(root)}, program {number}", flush=True)
        failed += not run(source)
        count += 1
print(f"{count - failed} of {count} programs of the documentation run")
sys.exit(bool(failed))
