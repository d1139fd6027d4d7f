"""Lets docstrings be plain text: `x * y` and |x| mean what they say, `code` is code, and an
indented block after a colon and an empty line is shown as it stands."""

import re

CODE = re.compile(r"(`[^`]+`)")
DIRECTIVE = re.compile(r"\s*(>>>|\.\.\.|\.\. |:\w+:)")


def quoted(line):
    """A line of text as reStructuredText."""
    parts = CODE.split(line)
    return "".join(f"`{part}`" if index % 2 else re.sub(r"([\\*|_])", r"\\\1", part)
                   for index, part in enumerate(parts))


def quote(app, what, name, what_object, options, lines):
    """Turns a docstring in place."""
    block = False
    for index, line in enumerate(lines):
        following = lines[index + 1:index + 3]
        if block and line.startswith("    ") or not line:
            continue
        block = line.endswith(":") and following[:1] == [""] and following[-1].startswith("    ")
        if not DIRECTIVE.match(line):
            lines[index] = quoted(line) + (":" if block else "")


def setup(app):
    app.connect("autodoc-process-docstring", quote, priority=400)  # before napoleon
    return {"parallel_read_safe": True}
