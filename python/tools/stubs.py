#!/usr/bin/env python3
"""Writes the type stubs of the built Python package.

    stubs.py FOLDER        (the package: build/release/python/beras)

nanobind knows the types of the extension. The package's own modules state theirs, apart from the
classes that they make from the extension's when they are imported (beras/_shell.py), and from what
NumPy's operators give for Tensors. A module with either gets a stub: its source without the bodies,
and what is missing there.
"""

import ast
import importlib
import inspect
import keyword
import pathlib
import re
import subprocess
import sys

KEPT_DECORATORS = {"property", "staticmethod", "classmethod", "abstractmethod", "setter"}
ELLIPSIS = ast.Constant(...)


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


class WithoutBodies(ast.NodeTransformer):
    """Leaves of a module's source what a stub says: public names, signatures, types."""

    def visit_Module(self, node):
        return ast.Module(self.declarations(node.body), [])

    def visit_ClassDef(self, node):
        attributes = [ast.AnnAssign(ast.Name(statement.target.attr), statement.annotation, None, 1)
                      for statement in ast.walk(node) if isinstance(statement, ast.AnnAssign)
                      and ast.unparse(statement.target).startswith("self.")
                      and not is_private(statement.target.attr)]
        node.body = attributes + self.declarations(node.body) or [ast.Expr(ELLIPSIS)]
        return node

    def visit_FunctionDef(self, node):
        written = [ast.unparse(decorator) for decorator in node.decorator_list]
        written = [text.replace("functools.cached_property", "property") for text in written]
        node.decorator_list = [ast.Name(text) for text in written
                               if text.rpartition(".")[2] in KEPT_DECORATORS]
        for defaults in (node.args.defaults, node.args.kw_defaults):
            defaults[:] = [default if default is None or isinstance(default, ast.Constant)
                           else ELLIPSIS for default in defaults]
        node.body = [ast.Expr(ELLIPSIS)]
        return None if is_private(node.name) else node

    def visit_AnnAssign(self, node):
        node.value = None
        return None if is_private(ast.unparse(node.target)) else node

    def visit_Assign(self, node):
        is_alias = isinstance(node.value, (ast.Name, ast.Attribute))
        return node if is_alias and not is_private(ast.unparse(node.targets[0])) else None

    def visit_ImportFrom(self, node):
        return None if node.module == "__future__" else node

    def visit_Expr(self, node):
        return None

    visit_If = visit_For = visit_Expr

    def declarations(self, body):
        return [kept for statement in body if (kept := self.visit(statement))]


def tensor_operators():
    """What the extension's operators, and indexing, give for a Tensor."""
    from beras import _engine

    yield "def __getitem__(self, key: Any) -> Tensor: ..."
    for name, function in vars(_engine.operators).items():
        if hasattr(function, "__nb_signature__"):
            other = ", other: Any" if "other" in function.__nb_signature__[0][0] else ""
            yield f"def __{name}__(self{other}) -> Tensor: ..."


def typed(parameter):
    """A parameter as a stub shows it."""
    has_type = parameter.annotation is not parameter.empty
    text = f"{parameter.name}: {parameter.annotation if has_type else 'Any'}"
    if parameter.default is parameter.empty:
        return text
    plain = isinstance(parameter.default, (type(None), bool, int, float, str, tuple))
    return f"{text} = {parameter.default!r}" if plain else f"{text} = ..."


def typed_signature(function):
    """The parameters of a function as a stub shows them; `self` has no type."""
    texts, by_name = [], False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not by_name:
            texts.append("*")
            by_name = True
        texts.append("self" if parameter.name == "self" else typed(parameter))
    return f"({', '.join(texts)})"


def engine_class(cls):
    """The lines of a class that is made from one of the extension's."""
    from beras.core import Diffable

    yield f"class {cls.__name__}({cls.__bases__[0].__name__}):"
    yield f"    {cls.__doc__!r}"
    yield f"    def __init__{typed_signature(cls.__init__)} -> None: ..."
    for name, getter in vars(cls._engine_class).items():
        if isinstance(getter, property) and name in vars(cls):
            result = getter.fget.__nb_signature__[0][0].rpartition(" -> ")[2]
            yield f"    @property\n    def {name}(self) -> {result}: ..."
    if issubclass(cls, Diffable) and inspect.signature(cls.__call__).return_annotation == "Any":
        yield "    def __call__(self, *args: Any, **kwargs: Any) -> Tensor: ..."


