"""Lets docstrings be plain text: `x * y` and |x| mean what they say, `code` is code."""

import re

CODE = re.compile(r"(`[^`]+`)")


def quoted(line):
    parts = CODE.split(line)
    return "".join(f"`{part}`" if index % 2 else re.sub(r"([\\*|_])", r"\\\1", part)
                   for index, part in enumerate(parts))


def quote(app, what, name, what_object, options, lines):
    """Quotes the text of a docstring in place; examples and the names in lists stay as they are."""
    for index, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            lines[index] = quoted(line)


def setup(app):
    app.connect("autodoc-process-docstring", quote, priority=400)  # before napoleon
    return {"parallel_read_safe": True}
