"""Lets docstrings be plain text: `x * y` and |x| mean what they say, `code` is code, and a block
that is fenced, or indented after a colon and an empty line, is shown as it stands."""

import re

MARKUP = re.compile(r"[\\*|]|_(?!\w)")
CODE = re.compile(r"(`[^`]+`)")
DIRECTIVE = re.compile(r"\s*(>>>|\.\.\.|\.\. |:\w+:)")


def quoted(line):
    """A line of text as reStructuredText."""
    parts = CODE.split(line)
    return "".join(f"`{part}`" if index % 2 else MARKUP.sub(r"\\\g<0>", part)
                   for index, part in enumerate(parts))


def turned(lines):
    """Yields the lines of a docstring as reStructuredText."""
    is_fenced = is_block = False
    for index, line in enumerate(lines):
        following = [*lines[index + 1:index + 3], "", ""]
        if line.startswith("```"):
            is_fenced = not is_fenced
            yield from (".. code-block:: python", "") if is_fenced else ("",)
        elif is_fenced:
            yield f"    {line}"
        elif not line or is_block and line.startswith("    "):
            yield line
        else:
            is_block = line.endswith(":") and not following[0] and following[1].startswith("    ")
            yield line if DIRECTIVE.match(line) else quoted(line) + (":" if is_block else "")


def turn(app, what, name, what_object, options, lines):
    lines[:] = turned(list(lines))


def setup(app):
    app.connect("autodoc-process-docstring", turn, priority=400)  # before napoleon
    return {"parallel_read_safe": True}
