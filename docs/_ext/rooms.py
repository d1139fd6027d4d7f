"""The directive `room`: the C++ reference of one folder under beras/, header by header."""

import pathlib
import xml.etree.ElementTree as ElementTree

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

SHOWN = ("briefdescription detaileddescription innernamespace innerclass enum typedef func var "
         "public-type public-func public-static-func public-attrib protected-type protected-func")

root = pathlib.Path(__file__).resolve().parents[2]


def opening(header):
    """The comment that a header opens with."""
    lines = header.read_text().splitlines()
    comment = lines[:next(i for i, line in enumerate(lines) if not line.startswith("//"))]
    return " ".join(line.removeprefix("//").strip() for line in comment)


def without_namespaces(section):
    """Takes what stands in `namespace beras` out of it: every declaration does."""
    for declaration in list(section.findall(addnodes.desc)):
        if declaration.astext().startswith("namespace "):
            content = next(declaration.findall(addnodes.desc_content, descend=True))
            place = declaration.parent.index(declaration)
            declaration.parent[place:place + 1] = content.children


class Room(SphinxDirective):
    required_arguments = 1

    def run(self):
        sections = []
        for header in sorted((root / "beras" / self.arguments[0]).glob("*.h")):
            if header.stem.endswith("_internal") or header.stem == pathlib.Path(self.arguments[0]).name:
                continue
            self.env.note_dependency(str(header))
            path = str(header.relative_to(root))
            section = nodes.section(ids=[nodes.make_id(path)])
            section += nodes.title(text=path)
            section += nodes.paragraph(text=opening(header))
            lines = [f"```{{doxygenfile}} {path}", f":sections: {SHOWN}", "```"]
            self.state.nested_parse(StringList(lines, path), 0, section)
            without_namespaces(section)
            sections.append(section)
        return sections


def name_files_by_path(app, config):
    """Doxygen names a file by its last part alone, of which there are several alike."""
    folder = pathlib.Path(config.breathe_projects[config.breathe_default_project])
    index = ElementTree.parse(folder / "index.xml")
    for compound in index.iterfind("compound[@kind='file']"):
        definition = ElementTree.parse(folder / f"{compound.get('refid')}.xml")
        compound.find("name").text = definition.find("compounddef/location").get("file")
    index.write(folder / "index.xml")


def setup(app):
    app.add_directive("room", Room)
    app.connect("config-inited", name_files_by_path)
    return {"parallel_read_safe": True}
