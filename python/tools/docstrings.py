#!/usr/bin/env python3
"""Makes the docstrings of the Python module from the /// comments of the C++ headers.

    docstrings.py OUTPUT.cpp HEADER...

writes the table behind `beras::python::doc`: qualified C++ name -> docstring. It reads the style
that the headers are written in, not C++ at large: a comment stands right before what it describes.
"""

import pathlib
import re
import sys

SCOPE = re.compile(r"^(?P<kind>namespace|enum class|enum|class|struct)\s+(?:BERAS_API\s+)?"
                   r"(?P<name>[\w:]+)(?:\s+final)?\s*(?::(?P<bases>[^:].*))?$", re.DOTALL)
NOT_DECLARED_HERE = re.compile(r"^(friend|static_assert|class \w+$|struct \w+$|enum class \w+$)")
OPERATOR = re.compile(r"operator\s*(?:\(\)|\[\]|[^\s\w(]+|bool)")
FUNCTION = re.compile(r"(?!requires\b|decltype\b)(~?\b\w+)\s*\(")
FIELD = re.compile(r"(\w+)\s*(?:\[\w*\])?\s*(?:[={]|$)")
EXAMPLE = re.compile(r"(?P<colon>:?)\n+```cpp\n.*?\n```", re.DOTALL)
OPTIONS = re.compile(r"\b(\w+Options)\b")


class Entry:
    """What is known of one qualified name: its comments, and the structs that hold its options."""

    def __init__(self):
        self.comments = []
        self.options = []
        self.bases = []
        self.fields = []


def without_template_arguments(text):
    """`map<int, f(x)> y` -> `map y`."""
    while True:
        shorter = re.sub(r"<[^<>]*>", "", text)
        if shorter == text:
            return text
        text = shorter


def tokens(text):
    """Yields ("doc", line) and ("code", character), without other comments and # lines."""
    for line in text.replace("\\\n", "").splitlines():  # a macro is one line
        stripped = line.strip()
        if stripped.startswith("///") and not stripped.startswith("///<"):
            yield "doc", stripped[3:].removeprefix(" ")
        elif not stripped.startswith("#"):
            for character in re.sub(r"(^|\s)//.*$", "", line) + "\n":
                yield "code", character