def found_at_run_time(module, names):
    """The lines of names that a module gets only when it is imported, or later."""
    aliases = []
    for name in names:
        value = getattr(module, name)
        if inspect.ismodule(value):
            yield f"from beras import {name} as {name}"
        elif value.__module__ != module.__name__:
            yield f"from {value.__module__} import {value.__name__} as {name}"
        elif name == value.__name__ and isinstance(value, type):
            yield from engine_class(value)
        elif name == value.__name__:
            yield f"def {name}{typed_signature(value)} -> Any: ..."
        else:
            aliases.append(f"{name} = {value.__name__}")
    yield from aliases


def bound_names(statement):
    """The names that a statement of a module defines or imports."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in statement.names}
    if isinstance(statement, ast.Assign):
        return {ast.unparse(target) for target in statement.targets}
    return {getattr(statement, "name", "")}


def stub(module, source):
    """The text of a module's stub; none if its source says everything."""
    tree = WithoutBodies().visit(ast.parse(source))
    tree.body = [node for node in tree.body if not bound_names(node) & {"__getattr__", "__dir__"}]
    public = getattr(module, "__all__", [])
    bound = set().union(*map(bound_names, tree.body))
    # Constants are plain in the source.
    missing = [name for name in public if name not in bound
               and (inspect.ismodule(value := getattr(module, name)) or hasattr(value, "__module__"))]
    if module.__name__ == "beras._tensor":
        operators = ast.parse("\n".join(tensor_operators())).body
        known = {operator.name for operator in operators}
        tensor = next(node for node in tree.body if bound_names(node) == {"Tensor"})
        tensor.bases = [ast.parse("np.ndarray", mode="eval").body]  # its class in C says no more
        body = [node for node in tensor.body if getattr(node, "name", "") not in known]
        tensor.body = body + operators
    elif not missing:
        return None
    tree.body = [node for node in tree.body
                 if not (isinstance(node, ast.AnnAssign) and node.target.id in missing)]
    tree.body += ast.parse("\n".join(found_at_run_time(module, missing))).body
    text = ast.unparse(ast.fix_missing_locations(tree))
    modules = re.findall(r"\b((?:beras|collections|numpy|typing)(?:\.[a-z_]\w*)*)\.[A-Z]", text)
    imports = "".join(f"import {name}\n" for name in sorted(set(modules)))
    if module.__name__ != "beras._tensor":
        imports += f"from beras._tensor import Tensor\n__all__ = {list(public)!r}\n"
    return f"from typing import Any\n{imports}{text}\n"


def extension_stubs(folder):
    """Those of nanobind, without what they say wrongly."""
    # By its option rather than PYTHONPATH, which leads an isolated build to nanobind itself.
    subprocess.run([sys.executable, "-m", "nanobind.stubgen", "-q", "-r", "-i", folder.parent,
                    "-m", "beras._engine", "-O", folder], check=True)
    # Functions of names that a stub cannot define: `and`, `or`.
    unspeakable = re.compile(rf"^def ({'|'.join(keyword.kwlist)})\(.*\n", re.MULTILINE)
    # `class ValueError(ValueError)`
    exception = re.compile(r"^(class \w+)\((\w+Error)\):", re.MULTILINE)
    for path in folder.glob("_engine/**/*.pyi"):
        text = unspeakable.sub("", path.read_text())
        if exception.search(text):
            text = "import builtins\n" + exception.sub(r"\1(builtins.\2):", text)
        path.write_text(text)


def main(folder):
    for outdated in folder.rglob("*.pyi"):
        outdated.unlink()
    sys.path.insert(0, str(folder.parent))
    extension_stubs(folder)
    for path in sorted(folder.rglob("*.py")):
        if not path.exists():  # the link of a module that is no more
            continue
        module = path.parent if path.stem == "__init__" else path.with_suffix("")
        name = ".".join(module.relative_to(folder.parent).parts)
        text = stub(importlib.import_module(name), path.read_text())
        if text:
            path.with_suffix(".pyi").write_text(text)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).absolute())
