"""The directive `engine-functions`: the functions of a Python module that are the engine's own, which
autodoc does not take for functions."""

import importlib
import inspect
import re

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

ARGUMENT = re.compile(r"^    (\w+): (.*)$", re.MULTILINE)


def signature(function):
    """`(x, axis=None)`: the names and defaults of the first overload."""
    from beras._shell import engine_signature

    return inspect.Signature([parameter.replace(annotation=parameter.empty)
                              for parameter in engine_signature(function).parameters.values()])


def described(docstring, known):
    """The docstring as Markdown, with those of its arguments that are known as a list."""
    summary, _, arguments = docstring.partition("\n\nArguments:\n")
    listed = [f"- **{name}**: {meaning}" for name, meaning in ARGUMENT.findall(arguments)
              if name in known]
    return "\n".join([summary, "", *listed])


def text(function):
    docstring = "\n\n".join(doc for _, doc, *_ in function.__nb_signature__ if doc)
    return described(docstring, set(signature(function).parameters))


class EngineFunctions(SphinxDirective):
    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        module = importlib.import_module(name)
        lines = []
        for function, value in sorted(vars(module).items()):
            if hasattr(value, "__nb_signature__") and not function.startswith("_"):
                lines += [f"````{{py:function}} {name}.{function}{signature(value)}", "",
                          *text(value).splitlines(), "````", ""]
        parent = nodes.container()
        self.state.nested_parse(StringList(lines, name), 0, parent)
        return parent.children


def setup(app):
    app.add_directive("engine-functions", EngineFunctions)
    return {"parallel_read_safe": True}
