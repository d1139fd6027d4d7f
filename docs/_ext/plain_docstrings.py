"""Lets docstrings be plain text: `x * y` and |x| mean what they say, `code` is code, and a block
that is fenced, or indented after a colon and an empty line, is shown as it stands."""

import re

TEXT_OR_CODE = re.compile(r"`(?P<code>[^`]+)`(?P<joined>\w)?|[\\*|]|_(?!\w)")
DIRECTIVE = re.compile(r"\s*(>>>|\.\.\.|\.\. |:\w+:)")


def quoted(line):
    """A line of text as reStructuredText."""
    def marked(found):
        if not found["code"]:
            return "\\" + found[0]
        return f"``{found['code']}``" + (f"\\ {found['joined']}" if found["joined"] else "")

    return TEXT_OR_CODE.sub(marked, line)


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
    # What nanobind says where there is no comment: a signature.
    is_signature = lines and re.match(r"(\w+)?\(self\b.*\) -> ", lines[0])
    lines[:] = [] if is_signature else turned(list(lines))


def setup(app):
    app.connect("autodoc-process-docstring", turn, priority=400)  # before napoleon
    return {"parallel_read_safe": True}