class Reader:
    """Gathers the comments of headers into `entries`, by qualified name."""

    def __init__(self):
        self.entries = {}

    def read(self, text):
        scopes, hidden = [], [False]   # what encloses the current line; whether it is private
        doc, code = [], ""             # the comment and the declaration that are being read
        depth, skipped = 0, 0          # open parentheses; open braces of a body or initializer
        for kind, value in tokens(text):
            if kind == "doc":
                if not skipped:
                    doc.append(value)
                continue
            if skipped:
                skipped += (value == "{") - (value == "}")
                if skipped == 0 and depth == 0 and self.is_body(code):
                    self.declare(scopes, hidden[-1], code, doc)
                    doc, code = [], ""
                continue
            depth += (value == "(") - (value == ")")
            in_enum = scopes and scopes[-1][0] == "enum"
            if value == "{":
                scope = SCOPE.match(self.plain(code))
                if scope and depth == 0:
                    self.declare(scopes, hidden[-1], code, doc, scope)
                    scopes.append((scope["kind"].split()[0], scope["name"]))
                    hidden.append(hidden[-1] or scope["kind"] == "class")
                    doc, code = [], ""
                else:
                    skipped = 1
            elif value == "}":
                if in_enum:
                    self.declare(scopes, hidden[-1], code, doc)
                scopes.pop()
                hidden.pop()
                doc, code = [], ""
            elif depth == 0 and (value == ";" or (value == "," and in_enum)):
                self.declare(scopes, hidden[-1], code, doc)
                doc, code = [], ""
            else:
                code += value
                if access := re.fullmatch(r"\s*(public|protected|private):\s", code):
                    hidden[-1] = hidden[-2] or access[1] == "private"
                    doc, code = [], ""

    @staticmethod
    def plain(code):
        """A declaration without template arguments and simple constraints."""
        code = without_template_arguments(code)
        return re.sub(r"^\s*template\s*(requires\s+[\w:]+)?", "", code).strip()

    def is_body(self, code):
        return "(" in self.plain(code) and not code.rstrip().endswith("=")

    def declare(self, scopes, hidden, code, doc, scope=None):
        code = self.plain(code)
        if hidden or not code or (NOT_DECLARED_HERE.match(code) and not scope):
            return
        match = OPERATOR.search(code) or FUNCTION.search(code) or FIELD.search(code)
        if scope:
            name = scope["name"]
        elif code.startswith("using"):
            name = code.split()[1]
        else:
            name = match[match.lastindex or 0].replace(" ", "")
        prefix = [part for _, part in scopes]
        entry = self.entries.setdefault("::".join([*prefix, name]), Entry())
        if doc and doc not in entry.comments:
            entry.comments.append(doc)
        if scope:
            entry.bases = re.findall(r"(\w+Options)\b", scope["bases"] or "")
            return
        is_constructor = scopes and name == scopes[-1][1]
        target = self.entries["::".join(prefix)] if is_constructor else entry
        if "(" in code:
            target.options += [name for name in OPTIONS.findall(code) if name not in target.options]
        elif scopes and scopes[-1][0] == "struct":
            self.entries["::".join(prefix)].fields.append(name)

    def find(self, name, qualified):
        """The qualified name of `name` as written at `qualified`: the innermost that there is."""
        parts = qualified.split("::")
        candidates = ("::".join([*parts[:count], name]) for count in range(len(parts), -1, -1))
        return next((found for found in candidates if found in self.entries), None)

    def arguments(self, options):
        """Yields (name, text) for each documented field of an options struct and its bases."""
        entry = self.entries[options]
        for base in entry.bases:
            if found := self.find(base, options):
                yield from self.arguments(found)
        for field in entry.fields:
            if comments := self.entries[f"{options}::{field}"].comments:
                yield field, " ".join(" ".join(comment) for comment in comments)

    def docstrings(self):
        """{qualified name: docstring} of all that has one."""
        table = {}
        for qualified, entry in self.entries.items():
            paragraphs = [for_python(comment) for comment in entry.comments]
            arguments = [argument for name in entry.options if (found := self.find(name, qualified))
                         for argument in self.arguments(found)]
            if arguments:
                lines = [f"    {name}: {for_python([text])}" for name, text in arguments]
                paragraphs.append("\n".join(["Arguments:", *lines]))
            if text := "\n\n".join(filter(None, paragraphs)):
                table[qualified] = text
        return table


def for_python(comment):
    """The lines of a comment as a docstring: examples in C++ are left out, names get dots."""
    text = EXAMPLE.sub(lambda found: "." * len(found["colon"]), "\n".join(comment))
    return text.strip().replace("std::nullopt", "None").replace("::", ".")


def source(table):
    """The C++ source of a sorted table."""
    rows = "".join(f'    {{"{name}", R"doc({text})doc"}},\n'
                   for name, text in sorted(table.items()))
    return f"""\
// Generated by python/tools/docstrings.py from the comments of the headers.
#include "bindings/docstrings.h"

#include <algorithm>
#include <iterator>

namespace beras::python {{
namespace {{

struct Row {{
  std::string_view name;
  const char* text;
}};

constexpr Row table[] = {{
{rows}}};

}}  // namespace

const char* doc(std::string_view qualified_name) {{
  const Row* row = std::lower_bound(
      std::begin(table), std::end(table), qualified_name,
      [](const Row& left, std::string_view right) {{ return left.name < right; }});
  return row != std::end(table) && row->name == qualified_name ? row->text : "";
}}

}}  // namespace beras::python
"""


if __name__ == "__main__":
    reader = Reader()
    for header in sys.argv[2:]:
        reader.read(pathlib.Path(header).read_text())
    pathlib.Path(sys.argv[1]).write_text(source(reader.docstrings()))
