"""The directive `entry`: a class as both languages have it.

```{entry} layers.Conv2D
```

gives the Python signature and the C++ constructor as two tabs, what the header's comment says, and
the arguments.
"""

import importlib
import inspect
import pathlib
import re
import textwrap
import xml.etree.ElementTree as ElementTree

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import engine_functions

xml = pathlib.Path(__file__).resolve().parents[2] / "build/docs/xml"


def python_signature(name, shown):
    parameters = [parameter.replace(annotation=parameter.empty)
                  for parameter in inspect.signature(shown).parameters.values()
                  if parameter.kind != parameter.KEYWORD_ONLY]
    arguments = str(inspect.Signature(parameters))
    return "\n".join(textwrap.wrap(f"{name}{arguments}", 96, subsequent_indent=" " * (len(name) + 1)))


def constructor(identifier):
    """The arguments of a class's constructor, or of the one that it takes from its base."""
    definition = ElementTree.parse(xml / f"{identifier}.xml").find("compounddef")
    own = definition.find("compoundname").text.rpartition("::")[2]
    for member in definition.iterfind(".//memberdef[@kind='function']"):
        if member.find("name").text == own:
            arguments = re.sub(r" ([&*])(?=\w)", r"\1 ", member.find("argsstring").text)
            return re.sub(r"(?<=\w)=(?=\S)", " = ", arguments)
    base = definition.find("basecompoundref[@refid]")
    return constructor(base.get("refid")) if base is not None else "()"


def cpp_signature(name):
    room, _, own = name.rpartition(".")
    parts = ["beras", *room.split("."), own]
    return f"{room.replace('.', '::')}::{own}{constructor('class' + '_1_1'.join(parts))}"


def block(code, language):
    return nodes.literal_block(code, code, language=language)


class Entry(SphinxDirective):
    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        room, _, own = name.rpartition(".")
        shown = getattr(importlib.import_module(f"beras.{room}"), own)
        described = nodes.container()
        text = engine_functions.described(shown.__doc__, set(inspect.signature(shown).parameters))
        self.state.nested_parse(StringList(text.splitlines(), name), 0, described)
        return [block(python_signature(name, shown), "python"), block(cpp_signature(name), "cpp"),
                *described.children]


def setup(app):
    app.add_directive("entry", Entry)
    return {"parallel_read_safe": True}
